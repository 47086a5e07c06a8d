/** When to look again: at a seed for new articles, at an article for a new wording. Times are milliseconds since 1970. */
import type { Schedule } from '../article/seed.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A new seed's first interval; then 5 minutes to 24 hours by what it brings. */
export const FIRST_SEED_INTERVAL_MS = 15 * MINUTE_MS;
const SHORTEST_SEED_INTERVAL_MS = 5 * MINUTE_MS;
const LONGEST_SEED_INTERVAL_MS = DAY_MS;

/** A dead seed is asked ever more rarely, but as long as it is in the config it is asked. */
const LONGEST_DEAD_INTERVAL_MS = 30 * DAY_MS;

/**
 * What came of asking a seed. `new`: it named articles that nobody had seen. `quiet`: it answered (304 too), and nothing was
 * new. `dead`: 404, 410, or something else than a seed. `unanswered`: the host's trouble, which its breaker answers.
 */
export type SeedOutcome = 'new' | 'quiet' | 'dead' | 'unanswered';

/** The interval until a seed is asked again, from the one before. */
export function nextSeedInterval(intervalMs: number, outcome: SeedOutcome): number {
  if (outcome === 'unanswered') return Math.max(intervalMs, SHORTEST_SEED_INTERVAL_MS);
  if (outcome === 'dead') return between(HOUR_MS, intervalMs * 2, LONGEST_DEAD_INTERVAL_MS);
  // One that has come back from the dead begins within its bounds.
  const usual = Math.min(intervalMs, LONGEST_SEED_INTERVAL_MS);
  return between(SHORTEST_SEED_INTERVAL_MS, usual * (outcome === 'new' ? 0.5 : 1.1), LONGEST_SEED_INTERVAL_MS);
}

/** The successive answers of 404 or 410, on separate visits, after which an article is gone. */
export const ABSENCES_TO_BE_GONE = 3;

const FIRST_ABSENCE_INTERVAL_MS = HOUR_MS;
const LONGEST_GONE_INTERVAL_MS = 90 * DAY_MS;

/** On a front page a newsroom still works at what it shows. */
const FRONT_FACTOR = 0.5;
const LONGEST_FRONT_INTERVAL_MS = HOUR_MS;

/**
 * An article that has not changed for so long is looked at ever more rarely, and not once a day for ever: at one request in
 * two seconds, a day has room for 40,000.
 */
const OLD_MS = 60 * DAY_MS;

/** What the next visit to an article depends on. */
export interface ArticleState {
  /** When its wording was last seen to be another than before; first seen, where it never was. */
  readonly lastChange: number;
  /** Whether a front page shows it. */
  readonly isOnFront: boolean;
  /** How many visits in a row were answered with 404 or 410. */
  readonly absences: number;
}

/** The interval from a visit at `now` to the next one. */
export function nextVisitInterval({ lastChange, isOnFront, absences }: ArticleState, schedule: Schedule, now: number): number {
  if (absences > 0) return absenceInterval(absences);
  const [least, most] = [schedule.minMinutes * MINUTE_MS, schedule.maxMinutes * MINUTE_MS];
  // A clock that was set back makes no article younger than new.
  const byAge = schedule.factor * Math.max(0, now - lastChange);
  const old = slower(now - lastChange, most);
  return isOnFront
    ? between(least, byAge * FRONT_FACTOR, Math.max(least, Math.min(most, LONGEST_FRONT_INTERVAL_MS)))
    : Math.max(between(least, byAge, most), old);
}

/** The interval after so many visits in a row that brought no page of the article to read: 10 minutes, 20, 40, …, as rarely as any. */
export function troubleInterval(troubles: number, { minMinutes, maxMinutes }: Schedule): number {
  return between(minMinutes * MINUTE_MS, minMinutes * MINUTE_MS * 2 ** Math.min(troubles - 1, 30), maxMinutes * MINUTE_MS);
}

// After an hour, after four: gone is said when three visits over five hours found nothing. Then a day, 2, 4, …, 90.
function absenceInterval(absences: number): number {
  if (absences < ABSENCES_TO_BE_GONE) return FIRST_ABSENCE_INTERVAL_MS * 4 ** (absences - 1);
  return Math.min(DAY_MS * 2 ** Math.min(absences - ABSENCES_TO_BE_GONE, 30), LONGEST_GONE_INTERVAL_MS);
}

/** The longest interval, times the square of the age over sixty days: at 120 days four times it, at 240 sixteen, at most 90 days. */
function slower(ageMs: number, mostMs: number): number {
  const ratio = Math.max(0, ageMs) / OLD_MS;
  return ratio <= 1 ? 0 : Math.round(Math.min(mostMs * ratio ** 2, Math.max(mostMs, LONGEST_GONE_INTERVAL_MS)));
}

/** The longest interval that a site's schedule can come to. */
export function longestVisitInterval({ minMinutes, maxMinutes }: Schedule): number {
  return Math.max(minMinutes * MINUTE_MS, maxMinutes * MINUTE_MS, LONGEST_GONE_INTERVAL_MS);
}

function between(least: number, value: number, most: number): number {
  return Math.round(Math.min(Math.max(value, least), most));
}
