/**
 * One WARC file while it is written: `X.warc.gz.open`, appended to under the archive's lock, every record synced
 * before it is acknowledged. Closed, it has its index beside it, loses `.open`, and is never written to again.
 */
import { statSync, writeSync } from 'node:fs';
import { open, rename, type FileHandle } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { cdxIndex, entryOf, type CdxEntry } from '../warc/cdxj.ts';
import { encodeMember } from '../warc/encode.ts';
import type { Place, WarcRecord } from '../warc/record.ts';
import { errorCode, storageError } from './errors.ts';
import { replaceFile, syncFolder } from './files.ts';
import { Together } from './together.ts';

export const OPEN_SUFFIX = '.open';

/** Records that are being compressed. */
interface Encoding {
  readonly records: readonly WarcRecord[];
  readonly members: Promise<Buffer[]>;
}

export class WarcFile {
  /** Where it will stand when it is closed. */
  readonly path: string;
  /** The name that its records give as `WARC-Warcinfo-ID`. */
  readonly warcinfo: string;
  readonly #handle: FileHandle;
  readonly #inode: number;
  readonly #entries: CdxEntry[] = [];
  readonly #appending = new Together<Encoding, Place[]>((all) => this.#appendAll(all));
  #size = 0;

  private constructor(path: string, warcinfo: string, handle: FileHandle, inode: number) {
    this.path = path;
    this.warcinfo = warcinfo;
    this.#handle = handle;
    this.#inode = inode;
  }

  /** A new file, with what it says of itself as its first record. */
  static async create(path: string, warcinfo: string, first: WarcRecord): Promise<WarcFile> {
    try {
      const handle = await open(`${path}${OPEN_SUFFIX}`, 'wx');
      const file = new WarcFile(path, warcinfo, handle, (await handle.stat()).ino);
      await file.append([first]);
      await syncFolder(dirname(path));
      return file;
    } catch (error) {
      throw storageError('write', `${path}${OPEN_SUFFIX}`, error);
    }
  }

  get size(): number {
    return this.#size;
  }

  /**
   * Whether it is still this process's: a baoluu that knows no signs of life takes it for a killed process's, and closes it. One that
   * somebody has cut short is left to the next start: what is written behind a gap can't be read from the front.
   */
  isOurs(): boolean {
    try {
      const { ino, size } = statSync(`${this.path}${OPEN_SUFFIX}`);
      return ino === this.#inode && size >= this.#size;
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return false;
      throw storageError('look at', this.path, error);
    }
  }

  /**
   * Writes records, and returns where they stand when they are on the disk. What could not be written whole is cut off.
   * Several may ask at once: they are compressed side by side, and one sync is for all.
   * @throws StorageError
   */
  append(records: readonly WarcRecord[]): Promise<Place[]> {
    const members = Promise.all(records.map((record) => encodeMember(record)));
    members.catch(() => undefined); // Its round gets the fault; until then it is no unhandled one.
    return this.#appending.ask({ records, members });
  }

  async #appendAll(all: readonly Encoding[]): Promise<PromiseSettledResult<Place[]>[]> {
    const members = await Promise.all(all.map((each) => each.members));
    const places = placesFrom(this.#size, members.flat());
    try {
      writeAll(this.#handle, Buffer.concat(members.flat()), this.#size);
      await this.#handle.datasync();
    } catch (error) {
      await this.#handle.truncate(this.#size).catch(() => undefined); // The first trouble is the one to tell; the next start cuts, too.
      throw storageError('write', `${this.path}${OPEN_SUFFIX}`, error);
    }
    this.#size += members.flat().reduce((sum, { length }) => sum + length, 0);
    const records = all.flatMap((each) => each.records);
    this.#entries.push(...entriesOf(records, places, basename(this.path)));
    return all.map(({ records: own }) => ({ status: 'fulfilled', value: places.splice(0, own.length) }));
  }

  /** Puts the index beside it, and gives it its own name. */
  async close(): Promise<void> {
    await this.#appending.idle();
    await this.#handle.close();
    await closeWarc(this.path, this.#entries);
  }

  /** Lets go of a file that another process has closed. */
  async release(): Promise<void> {
    await this.#appending.idle();
    await this.#handle.close();
  }
}

/** The index first: a closed file always has one, and one beside an open file is made anew. */
export async function closeWarc(path: string, entries: readonly CdxEntry[]): Promise<void> {
  await replaceFile(cdxjPath(path), cdxIndex(entries));
  try {
    await rename(`${path}${OPEN_SUFFIX}`, path);
    await syncFolder(dirname(path));
  } catch (error) {
    throw storageError('close', path, error);
  }
}

/** The name under which whoever writes a file, open or closed by its name, shows a sign of life. */
export function writtenAs(name: string): string {
  return name.replace(/\.warc\.gz(?:\.open)?$/u, '');
}

/** Where a WARC file's index stands. */
export function cdxjPath(warc: string): string {
  return warc.replace(/\.warc(?:\.gz)?$/u, '.cdxj');
}

// Into the kernel's memory; waiting for the disk is the sync's part.
function writeAll({ fd }: FileHandle, bytes: Uint8Array, position: number): void {
  for (let written = 0; written < bytes.length;) written += writeSync(fd, bytes, written, bytes.length - written, position + written);
}

function placesFrom(start: number, members: readonly Uint8Array[]): Place[] {
  let offset = start;
  return members.map(({ length }) => ({ offset: (offset += length) - length, length }));
}

function entriesOf(records: readonly WarcRecord[], places: readonly Place[], filename: string): CdxEntry[] {
  return records.flatMap((record, index) => entryOf(record, places[index] ?? { offset: 0, length: 0 }, filename) ?? []);
}
