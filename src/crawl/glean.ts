/** From what a seed says to what is believed: articles of this site, each once, the newest first. */
import { cleanUrl, articleNumber, identify, siteOf, type ArticleRef } from '../article/identity.ts';
import type { Seed } from '../article/seed.ts';
import type { Site } from '../article/site.ts';
import { normaliseText } from '../article/text.ts';
import type { ArticleLead, Lead, MoreLead } from './lead.ts';
import { Tally } from './leftOut.ts';
import { utcInstant } from './seedDate.ts';

/** An address at which an article stands. */
export interface Found {
  /** As it is asked for: without fragment and tracking. */
  readonly url: string;
  readonly article: ArticleRef;
  /** UTC, as `2017-03-21T11:45:00Z`; a bare day is its first second. */
  readonly lastModified?: string;
  readonly publishedAt?: string;
  readonly title?: string;
}

/** A further sitemap, or the next page. */
export interface More {
  readonly url: string;
  readonly lastModified?: string;
}

export interface Discovery {
  /** Newest first, as far as they are dated; each article once. */
  readonly found: readonly Found[];
  /** Newest first. */
  readonly more: readonly More[];
  /** What was left out and why, a sentence each. */
  readonly trouble: readonly string[];
  /** It is the list that was meant, and it was read to its end. */
  readonly isWhole: boolean;
}

/** What a discovery needs to know besides the seed. */
export interface Surroundings {
  readonly site: Site;
  /** All sites: another one's addresses are no article of this one. */
  readonly sites: readonly Site[];
  readonly now: Date;
}

/** The sitemap protocol's own bound for one file. */
export const MOST_ENTRIES = 50_000;

/** Reads all leads, and keeps the newest entries: what is known of a million is never more than twice what is kept. */
export function glean(leads: Iterable<Lead>, seed: Seed, pageUrl: URL, { site, sites, now }: Surroundings): Discovery {
  const tally = new Tally();
  const instant = (written: string | undefined) => {
    const utc = written === undefined || written.trim() === '' ? undefined : utcInstant(written, site.utcOffset, now);
    if (utc === undefined && (written ?? '').trim() !== '') tally.count('date', written ?? '');
    return utc;
  };
  const address = (href: string): URL | undefined => {
    const url = webAddress(href, pageUrl);
    if (url === undefined) tally.count(seed.kind === 'section' ? 'nothing' : 'no address', href);
    else if (siteOf(url, sites).name !== site.name) tally.count('other site', url.href);
    else return url;
    return undefined;
  };
  const articles = new Newest<Found>();
  const further = new Newest<More>();
  for (const lead of leads) {
    if (lead.kind === 'trouble') {
      tally.say(lead.text);
      continue;
    }
    const url = address(lead.href);
    if (url === undefined) continue;
    if (lead.kind === 'more') further.add(url.href, moreOf(url, lead, instant));
    else if (isArticle(url, seed, site)) {
      const found = foundOf(url, lead, { site, sites, now }, instant);
      articles.add(found.article.id, found);
    } else tally.count(seed.kind === 'section' ? 'nothing' : 'no article', url.href);
  }
  const [found, more] = [articles.newest(), further.newest()];
  tally.many('beyond', articles.dropped + further.dropped);
  return { found, more, trouble: tally.sentences(site), isWhole: tally.isWhole };
}

type Instant = (written: string | undefined) => string | undefined;

function foundOf(url: URL, lead: ArticleLead, { site, sites }: Surroundings, instant: Instant): Found {
  const title = normaliseText((lead.title ?? '').replace(/^\s*<!\[CDATA\[|\]\]>\s*$/gu, '')); // VietnamPlus escapes the marks of CDATA.
  const [lastModified, publishedAt] = [instant(lead.lastModified), instant(lead.publishedAt)];
  return {
    // Most have nothing to clean, and cleaning takes a second look at each.
    url: url.search === '' && url.hash === '' && url.username === '' ? ownText(url.href) : cleanUrl(url, site),
    article: identify(url, sites),
    ...(lastModified === undefined ? {} : { lastModified }),
    ...(publishedAt === undefined ? {} : { publishedAt }),
    ...(title === '' ? {} : { title: ownText(title) }),
  };
}

function moreOf(url: URL, lead: MoreLead, instant: Instant): More {
  const lastModified = instant(lead.lastModified);
  return lastModified === undefined ? { url: url.href } : { url: url.href, lastModified };
}

/** On a site that says nothing of its addresses, every one but the front is an article; of a page's links, none. */
function isArticle(url: URL, { kind, articles }: Seed, site: Site): boolean {
  if (articles !== undefined && new RegExp(articles, 'iu').test(url.pathname)) return true;
  if (site.articleNumbers.length > 0 || articles !== undefined) return articleNumber(url, site) !== undefined;
  return kind !== 'section' && url.pathname !== '/';
}

function webAddress(href: string, base: URL): URL | undefined {
  const written = href.trim();
  if (written === '' || !URL.canParse(written, base.href)) return undefined;
  const url = new URL(written, base);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url : undefined;
}

// A slice of a text keeps the whole piece in memory that it was cut from.
function ownText(text: string): string {
  return Buffer.from(text).toString();
}

/** The newest of many, each key once. */
class Newest<Item extends Pick<Found, 'lastModified'> & { readonly publishedAt?: string }> {
  #kept = new Map<string, Item>();
  dropped = 0;

  /** A second mention adds what the first didn't say, and its date where that is later. */
  add(key: string, item: Item): void {
    const before = this.#kept.get(key);
    this.#kept.set(key, before === undefined ? item : { ...item, ...before, ...later(before, item) });
    if (this.#kept.size > 2 * MOST_ENTRIES) this.#cut();
  }

  newest(): Item[] {
    this.#cut();
    return [...this.#kept.values()];
  }

  // The sort is stable: what has no date keeps the order of the file.
  #cut(): void {
    const sorted = [...this.#kept].toSorted(([, a], [, b]) => compareDates(dateOf(b), dateOf(a)));
    this.dropped += Math.max(0, sorted.length - MOST_ENTRIES);
    this.#kept = new Map(sorted.slice(0, MOST_ENTRIES));
  }
}

function later<Item extends { readonly lastModified?: string }>(a: Item, b: Item): { lastModified?: string } {
  const [latest] = [a.lastModified, b.lastModified]
    .filter((date) => date !== undefined)
    .toSorted(compareDates)
    .toReversed();
  return latest === undefined ? {} : { lastModified: latest };
}

function dateOf({ lastModified = '', publishedAt = '' }: { readonly lastModified?: string; readonly publishedAt?: string }): string {
  return lastModified > publishedAt ? lastModified : publishedAt;
}

function compareDates(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
