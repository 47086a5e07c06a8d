/**
 * How far a layout's reading agrees with that of the generic reader, which knows nothing of the site.
 *
 * In a study of 418 readings by fresh and stale layouts, a word overlap of the bodies below 0.5 told all 126 broken
 * ones, at 1.7 % false alarms; "the body is empty" told 78 % of them.
 */
import type { Agreement } from '../article/capture.ts';
import type { Content } from '../article/content.ts';

/** Below this overlap of their words, one of two bodies is not the article. */
export const LEAST_OVERLAP = 0.5;

/** What the generic reader found on the same page. */
export type GenericReading = Pick<Content, 'title' | 'body' | 'captions'> & { readonly date?: string };

export function agreementOf(content: Content, generic: GenericReading): Agreement {
  return {
    body: rounded(bodyOverlap(content.body, generic.body)),
    // A generic reader that found no title, or no date, does not disagree.
    title: generic.title === '' ? 1 : rounded(wordOverlap(content.title, generic.title)),
    sameDay: generic.date === undefined || content.date?.slice(0, 10) === generic.date.slice(0, 10),
    captions: content.captions.length,
    genericCaptions: generic.captions.length,
  };
}

/**
 * The F1 of the words of two texts, each word counted as often as it stands there: 1 for the same words, 0 for none
 * in common, and 1 for two texts without words.
 */
export function wordOverlap(a: string, b: string): number {
  return bodyOverlap([a], [b]);
}

/** The same of two bodies; paragraphs that they share are counted, and only the rest is compared. */
export function bodyOverlap(a: readonly string[], b: readonly string[]): number {
  const [ofA, ofB] = [parted(a, b), parted(b, a)];
  if (ofA.own.length + ofB.own.length === 0) return 1;
  const [left, right, shared] = [wordCounts(ofA.own), wordCounts(ofB.own), numberOfWords(ofA.shared)];
  const total = 2 * shared + sum(left) + sum(right);
  if (total === 0) return 1;
  let common = shared;
  for (const [word, count] of left) common += Math.min(count, right.get(word) ?? 0);
  return (2 * common) / total;
}

interface Parted {
  readonly shared: readonly string[];
  readonly own: readonly string[];
}

/** The paragraphs that stand in another text too, as often as they do there, and the others. */
function parted(paragraphs: readonly string[], others: readonly string[]): Parted {
  const left = new Map<string, number>();
  for (const other of others) left.set(other, (left.get(other) ?? 0) + 1);
  const shared: string[] = [];
  const own: string[] = [];
  for (const paragraph of paragraphs) {
    const count = left.get(paragraph) ?? 0;
    (count > 0 ? shared : own).push(paragraph);
    left.set(paragraph, count - 1);
  }
  return { shared, own };
}

// A word of megabytes would fill the engine's stack; cut alike on both sides, its pieces tell as much.
const WORD = /[\p{L}\p{M}\p{N}]{1,1000}/gu;

function wordCounts(paragraphs: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const paragraph of paragraphs)
    for (const word of paragraph.toLowerCase().match(WORD) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function numberOfWords(paragraphs: readonly string[]): number {
  return paragraphs.reduce((total, paragraph) => total + (paragraph.toLowerCase().match(WORD)?.length ?? 0), 0);
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}

function rounded(share: number): number {
  return Math.round(share * 100) / 100;
}
