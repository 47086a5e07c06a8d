import { describe, expect, test } from 'vitest';
import { diffContents } from '../../src/diff/compare.ts';
import type { Match } from '../../src/diff/matches.ts';
import { movedMatches } from '../../src/diff/moves.ts';
import { article, checkArticles } from './notation.ts';

test.each<[string, Match[], Match[]]>([
  [
    'nothing, where all stay in order',
    [
      [0, 1],
      [1, 3],
      [2, 4],
    ],
    [],
  ],
  [
    'the one that moved up, of two that changed places',
    [
      [0, 1],
      [1, 0],
    ],
    [[1, 0]],
  ],
  [
    'the one that went past several',
    [
      [0, 3],
      [1, 0],
      [2, 1],
      [3, 2],
    ],
    [[0, 3]],
  ],
  [
    'both of a block that was moved',
    [
      [0, 3],
      [1, 4],
      [2, 5],
      [3, 0],
      [4, 1],
    ],
    [
      [3, 0],
      [4, 1],
    ],
  ],
  [
    'nothing, where one was merged with its neighbour',
    [
      [0, 0],
      [1, 0],
      [2, 1],
    ],
    [],
  ],
])('moved is %s', (_name, matches, moved) => expect([...movedMatches(matches)].map((index) => matches[index])).toEqual(moved));

const [RAIN, ROAD, SCHOOL] = [
  'Sáng nay, mưa lớn làm nước sông lên nhanh ở nhiều nơi.',
  'Quốc lộ qua huyện bị ngập sâu gần nửa mét.',
  'Hàng chục trường học cho học sinh nghỉ học đến hết tuần.',
];

describe('paragraphs and sentences', () => {
  test('a paragraph that was moved and edited shows its edit', () =>
    checkArticles(
      { body: [RAIN, ROAD, SCHOOL] },
      { body: [SCHOOL.replace('chục', 'trăm'), RAIN, ROAD] },
      'paragraph 1 moved from 3 and edited: Hàng [-chục-]{+trăm+} trường học cho học sinh nghỉ học đến hết tuần.',
      '… 2 paragraphs unchanged',
    ));

  test('a sentence that went into another paragraph is shown in both', () =>
    checkArticles(
      { body: [`${RAIN} ${ROAD} Không ai bị thương.`, 'Tỉnh họp khẩn trong đêm để bàn việc di dời dân.'] },
      { body: [`${RAIN} Không ai bị thương.`, `Tỉnh họp khẩn trong đêm để bàn việc di dời dân. ${ROAD}`] },
      `paragraph 1: ${RAIN} [>${ROAD} >]Không ai bị thương.`,
      `paragraph 2: Tỉnh họp khẩn trong đêm để bàn việc di dời dân.{+ +}{<${ROAD}<}`,
    ));

  test('a paragraph that was split has no changed word', () =>
    checkArticles(
      { body: [`${RAIN} ${ROAD}`, SCHOOL] },
      { body: [RAIN, ROAD, SCHOOL] },
      `paragraph 1–2, split from 1: ${RAIN}[- -]{+¶+}${ROAD}`,
      '… 1 paragraph unchanged',
    ));

  test('two paragraphs that became one are merged', () =>
    checkArticles(
      { body: [RAIN, ROAD, SCHOOL] },
      { body: [`${RAIN} ${ROAD}`, SCHOOL] },
      `paragraph 1, merged from 1–2: ${RAIN}[-¶-]{+ +}${ROAD}`,
      '… 1 paragraph unchanged',
    ));

  test('two paragraphs that became one in another order are merged, and one of them moved', () =>
    checkArticles(
      { body: [RAIN, ROAD, SCHOOL] },
      { body: [RAIN, `${SCHOOL} ${ROAD}`] },
      '… 1 paragraph unchanged',
      `paragraph 2, merged from 2–3: [>${ROAD}¶>]${SCHOOL}{+ +}{<${ROAD}<}`,
    ));

  test('a sentence that was split says so', () => {
    const [block] = diffContents(
      article({ body: ['Nước lên nhanh, nhiều đường bị ngập và giao thông tê liệt.'] }),
      article({ body: ['Nước lên nhanh, nhiều đường bị ngập. Giao thông tê liệt.'] }),
    ).slice(1);
    expect(block?.operations.map(({ kind }) => kind)).toEqual(['split']);
  });

  test('a paragraph that stands there twice was added, and not moved', () =>
    checkArticles({ body: [RAIN, ROAD] }, { body: [RAIN, ROAD, RAIN] }, '… 2 paragraphs unchanged', `paragraph 3 added: {+${RAIN}+}`));

  test('rows of asterisks move nothing, and are not moved', () =>
    checkArticles(
      { body: [RAIN, '* * *', ROAD, '* * *', SCHOOL] },
      { body: [ROAD, '* * *', RAIN, '* * *', SCHOOL] },
      'paragraph 1 moved from 3: Quốc lộ qua huyện bị ngập sâu gần nửa mét.',
      'paragraph 2 added: {+* * *+}',
      '… 1 paragraph unchanged',
      'paragraph 2 removed: [-* * *-]',
      '… 2 paragraphs unchanged',
    ));

  test('rows of asterisks make room for what stays, where nothing was moved', () =>
    checkArticles(
      { body: [RAIN, '* * *'] },
      { body: ['* * *', '* * *', RAIN] },
      'paragraph 1 added: {+* * *+}',
      'paragraph 2 added: {+* * *+}',
      '… 1 paragraph unchanged',
      'paragraph 2 removed: [-* * *-]',
    ));
});
