/** Going back: the sitemaps of old months, one after the other, while few of the addresses that they named are still waiting. */
import type { SeedState } from '../archive/catalogueContract.ts';
import type { Seed } from '../article/seed.ts';
import { visitOf } from './visitOf.ts';
import { askAll } from './askSeeds.ts';
import { isStopped, nowOf, type CrawlRun } from './crawlMeans.ts';
import { discover, seedPageOf } from './discover.ts';
import { monthAt, monthsOf, nextOldMonth } from './months.ts';
import { hasParts, type Month } from './monthlySitemap.ts';
import { BACKFILL_PRIORITY } from './urgency.ts';

/** As many addresses may wait before another month is asked for: a kill loses no month, and the queue stays short. */
const MOST_WAITING = 200;

/** Old articles are asked for at a gentler rate than the news. */
export const BACKFILL_PACE = 2;

/** Asks for the next months where a run goes back, and there is room in the queue. */
export async function askOldMonths(crawl: CrawlRun): Promise<void> {
  const { backfill } = crawl.options;
  if (backfill === undefined) return;
  for (const seed of crawl.site.seeds.filter(({ kind }) => kind === 'monthlySitemap')) {
    await askMonths(seed, monthsOf(seed, backfill, monthAt(crawl.site.utcOffset, nowOf(crawl))), crawl);
  }
}

async function askMonths(seed: Seed, months: readonly Month[], crawl: CrawlRun): Promise<void> {
  // Asked once a run: one that gives no list is left for the next one, and the months before it are asked all the same.
  const { triedMonths: tried } = crawl;
  let named: readonly string[] | undefined;
  while (!isStopped(crawl) && (await hasRoom(crawl))) {
    const reached = { states: await statesOf(crawl), tried, now: nowOf(crawl) };
    // Looked up only where there is a month left to ask for.
    if (nextOldMonth(seed, months, { ...reached, named: [] }) === undefined) return;
    named ??= hasParts(seed.url) ? await namedByIndexes(crawl) : [];
    const url = nextOldMonth(seed, months, { ...reached, named });
    if (url === undefined) return;
    tried.add(url);
    await askAll([{ seed, url, depth: 0, isBackfill: true, known: 0 }], crawl);
  }
}

async function hasRoom({ catalogue, site, run }: CrawlRun): Promise<boolean> {
  const among = { leastPriority: BACKFILL_PRIORITY, untriedSince: run.begunAt };
  return (await catalogue.countFound(site.name, among)) < MOST_WAITING;
}

async function statesOf({ catalogue, site }: CrawlRun): Promise<Map<string, SeedState>> {
  return new Map((await catalogue.seeds(site.name)).map((state) => [state.url, state]));
}

/** What the site's indexes of sitemaps name: only they know how many files a month has. */
async function namedByIndexes(crawl: CrawlRun): Promise<string[]> {
  const { fetchPages } = await import('./fetch.ts');
  const { site, sites, fetch } = crawl;
  const indexes = site.seeds.filter(({ kind }) => kind === 'sitemap');
  const named: string[] = [];
  const visits = indexes.map(({ url }) => visitOf(new URL(url), { ...crawl, ...crawl.options }));
  await fetchPages(visits, fetch, async (_visit, fetched, index) => {
    const seed = indexes[index];
    if (seed === undefined || !('page' in fetched) || fetched.page.status !== 200) return;
    named.push(...(await discover(seed, seedPageOf(fetched.page), { site, sites, now: fetch.clock.now() })).more.map(({ url }) => url));
  });
  return named;
}
