/** Files that survive a power cut: written aside, synced, moved into place, and the folder synced too. */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, unlink, link } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { BaoluuError } from '../article/errors.ts';
import { errorCode, storageError } from './errors.ts';

/** What a crash may leave behind of a file that was being written: never taken for a file of the archive. */
export const TEMPORARY = /^\..+\.[0-9a-f]{12}\.tmp$/u;

/**
 * Puts a text in place of a file, whole or not at all.
 * @throws StorageError
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  await placing(path, text, rename);
}

/** What is written into a file: a text, or bytes as they come. */
export type FileContent = string | AsyncIterable<Uint8Array>;

/**
 * Puts a text or bytes where no file stands yet; a file that is there is left as it is.
 * @returns whether the file was written; false where there was one already
 * @throws StorageError
 */
export async function createFile(path: string, content: FileContent): Promise<boolean> {
  try {
    await placing(path, content, linkOrRename);
    return true;
  } catch (error) {
    if (error instanceof Error && errorCode(error.cause) === 'EEXIST') return false;
    throw error;
  }
}

/** A file's bytes, or undefined where there is none. */
export async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw storageError('read', path, error);
  }
}

/**
 * Syncs a folder and those above it up to `top` into their parents: another process may have made them and been killed.
 * @param known folders above that need no sync any more; those that are synced are added
 */
export async function syncFolders(path: string, top: string, known: Set<string>): Promise<void> {
  for (let folder = path; folder.length > top.length && !known.has(folder); folder = dirname(folder)) {
    await syncFolder(dirname(folder));
    if (folder !== path) known.add(folder);
  }
}

/** Makes a folder and those above it; whether they are there after a power cut is for `syncFolders` to see to. */
export async function makeFolderUnsynced(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw storageError('make the folder', path, error);
  }
}

/** Makes a folder and those above it, each one synced into its parent. */
export async function makeFolder(path: string): Promise<void> {
  try {
    const first = await mkdir(path, { recursive: true });
    if (first === undefined) return;
    for (let made = path; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
  } catch (error) {
    throw storageError('make the folder', path, error);
  }
}

async function placing(path: string, content: FileContent, place: (from: string, to: string) => Promise<void>): Promise<void> {
  const aside = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeSynced(aside, content);
    await place(aside, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(aside, { force: true }).catch(() => undefined); // The first trouble is the one to tell.
    if (error instanceof BaoluuError) throw error; // Of where the content comes from, which is not the file's trouble.
    throw storageError('write', path, error);
  }
}

async function writeSynced(path: string, content: FileContent): Promise<void> {
  const file = await open(path, 'wx');
  try {
    if (typeof content === 'string') await file.writeFile(content);
    else for await (const piece of content) await file.appendFile(piece);
    await file.sync();
  } finally {
    await file.close();
  }
}

// A hard link never replaces a file, which a rename would. Where the file system has no links (exFAT, some
// network shares) the archive's lock has to do: its holder looked before it wrote.
async function linkOrRename(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
    await unlink(from);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(errorCode(error) ?? '')) throw error;
    if ((await readIfThere(to)) !== undefined) throw Object.assign(new Error(`${to} exists`), { code: 'EEXIST' });
    await rename(from, to);
  }
}

export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return; // Windows can't open a folder, and journals its entries itself.
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** The names of what stands in a folder, in order; none where there is no folder. */
export async function namesIn(path: string): Promise<string[]> {
  return (await entriesIn(path)).map((entry) => entry.name).toSorted();
}

/** The names of its folders, in order. */
export async function foldersIn(path: string): Promise<string[]> {
  const found = (await entriesIn(path)).filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  return found.map((entry) => entry.name).toSorted();
}

/** @throws StorageError where the folder is there and can't be read */
export async function entriesIn(path: string) {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) return [];
    throw storageError('read the folder', path, error);
  }
}
