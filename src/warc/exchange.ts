/** An exchange over HTTP as WARC records: what was sent, and what came, as received. */
import { randomUUID } from 'node:crypto';
import { headerOf, type Exchange } from '../article/page.ts';
import { sha1Of } from './digest.ts';
import { PROFILE, type Fields, type RecordType, type WarcRecord } from './record.ts';

/** The record that a revisit refers to: where the same bytes are. */
export interface Original {
  /** `urn:uuid:…` */
  readonly record: string;
  /** What that record has as its address and date; left out where they are not at hand. */
  readonly url?: string;
  readonly at?: string;
}

/** A new record's name, `urn:uuid:…`. */
export function newRecordId(): string {
  return `urn:uuid:${randomUUID()}`;
}

/** The payload's digest: the entity's bytes without transfer encoding and with their content encoding (section 5.9). */
export function payloadDigest({ bytes }: Pick<Exchange, 'bytes'>): string {
  const digest = DIGESTS.get(bytes) ?? sha1Of(bytes);
  DIGESTS.set(bytes, digest);
  return digest;
}

// Asked three times of each page: what to keep of it, under which record, and in the record. Bytes that came don't change.
const DIGESTS = new WeakMap<Uint8Array, string>();

/** The request as it was sent. */
export function requestRecord(exchange: Exchange, response: string, warcinfo: string): WarcRecord {
  const block = Buffer.from(exchange.requestHead, 'latin1');
  return record('request', newRecordId(), exchange, block, [
    ['WARC-Concurrent-To', `<${response}>`],
    ['WARC-Warcinfo-ID', `<${warcinfo}>`],
    ['Content-Type', 'application/http;msgtype=request'],
  ]);
}

/** The answer, with its body as received but for the chunking, which is undone and told in its head. */
export function responseRecord(exchange: Exchange, id: string, warcinfo: string): WarcRecord {
  const block = Buffer.concat([headBytes(exchange), exchange.bytes]);
  return record('response', id, exchange, block, [
    ...payloadFields(exchange),
    ['WARC-Warcinfo-ID', `<${warcinfo}>`],
    ...(exchange.brokenOff === undefined ? [] : ([['WARC-Truncated', exchange.brokenOff]] as const)),
    ['Content-Type', 'application/http;msgtype=response'],
  ]);
}

/**
 * The head of an answer whose bytes are kept already (sections 6.7.2 and 6.7.3): the same payload came again, or the
 * server said "304 Not Modified" to a request that named the original's ETag or date.
 */
export function revisitRecord(exchange: Exchange, id: string, warcinfo: string, original: Original): WarcRecord {
  const isNotModified = exchange.status === 304;
  return record('revisit', id, exchange, headBytes(exchange), [
    ['WARC-Profile', isNotModified ? PROFILE.notModified : PROFILE.identical],
    ['WARC-Refers-To', `<${original.record}>`],
    ...(original.url === undefined ? [] : ([['WARC-Refers-To-Target-URI', original.url]] as const)),
    ...(original.at === undefined ? [] : ([['WARC-Refers-To-Date', original.at]] as const)),
    ...(isNotModified ? [] : payloadFields(exchange)),
    ['WARC-Warcinfo-ID', `<${warcinfo}>`],
    // The block is the head without its body, which is a truncation (section 6.7.2).
    ...(isNotModified ? [] : ([['WARC-Truncated', 'length']] as const)),
    ['Content-Type', 'application/http;msgtype=response'],
  ]);
}

/** What was read in a page, beside the page: a record of named fields (section 6.6). */
export function metadataRecord(exchange: Exchange, about: string, warcinfo: string, facts: Fields): WarcRecord {
  const block = Buffer.from(facts.map(([name, value]) => `${name}: ${value.replace(/\s+/gu, ' ')}\r\n`).join(''), 'utf8');
  return record('metadata', newRecordId(), exchange, block, [
    ['WARC-Concurrent-To', `<${about}>`],
    ['WARC-Refers-To', `<${about}>`],
    ['WARC-Warcinfo-ID', `<${warcinfo}>`],
    ['Content-Type', 'application/warc-fields'],
  ]);
}

/** A page that was saved by somebody, without the head that came with it (section 6.4). */
export function resourceRecord(
  page: Pick<Exchange, 'url' | 'at' | 'bytes'>,
  id: string,
  warcinfo: string,
  contentType: string,
): WarcRecord {
  return record('resource', id, page, page.bytes, [
    ['WARC-Payload-Digest', payloadDigest(page)],
    ['WARC-Warcinfo-ID', `<${warcinfo}>`],
    ['Content-Type', contentType],
  ]);
}

/** What each file says of its format. */
export const FORMAT: Fields = [
  ['format', 'WARC File Format 1.1'],
  ['conformsTo', 'https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/'],
];

/** What a file says of itself, first of all (section 6.2). */
export function warcinfoRecord(id: string, at: string, filename: string, facts: Fields): WarcRecord {
  const block = Buffer.from(facts.map(([name, value]) => `${name}: ${value.replace(/\s+/gu, ' ')}\r\n`).join(''), 'utf8');
  return {
    version: '1.1',
    fields: [
      ['WARC-Type', 'warcinfo'],
      ['WARC-Record-ID', `<${id}>`],
      ['WARC-Date', at],
      ['WARC-Filename', filename],
      ['WARC-Block-Digest', sha1Of(block)],
      ['Content-Type', 'application/warc-fields'],
      ['Content-Length', String(block.length)],
    ],
    block,
  };
}

function record(
  type: RecordType,
  id: string,
  { url, at, ip }: Pick<Exchange, 'url' | 'at' | 'ip'>,
  block: Uint8Array,
  fields: Fields,
): WarcRecord {
  return {
    version: '1.1',
    fields: [
      ['WARC-Type', type],
      ['WARC-Record-ID', `<${id}>`],
      ['WARC-Date', at],
      ['WARC-Target-URI', URL.canParse(url) ? new URL(url).href : url],
      ...(ip === undefined ? [] : ([['WARC-IP-Address', plainAddress(ip)]] as const)),
      ...fields,
      ['WARC-Block-Digest', sha1Of(block)],
      ['Content-Length', String(block.length)],
    ],
    block,
  };
}

function payloadFields(exchange: Exchange): Fields {
  return exchange.status === 304 ? [] : [['WARC-Payload-Digest', payloadDigest(exchange)]];
}

/** An IPv4 address that came over an IPv6 socket in its own form; no zone, which is the machine's own business. */
function plainAddress(ip: string): string {
  return ip.replace(/^::ffff:(?=\d+\.)/iu, '').replace(/%.*$/u, '');
}

/**
 * The head as it came, but for what would contradict the block: the chunking is undone, so its header is renamed, and
 * the length is that of the bytes that follow. A head that gave another length keeps it under another name.
 */
function headBytes(exchange: Exchange): Buffer {
  const { httpVersion, status, statusText, headers, bytes } = exchange;
  const lines = headers.flatMap((header) => truthful(header, bytes.length, exchange));
  const hasLength = headerOf(exchange, 'content-length') !== undefined;
  const length = hasLength || isBodiless(status) ? [] : [`Content-Length: ${bytes.length}`];
  return Buffer.from([`HTTP/${httpVersion} ${status} ${statusText}`, ...lines, ...length, '', ''].join('\r\n'), 'latin1');
}

function truthful([name, value]: readonly [string, string], length: number, { status }: Exchange): string[] {
  const lower = name.toLowerCase();
  if (lower === 'transfer-encoding') return [`X-Archive-Orig-${name}: ${value}`];
  if (lower !== 'content-length' || isBodiless(status) || value.trim() === String(length)) return [`${name}: ${value}`];
  return [`X-Archive-Orig-${name}: ${value}`, `${name}: ${length}`];
}

function isBodiless(status: number): boolean {
  return status === 304 || status === 204 || (status >= 100 && status < 200);
}
