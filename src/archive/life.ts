/**
 * Which processes still run: each keeps a file of its own locked, `storage/processes/<token>.sqlite`, as long as it lives.
 *
 * The kernel gives a lock back when its holder dies, however it dies. Numbers of processes would be given to others again,
 * and mean nothing to another machine or container that shares the folder.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolderUnsynced } from './files.ts';
import { tryLock } from './lock.ts';

/** One life of one process. */
export interface Life {
  /** Its name, unlike any other's. */
  readonly holder: string;
  isAlive(other: string): boolean;
  end(): void;
}

/** @throws StorageError where the file can't be made */
export function beginLife(storage: string): Life {
  const folder = join(storage, 'processes');
  makeFolderUnsynced(folder);
  for (const name of readdirSync(folder)) if (name.endsWith('.sqlite')) buryIfDead(join(folder, name));
  const { holder, release } = locked(folder);
  return {
    holder,
    isAlive: (other) => isAlive(join(folder, `${other}.sqlite`)),
    end: () => {
      rmSync(join(folder, `${holder}.sqlite`), { force: true });
      release();
    },
  };
}

// Another process that buries the dead may take the new file for one, between its making and its locking.
function locked(folder: string): { readonly holder: string; readonly release: () => void } {
  for (;;) {
    const holder = randomBytes(8).toString('hex');
    const path = join(folder, `${holder}.sqlite`);
    const release = tryLock(path);
    if (release !== undefined && existsSync(path)) return { holder, release };
    release?.();
  }
}

function isAlive(path: string): boolean {
  return existsSync(path) && !buryIfDead(path);
}

function buryIfDead(path: string): boolean {
  const release = tryLock(path);
  if (release === undefined) return false;
  for (const file of [path, `${path}-journal`]) rmSync(file, { force: true });
  release();
  return true;
}
