/** Making the indexes of the WARC files anew from the files themselves. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cdxIndex } from '../warc/cdxj.ts';
import { errorCode, storageError } from './errors.ts';
import { replaceFile } from './files.ts';
import { warcFolder } from './folders.ts';
import { scanWarc } from './scanWarc.ts';
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
