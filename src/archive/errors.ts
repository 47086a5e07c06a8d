/** What can be wrong with an archive, each with its own exit status. */
import { BaoluuError, EXIT } from '../article/errors.ts';

/** There is no archive at that place, or one of a format that this version does not know. */
export class NoArchiveError extends BaoluuError {
  constructor(message: string, options: ErrorOptions = {}) {
    super(message, { ...options, exitStatus: EXIT.noArchive });
  }
}

/** Nothing stands at that place yet. */
export class NoArchiveYetError extends NoArchiveError {}

/** Another process holds the archive. */
export class LockedError extends BaoluuError {
  constructor(message: string, options: ErrorOptions = {}) {
    super(message, { ...options, exitStatus: EXIT.locked });
  }
}

/** A file of the archive is not what it should be. Nothing is written over it. */
export class DamageError extends BaoluuError {
  constructor(message: string, options: ErrorOptions = {}) {
    super(message, { ...options, exitStatus: EXIT.damaged });
  }
}

/** The file system would not do what was asked of it: no room, no permission. */
export class StorageError extends BaoluuError {}

/** The catalogue can't be read. It is derived: nothing is lost with it. */
export class CatalogueError extends BaoluuError {
  /** Whether another is to be made in its place; otherwise it may be whole, and only out of reach. */
  readonly isUnusable: boolean;

  constructor(message: string, options: ErrorOptions & { readonly isUnusable: boolean }) {
    super(message, options);
    this.isUnusable = options.isUnusable;
  }
}

/** The same trouble with the file's name and, where we know one, what to do. */
export function storageError(doing: string, path: string, cause: unknown): StorageError {
  // SQLite tells its kinds of trouble apart further: SQLITE_READONLY_DIRECTORY.
  const code = errorCode(cause)?.replace(/^(SQLITE_[A-Z]+)_.*$/u, '$1') ?? '';
  const advice = (doing.startsWith('read') ? READING[code] : undefined) ?? ADVICE[code];
  const reason = advice ?? (cause instanceof Error ? cause.message : String(cause));
  return new StorageError(`Can't ${doing} ${path}: ${reason}`, { cause });
}

export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

const UNREADABLE = 'permission denied. Give yourself the right to read it, and run the command again; this is no damage.';

const READING: Readonly<Record<string, string>> = { EACCES: UNREADABLE, EPERM: UNREADABLE };

const UNWRITABLE = 'permission denied. Give yourself the right to write there, or name another folder with --storage.';
const FULL = 'the disk is full. Make room and run the command again; what was acknowledged is kept.';

const ADVICE: Readonly<Record<string, string>> = {
  EACCES: UNWRITABLE,
  EPERM: UNWRITABLE,
  SQLITE_READONLY: UNWRITABLE,
  EROFS: 'the file system is read-only. Name another folder with --storage.',
  ENOSPC: FULL,
  SQLITE_FULL: FULL,
  SQLITE_IOERR: 'the disk reports a fault. Check the disk and its room, and run the command again; what was acknowledged is kept.',
  EDQUOT: 'your disk quota is used up. Make room and run the command again; what was acknowledged is kept.',
  ENOTDIR: 'a file stands where a folder should be. Move it away, or name another folder with --storage.',
  EISDIR: 'a folder stands where a file should be. Move it away.',
};
