import { describe, expect, test } from 'vitest';
import type { CaptureFacts, Outcome } from '../../src/article/capture.ts';
import { healthOf, movesOf } from '../../src/article/health.ts';

/** Pages of VietNamNet: how many, by which layout, and what came of them. */
function pages(count: number, layout: string, outcome: Outcome = 'read', captions = 1): CaptureFacts[] {
  const agreement = layout === 'fallback' ? {} : { agreement: { body: 1, title: 1, sameDay: true, captions, genericCaptions: captions } };
  return Array.from({ length: count }, () => ({
    url: 'https://vietnamnet.vn/a-1.html',
    outcome,
    reader: { layout, extractor: 1 },
    ...agreement,
  }));
}

function told(before: CaptureFacts[], now: CaptureFacts[]): string[] {
  return movesOf('vietnamnet', healthOf(before), healthOf(now), 'since yesterday');
}

describe('the health of a layout', () => {
  test('is told when most pages fall back to the generic reader', () =>
    expect(told(pages(200, 'vietnamnet/2026'), [...pages(37, 'fallback'), ...pages(3, 'vietnamnet/2026')])).toEqual([
      'vietnamnet: 37 of 40 pages since yesterday fell back to the generic reader: has the site been redesigned?',
    ]));

  test('is told when captions are lost though the text is whole', () =>
    expect(
      told([...pages(60, 'vietnamnet/2026'), ...pages(40, 'vietnamnet/2026', 'read', 0)], pages(20, 'vietnamnet/2026', 'read', 0)),
    ).toEqual([expect.stringContaining('20 of 20 pages since yesterday had no captions')]));

  test('is silent while nothing has moved, and where there are too few pages to tell', () => {
    expect(told(pages(100, 'vietnamnet/2026'), pages(40, 'vietnamnet/2026'))).toEqual([]);
    expect(told(pages(100, 'vietnamnet/2026'), pages(4, 'fallback'))).toEqual([]);
    expect(told(pages(100, 'fallback'), pages(40, 'fallback'))).toEqual([]);
    expect(told([], pages(40, 'fallback', 'unread'))).toEqual([]);
  });

  test('takes no account of pages that are gone or blocked', () =>
    expect(healthOf([...pages(3, 'vietnamnet/2026', 'absent'), ...pages(2, 'vietnamnet/2026', 'blocked')]).pages).toBe(0));
});
