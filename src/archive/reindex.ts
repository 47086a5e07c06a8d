/** Making the indexes of the WARC files anew from the files themselves. */
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { cdxIndex, entryOf } from '../warc/cdxj.ts';
import { readWarc } from '../warc/readWarc.ts';
import { fileSource } from '../warc/source.ts';
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
