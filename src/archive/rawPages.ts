/** Reading back what was received: the one record that a capture names, without the rest of its file. */
import { join } from 'node:path';
import { isElsewhere, rawRecordsOf, type RawRecord } from '../article/raw.ts';
import type { ArticleRecord } from '../article/record.ts';
import { readRecordNamed } from '../warc/locate.ts';
import { idOf, type WarcRecord } from '../warc/record.ts';
import { fileSource, type FileSource } from '../warc/source.ts';
import { isInsideWacz, waczEntrySource } from '../warc/waczSource.ts';
import { WaczError } from '../warc/zip.ts';
import { DamageError, errorCode, storageError } from './errors.ts';
import { OPEN_SUFFIX } from './warcFile.ts';

/**
 * The record itself: of a revisit the one that holds its head.
 * @throws DamageError where the file is missing, or another record stands there
 */
export async function rawRecord(storage: string, raw: RawRecord): Promise<WarcRecord> {
  const source = await warcSource(storage, raw.file);
  try {
    const { record, faults } = await readRecordNamed(source, raw, raw.record);
    const fault = faults.find(({ severity }) => severity === 'damage');
    if (record === undefined || fault !== undefined) throw fault === undefined ? misplaced(raw) : damaged(raw, fault.reason);
    if (idOf(record) !== raw.record) throw misplaced(raw);
    return record;
  } finally {
    await source.close();
  }
}

/** The record that holds the bytes: of a revisit the one that it refers to. */
export function originalOf({ captures }: ArticleRecord, raw: RawRecord): RawRecord | undefined {
  return raw.original === undefined ? raw : rawRecordsOf(captures).find(({ record }) => record === raw.original);
}

/**
 * A WARC file by its name in article.json; while it is written it has another.
 * @throws DamageError where it is missing
 */
export async function warcSource(storage: string, file: string): Promise<FileSource> {
  const path = isElsewhere(file) ? file : join(storage, file);
  // Its own name twice: a writer may close it between the first two looks.
  for (const name of [path, `${path}${OPEN_SUFFIX}`, path])
    try {
      return isInsideWacz(name) ? await waczEntrySource(name) : await fileSource(name);
    } catch (error) {
      if (error instanceof WaczError) throw new DamageError(error.message, { cause: error });
      if (codeOf(error) !== 'ENOENT') throw storageError('read', name, error);
    }
  const advice = isElsewhere(file)
    ? 'If it was moved, import it from where it is now; else restore it from a backup.'
    : 'Restore it from a backup.';
  throw new DamageError(`${path} is missing, though article.json names it. ${advice}`);
}

function codeOf(error: unknown): string | undefined {
  return errorCode(error) ?? (error instanceof Error ? errorCode(error.cause) : undefined);
}

// Which of the two is wrong, only a look at the whole file tells.
function misplaced({ file, offset }: RawRecord): DamageError {
  return new DamageError(
    `${file} has no record of that page at byte ${offset}, where article.json looks for it. "baoluu verify" tells which of the two is damaged.`,
  );
}

function damaged({ file, offset }: RawRecord, reason: string): DamageError {
  return new DamageError(`${file} is damaged at byte ${offset}: ${reason}. Restore it from a backup, then run "baoluu verify".`);
}
