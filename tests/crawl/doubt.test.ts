import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addCapture, type Agreement, type CaptureRun } from '../../src/article/capture.ts';
import type { Content } from '../../src/article/content.ts';
import { agreementOf, bodyOverlap, wordOverlap } from '../../src/crawl/agreement.ts';
import { doubtAbout, type Background } from '../../src/crawl/doubt.ts';

const AT = '2026-10-05T05:00:00.000Z';
const SENTENCE = 'Nước sông dâng nhanh trong đêm, hơn 2.300 hộ dân ở hai xã ven sông phải dời đồ lên gác.';

function content(paragraphs: number): Content {
  return {
    title: 'Nước lên',
    date: '2026-10-05T07:00:00+07:00',
    body: Array.from({ length: paragraphs }, (_, index) => `${index}. ${SENTENCE}`),
    captions: [],
  };
}

function background(more: Partial<Background> = {}): Background {
  return { captures: [], isUnknownLayout: false, ...more };
}

function verdict(now: Content, agreement: Agreement | undefined, more: Partial<Background> = {}, at = AT): string | undefined {
  const doubt = doubtAbout(now, agreement, background(more), at);
  return doubt === undefined ? undefined : `${doubt.outcome}: ${doubt.why}`;
}

describe('the overlap of two texts', () => {
  test.each([
    ['the same words in another order', 'nước lên nhanh', 'nhanh lên nước', 1],
    ['half the words', 'nước lên', 'nước rút', 0.5],
    ['nothing in common', 'nước lên', 'giá vàng', 0],
    ['no text at all', '', '', 1],
    ['a text and none', 'nước lên', '', 0],
    ['two texts of a single word of twenty million letters', 'ư'.repeat(20_000_000), 'ư'.repeat(20_000_000), 1],
  ])('of %s', (_name, a, b, overlap) => expect(wordOverlap(a, b)).toBe(overlap));
});

describe('the overlap of two bodies', () => {
  test('is that of their words, however many of their paragraphs are the same', () => {
    const paragraphs = fc.array(
      fc.array(fc.constantFrom('nước', 'lên', 'Nhanh', 'đò', '1,2'), { maxLength: 4 }).map((words) => words.join(' ')),
    );
    const agrees = (a: readonly string[], b: readonly string[]): boolean => bodyOverlap(a, b) === wordOverlap(a.join(' '), b.join(' '));
    fc.assert(fc.property(paragraphs, paragraphs, agrees));
  });
});

describe('a reading', () => {
  const sound = agreementOf(content(10), content(10));

  test('that both readers share is kept', () => expect(verdict(content(10), sound)).toBeUndefined());

  test('of the fallback, which is the generic reader itself, is kept', () => expect(verdict(content(10), undefined)).toBeUndefined());

  test('whose body the generic reader sees otherwise is suspect', () =>
    expect(verdict(content(1), agreementOf(content(1), content(10)))).toMatch(
      /^suspect: .*disagree about the body \(word overlap 0\.\d+\)/u,
    ));

  test('of a page that says it is another article is suspect', () =>
    expect(verdict(content(10), sound, { otherArticle: 'vietnamnet/7' })).toBe(
      'suspect: the page says that it is another article, vietnamnet/7',
    ));

  test('by the fallback, of a site whose layouts fitted so far, is unread', () =>
    expect(verdict(content(10), undefined, { isUnknownLayout: true })).toMatch(/^unread: no layout of its site fits/u));

  test('that has lost most of the article is looked at twice, and kept when the next visit confirms it', () => {
    const short = content(2);
    const agreed = agreementOf(short, short);
    const doubt = doubtAbout(short, agreed, background({ last: content(10) }), AT);
    expect(doubt).toMatchObject({ outcome: 'suspect', why: expect.stringContaining('far shorter than it was') });
    const digest = doubt?.digest;
    const captures: CaptureRun[] = addCapture([], {
      at: AT,
      url: 'https://vietnamnet.vn/a-1.html',
      outcome: 'suspect',
      ...(digest === undefined ? {} : { digest }),
    });
    expect(verdict(short, agreed, { last: content(10), captures }, '2026-10-05T05:01:00.000Z')).toMatch(/^suspect/u);
    expect(verdict(short, agreed, { last: content(10), captures }, '2026-10-05T05:30:00.000Z')).toBeUndefined();
    expect(verdict(content(3), agreementOf(content(3), content(3)), { last: content(10), captures }, '2026-10-05T05:30:00.000Z')).toMatch(
      /^suspect/u,
    );
  });

  test('with the day of the visit for its date waits for a second visit that shows the same: a clock shows another', () => {
    const old = { ...content(10), date: '2026-09-01T07:00:00+07:00' };
    expect(verdict(content(10), sound, { last: old })).toMatch(/^suspect: the date is that of the visit/u);
    const { digest } = doubtAbout(content(10), sound, background({ last: old }), AT) ?? {};
    const seen = { at: AT, url: 'https://vietnamnet.vn/a-1.html', outcome: 'suspect' as const };
    const captures = addCapture([], digest === undefined ? seen : { ...seen, digest });
    expect(verdict(content(10), sound, { last: old, captures }, '2026-10-05T05:30:00.000Z')).toBeUndefined();
  });

  test('whose title is the name of the site, of its section or of some other part is suspect', () => {
    const named = { ...content(10), title: 'Thời sự' };
    expect(verdict(named, sound, { labels: ['VietNamNet', 'Thời sự'] })).toBe(
      'suspect: the title is "Thời sự", the name of the site or the section',
    );
    expect(verdict(named, sound, { generic: { ...content(10), title: 'Nước lũ lên nhanh trong đêm' } })).toMatch(/is a label/u);
    expect(verdict(named, sound, { generic: { ...content(10), title: '' } })).toBeUndefined();
  });

  test('of a short notice that becomes shorter is an edit like any other', () =>
    expect(verdict(content(1), agreementOf(content(1), content(1)), { last: content(3) })).toBeUndefined());
});
