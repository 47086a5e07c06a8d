/** When a site is left alone: hours of its own clock. */

const DAY_MINUTES = 24 * 60;
const MINUTE_MS = 60_000;

/** When the quiet hours end that `now` lies in (milliseconds since 1970), or undefined where it lies in none. */
export function quietUntil(quietHours: readonly string[], utcOffset: string | undefined, now: number): number | undefined {
  const localMinute = Math.floor(localMs(now, utcOffset) / MINUTE_MS) % DAY_MINUTES;
  const left = quietHours.map((span) => minutesLeft(span, localMinute)).filter((minutes) => minutes > 0);
  if (left.length === 0) return undefined;
  const end = (Math.floor(now / MINUTE_MS) + Math.max(...left)) * MINUTE_MS;
  // Spans that meet are one.
  return Math.max(...left) >= DAY_MINUTES
    ? end
    : (quietUntil(
        quietHours.filter((span) => minutesLeft(span, localMinute) <= 0),
        utcOffset,
        end,
      ) ?? end);
}

/** The day of the site's clock, `2026-03-07`: a daily budget counts by it. */
export function siteDay(utcOffset: string | undefined, now: number): string {
  return new Date(localMs(now, utcOffset)).toISOString().slice(0, 10);
}

/** When the next day of the site's clock begins. */
export function nextDay(utcOffset: string | undefined, now: number): number {
  const dayMs = DAY_MINUTES * MINUTE_MS;
  return (Math.floor(localMs(now, utcOffset) / dayMs) + 1) * dayMs - offsetMs(utcOffset);
}

function localMs(now: number, utcOffset: string | undefined): number {
  return now + offsetMs(utcOffset);
}

function offsetMs(utcOffset = '+00:00'): number {
  return (utcOffset.startsWith('-') ? -1 : 1) * minuteOf(utcOffset.slice(1)) * MINUTE_MS;
}

function minutesLeft(span: string, minute: number): number {
  const [from = 0, to = 0] = span.split('-').map(minuteOf);
  const length = (to - from + DAY_MINUTES) % DAY_MINUTES;
  return length - ((minute - from + DAY_MINUTES) % DAY_MINUTES);
}

function minuteOf(clock: string): number {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  return hour * 60 + minute;
}
