import { describe, expect, test } from 'vitest';
import { diffContents } from '../../src/diff/compare.ts';
import type { Block } from '../../src/diff/change.ts';
import { COLOURED, renderText } from '../../src/diff/renderText.ts';
import { article } from './notation.ts';

const ESC = '\u001b';

test('a difference can be read aloud, line by line', () => {
  const paragraphs = ['Một hai ba.', 'Bốn năm sáu.', 'Bảy tám chín.', 'Mười.', 'Ông từ chối bình luận.'];
  const before = article({ title: 'Giá vàng tăng 1,2 triệu', body: paragraphs, captions: ['Ảnh: Lê Na'] });
  const after = article({
    title: 'Giá vàng tăng 1,5 triệu',
    date: '2017-03-21T18:45:00+07:00',
    body: paragraphs.slice(0, 4),
    captions: ['Ảnh: Lê Na'],
  });
  expect(renderText(diffContents(before, after))).toBe(
    `title: Giá vàng tăng [-1,2-]{+1,5+} triệu
date added: {+2017-03-21T18:45:00+07:00+}
… 1 caption unchanged
… 4 paragraphs unchanged
paragraph 5 removed: [-Ông từ chối bình luận.-]
`,
  );
});

test('on a terminal removed words are red and struck through, added ones green', () => {
  const blocks = diffContents(article({ title: 'Giá 1,2 triệu' }), article({ title: 'Giá 1,5 triệu' }));
  expect(renderText(blocks, COLOURED)).toBe(
    `${ESC}[1mtitle:${ESC}[22m Giá ${ESC}[31m${ESC}[9m1,2${ESC}[29m${ESC}[39m${ESC}[32m1,5${ESC}[39m triệu\n`,
  );
});

test('a paragraph that was not compared word by word says so', () => {
  const parts = [
    { kind: 'removed', text: 'a' },
    { kind: 'added', text: 'b' },
  ] as const;
  const block: Block = { field: 'paragraph', kind: 'edit', before: [0], after: [0], parts, operations: [], coarse: true };
  expect(renderText([block])).toBe('paragraph 1 (compared coarsely): [-a-]{+b+}\n');
});

describe('a hostile page can do nothing to the terminal:', () => {
  test.each([
    ['an escape sequence', `${ESC}[2Jxoá`, String.raw`\u001b[2Jxoá`],
    ['a bell and NUL', '\u0007\0', String.raw`\u0007\u0000`],
    ['a C1 control', '\u009b31m', String.raw`\u009b31m`],
    ['a line feed', 'a\nb', String.raw`a\u000ab`],
    ['a line separator', 'a\u2028b', String.raw`a\u2028b`],
    ['an override of the direction', '\u202egnàv\u202c', String.raw`\u202egnàv\u202c`],
    ['an isolate', '\u2066a\u2069', String.raw`\u2066a\u2069`],
    ['a mark of direction', 'a\u200f\u061cb', String.raw`a\u200f\u061cb`],
    ['half a character', 'a\ud800', String.raw`a\ud800`],
    ['an invisible tag', 'a\u{e0041}', String.raw`a\u{e0041}`],
  ])('%s is written out', (_name, text, shown) => {
    const block = added('paragraph', text);
    expect(renderText([block])).toBe(`paragraph 1 added: {+${shown}+}\n`);
    expect(renderText([block], COLOURED)).toContain(`${ESC}[32m${shown}${ESC}[39m`);
  });

  test('emoji and Vietnamese stay as they are', () => {
    const block = added('title', 'Đẫ 👨‍👩‍👧');
    expect(renderText([block])).toBe('title added: {+Đẫ 👨‍👩‍👧+}\n');
  });
});

function added(field: Block['field'], text: string): Block {
  return {
    field,
    kind: 'add',
    before: [],
    after: [0],
    parts: [{ kind: 'added', text }],
    operations: [{ kind: 'add', before: [], after: [], parts: [], coarse: false }],
    coarse: false,
  };
}
