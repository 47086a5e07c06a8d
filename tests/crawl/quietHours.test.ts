import { expect, test } from 'vitest';
import { quietUntil, siteDay } from '../../src/crawl/quietHours.ts';

const at = (time: string) => Date.parse(`2026-11-22T${time}Z`);

test.each([
  { now: '16:29:59', expected: undefined },
  { now: '16:30:00', expected: '2026-11-22T22:00:00.000Z' },
  { now: '18:10:30', expected: '2026-11-22T22:00:00.000Z' },
  { now: '21:59:59', expected: '2026-11-22T22:00:00.000Z' },
  { now: '22:00:00', expected: undefined },
])('23:30-05:00 in Hà Nội: at $now UTC quiet until $expected', ({ now, expected }) => {
  const until = quietUntil(['23:30-05:00'], '+07:00', at(now));
  expect(until === undefined ? undefined : new Date(until).toISOString()).toBe(expected);
});

test('spans that meet are one, and without an offset the hours are UTC’s', () => {
  expect(quietUntil(['01:00-03:00', '03:00-04:00', '12:00-13:00'], undefined, at('02:00:00'))).toBe(at('04:00:00'));
  expect(quietUntil([], '+07:00', at('02:00:00'))).toBeUndefined();
});

test('a site’s day ends at its own midnight', () => {
  expect(siteDay('+07:00', at('16:59:59'))).toBe('2026-11-22');
  expect(siteDay('+07:00', at('17:00:00'))).toBe('2026-11-23');
  expect(siteDay('-05:00', at('04:59:59'))).toBe('2026-11-21');
});
