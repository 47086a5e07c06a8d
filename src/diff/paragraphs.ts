/** Which paragraph became which: equal ones are anchors, and between two anchors similar ones are pairs, in order. */
import { alignEitherWay, commonEnds, fillGaps, type Match } from './matches.ts';
import { isWord, tokensOf } from './tokens.ts';
import { commonSequence } from './words.ts';

/** The matches between two lists of paragraphs or captions; what is in none was removed or added. */
export function alignParagraphs(before: readonly string[], after: readonly string[], maxEdits: number): Match[] {
  const anchors = commonSequence(before, after, maxEdits) ?? commonEnds(before, after);
  return fillGaps(anchors, before, after, (removed, added) => alignEitherWay(removed, added, pairSimilar));
}

/** From this share of common words on, a paragraph was edited; below it, another stands in its place. */
const SIMILAR = 0.4;

// Looking at each pair costs about the words of the shorter one. The limit is some 200 rewritten paragraphs in a row
// on both sides; beyond it the stretch is shown as removed and added.
const MAX_PAIRING_COST = 2e6;

/** The words of a paragraph with their number of occurrences. */
interface Bag {
  readonly counts: ReadonlyMap<string, number>;
  readonly total: number;
}

/** The pairs, in order, whose similarities have the greatest sum. */
function pairSimilar(before: readonly string[], after: readonly string[]): Match[] | undefined {
  const [left, right] = [before.map(bagOf), after.map(bagOf)];
  if (pairingCost(left, right) > MAX_PAIRING_COST) return undefined;
  const best = bestSums(left, right);
  const pairs: Match[] = [];
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    const sum = best(i, j);
    if (sum === best(i + 1, j)) i++;
    else if (sum === best(i, j + 1)) j++;
    else pairs.push([i++, j++]);
  }
  return pairs;
}

/** For each i and j, the greatest sum of similarities among the paragraphs from i and from j on. */
function bestSums(left: readonly Bag[], right: readonly Bag[]): (i: number, j: number) => number {
  const width = right.length + 1;
  const sums = new Float64Array((left.length + 1) * width);
  const best = (i: number, j: number): number => sums[i * width + j] ?? 0;
  for (const [i, one] of [...left.entries()].toReversed())
    for (const [j, other] of [...right.entries()].toReversed())
      sums[i * width + j] = Math.max(best(i + 1, j), best(i, j + 1), best(i + 1, j + 1) + similarity(one, other));
  return best;
}

/** Dice's coefficient over words, or 0 where it does not reach the gate. */
function similarity(one: Bag, other: Bag): number {
  const total = one.total + other.total;
  const [small, large] = one.counts.size < other.counts.size ? [one, other] : [other, one];
  if (2 * Math.min(one.total, other.total) < SIMILAR * total) return 0;
  let common = 0;
  for (const [word, count] of small.counts) common += Math.min(count, large.counts.get(word) ?? 0);
  return total > 0 && 2 * common >= SIMILAR * total ? (2 * common) / total : 0;
}

function bagOf(paragraph: string): Bag {
  const words = tokensOf(paragraph).filter(isWord);
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return { counts, total: words.length };
}

function pairingCost(left: readonly Bag[], right: readonly Bag[]): number {
  const size = (bags: readonly Bag[]): number => bags.reduce((sum, { counts }) => sum + counts.size + 1, 0);
  return Math.min(left.length * size(right), right.length * size(left));
}
