/** What a seed leads to: from the bytes of a sitemap, a feed or a section's page to addresses of articles. */
import { headerOf, type Page } from '../article/page.ts';
import type { Seed } from '../article/seed.ts';
import { decodeHtml, decoderOf } from '../extract/decode.ts';
import { localName, rootOf } from './entries.ts';
import { atomLeads, jsonLeads, rssLeads } from './feed.ts';
import { glean, type Discovery, type Surroundings } from './glean.ts';
import type { Lead } from './lead.ts';
import { nextPage, sectionLeads } from './sectionPage.ts';
import { indexLeads, textLeads, urlsetLeads } from './sitemap.ts';
import { undoContentEncoding } from './unpack.ts';
import { xmlEvents } from './xml.ts';

export type { Discovery, Surroundings } from './glean.ts';

/** The answer at a seed's address, or at one that an earlier discovery named as `more`. */
export interface SeedPage {
  readonly url: URL;
  /** Without content encoding. A file that is gzip itself (`.xml.gz`) is unpacked here. */
  readonly bytes: Uint8Array;
  readonly contentType?: string | undefined;
}

/** A page that came from the network, as a list to be read. */
export function seedPageOf(page: Page): SeedPage {
  return { url: new URL(page.url), bytes: page.body, contentType: headerOf(page, 'content-type') };
}

/** The sitemap protocol's own bound for one file, unpacked. */
const MOST_BYTES = 52_428_800;

/** What has to stand in memory as a whole: pages of sections, and JSON. */
const MOST_WHOLE_BYTES = 8_388_608;

const PIECE_BYTES = 65_536;

/** Never throws: what can't be read is told in a sentence. */
export async function discover(seed: Seed, page: SeedPage, surroundings: Surroundings): Promise<Discovery> {
  const { body, truncated } = await unpacked(page.bytes, seed.kind === 'section' ? MOST_WHOLE_BYTES : MOST_BYTES);
  const discovery = glean(leadsOf(seed, { ...page, bytes: body }), seed, page.url, surroundings);
  const paged = seed.kind === 'section' ? withNextPage(discovery, seed, page, surroundings) : discovery;
  return truncated === undefined ? paged : { ...paged, trouble: [truncated, ...paged.trouble], isWhole: false };
}

function unpacked(bytes: Uint8Array, most: number): Promise<{ readonly body: Uint8Array; readonly truncated?: string }> {
  return undoContentEncoding(bytes, bytes[0] === 0x1f && bytes[1] === 0x8b ? 'gzip' : undefined, most);
}

function leadsOf(seed: Seed, page: SeedPage): Iterable<Lead> {
  if (seed.kind === 'section') return sectionLeads(decodeHtml(page.bytes, page.contentType), page.url);
  const [first = ''] = piecesOf(page);
  const start = first.trimStart();
  if (start === '') return trouble('it is empty');
  if (start.startsWith('<')) return xmlLeads(page);
  if (seed.kind !== 'feed' && /^https?:/iu.test(start)) return textLeads(piecesOf(page));
  if (!start.startsWith('{')) return trouble('it is no sitemap and no feed; nothing was read');
  if (page.bytes.length > MOST_WHOLE_BYTES) return trouble(`it is JSON of more than ${MOST_WHOLE_BYTES} bytes; nothing was read`);
  return jsonLeads([...piecesOf(page)].join(''));
}

function xmlLeads(page: SeedPage): Iterable<Lead> {
  const events = xmlEvents(piecesOf(page));
  const root = rootOf(events) ?? '';
  const kind = localName(root);
  if (kind === 'urlset') return urlsetLeads(events, root);
  if (kind === 'sitemapindex') return indexLeads(events, root);
  if (kind === 'rss' || kind === 'RDF') return rssLeads(events, root);
  if (kind === 'feed') return atomLeads(events, root);
  if (kind.toLowerCase() === 'html') return trouble('it is a page for readers (HTML), not a sitemap or feed; nothing was read');
  return trouble(
    root === '' ? 'it is no XML; nothing was read' : `its XML begins with <${root.slice(0, 40)}>: no sitemap and no feed; nothing was read`,
  );
}

/** The text bit by bit: what was read is let go. */
function* piecesOf({ bytes, contentType }: SeedPage): Generator<string> {
  const decoder = decoderOf(bytes, contentType);
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield decoder.decode(bytes.subarray(at, at + PIECE_BYTES), { stream: true });
  yield decoder.decode();
}

// The list's own word for its next page counts; else the site's pattern, while there are articles on the page.
function withNextPage(discovery: Discovery, seed: Seed, { url }: SeedPage, { site }: Surroundings): Discovery {
  const named = discovery.more.filter((next) => next.url !== url.href);
  const next = named.length === 0 && discovery.found.length > 0 ? nextPage(seed, site, url.href) : undefined;
  return { ...discovery, more: next === undefined ? named : [{ url: next }] };
}

function trouble(text: string): Lead[] {
  return [{ kind: 'trouble', text }];
}
