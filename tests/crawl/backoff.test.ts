/** How long a host is left alone. */
import { describe, expect, test } from 'vitest';
import {
  afterFailure,
  afterSuccess,
  isStrain,
  LONGEST_REST_MS,
  retryAfterMs,
  turnOf,
  waitMs,
  WELL,
  type Breaker,
} from '../../src/crawl/backoff.ts';

const NOW = Date.UTC(2026, 10, 22, 8, 0, 0);
const MINUTE = 60_000;

describe('Retry-After', () => {
  test.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['999999999999', LONGEST_REST_MS],
    ['Sun, 22 Nov 2026 08:05:00 GMT', 5 * MINUTE],
    ['Sunday, 22-Nov-26 08:05:00 GMT', 5 * MINUTE],
    ['Sun Nov 22 08:05:00 2026', 5 * MINUTE],
    ['Sun Nov  1 08:05:00 2026', 0],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 0],
    ['Fri, 31 Dec 9999 23:59:59 GMT', LONGEST_REST_MS],
  ])('"%s" is %d ms', (header, expected) => expect(retryAfterMs(header, NOW)).toBe(expected));

  test.each([
    undefined,
    '',
    '-1',
    '1.5',
    'soon',
    '2026-11-22T08:05:00Z',
    'Sun, 22 Nov 2026 08:05:00 +0700',
    'Mon, 31 Feb 2027 08:05:00 GMT',
    'Mon, 22 Xyz 2026 08:05:00 GMT',
    'Mon, 22 Nov 2026 28:05:00 GMT',
  ])('"%s" says nothing', (header) => expect(retryAfterMs(header, NOW)).toBeUndefined());
});

test('the wait doubles from half a minute to ten, and jitter takes up to half of it', () => {
  expect([1, 2, 3, 4, 5, 6, 1000].map((failures) => waitMs(failures, 1) / 1000)).toEqual([30, 60, 120, 240, 480, 600, 600]);
  expect([0, 0.5, 1].map((jitter) => waitMs(1, jitter))).toEqual([15_000, 22_500, 30_000]);
});

test('429, 408 and 5xx strain a host; a missing page does not', () => {
  expect([200, 301, 403, 404, 408, 410, 429, 500, 503, 599].filter(isStrain)).toEqual([408, 429, 500, 503, 599]);
});

describe('the breaker of a host', () => {
  const fail = (breaker: Breaker, now = NOW, askedMs?: number) => afterFailure(breaker, { now, askedMs, jitter: 1 });
  const failed = (times: number) => Array.from({ length: times }).reduce<Breaker>((breaker) => fail(breaker), WELL);
  const open = failed(5);

  test('after a failure the host rests, as long as it asked for if that is longer', () => {
    expect(turnOf(fail(WELL), NOW)).toEqual({ may: false, notBefore: NOW + 30_000 });
    expect(turnOf(fail(WELL, NOW, 5 * MINUTE), NOW)).toEqual({ may: false, notBefore: NOW + 5 * MINUTE });
    expect(turnOf(fail(WELL), NOW + 30_000)).toMatchObject({ may: true });
  });

  test('an answer makes it well again', () => expect(afterSuccess(failed(4))).toEqual(WELL));

  test('five failures in a row open it, and one visit alone tries whether it is well', () => {
    expect(open).toEqual({ kind: 'open', trips: 1, until: NOW + 15 * MINUTE });
    const turn = turnOf(open, NOW + 15 * MINUTE);
    expect(turn).toMatchObject({ may: true, breaker: { kind: 'half-open' } });
    const probing = turn.may ? turn.breaker : WELL;
    expect(turnOf(probing, NOW + 16 * MINUTE)).toMatchObject({ may: false });
    expect(afterSuccess(probing)).toEqual(WELL);
    expect(fail(probing, NOW + 16 * MINUTE)).toEqual({ kind: 'open', trips: 2, until: NOW + 46 * MINUTE });
  });

  test('a probe whose process was killed keeps the others away for ten minutes only', () => {
    const turn = turnOf(open, NOW + 15 * MINUTE);
    expect(turnOf(turn.may ? turn.breaker : WELL, NOW + 25 * MINUTE)).toMatchObject({ may: true });
  });

  test('what was under way when it opened neither closes it nor makes it rest longer', () => {
    expect(afterSuccess(open)).toEqual(open);
    expect(fail(open, NOW + MINUTE)).toEqual(open);
    expect(fail(open, NOW, 60 * MINUTE)).toEqual({ kind: 'open', trips: 1, until: NOW + 60 * MINUTE });
  });

  test('no rest is longer than a day, and a clock that was set back does not make it so', () => {
    const asked = fail(WELL, NOW, 365 * LONGEST_REST_MS);
    expect(turnOf(asked, NOW)).toEqual({ may: false, notBefore: NOW + LONGEST_REST_MS });
    expect(turnOf(asked, NOW - 30 * LONGEST_REST_MS)).toMatchObject({ may: true });
    expect(fail({ kind: 'half-open', trips: 1000, until: NOW })).toMatchObject({ until: NOW + LONGEST_REST_MS });
  });

  test('it is plain data, which a database can keep', () => expect(JSON.parse(JSON.stringify(open))).toEqual(open));
});
