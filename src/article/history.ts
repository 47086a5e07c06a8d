/** The history of an article, computed from its captures: which text stood there, from when to when. */
import type { CaptureRun, Outcome } from './capture.ts';
import type { Reader } from './content.ts';
import type { SnapshotName } from './snapshot.ts';

/** A stretch of captures that show one snapshot. Numbered from 1; A, B, A is three revisions and two snapshots. */
export interface Revision {
  readonly number: number;
  readonly snapshot: SnapshotName;
  readonly first: string;
  readonly last: string;
  readonly visits: number;
  readonly url: string;
  readonly reader?: Reader;
  /** Read by another layout or extractor than the revision before: the difference may be ours, not the newsroom's. */
  readonly readerChanged: boolean;
  /** The number of an earlier revision whose text this one returns to. */
  readonly returnsTo?: number;
}

/** A stretch of captures that show no text. `gone`: absent after it had once been read. */
export interface Interruption {
  readonly outcome: Exclude<Outcome, 'read'> | 'gone';
  readonly first: string;
  readonly last: string;
  readonly visits: number;
  readonly url: string;
  readonly status?: number;
  readonly why?: string;
}

export type HistoryEvent = { readonly revision: Revision } | { readonly interruption: Interruption };

/** Everything that happened to an article, in time order. A revision that an interruption divides appears once, at its beginning. */
export function historyOf(captures: readonly CaptureRun[]): HistoryEvent[] {
  const events: HistoryEvent[] = [];
  let current = -1; // Where in `events` the revision stands that a further capture would lengthen.
  for (const run of captures) {
    const last = current < 0 ? undefined : revisionAt(events, current);
    if (run.outcome !== 'read' || run.snapshot === undefined) events.push({ interruption: interruption(run, last !== undefined) });
    else if (last?.snapshot === run.snapshot) events[current] = { revision: lengthened(last, run) };
    else current = events.push({ revision: nextRevision(run, run.snapshot, revisionsIn(events)) }) - 1;
  }
  return events;
}

export function revisionsOf(captures: readonly CaptureRun[]): Revision[] {
  return revisionsIn(historyOf(captures));
}

/** Whether the latest capture found the article deleted. */
export function isGone(captures: readonly CaptureRun[]): boolean {
  return captures.at(-1)?.outcome === 'absent' && captures.some((run) => run.outcome === 'read');
}

function revisionsIn(events: readonly HistoryEvent[]): Revision[] {
  return events.flatMap((event) => ('revision' in event ? [event.revision] : []));
}

function revisionAt(events: readonly HistoryEvent[], index: number): Revision | undefined {
  const event = events[index];
  return event !== undefined && 'revision' in event ? event.revision : undefined;
}

function lengthened(revision: Revision, run: CaptureRun): Revision {
  return { ...revision, last: run.last, visits: revision.visits + run.visits };
}

function nextRevision(run: CaptureRun, snapshot: SnapshotName, earlier: readonly Revision[]): Revision {
  const previous = earlier.at(-1);
  const same = earlier.find((revision) => revision.snapshot === snapshot);
  return {
    number: earlier.length + 1,
    snapshot,
    first: run.first,
    last: run.last,
    visits: run.visits,
    url: run.url,
    ...(run.reader === undefined ? {} : { reader: run.reader }),
    readerChanged: previous !== undefined && !sameReader(previous.reader, run.reader),
    ...(same === undefined ? {} : { returnsTo: same.number }),
  };
}

function sameReader(a: Reader | undefined, b: Reader | undefined): boolean {
  return a?.layout === b?.layout && a?.extractor === b?.extractor;
}

function interruption(run: CaptureRun, hasBeenRead: boolean): Interruption {
  const { first, last, visits, url, status, why } = run;
  const outcome = run.outcome === 'absent' && hasBeenRead ? 'gone' : run.outcome === 'read' ? 'unread' : run.outcome;
  return { outcome, first, last, visits, url, ...(status === undefined ? {} : { status }), ...(why === undefined ? {} : { why }) };
}
