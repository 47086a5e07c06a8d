/** Small WARC files, made by hand, and what a reader makes of them. */
import { gzipSync } from 'node:zlib';
import { sha1Of } from '../../src/warc/digest.ts';
import type { Found } from '../../src/warc/faults.ts';
import { readWarc, type ReadOptions } from '../../src/warc/readWarc.ts';
import { fieldOf } from '../../src/warc/record.ts';
import { bytesSource } from '../../src/warc/source.ts';

type Changes = Readonly<Record<string, string | undefined>>;

/** A record's bytes; a field of `changes` stands instead of ours, and undefined takes it away. */
export function recordBytes(block: string | Buffer, changes: Changes = {}, version = '1.1'): Buffer {
  const bytes = Buffer.from(block as string);
  const fields: Changes = {
    'WARC-Type': 'resource',
    'WARC-Record-ID': '<urn:uuid:35f02b38-eb19-4f0d-86e4-bfe95815069c>',
    'WARC-Date': '2026-03-04T09:15:02Z',
    'WARC-Target-URI': 'https://vi.du.vn/bai-1.html',
    'WARC-Block-Digest': sha1Of(bytes),
    'Content-Type': 'text/plain',
    'Content-Length': String(bytes.length),
    ...changes,
  };
  const lines = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}\r\n`]));
  return Buffer.concat([Buffer.from(`WARC/${version}\r\n${lines.join('')}\r\n`), bytes, Buffer.from('\r\n\r\n')]);
}

export function responseBytes(http: string | Buffer, changes: Changes = {}, version = '1.1'): Buffer {
  return recordBytes(http, { 'WARC-Type': 'response', 'Content-Type': 'application/http; msgtype=response', ...changes }, version);
}

/** Three records of some length, each named by its address. */
export const THREE = [1, 2, 3].map((number) => {
  const text = Array.from({ length: 5 }, (_, line) => `${number}. Giá vàng ngày ${line * number * 7919}: tăng.\n`).join('');
  return recordBytes(text, { 'WARC-Target-URI': `https://vi.du.vn/${number}` });
});

export const PLAIN = Buffer.concat(THREE);
export const MEMBERS = THREE.map((record) => gzipSync(record));
export const PACKED = Buffer.concat(MEMBERS);

export async function readAll(bytes: Uint8Array, options?: ReadOptions): Promise<Found[]> {
  const founds: Found[] = [];
  for await (const found of readWarc(bytesSource(bytes), options)) founds.push(found);
  return founds;
}

/** What a reader says of a file: of each stretch its address, or that it is no record, and the reasons. */
export async function told(bytes: Uint8Array, options?: ReadOptions): Promise<unknown[]> {
  return (await readAll(bytes, options)).map(({ record, faults }) => [
    record && (fieldOf(record, 'WARC-Target-URI') ?? ''),
    ...faults.map(({ severity, offset, reason }) => `${severity} at ${offset}: ${reason}`),
  ]);
}

/** The addresses of the records that nothing was said against but notices. */
export function soundOnes(founds: readonly Found[]): string[] {
  return founds
    .filter(({ record, faults }) => record !== undefined && faults.every(({ severity }) => severity === 'notice'))
    .map(({ record }) => fieldOf(record ?? { fields: [] }, 'WARC-Target-URI') ?? '');
}

export function startsOf(parts: readonly Uint8Array[]): number[] {
  let end = 0;
  return parts.map(({ length }) => (end += length) - length);
}
