/** When seeds and articles are looked at again. */
import { describe, expect, test } from 'vitest';
import { DEFAULT_SCHEDULE } from '../../src/article/seed.ts';
import {
  ABSENCES_TO_BE_GONE,
  FIRST_SEED_INTERVAL_MS,
  nextSeedInterval,
  nextVisitInterval,
  type SeedOutcome,
} from '../../src/crawl/rhythm.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 10, 22);

describe('a seed', () => {
  const minutes = (...outcomes: readonly SeedOutcome[]) =>
    outcomes.reduce((interval, outcome) => nextSeedInterval(interval, outcome), FIRST_SEED_INTERVAL_MS) / MINUTE;
  const times = (count: number, outcome: SeedOutcome) => Array.from({ length: count }, () => outcome);

  test('that brings new articles is asked sooner, to every five minutes', () => {
    expect([minutes('new'), minutes('new', 'new'), minutes(...times(50, 'new'))]).toEqual([7.5, 5, 5]);
  });

  test('that brings none is asked later, to once a day', () => {
    expect([minutes('quiet'), minutes('quiet', 'quiet'), minutes(...times(50, 'quiet'))]).toEqual([16.5, 18.15, 1440]);
  });

  test('that is dead is asked ever more rarely, but never given up', () => {
    expect([minutes('dead'), minutes('dead', 'dead'), minutes(...times(1000, 'dead'))]).toEqual([60, 120, 30 * 1440]);
  });

  test('that comes back to life is asked within a day again', () => {
    expect(minutes(...times(50, 'dead'), 'quiet')).toBe(1440);
    expect(minutes(...times(50, 'dead'), 'new')).toBe(720);
  });

  test('whose host does not answer keeps its rhythm', () => expect(minutes('unanswered', 'unanswered')).toBe(15));
});

describe('an article', () => {
  const next = (age: number, more: { isOnFront?: boolean; absences?: number } = {}, schedule = DEFAULT_SCHEDULE) =>
    nextVisitInterval({ lastChange: NOW - age, isOnFront: false, absences: 0, ...more }, schedule, NOW);

  test.each([
    { age: 0, minutes: 10 },
    { age: HOUR, minutes: 10 },
    { age: 2 * HOUR, minutes: 18 },
    { age: DAY, minutes: 216 },
    { age: 7 * DAY, minutes: 1440 },
    { age: 60 * DAY, minutes: 1440 },
    { age: 120 * DAY, minutes: 4 * 1440 },
    { age: 3650 * DAY, minutes: 90 * 1440 },
    { age: -DAY, minutes: 10 },
  ])('$age ms after its last change is due in $minutes minutes', ({ age, minutes }) => expect(next(age)).toBe(minutes * MINUTE));

  test('on a front page is due in half the time, and in an hour at the latest', () => {
    expect([2 * HOUR, 5 * HOUR, 30 * DAY].map((age) => next(age, { isOnFront: true }) / MINUTE)).toEqual([10, 22.5, 60]);
  });

  test('keeps to the schedule of its site', () => {
    const slow = { minMinutes: 120, maxMinutes: 10_080, factor: 0.5 };
    expect([0, 10 * HOUR, 50 * DAY].map((age) => next(age, {}, slow) / MINUTE)).toEqual([120, 300, 10_080]);
    expect(next(365 * DAY, { isOnFront: true }, slow)).toBe(2 * HOUR);
  });

  test('that is missing is looked for twice more within a day before it is gone, then ever more rarely', () => {
    expect([1, 2, 3, 4, 5, 9, 10, 1000].map((absences) => next(DAY, { absences }) / HOUR)).toEqual([1, 4, 24, 48, 96, 1536, 2160, 2160]);
    expect(ABSENCES_TO_BE_GONE).toBe(3);
  });
});
