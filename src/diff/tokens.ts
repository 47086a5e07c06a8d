/**
 * Tokens: the smallest pieces that a difference is told in. Joined, they are the text again.
 *
 * A token is a syllable; a number with its separators (`1,2`, `800.000`, `21/3`, `18:45`, `2-1`); a code (`U23`,
 * `18h45`, `Covid-19`); an abbreviation with its dots (`TP.HCM`, `Q.1`); a stretch of white space; or one other
 * character, such as `%`. None begins with a mark that belongs to the letter before it.
 */
import { lazily } from '../article/lazily.ts';

// An own pattern and not Intl.Segmenter, whose time and memory grow with the square of the text (4 GB for 20,000 words
// in Node 20), and which takes `18:45`, `21/3` and `Covid-19` apart. Each repetition has an end, since over millions
// of letters without a space V8 runs out of stack: such a run is cut every 9,999 letters, though not before a mark.
const LETTERS = String.raw`[\p{L}\p{M}\p{N}]{1,9999}\p{M}{0,9999}`;
const ABBREVIATIONS = String.raw`(?:\p{Lu}[\p{L}\p{M}]{0,3}\.(?=[\p{Lu}\p{Nd}])){0,9}`;
const SEPARATED = String.raw`(?:(?:(?<=\p{Nd})[.,:/–]|-)(?=\p{Nd})${LETTERS}){0,99}`;
const tokenPattern = lazily(() => new RegExp(String.raw`\s+|${ABBREVIATIONS}${LETTERS}${SEPARATED}|[^]\p{M}{0,9999}`, 'gu'));

// Scripts that set no space between words are taken by the character: VietnamPlus has a Chinese edition.
const UNSPACED = ['Han', 'Hiragana', 'Katakana', 'Thai', 'Lao', 'Khmer', 'Myanmar'].map((script) => `\\p{Script=${script}}`).join('');
const hasUnspaced = lazily(() => new RegExp(`[${UNSPACED}]`, 'u'));
const unspacedPiece = lazily(() => new RegExp(String.raw`[${UNSPACED}]\p{M}*|[^${UNSPACED}]+\p{M}*`, 'gu'));

/** The text's tokens, in time that grows with its length. */
export function tokensOf(text: string): string[] {
  const tokens = text.match(tokenPattern()) ?? [];
  if (!hasUnspaced().test(text)) return tokens;
  return tokens.flatMap((each) => each.match(unspacedPiece()) ?? []);
}

export function isNoSpace(token: string): boolean {
  return /^\S/u.test(token);
}

/** Whether a token says something: neither white space nor punctuation. */
export function isWord(token: string): boolean {
  return /[\p{L}\p{N}]/u.test(token);
}
