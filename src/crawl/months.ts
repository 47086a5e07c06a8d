/** Which months of a site's monthly sitemaps are to be asked for. */
import type { SeedState } from '../archive/catalogueContract.ts';
import type { Seed } from '../article/seed.ts';
import { hasParts, monthlyAddress, monthOf, monthsBack, type Month } from './monthlySitemap.ts';
import { siteDay } from './quietHours.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** In its first days a month's sitemap is thin, and the last month's still grows. */
const OVERLAP_MS = 2 * DAY_MS;

/** The addresses for this month, and for all since a day where one is named. */
export function monthsAsked(
  seed: Seed,
  { utcOffset, now, since }: { readonly utcOffset: string | undefined; readonly now: number; readonly since?: string | undefined },
): string[] {
  const from = since === undefined ? now - OVERLAP_MS : Math.min(Date.parse(since), now);
  return monthsOf(seed, monthAt(utcOffset, from), monthAt(utcOffset, now)).map((month) => monthlyAddress(seed.url, month));
}

/** The months of a seed from one to another, the latest first; none from before there were any. */
export function monthsOf({ since }: Seed, earliest: Month, latest: Month): Month[] {
  const first = since === undefined ? undefined : parseMonth(since);
  return monthsBack(latest, first !== undefined && isBefore(earliest, first) ? first : earliest);
}

/** `2017-03`. */
export function parseMonth(text: string): Month | undefined {
  const { year, month } = /^(?<year>\d{4})-(?<month>0[1-9]|1[0-2])$/u.exec(text)?.groups ?? {};
  return year === undefined ? undefined : { year: Number(year), month: Number(month) };
}

export function monthAt(utcOffset: string | undefined, now: number): Month {
  const [year = 0, month = 1] = siteDay(utcOffset, now).split('-').map(Number);
  return { year, month };
}

/** What is known of old months, and what was tried already. */
export interface Reached {
  readonly states: ReadonlyMap<string, SeedState>;
  /** What the site's indexes name. */
  readonly named: readonly string[];
  readonly tried: ReadonlySet<string>;
  readonly now: number;
}

/** The months that are not read to their end yet, each by the first address of it that is to be asked for. */
export function openMonths(seed: Seed, months: readonly Month[], reached: Omit<Reached, 'tried'>): string[] {
  return months.flatMap((month) => nextOldMonth(seed, [month], { ...reached, tried: new Set() }) ?? []);
}

/** The next address of an old month that was not read to its end since that month's, nor tried; undefined where there is none. */
export function nextOldMonth(seed: Seed, months: readonly Month[], reached: Reached): string | undefined {
  for (const month of months) {
    const files = reached.named.filter((url) => isOf(seed, url, month));
    const open = files.length > 0 ? files.filter((url) => !isRead(url, month, reached)) : partsLeft(seed, month, reached);
    const next = open.find((url) => !reached.tried.has(url));
    if (next !== undefined) return next;
  }
  return undefined;
}

// Nobody says how many parts a month has: they are asked for until one is not there.
function partsLeft(seed: Seed, month: Month, reached: Reached): string[] {
  for (let part = 1; ; part += 1) {
    const url = monthlyAddress(seed.url, month, part);
    if (!isRead(url, month, reached)) return [url];
    if (!hasParts(seed.url) || (reached.states.get(url)?.deadCount ?? 0) > 0) return [];
  }
}

/** A month that still goes on is read again after a day. */
function isRead(url: string, month: Month, { states, now }: Reached): boolean {
  const readAt = states.get(url)?.readAt;
  return readAt !== undefined && readAt >= Math.min(endOf(month) + OVERLAP_MS, now - DAY_MS);
}

/** When the month is over wherever the site's clock stands. */
function endOf({ year, month }: Month): number {
  return Date.UTC(year, month, 1) + DAY_MS;
}

function isOf(seed: Seed, url: string, { year, month }: Month): boolean {
  const named = monthOf(seed.url, url);
  return named?.year === year && named.month === month;
}

function isBefore(a: Month, b: Month): boolean {
  return a.year * 12 + a.month < b.year * 12 + b.month;
}
