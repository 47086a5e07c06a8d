/** Hostile and huge texts: an answer comes, and it is right. How long it may take is bounded by counted work. */
import { describe, expect, test } from 'vitest';
import type { Content } from '../../src/article/content.ts';
import { changesOf } from '../../src/diff/change.ts';
import { diffContents } from '../../src/diff/compare.ts';
import { tokensOf } from '../../src/diff/tokens.ts';
import { applyChanges, checkBlocks } from './notation.ts';

const MILLION = 1_000_000;

describe('a million characters on each side', () => {
  test.each<[string, string, string]>([
    ['without any space', 'ă'.repeat(MILLION), `${'ă'.repeat(MILLION - 1)}â`],
    ['of two words', 'a '.repeat(MILLION / 2), `${'a '.repeat(MILLION / 2 - 90)}b ${'a '.repeat(60)}`],
    ['of words in disorder', disorder(MILLION / 5, 1).join(' '), disorder(MILLION / 5, 2).join(' ')],
    ['of punctuation', '!?'.repeat(MILLION / 2), '?!!'.repeat(MILLION / 3)],
    ['of digits and dots', '1.'.repeat(MILLION / 2), '1,'.repeat(MILLION / 2)],
    ['of abbreviations', 'TP.'.repeat(MILLION / 3), 'TP-'.repeat(MILLION / 3)],
    ['of marks', `a${'\u0301'.repeat(MILLION)}`, `a${'\u0300'.repeat(MILLION)}`],
    ['of Chinese', '越南'.repeat(MILLION / 2), '越国'.repeat(MILLION / 2)],
    ['of broken characters', '\ud800'.repeat(MILLION), '\udc00'.repeat(MILLION)],
  ])('%s', (_name, before, after) => checkBoth(titled(before), titled(after)));
});

test('a word of the last sentence is found in a million characters', () => {
  const [before, after] = [disorder(MILLION / 5, 1), disorder(MILLION / 5, 1)];
  after[after.length - 2] = 'mới';
  const [change] = changesOf(diffContents(titled(before.join(' ')), titled(after.join(' '))));
  expect(change).toMatchObject({ kind: 'edit', coarse: false });
});

test('thousands of paragraphs that have nothing in common', () =>
  checkBoth(written(inParagraphs(disorder(200_000, 1, 1e6))), written(inParagraphs(disorder(200_000, 2, 1e6)))));

test('hundreds of paragraphs with the same words in disorder', () =>
  checkBoth(written(inParagraphs(disorder(100_000, 1, 50))), written(inParagraphs(disorder(100_000, 2, 50)))));

test('thousands of paragraphs in another order', () => {
  const paragraphs = inParagraphs(disorder(200_000, 1, 1e6));
  checkBoth(written(paragraphs), written(paragraphs.toReversed()));
});

test('a hundred thousand paragraphs of one letter', () => {
  const letters = (alphabet: string): string[] =>
    Array.from({ length: MILLION / 10 }, (_, index) => alphabet[index % alphabet.length] ?? '');
  const [before, after] = [written(letters('ab!')), written(letters('ab!x'))];
  expect(applyTail(before, after)).toBe(true);
});

test.each<[string, string, string]>([
  ['NUL', 'Giá\0vàng', 'Giá\0bạc'],
  ['halves of characters', '\ud83d giá \ude00', '\ude00 giá \ud83d'],
  ['a character whose half changed', 'a \u{1f600} b', 'a \u{1f601} b'],
  ['controls of the direction of writing', '\u202eáig\u202c vàng', 'giá \u2066vàng\u2069'],
  ['line feeds', 'giá\n\nvàng', 'giá\r\nvàng'],
])('%s', (_name, before, after) => checkBoth(titled(before), titled(after)));

test('text of many millions of characters is cut without running out of stack', () => {
  for (const piece of ['ă', '\u0301', '1.', '𐐷']) expect(tokensOf(piece.repeat((10 * MILLION) / piece.length)).length).toBeGreaterThan(0);
});

function checkBoth(before: Content, after: Content): void {
  const blocks = diffContents(before, after);
  checkBlocks(before, after, blocks);
  expect(applyChanges(before, changesOf(blocks))).toEqual(after);
}

// Carrying out so many insertions one by one would take longer than finding them.
function applyTail(before: Content, after: Content): boolean {
  const blocks = diffContents(before, after);
  checkBlocks(before, after, blocks);
  return changesOf(blocks).length > 0;
}

function titled(title: string): Content {
  return { title, body: [], captions: [] };
}

function written(body: readonly string[]): Content {
  return { title: 'Tin', body, captions: [] };
}

function inParagraphs(words: readonly string[], length = 40): string[] {
  return Array.from({ length: Math.ceil(words.length / length) }, (_, index) =>
    words.slice(index * length, (index + 1) * length).join(' '),
  );
}

/** The same words in no order, for the same seed: a linear congruence, so that the test has no chance in it. */
function disorder(count: number, seed: number, vocabulary = 1000): string[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return `từ${Math.floor((state / 2 ** 32) * vocabulary)}`;
  });
}
