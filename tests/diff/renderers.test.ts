import { describe, expect, test } from 'vitest';
import type { Block } from '../../src/diff/change.ts';
import { diffContents } from '../../src/diff/compare.ts';
import { renderHtml, type Step } from '../../src/diff/renderHtml.ts';
import { renderMarkdown } from '../../src/diff/renderMarkdown.ts';
import { renderTerminal } from '../../src/diff/renderTerminal.ts';
import { PLAIN, renderText } from '../../src/diff/renderText.ts';
import { renderUnified } from '../../src/diff/renderUnified.ts';
import { review } from '../../src/diff/review.ts';
import { sentencesFor } from '../../src/diff/sentencesFor.ts';
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

test('Markdown marks what begins or ends with a sign, in the middle of a line too', () => {
  const injured = diffContents(article({ body: ['Lũ làm 8 người chết.'] }), article({ body: ['Lũ làm 8 người chết, 5 người bị thương.'] }));
  expect(renderMarkdown(review(injured))).toContain('> Lũ làm 8 người chế&#116;**, 5 người bị thương**\\.');
  const [one, two] = ['Tỉnh đã di dời hơn 1.200 người dân.', 'Gần nghìn căn nhà bị ngập sâu trong đêm.'];
  const split = diffContents(article({ body: [`${one} ${two}`] }), article({ body: [one, two] }));
  expect(renderMarkdown(review(split))).toContain(String.raw`> Tỉnh đã di dời hơn 1\.200 người dân\. **¶**&#71;ần nghìn`);
});

describe('sentences that went to another paragraph', () => {
  const moved = 'Lực lượng cứu hộ đã tới các hộ ven sông vào lúc 6 giờ sáng nay.';
  const [rain, rice, police] = [
    'Mưa còn kéo dài đến hết ngày 8/10.',
    'Hàng nghìn suất cơm đã tới tay bà con.',
    'Công an đang điều tra một vụ trộm ở xã này.',
  ] as const;
  const changed = diffContents(article({ body: [rain, moved, rice, police] }), article({ body: [rain, rice, `${moved} ${police}`] }));

  test('are told as such, and not as removed or edited', () => {
    expect(review(changed).changes.flatMap(sentencesFor)).toEqual([
      `Đoạn 2: câu chuyển đi ‘${moved}’`,
      `Đoạn 3: câu chuyển đến ‘${moved}’`,
    ]);
  });

  test('have such a label in text and on the page', () => {
    expect(renderText(changed)).toContain(`paragraph 2, its sentences moved away: [>${moved}>]\n`);
    expect(renderHtml('a', [step(changed)])).toContain('<h2>Đoạn 2 – câu chuyển đi <small>· nhỏ</small></h2>');
    expect(renderMarkdown(review(changed))).toContain('**paragraph 2, its sentences moved away**\n');
  });
});

function step(compared: readonly Block[]): Step {
  return { before: 'bản 1', after: 'bản 2', notes: ['no notice'], blocks: compared, review: review(compared) };
}

describe('the page', () => {
  const page = renderHtml('vietnamplus/436993', [step(blocks)]);

  test('says aloud what was removed and added', () =>
    expect(page).toContain(
      'Lũ làm <del><span class="aloud">bỏ: </span>3<span class="aloud"> hết bỏ</span></del><ins><span class="aloud">thêm: </span>4<span class="aloud"> hết thêm</span></ins> người chết',
    ));

  test('says in words how much a change matters', () =>
    expect(page.slice(page.indexOf('<main'))).toMatch(/<section class="substantive"><h2>Tiêu đề <small>· đáng kể<\/small><\/h2>/u));

  test('runs no script and fetches nothing', () => {
    expect(page).not.toMatch(/<script|\bsrc=|\bhref=|url\(|@import|\bon\w+=/u);
    expect(page).toContain("default-src 'none'");
  });

  test('of several differences has a head for each', () => {
    const both = renderHtml('vietnamplus/436993', [step(blocks), step(blocks)]);
    expect(both.match(/Trước: bản 1<br>Sau: bản 2<br><span lang="en">no notice<\/span>/gu)).toHaveLength(4);
    const headings = [...both.slice(0, both.indexOf('<main class="beside">')).matchAll(/<(h\d)>([^<]*)/gu)].map(
      ([, level, text = '']) => `${level} ${text.trim()}`,
    );
    const changed = ['h3 Tiêu đề', 'h3 Đoạn 2 – chuyển chỗ (trước: 1)', 'h3 Đoạn 3', 'h3 Đoạn 4 – bỏ'];
    expect(headings).toEqual(['h1 vietnamplus/436993', 'h2 Lần sửa 1/2', ...changed, 'h2 Lần sửa 2/2', ...changed]);
    expect(both.match(/id="inline"/gu)).toHaveLength(1);
  });

  test('is called by its sides where the text has no title', () => {
    const untitled = renderHtml('', [step(diffContents(article({ title: '' }), article({ title: '', body: ['Mưa.'] })))]);
    expect(untitled).toContain('<title>bản 1 → bản 2</title>');
    expect(untitled).toContain('<h1>bản 1 → bản 2</h1>');
  });

  test('is light on paper, whatever the screen', () => expect(page).toContain('@media screen and (prefers-color-scheme:dark)'));

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

  test('that is wide, letters are counted as they are drawn: marks take no column, Chinese takes two', () => {
    const text = `${'漢字 '.repeat(30)}${'e\u0301\u0323x '.repeat(30)}`.trim();
    const rows = renderTerminal(diffContents(article({ body: [] }), article({ body: [text] })), PLAIN, 120)
      .split('\n')
      .slice(1, -1);
    expect(rows.every((row) => row.startsWith(`${' '.repeat(58)} │ {+`))).toBe(true);
    const wide = (row: string): number => row.match(/\p{Script=Han}/gu)?.length ?? 0;
    const drawn = rows.map((row) => row.slice(61).replaceAll(/\p{M}/gu, '').length + wide(row));
    expect(Math.max(...drawn)).toBeLessThanOrEqual(58);
    expect(rows.map((row) => row.slice(61).replaceAll(/\{\+|\+\}/gu, '')).join('')).toBe(text.normalize('NFC'));
  });

  test('that is wide, a line is drawn once, and not for each of its words', () => {
    let drawn = 0;
    const added = (words: string): string => {
      drawn += 1;
      return PLAIN.added(words);
    };
    const long = diffContents(article({ body: [] }), article({ body: ['nước lũ dâng '.repeat(2000).trim()] }));
    const rows = renderTerminal(long, { ...PLAIN, added }, 120).split('\n').length;
    expect(drawn).toBeLessThan(2 * rows);
  });
});
