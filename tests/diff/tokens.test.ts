import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isWord, tokensOf } from '../../src/diff/tokens.ts';

test.each([
  ['giá 1,2 triệu', ['giá', ' ', '1,2', ' ', 'triệu']],
  ['hơn 1.234.567,89 đồng', ['hơn', ' ', '1.234.567,89', ' ', 'đồng']],
  ['5,5%.', ['5,5', '%', '.']],
  ['21/3/2017, 18:45', ['21/3/2017', ',', ' ', '18:45']],
  ['2017–2018', ['2017–2018']],
  ['Covid-19', ['Covid-19']],
  ['PGS.TS. Trần', ['PGS.TS', '.', ' ', 'Trần']],
  ['TP.HCM', ['TP.HCM']],
  ['hết. Rồi', ['hết', '.', ' ', 'Rồi']],
  ['Hà Nội - Huế', ['Hà', ' ', 'Nội', ' ', '-', ' ', 'Huế']],
  ['số 5-', ['số', ' ', '5', '-']],
  ['', []],
])('%j is cut as a reader would', (text, tokens) => expect(tokensOf(text)).toEqual(tokens));

test('tokens joined are the text again, whatever the text', () =>
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => tokensOf(text).join('') === text)));

test('no token but the first begins with a mark', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'Đ', 'ẫ', '\u0301', '\u0323', ' ', '.', '-', '1', '越', 'ก', 'ิ'), maxLength: 40 });
  fc.assert(
    fc.property(text, (letters) => {
      const marks = tokensOf(`x${letters}`.replaceAll(/\s\p{M}+/gu, ' ')).filter((token) => /^\p{M}/u.test(token));
      expect(marks).toEqual([]);
    }),
  );
});

test('punctuation and white space are no words', () => {
  expect(tokensOf('Giá 1,2 – “vàng”…').filter(isWord)).toEqual(['Giá', '1,2', 'vàng']);
});
