/** Raw evidence: which record of which WARC file holds what was received, and when a page is kept at all. */
import type { CaptureFacts, CaptureRun } from './capture.ts';
import { tellsTheSame } from './capture.ts';

/**
 * What is kept of the bytes. `changed`: a page whose capture says something new, and every page that could not be
 * read; one that repeats the last is told once by a revisit record. `all`: every visit. `none`: nothing.
 */
export type RawPolicy = 'changed' | 'all' | 'none';

export const RAW_POLICIES: readonly RawPolicy[] = ['changed', 'all', 'none'];

/** A record that holds, or refers to, the page that a capture saw. */
export interface RawRecord {
  /** `response`: the bytes are here. `revisit`: they were the same as those of `original`. `resource`: a saved page, without a head. */
  readonly kind: 'response' | 'revisit' | 'resource';
  /** When the page was asked for: the record's own date; UTC with milliseconds. */
  readonly at: string;
  /** The address as it was asked for. */
  readonly url: string;
  /** The WARC file, relative to the archive's folder with `/`; absolute where the file lies elsewhere, and with `!/` before a file inside a WACZ. */
  readonly file: string;
  /** In bytes, of the record's gzip member where the file is compressed. */
  readonly offset: number;
  readonly length: number;
  /** The record's own name, `urn:uuid:…`. */
  readonly record: string;
  /** The payload's digest as the WARC states it: `sha1:` and base32. */
  readonly payload: string;
  /** With `revisit`, the name of the record that holds the bytes. */
  readonly original?: string;
  /**
   * Where the record came from, where that was not the page's own server: the address in a web archive, whose date and
   * address the record then has; or the file that it was copied from.
   */
  readonly via?: string;
}

/** What to write of a page. `revisitAlone`: without its request and its reading, which are the same as before. */
export type Keeping = { readonly kind: 'response' } | { readonly kind: 'revisit' | 'revisitAlone'; readonly original: RawRecord };

// What could not be read yet may be read one day; what was refused says nothing more the second time.
const WORTH_KEEPING: ReadonlySet<CaptureFacts['outcome']> = new Set(['unread', 'suspect', 'truncated']);

/**
 * What of a page is to be kept, undefined for nothing.
 * @param runs the article's captures so far
 * @param payload the digest of the page's payload
 */
export function keepingOf(
  runs: readonly CaptureRun[],
  capture: CaptureFacts & { readonly at: string },
  payload: string,
  policy: RawPolicy,
): Keeping | undefined {
  if (policy === 'none') return undefined;
  const original = originalOf(runs, payload);
  const before = runs.findLast((run) => run.first <= capture.at);
  const isRepeated = before !== undefined && tellsTheSame(before, capture) && (before.raw?.length ?? 0) > 0;
  if (policy === 'all' || !isRepeated) return original === undefined ? { kind: 'response' } : { kind: 'revisit', original };
  if (original === undefined) return WORTH_KEEPING.has(capture.outcome) ? { kind: 'response' } : undefined;
  const wasTold = before.raw?.some((raw) => raw.kind === 'revisit' && raw.payload === payload) === true;
  return wasTold ? undefined : { kind: 'revisitAlone', original };
}

/**
 * What of a "304 Not Modified" is to be kept: once in a run of captures, that the server said so of a page that we have.
 * @param capture what that page was taken for
 */
export function keepingOfNotModified(
  runs: readonly CaptureRun[],
  capture: CaptureFacts & { readonly at: string },
  policy: RawPolicy,
): Keeping | undefined {
  const run = runs.findLast((each) => each.first <= capture.at && tellsTheSame(each, capture));
  const shown = run?.raw?.find((raw) => raw.payload !== NO_PAYLOAD);
  const original = shown?.original === undefined ? shown : rawRecordsOf(runs).find(({ record }) => record === shown.original);
  const wasTold = run === runs.at(-1) && run?.raw?.some((raw) => raw.payload === NO_PAYLOAD) === true;
  if (policy === 'none' || original === undefined || (wasTold && policy === 'changed')) return undefined;
  return { kind: 'revisit', original };
}

/** The digest of no bytes at all. */
const NO_PAYLOAD = 'sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ';

/** The record that holds a payload: a revisit never refers to another revisit. */
function originalOf(runs: readonly CaptureRun[], payload: string): RawRecord | undefined {
  return rawRecordsOf(runs).find((raw) => raw.kind === 'response' && raw.payload === payload);
}

/** Whether a file is none of the archive's own. */
export function isElsewhere(file: string): boolean {
  return /^(?:\/|[A-Za-z]:)/u.test(file);
}

export function rawRecordsOf(runs: readonly CaptureRun[]): RawRecord[] {
  return runs.flatMap((run) => run.raw ?? []);
}
