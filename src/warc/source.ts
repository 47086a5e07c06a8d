/** Where bytes are read from by their offsets: a file, or an array that stands for one. */
import { open } from 'node:fs/promises';

/** A read beyond the end gives what there is: fewer bytes, or none. */
export interface ByteSource {
  /** In bytes. */
  readonly size: number;
  read(offset: number, length: number): Promise<Uint8Array>;
}

export interface FileSource extends ByteSource {
  close(): Promise<void>;
}

/** What is read at once; measured on loopback disks, larger pieces are no faster. */
const PIECE_BYTES = 1 << 18;

/**
 * A file, opened for reading until it is closed. Its size is the one at the opening: what is written behind it later is not read.
 * @throws the error of `open` or `stat`, and of `read` later on
 */
export async function fileSource(path: string): Promise<FileSource> {
  const file = await open(path, 'r');
  const { size } = await file.stat();
  const read = async (offset: number, length: number): Promise<Uint8Array> => {
    const wanted = Math.max(0, Math.min(length, size - offset));
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(wanted), 0, wanted, offset);
    return buffer.subarray(0, bytesRead);
  };
  return { size, read, close: () => file.close() };
}

export function bytesSource(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)) };
}

/** A source that reads in pieces and remembers the last one: members of a gzip file are mostly smaller than a read is worth. */
export function inPieces(source: ByteSource, pieceBytes = PIECE_BYTES): ByteSource {
  let [start, piece] = [0, new Uint8Array() as Uint8Array];
  const read = async (offset: number, wanted: number): Promise<Uint8Array> => {
    const length = Math.max(0, Math.min(wanted, source.size - offset));
    if (length > pieceBytes) return source.read(offset, length);
    if (offset < start || offset + length > start + piece.length) {
      piece = await source.read(offset, pieceBytes);
      start = offset;
    }
    return piece.subarray(offset - start, offset - start + length);
  };
  return { size: source.size, read };
}

/** A stretch of a source as a source of its own: its offsets begin at zero. */
export function stretchOf(source: ByteSource, offset: number, length: number): ByteSource {
  const size = Math.max(0, Math.min(length, source.size - offset));
  const read = (from: number, wanted: number): Promise<Uint8Array> =>
    source.read(offset + from, Math.max(0, Math.min(wanted, size - from)));
  return { size, read };
}

/** All bytes from an offset on, piece by piece. */
export async function* piecesFrom(source: ByteSource, offset: number): AsyncGenerator<Uint8Array, void> {
  for (let at = offset; at < source.size;) {
    const piece = await source.read(at, PIECE_BYTES);
    if (piece.length === 0) return; // The file was cut while it was read.
    yield piece;
    at += piece.length;
  }
}
