/** Crawling several sites at once: each has hosts of its own, and none waits for another. */
import type { Archive } from '../archive/archive.ts';
import type { Catalogue } from '../archive/catalogueContract.ts';
import type { Site } from '../article/site.ts';
import type { CrawlMeans, CrawlOptions } from '../crawl/crawlMeans.ts';
import type { FetchOptions } from '../crawl/fetch.ts';
import type { Context } from './context.ts';
import type { CrawlReport } from './crawlReport.ts';
import { stopAfter } from './stopAfter.ts';

export interface CrawlDesk {
  readonly archive: Archive;
  readonly context: Context;
  readonly report: CrawlReport;
  readonly fetch: FetchOptions;
  readonly timeLimitMs?: number;
}

/** A run that goes back for weeks is a series of runs, so that known articles get their turn. */
const LONGEST_RUN_MS = 15 * 60_000;

/** How often to ask whether another crawl of a site has ended. */
const WAIT_MS = 500;

/** One run of each site; with `--backfill`, runs until everything is there. */
export async function crawlSites(
  sites: readonly Site[],
  options: CrawlOptions,
  desk: CrawlDesk,
  { waits = false }: { readonly waits?: boolean } = {},
): Promise<void> {
  const catalogue = await desk.archive.catalogue();
  const { signal } = desk.fetch;
  const stop = stopAfter(desk.timeLimitMs, desk.fetch.clock, signal);
  try {
    await Promise.all(sites.map((site) => crawlSite(site, { options, catalogue, waits, stop: stop.signal }, desk)));
  } finally {
    stop.end();
  }
}

interface Order {
  readonly options: CrawlOptions;
  readonly catalogue: Catalogue;
  readonly waits: boolean;
  readonly stop: AbortSignal;
}

async function crawlSite(site: Site, order: Order, desk: CrawlDesk): Promise<void> {
  const { crawl } = await import('../crawl/crawl.ts');
  for (let isMore = true; isMore && !order.stop.aborted;) {
    const begunAt = desk.fetch.clock.now().getTime();
    const run = stopAfter(order.options.backfill === undefined ? undefined : LONGEST_RUN_MS, desk.fetch.clock, order.stop);
    try {
      const crawled = await crawl(site, meansOf(site, { ...order, stop: run.signal }, desk));
      if (crawled === undefined && !order.waits) return desk.report.skipped(site);
      if (crawled === undefined) await desk.fetch.clock.sleepUntil(desk.fetch.clock.steady() + WAIT_MS, order.stop);
      else desk.report.end(site, crawled, begunAt);
      isMore = crawled === undefined || (order.options.backfill !== undefined && run.signal.aborted);
    } finally {
      run.end();
    }
  }
}

function meansOf(site: Site, { options, catalogue, stop }: Order, { archive, context, report, fetch }: CrawlDesk): CrawlMeans {
  const { sites } = context.config;
  return {
    archive,
    catalogue,
    sites: sites.includes(site) ? sites : [...sites, site],
    fetch: { ...fetch, signal: stop },
    options,
    random: Math.random,
    tell: (event) => report.add(site, event),
  };
}
