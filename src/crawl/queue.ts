/** What a seed named, against what is known: new articles are queued, changed ones looked at again soon. */
import { setImmediate as eventLoopTurn } from 'node:timers/promises';
import type { Discovery as Queued } from '../archive/catalogueContract.ts';
import { normaliseUrl } from '../article/identity.ts';
import type { Seed } from '../article/seed.ts';
import { nowOf, type CrawlRun } from './crawlMeans.ts';
import type { Found } from './glean.ts';
import { nextVisitTo } from './nextVisit.ts';
import { BACKFILL_PRIORITY, leastPriority, urgencyOf } from './urgency.ts';

const MINUTE_MS = 60_000;

/** What was changed within these days is news, whichever list names it. */
const NEWS_MS = 7 * 24 * 60 * MINUTE_MS;

const GONE: ReadonlySet<string> = new Set(['gone', 'absent', 'redirected']);

/** A feed may go on naming what is gone for days. */
const BACK_MS = 6 * 60 * MINUTE_MS;

/** Sites that date every entry of a list with the time of asking tell nothing by it. */
const JUST_NOW_MS = 2 * MINUTE_MS;

export interface Enqueued {
  /** Which articles nobody had seen, in the list's order. */
  readonly isNew: readonly boolean[];
  readonly queued: number;
}

/** As many entries are looked up in one go. */
const BREATH = 500;

/** Where a list of addresses was found. */
export interface Source {
  readonly seed: Seed;
  readonly url: string;
  readonly isBackfill: boolean;
}

/** Queues what a list names. */
export async function enqueue(found: readonly Found[], source: Source, crawl: CrawlRun): Promise<Enqueued> {
  const wanted = found.filter((each) => isSince(each, crawl.options.since));
  const isNew: boolean[] = [];
  const additions: Queued[] = [];
  for (const [index, each] of wanted.entries()) {
    const addition = await additionOf(each, source, crawl);
    isNew.push(addition !== undefined && (await crawl.catalogue.found(addition.url)) === undefined);
    if (addition !== undefined) additions.push(addition);
    if (index % BREATH === BREATH - 1) await eventLoopTurn(); // A stop must not wait for fifty thousand entries.
  }
  // Counted before and after: what waited already may have become urgent enough for this run.
  const waiting = await countWaiting(crawl);
  const queued = await crawl.catalogue.addFound(additions);
  crawl.tally.find((await countWaiting(crawl)) - waiting);
  return { isNew, queued: queued.length };
}

/** How many found addresses a run has still to ask for. */
export async function countWaiting(crawl: CrawlRun): Promise<number> {
  const { begunAt } = crawl.run;
  const among = { leastPriority: leastPriority(crawl.options), untriedSince: begunAt, freeBy: begunAt };
  return await crawl.catalogue.countFound(crawl.site.name, among);
}

function isSince({ lastModified, publishedAt }: Found, since: string | undefined): boolean {
  const date = lastModified ?? publishedAt;
  return since === undefined || date === undefined || date >= since;
}

async function additionOf(found: Found, source: Source, crawl: CrawlRun): Promise<Queued | undefined> {
  const entry = await crawl.catalogue.entry(found.article);
  const now = nowOf(crawl);
  const addition = { url: found.url, ref: found.article, foundAt: now, seed: source.url };
  if (entry === undefined)
    return { ...addition, priority: source.isBackfill || isOld(found, source.seed, crawl) ? BACKFILL_PRIORITY : urgencyOf(found, now) };
  if (isFrontPage(source.seed)) await noteOnFront(found, crawl);
  // The same article under other words: it was renamed, most often for another headline.
  if (!source.isBackfill && isElsewhere(found.url, entry.url, crawl)) return { ...addition, priority: urgencyOf(found, now) };
  const { lastModified } = found;
  // A list that names what was gone says that it may be back.
  if (GONE.has(entry.state) && Date.parse(entry.last) < now - BACK_MS) await hasten(found, crawl);
  if (lastModified !== undefined && lastModified > entry.last && Date.parse(lastModified) < now - JUST_NOW_MS) await hasten(found, crawl);
  return undefined;
}

/** Sitemaps of months and of whole sites name thousands that are no news; `--since` and `--backfill` ask for them. */
function isOld({ lastModified, publishedAt }: Found, { kind }: Seed, crawl: CrawlRun): boolean {
  const date = lastModified ?? publishedAt;
  const isWhole = kind === 'monthlySitemap' || kind === 'sitemap';
  return isWhole && crawl.options.since === undefined && date !== undefined && Date.parse(date) < nowOf(crawl) - NEWS_MS;
}

function isElsewhere(url: string, known: string, { site }: CrawlRun): boolean {
  return URL.canParse(known) && normaliseUrl(new URL(url), site) !== normaliseUrl(new URL(known), site);
}

function isFrontPage({ kind, url }: Seed): boolean {
  return kind === 'section' && new URL(url).pathname === '/';
}

async function noteOnFront({ article }: Found, crawl: CrawlRun): Promise<void> {
  const { catalogue, site, random, run } = crawl;
  const [now, entry] = [nowOf(crawl), await catalogue.entry(article)];
  await catalogue.noteOnFront(article, now);
  if (entry === undefined || entry.revisions === 0) return;
  const dueAt = nextVisitTo(entry, { schedule: site.schedule, now, onFrontAt: now, random: random() });
  if (dueAt <= now) await hasten({ article }, crawl);
  else if (dueAt > run.begunAt) await catalogue.hasten(article, dueAt);
}

/** Makes a visit due in this run. */
async function hasten({ article }: Pick<Found, 'article'>, { catalogue, run, tally }: CrawlRun): Promise<void> {
  if (await catalogue.hasten(article, run.begunAt)) tally.find(1);
}
