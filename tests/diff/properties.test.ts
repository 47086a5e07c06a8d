/** What holds for every pair of contents, whoever wrote them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Content } from '../../src/article/content.ts';
import { changesOf, type Block } from '../../src/diff/change.ts';
import { diffContents } from '../../src/diff/compare.ts';
import { compareWords } from '../../src/diff/words.ts';
import { applyChanges, checkBlocks, checkParts, mirrored, oldFirst, PLENTY, turnedParts } from './notation.ts';

// Few words, so that much is common to both sides.
const text = fc.oneof(
  fc
    .array(fc.constantFrom('giá', 'vàng', 'Đà', 'ẫ', '1,2', '1,5', 'TP.HCM', '%', '.', '越', ' ', '  '), { maxLength: 12 })
    .map((words) => words.join('')),
  fc.array(fc.constantFrom('giá', 'vàng', 'tăng', 'giảm', '1,2', 'triệu'), { maxLength: 8 }).map((words) => words.join(' ')),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
// Sentences that can be moved, split and merged.
const sentence = fc.constantFrom(
  'Giá vàng trong nước sáng nay tăng mạnh so với hôm qua.',
  'Giá vàng trong nước sáng nay tăng 1,2 triệu so với hôm qua.',
  'Người dân xếp hàng từ sớm ở các tiệm vàng tại Hà Nội và TP.HCM.',
  'Người dân xếp hàng từ sớm ở các tiệm vàng tại Hà Nội.',
  'Ngân hàng Nhà nước cho biết sẽ tăng cung vàng ra thị trường.',
  'Ngân hàng Nhà nước chưa cho biết sẽ tăng cung vàng ra thị trường!',
  '"Tôi không mua nữa", ông Thuận nói.',
  'Không.',
);
const sentences = fc.array(sentence, { minLength: 1, maxLength: 5 }).map((each) => each.join(' '));
const texts = fc.oneof(fc.array(text, { maxLength: 8 }), fc.array(sentences, { maxLength: 5 }));
const content: fc.Arbitrary<Content> = fc.record(
  { title: text, date: text, body: texts, captions: texts },
  { requiredKeys: ['title', 'body', 'captions'], noNullPrototype: true },
);
const maxEdits = fc.constantFrom(0, 1, 2, 5, PLENTY);

// Ten thousand of each were run (PROPERTY_RUNS=10000); the suite takes what it has time for.
const RUNS = { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 500) };

test('the parts of an edit give both texts back, to the last character', () =>
  fc.assert(
    fc.property(text, text, maxEdits, (before, after, limit) => checkParts(before, after, compareWords(before, after, limit).parts)),
    RUNS,
  ));

test('the blocks give both articles back', () =>
  fc.assert(
    fc.property(content, content, (before, after) => checkBlocks(before, after, diffContents(before, after))),
    RUNS,
  ));

test('the changes carried out on the old article give the new one', () =>
  fc.assert(
    fc.property(content, content, (before, after) => {
      expect(applyChanges(before, changesOf(diffContents(before, after)))).toEqual(after);
    }),
    RUNS,
  ));

// What chance seldom makes: texts that say nothing, between others that changed places.
test('the changes between any two short lists give the new one, with empty texts and asterisks among them', () => {
  const lists = shortLists(['', '* * *', 'giá', 'Vàng tăng giá.'], Number(process.env['LIST_LENGTH'] ?? 3));
  for (const before of lists)
    for (const after of lists) {
      const [one, other] = [
        { title: '', body: before, captions: [] },
        { title: '', body: after, captions: [] },
      ];
      expect(applyChanges(one, changesOf(diffContents(one, other)))).toEqual(other);
    }
});

test('an article has no change from itself', () =>
  fc.assert(
    fc.property(content, (same) => {
      expect(changesOf(diffContents(same, structuredClone(same)))).toEqual([]);
    }),
    RUNS,
  ));

test('articles that differ have a change', () =>
  fc.assert(
    fc.property(content, content, (before, after) => {
      const isSame = JSON.stringify(applyChanges(before, [])) === JSON.stringify(applyChanges(after, []));
      expect(changesOf(diffContents(before, after)).length === 0).toBe(isSame);
    }),
    RUNS,
  ));

test('read backwards in time, what was added is removed, and nothing else differs', () =>
  fc.assert(
    fc.property(content, content, (before, after) => {
      const forward = changesOf(diffContents(before, after));
      const backward = changesOf(diffContents(after, before));
      expect(sorted(forward.map(mirrored))).toEqual(sorted(backward));
    }),
    RUNS,
  ));

test('words read backwards in time are mirrored', () =>
  fc.assert(
    fc.property(text, text, maxEdits, (before, after, limit) => {
      const [forward, backward] = [compareWords(before, after, limit), compareWords(after, before, limit)];
      expect(turnedParts(forward.parts)).toEqual(backward.parts);
      expect(forward.coarse).toBe(backward.coarse);
    }),
    RUNS,
  ));

// Among changes without the equal blocks between them, the order of removed and added ones says nothing; and a
// sentence that went to another paragraph is told where it is now.
function sorted(changes: readonly Block[]): string[] {
  const blocks = changes.map((block) => ({ ...block, parts: oldFirst(block.parts), operations: [] }));
  return [...blocks, ...changes.flatMap(({ operations }) => operations)].map((item) => JSON.stringify(canonical(item))).toSorted();
}

/** Every list of these words with at most so many of them. */
function shortLists(words: readonly string[], length: number): string[][] {
  if (length === 0) return [[]];
  const shorter = shortLists(words, length - 1);
  const longest = shorter.filter((list) => list.length === length - 1);
  return [...shorter, ...longest.flatMap((list) => words.map((word) => [...list, word]))];
}

function canonical(item: object): object {
  return Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
