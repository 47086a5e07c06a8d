/** A WARC file of the archive read from end to end: what an index of it says, and what is wrong in it. */
import { basename } from 'node:path';
import { entryOf, type CdxEntry } from '../warc/cdxj.ts';
import type { Fault } from '../warc/faults.ts';
import { readWarc } from '../warc/readWarc.ts';
import { idOf } from '../warc/record.ts';
import { fileSource } from '../warc/source.ts';
import { storageError } from './errors.ts';
import { OPEN_SUFFIX } from './warcFile.ts';

export interface Scan {
  /** Of the sound records. */
  readonly entries: readonly CdxEntry[];
  /** Offset → the name of the record there. */
  readonly records: ReadonlyMap<number, string>;
  readonly faults: readonly Fault[];
}

/** @throws StorageError where the file can't be read */
export async function scanWarc(path: string): Promise<Scan> {
  const filename = basename(path).replace(OPEN_SUFFIX, '');
  const [entries, records, faults] = [[] as CdxEntry[], new Map<number, string>(), [] as Fault[]];
  const source = await fileSource(path).catch((error: unknown) => {
    throw storageError('read', path, error);
  });
  try {
    for await (const found of readWarc(source)) {
      faults.push(...found.faults);
      if (found.record === undefined) continue;
      records.set(found.place.offset, idOf(found.record));
      const isSound = !found.faults.some(({ severity }) => severity === 'damage');
      const entry = isSound ? entryOf(found.record, found.place, filename) : undefined;
      if (entry !== undefined) entries.push(entry);
    }
    return { entries, records, faults };
  } finally {
    await source.close();
  }
}
