/** Days as they are typed: those of Vietnam, where the newsrooms are. */
import { UsageError } from '../article/errors.ts';
import type { Span } from '../article/span.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The time from the first of two days to the last one, both of them included. */
export function spanOf({ since, until }: Span): Span {
  const span = {
    ...(since === undefined ? {} : { since: dayOf('--since', since) }),
    ...(until === undefined ? {} : { until: dayOf('--until', until, DAY_MS) }),
  };
  if (span.since === undefined || span.until === undefined || span.since < span.until) return span;
  throw new UsageError(`--since ${since} comes after --until ${until}; nothing lies between them.`);
}

/** The instant at which a day begins in Vietnam, or so much later. */
function dayOf(option: string, text: string, laterMs = 0): string {
  const instant = /^\d{4}-\d\d-\d\d$/u.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  const isDay = !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text);
  if (!isDay) throw new UsageError(`${option} ${text}: expected a day such as 2026-03-01.`);
  return new Date(Date.parse(`${text}T00:00:00+07:00`) + laterMs).toISOString();
}
