/**
 * A body without its content encoding, as far as it can be had.
 *
 * Nothing here trusts the sender: a stream that stops without its trailer is told from a whole one (the usual
 * HTTP clients take half an article for all of it), and a small body that unpacks to gigabytes is cut at the cap.
 */
import type { Exchange } from '../article/page.ts';
import type { Transform } from 'node:stream';
import { constants, crc32, createBrotliDecompress, createInflate, createInflateRaw, type ZlibOptions } from 'node:zlib';
import { afterGzipHeader, TRAILER_BYTES, trailerAgrees } from '../warc/gzip.ts';

/** Nobody sends a page in more gzip members than this; a body of empty ones would only cost us time. */
const MOST_MEMBERS = 1000;

export interface Decoded {
  readonly body: Uint8Array;
  /** In one sentence, why the body is not whole. */
  readonly truncated?: string;
}

/** Undoes `gzip`, `deflate`, `br`, and chains of them (`gzip, br`: the last was put on last, and comes off first). */
export async function undoContentEncoding(bytes: Uint8Array, header: string | undefined, maxBytes: number): Promise<Decoded> {
  const steps = encodings(header).toReversed();
  if (bytes.length === 0 || steps.length === 0) return capped(bytes, maxBytes);
  let decoded: Decoded = { body: bytes };
  for (const encoding of steps) {
    const { body, truncated } = await undoOne(decoded.body, encoding, maxBytes);
    const why = decoded.truncated ?? truncated;
    decoded = why === undefined ? { body } : { body, truncated: why };
  }
  return decoded;
}

function encodings(header: string | undefined): string[] {
  const names = (header ?? '').split(',').map((name) => name.trim().toLowerCase());
  return names.filter((name) => name !== '' && name !== 'identity');
}

async function undoOne(bytes: Uint8Array, encoding: string, maxBytes: number): Promise<Decoded> {
  if (encoding === 'gzip' || encoding === 'x-gzip') return gunzip(bytes, maxBytes);
  if (encoding === 'deflate') return inflate(bytes, maxBytes);
  if (encoding === 'br') return inOneStream(bytes, 'br', 'br', maxBytes);
  const name = encoding.replace(/[^\w-]/gu, '').slice(0, 40);
  return {
    body: new Uint8Array(),
    truncated: `the body has the content encoding "${name}", which can't be undone`,
  };
}

// Members are taken one by one, and not by zlib's own gunzip: that loses the last member's text when anything
// but zero bytes follows it, and some Vietnamese servers pad.
async function gunzip(bytes: Uint8Array, maxBytes: number): Promise<Decoded> {
  const parts: Uint8Array[] = [];
  let [at, length] = [0, 0];
  while (at < bytes.length && parts.length < MOST_MEMBERS) {
    const start = afterGzipHeader(bytes, at);
    if (start === 'garbage') return at === 0 ? damaged([], 'gzip') : { body: Buffer.concat(parts) };
    if (start === undefined) return cutOff(parts, 'gzip');
    const member = await drain('raw', bytes.subarray(start), maxBytes - length);
    parts.push(member.output);
    length += member.output.length;
    at = start + member.consumed + TRAILER_BYTES;
    if (member.end === 'longer') return tooLong(parts, maxBytes);
    if (member.end === 'broken') return damaged(parts, 'gzip');
    if (member.end === 'cut' || at > bytes.length) return cutOff(parts, 'gzip');
    if (!trailerAgrees(bytes.subarray(at - TRAILER_BYTES, at), crc32(member.output), member.output.length)) return damaged(parts, 'gzip');
  }
  return at < bytes.length ? damaged(parts, 'gzip') : { body: Buffer.concat(parts) };
}

async function inflate(bytes: Uint8Array, maxBytes: number): Promise<Decoded> {
  // "deflate" means the zlib format; some servers send the naked stream instead.
  const [method = 0, flags = 0] = bytes;
  const hasZlibHeader = (method & 0x0f) === 8 && (method * 256 + flags) % 31 === 0;
  return inOneStream(bytes, hasZlibHeader ? 'zlib' : 'raw', 'deflate', maxBytes);
}

async function inOneStream(bytes: Uint8Array, kind: Kind, encoding: string, maxBytes: number): Promise<Decoded> {
  const { output, end } = await drain(kind, bytes, maxBytes);
  if (end === 'longer') return tooLong([output], maxBytes);
  if (end === 'broken') return damaged([output], encoding);
  return end === 'cut' ? cutOff([output], encoding) : { body: output };
}

type Kind = 'raw' | 'zlib' | 'br';

interface Drained {
  readonly output: Buffer;
  /** How many bytes the stream took; what follows its end is not counted. */
  readonly consumed: number;
  readonly end: 'whole' | 'cut' | 'longer' | 'broken';
}

// zlib withholds its last block when it finds the end missing, so a stream that was cut is drained a second
// time without being asked for an end.
async function drain(kind: Kind, bytes: Uint8Array, maxBytes: number): Promise<Drained> {
  const strict = await drainOnce(engineOf(kind, true), bytes, maxBytes);
  if (strict.end !== 'cut') return strict;
  const lenient = await drainOnce(engineOf(kind, false), bytes, maxBytes);
  return lenient.end === 'whole' ? { ...lenient, end: 'cut' } : lenient;
}

function drainOnce(engine: Transform & { readonly bytesWritten: number }, bytes: Uint8Array, maxBytes: number): Promise<Drained> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const finish = (end: Drained['end']): void => {
      const consumed = engine.bytesWritten;
      engine.destroy();
      resolve({ output: Buffer.concat(chunks), consumed, end });
    };
    engine.on('data', (chunk: Buffer) => {
      const taken = chunk.subarray(0, maxBytes - length);
      length += taken.length;
      chunks.push(taken);
      if (taken.length < chunk.length) finish('longer');
    });
    engine.on('end', () => finish('whole'));
    engine.on('error', (error: NodeJS.ErrnoException) => finish(error.code === 'Z_BUF_ERROR' ? 'cut' : 'broken'));
    engine.end(bytes);
  });
}

function engineOf(kind: Kind, asksForEnd: boolean): Transform & { readonly bytesWritten: number } {
  const { BROTLI_OPERATION_FINISH, BROTLI_OPERATION_FLUSH, Z_FINISH, Z_SYNC_FLUSH } = constants;
  if (kind === 'br') return createBrotliDecompress({ finishFlush: asksForEnd ? BROTLI_OPERATION_FINISH : BROTLI_OPERATION_FLUSH });
  const options: ZlibOptions = { finishFlush: asksForEnd ? Z_FINISH : Z_SYNC_FLUSH };
  return kind === 'zlib' ? createInflate(options) : createInflateRaw(options);
}

function capped(bytes: Uint8Array, maxBytes: number): Decoded {
  return bytes.length <= maxBytes ? { body: bytes } : tooLong([bytes.subarray(0, maxBytes)], maxBytes);
}

function tooLong(parts: readonly Uint8Array[], maxBytes: number): Decoded {
  return { body: Buffer.concat(parts), truncated: `the body is longer than ${maxBytes} bytes when unpacked, and was cut there` };
}

function cutOff(parts: readonly Uint8Array[], encoding: string): Decoded {
  return { body: Buffer.concat(parts), truncated: `the ${encoding} body stops before its end` };
}

function damaged(parts: readonly Uint8Array[], encoding: string): Decoded {
  return { body: Buffer.concat(parts), truncated: `the body is called ${encoding}, but its bytes are damaged or something else` };
}

/** What a body was packed with, as its head says it. */
export function codingsOf({ headers }: Pick<Exchange, 'headers'>): string {
  return headers
    .filter(([name]) => name.toLowerCase() === 'content-encoding')
    .map(([, value]) => value)
    .join(',');
}
