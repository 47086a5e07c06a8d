import { expect, test } from 'vitest';
import { commonSentences } from '../../src/diff/common.ts';
import { article } from './notation.ts';

const [RAIN, ROAD, COLD] = ['Sáng nay mưa lớn ở Hòa Bình.', 'Quốc lộ 6 bị ngập sâu.', 'Nhiệt độ thấp nhất 12 độ.'];

test.each([
  ['the same text', [RAIN, ROAD], [RAIN, ROAD], { common: 2, here: 2, there: 2 }],
  ['another order and other paragraphs', [`${RAIN} ${ROAD}`, COLD], [COLD, ROAD, RAIN], { common: 3, here: 3, there: 3 }],
  ['another spelling and other marks', [RAIN], ['Sáng nay, mưa lớn ở Hoà Bình!'], { common: 1, here: 1, there: 1 }],
  ['another number', [RAIN, COLD], [RAIN, COLD.replace('12', '13')], { common: 1, here: 2, there: 2 }],
  ['a sentence twice here and once there', [ROAD, ROAD], [ROAD], { common: 1, here: 2, there: 1 }],
  ['nothing here', [], [ROAD], { common: 0, here: 0, there: 1 }],
])('%s', (_what, here, there, expected) => expect(commonSentences(article({ body: here }), article({ body: there }))).toEqual(expected));
