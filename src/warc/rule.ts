/** What a rule of the standard is, and how one is written. */
import type { Severity } from './faults.ts';
import type { WarcRecord } from './record.ts';

/** What the rules ask of: a record's type and fields at hand. */
export interface Facts {
  readonly record: WarcRecord;
  readonly type: string;
  /** The value of a field; undefined where it is missing or empty. */
  readonly get: (name: string) => string | undefined;
}

export interface Rule {
  /** Of WARC 1.1. */
  readonly section: string;
  readonly severity: Severity;
  /** What is wrong, in a clause; undefined where nothing is. */
  readonly breach: (facts: Facts) => string | undefined;
}

/** The record types of WARC 1.0 and 1.1 (6). */
export const TYPES = ['warcinfo', 'response', 'resource', 'request', 'metadata', 'revisit', 'conversion', 'continuation'];

export function rule(section: string, severity: Severity, breach: Rule['breach']): Rule {
  return { section, severity, breach };
}

/** A rule for the value of a field that is there: true, or what is wrong with it. */
export function value(name: string, section: string, severity: Severity, test: (value: string, facts: Facts) => true | string): Rule {
  return rule(section, severity, (facts) => {
    const written = facts.get(name);
    const verdict = written === undefined || test(written, facts);
    return verdict === true ? undefined : `${name} ${JSON.stringify(written?.slice(0, 200))} ${verdict}`;
  });
}
