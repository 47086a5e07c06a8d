/** Which of a site's seeds are to be asked now. */
import type { SeedState } from '../archive/catalogueContract.ts';
import type { Seed } from '../article/seed.ts';
import { nowOf, type CrawlRun } from './crawlMeans.ts';
import { monthsAsked } from './months.ts';

const LONGEST_INTERVAL_MS = 31 * 24 * 60 * 60 * 1000;

/** A seed's address, or that of a further page which it led to. */
export interface SeedVisit {
  readonly seed: Seed;
  readonly url: string;
  /** How many pages came before it. */
  readonly depth: number;
  readonly isBackfill: boolean;
  /** Known articles in a row, on the pages before. */
  readonly known: number;
}

/** The seeds whose time has come, those never asked first. */
export async function seedsDue(crawl: Pick<CrawlRun, 'site' | 'catalogue' | 'options' | 'fetch'>): Promise<SeedVisit[]> {
  const { site, catalogue, options } = crawl;
  const now = nowOf(crawl);
  const due: (SeedVisit & { readonly at: number })[] = [];
  for (const seed of site.seeds)
    for (const url of addressesOf(seed, site.utcOffset, now, options.since)) {
      const state = await catalogue.seed(url);
      if (isDue(state, now)) due.push({ seed, url, depth: 0, isBackfill: false, known: 0, at: state?.nextPoll ?? 0 });
    }
  return due.toSorted((a, b) => a.at - b.at).map(({ at: _at, ...visit }) => visit);
}

function addressesOf(seed: Seed, utcOffset: string | undefined, now: number, since: string | undefined): string[] {
  return seed.kind === 'monthlySitemap' ? monthsAsked(seed, { utcOffset, now, since }) : [seed.url];
}

// A time further ahead than any rhythm was set by a clock that has been put back since.
function isDue(state: SeedState | undefined, now: number): boolean {
  return state === undefined || state.nextPoll <= now || state.nextPoll - now > LONGEST_INTERVAL_MS;
}
