/** A new WARC file of records that stand in others: each one copied as it is, behind a record that says what the file is. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { cdxIndex, type CdxEntry } from './cdxj.ts';
import { encodeMember } from './encode.ts';
import type { Piece } from './excerpt.ts';
import { warcinfoRecord } from './exchange.ts';
import type { Fields, Place } from './record.ts';
import { isMember } from './search.ts';
import { stretchOf, type ByteSource } from './source.ts';

const compress = promisify(gzip);

/** A record and where its bytes come from. */
export interface Copied extends Piece {
  /** Bytes of its gzip member in the copy. */
  readonly length: number;
  read(): Promise<Uint8Array>;
}

/** A WARC file that is written when it is asked for. */
export interface WarcCopy {
  /** Without its folder. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly index: string;
  pieces(): AsyncGenerator<Uint8Array, void>;
}

/**
 * Lays out a new WARC file; nothing of the records is read yet. The same records at the same instant give the same bytes.
 * @param about what it says of itself: `software`, `operator`, …
 */
export async function copyOf(name: string, at: string, about: Fields, records: readonly Copied[]): Promise<WarcCopy> {
  const id = nameFrom([name, at, ...records.map((record) => record.id)]);
  const first = await encodeMember(warcinfoRecord(id, at, name, about));
  const places = placesFrom(first.length, records);
  const entries = records.flatMap(({ entry }, index) => entryAt(entry, name, places[index]));
  const size = records.reduce((sum, { length }) => sum + length, first.length);
  return { name, size, index: cdxIndex(entries), pieces: () => written(first, records) };
}

/** A record as one gzip member: the bytes as they stand, or, out of a file that is not compressed, packed now. */
export async function memberFrom(source: ByteSource, { offset, length }: Place): Promise<Uint8Array> {
  const bytes = await source.read(offset, length);
  return (await isMember(stretchOf(source, offset, length), 0)) ? bytes : await compress(bytes);
}

/** How long `memberFrom` will be. */
export async function memberLength(source: ByteSource, place: Place): Promise<number> {
  return (await isMember(source, place.offset)) ? place.length : (await memberFrom(source, place)).length;
}

async function* written(first: Uint8Array, records: readonly Copied[]): AsyncGenerator<Uint8Array, void> {
  yield first;
  for (const { read } of records) yield await read();
}

function placesFrom(start: number, records: readonly Copied[]): Place[] {
  let offset = start;
  return records.map(({ length }) => ({ offset: (offset += length) - length, length }));
}

function entryAt(entry: CdxEntry | undefined, filename: string, place: Place | undefined): CdxEntry[] {
  return entry === undefined ? [] : [{ ...entry, filename, ...place }];
}

/** A record's name that follows from what the file holds: a UUID of version 8 (RFC 9562, 5.8). */
function nameFrom(parts: readonly string[]): string {
  const hex = createHash('sha256').update(parts.join('\n')).digest('hex');
  const uuid = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)];
  return `urn:uuid:${uuid.join('-')}`;
}
