/** From a page to what the archive keeps of it: gate, identity, reading. The page's one straight line, without effects. */
import type { Capture, Redirect } from '../article/capture.ts';
import type { Content, Reading } from '../article/content.ts';
import { articleNumber, cleanUrl, siteOf, type ArticleRef } from '../article/identity.ts';
import type { Page } from '../article/page.ts';
import { headerOf } from '../article/page.ts';
import type { Site } from '../article/site.ts';
import type { Sighting } from '../archive/archive.ts';
import { decodeHtml } from '../extract/decode.ts';
import { readPage } from '../extract/read.ts';
import { gate } from './gate.ts';

export interface KeepOptions {
  readonly sites: readonly Site[];
  /** Keep what there is of a page that lacks its title, date or body. */
  readonly isPartialWelcome: boolean;
  /** The article that an address is kept under: the archive knows addresses without a number. */
  readonly articleOf: (url: URL) => Promise<ArticleRef>;
}

type Facts = Omit<Capture, 'snapshot'>;

/** What is to be recorded of a page that came. */
export async function sightingOf(page: Page, options: KeepOptions): Promise<Sighting> {
  const html = decodeHtml(page.body, headerOf(page, 'content-type'));
  const stopped = gate(page, html) ?? ledAstray(page, options.sites);
  const requested = new URL(page.requested);
  const asked = siteOf(requested, options.sites);
  const seen = { at: page.redirects[0]?.at ?? page.at, status: page.status, ...wayOf(page) };
  if (stopped !== undefined)
    return { ref: await options.articleOf(requested), capture: { ...seen, url: cleanUrl(requested, asked), ...stopped } };
  const url = new URL(page.url);
  const site = siteOf(url, options.sites);
  const reading = readPage(html, page.url, site);
  const ref = await options.articleOf(ownAddress(url, reading, options.sites));
  return { ref, ...sightingFrom(reading, { ...seen, url: cleanUrl(url, site) }, options.isPartialWelcome) };
}

/** The capture of a reading, and the content to keep with it where there is one. */
export function sightingFrom(
  reading: Reading,
  seen: Omit<Facts, 'outcome'>,
  isPartialWelcome: boolean,
): { readonly capture: Facts; readonly content?: Content } {
  const facts = Object.keys(reading.facts).length === 0 ? {} : { facts: reading.facts };
  const read = { ...seen, outcome: 'read' as const, reader: reading.reader, ...facts };
  if ('content' in reading) return { capture: read, content: reading.content };
  const { missing, partial } = reading;
  if (isPartialWelcome && (partial.title !== '' || partial.body.length > 0)) return { capture: { ...read, missing }, content: partial };
  const why = `missing: ${missing.join(', ')} (layout ${reading.reader.layout})`;
  return { capture: { ...read, outcome: 'unread', why, missing } };
}

/**
 * The address under which a page is filed. A page without a number in its address says by its canonical link
 * which one is its own; it is believed within its own site, and never when it names the front page.
 */
export function ownAddress(url: URL, reading: Reading, sites: readonly Site[]): URL {
  const { canonicalUrl } = reading.facts;
  const site = siteOf(url, sites);
  if (canonicalUrl === undefined || !URL.canParse(canonicalUrl) || articleNumber(url, site) !== undefined) return url;
  const canonical = new URL(canonicalUrl);
  return siteOf(canonical, sites).name === site.name && canonical.pathname !== '/' ? canonical : url;
}

/** Whether redirects led away from the article that was asked for: to another number, to the front page, to another site. */
function ledAstray(page: Page, sites: readonly Site[]): { readonly outcome: 'redirected'; readonly why: string } | undefined {
  if (page.redirects.length === 0) return undefined;
  const [from, to] = [new URL(page.requested), new URL(page.url)];
  const [asked, came] = [siteOf(from, sites), siteOf(to, sites)];
  const number = articleNumber(from, asked);
  const isElsewhere = number !== undefined && (asked.name !== came.name || articleNumber(to, came) !== number);
  const isFront = to.pathname === '/' && from.pathname !== '/';
  if (!isElsewhere && !isFront) return undefined;
  return { outcome: 'redirected', why: `leads to ${page.url}, which is not this article` };
}

function wayOf(page: Page): { readonly redirects?: readonly Redirect[] } {
  if (page.redirects.length === 0) return {};
  return { redirects: page.redirects.map(({ url, status }) => ({ url, status })) };
}
