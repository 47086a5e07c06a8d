/** From a page to what the archive keeps of it: gate, identity, reading, doubt. The page's one straight line. */
import type { Agreement, Capture, CaptureFacts, Redirect } from '../article/capture.ts';
import type { Content, Reading } from '../article/content.ts';
import { FALLBACK_LAYOUT } from '../article/health.ts';
import { articleNumber, asksForAnother, cleanUrl, formatRef, isNumbered, sameSlug, siteOf, type ArticleRef } from '../article/identity.ts';
import { headerOf, type Page } from '../article/page.ts';
import type { Site } from '../article/site.ts';
import type { Region } from '../archive/catalogueContract.ts';
import type { Sighting } from '../archive/recorded.ts';
import { decodeHtml } from '../extract/decode.ts';
import { readTwice, type Readings } from '../extract/read.ts';
import { regionDigest } from '../extract/region.ts';
import { agreementOf, bodyOverlap, LEAST_OVERLAP, type GenericReading } from './agreement.ts';
import { isDeclaredArticle } from './challenge.ts';
import { doubtAbout, type Doubt } from './doubt.ts';
import { gate, type Stopped } from './gate.ts';
import type { Ledger } from './ledger.ts';

export interface KeepOptions {
  readonly sites: readonly Site[];
  readonly ledger: Ledger;
  /** Keep what there is of a page that lacks its title, date or body, or whose reading is doubted. */
  readonly isPartialWelcome: boolean;
  /** Looks at a page somewhere else than here. */
  readonly look?: (page: Page) => Promise<Look>;
}

/** What a page shows: why it can't be read, or its reading. Plain data, and told by the page alone. */
export type Look = { readonly stopped: Stopped } | { readonly read: Omit<Read, 'site'> };

export function lookAt(page: Page, sites: readonly Site[]): Look {
  const html = decodeHtml(page.body, headerOf(page, 'content-type'));
  const stopped = gate(page, html);
  return stopped === undefined ? lookOf(html, page, sites) : { stopped };
}

function lookOf(html: string, page: Page, sites: readonly Site[]): { readonly read: Omit<Read, 'site'> } {
  const url = new URL(page.url);
  const { site: _site, ...read } = readWith(html, url, siteOf(url, sites));
  return { read };
}

/** What a page shows that will be looked at again, and its region; or that its region is the one that is known. */
export type LookAgain = { readonly isSame: true } | (Look & { readonly region?: Region });

/** @param known the region of the page that was had before; where it is this page's, the page says the same, and is not read */
export function lookAgainAt(page: Page, sites: readonly Site[], known: Region | undefined): LookAgain {
  const html = decodeHtml(page.body, headerOf(page, 'content-type'));
  const stopped = gate(page, html);
  if (stopped !== undefined) return { stopped };
  const site = siteOf(new URL(page.url), sites);
  const digest = known === undefined ? undefined : regionDigest(html, site, known.layout);
  if (digest !== undefined && digest === known?.digest) return { isSame: true };
  const look = lookOf(html, page, sites);
  const region = regionRead(html, site, look.read.reading);
  return { ...look, ...(region === undefined ? {} : { region }) };
}

function regionRead(html: string, site: Site, reading: Reading): Region | undefined {
  const { layout } = reading.reader;
  const digest = 'content' in reading ? regionDigest(html, site, layout) : undefined;
  return digest === undefined ? undefined : { layout, digest };
}

/** A capture before it is recorded: which snapshot it shows, the archive says. */
type Draft = Omit<Capture, 'snapshot'>;

/** What is to be recorded of a page that came. */
export async function sightingOf(page: Page, options: KeepOptions): Promise<Sighting> {
  const policy = siteOf(new URL(page.url), options.sites).raw;
  return { ...(await seenOn(page, options)), evidence: { page, policy } };
}

/** What is to be recorded of a page but for its bytes: another archive may have kept those. */
export async function seenOn(page: Page, options: KeepOptions): Promise<Omit<Sighting, 'evidence'>> {
  const look = options.look === undefined ? lookAt(page, options.sites) : await options.look(page);
  const [requested, url] = [new URL(page.requested), new URL(page.url)];
  const [asked, site] = [siteOf(requested, options.sites), siteOf(url, options.sites)];
  const seen = { at: page.redirects[0]?.at ?? page.at, status: page.status, ...wayOf(page) };
  const notHere = async (stopped: Pick<CaptureFacts, 'outcome' | 'why'>) => ({
    ref: await options.ledger.addresses.articleOf(requested),
    capture: { ...seen, url: cleanUrl(requested, asked), ...stopped },
  });
  if ('stopped' in look) return await notHere(look.stopped);
  const led = await ledAstray(page, options);
  if (led !== undefined) return await notHere(led);
  const read = { ...look.read, site };
  const seenHere = { ...seen, url: cleanUrl(url, site) };
  const origin = requested.href === url.href || asked.name !== site.name ? undefined : await movedFrom(requested, read, seen.at, options);
  if (origin !== undefined && !origin.isSame)
    return { ref: origin.ref, capture: { ...seen, url: cleanUrl(requested, asked), ...astray(page) } };
  const ref = origin?.ref ?? (await refOf(url, read.reading, options));
  return { ref, ...(await judged(read, ref, seenHere, options)) };
}

/**
 * The article without a number that was known at the address asked for, and whether the page that its redirect led to
 * is still that article: its words say so. Sites send what they have taken down to a section front as often as they
 * rename it.
 */
async function movedFrom(
  requested: URL,
  { reading }: Read,
  at: string,
  { ledger }: KeepOptions,
): Promise<{ readonly ref: ArticleRef; readonly isSame: boolean } | undefined> {
  const ref = await ledger.addresses.known(requested);
  if (ref === undefined || isNumbered(ref)) return undefined;
  const { last } = await ledger.past(ref, at);
  if (last === undefined) return undefined;
  const { body } = 'content' in reading ? reading.content : reading.partial;
  return { ref, isSame: bodyOverlap(last.body, body) >= LEAST_OVERLAP };
}

/** A reading, and the generic reader's of the same page where a layout made it. */
export interface Read {
  readonly reading: Reading;
  readonly generic?: GenericReading;
  /** How far the two agree. */
  readonly agreement?: Agreement;
  readonly site: Site;
  /** The page itself says that it is an article, by naming its publishing time. */
  readonly isDeclared: boolean;
}

export function readWith(html: string, url: URL, site: Site): Read {
  return compareReadings(readTwice(html, url.href, site), html, site);
}

/** What a page was read as, with how far the two readings agree. */
export function compareReadings({ reading, generic }: Readings, html: string, site: Site): Read {
  const read = { reading, site, isDeclared: isDeclaredArticle(html) };
  if (generic === undefined) return read;
  const isCompared = 'content' in reading && reading.reader.layout !== FALLBACK_LAYOUT;
  return { ...read, generic, ...(isCompared ? { agreement: agreementOf(reading.content, generic) } : {}) };
}

/**
 * The capture of a reading, and the content to keep with it, unless it is incomplete or something speaks against it.
 * Where it is welcome all the same, what speaks against it is told.
 */
export async function judged(
  read: Read,
  ref: ArticleRef,
  seen: Omit<Draft, 'outcome'>,
  options: KeepOptions,
): Promise<Omit<Sighting, 'ref'>> {
  const { reading, agreement } = read;
  if (!('content' in reading)) return sightingFrom(reading, seen, options.isPartialWelcome);
  const doubt = await doubtOf(read, reading.content, ref, seen.at, options);
  if (options.isPartialWelcome) return sightingFrom(reading, { ...seen, ...(doubt === undefined ? {} : { why: doubt.why }) }, true);
  const { capture, content } = sightingFrom(reading, { ...seen, ...(agreement === undefined ? {} : { agreement }) }, false);
  return doubt === undefined ? { capture, ...(content === undefined ? {} : { content }) } : { capture: { ...capture, ...doubt } };
}

async function doubtOf(read: Read, content: Content, ref: ArticleRef, at: string, options: KeepOptions): Promise<Doubt | undefined> {
  const { reading, generic, agreement, site } = read;
  const isFallback = reading.reader.layout === FALLBACK_LAYOUT;
  const other = otherArticle(reading, ref, options.sites);
  const background = {
    ...(await options.ledger.past(ref, at)),
    ...(other === undefined ? {} : { otherArticle: other }),
    ...(isFallback || generic === undefined ? {} : { generic }),
    labels: [site.title, ...(reading.facts.section === undefined ? [] : [reading.facts.section])],
    isUnknownLayout: isFallback && site.layouts.length > 0 && (!read.isDeclared || (await options.ledger.layoutsFit(site))),
  };
  return doubtAbout(content, agreement, background, at);
}

/** The capture of a reading, and the content to keep with it where there is one. */
export function sightingFrom(
  reading: Reading,
  seen: Omit<Draft, 'outcome'>,
  isPartialWelcome: boolean,
): { readonly capture: Draft; readonly content?: Content } {
  const facts = Object.keys(reading.facts).length === 0 ? {} : { facts: reading.facts };
  const read = { ...seen, outcome: 'read' as const, reader: reading.reader, ...facts };
  if ('content' in reading) return { capture: read, content: reading.content };
  const { missing, partial } = reading;
  if (isPartialWelcome && (partial.title !== '' || partial.body.length > 0)) return { capture: { ...read, missing }, content: partial };
  const why = `missing: ${missing.join(', ')} (layout ${reading.reader.layout})`;
  return { capture: { ...read, outcome: 'unread', why, missing } };
}

/** The article that a page is filed under: the one that is known at its address, else by the address that is its own. */
export async function refOf(url: URL, reading: Reading, { ledger, sites }: KeepOptions): Promise<ArticleRef> {
  return (await ledger.addresses.known(url)) ?? (await ledger.addresses.articleOf(ownAddress(url, reading, sites)));
}

/**
 * A page says by its canonical link which address is its own. It is believed only where both end in the same words
 * (another host, a folder, a query of other names): some sites give every page one and the same canonical link.
 */
function ownAddress(url: URL, { facts }: Reading, sites: readonly Site[]): URL {
  const { canonicalUrl } = facts;
  if (canonicalUrl === undefined || !URL.canParse(canonicalUrl)) return url;
  const canonical = new URL(canonicalUrl);
  const site = siteOf(url, sites);
  const isOurs =
    siteOf(canonical, sites).name === site.name &&
    sameSlug(canonical, url) &&
    !asksForAnother(canonical, url) &&
    canonical.pathname !== '/';
  return isOurs && articleNumber(canonical, site) === undefined ? canonical : url;
}

/** The number that a page gives as its own, where it is not that of the article which was asked for. */
function otherArticle({ facts }: Reading, ref: ArticleRef, sites: readonly Site[]): string | undefined {
  if (!isNumbered(ref) || facts.canonicalUrl === undefined || !URL.canParse(facts.canonicalUrl)) return undefined;
  const canonical = new URL(facts.canonicalUrl);
  const site = siteOf(canonical, sites);
  const number = articleNumber(canonical, site);
  return site.name !== ref.site || number === undefined || number === ref.id ? undefined : formatRef({ site: site.name, id: number });
}

/** Whether redirects led away from an article: to another number, to the front page, from a known article to another site. */
async function ledAstray(page: Page, { ledger, sites }: KeepOptions): Promise<Pick<CaptureFacts, 'outcome' | 'why'> | undefined> {
  if (page.redirects.length === 0) return undefined;
  const [from, to] = [new URL(page.requested), new URL(page.url)];
  const [asked, came] = [siteOf(from, sites), siteOf(to, sites)];
  const number = articleNumber(from, asked);
  const isOtherNumber = number !== undefined && articleNumber(to, came) !== number;
  const isOtherSite = asked.name !== came.name && (await ledger.addresses.known(from)) !== undefined;
  const isFront = to.pathname === '/' && from.pathname !== '/';
  if (!isOtherNumber && !isOtherSite && !isFront) return undefined;
  return astray(page);
}

function astray(page: Page): { readonly outcome: 'redirected'; readonly why: string } {
  return { outcome: 'redirected', why: `leads to ${page.url}, which is not this article` };
}

function wayOf(page: Page): { readonly redirects?: readonly Redirect[] } {
  if (page.redirects.length === 0) return {};
  return { redirects: page.redirects.map(({ url, status }) => ({ url, status })) };
}
