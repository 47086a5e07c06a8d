/** The catalogue for the commands that can't do without it: one that is missing or incomplete is made anew first. */
import type { Archive } from '../archive/archive.ts';
import type { Catalogue } from '../archive/catalogueContract.ts';
import { CatalogueError } from '../archive/errors.ts';
import type { Context } from './context.ts';
import { makeCatalogue } from './reindex.ts';

/** Does work on a catalogue that holds every article, and closes it whatever came of that. */
export async function withCatalogue<T>(archive: Archive, context: Context, work: (catalogue: Catalogue) => Promise<T>): Promise<T> {
  const { reliableCatalogue } = await import('../archive/listing.ts');
  const catalogue = (await reliableCatalogue(archive)) ?? (await madeAnew(archive, context));
  try {
    return await work(catalogue);
  } finally {
    catalogue.close();
  }
}

/** Sees to it that the catalogue which the archive itself keeps up holds every article. */
export async function completeCatalogue(archive: Archive, context: Context): Promise<void> {
  if (await (await archive.catalogue()).isComplete()) return;
  context.io.err.write('The catalogue is incomplete; it is made from the articles’ own files.\n');
  await makeCatalogue(archive, context);
}

async function madeAnew(archive: Archive, context: Context): Promise<Catalogue> {
  context.io.err.write('The catalogue is missing or incomplete; it is made from the articles’ own files.\n');
  await makeCatalogue(archive, context);
  const { reliableCatalogue } = await import('../archive/listing.ts');
  const catalogue = await reliableCatalogue(archive);
  if (catalogue !== undefined) return catalogue;
  throw new CatalogueError(`There is no complete catalogue in ${archive.storage}; "baoluu reindex" makes one.`, { isUnusable: false });
}
