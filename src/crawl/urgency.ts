/** How urgent a found address is: the higher, the sooner. */
import type { CrawlOptions } from './crawlMeans.ts';
import type { Found } from './glean.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Addresses of old months come after everything else, and a run without `--backfill` leaves them alone. */
export const BACKFILL_PRIORITY = -1;

/** How urgent an address must be for a run to ask for it. */
export function leastPriority({ backfill }: Pick<CrawlOptions, 'backfill'>): number {
  return backfill === undefined ? 0 : BACKFILL_PRIORITY;
}

/** Newer articles first: their wording is still being worked at. */
export function urgencyOf({ publishedAt, lastModified }: Pick<Found, 'publishedAt' | 'lastModified'>, now: number): number {
  const age = now - Date.parse(publishedAt ?? lastModified ?? new Date(now).toISOString());
  return age < DAY_MS ? 2 : age < 7 * DAY_MS ? 1 : 0;
}
