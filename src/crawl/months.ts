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

/** The next address of an old month that was not read to its end yet; undefined where all are. */
export function nextOldMonth(
  seed: Seed,
  months: readonly Month[],
  states: ReadonlyMap<string, SeedState>,
  named: readonly string[],
): string | undefined {
  for (const month of months) {
    const files = named.filter((url) => isOf(seed, url, month));
    const next = files.length > 0 ? files.find((url) => !states.has(url)) : nextPart(seed, month, states);
    if (next !== undefined) return next;
  }
  return undefined;
}

// Nobody says how many parts a month has: they are asked for until one is not there.
function nextPart(seed: Seed, month: Month, states: ReadonlyMap<string, SeedState>): string | undefined {
  for (let part = 1; ; part += 1) {
    const url = monthlyAddress(seed.url, month, part);
    const state = states.get(url);
    if (state === undefined) return url;
    if (!hasParts(seed.url) || state.deadCount > 0) return undefined;
  }
}

function isOf(seed: Seed, url: string, { year, month }: Month): boolean {
  const named = monthOf(seed.url, url);
  return named?.year === year && named.month === month;
}

function isBefore(a: Month, b: Month): boolean {
  return a.year * 12 + a.month < b.year * 12 + b.month;
}
