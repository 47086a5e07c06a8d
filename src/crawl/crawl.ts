/** One run of a crawl, of one site: find, look again, and account for every address. */
import type { Run } from '../archive/catalogueContract.ts';
import type { Site } from '../article/site.ts';
import { askSeeds } from './askSeeds.ts';
import { isStopped, nowOf, type CrawlMeans, type CrawlRun } from './crawlMeans.ts';
import { Ledger } from './ledger.ts';
import { makeVisits } from './makeVisits.ts';
import { farthestVisitInterval, nextVisitTo } from './nextVisit.ts';
import { askOldMonths } from './oldMonths.ts';
import { countWaiting } from './queue.ts';
import { Readers } from './readers.ts';
import { Tally, type Counts, type Whys } from './tally.ts';
import { nextVisits } from './visits.ts';

/** What a run came to. */
export interface Crawled {
  readonly counts: Counts;
  readonly noted: Readonly<Record<string, number>>;
  readonly whys: Whys;
}

/**
 * Crawls a site once: until nothing is due, the allowance is used up, or the signal is given.
 * @returns undefined where another run of the site is alive
 * @throws what the disk, the lock or the catalogue would not do; what was told is kept, and the next run goes on from there
 */
export async function crawl(site: Site, means: CrawlMeans): Promise<Crawled | undefined> {
  const now = nowOf(means);
  const run = await means.catalogue.beginRun(site.name, now, now + farthestVisitInterval(site.schedule));
  if (run === undefined) return undefined;
  const readers = new Readers(means.sites);
  const begun = begin(site, run, means, readers);
  try {
    await planForgotten(begun);
    begun.tally.find(await stillDue(begun));
    await work(begun);
    return await end(begun, isStopped(begun) ? 'stopped' : 'done');
  } catch (error) {
    await end(begun, 'broken off').catch(() => undefined); // The first trouble is the one to tell.
    throw error;
  } finally {
    await readers.end();
  }
}

async function work(begun: CrawlRun): Promise<void> {
  while (!isStopped(begun)) {
    await askSeeds(begun);
    await askOldMonths(begun);
    const visits = await nextVisits(begun);
    if (visits.length === 0) return;
    await begun.tell({ kind: 'left', addresses: await stillDue(begun) });
    await makeVisits(visits, begun);
  }
}

function begin(site: Site, run: Run, means: CrawlMeans, { look, lookAgain }: Readers): CrawlRun {
  const { archive, sites } = means;
  const keep = { sites, ledger: new Ledger(archive, sites), isPartialWelcome: false, look };
  return { ...means, site, run, keep, lookAgain, tally: new Tally(), triedMonths: new Set() };
}

async function end(begun: CrawlRun, status: string): Promise<Crawled> {
  const { catalogue, run, tally } = begun;
  const counts = tally.close(await stillDue(begun));
  const noted = Object.fromEntries(tally.noted);
  await catalogue.endRun(run, { endedAt: nowOf(begun), status, counts: { ...counts, ...noted } });
  return { counts, noted, whys: tally.whys };
}

/** How many addresses this run has still to ask for. */
async function stillDue(begun: CrawlRun): Promise<number> {
  return (await countWaiting(begun)) + (await begun.catalogue.countDue(begun.site.name, begun.run.begunAt));
}

const BATCH = 1000;

/** Plans visits to articles that have none planned: those kept by hand, and all of them after the catalogue was made anew. */
async function planForgotten(begun: CrawlRun): Promise<void> {
  const { catalogue, site, random } = begun;
  const now = nowOf(begun);
  for (;;) {
    const entries = await catalogue.unplanned(site.name, BATCH);
    for (const entry of entries) await catalogue.plan(entry, nextVisitTo(entry, { schedule: site.schedule, now, random: random() }));
    if (entries.length < BATCH) return;
  }
}
