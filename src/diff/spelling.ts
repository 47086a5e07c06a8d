/** Words without what is a matter of spelling: the place of a tone mark, `i` for `y`, capitals, and how a number is written. */
import { oneSpelling } from '../article/spelling.ts';
import { foldText } from '../article/text.ts';
import type { Part } from './change.ts';
import { FUNCTION_WORDS } from './facts/lexicon.ts';
import type { Mention } from './facts/mentions.ts';
import { isWord, tokensOf } from './tokens.ts';

/**
 * The words of a text as they count for its meaning; a number or a day is one word, by its value.
 * @param mentions all that the text mentions
 */
export function canonicalWords(text: string, mentions: readonly Mention[]): string[] {
  const values = mentions.filter(({ kind }) => kind === 'number' || kind === 'date');
  const words: string[] = [];
  let at = 0;
  for (const { from, to, value } of values) {
    if (from < at) continue;
    words.push(...plainWords(text.slice(at, from)), value);
    at = to;
  }
  return [...words, ...plainWords(text.slice(at))];
}

/** The words that stand in removed parts and in added ones, in one spelling. */
export function differingWords(parts: readonly Part[]): { readonly removed: readonly string[]; readonly added: readonly string[] } {
  const words = (kind: Part['kind']): string[] => parts.flatMap((part) => (part.kind === kind ? plainWords(part.text) : []));
  const [removed, added] = [words('removed'), words('added')];
  // A word that only changed its place, or the size of its first letter, is in both.
  return { removed: without(removed, added), added: without(added, removed) };
}

function without(words: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return words.filter((word) => {
    const at = left.indexOf(word);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function plainWords(text: string): string[] {
  return tokensOf(text)
    .filter(isWord)
    .flatMap((word) => word.toLowerCase().split(/(?<=\p{L})\.(?=\p{L})/u))
    .map(oneSpelling);
}

const LITTLE = new Set([...FUNCTION_WORDS].map(oneSpelling));

/** Whether a word, in one spelling, carries no content of its own. */
export function isLittle(word: string): boolean {
  return LITTLE.has(word);
}

/** Letters that are taken for one another because many say them alike. */
const SAID_ALIKE: readonly (readonly [RegExp, string])[] = [
  [/^x/u, 's'],
  [/^tr/u, 'ch'],
  [/^(?:gi|r)(?=[aeiouy])/u, 'd'],
  [/^n(?=[aeiouy])/u, 'l'],
  [/ng$/u, 'n'],
  [/c$/u, 't'],
  [/y$/u, 'i'],
];

/** Whether two words are one that was misspelt: they differ in marks alone, or in letters that sound alike. */
export function isMisspelling(one: string, other: string): boolean {
  const heard = (word: string): string => SAID_ALIKE.reduce((text, [letters, said]) => text.replace(letters, said), foldText(word));
  return heard(one) === heard(other);
}
