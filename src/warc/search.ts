/** Where the next record begins in a file whose bytes are not what they should be. */
import { constants, inflateRawSync } from 'node:zlib';
import { afterGzipHeader } from './gzip.ts';
import type { ByteSource } from './source.ts';

const MAGIC = Buffer.from([0x1f, 0x8b, 8]);

const WINDOW_BYTES = 1 << 16;

/** Long enough for what is looked for: a line end, and a version line behind it. */
const OVERLAP_BYTES = 16;

/** The first line of a record, `WARC/0.17` of the drafts among them; what the standard's grammar quotes has no case. */
const VERSION_LINE = /^WARC\/[01]\.\d{1,2}\r*(?:\n|$)/iu;

/** Whether bytes begin as a record does. */
export function beginsRecord(bytes: Buffer): boolean {
  return VERSION_LINE.test(bytes.toString('latin1', 0, OVERLAP_BYTES));
}

/** Where a record begins behind a line end, in an array of bytes, not at its first one; -1 where none does. */
export function recordWithin(bytes: Buffer): number {
  return versionLine(bytes, (at) => bytes[at - 1] === 0x0a);
}

/** The same among bytes that are no record: there the line end may be what was damaged. */
export function recordBehind(bytes: Buffer): number {
  return versionLine(bytes, () => true);
}

function versionLine(bytes: Buffer, isPossible: (at: number) => boolean): number {
  for (let at = bytes.indexOf('WARC/', 1); at >= 0; at = bytes.indexOf('WARC/', at + 1))
    if (isPossible(at) && beginsRecord(bytes.subarray(at))) return at;
  return -1;
}

export async function isMember(source: ByteSource, offset: number): Promise<boolean> {
  const [first, second, method, flags = 0xff] = await source.read(offset, 4);
  return first === MAGIC[0] && second === MAGIC[1] && method === MAGIC[2] && (flags & 0xe0) === 0;
}

/** The next gzip member at or behind an offset that inflates to a record; the size of the source where there is none. */
export function nextMember(source: ByteSource, from: number): Promise<number> {
  return next(source, from, memberIn);
}

/** The next record, compressed or not, at or behind an offset; the size of the source where there is none. */
export function nextRecord(source: ByteSource, from: number): Promise<number> {
  return next(source, from, async (window, at) => {
    const [plain, member] = [recordBehind(window), await memberIn(window, at, source)];
    return plain >= 0 && (member < 0 || plain < member) ? plain : member;
  });
}

type Search = (window: Buffer, at: number, source: ByteSource) => Promise<number> | number;

async function next(source: ByteSource, from: number, search: Search): Promise<number> {
  for (let at = from; at < source.size; at += WINDOW_BYTES - OVERLAP_BYTES) {
    const window = await source.read(at, WINDOW_BYTES);
    const found = await search(Buffer.from(window.buffer, window.byteOffset, window.length), at, source);
    if (found >= 0) return at + found;
  }
  return source.size;
}

async function memberIn(window: Buffer, at: number, source: ByteSource): Promise<number> {
  for (let found = window.indexOf(MAGIC); found >= 0; found = window.indexOf(MAGIC, found + 1))
    if (/^WARC\//iu.test((await inflatedStart(source, at + found, 5)).toString('latin1', 0, 5))) return found;
  return -1;
}

/** The first bytes that a gzip member inflates to, so many where there are; none where it is no member, or damaged from the start. */
export async function inflatedStart(source: ByteSource, offset: number, wanted: number): Promise<Buffer> {
  const bytes = await source.read(offset, 1 << 13);
  const start = afterGzipHeader(bytes, 0);
  if (typeof start !== 'number') return Buffer.alloc(0);
  // Small bites first: damage further on must not hide a sound beginning.
  let best = Buffer.alloc(0);
  for (const length of [64, 256, 1024, 4096]) {
    const inflated = inflatedOf(bytes.subarray(start, start + length));
    if (inflated.length > best.length) best = inflated;
    if (best.length >= wanted) break;
  }
  return best;
}

function inflatedOf(bytes: Uint8Array): Buffer<ArrayBuffer> {
  try {
    return inflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return Buffer.alloc(0); // Damaged bytes are no beginning, which is the answer.
  }
}
