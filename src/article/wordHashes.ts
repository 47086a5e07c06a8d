/**
 * The words of a text, each as a number: what likeness is made of. Nothing is folded away but capitals, punctuation, and where a
 * tone mark stands.
 *
 * Looking for words by a pattern, and for each in a table by its letters, took most of the time of a signature. So the text is walked
 * unit by unit, and a word that was met before is known without being cut out of it.
 */
import { lazily } from './lazily.ts';
import { oneSpelling } from './spelling.ts';

// Scripts that set no space between words are taken by the character.
const alone = lazily(() => /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u);
const part = lazily(() => /[\p{L}\p{M}\p{N}]/u);
const words = lazily(() => new RegExp(`${alone().source}|${part().source}+`, 'gu'));

/** The words of all paragraphs as one run: where a paragraph ends is the editor's matter, and no part of the text. */
export function wordHashes(body: readonly string[]): Int32Array {
  const hashes: number[] = [];
  for (const paragraph of body) {
    const text = paragraph.toLowerCase();
    if (isPaired(text)) for (const each of text.match(words()) ?? []) hashes.push(hashOf(each, 0, each.length));
    else addHashes(text, hashes);
  }
  return Int32Array.from(hashes);
}

/** Whether letters are written in pairs of units, as some rare Chinese ones are: the walk below looks at single ones. */
function isPaired(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if ((text.charCodeAt(at) & 0xf8_00) === 0xd8_00) return true;
  return false;
}

function addHashes(text: string, hashes: number[]): void {
  for (let at = 0; at < text.length;) {
    const kind = kindOf(text.charCodeAt(at));
    const end = (kind & IS_ALONE) !== 0 ? at + 1 : endOfWord(text, at);
    if (end > at) hashes.push(hashOf(text, at, end));
    at = Math.max(end, at + 1);
  }
}

/** A word that has begun goes on over letters that would be words by themselves, as in the pattern. */
function endOfWord(text: string, from: number): number {
  let at = from;
  while (at < text.length && (kindOf(text.charCodeAt(at)) & IS_PART) !== 0) at += 1;
  return at;
}

const [IS_ALONE, IS_PART, IS_KNOWN] = [1, 2, 4];
const KINDS = new Uint8Array(0x1_00_00);

/** Told by the patterns once for each unit that comes; to tell all of them at the start would take longer than many texts. */
function kindOf(unit: number): number {
  const known = KINDS[unit] ?? 0;
  if (known !== 0) return known;
  const letter = String.fromCharCode(unit);
  const kind = IS_KNOWN | (alone().test(letter) ? IS_ALONE : 0) | (part().test(letter) ? IS_PART : 0);
  KINDS[unit] = kind;
  return kind;
}

// A Vietnamese text is made of a few thousand syllables, and finding the spelling of each takes longer than all else.
const MOST_KNOWN = 20_000;
const SLOTS = 0x1_00_00;

interface KnownWord {
  readonly word: string;
  readonly hash: number;
}

// Made with the first word: to make it takes longer than a short command has, and most of those read no text.
let known: (KnownWord | undefined)[] | undefined;
let knownCount = 0;

/** The number of the word that stands between two places. */
function hashOf(text: string, from: number, to: number): number {
  const table = (known ??= Array.from({ length: SLOTS }));
  let slot = hashOfLetters(text, from, to) & (SLOTS - 1);
  for (let each = table[slot]; each !== undefined; each = table[slot]) {
    if (each.word.length === to - from && text.startsWith(each.word, from)) return each.hash;
    slot = (slot + 1) & (SLOTS - 1);
  }
  return learn(table, text.slice(from, to), slot);
}

function learn(table: (KnownWord | undefined)[], word: string, slot: number): number {
  const spelt = oneSpelling(word);
  const hash = hashOfLetters(spelt, 0, spelt.length);
  table[slot] = { word, hash };
  knownCount += 1;
  if (knownCount >= MOST_KNOWN) [known, knownCount] = [undefined, 0];
  return hash;
}

/** FNV-1a over UTF-16 units. */
function hashOfLetters(text: string, from: number, to: number): number {
  let hash = 0x81_1c_9d_c5;
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01_00_01_93);
  return hash;
}
