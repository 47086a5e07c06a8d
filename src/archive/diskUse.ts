/** How much of the disk the archive's large files take; the texts are summed in the catalogue. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, storageError } from './errors.ts';
import { CATALOGUE_FILE, warcFolder } from './folders.ts';

/** What a site's raw pages take, with their indexes. */
export async function warcBytes(storage: string, site: string): Promise<number> {
  const folder = warcFolder(storage, site);
  try {
    const files = await readdir(folder);
    const sizes = await Promise.all(files.map((file) => sizeOf(join(folder, file))));
    return sizes.reduce((sum, size) => sum + size, 0);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 0;
    throw storageError('read the folder', folder, error);
  }
}

/** What the catalogue takes, with its log. */
export async function catalogueBytes(storage: string): Promise<number> {
  const path = join(storage, CATALOGUE_FILE);
  return (await sizeOf(path)) + (await sizeOf(`${path}-wal`));
}

// A file that is closed or moved just now is counted by the next status.
async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  return found?.size ?? 0;
}
