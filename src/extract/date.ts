/**
 * Dates as Vietnamese newspapers write them, read strictly.
 *
 * `new Date(text)` is never asked: it takes 04/12/2017 for the 12th of April, refuses `….000 +07:00`, and reads
 * what names no zone by the clock of the machine. Here the day always stands before the month.
 */
import { foldText, normaliseText } from '../article/text.ts';

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

interface Time {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** A line with more than a date in it is prose, and a date in prose is not the article's. */
const LONGEST = 100;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const;
const MONTH = `(?<monthName>${MONTHS.join('|')})[a-z]*\\.?`;

// In order: the first shape that a text has is the only one that is tried.
const DAY_SHAPES: readonly RegExp[] = [
  /(?<!\d)(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})(?!\d)/gu,
  /(?<![\d:])(?<day>\d{1,2})\s?([/.-])\s?(?<month>\d{1,2})\s?\2\s?(?<year>\d{4}|\d{2})(?![\d:])/gu,
  /(?<!\d)(?<day>\d{1,2})\s+thang\s+(?<month>\d{1,2})[,\s]+(?:nam\s+)?(?<year>\d{4})(?!\d)/gu,
  new RegExp(String.raw`(?<!\d)(?<day>\d{1,2})(?:st|nd|rd|th)?[\s-]+${MONTH},?[\s-]+(?<year>\d{4})(?!\d)`, 'gu'),
  new RegExp(String.raw`(?<![a-z])${MONTH}\s+(?<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<year>\d{4})(?!\d)`, 'gu'),
];

const TIME =
  /(?<!\d)(?<hour>\d{1,2})(?::|\s?h\s?|\s?gio\s?)(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,]\d+)?)?(?!\d)(?:\s*(?<half>[ap](?=\.?m\b)|(?:sa|ch)(?![a-z])))?/u;

// `GMT+7`, `(GMT +07:00)`, `+0700`, `Z`. A number after the time without GMT needs four digits: ` - 07` is none.
const ZONE =
  /(?:gmt|utc)\s?(?<named>[+-]\s?\d{1,2}(?::?\d{2})?)|(?<=[\d\s])(?<bare>[+-]\d{2}:?\d{2})(?!\d)|(?<=\d\s?)(?<zulu>z|gmt|utc|ut)(?![a-z])/u;

/**
 * ISO 8601 with seconds and offset (`2026-03-07T08:52:11+07:00`), or the bare day where the text names no time, or
 * names one without a zone and `utcOffset` is unknown: a zone is never made up. Undefined where the text holds no
 * date, an impossible one, or several that differ.
 */
export function parseDate(text: string, utcOffset?: string): string | undefined {
  const plain = foldText(normaliseText(text));
  const found = plain.length > LONGEST ? undefined : findDay(plain);
  if (found === undefined || !isPossibleDay(found.day)) return undefined;
  const day = `${digits(found.day.year, 4)}-${digits(found.day.month)}-${digits(found.day.day)}`;
  const time = findTime(found.rest);
  if (time === undefined) return day;
  if (!isPossibleTime(time)) return undefined;
  const offset = findOffset(found.rest) ?? utcOffset;
  return offset === undefined ? day : `${day}T${digits(time.hour)}:${digits(time.minute)}:${digits(time.second)}${offset}`;
}

/** The same instant at another offset: a site that begins to write its times in UTC has not changed its articles. */
export function atOffset(date: string, utcOffset: string): string {
  const [, year, month, day, hour, minute, second, offset] = ISO.exec(date) ?? [];
  if (offset === undefined || offset === utcOffset) return date;
  const minutes = Number(minute) + minutesOf(utcOffset) - minutesOf(offset);
  const shifted = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), minutes, Number(second)));
  return `${shifted.toISOString().slice(0, 19)}${utcOffset}`;
}

const ISO = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})([+-]\d{2}:\d{2})$/u;

function findDay(text: string): { readonly day: Day; readonly rest: string } | undefined {
  for (const shape of DAY_SHAPES) {
    const matches = [...text.matchAll(shape)];
    const days = matches.map((match) => dayOf(match.groups ?? {}));
    const [day, ...others] = days;
    if (day === undefined) continue;
    const differ = others.some((other) => other.year !== day.year || other.month !== day.month || other.day !== day.day);
    return differ ? undefined : { day, rest: around(text, matches[0]) };
  }
  return undefined;
}

// The day's own digits are taken out, so that they are not read as a time or an offset; ISO's T is taken with them.
function around(text: string, match: RegExpMatchArray | undefined): string {
  const from = match?.index ?? 0;
  const to = from + (match?.[0].length ?? 0);
  return `${text.slice(0, from)} ; ${text.slice(to).replace(/^t(?=\d)/u, '')}`;
}

function dayOf(groups: Record<string, string | undefined>): Day {
  const year = Number(groups['year']);
  const name = groups['monthName'];
  const month = name === undefined ? Number(groups['month']) : MONTHS.findIndex((start) => start === name) + 1;
  return { year: year < 100 ? 2000 + year : year, month, day: Number(groups['day']) };
}

function findTime(text: string): Time | undefined {
  const { hour, minute, second, half } = TIME.exec(text)?.groups ?? {};
  if (hour === undefined) return undefined;
  return { hour: hourOf(Number(hour), half), minute: Number(minute), second: Number(second ?? 0) };
}

// A Vietnamese Windows writes SA (sáng) and CH (chiều) for AM and PM: VietNamNet's first system printed its dates so.
// Some sites put AM or PM behind a clock of 24 hours (`00:01 AM`, `15:20 PM`).
function hourOf(hour: number, half: string | undefined): number {
  if ((half === 'p' || half === 'ch') && hour < 12) return hour + 12;
  return (half === 'a' || half === 'sa') && hour === 12 ? 0 : hour;
}

function findOffset(text: string): string | undefined {
  const { named, bare, zulu } = ZONE.exec(text)?.groups ?? {};
  if (zulu !== undefined) return '+00:00';
  const [, sign, hours, minutes] = /^([+-])\s?(\d{1,2}):?(\d{2})?$/u.exec(named ?? bare ?? '') ?? [];
  return sign === undefined || Number(hours) > 14 ? undefined : `${sign}${digits(Number(hours))}:${minutes ?? '00'}`;
}

function isPossibleDay({ year, month, day }: Day): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1900 && date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function isPossibleTime({ hour, minute, second }: Time): boolean {
  return hour < 24 && minute < 60 && second < 60;
}

function minutesOf(offset: string): number {
  const sign = offset.startsWith('-') ? -1 : 1;
  return sign * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6)));
}

function digits(number: number, width = 2): string {
  return String(number).padStart(width, '0');
}
