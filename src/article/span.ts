/** A stretch of time, and what of an article's history lies in it. */
import type { CaptureRun } from './capture.ts';
import type { RawRecord } from './raw.ts';

/** From an instant on, and up to another one, which is no part of it; open where none is named. UTC. */
export interface Span {
  readonly since?: string;
  readonly until?: string;
}

/** Whether something that was seen from `first` to `last` was seen in the span, or before and after it. */
export function overlaps({ first, last }: { readonly first: string; readonly last: string }, { since, until }: Span): boolean {
  return (since === undefined || last >= since) && (until === undefined || first < until);
}

/**
 * The pages that show what a run of captures saw in the span: those received in it, or, where a quiet article's page
 * was kept before it only, that one.
 */
export function pagesIn(run: CaptureRun, span: Span): RawRecord[] {
  const raw = overlaps(run, span) ? (run.raw ?? []) : [];
  const inside = raw.filter(({ at }) => overlaps({ first: at, last: at }, span));
  const before = raw.findLast(({ at }) => span.since !== undefined && at < span.since);
  return inside.length > 0 || before === undefined ? inside : [before];
}
