/** A record of a page as the exchange that it keeps: the inverse of `exchange.ts`, for other writers' records too. */
import type { Exchange } from '../article/page.ts';
import { splitHttp, unchunked } from './http.ts';
import { fieldOf, targetOf, typeOf, type WarcRecord } from './record.ts';

const CAUSES = ['length', 'time', 'disconnect'] as const;

/** The exchange behind a `response`, `revisit` or `resource` record. The request is a record of its own, and not told here. */
export function exchangeOf(record: WarcRecord): Exchange {
  const about = aboutOf(record);
  const message = typeOf(record) === 'resource' ? undefined : splitHttp(record.block);
  if (message?.status === undefined) return { ...about, ...savedHead(record), bytes: record.block };
  const { body, wasChunked } = unchunked(message);
  const headers = wasChunked ? message.headers.map(renamed) : message.headers;
  const httpVersion = /^HTTP\/(\S+)/u.exec(message.startLine)?.[1] ?? '1.1';
  return { ...about, httpVersion, status: message.status, statusText: message.reason ?? '', headers, bytes: body };
}

/**
 * The exchange that a `revisit` record tells of, with the bytes of the record that it repeats. Its head is its own: the same bytes
 * may come with 410 on one day, and with 200 on another. Where the server said "304 Not Modified", or the revisit has no head, the
 * page is as it was, head and all (WARC 1.1, 6.7).
 */
export function repeatedExchange(revisit: WarcRecord, original: WarcRecord): Exchange {
  const [own, held] = [exchangeOf(revisit), exchangeOf(original)];
  const { url, at } = own;
  const status = splitHttp(revisit.block)?.status;
  if (status === undefined || status === 304) return { ...held, url, at };
  return { ...held, url, at, httpVersion: own.httpVersion, status, statusText: own.statusText, headers: headersOver(own, held) };
}

/** How the bytes are packed is told by the head that came with them. */
const PACKING: ReadonlySet<string> = new Set(['content-encoding', 'content-length', 'transfer-encoding']);

function headersOver(own: Exchange, held: Exchange): Exchange['headers'] {
  const isPacking = ([name]: readonly [string, string]): boolean => PACKING.has(name.toLowerCase());
  const isType = ([name]: readonly [string, string]): boolean => name.toLowerCase() === 'content-type';
  const said = own.headers.filter((header) => !isPacking(header));
  return [...said, ...held.headers.filter((header) => isPacking(header) || (isType(header) && !said.some(isType)))];
}

/** The HTTP head of a record as it stands there, with the empty line at its end; nothing of a record without one. */
export function headOf(record: WarcRecord): Uint8Array {
  const message = typeOf(record) === 'resource' ? undefined : splitHttp(record.block);
  return message === undefined ? new Uint8Array() : record.block.subarray(0, record.block.length - message.body.length);
}

function aboutOf(record: WarcRecord): Pick<Exchange, 'url' | 'at' | 'requestHead' | 'ip' | 'brokenOff'> {
  const ip = fieldOf(record, 'WARC-IP-Address');
  const cause = CAUSES.find((word) => word === fieldOf(record, 'WARC-Truncated')?.trim().toLowerCase());
  // A revisit's block has no body by design.
  const brokenOff = typeOf(record) === 'revisit' ? undefined : cause;
  return {
    url: targetOf(record) ?? '',
    at: instantOf(fieldOf(record, 'WARC-Date') ?? ''),
    requestHead: '',
    ...(ip === undefined ? {} : { ip }),
    ...(brokenOff === undefined ? {} : { brokenOff }),
  };
}

/** A record's date to the millisecond; WARC knows from years to nanoseconds. */
export function instantOf(date: string): string {
  const instant = Date.parse(date.replace(/(\.\d{3})\d+/u, '$1'));
  return Number.isNaN(instant) ? date : new Date(instant).toISOString();
}

function savedHead(record: WarcRecord): Pick<Exchange, 'httpVersion' | 'status' | 'statusText' | 'headers'> {
  const type = fieldOf(record, 'Content-Type') ?? 'application/octet-stream';
  return { httpVersion: '1.1', status: 200, statusText: 'OK', headers: [['Content-Type', type]] };
}

function renamed([name, value]: readonly [string, string]): readonly [string, string] {
  return name.toLowerCase() === 'transfer-encoding' ? [`X-Archive-Orig-${name}`, value] : [name, value];
}
