/** The archive's format: which one a folder has, and how an archive begins. */
import { join } from 'node:path';
import { NoArchiveError, NoArchiveYetError } from './errors.ts';
import { createFile, makeFolder, namesIn } from './files.ts';
import { FORMAT_FILE, keptSites } from './folders.ts';

export const ARCHIVE_SCHEMA = 'baoluu.archive/1';

export function checkFormat(storage: string, text: string): void {
  const path = join(storage, FORMAT_FILE);
  const schema = schemaOf(text);
  if (schema === ARCHIVE_SCHEMA) return;
  throw new NoArchiveError(
    schema === undefined
      ? `${path} can't be read, so the archive's format is unknown. Restore it from a backup; it holds {"schema": "${ARCHIVE_SCHEMA}"}.`
      : `${path} names the format "${schema}", which this version of baoluu does not know (it knows "${ARCHIVE_SCHEMA}"). Use a newer version.`,
  );
}

function schemaOf(text: string): string | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null && 'schema' in value ? String(value.schema) : undefined;
  } catch {
    return undefined;
  }
}

/** Why a folder without its format file is no archive: there is none yet, or all is there but for that file. */
export async function whyNoArchive(storage: string): Promise<NoArchiveError> {
  if ((await keptSites(storage)).length === 0)
    return new NoArchiveYetError(`There is no archive in ${storage}. "baoluu archive URL" begins one; --storage names another folder.`);
  return new NoArchiveError(
    `${storage} holds articles, but no ${FORMAT_FILE}, by which an archive is known. Restore it from a backup; it holds {"schema": "${ARCHIVE_SCHEMA}"}.`,
  );
}

export async function createArchive(storage: string): Promise<void> {
  const there = await namesIn(storage);
  if (there.includes(FORMAT_FILE)) return; // Another process has begun it just now.
  const strangers = there.filter((name) => !/^(?:README\.md|lost\+found|\..*)$/u.test(name));
  if (strangers.length > 0)
    throw new NoArchiveError(
      `${storage} is no archive, and it is not empty (it holds ${strangers.slice(0, 3).join(', ')}). ` +
        `Name an empty or a new folder with --storage; if it was an archive, restore its ${FORMAT_FILE}.`,
    );
  await makeFolder(storage);
  await createFile(join(storage, FORMAT_FILE), `${JSON.stringify({ schema: ARCHIVE_SCHEMA }, undefined, 2)}\n`);
}
