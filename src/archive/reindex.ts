/** Making anew what is derived: the indexes of the WARC files from these, the catalogue from the articles' own files. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cdxIndex } from '../warc/cdxj.ts';
import type { ArticleRef } from '../article/identity.ts';
import type { Archive } from './archive.ts';
import { errorCode, storageError } from './errors.ts';
import { replaceFile } from './files.ts';
import { warcFolder } from './folders.ts';
import { scanWarc } from './scanWarc.ts';
import type { ArticleDamage } from './upkeep.ts';
import { cdxjPath } from './warcFile.ts';

export interface Reindexed {
  readonly files: number;
  readonly entries: number;
  /** Files that hold something unsound, which no index leads to. */
  readonly damaged: readonly string[];
}

/** Writes the index of every closed WARC file. What a file holds unsound is left out of its index. */
export async function reindex(storage: string): Promise<Reindexed> {
  let [files, entries] = [0, 0];
  const damaged: string[] = [];
  for (const path of await closedWarcs(storage)) {
    const found = await scanWarc(path);
    await replaceFile(cdxjPath(path), cdxIndex(found.entries));
    files += 1;
    entries += found.entries.length;
    if (found.faults.some(({ severity }) => severity === 'damage')) damaged.push(path);
  }
  return { files, entries, damaged };
}

/** The paths of the archive's WARC files that are closed. */
async function closedWarcs(storage: string): Promise<string[]> {
  try {
    const found = await readdir(warcFolder(storage), { recursive: true, withFileTypes: true });
    const files = found.filter((entry) => entry.isFile() && entry.name.endsWith('.warc.gz'));
    return files.map((entry) => join(entry.parentPath, entry.name)).toSorted();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) return [];
    throw storageError('read the folder', warcFolder(storage), error);
  }
}

/** So many articles are taken in at a time, while whoever wants to write one waits. */
const BATCH = 64;

/**
 * Makes the catalogue anew, article by article. Others may go on writing meanwhile; an interrupted one is begun again by the next.
 * @param tell how many articles have been taken in, and what of the latest of them can't be read
 * @returns their number
 */
export async function rebuildCatalogue(
  archive: Archive,
  tell: (articles: number, damage: readonly ArticleDamage[]) => void,
  signal: AbortSignal,
): Promise<number> {
  await archive.keeping(({ catalogue }) => catalogue.beginRebuild());
  let articles = 0;
  for await (const refs of inBatches(archive.refs())) {
    if (signal.aborted) return articles;
    const damage = await archive.keeping((upkeep) => upkeep.takeIn(refs));
    articles += refs.length;
    tell(articles, damage);
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
