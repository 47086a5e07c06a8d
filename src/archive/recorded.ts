/** What is to be written down of a visit, and what came of it. */
import type { Capture, CaptureRun } from '../article/capture.ts';
import type { Content } from '../article/content.ts';
import { revisionsOf, type Revision } from '../article/history.ts';
import type { ArticleRef } from '../article/identity.ts';
import type { ArticleRecord } from '../article/record.ts';
import type { SnapshotName } from '../article/snapshot.ts';
import type { Evidence } from './evidence.ts';
import type { Kept } from './snapshots.ts';

/** What is to be written down of one visit. */
export interface Sighting {
  readonly ref: ArticleRef;
  readonly capture: Omit<Capture, 'snapshot'>;
  /** What the page said, where it was read. */
  readonly content?: Content;
  /** In its place, where a server said that the page is as it was: the snapshot that the article has of it. */
  readonly shows?: SnapshotName;
  /** The bytes that it was read from. */
  readonly evidence?: Evidence;
}

/** What was written down. */
export interface Recorded {
  readonly record: ArticleRecord;
  readonly snapshot?: SnapshotName;
  /** Whether this text had never been seen of the article. */
  readonly isNewSnapshot: boolean;
  /** The latest revision, where the visit showed one. */
  readonly revision?: Revision;
  /** Whether the visit began that revision. */
  readonly isNewRevision: boolean;
  /** False where the same file had been imported before, and nothing was written. */
  readonly isNewCapture: boolean;
  /** With an import that had been made before, the time that was recorded then. */
  readonly at?: string;
}

/**
 * The capture that an earlier import of the same file made. One that could not be read may be imported again with a
 * better layout, or as a partial reading; one whose time nobody had told, with its time.
 */
export function importedBefore({ captures }: ArticleRecord, capture: Omit<Capture, 'snapshot'>): CaptureRun | undefined {
  const { source, outcome, missing } = capture;
  if (source === undefined) return undefined;
  return captures.find(
    (run) =>
      run.source?.sha256 === source.sha256 &&
      run.outcome === outcome &&
      JSON.stringify(run.missing) === JSON.stringify(missing) &&
      (run.source.isUndated === undefined || source.isUndated !== undefined),
  );
}

// Once somebody says when a document was seen, the time of its import is no longer of interest.
export function withoutGuess(captures: readonly CaptureRun[], { source }: Omit<Capture, 'snapshot'>): readonly CaptureRun[] {
  if (source === undefined || source.isUndated !== undefined) return captures;
  return captures.filter((run) => run.source?.sha256 !== source.sha256 || run.source.isUndated === undefined);
}

export function untouched(record: ArticleRecord, { first, snapshot }: CaptureRun): Recorded {
  const revision = revisionsOf(record.captures).findLast((candidate) => candidate.snapshot === snapshot && candidate.first <= first);
  const seen = { ...(snapshot === undefined ? {} : { snapshot }), ...(revision === undefined ? {} : { revision }) };
  return { record, at: first, ...seen, isNewSnapshot: false, isNewRevision: false, isNewCapture: false };
}

export function recorded(before: ArticleRecord, record: ArticleRecord, kept: Kept | undefined): Recorded {
  const base = { record, isNewCapture: true, isNewSnapshot: kept?.isNew ?? false };
  if (kept === undefined) return { ...base, isNewRevision: false };
  const earlier = revisionsOf(before.captures).length;
  const revisions = revisionsOf(record.captures);
  const revision = revisions.findLast((candidate) => candidate.snapshot === kept.name);
  const seen = revision === undefined ? {} : { revision };
  return { ...base, snapshot: kept.name, ...seen, isNewRevision: revisions.length > earlier };
}
