/**
 * Files that survive a power cut: written aside, synced, moved into place, and the folder synced too.
 *
 * Syncing and moving are waited for on Node's thread pool, since they take as long as the disk does. All else is asked for directly:
 * of what the kernel answers out of its memory, the way to another thread and back takes ten times as long as the work.
 */
import { randomBytes } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { closeSync, fstatSync, fsync, mkdirSync, openSync, readdirSync, readFileSync, statSync, writeSync } from 'node:fs';
import { link, open, readdir, rename, rm, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { BaoluuError } from '../article/errors.ts';
import { errorCode, storageError } from './errors.ts';

/** What a crash may leave behind of a file that was being written: never taken for a file of the archive. */
export const TEMPORARY = /^\..+\.[0-9a-f]{12}\.tmp$/u;

/**
 * What tells whether a file is still the one that was read or written. One that was put in its place has another inode; one that was
 * written over can be given its old time and size, but not the time at which that was done.
 */
export type FileState = string;

/** How a file stands on the disk now; undefined where there is none. */
export function stateOf(path: string): FileState | undefined {
  try {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false });
    return found === undefined ? undefined : stateFrom(found);
  } catch (error) {
    throw storageError('read', path, error);
  }
}

function stateFrom({ ino, mtimeNs, ctimeNs, size }: BigIntStats): FileState {
  return `${ino} ${mtimeNs} ${ctimeNs} ${size}`;
}

/**
 * Puts a text in place of a file, whole or not at all.
 * @returns how the file stands there then
 * @throws StorageError
 */
export async function replaceFile(path: string, text: string): Promise<FileState> {
  const written = await placing(path, (aside) => writeSynced(aside, text), rename);
  // To be moved changes it once more; whoever else has touched it by now has changed what was written.
  const placed = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stateFrom(placed !== undefined && isAsWritten(placed, written) ? placed : written);
}

function isAsWritten(found: BigIntStats, written: BigIntStats): boolean {
  return found.ino === written.ino && found.mtimeNs === written.mtimeNs && found.size === written.size;
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
    await placing<unknown>(
      path,
      (aside) => (typeof content === 'string' ? writeSynced(aside, content) : writePieces(aside, content)),
      linkOrRename,
    );
    return true;
  } catch (error) {
    if (error instanceof Error && errorCode(error.cause) === 'EEXIST') return false;
    throw error;
  }
}

/** A file's bytes, or undefined where there is none. */
export async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return readFileSync(path);
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
export function makeFolderUnsynced(path: string): void {
  makeFolders(path);
}

/** Makes a folder and those above it, each one synced into its parent. */
export async function makeFolder(path: string): Promise<void> {
  const first = makeFolders(path);
  if (first === undefined) return;
  try {
    for (let made = path; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
  } catch (error) {
    throw storageError('make the folder', path, error);
  }
}

/** @returns the topmost folder that had to be made; undefined where there was nothing to make */
function makeFolders(path: string): string | undefined {
  try {
    return makeLevels(path);
  } catch (error) {
    throw storageError('make the folder', path, error);
  }
}

// Level by level: where a folder says that it is not there as soon as something is to be made in it (/proc), Node's own way
// to make several at once tries again for ever.
function makeLevels(path: string): string | undefined {
  if (isFolder(path)) return undefined;
  const above = dirname(path);
  const first = above === path ? undefined : makeLevels(above);
  try {
    mkdirSync(path);
  } catch (error) {
    if (isFolder(path)) return first; // Another process has made it just now.
    throw errorCode(error) === 'ENOENT'
      ? Object.assign(new Error('Nothing can be made there.', { cause: error }), { code: 'EPERM' })
      : error;
  }
  return first ?? path;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

async function placing<T>(
  path: string,
  write: (aside: string) => Promise<T>,
  place: (from: string, to: string) => Promise<void>,
): Promise<T> {
  const aside = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const written = await write(aside);
    await place(aside, path);
    await syncFolder(dirname(path));
    return written;
  } catch (error) {
    await rm(aside, { force: true }).catch(() => undefined); // The first trouble is the one to tell.
    if (error instanceof BaoluuError) throw error; // Of where the content comes from, which is not the file's trouble.
    throw storageError('write', path, error);
  }
}

const synced = promisify(fsync);

async function writeSynced(path: string, text: string): Promise<BigIntStats> {
  const file = openSync(path, 'wx');
  try {
    writeWhole(file, Buffer.from(text));
    await synced(file);
    return fstatSync(file, { bigint: true });
  } finally {
    closeSync(file);
  }
}

function writeWhole(file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
}

async function writePieces(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await open(path, 'wx');
  try {
    for await (const piece of pieces) await file.appendFile(piece);
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
    if (statSync(to, { throwIfNoEntry: false }) !== undefined) throw Object.assign(new Error(`${to} exists`), { code: 'EEXIST' });
    await rename(from, to);
  }
}

export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return; // Windows can't open a folder, and journals its entries itself.
  const folder = openSync(path, 'r');
  try {
    await synced(folder);
  } finally {
    closeSync(folder);
  }
}

/** The names of what stands in an article's folder, which are few, in no order; none where there is no folder. */
export function namesNow(path: string): string[] {
  try {
    return readdirSync(path);
  } catch (error) {
    return noEntries(path, error);
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
async function entriesIn(path: string) {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    return noEntries(path, error);
  }
}

function noEntries(path: string, error: unknown): never[] {
  if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) return [];
  throw storageError('read the folder', path, error);
}
