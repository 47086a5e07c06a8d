/** Asking a site's seeds for articles: each on a rhythm of its own, page by page as far as there is something new. */
import type { SeedState } from '../archive/catalogueContract.ts';
import { headerOf, type Page, type Visit } from '../article/page.ts';
import { visitOf } from './visitOf.ts';
import { nowOf, type CrawlEvent, type CrawlRun } from './crawlMeans.ts';
import { discover, seedPageOf, type Discovery } from './discover.ts';
import type { FetchFailure, Fetched } from './fetch.ts';
import type { More } from './glean.ts';
import { tagsOf } from './notModified.ts';
import { seedsDue, type SeedVisit } from './seedsDue.ts';
import { enqueue, type Enqueued } from './queue.ts';
import { FIRST_SEED_INTERVAL_MS, nextSeedInterval, type SeedOutcome } from './rhythm.ts';

/** How many further pages of a list are asked for in one go, where nobody says how far to go back. */
const FURTHER_PAGES = 5;

/** A bound even then: a list that names ever more pages must end. */
const MOST_PAGES = 1000;

/** Of an index that was never read, the newest files; of one that was, those that changed since. */
const NEWEST_FILES = 2;
const MOST_FILES = 10;

/** Asks every seed that is due, and what they lead to. */
export async function askSeeds(crawl: CrawlRun): Promise<void> {
  await askAll(await seedsDue(crawl), crawl);
}

/** Asks these, and what they lead to. */
export async function askAll(first: readonly SeedVisit[], crawl: CrawlRun): Promise<void> {
  const { fetchPages } = await import('./fetch.ts');
  for (let wave = first; wave.length > 0;) {
    const next: SeedVisit[] = [];
    const asked = wave;
    const visits = await Promise.all(asked.map(async (visit) => await fetchVisitOf(visit, crawl)));
    await fetchPages(visits, crawl.fetch, async (_visit, fetched, index) => {
      const visit = asked[index];
      if (visit !== undefined) next.push(...(await took(visit, fetched, crawl)));
    });
    wave = next;
  }
}

async function fetchVisitOf({ url }: SeedVisit, crawl: CrawlRun): Promise<Visit> {
  const have = tagsOf((await crawl.catalogue.seed(url)) ?? {});
  return { ...visitOf(new URL(url), { ...crawl, ...crawl.options }), have };
}

/** Learns from an answer. @returns the pages to ask next */
async function took(visit: SeedVisit, fetched: Fetched, crawl: CrawlRun): Promise<SeedVisit[]> {
  if ('page' in fetched && fetched.page.status >= 200 && fetched.page.status < 300) return await readList(visit, fetched.page, crawl);
  const asked = 'page' in fetched ? await withoutList(visit, fetched.page, crawl) : withoutPage(fetched.failure);
  if (asked !== undefined) await settle(visit, asked, crawl);
  return [];
}

/** Undefined where it was not asked at all: its time has not come. */
function withoutPage({ kind, message }: FetchFailure): Asked | undefined {
  return kind === 'later' ? undefined : { outcome: kind === 'robots' ? 'dead' : 'unanswered', trouble: [message] };
}

async function withoutList(visit: SeedVisit, page: Page, crawl: CrawlRun): Promise<Asked> {
  const { status } = page;
  const before = await crawl.catalogue.seed(visit.url);
  if (status === 304 && (before?.etag ?? before?.lastModified) !== undefined) return { outcome: 'quiet', trouble: [], page, isRead: true };
  const trouble = [status === 304 ? 'it answered 304, although it was not asked whether it had changed' : `it answered ${status}`];
  return status === 404 || status === 410 ? { outcome: 'dead', trouble, isRead: true } : { outcome: 'unanswered', trouble };
}

async function readList(visit: SeedVisit, page: Page, crawl: CrawlRun): Promise<SeedVisit[]> {
  const { site, sites, fetch, options } = crawl;
  const discovery = await discover(visit.seed, seedPageOf(page), { site, sites, now: fetch.clock.now() });
  const trouble = page.truncated === undefined ? discovery.trouble : [page.truncated, ...discovery.trouble];
  const before = await crawl.catalogue.seed(visit.url);
  const enqueued = await enqueue(discovery.found, { seed: visit.seed, url: visit.url, isBackfill: visit.isBackfill }, crawl);
  const isEmpty = discovery.found.length + discovery.more.length === 0;
  const outcome = enqueued.queued > 0 ? 'new' : isEmpty && trouble.length > 0 ? 'dead' : 'quiet';
  const isRead = discovery.isWhole && page.truncated === undefined && options.since === undefined;
  await settle(visit, { outcome, trouble, page, isRead, named: discovery.found.length, queued: enqueued.queued }, crawl);
  return furtherPages(visit, discovery, enqueued, before, crawl);
}

interface Asked {
  readonly outcome: SeedOutcome;
  readonly trouble: readonly string[];
  readonly page?: Page;
  /** All that it names is taken note of, or there is nothing. */
  readonly isRead?: boolean;
  readonly named?: number;
  readonly queued?: number;
}

async function settle(visit: SeedVisit, asked: Asked, crawl: CrawlRun): Promise<void> {
  const { catalogue, site, tell } = crawl;
  const now = nowOf(crawl);
  await catalogue.keepSeed(nextState(await catalogue.seed(visit.url), { url: visit.url, site: site.name }, asked, now));
  const { outcome, trouble, named = 0, queued = 0 } = asked;
  crawl.tally.note('seeds');
  if (outcome === 'unanswered' || outcome === 'dead') crawl.tally.note('seedsFailed');
  const event: CrawlEvent = { kind: 'seed', url: visit.url, outcome, named, queued, trouble };
  await tell(event);
}

function nextState(
  before: SeedState | undefined,
  { url, site }: Pick<SeedState, 'url' | 'site'>,
  { outcome, page, isRead = false }: Asked,
  now: number,
): SeedState {
  const interval = before === undefined ? FIRST_SEED_INTERVAL_MS : Math.max(0, before.nextPoll - before.lastPoll);
  const [etag, lastModified] =
    page?.status === 304 ? [before?.etag, before?.lastModified] : [tagOf(page, 'etag'), tagOf(page, 'last-modified')];
  const readAt = isRead ? now : before?.readAt;
  return {
    url,
    site,
    lastPoll: now,
    nextPoll: now + nextSeedInterval(interval, outcome),
    deadCount: outcome === 'dead' ? (before?.deadCount ?? 0) + 1 : 0,
    // What was not read to its end must not be "not modified" the next time.
    ...(isRead ? tagsOf({ etag, lastModified }) : {}),
    ...(readAt === undefined ? {} : { readAt }),
  };
}

function tagOf(page: Page | undefined, name: string): string | undefined {
  return page === undefined || page.truncated !== undefined || page.redirects.length > 0 ? undefined : headerOf(page, name);
}

function furtherPages(
  visit: SeedVisit,
  { found, more }: Discovery,
  { isNew, queued }: Enqueued,
  before: SeedState | undefined,
  { options }: CrawlRun,
): SeedVisit[] {
  const isIndex = found.length === 0;
  const depth = visit.depth + 1;
  const known = isNew.includes(true) ? isNew.length - 1 - isNew.lastIndexOf(true) : visit.known + isNew.length;
  const { stopAfterKnown } = options;
  const goesOn = stopAfterKnown === undefined ? queued > 0 && depth <= FURTHER_PAGES : known < stopAfterKnown && depth <= MOST_PAGES;
  const pages = isIndex ? changedFiles(more, before, options.since) : goesOn ? more : [];
  // An index in an index is one too many, whoever wrote it.
  return isIndex && visit.depth > 0 ? [] : pages.map(({ url }) => ({ ...visit, url, depth, known }));
}

/** The files of an index that are worth asking for, the newest first. */
function changedFiles(more: readonly More[], before: SeedState | undefined, since: string | undefined): readonly More[] {
  const from = since ?? (before === undefined ? undefined : new Date(before.lastPoll).toISOString());
  if (from === undefined) return more.slice(0, NEWEST_FILES);
  // Some indexes date every file with the time of asking.
  return more.filter(({ lastModified }) => lastModified !== undefined && lastModified >= from).slice(0, MOST_FILES);
}
