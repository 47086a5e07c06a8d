/** Days as they are typed: those of Vietnam, where the newsrooms are. */
import { UsageError } from '../article/errors.ts';
import type { Span } from '../article/span.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The time from the first of two days to the last one, both of them included; with `now`, `7d` is taken for a first day, too. */
export function spanOf({ since, until }: Span, now?: Date): Span {
  const span = {
    ...(since === undefined ? {} : { since: ago(since, now) ?? dayOf('--since', since, 0, now !== undefined) }),
    ...(until === undefined ? {} : { until: dayOf('--until', until, DAY_MS) }),
  };
  if (span.since === undefined || span.until === undefined || span.since < span.until) return span;
  throw new UsageError(`--since ${since} comes after --until ${until}; nothing lies between them.`);
}

const UNITS: Readonly<Record<string, number>> = { h: DAY_MS / 24, d: DAY_MS, w: 7 * DAY_MS };

/** `12h`, `7d`, `4w` before now. */
function ago(text: string, now: Date | undefined): string | undefined {
  const [, count, unit = ''] = /^(\d{1,4})([hdw])$/u.exec(text) ?? [];
  return now === undefined || count === undefined
    ? undefined
    : new Date(now.getTime() - Number(count) * (UNITS[unit] ?? DAY_MS)).toISOString();
}

/** The instant at which a day begins in Vietnam, or so much later. */
function dayOf(option: string, text: string, laterMs = 0, takesAgo = false): string {
  const instant = /^\d{4}-\d\d-\d\d$/u.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  const isDay = !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text);
  if (!isDay)
    throw new UsageError(`${option} ${text}: expected a day such as 2026-03-01${takesAgo ? ', or a time such as 12h, 7d or 4w' : ''}.`);
  return new Date(Date.parse(`${text}T00:00:00+07:00`) + laterMs).toISOString();
}
