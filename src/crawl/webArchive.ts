/** A web archive as its addresses are made: where it lists the captures of a page, and where it gives one as it came. */
import { UsageError } from '../article/errors.ts';
import { parseUrl } from '../article/identity.ts';

/** One capture of a page in a web archive, as the archive's list tells of it. */
export interface Memento {
  /** The page's own address. */
  readonly url: string;
  /** When it was captured: UTC with milliseconds. */
  readonly at: string;
  /** Where the archive gives the page as it came, without its toolbar and with its links as they were. */
  readonly raw: string;
  readonly status?: number;
  readonly mime?: string;
  readonly digest?: string;
}

export interface WebArchive {
  /** As it was named. */
  readonly name: string;
  /** The host that is asked, and no other. */
  readonly host: string;
  /** Where the captures of a page are listed. */
  listOf(url: string): URL;
  /** Where a capture stands as it came, by the fourteen digits of its time. */
  rawOf(timestamp: string, url: string): string;
}

const WAYBACK_FIELDS = 'timestamp,original,mimetype,statuscode,digest';

/**
 * A web archive by an address of it: its front page (`https://web.archive.org`), its CDX server, a collection of a pywb
 * (`https://host/collection`), or a TimeMap.
 * @throws UsageError for what is no address
 */
export function webArchiveAt(text: string): WebArchive {
  const url = parseUrl(text);
  const [name, host, path] = [text, url.host, url.pathname.replace(/\/+$/u, '')];
  const base = { name, host };
  const mapped = /^(.*)\/timemap\/([a-z]+)(?:\/(.*))?$/iu.exec(`${path}${url.search}`);
  if (mapped !== null) {
    const [, collection = '', format = '', page = ''] = mapped;
    return { ...base, listOf: timeMap(url, collection, format, page), rawOf: rawUnder(url, collection) };
  }
  if (path === '') return { ...base, listOf: cdxAt(url, '/cdx/search/cdx', WAYBACK_FIELDS), rawOf: rawUnder(url, '/web') };
  if (path.endsWith('/cdx/search/cdx'))
    return { ...base, listOf: cdxAt(url, path, WAYBACK_FIELDS), rawOf: rawUnder(url, path.replace(/\/cdx\/search\/cdx$/u, '/web')) };
  if (path.endsWith('/cdx')) return { ...base, listOf: cdxAt(url, path), rawOf: rawUnder(url, path.slice(0, -'/cdx'.length)) };
  if (url.search !== '') throw new UsageError(`--from ${text}: name the web archive without a query, such as https://web.archive.org.`);
  return { ...base, listOf: timeMap(url, path, 'link', ''), rawOf: rawUnder(url, path) };
}

/** The same capture as it came: `/20260301050000id_/` in place of `/20260301050000/`. */
export function rawForm(memento: string): string {
  return memento.replace(/\/(\d{14})(?:[a-z]{2}_)?\/(?=[a-z]+:|www\.)/iu, '/$1id_/');
}

/** The instant behind fourteen digits (or seventeen) in UTC; undefined where they are none. */
export function instantOfTimestamp(timestamp: string): string | undefined {
  const [, year, month, day, hour, minute, second, milli = '000'] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})?$/u.exec(timestamp) ?? [];
  const text = `${year}-${month}-${day}T${hour}:${minute}:${second}.${milli}Z`;
  const instant = Date.parse(text);
  return Number.isNaN(instant) || new Date(instant).toISOString() !== text ? undefined : text;
}

function cdxAt(archive: URL, path: string, fields?: string): WebArchive['listOf'] {
  return (page) => {
    const url = new URL(path, archive);
    url.search = new URLSearchParams({ url: page, output: 'json', ...(fields === undefined ? {} : { fl: fields }) }).toString();
    return url;
  };
}

/** With a page's address behind it, a TimeMap is that page's alone. */
function timeMap(archive: URL, collection: string, format: string, page: string): WebArchive['listOf'] {
  return (wanted) => new URL(`${archive.origin}${collection}/timemap/${format}/${page === '' ? wanted : page}`);
}

function rawUnder(archive: URL, collection: string): WebArchive['rawOf'] {
  return (timestamp, page) => `${archive.origin}${collection}/${timestamp}id_/${page}`;
}
