/** What two texts have in common: reposts meet, and two stories stay apart. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Content } from '../../src/article/content.ts';
import { likenessOf, shinglesOf, signatureOf } from '../../src/article/likeness.ts';
import { oneSpelling } from '../../src/article/spelling.ts';
import { wordHashes } from '../../src/article/wordHashes.ts';

function content(...body: string[]): Content {
  return { title: 'Giá vàng hôm nay', body, captions: [] };
}

const STORY = [
  'Sáng nay, hòa cùng dòng người về quê, ông Nguyễn Văn Khỏe chờ bốn tiếng ở Bến xe Miền Đông mà chưa có vé.',
  'Bến xe cho biết đã tăng cường 1,2 nghìn chuyến, song đường vào thành phố vẫn kẹt từ năm giờ sáng.',
  'Công an thành phố khuyên người dân đi sớm, không chen lấn, và giữ tư trang cẩn thận.',
];

function alike(one: readonly string[], other: readonly string[]): number {
  return likenessOf(shinglesOf(content(...one)), shinglesOf(content(...other))).alike;
}

describe('texts are wholly alike', () => {
  test.each([
    ['under another headline and other captions', STORY, STORY],
    ['in other paragraphs', STORY, [STORY.join(' ')]],
    ['with the tone mark on the other vowel', STORY, STORY.map((text) => text.replace('hòa', 'hoà').replace('Khỏe', 'Khoẻ'))],
    ['with other quotation marks, dashes and capitals', STORY, STORY.map((text) => text.replace(', ', ' – ').toUpperCase())],
  ])('%s', (_what, one, other) => {
    expect(alike(one, other)).toBe(1);
    expect(signatureOf({ ...content(...one), title: 'Kẹt xe', captions: ['Ảnh: Hà'] })).toEqual(signatureOf(content(...other)));
  });
});

describe('texts are not wholly alike', () => {
  test.each([
    ['where a number differs', STORY.map((text) => text.replace('1,2', '1,5'))],
    ['where a mark differs', STORY.map((text) => text.replace('quê', 'que'))],
    ['where a word differs', STORY.map((text) => text.replace('sớm', 'muộn'))],
  ])('%s', (_what, other) => {
    expect(alike(STORY, other)).toBeLessThan(1);
    expect(alike(STORY, other)).toBeGreaterThan(0.8);
  });

  test('where they tell of something else', () =>
    expect(alike(STORY, ['Giá vàng miếng chiều nay giảm hai trăm nghìn đồng mỗi lượng so với hôm qua.'])).toBe(0));
});

test('a text with paragraphs left out is contained in the whole', () => {
  const likeness = likenessOf(shinglesOf(content(...STORY)), shinglesOf(content(STORY[1] ?? '')));
  expect(likeness.contained).toBe(1);
  expect(likeness.alike).toBeLessThan(0.6);
});

test('signatures share about as much as the texts', () => {
  const sentence = (seed: number): string =>
    Array.from({ length: 30 }, (_, index) => `chữ${(seed * 7919 + index * index * 31) % 9973}`).join(' ');
  const [shared, mine, theirs] = [0, 1000, 2000].map((from) => Array.from({ length: 20 }, (_, index) => sentence(from + index)));
  const [one, other] = [signatureOf(content(...shared!, ...mine!)), signatureOf(content(...shared!, ...theirs!))];
  expect([one.length, other.length]).toEqual([48, 48]);
  const common = one.filter((number) => other.includes(number)).length;
  expect(common).toBeGreaterThan(48 / 3 - 8);
  expect(common).toBeLessThan(48 / 3 + 12);
});

test('what has fewer than six words has no signature; Chinese is taken by the character', () => {
  expect(signatureOf(content('Theo TTXVN.'))).toEqual([]);
  expect(signatureOf(content())).toEqual([]);
  expect(signatureOf(content('越南国家主席访问'))).toHaveLength(3);
});

describe('the words of a text', () => {
  const WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]|[\p{L}\p{M}\p{N}]+/gu;
  const hashOf = (word: string): number =>
    [...Array(word.length).keys()].reduce((hash, at) => Math.imul(hash ^ word.charCodeAt(at), 0x01_00_01_93), 0x81_1c_9d_c5);
  const byPattern = (text: string): number[] => (text.toLowerCase().match(WORD) ?? []).map((word) => hashOf(oneSpelling(word)));

  test('are those that a plain pattern finds', () => {
    const unit = fc.constantFrom(...'aĐẫ1 .,-–“’\u0301\u200d〇中々カーกไກក⺀²½😀𠀀\ud840\udc00ﬁßİΣ', ' hoà', ' hòa ', 'kỹ ', 'tay ');
    fc.assert(fc.property(fc.array(fc.string({ unit })), (body) => void expect([...wordHashes(body)]).toEqual(body.flatMap(byPattern))));
  });

  test('are those of any character', () => {
    const body = Array.from({ length: 0x1_00_00 }, (_, unit) => `a${String.fromCharCode(unit)}b ${String.fromCharCode(unit)}`);
    expect([...wordHashes(body)]).toEqual(body.flatMap(byPattern));
  });

  test('are the same after more words than are remembered', () => {
    const body = Array.from({ length: 50_000 }, (_, index) => `chữ${index} và chữ${index % 7}`);
    expect([...wordHashes(body)]).toEqual(body.flatMap(byPattern));
  });
});
