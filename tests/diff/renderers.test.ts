import { describe, expect, test } from 'vitest';
import type { Block } from '../../src/diff/change.ts';
import { diffContents } from '../../src/diff/compare.ts';
import { renderHtml, type Step } from '../../src/diff/renderHtml.ts';
import { renderMarkdown } from '../../src/diff/renderMarkdown.ts';
import { renderTerminal } from '../../src/diff/renderTerminal.ts';
import { PLAIN, renderText } from '../../src/diff/renderText.ts';
import { renderUnified } from '../../src/diff/renderUnified.ts';
import { review } from '../../src/diff/review.ts';
import { article } from './notation.ts';

const KEPT = ['Mưa lớn từ sáng sớm ở nhiều tỉnh miền Trung.', 'Nhiều tuyến đường bị chia cắt trong nhiều giờ.'];
const before = article({ title: 'Lũ làm 3 người chết', body: [...KEPT, 'Tỉnh đã di dời hơn 1.200 người dân.', 'Ông từ chối bình luận.'] });
const after = article({ title: 'Lũ làm 4 người chết', body: [...KEPT.toReversed(), 'Tỉnh đã di dời hơn 1.500 người dân.'] });
const blocks = diffContents(before, after);

test('unified text has a line a text', () =>
  expect(renderUnified(blocks)).toBe(`@@ title @@
-Lũ làm 3 người chết
+Lũ làm 4 người chết
@@ paragraph 2 moved from 1 @@
~${KEPT[0]}
@@ paragraph 3 @@
-Tỉnh đã di dời hơn 1.200 người dân.
+Tỉnh đã di dời hơn 1.500 người dân.
@@ paragraph 4 removed @@
-Ông từ chối bình luận.
`));

test('Markdown marks what changed, and nothing of the text marks anything', () => {
  const text = renderMarkdown(review(blocks));
  expect(text).toContain('> Lũ làm ~~3~~**4** người chết');
  expect(text).toContain(String.raw`- Số liệu: 3 → 4 \(\+1\)`);
  expect(text).toContain('> ~~Ông từ chối bình luận\\.~~');
  const hostile = diffContents(article({ body: [] }), article({ body: ['**a** <b> [c](d)'] }));
  expect(renderMarkdown(review(hostile))).toContain(String.raw`> **\*\*a\*\* \<b\> \[c\]\(d\)**`);
});

function step(compared: readonly Block[]): Step {
  return { before: 'bản 1', after: 'bản 2', notes: ['không có đính chính'], blocks: compared, review: review(compared) };
}

describe('the page', () => {
  const page = renderHtml('vietnamplus/436993', [step(blocks)]);

  test('says aloud what was removed and added', () =>
    expect(page).toContain(
      'Lũ làm <del><span class="aloud">bỏ: </span>3<span class="aloud"> hết bỏ</span></del><ins><span class="aloud">thêm: </span>4<span class="aloud"> hết thêm</span></ins> người chết',
    ));

  test('runs no script and fetches nothing', () => {
    expect(page).not.toMatch(/<script|\bsrc=|\bhref=|url\(|@import|\bon\w+=/u);
    expect(page).toContain("default-src 'none'");
  });

  test('of several differences has a head for each', () => {
    const both = renderHtml('vietnamplus/436993', [step(blocks), step(blocks)]);
    expect(both.match(/Trước: bản 1<br>Sau: bản 2<br>không có đính chính/gu)).toHaveLength(4);
    expect(both.match(/id="inline"/gu)).toHaveLength(1);
  });

  test('shows the text of a hostile page as text', () => {
    const hostile = diffContents(article({ title: 'a' }), article({ title: '<img src=x onerror="y">\u202eb' }));
    const shown = renderHtml('<x>', [step(hostile)]);
    expect(shown).toContain(String.raw`&lt;img src=x onerror=&quot;y&quot;&gt;\u202eb`);
    expect(shown).not.toContain('<img');
  });
});

describe('on a terminal', () => {
  test('that is narrow, changes stand line by line', () => expect(renderTerminal(blocks, PLAIN, 80)).toBe(renderText(blocks)));

  test('that is wide, old and new stand side by side', () => {
    const lines = renderTerminal(blocks, PLAIN, 120).split('\n');
    expect(lines.slice(0, 2)).toEqual(['title:', `${'Lũ làm [-3-] người chết'.padEnd(58)} │ Lũ làm {+4+} người chết`]);
    expect(lines.every((line) => line.length <= 120)).toBe(true);
  });
});
