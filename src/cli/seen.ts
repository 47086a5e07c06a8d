/** How far a person has looked at an article: it stands in the catalogue, is nobody's evidence, and may be lost. */
import { join } from 'node:path';
import type { Archive } from '../archive/archive.ts';
import type { Catalogue } from '../archive/catalogueContract.ts';
import { CATALOGUE_FILE } from '../archive/folders.ts';
import type { Revision } from '../article/history.ts';
import { unlessOutOfReach } from './revisionChange.ts';
import type { Found } from './revisions.ts';

/** Notes that a person was shown a revision. */
export async function noteSeen(archive: Archive, { ref }: Found, { first }: Revision): Promise<void> {
  await withReadCatalogue(archive, async (catalogue) => await catalogue.noteSeen(ref, first));
}

/** The latest revision that a person was shown, or what stands in its place now. */
export async function lastSeen(archive: Archive, { ref, revisions }: Found): Promise<Revision | undefined> {
  const first = await withReadCatalogue(archive, async (catalogue) => await catalogue.seen(ref));
  return first === undefined ? undefined : revisions.findLast((revision) => revision.first <= first);
}

/** Where there is no catalogue, none is made for this. */
async function withReadCatalogue<T>(archive: Archive, work: (catalogue: Catalogue) => Promise<T>): Promise<T | undefined> {
  const { readCatalogue } = await import('../archive/catalogue.ts');
  return await unlessOutOfReach(async () => {
    const catalogue = readCatalogue(join(archive.storage, CATALOGUE_FILE));
    try {
      return catalogue === undefined ? undefined : await work(catalogue);
    } finally {
      catalogue?.close();
    }
  });
}
