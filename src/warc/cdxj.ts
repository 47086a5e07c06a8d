/**
 * CDXJ: one line for each record that holds a page, sorted by its bytes, so that a look-up is a binary search.
 * https://specs.webrecorder.net/cdxj/0.1.0/
 */
import { sha1Of } from './digest.ts';
import { headText } from './http.ts';
import { fieldOf, targetOf, typeOf, type Place, type WarcRecord } from './record.ts';
import { surtOf } from './surt.ts';

/** What a line says of one record. */
export interface CdxEntry extends Place {
  readonly url: string;
  /** The record's date: UTC, ISO 8601. */
  readonly at: string;
  /** The content's type, `warc/revisit` for a revisit. */
  readonly mime: string;
  /** The HTTP status; undefined where the record has no HTTP head. */
  readonly status?: string;
  /** The payload's digest with its label. */
  readonly digest: string;
  /** The file's name without its folder. */
  readonly filename: string;
}

const INDEXED: ReadonlySet<string> = new Set(['response', 'revisit', 'resource']);

/** What an index says of a record; undefined for a request, a reading and whatever else is no page. */
export function entryOf(record: WarcRecord, place: Place, filename: string): CdxEntry | undefined {
  const [type, url, at] = [typeOf(record), targetOf(record), fieldOf(record, 'WARC-Date')];
  if (!INDEXED.has(type) || url === undefined || at === undefined) return undefined;
  const { status, mime } = type === 'resource' ? { mime: bare(fieldOf(record, 'Content-Type')) } : httpFacts(record.block);
  const digest = fieldOf(record, 'WARC-Payload-Digest') ?? sha1Of(new Uint8Array());
  const { offset, length } = place;
  const facts = { url, at, mime: type === 'revisit' ? 'warc/revisit' : mime, digest, filename, offset, length };
  return status === undefined ? facts : { ...facts, status };
}

/** A line without its end. Numbers are strings, as in the indexes of ReplayWeb.page and pywb. */
export function cdxLine({ url, at, mime, status, digest, length, offset, filename }: CdxEntry): string {
  const facts = {
    url,
    mime,
    ...(status === undefined ? {} : { status }),
    digest,
    length: String(length),
    offset: String(offset),
    filename,
  };
  return `${surtOf(url)} ${timestampOf(at)} ${JSON.stringify(facts)}`;
}

/** An index: the lines in the order of their bytes (`LC_ALL=C sort -c` holds), each with its end. */
export function cdxIndex(entries: readonly CdxEntry[]): string {
  const lines = entries.map((entry) => Buffer.from(`${cdxLine(entry)}\n`));
  return Buffer.concat(lines.toSorted((a, b) => Buffer.compare(a, b))).toString('utf8');
}

/** Fourteen digits of an instant, as web archives write it: `20260307015211`. */
export function timestampOf(at: string): string {
  return at.replace(/\.\d+/u, '').replace(/\D/gu, '').padEnd(14, '0').slice(0, 14);
}

function httpFacts(block: Uint8Array): { readonly status?: string; readonly mime: string } {
  const head = headText(block);
  const status = /^HTTP\/\S+ +(\d{3})/u.exec(head)?.[1];
  const mime = bare(/\r?\ncontent-type:([^\r\n]*)/iu.exec(head)?.[1]);
  return status === undefined ? { mime } : { status, mime };
}

function bare(contentType: string | undefined): string {
  return contentType?.split(';', 1)[0]?.trim().toLowerCase() || 'unk';
}
