/** Crawling several sites at once: each has hosts of its own, and none waits for another. */
import type { Archive } from '../archive/archive.ts';
import type { Catalogue } from '../archive/catalogueContract.ts';
import type { Site } from '../article/site.ts';
import type { Crawled } from '../crawl/crawl.ts';
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

/** What goes on for weeks is a series of runs, so that seeds and known articles get their turn. */
export const LONGEST_RUN_MS = 15 * 60_000;

/** How often to ask whether another crawl of a site has ended. */
const WAIT_MS = 500;

export interface CrawlWays {
  /** Wait where another crawl of a site is running. */
  readonly waits?: boolean;
  /** Tell also of a run that had nothing to ask for. */
  readonly tellsIdle?: boolean;
}

/**
 * One run of each site; with `--backfill`, runs until everything is there.
 * @returns whether anything was asked for
 */
export async function crawlSites(
  sites: readonly Site[],
  options: CrawlOptions,
  desk: CrawlDesk,
  { waits = false, tellsIdle = true }: CrawlWays = {},
): Promise<boolean> {
  const catalogue = await desk.archive.catalogue();
  const { signal } = desk.fetch;
  const stop = stopAfter(desk.timeLimitMs, desk.fetch.clock, signal);
  try {
    const asked = await Promise.all(
      sites.map((site) => crawlSite(site, { options, catalogue, waits, tellsIdle, stop: stop.signal }, desk)),
    );
    return asked.includes(true);
  } finally {
    stop.end();
  }
}

interface Order {
  readonly options: CrawlOptions;
  readonly catalogue: Catalogue;
  readonly waits: boolean;
  readonly tellsIdle: boolean;
  readonly stop: AbortSignal;
}

async function crawlSite(site: Site, order: Order, desk: CrawlDesk): Promise<boolean> {
  const { clock } = desk.fetch;
  let [hasAsked, isKept] = [false, false];
  while (!order.stop.aborted) {
    const { crawled, begunAt, isCut } = await runOf(site, order, desk);
    const isBusy = crawled !== undefined && asksSomething(crawled);
    hasAsked ||= isBusy;
    if (crawled !== undefined && (isBusy || order.tellsIdle)) desk.report.end(site, crawled, begunAt);
    isKept = crawled === undefined;
    if (crawled === undefined && order.waits) {
      desk.report.waits(site);
      await clock.sleepUntil(clock.steady() + WAIT_MS, order.stop);
    } else if (crawled === undefined) desk.report.skipped(site);
    // Going back for weeks is a series of runs; the next one begins where this one was cut off, if it came to anything.
    const goesOn = crawled === undefined ? order.waits : order.options.backfill !== undefined && isCut && isBusy;
    if (!goesOn) break;
  }
  if (isKept && order.waits && !desk.fetch.signal?.aborted) desk.report.skipped(site);
  return hasAsked;
}

async function runOf(site: Site, order: Order, desk: CrawlDesk) {
  const { crawl } = await import('../crawl/crawl.ts');
  const begunAt = desk.fetch.clock.now().getTime();
  const run = stopAfter(order.options.backfill === undefined ? undefined : LONGEST_RUN_MS, desk.fetch.clock, order.stop);
  try {
    const crawled = await crawl(site, meansOf(site, { ...order, stop: run.signal }, desk));
    return { crawled, begunAt, isCut: run.signal.aborted };
  } finally {
    run.end();
  }
}

function asksSomething({ counts: { fetched, unchanged, failed, refused }, noted }: Crawled): boolean {
  return fetched + unchanged + failed + refused + (noted['seeds'] ?? 0) > 0;
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
