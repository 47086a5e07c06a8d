/** A page that came, judged and written down; the archive's past of it read in the same way first. */
import type { Archive } from '../archive/archive.ts';
import { DamageError } from '../archive/errors.ts';
import type { Recorded, Sighting } from '../archive/recorded.ts';
import type { Capture } from '../article/capture.ts';
import { sameReader } from '../article/history.ts';
import type { ArticleRef } from '../article/identity.ts';
import type { Page } from '../article/page.ts';
import { sightingOf, type KeepOptions } from './keep.ts';
import { recordRereads, rereadPages } from './reread.ts';

/** What came of a page: it is on the disk, or its article is damaged there. */
export type Kept =
  | { readonly ref: ArticleRef; readonly capture: Omit<Capture, 'snapshot'>; readonly recorded: Recorded }
  | { readonly damage: DamageError };

/** @throws what the disk or the lock would not do */
export async function recordPage(page: Page, archive: Archive, options: KeepOptions): Promise<Kept> {
  return await unlessDamaged(async () => {
    const sighting = await sightingOf(page, options);
    await readPastAlike(archive, sighting.ref, sighting.capture, options);
    return await recordSighting(sighting, archive, options);
  });
}

/** The same where the page is known already; where it turns out not to be, the page is judged as it came. */
export async function recordKnown(
  page: Page,
  sightingOfKnown: () => Promise<Sighting | undefined>,
  archive: Archive,
  options: KeepOptions,
): Promise<Kept> {
  return await unlessDamaged(async () => {
    const sighting = await sightingOfKnown();
    return sighting === undefined ? await recordPage(page, archive, options) : await recordSighting(sighting, archive, options);
  });
}

async function recordSighting(sighting: Sighting, archive: Archive, { ledger }: KeepOptions): Promise<Kept> {
  const { ref, capture, content, shows } = sighting;
  const recorded = await archive.record(sighting);
  await ledger.learn(ref, capture, content === undefined && shows === undefined ? [] : [capture.url]);
  return { ref, capture, recorded };
}

// One torn article is its own trouble; a full disk or a lock is everybody's.
async function unlessDamaged(record: () => Promise<Kept>): Promise<Kept> {
  try {
    return await record();
  } catch (error) {
    if (error instanceof DamageError) return { damage: error };
    throw error;
  }
}

/**
 * Where another layout or extractor read this page than read the article's last one, its stored pages are read again
 * first: a difference that remains is the newsroom's.
 */
async function readPastAlike(archive: Archive, ref: ArticleRef, capture: Omit<Capture, 'snapshot'>, options: KeepOptions): Promise<void> {
  if (capture.outcome !== 'read') return;
  const article = await archive.article(ref);
  const last = article?.captures.findLast((run) => run.outcome === 'read');
  if (article === undefined || last === undefined || sameReader(last.reader, capture.reader)) return;
  await recordRereads(archive, ref, await rereadPages(archive, article, options), capture.at);
}
