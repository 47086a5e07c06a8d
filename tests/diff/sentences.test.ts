import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sentencesOf } from '../../src/diff/sentences.ts';

test.each<[string, string[]]>([
  ['Nước lên nhanh. Nhiều đường bị ngập.', ['Nước lên nhanh. ', 'Nhiều đường bị ngập.']],
  ['Ông ở Q.3, TP. Huế từ 12.5. Nay ông 70 tuổi.', ['Ông ở Q.3, TP. Huế từ 12.5. ', 'Nay ông 70 tuổi.']],
  ['PGS.TS. Lê Na và BS. Hà cùng dự.', ['PGS.TS. Lê Na và BS. Hà cùng dự.']],
  ['"Ai đi? Ai ở?" là câu hỏi của bà.', ['"Ai đi? Ai ở?" là câu hỏi của bà.']],
  ['"Tôi đi. Anh ở lại." Ông nói thêm.', ['"Tôi đi. ', 'Anh ở lại." ', 'Ông nói thêm.']],
  ['1. Giá vàng', ['1. Giá vàng']],
  ['Giá 1.250.000 đồng/kg, tăng 2,5%.', ['Giá 1.250.000 đồng/kg, tăng 2,5%.']],
  ['Vì sao? Không ai biết… Rồi im lặng!', ['Vì sao? ', 'Không ai biết… ', 'Rồi im lặng!']],
  ['越南国家主席。他说。', ['越南国家主席。', '他说。']],
  ['', ['']],
])('%j is cut into sentences as a reader would', (text, sentences) =>
  expect(sentencesOf(text).map(({ from, to }) => text.slice(from, to))).toEqual(sentences),
);

test('sentences joined are the text again, whatever the text', () =>
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'Đ', '.', '?', '"', '“', '”', ' ', '1', '…', '\n', '。'), maxLength: 60 }),
      (text) =>
        sentencesOf(text)
          .map(({ from, to }) => text.slice(from, to))
          .join('') === text,
    ),
  ));
