/** Making anew what is derived: the indexes of the WARC files from these, the catalogue from the articles' own files. */
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ArticleRef } from '../article/identity.ts';
import { cdxIndex, entryOf } from '../warc/cdxj.ts';
import { readWarc } from '../warc/readWarc.ts';
import { fileSource } from '../warc/source.ts';
import type { Archive } from './archive.ts';
import { errorCode, storageError } from './errors.ts';
import { replaceFile } from './files.ts';
import { warcFolder } from './folders.ts';
import { cdxjPath } from './warcFile.ts';

export interface Reindexed {
  readonly files: number;
  readonly entries: number;
}

/** Writes the index of every closed WARC file. What a file holds unsound is left out of its index. */
export async function reindex(storage: string): Promise<Reindexed> {
  let [files, entries] = [0, 0];
  for (const path of await closedWarcs(storage)) {
    const found = await entriesIn(path);
    await replaceFile(cdxjPath(path), cdxIndex(found));
    files += 1;
    entries += found.length;
  }
  return { files, entries };
}

/** So many articles are taken in at a time, while whoever wants to write one waits. */
const BATCH = 64;

/**
 * Makes the catalogue anew, article by article. Others may go on writing meanwhile; an interrupted one is begun again by the next.
 * @param tell how many articles have been taken in
 * @returns their number
 */
export async function rebuildCatalogue(archive: Archive, tell: (articles: number) => void, signal: AbortSignal): Promise<number> {
  await archive.keeping(({ catalogue }) => catalogue.beginRebuild());
  let articles = 0;
  for await (const refs of inBatches(archive.refs())) {
    if (signal.aborted) return articles;
    await archive.keeping((upkeep) => upkeep.takeIn(refs));
    articles += refs.length;
    tell(articles);
  }
  await archive.keeping(({ catalogue }) => catalogue.endRebuild());
  return articles;
}

async function* inBatches(refs: AsyncIterable<ArticleRef>): AsyncGenerator<ArticleRef[]> {
  let batch: ArticleRef[] = [];
  for await (const ref of refs) {
    batch.push(ref);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** What an index of the file says. */
export async function entriesIn(path: string) {
  const source = await fileSource(path);
  const entries = [];
  try {
    for await (const { record, place, faults } of readWarc(source)) {
      const isSound = !faults.some(({ severity }) => severity === 'damage');
      const entry = record !== undefined && isSound ? entryOf(record, place, basename(path)) : undefined;
      if (entry !== undefined) entries.push(entry);
    }
    return entries;
  } finally {
    await source.close();
  }
}

/** The paths of the archive's WARC files that are closed. */
export async function closedWarcs(storage: string): Promise<string[]> {
  try {
    const found = await readdir(warcFolder(storage), { recursive: true, withFileTypes: true });
    const files = found.filter((entry) => entry.isFile() && entry.name.endsWith('.warc.gz'));
    return files.map((entry) => join(entry.parentPath, entry.name)).toSorted();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) return [];
    throw storageError('read the folder', warcFolder(storage), error);
  }
}
