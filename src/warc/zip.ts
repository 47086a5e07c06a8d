/** A ZIP file that somebody else made, by its directory: nothing is believed that could lead outside, or fill the memory. */
import { createHash } from 'node:crypto';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { BaoluuError } from '../article/errors.ts';
import { bytesSource, fileSource, stretchOf, type ByteSource, type FileSource } from './source.ts';

/** A WACZ file that can't be used; the message is for a person. */
export class WaczError extends BaoluuError {}

export interface Zip {
  readonly path: string;
  readonly entries: ReadonlyMap<string, Entry>;
  /** An entry's bytes: in their place where they are stored, inflated into memory where they are not. */
  source(entry: Entry): Promise<ByteSource>;
  /** The digest of an entry's bytes in hex, and how many they are. */
  digest(entry: Entry, algorithm: string): Promise<{ readonly hex: string; readonly bytes: number }>;
  close(): Promise<void>;
}

/** In memory at once; a WACZ should store its WARC files, not deflate them. */
const MOST_INFLATED = 256 << 20;

/** No index, list or WARC file shrinks to a two-hundredth; a bomb does to a thousandth. */
const LEAST_SHARE = 200;
const HARMLESS_BYTES = 16 << 20;
const MOST_ENTRIES = 100_000;

/**
 * @throws WaczError where it is no ZIP file, an entry's name leads outside of it, or its sizes are those of a bomb;
 * and what the file system throws
 */
export async function openZip(path: string): Promise<Zip> {
  const file = await fileSource(path);
  try {
    const zip = await readDirectory(path);
    const entries = checked(path, zip.list, file.size);
    return {
      path,
      entries,
      source: (entry) => sourceOf(zip.zip, file, path, entry),
      digest: digester(zip.zip, path),
      close: closer(zip.zip, file),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function readDirectory(path: string): Promise<{ readonly zip: ZipFile; readonly list: Entry[] }> {
  try {
    const zip = await openPromise(path, { autoClose: false, strictFileNames: true });
    if (zip.entryCount > MOST_ENTRIES)
      throw new WaczError(`${path} holds ${zip.entryCount} files, more than ${MOST_ENTRIES}; it was not opened.`);
    const list: Entry[] = [];
    for await (const entry of zip.eachEntry()) list.push(entry);
    return { zip, list };
  } catch (error) {
    throw refused(path, error);
  }
}

// yauzl tells of names that lead outside, too.
function refused(path: string, error: unknown): unknown {
  if (error instanceof WaczError || !(error instanceof Error) || 'code' in error) return error;
  const isName = /relative path|absolute path|characters in fileName/iu.test(error.message);
  const advice = isName
    ? 'A file inside it would lie outside of it, so nothing of it was taken.'
    : 'It is cut off, damaged or no ZIP file; get it again.';
  return new WaczError(`${path} can't be opened as a WACZ: ${error.message.replace(/\.+$/u, '')}. ${advice}`, { cause: error });
}

function checked(path: string, list: readonly Entry[], size: number): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const entry of list.filter(({ fileName }) => !fileName.endsWith('/'))) {
    if (entries.has(entry.fileName))
      throw new WaczError(`${path} holds two files called ${entry.fileName}; which one is meant can't be told.`);
    if (entry.isEncrypted()) throw new WaczError(`${path}: ${entry.fileName} is encrypted. Unpack it, and import its WARC files.`);
    if (entry.uncompressedSize > Math.max(HARMLESS_BYTES, entry.compressedSize * LEAST_SHARE)) throw bomb(path, entry);
    entries.set(entry.fileName, entry);
  }
  // Entries that lie over one another unpack to more than the file could hold.
  const packed = list.reduce((sum, { compressedSize }) => sum + compressedSize, 0);
  if (packed > size)
    throw new WaczError(
      `${path} holds files of ${packed} bytes in ${size}: they lie over one another, as in a zip bomb. It was not unpacked.`,
    );
  return entries;
}

function bomb(path: string, { fileName, compressedSize, uncompressedSize }: Entry): WaczError {
  return new WaczError(
    `${path}: ${fileName} would unpack from ${compressedSize} to ${uncompressedSize} bytes, as a zip bomb does. It was not unpacked.`,
  );
}

async function sourceOf(zip: ZipFile, file: ByteSource, path: string, entry: Entry): Promise<ByteSource> {
  if (entry.compressionMethod === 0) {
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    return stretchOf(file, fileDataStart, entry.uncompressedSize);
  }
  if (entry.uncompressedSize > MOST_INFLATED)
    throw new WaczError(
      `${path}: ${entry.fileName} is deflated and has ${entry.uncompressedSize} bytes. Unpack the WACZ, and import its WARC files.`,
    );
  const pieces: Uint8Array[] = [];
  for await (const piece of inflated(zip, path, entry)) pieces.push(piece);
  return bytesSource(Buffer.concat(pieces));
}

/** yauzl holds what comes out against the declared size, and stops where it is more. */
async function* inflated(zip: ZipFile, path: string, entry: Entry): AsyncGenerator<Buffer, void> {
  try {
    for await (const piece of await zip.openReadStreamPromise(entry)) yield piece as Buffer;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new WaczError(`${path}: ${entry.fileName} can't be unpacked: ${why}. The file is damaged; get it again.`, { cause: error });
  }
}

function digester(zip: ZipFile, path: string): Zip['digest'] {
  return async (entry, algorithm) => {
    const hash = createHash(algorithm);
    let bytes = 0;
    for await (const piece of inflated(zip, path, entry)) {
      hash.update(piece);
      bytes += piece.length;
    }
    return { hex: hash.digest('hex'), bytes };
  };
}

function closer(zip: ZipFile, file: FileSource): Zip['close'] {
  return async () => {
    zip.close();
    await file.close();
  };
}
