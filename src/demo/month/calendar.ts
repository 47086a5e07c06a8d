/** The calendar of a script: minutes are counted from its start, instants are milliseconds since 1970. */

/** Two months of the calendar have a part in it, the first of them with one digit, which VietnamPlus does not pad. A Monday. */
export const START = '2026-09-14T00:00:00+07:00';

const START_MS = Date.parse(START);
const MINUTE_MS = 60_000;
export const DAY_MINUTES = 1440;

/** The instant of a minute, in milliseconds since 1970. */
export function instantOf(minute: number): number {
  return START_MS + minute * MINUTE_MS;
}

/** The minute of an instant, with its fraction. */
export function minuteOf(instant: number): number {
  return (instant - START_MS) / MINUTE_MS;
}

/** The end of the script, in milliseconds since 1970. */
export function endOf({ days }: { readonly days: number }): number {
  return instantOf(days * DAY_MINUTES);
}

/** A minute by the outlets' clock: `2026-09-14T07:05:00+07:00`. */
export function localIso(minute: number): string {
  return `${new Date(instantOf(minute + 7 * 60)).toISOString().slice(0, 19)}+07:00`;
}
