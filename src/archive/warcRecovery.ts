/** Closing WARC files that a killed process left open. */
import { rm, truncate } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ArticleRef } from '../article/identity.ts';
import { rawRecordsOf, type RawRecord } from '../article/raw.ts';
import { entryOf, type CdxEntry } from '../warc/cdxj.ts';
import { readWarc } from '../warc/readWarc.ts';
import { fileSource } from '../warc/source.ts';
import type { Archive } from './archive.ts';
import { DamageError, storageError } from './errors.ts';
import { namesIn } from './files.ts';
import { warcFolder } from './folders.ts';
import { showsLife } from './life.ts';
import { closeWarc, OPEN_SUFFIX, writtenAs } from './warcFile.ts';

/** A file that a killed process left open, closed now. */
export interface Recovery {
  readonly file: string;
  /** Whole records that it holds. */
  readonly records: number;
  /** Bytes of a record that was being written, cut off; nothing of it was acknowledged. */
  readonly cut: number;
  /** Where it is damaged: the byte at which the first record that is not whole begins. It was left as it is, for what stands behind that. */
  readonly damagedAt?: number;
}

/**
 * Closes what killed processes left open: cut back to the last whole record, indexed, renamed. Under the lock, under which files are
 * begun and closed, too; what somebody alive is writing is left alone.
 */
export async function recoverWarcs(archive: Archive): Promise<Recovery[]> {
  const { storage } = archive;
  const recovered: Recovery[] = [];
  for (const site of await namesIn(warcFolder(storage)))
    for (const name of await namesIn(warcFolder(storage, site)))
      if (name.endsWith(OPEN_SUFFIX) && !showsLife(storage, writtenAs(name))) recovered.push(await recover(archive, site, name));
  return recovered;
}

async function recover(archive: Archive, site: string, name: string): Promise<Recovery> {
  const path = join(warcFolder(archive.storage, site), name);
  const file = `warc/${site}/${name}`;
  const { whole, behind, size } = await recordsOf(path);
  // What was damaged later is no reason to lose what stands behind it.
  const isAcknowledged = behind.count > 0 && (await isNamed(archive, site, file.slice(0, -OPEN_SUFFIX.length), whole.end));
  const kept = isAcknowledged ? joined(whole, behind) : whole;
  try {
    if (kept.count === 0) await rm(path);
    else if (kept.end < size) await truncate(path, kept.end);
  } catch (error) {
    throw storageError('cut', path, error);
  }
  if (kept.count > 0) await closeWarc(path.slice(0, -OPEN_SUFFIX.length), kept.entries);
  return { file, records: kept.count, cut: size - kept.end, ...(isAcknowledged ? { damagedAt: whole.end } : {}) };
}

/** A stretch of a file: its sound records, and where the last one of them ends. */
interface Stretch {
  readonly entries: CdxEntry[];
  count: number;
  end: number;
}

function joined(whole: Stretch, behind: Stretch): Stretch {
  return { entries: [...whole.entries, ...behind.entries], count: whole.count + behind.count, end: behind.end };
}

/** What stands whole at the beginning of a file, and what is sound behind the first place that is not. */
async function recordsOf(path: string): Promise<{ readonly whole: Stretch; readonly behind: Stretch; readonly size: number }> {
  const filename = basename(path).slice(0, -OPEN_SUFFIX.length);
  const [whole, behind]: [Stretch, Stretch] = [
    { entries: [], count: 0, end: 0 },
    { entries: [], count: 0, end: 0 },
  ];
  const source = await fileSource(path);
  let isWhole = true;
  try {
    for await (const { record, place, faults } of readWarc(source)) {
      const isSound = record !== undefined && !faults.some(({ severity }) => severity === 'damage');
      isWhole &&= isSound && place.offset === whole.end;
      if (!isSound) continue;
      const stretch = isWhole ? whole : behind;
      stretch.entries.push(...[entryOf(record, place, filename)].filter((entry) => entry !== undefined));
      stretch.count += 1;
      stretch.end = place.offset + place.length;
    }
    return { whole, behind, size: source.size };
  } finally {
    await source.close();
  }
}

/**
 * Whether an article names a page from there on: then more was acknowledged than what stands whole. A power cut, too, may leave
 * records behind a gap, which nobody was told of.
 */
async function isNamed(archive: Archive, site: string, file: string, from: number): Promise<boolean> {
  for await (const ref of archive.refs(site)) {
    const raws = await rawsOf(archive, ref);
    if (raws === undefined || raws.some((raw) => raw.file === file && raw.offset >= from)) return true;
  }
  return false;
}

/** Undefined where it can't be told, since the article is damaged itself. */
async function rawsOf(archive: Archive, ref: ArticleRef): Promise<readonly RawRecord[] | undefined> {
  try {
    const article = await archive.article(ref);
    return [...rawRecordsOf(article?.captures ?? []), ...(article?.pictures ?? [])];
  } catch (error) {
    if (error instanceof DamageError) return undefined;
    throw error;
  }
}
