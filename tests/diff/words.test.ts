import { describe, expect, test } from 'vitest';
import { normaliseText } from '../../src/article/text.ts';
import { compareWords } from '../../src/diff/words.ts';
import { checkDiff, checkParts, PLENTY } from './notation.ts';

describe('only the changed words are marked:', () => {
  test.each([
    ['a number with a comma', 'Giá vàng tăng 1,2 triệu', 'Giá vàng tăng 1,5 triệu', 'Giá vàng tăng [-1,2-]{+1,5+} triệu'],
    ['a lost comma', 'tăng 5,5% so với', 'tăng 55% so với', 'tăng [-5,5-]{+55+}% so với'],
    ['thousands', 'hơn 800.000 đồng', 'hơn 900.000 đồng', 'hơn [-800.000-]{+900.000+} đồng'],
    ['the sign of the thousands', '1.500 người', '1,500 người', '[-1.500-]{+1,500+} người'],
    ['a day', 'ngày 21/3, tại', 'ngày 22/3, tại', 'ngày [-21/3-]{+22/3+}, tại'],
    ['a time of day', 'lúc 18:45.', 'lúc 18:50.', 'lúc [-18:45-]{+18:50+}.'],
    ['a time of day with h', 'lúc 18h45.', 'lúc 18h50.', 'lúc [-18h45-]{+18h50+}.'],
    ['a score', 'thắng 2-1 trên', 'thắng 3-1 trên', 'thắng [-2-1-]{+3-1+} trên'],
    ['a code', 'đội U23 Việt Nam', 'đội U22 Việt Nam', 'đội [-U23-]{+U22+} Việt Nam'],
    ['a percent sign', 'tăng 5% nữa', 'tăng 5 nữa', 'tăng 5[-%-] nữa'],
    ['an abbreviation', 'ở TP.HCM hôm', 'ở TP.HN hôm', 'ở [-TP.HCM-]{+TP.HN+} hôm'],
    ['a district', 'ở Q.1, TP.HCM', 'ở Q.3, TP.HCM', 'ở [-Q.1-]{+Q.3+}, TP.HCM'],
    ['a mark', 'ưng thư', 'ung thư', '[-ưng-]{+ung+} thư'],
    ['a tone', 'ông Thuận nói', 'ông Thuần nói', 'ông [-Thuận-]{+Thuần+} nói'],
    ['the place of a tone mark', 'hòa bình', 'hoà bình', '[-hòa-]{+hoà+} bình'],
    ['Đ', 'ông Đạt', 'ông Dạt', 'ông [-Đạt-]{+Dạt+}'],
    ['ẫ', 'vẫn còn mẫu', 'vẫn còn mẩu', 'vẫn còn [-mẫu-]{+mẩu+}'],
    ['a capital', 'Thủ tướng nói', 'thủ tướng nói', '[-Thủ-]{+thủ+} tướng nói'],
    ['a quotation mark', '“Không” là', '"Không" là', '[-“-]{+"+}Không[-”-]{+"+} là'],
    ['a full stop', 'đã xong', 'đã xong.', 'đã xong{+.+}'],
    ['a character of a script without spaces', '越南国家主席', '越南国会主席', '越南国[-家-]{+会+}主席'],
  ])('%s', (_name, before, after, expected) => checkDiff(before, after, expected));
});

describe('words that come and go take one space with them:', () => {
  test.each([
    ['inside', 'vàng tăng triệu', 'vàng tăng 1,2 triệu', 'vàng tăng {+1,2 +}triệu'],
    ['at the beginning', 'Giá vàng tăng', 'vàng tăng', '[-Giá -]vàng tăng'],
    ['at the end', 'vàng tăng', 'vàng tăng mạnh', 'vàng tăng{+ mạnh+}'],
    ['a negation', 'Ông nhận tội', 'Ông không nhận tội', 'Ông {+không +}nhận tội'],
  ])('%s', (_name, before, after, expected) => checkDiff(before, after, expected));
});

test('neighbouring words that changed are one change', () =>
  checkDiff('bắt ở Hà Nội sáng nay', 'bắt ở Đà Nẵng sáng nay', 'bắt ở [-Hà Nội-]{+Đà Nẵng+} sáng nay'));

test('a headline written anew is not held together by its spaces', () =>
  checkDiff('Vàng tăng mạnh', 'Xăng lại giảm', '[-Vàng tăng mạnh-]{+Xăng lại giảm+}'));

test('the same words have no change', () => {
  expect(compareWords('Giá vàng', 'Giá vàng', 0)).toEqual({ parts: [{ kind: 'kept', text: 'Giá vàng' }], coarse: false });
  expect(compareWords('', '', 0)).toEqual({ parts: [], coarse: false });
});

test('a letter and its mark stay together where they are two characters', () =>
  checkDiff('vie\u0323t \u{1d400}\u0301', 'vie\u0301t \u{1d400}\u0300', '[-vie\u0323t \u{1d400}\u0301-]{+vie\u0301t \u{1d400}\u0300+}'));

test('a text in decomposed letters is the same text', () => {
  const text = 'Đường Nguyễn Huệ vẫn đông';
  checkDiff(normaliseText(text.normalize('NFD')), normaliseText(text), text);
});

test('what is chance is the same read backwards', () => {
  checkDiff('giáTP.HCM越TP.HCM giá', 'giá%giá越.越', '[-giáTP.HCM越TP.HCM giá-]{+giá%giá越.越+}');
  checkDiff('giá%giá越.越', 'giáTP.HCM越TP.HCM giá', '[-giá%giá越.越-]{+giáTP.HCM越TP.HCM giá+}');
});

test('beyond the limit of edits, all between the common ends is one change, and is said to be coarse', () => {
  const [before, after] = ['Giá a b c d e hôm nay', 'Giá e d c b a hôm nay'];
  const { parts, coarse } = compareWords(before, after, 3);
  checkParts(before, after, parts);
  expect(coarse).toBe(true);
  expect(parts.map(({ text }) => text)).toEqual(['Giá ', 'a b c d e', 'e d c b a', ' hôm nay']);
  expect(compareWords(before, after, PLENTY).coarse).toBe(false);
});
