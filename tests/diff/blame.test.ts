/** Which content brought each sentence. A history is written as its texts; an answer as `began.edited` before each sentence. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Content } from '../../src/article/content.ts';
import { blame } from '../../src/diff/blame.ts';
import { sentencesOf } from '../../src/diff/sentences.ts';
import { article } from './notation.ts';

const [RAIN, ROAD, SCHOOL, NOBODY] = [
  'Sáng nay, mưa lớn làm nước sông lên nhanh ở nhiều nơi.',
  'Quốc lộ qua huyện bị ngập sâu gần nửa mét.',
  'Hàng chục trường học cho học sinh nghỉ học đến hết tuần.',
  'Không ai bị thương.',
];

/** `1`: began in the first text. `1-3`: began in the first, edited in the third. `1 (2–4)`: out in the second, back in the fourth. `1-3=1`: as in the first again. */
function told({ began, edited, returnsTo, absence }: ReturnType<typeof blame>[number]): string {
  const numbers = began === edited ? `${began + 1}` : `${began + 1}-${edited + 1}`;
  const back = returnsTo === undefined ? '' : `=${returnsTo + 1}`;
  return `${numbers}${back}${absence === undefined ? '' : ` (${absence.from + 1}–${absence.until + 1})`}`;
}

/** Checks the sentences of the body, each `number: text`. */
function checkBlame(bodies: readonly (readonly string[])[], ...expected: string[]): void {
  const found = blame(bodies.map((body) => article({ body }))).filter(({ field }) => field === 'paragraph');
  expect(found.map((sentence) => `${told(sentence)}: ${sentence.text}`)).toEqual(expected);
}

describe('a sentence', () => {
  test('names the text that brought it', () =>
    checkBlame([[RAIN], [`${RAIN} ${ROAD}`], [`${RAIN} ${ROAD}`, SCHOOL]], `1: ${RAIN}`, `2: ${ROAD}`, `3: ${SCHOOL}`));

  test('that was edited names its last edit and where it began', () => {
    const [few, many] = [SCHOOL.replace('chục', 'trăm'), SCHOOL.replace('chục', 'nghìn')];
    checkBlame([[`${RAIN} ${SCHOOL}`], [`${RAIN} ${few}`], [`${RAIN} ${many}`], [`${RAIN} ${many}`]], `1: ${RAIN}`, `1-3: ${many}`);
  });

  test('whose comma went was edited', () =>
    checkBlame([[`${RAIN} ${ROAD}`], [`${RAIN.replace(',', '')} ${ROAD}`]], `1-2: ${RAIN.replace(',', '')}`, `1: ${ROAD}`));

  test('that was edited to and fro says which text had these words', () =>
    checkBlame(
      [[`${RAIN} ${SCHOOL}`], [`${RAIN} ${SCHOOL.replace('chục', 'trăm')}`], [`${RAIN} ${SCHOOL}`]],
      `1: ${RAIN}`,
      `1-3=1: ${SCHOOL}`,
    ));

  test('that was moved keeps its origin, within a paragraph and into another one', () => {
    checkBlame(
      [
        [RAIN, ROAD, SCHOOL],
        [SCHOOL, RAIN, ROAD],
      ],
      `1: ${SCHOOL}`,
      `1: ${RAIN}`,
      `1: ${ROAD}`,
    );
    checkBlame(
      [
        [`${RAIN} ${ROAD} ${NOBODY}`, SCHOOL],
        [`${RAIN} ${NOBODY}`, `${SCHOOL} ${ROAD}`],
      ],
      ...[RAIN, NOBODY, SCHOOL, ROAD].map((text) => `1: ${text}`),
    );
  });

  test('that was moved and edited is told as edited', () =>
    checkBlame(
      [
        [RAIN, ROAD, SCHOOL],
        [SCHOOL.replace('chục', 'trăm'), RAIN, ROAD],
      ],
      `1-2: ${SCHOOL.replace('chục', 'trăm')}`,
      `1: ${RAIN}`,
      `1: ${ROAD}`,
    ));

  test('whose paragraph was split or merged keeps its origin', () => {
    checkBlame([[`${RAIN} ${ROAD}`], [RAIN, ROAD]], `1: ${RAIN}`, `1: ${ROAD}`);
    checkBlame([[RAIN, ROAD], [`${RAIN} ${ROAD}`]], `1: ${RAIN}`, `1: ${ROAD}`);
  });

  test('that was split or merged keeps its origin, unless its words changed', () => {
    const one = 'Nước sông lên nhanh ở nhiều nơi trong đêm qua, quốc lộ qua huyện bị ngập sâu gần nửa mét.';
    const two = ['Nước sông lên nhanh ở nhiều nơi trong đêm qua.', 'Quốc lộ qua huyện bị ngập sâu gần nửa mét.'];
    checkBlame([[`${one} ${SCHOOL}`], [`${two.join(' ')} ${SCHOOL}`]], `1: ${two[0]}`, `1: ${two[1]}`, `1: ${SCHOOL}`);
    checkBlame([[`${two.join(' ')} ${SCHOOL}`], [`${one} ${SCHOOL}`]], `1: ${one}`, `1: ${SCHOOL}`);
    const other = two[1]?.replace('nửa', 'một') ?? '';
    checkBlame([[`${one} ${SCHOOL}`], [`${two[0]} ${other} ${SCHOOL}`]], `1: ${two[0]}`, `1-2: ${other}`, `1: ${SCHOOL}`);
  });

  test('that was merged from an old one and a later one began with the old, and has its last words from the later', () => {
    const one = 'Nước sông lên nhanh ở nhiều nơi trong đêm qua, quốc lộ qua huyện bị ngập sâu gần nửa mét.';
    const [first, second] = ['Nước sông lên nhanh ở nhiều nơi trong đêm qua.', 'Quốc lộ qua huyện bị ngập sâu gần nửa mét.'];
    checkBlame([[first], [`${first} ${second}`], [one]], `1-2: ${one}`);
  });

  test('that was taken out and came back keeps its origin and says so', () => {
    checkBlame([[`${RAIN} ${ROAD}`], [RAIN], [RAIN], [`${RAIN} ${ROAD}`]], `1: ${RAIN}`, `1 (2–4): ${ROAD}`);
    checkBlame([[RAIN, ROAD], [RAIN], [RAIN, ROAD], [SCHOOL], [RAIN, ROAD]], `1 (4–5): ${RAIN}`, `1 (4–5): ${ROAD}`);
  });

  test('in whose place another one stands is gone', () => checkBlame([[RAIN], [SCHOOL]], `2: ${SCHOOL}`));
});

test('title, date and captions have origins of their own', () => {
  const contents = [
    { title: 'Giá vàng', date: '2026-03-01', captions: ['Chợ Bến Thành. Ảnh: Hà'] },
    { title: 'Bão số 3', date: '2026-03-01', captions: ['Chợ Bến Thành. Ảnh: Hà'] },
    { title: 'Bão số 3', date: '2026-03-02', captions: ['Chợ Bến Thành. Ảnh: Hà', 'Người bán hàng.'] },
  ].map(article);
  expect(blame(contents).map((sentence) => `${sentence.field} ${sentence.index} ${told(sentence)} ${sentence.text}`)).toEqual([
    'title 0 1-2 Bão số 3',
    'date 0 1-3 2026-03-02',
    'caption 0 1 Chợ Bến Thành.',
    'caption 0 1 Ảnh: Hà',
    'caption 1 3 Người bán hàng.',
  ]);
});

test('a paragraph of thousands of sentences that was split is blamed in a moment', () => {
  const sentences = Array.from(
    { length: 3000 },
    (_, index) => `Câu số ${index} nói về mưa lũ ở miền Trung trong đêm thứ ${index % 31} của tháng.`,
  );
  const [whole, halves] = [[sentences.join(' ')], [sentences.slice(0, 1500).join(' '), sentences.slice(1500).join(' ')]];
  const found = blame([article({ body: whole }), article({ body: halves })]).filter(({ field }) => field === 'paragraph');
  expect([found.length, found.filter(({ edited }) => edited > 0).length]).toEqual([3000, 0]);
});

test('nothing comes of nothing', () => {
  expect(blame([])).toEqual([]);
  expect(blame([article({ title: '' })])).toEqual([]);
});

test('whatever the history, every sentence of the last text is told once, with an origin that is there', () => {
  const body = fc.array(fc.array(fc.constantFrom(RAIN, ROAD, SCHOOL, NOBODY, 'Mưa. Gió!', 'Nước 1,2 m.'), { minLength: 1, maxLength: 4 }), {
    maxLength: 4,
  });
  const history = fc.array(body, { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(history, (bodies) => checkWhole(bodies.map((each) => article({ body: each.map((one) => one.join(' ')) })))),
    {
      numRuns: 500,
    },
  );
});

function checkWhole(contents: readonly Content[]): void {
  const found = blame(contents).filter(({ field }) => field === 'paragraph');
  const sentences = contents.at(-1)?.body.flatMap((text) => sentencesOf(text).map(({ from, to }) => text.slice(from, to).trimEnd()));
  expect(found.map(({ text }) => text)).toEqual(sentences);
  for (const { began, edited, absence } of found) {
    expect(began <= edited && edited < contents.length).toBe(true);
    expect(absence === undefined || (began < absence.from && absence.from < absence.until)).toBe(true);
  }
}
