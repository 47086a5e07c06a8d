/**
 * How much of one text stands in another, and a small signature by which nearly equal texts are found among very many.
 *
 * A text is the set of its shingles: each six words that follow each other in its paragraphs, whatever stands between them.
 * Headlines and captions are no part of it, because a repost has its own. Nothing is folded away but what is spelling:
 * capitals, punctuation, and where a tone mark stands. The smallest numbers of the set are its signature (MinHash, bottom-k):
 * of two texts that share a third of their shingles, signatures share about a third of their numbers.
 */
import type { Content } from './content.ts';
import { wordHashes } from './wordHashes.ts';

/** The shingles of a text, each as a 32-bit number. */
export type Shingles = ReadonlySet<number>;

/** The smallest shingles of a text, rising; all of them where it has no more. */
export type Signature = readonly number[];

/** Fewer words stand together by chance: "trên địa bàn thành phố" is in every tenth article. */
const WORDS = 6;
const SIGNATURE = 48;

export function shinglesOf(content: Content): Shingles {
  return new Set(runsOf(content));
}

export function signatureOf(content: Content): Signature {
  const runs = runsOf(content).toSorted(); // A typed array sorts by number, and in a tenth of the time.
  const signature: number[] = [];
  for (let at = 0; at < runs.length && signature.length < SIGNATURE; at += 1) {
    const run = runs[at];
    if (run !== undefined && run !== signature.at(-1)) signature.push(run);
  }
  return signature;
}

/** Each run of six words as a number, in the order of the text; a run that comes twice stands there twice. */
function runsOf({ body }: Content): Uint32Array {
  const hashes = wordHashes(body);
  const runs = new Uint32Array(Math.max(0, hashes.length - WORDS + 1));
  for (let from = 0; from < runs.length; from += 1) runs[from] = hashOfRun(hashes, from);
  return runs;
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

/** The run of words that begins at a place. */
function hashOfRun(hashes: Int32Array, from: number): number {
  let hash = 0;
  for (let at = 0; at < WORDS; at += 1) hash = Math.imul(hash ^ (hashes[from + at] ?? 0), 0x5b_d1_e9_95) + at;
  return mixed(hash);
}

/** MurmurHash3's last step: without it the smallest numbers would not be a fair sample. */
function mixed(hash: number): number {
  let mix = hash;
  mix = Math.imul(mix ^ (mix >>> 16), 0x85_eb_ca_6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2_b2_ae_35);
  return (mix ^ (mix >>> 16)) >>> 0;
}
