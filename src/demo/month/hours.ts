/** A newsroom's hours: when on a day articles come out. */
import { DAY_MINUTES } from './calendar.ts';
import type { Chance } from './chance.ts';

/** Articles by the hour from midnight on: a burst at six, the busiest before noon, a second height at four, a few at night. */
const BY_HOUR = [2, 1, 1, 1, 2, 8, 18, 20, 20, 22, 24, 22, 14, 14, 18, 20, 22, 20, 14, 12, 10, 8, 6, 4];

/** By the weekday from Monday on; the script begins on one. */
const BY_WEEKDAY = [10, 10, 10, 10, 10, 7, 6];

const HOUR_MINUTES = 60;

/** The minutes at which so many articles come out, in order. */
export function publishingMinutes(chance: Chance, count: number, days: number): number[] {
  const weekdays = Array.from({ length: days }, (_, day) => BY_WEEKDAY[day % 7] ?? 1);
  const minute = () => chance.weighed(weekdays) * DAY_MINUTES + chance.weighed(BY_HOUR) * HOUR_MINUTES + chance.whole(0, HOUR_MINUTES - 1);
  return Array.from({ length: count }, minute).toSorted((a, b) => a - b);
}
