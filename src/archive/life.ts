/**
 * Which processes still run: each keeps a file of its own locked, `storage/processes/<token>.sqlite`, as long as it lives.
 *
 * The kernel gives a lock back when its holder dies, however it dies. Numbers of processes would be given to others again,
 * and mean nothing to another machine or container that shares the folder.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fstatSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode, StorageError, storageError } from './errors.ts';
import { makeFolderUnsynced } from './files.ts';
import { tryLock } from './lock.ts';

const FOLDER = 'processes';

/** One life of one process. */
export interface Life {
  /** Its name, unlike any other's. */
  readonly holder: string;
  isAlive(other: string): boolean;
  end(): void;
}

/** @throws StorageError where the file can't be made */
export function beginLife(storage: string): Life {
  const folder = folderOf(storage);
  for (const name of readdirSync(folder)) if (name.endsWith('.sqlite')) buryIfDead(join(folder, name));
  const { holder, end } = locked(folder, () => randomBytes(8).toString('hex'));
  return { holder, isAlive: (other) => isAlive(join(folder, `${other}.sqlite`)), end };
}

/**
 * A sign of life under a name that others know: of whoever is at work on what bears this name, as long as it lives.
 * @returns how to end it
 * @throws StorageError where the file can't be made
 */
export function showLife(storage: string, name: string): () => void {
  return locked(folderOf(storage), () => name).end;
}

/** Whether somebody alive shows a sign of life under a name. */
export function showsLife(storage: string, name: string): boolean {
  return isAlive(join(storage, FOLDER, `${name}.sqlite`));
}

// Another process that buries the dead may take the new file for one, between its making and its locking, and a third one that looks
// for it then makes another in its place: what is locked must be what stands there.
function locked(folder: string, nameOf: () => string): { readonly holder: string; readonly end: () => void } {
  for (;;) {
    const holder = nameOf();
    const path = join(folder, `${holder}.sqlite`);
    const made = madeAt(path);
    const release = tryLockThere(path);
    if (typeof release !== 'function') continue;
    if (statSync(path, { throwIfNoEntry: false })?.ino === made) return { holder, end: () => endLife(path, release) };
    release();
  }
}

/** Makes a file where there is none. @returns its number */
function madeAt(path: string): number {
  try {
    const file = openSync(path, 'a');
    const { ino } = fstatSync(file);
    closeSync(file);
    return ino;
  } catch (error) {
    throw storageError('make', path, error);
  }
}

// SQLite looks at the file by its name once more, which another process may have taken away since.
function tryLockThere(path: string): (() => void) | 'held' | 'gone' {
  try {
    return tryLock(path) ?? 'held';
  } catch (error) {
    if (error instanceof StorageError && errorCode(error.cause) === 'SQLITE_IOERR_FSTAT') return 'gone';
    throw error;
  }
}

function endLife(path: string, release: () => void): void {
  rmSync(path, { force: true });
  release();
}

function isAlive(path: string): boolean {
  return existsSync(path) && !buryIfDead(path);
}

function buryIfDead(path: string): boolean {
  const release = tryLockThere(path);
  if (typeof release !== 'function') return release === 'gone';
  for (const file of [path, `${path}-journal`]) rmSync(file, { force: true });
  release();
  return true;
}

function folderOf(storage: string): string {
  const folder = join(storage, FOLDER);
  makeFolderUnsynced(folder);
  return folder;
}
