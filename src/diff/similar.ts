/** How much two texts have in common, by the words that they hold. */
import { isWord, tokensOf } from './tokens.ts';

/** The words of a text with their number of occurrences. */
export interface Bag {
  readonly counts: ReadonlyMap<string, number>;
  readonly total: number;
}

export function bagOf(text: string): Bag {
  const counts = new Map<string, number>();
  let total = 0;
  for (const token of tokensOf(text)) {
    if (!isWord(token)) continue;
    const word = token.toLowerCase();
    counts.set(word, (counts.get(word) ?? 0) + 1);
    total++;
  }
  return { counts, total };
}

/** Bags that are made once a text. */
export function bagKeeper(): (text: string) => Bag {
  const bags = new Map<string, Bag>();
  return (text) => {
    const known = bags.get(text) ?? bagOf(text);
    bags.set(text, known);
    return known;
  };
}

/** Dice's coefficient: 1 for the same words, 0 for none in common. */
export function likeness(one: Bag, other: Bag): number {
  const total = one.total + other.total;
  return total === 0 ? 0 : (2 * wordsInCommon(one, other)) / total;
}

/** The share of the shorter text's words that the longer one has too. */
export function containment(one: Bag, other: Bag): number {
  const least = Math.min(one.total, other.total);
  return least === 0 ? 0 : wordsInCommon(one, other) / least;
}

/** The words of a text without those of others, each as often as it stands there. */
export function withoutWords(bag: Bag, others: readonly Bag[]): Bag {
  const counts = new Map(bag.counts);
  for (const other of others) for (const [word, count] of other.counts) counts.set(word, Math.max(0, (counts.get(word) ?? 0) - count));
  return { counts, total: [...counts.values()].reduce((sum, count) => sum + count, 0) };
}

export function wordsInCommon(one: Bag, other: Bag): number {
  const [small, large] = one.counts.size <= other.counts.size ? [one, other] : [other, one];
  let common = 0;
  for (const [word, count] of small.counts) common += Math.min(count, large.counts.get(word) ?? 0);
  return common;
}
