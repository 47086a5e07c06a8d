/**
 * How much of one text stands in another, and a small signature by which nearly equal texts are found among very many.
 *
 * A text is the set of its shingles: each six words that follow each other in its paragraphs, whatever stands between them.
 * Headlines and captions are no part of it, because a repost has its own. Nothing is folded away but what is spelling:
 * capitals, punctuation, and where a tone mark stands. The smallest numbers of the set are its signature (MinHash, bottom-k):
 * of two texts that share a third of their shingles, signatures share about a third of their numbers.
 */
import type { Content } from './content.ts';
import { oneSpelling } from './spelling.ts';

/** The shingles of a text, each as a 32-bit number. */
export type Shingles = ReadonlySet<number>;

/** The smallest shingles of a text, rising; all of them where it has no more. */
export type Signature = readonly number[];

/** Fewer words stand together by chance: "trên địa bàn thành phố" is in every tenth article. */
const WORDS = 6;
const SIGNATURE = 48;

export function shinglesOf({ body }: Content): Shingles {
  const hashes = wordHashes(body);
  const shingles = new Set<number>();
  for (let end = WORDS; end <= hashes.length; end += 1) shingles.add(hashOfRun(hashes, end - WORDS, end));
  return shingles;
}

export function signatureOf(content: Content): Signature {
  // A typed array sorts by number, and in a tenth of the time.
  return [...Uint32Array.from(shinglesOf(content)).toSorted().subarray(0, SIGNATURE)];
}

export interface Likeness {
  /** Dice's coefficient of the shingles: 1 for the same text, 0 for none in common. */
  readonly alike: number;
  /** The share of the shorter text's shingles that the longer one has too. */
  readonly contained: number;
}

export function likenessOf(one: Shingles, other: Shingles): Likeness {
  const [small, large] = one.size <= other.size ? [one, other] : [other, one];
  let common = 0;
  for (const shingle of small) if (large.has(shingle)) common += 1;
  if (common === 0) return { alike: 0, contained: 0 };
  return { alike: (2 * common) / (small.size + large.size), contained: common / small.size };
}

/** The words of all paragraphs as one run: where a paragraph ends is the editor's matter, and no part of the text. */
function wordHashes(body: readonly string[]): number[] {
  // Scripts that set no space between words are taken by the character. Said here, since reading it takes 2 ms of a start.
  const word = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]|[\p{L}\p{M}\p{N}]+/gu;
  return body.flatMap((text) => (text.toLowerCase().match(word) ?? []).map(hashOfWord));
}

// A Vietnamese text is made of a few thousand syllables, and finding the spelling of each takes longer than all else.
const MOST_KNOWN = 20_000;
const known = new Map<string, number>();

function hashOfWord(word: string): number {
  const before = known.get(word);
  if (before !== undefined) return before;
  if (known.size >= MOST_KNOWN) known.clear();
  const hash = hashOfLetters(oneSpelling(word));
  known.set(word, hash);
  return hash;
}

/** FNV-1a over UTF-16 units. */
function hashOfLetters(word: string): number {
  let hash = 0x81_1c_9d_c5;
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01_00_01_93);
  return hash;
}

function hashOfRun(hashes: readonly number[], from: number, to: number): number {
  let hash = 0;
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (hashes[at] ?? 0), 0x5b_d1_e9_95) + at - from;
  return mixed(hash);
}

/** MurmurHash3's last step: without it the smallest numbers would not be a fair sample. */
function mixed(hash: number): number {
  let mix = hash;
  mix = Math.imul(mix ^ (mix >>> 16), 0x85_eb_ca_6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2_b2_ae_35);
  return (mix ^ (mix >>> 16)) >>> 0;
}
