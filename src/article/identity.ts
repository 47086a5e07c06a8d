/** Which article a URL means: the same work under its old, new, tracked, mobile, AMP and print addresses. */
import { createHash } from 'node:crypto';
import { UsageError } from './errors.ts';
import { unknownSite, type Site } from './site.ts';
import { slugOf } from './text.ts';

/** The lasting name of an article: `vietnamplus/436993`. */
export interface ArticleRef {
  readonly site: string;
  readonly id: string;
}

/** Parameters that say how a reader came, never what is shown; every site's own list is added to these. */
const TRACKING = [
  'utm_*',
  'fbclid',
  'gclid',
  'gclsrc',
  'dclid',
  'msclkid',
  'zarsrc',
  'zanpid',
  'mc_cid',
  'mc_eid',
  'igshid',
  'yclid',
  '_ga',
  '_gl',
  'ref_src',
  'ref_url',
  'fb_*',
  'vnn_source',
  'wbraid',
  'gbraid',
  'twclid',
  'ttclid',
  'srsltid',
] as const;

/** Parameters that ask for another form of the same article: part of what is fetched, not of what it is. */
const FORMS = ['amp', 'outputtype'] as const;

const VARIANT_HOST = /^(?:www|m|amp|mobile)\.(?=.+\.)/u;

/**
 * Reads an address that a person typed; `vietnamnet.vn/a-1.html` is taken for `https://vietnamnet.vn/a-1.html`.
 * @throws UsageError where it is none, or not one of the web
 */
export function parseUrl(text: string): URL {
  const trimmed = text.trim();
  // The URL parser would take tabs out without a word, and ask for another address.
  if (/^https?:\S*\s/iu.test(trimmed))
    throw new UsageError(`"${trimmed}" holds white space and is not a URL; one address a line, and %20 for a space.`);
  const url = /^(?:[\w-]+(?:\.[\w-]+)+(?::\d+)?\/|www\.)/u.test(trimmed) ? tryUrl(`https://${trimmed}`) : tryUrl(trimmed);
  if (url === undefined) throw new UsageError(`"${trimmed}" is not a URL; write it in full, as https://www.vietnamplus.vn/….`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new UsageError(`"${trimmed}" can't be archived: only http: and https: addresses can, and this one is ${url.protocol}`);
  if (url.hostname === '') throw new UsageError(`"${trimmed}" names no host; write it in full, as https://www.vietnamplus.vn/….`);
  return url;
}

/** The site that a host belongs to; a host that no site names is a site of its own. The port plays no part. */
export function siteOf(url: URL, sites: readonly Site[]): Site {
  const host = url.hostname.toLowerCase().replace(/\.$/u, '');
  const plain = host.replace(VARIANT_HOST, '');
  for (const name of new Set([host, plain, `www.${plain}`])) {
    const known = sites.find((site) => site.hosts.includes(name));
    if (known !== undefined) return known;
  }
  const unknown = unknownSite(host);
  return sites.some((site) => site.name === unknown.name) ? { ...unknown, name: `host-${unknown.name}` } : unknown;
}

/** The address without fragment, tracking parameters and trailing slash of a file, query sorted: what is looked up, never what is fetched. */
export function normaliseUrl(url: URL, site: Site): string {
  const dropped = [...TRACKING, ...FORMS, ...site.dropParameters];
  const kept = [...url.searchParams].filter(([name]) => !dropped.some((pattern) => parameterMatches(name, pattern)));
  const query = new URLSearchParams(kept.toSorted(([a], [b]) => (a < b ? -1 : Number(a > b)))).toString();
  const host = url.hostname.toLowerCase().replace(/\.$/u, '').replace(VARIANT_HOST, '');
  const path = decodedPath(url.pathname.replace(/\/amp\/?$|\.amp(?=$|\.html?$)/u, '').replace(/\/{2,}/gu, '/')).replace(/(?<=.)\/$/u, '');
  return `https://${host}${path}${query === '' ? '' : `?${query}`}`;
}

/** The address that is written down: as visited, but without its fragment and what only tells how a reader came. */
export function cleanUrl(url: URL, site: Site): string {
  const cleaned = new URL(url);
  cleaned.hash = '';
  cleaned.username = '';
  cleaned.password = '';
  const dropped = [...TRACKING, ...site.dropParameters];
  const doomed = [...cleaned.searchParams.keys()].filter((name) => dropped.some((pattern) => parameterMatches(name, pattern)));
  for (const name of doomed) cleaned.searchParams.delete(name);
  return cleaned.href;
}

/** The number under which the outlet keeps the article, or undefined where the address shows none. */
export function articleNumber(url: URL, site: Site): string | undefined {
  for (const pattern of site.articleNumbers) {
    // A query is looked at only by a pattern that speaks of one: `?returnUrl=/a-7.html` is not article 7.
    const address = pattern.includes('\\?') ? `${url.pathname}${url.search}` : url.pathname;
    const number = new RegExp(pattern, 'iu').exec(address)?.groups?.['number'];
    if (number !== undefined && /^\d{1,15}$/u.test(number)) return number.replace(/^0+(?=.)/u, '');
  }
  return undefined;
}

/** The article that a URL means. Without a number in it: `<slug>-<8 hex of the normalised URL's SHA-256>`. */
export function identify(url: URL, sites: readonly Site[]): ArticleRef {
  const site = siteOf(url, sites);
  const number = articleNumber(url, site);
  return { site: site.name, id: number ?? unnumberedId(url.pathname, normaliseUrl(url, site)) };
}

/** The id of an article that is known only by a text: a title, or a URL without a number. */
export function unnumberedId(words: string, hashed: string, digits: 8 | 16 = 8): string {
  const hex = createHash('sha256').update(hashed).digest('hex').slice(0, digits);
  return `${slugOf(lastSegment(words)) || 'x'}-${hex}`;
}

/** The id for an article whose short one is taken by another: eight digits meet once in a hundred thousand articles of a `?id=` site. */
export function longerId(url: URL, site: Site): string {
  return unnumberedId(url.pathname, normaliseUrl(url, site), 16);
}

export function isNumbered({ id }: ArticleRef): boolean {
  return /^\d+$/u.test(id);
}

/** Whether two addresses end in the same words, `.html` and the like aside. */
export function sameSlug(a: URL, b: URL): boolean {
  return slugOf(lastSegment(a.pathname)) === slugOf(lastSegment(b.pathname));
}

/** Whether both name one parameter with two values (`?id=5`, `?id=7`); another page of the same list is the same. */
export function asksForAnother(a: URL, b: URL): boolean {
  return [...a.searchParams].some(([name, value]) => !/^(?:trang|page)$/iu.test(name) && (b.searchParams.get(name) ?? value) !== value);
}

/** The folder between a site and an article, so that no folder grows too large: `436` for 436993, two hex digits without a number. */
export function bucketOf(id: string): string {
  if (/^\d+$/u.test(id)) return id.length > 3 ? id.slice(0, -3) : '0';
  return id.slice(-8, -6);
}

export function formatRef({ site, id }: ArticleRef): string {
  return `${site}/${id}`;
}

function tryUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function parameterMatches(written: string, pattern: string): boolean {
  const name = written.toLowerCase();
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

function decodedPath(path: string): string {
  try {
    return encodeURI(decodeURI(path).normalize('NFC'));
  } catch {
    return path; // A path that isn't UTF-8 is compared as it stands.
  }
}

function lastSegment(path: string): string {
  const segments = path.split('/').filter((segment) => segment !== '');
  try {
    return decodeURIComponent(segments.at(-1) ?? '').replace(/\.\w{2,5}$/u, '');
  } catch {
    return segments.at(-1) ?? '';
  }
}
