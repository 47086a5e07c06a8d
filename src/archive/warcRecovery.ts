/** Closing WARC files that a killed process left open. */
import { rm, truncate } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { entryOf, type CdxEntry } from '../warc/cdxj.ts';
import { readWarc } from '../warc/readWarc.ts';
import { fileSource } from '../warc/source.ts';
import { storageError } from './errors.ts';
import { namesIn } from './files.ts';
import { warcFolder } from './folders.ts';
import { closeWarc, OPEN_SUFFIX } from './warcFile.ts';

/** A file that a killed process left open, closed now. */
export interface Recovery {
  readonly file: string;
  /** Whole records that it holds. */
  readonly records: number;
  /** Bytes of a record that was being written, cut off; nothing of it was acknowledged. */
  readonly cut: number;
}

/**
 * Closes what killed processes left open: cut back to the last whole record, indexed, renamed. Under the lock.
 * A living process whose file is closed this way begins a new one.
 */
export async function recoverWarcs(storage: string): Promise<Recovery[]> {
  const recovered: Recovery[] = [];
  for (const site of await namesIn(warcFolder(storage)))
    for (const name of await namesIn(warcFolder(storage, site)))
      if (name.endsWith(OPEN_SUFFIX)) recovered.push(await recover(join(warcFolder(storage, site), name), `warc/${site}/${name}`));
  return recovered;
}

async function recover(path: string, file: string): Promise<Recovery> {
  const { entries, count, end, size } = await wholeRecords(path);
  try {
    if (count === 0) await rm(path);
    else if (end < size) await truncate(path, end);
  } catch (error) {
    throw storageError('cut', path, error);
  }
  if (count > 0) await closeWarc(path.slice(0, -OPEN_SUFFIX.length), entries);
  return { file, records: count, cut: size - end };
}

/** What stands whole at the beginning of a file: nothing after a torn record was ever acknowledged. */
async function wholeRecords(path: string): Promise<{ entries: CdxEntry[]; count: number; end: number; size: number }> {
  const filename = basename(path).slice(0, -OPEN_SUFFIX.length);
  const entries: CdxEntry[] = [];
  let [count, end] = [0, 0];
  const source = await fileSource(path);
  try {
    for await (const { record, place, faults } of readWarc(source)) {
      if (record === undefined || place.offset !== end || faults.some(({ severity }) => severity === 'damage')) break;
      entries.push(...[entryOf(record, place, filename)].filter((entry) => entry !== undefined));
      count += 1;
      end = place.offset + place.length;
    }
    return { entries, count, end, size: source.size };
  } finally {
    await source.close();
  }
}
