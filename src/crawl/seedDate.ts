/** Dates in sitemaps and feeds: the instant that is meant, or none. */
import { atOffset, parseDate } from '../extract/date.ts';

/** W3C's profile of ISO 8601, with the space before the offset that VietNamNet writes. A year or a month alone is no date. */
const W3C = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?$/u;

const WHOLE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/u;

/** RFC 822's names of zones, and that of Indochina: the strict reader of pages knows none of them. */
const ZONES: Readonly<Record<string, string>> = {
  EST: '-0500',
  EDT: '-0400',
  CST: '-0600',
  CDT: '-0500',
  MST: '-0700',
  MDT: '-0600',
  PST: '-0800',
  PDT: '-0700',
  ICT: '+0700',
};

/** A newsroom's clock may go fast, and its zone be wrong; no article is of the day after tomorrow. */
const MOST_AHEAD_MS = 86_400_000;

/**
 * `2017-03-21T11:45:00Z`: W3C and RFC 822 dates, and what else a Vietnamese page may write. What names no zone is read
 * by the site's clock, a bare day begins by it too; UTC's where that is unknown, never the machine's. Undefined
 * where the text is no date, an impossible one, or one that lies ahead of us.
 */
export function utcInstant(written: string, utcOffset: string | undefined, now: Date): string | undefined {
  const text = written.trim();
  // Nearly all are of this one shape, and a sitemap has a million: the reader of every shape takes ten times as long.
  const date = WHOLE.test(text) && isReal(text) ? text.replace(/Z$/u, '+00:00') : parseDate(plain(text), utcOffset);
  if (date === undefined) return undefined;
  const whole = date.includes('T') ? date : `${date}T00:00:00${utcOffset ?? '+00:00'}`;
  const utc = `${atOffset(whole, '+00:00').slice(0, 19)}Z`;
  return utc <= new Date(now.getTime() + MOST_AHEAD_MS).toISOString() ? utc : undefined;
}

function isReal(text: string): boolean {
  const utc = `${text.slice(0, 19)}.000Z`;
  const time = Date.parse(utc);
  return text >= '1900' && !Number.isNaN(time) && new Date(time).toISOString() === utc;
}

function plain(written: string): string {
  if (W3C.test(written)) return written;
  return written
    .replace(/\b[ECMP][SD]T\b|\bICT\b/u, (zone) => ZONES[zone] ?? zone)
    .replace(/^((?:[A-Za-z]{3},\s*)?\d{1,2} [A-Za-z]{3} )(\d{2})(?= \d{1,2}:)/u, (_, before: string, year: string) => {
      return `${before}${Number(year) < 70 ? '20' : '19'}${year}`;
    });
}
