/** What a reader finds wrong in a WARC file, and where. */
import type { Place, WarcRecord } from './record.ts';

/**
 * `damage`: a record can't be trusted, or bytes stand where a record should (cut, changed, mandatory fields missing).
 * `notice`: departs from the standard, and nothing is lost by it.
 */
export type Severity = 'damage' | 'notice';

/** Something wrong with one record, in one plain clause, with the section of the standard where a rule of it is broken. */
export interface Finding {
  readonly severity: Severity;
  readonly reason: string;
}

/** A finding with its place: `offset` in bytes of the file, for a compressed record that of its gzip member. */
export interface Fault extends Finding {
  readonly offset: number;
}

/** A stretch of a WARC file: a record, whole or not, or bytes that are none. */
export interface Found {
  readonly place: Place;
  /** Absent where no header could be read; what there is of it where a fault says that it was cut. */
  readonly record?: WarcRecord;
  readonly faults: readonly Fault[];
}

export function damage(reason: string): Finding {
  return { severity: 'damage', reason };
}

export function notice(reason: string): Finding {
  return { severity: 'notice', reason };
}
