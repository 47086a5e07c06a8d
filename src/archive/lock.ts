/**
 * One writer at a time, over all processes.
 *
 * The lock is SQLite's own on an empty database: the kernel gives it back when its holder dies, however it
 * dies. A file that names a process must be judged stale by others, and two that judge at once can both win.
 */
import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'libsql';
import { errorCode, LockedError, StorageError, storageError } from './errors.ts';

export interface Lock {
  /** Runs `work` while nobody else, here or in another process, writes to the archive. */
  hold<T>(work: () => Promise<T>): Promise<T>;
  close(): void;
}

/**
 * @param waitMs how long to wait for another process before giving up
 * @throws LockedError from `hold` when that time has passed; StorageError where the file can't be made
 */
export function openLock(path: string, waitMs: number): Lock {
  const database = openDatabase(path);
  let queue: Promise<unknown> = Promise.resolve();
  return {
    hold(work) {
      const turn = queue.then(() => holding(database, path, waitMs, work));
      queue = turn.catch(() => undefined); // Whoever waits next is not concerned with this one's failure.
      return turn;
    },
    close: () => database.close(),
  };
}

/**
 * Takes a lock for as long as this process lives or wants it.
 * @returns how to give it back; undefined where another holds it
 * @throws StorageError where the file can't be made
 */
export function tryLock(path: string): (() => void) | undefined {
  const database = openDatabase(path);
  if (trying(database, path, EXCLUSIVELY)) return () => database.close();
  database.close();
  return undefined;
}

/** Whoever looks whether a lock is held keeps others from it for less. */
const LOOK_MS = 50;

/** As `tryLock`, and not misled by somebody who only looks. */
export async function tryLockFirmly(path: string): Promise<(() => void) | undefined> {
  const patience = performance.now() + LOOK_MS;
  for (;;) {
    const release = tryLock(path);
    if (release !== undefined || performance.now() > patience) return release;
    await sleep(5);
  }
}

/** Whether somebody holds a lock now; undefined where that can't be told, as of a file that nobody may read. */
export function isLocked(path: string): boolean | undefined {
  if (!existsSync(path)) return false;
  try {
    return !isReadable(path);
  } catch (error) {
    if (error instanceof StorageError) return undefined;
    throw error;
  }
}

// A lock is looked at as a reader, of whom there may be several: two who took it to see whether it is free would each find it held.
function isReadable(path: string): boolean {
  const database = openDatabase(path);
  try {
    return trying(database, path, 'SELECT 1 FROM sqlite_schema');
  } finally {
    database.close();
  }
}

async function holding<T>(database: Database.Database, path: string, waitMs: number, work: () => Promise<T>): Promise<T> {
  await begin(database, path, waitMs);
  try {
    return await work();
  } finally {
    database.exec('ROLLBACK');
  }
}

async function begin(database: Database.Database, path: string, waitMs: number): Promise<void> {
  const patience = performance.now() + waitMs;
  while (!trying(database, path, EXCLUSIVELY)) {
    if (performance.now() > patience)
      throw new LockedError(
        `Another process has been writing to the archive for ${Math.round(waitMs / 1000)} seconds (${path}). ` +
          'Wait until it has finished, or end it, and run the command again.',
      );
    await sleep(2 + Math.random() * 8);
  }
}

const EXCLUSIVELY = 'BEGIN EXCLUSIVE';

/** Whether a statement could be done; not where another holds the lock. */
function trying(database: Database.Database, path: string, statement: string): boolean {
  try {
    database.exec(statement);
    return true;
  } catch (error) {
    if (errorCode(error)?.startsWith('SQLITE_BUSY') === true) return false;
    throw storageError('lock', path, error);
  }
}

function openDatabase(path: string): Database.Database {
  try {
    return new Database(path, { timeout: 0 });
  } catch (error) {
    throw storageError('open', path, whyUnopened(path) ?? error);
  }
}

/** What the file system has against it, of which SQLite tells no more than that there is something. */
function whyUnopened(path: string): unknown {
  try {
    accessSync(existsSync(path) ? path : dirname(path), constants.R_OK | constants.W_OK);
    return undefined;
  } catch (error) {
    return error;
  }
}
