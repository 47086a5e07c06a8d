import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldText, normaliseText, slugOf } from '../../src/article/text.ts';

describe('the same text', () => {
  const text = 'Đường Nguyễn Huệ đón 1,2 triệu khách';

  test.each([
    ['with decomposed accents', text.normalize('NFD')],
    ['with no-break spaces', text.replaceAll(' ', '\u00a0')],
    ['with thin spaces', text.replaceAll(' ', '\u2009\u202f')],
    ['with line breaks and tabs', text.replaceAll(' ', '\r\n\t ')],
    ['with zero-width spaces inside words', text.replaceAll('u', 'u\u200b')],
    ['with soft hyphens', text.replaceAll('o', 'o\u00ad')],
    ['with a byte-order mark', `\ufeff${text}`],
    ['with direction marks', text.replaceAll(' ', ' \u200e\u200f')],
    ['with grapheme joiners and variation selectors', text.replaceAll('u', 'u\u034f\ufe0e')],
    ['with a stray joiner', text.replaceAll('n', 'n\u200d')],
    ['with another alphabet’s letter that prints as Đ', text.replaceAll('Đ', '\u00d0')],
    ['with white space at its ends', ` \n${text}\u3000`],
  ])('%s stays the same', (_name, variant) => expect(normaliseText(variant)).toBe(text));

  test.each([
    ['one accent', 'ưng thư', 'ung thư'],
    ['the place of a tone mark', 'hòa bình', 'hoà bình'],
    ['a comma in a number', '5,5 %', '55 %'],
    ['a quotation mark', '“vàng”', '"vàng"'],
    ['a hyphen and a dash', 'Hà Nội - Huế', 'Hà Nội – Huế'],
  ])('%s makes a difference', (_name, a, b) => expect(normaliseText(a)).not.toBe(normaliseText(b)));

  test('is in normal form once and for all', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (any) => {
        const once = normaliseText(any);
        expect(normaliseText(once)).toBe(once);
        expect(once).toBe(once.normalize('NFC'));
        expect(once).not.toMatch(/^\s|\s$|\s\s/u);
      }),
    ));

  // The mark that is taken out sends the line the long way round.
  test('is the same by the short way and the long way', () => {
    const letter = fc.constantFrom(...'aZ1 .,-–“”…\'"¡«»ĐđàậỹƠɏ、。】一越鿿！～\u0300\u00a0\u00ad\u1100\u1161\u3099');
    fc.assert(fc.property(fc.string({ unit: letter }), (line) => void expect(normaliseText(line)).toBe(normaliseText(`${line}\u0000`))));
  });

  test('keeps an emoji that is joined of several whole', () => {
    for (const emoji of ['👩‍🚀', '❤️‍🔥', '🏳️‍🌈', '👁️‍🗨️', '1️⃣']) expect(normaliseText(emoji)).toBe(emoji.normalize('NFC'));
  });
});

test('a slug has no Vietnamese marks, Đ included', () => expect(slugOf('Đường về Đà Nẵng: 1,2 triệu!')).toBe('duong-ve-da-nang-1-2-trieu'));
test('folding is for looking up', () => expect(foldText('Đặng ẪU')).toBe('dang au'));

test('folding by the letter gives what folding the whole text gives', () => {
  const whole = (text: string): string =>
    text
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .replace(/[đĐðÐ]/gu, 'd')
      .toLowerCase();
  const texts = Array.from({ length: 0x1_00_00 }, (_, unit) => `a${String.fromCharCode(unit)}Ấ`);
  expect(texts.map(foldText)).toEqual(texts.map(whole));
  const letter = fc.constantFrom(...'aZ1 .,–“”…ĐđÐðẪƠỹßẞİıŉſΣςΧ\u0300\u0323\u1100ÅÅ中😀');
  fc.assert(fc.property(fc.string({ unit: letter }), (text) => void expect(foldText(text)).toBe(whole(text))));
});
