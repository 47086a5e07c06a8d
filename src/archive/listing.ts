/** The articles of an archive, one after the other: out of the catalogue where it knows them all, else out of their folders. */
import { join } from 'node:path';
import type { ArticleRef } from '../article/identity.ts';
import type { Archive } from './archive.ts';
import { readCatalogue } from './catalogue.ts';
import type { ArticleEntry, Catalogue, FileStamp } from './catalogueContract.ts';
import { CatalogueError, DamageError, LockedError, StorageError } from './errors.ts';
import { articleFile, CATALOGUE_FILE } from './folders.ts';
import { entryOf, sameStamp, stampOf } from './indexed.ts';

/** An article as it is to be listed, or why it can't be. */
export type Listed = { readonly entry: ArticleEntry } | { readonly damage: DamageError | StorageError };

/**
 * The catalogue, where it can be relied on: it is there, sound, and holds every article. What a killed process left marked is
 * taken in first.
 */
export async function reliableCatalogue(archive: Archive): Promise<Catalogue | undefined> {
  const catalogue = unlessUnusable(() => readCatalogue(join(archive.storage, CATALOGUE_FILE)));
  if (catalogue === undefined) return undefined;
  if (await isReliable(archive, catalogue)) return catalogue;
  catalogue.close();
  return undefined;
}

async function isReliable(archive: Archive, catalogue: Catalogue): Promise<boolean> {
  try {
    if (!(await catalogue.isComplete())) return false;
    if ((await catalogue.marked()).length > 0) await archive.keeping(() => Promise.resolve());
    return true;
  } catch (error) {
    if ([CatalogueError, LockedError, StorageError].some((known) => error instanceof known)) return false;
    throw error;
  }
}

function unlessUnusable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof CatalogueError) return undefined;
    throw error;
  }
}

/** Every article that has a document; with a catalogue, without reading those whose file is as it was. */
export async function* listed(
  archive: Archive,
  catalogue: Catalogue | undefined,
  query: { readonly site?: string; readonly all: boolean },
): AsyncGenerator<Listed> {
  if (catalogue === undefined)
    for await (const ref of archive.refs(query.site)) {
      const each = await readAnew(archive, ref);
      if (each !== undefined) yield each;
    }
  else
    for await (const entry of catalogue.entries(query)) {
      const stamp = stampNow(archive, entry);
      if (sameStamp(stamp, entry.stamp)) yield { entry };
      else yield (await readAnew(archive, entry)) ?? lost(archive, entry); // Written by hand, restored, damaged, or gone since.
    }
}

/** No stamp where it can't be read: reading the article says why. */
function stampNow(archive: Archive, ref: ArticleRef): FileStamp | undefined {
  try {
    return stampOf(archive.storage, ref);
  } catch (error) {
    if (error instanceof StorageError) return undefined;
    throw error;
  }
}

async function readAnew(archive: Archive, ref: ArticleRef): Promise<Listed | undefined> {
  try {
    const record = await archive.article(ref);
    return record === undefined ? undefined : { entry: await entryOf(archive, record, { modifiedMs: 0, bytes: 0 }) };
  } catch (error) {
    if (!(error instanceof DamageError) && !(error instanceof StorageError)) throw error;
    return { damage: error };
  }
}

function lost(archive: Archive, { title, ...ref }: ArticleEntry): Listed {
  const message =
    `${articleFile(archive.storage, ref)} is not there any more, though the catalogue knows the article "${title}". ` +
    'Restore it from a backup; if it was removed on purpose, "baoluu reindex" makes a catalogue without it.';
  return { damage: new DamageError(message) };
}
