/** What one run of a crawl works with, and what it is to keep to. */
import type { Archive } from '../archive/archive.ts';
import type { Catalogue, Instant, Run } from '../archive/catalogueContract.ts';
import type { DamageError } from '../archive/errors.ts';
import type { Site } from '../article/site.ts';
import type { Archived } from './archiveUrls.ts';
import type { FetchOptions } from './fetch.ts';
import type { KeepOptions } from './keep.ts';
import type { Readers } from './readers.ts';
import type { Month } from './monthlySitemap.ts';
import type { PictureKept } from './pictures.ts';
import type { SeedOutcome } from './rhythm.ts';
import type { Tally } from './tally.ts';

export interface CrawlMeans {
  readonly archive: Archive;
  readonly catalogue: Catalogue;
  readonly sites: readonly Site[];
  /** With manners, and with the signal that ends the run gently. */
  readonly fetch: FetchOptions;
  readonly options: CrawlOptions;
  /** 0 to 1, anew each time. */
  readonly random: () => number;
  readonly tell: (event: CrawlEvent) => Promise<void>;
}

export interface CrawlOptions {
  /** How many pages of articles may still be asked for; all runs of a command take from it. */
  readonly allowance: { left: number };
  /** Only what is dated then or later, or not at all: UTC. */
  readonly since?: string;
  /** Follow a list page by page until it names so many known articles in a row. */
  readonly stopAfterKnown?: number;
  /** Old months of sitemaps too, from the latest back to this one. */
  readonly backfill?: Month;
  readonly delayMs?: number;
}

/** One run of one site. */
export interface CrawlRun extends CrawlMeans {
  readonly site: Site;
  readonly run: Run;
  readonly keep: KeepOptions;
  readonly lookAgain: Readers['lookAgain'];
  readonly tally: Tally;
  /** Old months that were asked for in this run. */
  readonly triedMonths: Set<string>;
}

export type CrawlEvent =
  | {
      readonly kind: 'seed';
      readonly url: string;
      readonly outcome: SeedOutcome;
      readonly named: number;
      readonly queued: number;
      readonly trouble: readonly string[];
    }
  | { readonly kind: 'article'; readonly archived: Archived; readonly isUnchanged: boolean; readonly absences: number }
  /** An article that is due, and damaged so that its address is not known: nothing was asked for. */
  | { readonly kind: 'damage'; readonly article: string; readonly damage: DamageError }
  | { readonly kind: 'picture'; readonly picture: PictureKept }
  /** How many addresses the run has still to ask for, as far as it knows. */
  | { readonly kind: 'left'; readonly addresses: number };

export function nowOf({ fetch }: Pick<CrawlMeans, 'fetch'>): Instant {
  return fetch.clock.now().getTime();
}

export function isStopped({ fetch }: Pick<CrawlMeans, 'fetch'>): boolean {
  return fetch.signal?.aborted === true;
}
