/** What a revision changed of the one before: its texts compared, with what the captures tell besides, and that in a few words. */
import type { Archive } from '../archive/archive.ts';
import { CatalogueError, DamageError, LockedError, StorageError } from '../archive/errors.ts';
import type { ComparedRevision } from '../archive/catalogueContract.ts';
import type { CaptureRun } from '../article/capture.ts';
import type { Facts } from '../article/content.ts';
import { sameReader, type Revision } from '../article/history.ts';
import type { ArticleRecord } from '../article/record.ts';
import type { Block } from '../diff/change.ts';
import { GIST_VERSION, gistOf } from '../diff/gist.ts';
import type { Circumstances, Review } from '../diff/review.ts';
import type { Found } from './revisions.ts';

/** Two texts compared. */
export interface Comparison {
  readonly blocks: readonly Block[];
  readonly review: Review;
}

/**
 * Two revisions of an article compared.
 * @throws DamageError where a snapshot can't be read
 */
export async function compareRevisions(archive: Archive, found: Found, before: Revision, after: Revision): Promise<Comparison> {
  const old = await archive.snapshot(found.ref, before.snapshot);
  const current = await archive.snapshot(found.ref, after.snapshot);
  // Loaded where two texts are compared: what was found before stands in the catalogue.
  const [{ diffContents }, { review }] = await Promise.all([import('../diff/compare.ts'), import('../diff/review.ts')]);
  const blocks = diffContents(old.content, current.content);
  return { blocks, review: review(blocks, circumstancesOf(found.record, before, after)) };
}

/** A revision compared with the one before: undefined for the first one, `damaged` where a snapshot can't be read. */
export async function changeIn(archive: Archive, found: Found, revision: Revision): Promise<Comparison | 'damaged' | undefined> {
  const previous = found.revisions[revision.number - 2];
  if (previous === undefined) return undefined;
  try {
    return await compareRevisions(archive, found, previous, revision);
  } catch (error) {
    if (error instanceof DamageError) return 'damaged';
    throw error;
  }
}

/** What the pages told besides their texts: the last one of the earlier revision, and the first one of the later. */
function circumstancesOf({ captures }: ArticleRecord, before: Revision, after: Revision): Circumstances {
  const [old, now] = [runsOf(captures, before).at(-1)?.facts, runsOf(captures, after)[0]?.facts];
  const url = { url: after.url };
  if (old === undefined || now === undefined || !sameReader(before.reader, after.reader)) return url;
  return {
    ...url,
    stamps: { ...stamp('before', old), ...stamp('after', now) },
    pictures: { before: old.pictures ?? [], after: now.pictures ?? [] },
  };
}

function runsOf(captures: readonly CaptureRun[], { snapshot, first, last }: Revision): CaptureRun[] {
  return captures.filter((run) => run.snapshot === snapshot && first <= run.first && run.first <= last);
}

function stamp(side: 'before' | 'after', { modified }: Facts): { readonly before?: string; readonly after?: string } {
  return modified === undefined ? {} : { [side]: modified };
}

/** What is kept of a comparison with the revision before; undefined for the first one. */
export function comparedRevision({ ref, revisions }: Found, revision: Revision, comparison: Comparison): ComparedRevision | undefined {
  const previous = revisions[revision.number - 2];
  if (previous === undefined) return undefined;
  const gist = gistOf(comparison.review, revision.readerChanged);
  return { ...ref, revision: revision.number, before: previous.snapshot, after: revision.snapshot, gist };
}

/** Keeps what a visit has just shown; without a catalogue it is compared again when somebody asks. */
export async function noteChange(archive: Archive, found: Found, revision: Revision, comparison: Comparison): Promise<void> {
  const compared = comparedRevision(found, revision, comparison);
  if (compared === undefined) return;
  await unlessOutOfReach(async () => await (await archive.catalogue()).noteChanges(GIST_VERSION, [compared]));
}

/** The catalogue holds no evidence: where it can't be used, what was to be kept in it is not. */
export async function unlessOutOfReach<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if ([CatalogueError, LockedError, StorageError].some((known) => error instanceof known)) return undefined;
    throw error;
  }
}
