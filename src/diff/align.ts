/**
 * Which text became which: paragraphs with paragraphs, sentences with sentences.
 *
 * Equal ones in order first, then equal ones elsewhere, then similar ones in order between two anchors, then very similar
 * ones elsewhere. What one text has more than its partner is looked for next to the partner: it was split, or merged.
 */
import { endsOf, gapsOf, sortsAfter, type Match } from './matches.ts';
import { commonSequence } from './sequence.ts';
import { bagKeeper, containment, likeness, withoutWords, wordsInCommon, type Bag } from './similar.ts';

/** Texts that became texts, by index: one became one, one became several, or several became one. */
export interface Group {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

export interface Alignment {
  readonly groups: readonly Group[];
  readonly coarse: boolean;
}

export interface Effort {
  /** How many removals and additions are looked for in one list. */
  readonly maxEdits: number;
  /** How many words are looked at to find pairs in one gap. */
  readonly maxLooks: number;
}

/** What both sides begin and end with is put aside: of most pairs that is nearly all. */
export function alignTexts(before: readonly string[], after: readonly string[], effort: Effort): Alignment {
  const { head, tail } = endsOf(before, after);
  const [to, toAfter] = [before.length - tail, after.length - tail];
  const { groups, coarse } = alignMiddles(before.slice(head, to), after.slice(head, toAfter), effort);
  const shifted = groups.map((group): Group => ({
    before: group.before.map((at) => at + head),
    after: group.after.map((at) => at + head),
  }));
  const heads = Array.from({ length: head }, (_, at): Group => ({ before: [at], after: [at] }));
  const tails = Array.from({ length: tail }, (_, at): Group => ({ before: [to + at], after: [toAfter + at] }));
  return { groups: heads.concat(shifted, tails), coarse };
}

function alignMiddles(before: readonly string[], after: readonly string[], effort: Effort): Alignment {
  if (before.length === 0 || after.length === 0) return { groups: [], coarse: false };
  // As in `alignEitherWay`: the answer must not depend on which side is the older one.
  if (!sortsAfter(before, after)) return new Aligner(before, after, effort).align();
  const { groups, coarse } = new Aligner(after, before, effort).align();
  return { groups: groups.map((group) => ({ before: group.after, after: group.before })), coarse };
}

/** Equal and very similar texts wherever they stand: what of a paragraph is found in another one. */
export function matchElsewhere(before: readonly string[], after: readonly string[], effort: Effort): readonly Match[] {
  if (!sortsAfter(before, after)) return new Aligner(before, after, effort).matchElsewhere();
  return new Aligner(after, before, effort).matchElsewhere().map(([a, b]) => [b, a]);
}

/** From this share of common words on, a text was edited; below it, another stands in its place. */
const SIMILAR = 0.4;
/** What stands elsewhere has to be more alike: words in common are easily found in a whole article. */
const SIMILAR_ELSEWHERE = 0.6;
const WORDS_ELSEWHERE = 6;
/** A text nearly all of whose words the other one has is a piece of it, however small. */
const CONTAINED = 0.85;
const WORDS_CONTAINED = 6;
/** A neighbour belongs to a split where so much of it was in the text that was split. */
const PIECE = 0.7;
const WORDS_PIECE = 3;

class Aligner {
  readonly #before: readonly string[];
  readonly #after: readonly string[];
  readonly #effort: Effort;
  readonly #bag = bagKeeper();
  readonly #partners: (number | undefined)[];
  readonly #partnersAfter: (number | undefined)[];
  #coarse = false;

  constructor(before: readonly string[], after: readonly string[], effort: Effort) {
    [this.#before, this.#after, this.#effort] = [before, after, effort];
    this.#partners = before.map(() => undefined);
    this.#partnersAfter = after.map(() => undefined);
  }

  align(): Alignment {
    const { matches, coarse } = commonSequence(this.#before, this.#after, this.#effort.maxEdits);
    this.#coarse = coarse;
    for (const match of matches) this.#pair(match);
    for (const match of this.#equalElsewhere()) this.#pair(match);
    for (const gap of gapsOf(matches, this.#before.length, this.#after.length))
      for (const match of this.#similarInOrder(this.#freeBefore(gap.before), this.#freeAfter(gap.after))) this.#pair(match);
    for (const match of this.#similarElsewhere()) this.#pair(match);
    return { groups: this.#grown(), coarse: this.#coarse };
  }

  matchElsewhere(): Match[] {
    const equal = this.#equalElsewhere().filter(([index]) => this.#bagBefore(index).total >= WORDS_ELSEWHERE);
    for (const match of equal) this.#pair(match);
    return equal.concat(this.#similarElsewhere());
  }

  #pair([before, after]: Match): void {
    this.#partners[before] = after;
    this.#partnersAfter[after] = before;
  }

  #freeBefore([from, to]: Match): number[] {
    return indexesBetween(from, to).filter((index) => this.#partners[index] === undefined);
  }

  #freeAfter([from, to]: Match): number[] {
    return indexesBetween(from, to).filter((index) => this.#partnersAfter[index] === undefined);
  }

  /** What is written twice and stands elsewhere once is matched in order; what says nothing is not looked for. */
  #equalElsewhere(): Match[] {
    const places = new Map<string, number[]>();
    for (const index of this.#freeAfter([0, this.#after.length])) {
      const text = this.#after[index] ?? '';
      if (places.get(text)?.push(index) === undefined) places.set(text, [index]);
    }
    return this.#freeBefore([0, this.#before.length]).flatMap((index): Match[] => {
      const text = this.#before[index] ?? '';
      const there = /[\p{L}\p{N}]/u.test(text) ? places.get(text)?.shift() : undefined;
      return there === undefined ? [] : [[index, there]];
    });
  }

  /** The pairs, in order, whose similarities have the greatest sum. */
  #similarInOrder(before: readonly number[], after: readonly number[]): Match[] {
    if (before.length === 0 || after.length === 0) return [];
    const [[first = 0], [firstAfter = 0]] = [before, after];
    // One against one, and most of it is the same from either end: by far the commonest edit, told without counting words.
    if (before.length + after.length === 2 && areMostlySame(this.#before[first] ?? '', this.#after[firstAfter] ?? ''))
      return [[first, firstAfter]];
    if (this.#isTooMuch(before, after)) return [];
    const best = bestSums(before.length, after.length, (i, j) => this.#similarity(before[i] ?? 0, after[j] ?? 0));
    const pairs: Match[] = [];
    for (let i = 0, j = 0; i < before.length && j < after.length;) {
      const sum = best(i, j);
      if (sum === best(i + 1, j)) i++;
      else if (sum === best(i, j + 1)) j++;
      else pairs.push([before[i++] ?? 0, after[j++] ?? 0]);
    }
    return pairs;
  }

  #similarity(before: number, after: number): number {
    const [one, other] = [this.#bagBefore(before), this.#bagAfter(after)];
    const most = (2 * Math.min(one.total, other.total)) / (one.total + other.total);
    const alike = most < SIMILAR ? 0 : likeness(one, other);
    if (alike >= SIMILAR) return alike;
    const isPiece = Math.min(one.total, other.total) >= WORDS_CONTAINED && containment(one, other) >= CONTAINED;
    return isPiece ? SIMILAR * containment(one, other) : 0;
  }

  /** Best pairs first; among equally good ones the nearest. */
  #similarElsewhere(): Match[] {
    const [before, after] = [this.#freeBefore([0, this.#before.length]), this.#freeAfter([0, this.#after.length])];
    if (before.length === 0 || after.length === 0 || this.#isTooMuch(before, after)) return [];
    const pairs = before.flatMap((b) => after.flatMap((a) => this.#pairElsewhere(b, a)));
    const [usedBefore, usedAfter] = [new Set<number>(), new Set<number>()];
    return pairs.toSorted(bestFirst).flatMap(({ match: [b, a] }): Match[] => {
      if (usedBefore.has(b) || usedAfter.has(a)) return [];
      usedBefore.add(b);
      usedAfter.add(a);
      return [[b, a]];
    });
  }

  #pairElsewhere(before: number, after: number): Pair[] {
    const [one, other] = [this.#bagBefore(before), this.#bagAfter(after)];
    const least = Math.min(one.total, other.total);
    if (least < WORDS_ELSEWHERE || 2 * least < SIMILAR_ELSEWHERE * (one.total + other.total)) return [];
    const alike = likeness(one, other);
    return alike < SIMILAR_ELSEWHERE ? [] : [{ match: [before, after], alike }];
  }

  #isTooMuch(before: readonly number[], after: readonly number[]): boolean {
    const [left, right] = [sizeOf(before.map((index) => this.#bagBefore(index))), sizeOf(after.map((index) => this.#bagAfter(index)))];
    const isTooMuch = Math.min(before.length * right, after.length * left) > this.#effort.maxLooks;
    this.#coarse ||= isTooMuch;
    return isTooMuch;
  }

  #bagBefore(index: number): Bag {
    return this.#bag(this.#before[index] ?? '');
  }

  #bagAfter(index: number): Bag {
    return this.#bag(this.#after[index] ?? '');
  }

  #grown(): Group[] {
    const groups: Group[] = [];
    for (const [index, partner] of this.#partners.entries()) {
      if (partner === undefined || partner < 0) continue;
      groups.push(this.#before[index] === this.#after[partner] ? { before: [index], after: [partner] } : this.#grow(index, partner));
    }
    return groups;
  }

  /** The pair with the neighbours that were parts of it. */
  #grow(before: number, after: number): Group {
    const pieces = piecesOf(
      () => this.#bagBefore(before),
      after,
      this.#partnersAfter,
      (index) => this.#bagAfter(index),
    );
    for (const piece of pieces) this.#partnersAfter[piece] = before;
    if (pieces.length > 1) return { before: [before], after: pieces };
    const merged = piecesOf(
      () => this.#bagAfter(after),
      before,
      this.#partners,
      (index) => this.#bagBefore(index),
    );
    for (const piece of merged) if (piece !== before) this.#partners[piece] = -1;
    return { before: merged, after: [after] };
  }
}

interface Pair {
  readonly match: Match;
  readonly alike: number;
}

function bestFirst(one: Pair, other: Pair): number {
  const distance = ({ match: [b, a] }: Pair): number => Math.abs(b - a);
  return other.alike - one.alike || distance(one) - distance(other) || one.match[0] - other.match[0] || one.match[1] - other.match[1];
}

/** Whether two texts begin and end alike for more than half of the longer one. */
function areMostlySame(one: string, other: string): boolean {
  const shorter = Math.min(one.length, other.length);
  let [head, tail] = [0, 0];
  while (head < shorter && one.charCodeAt(head) === other.charCodeAt(head)) head++;
  while (tail < shorter - head && one.charCodeAt(one.length - 1 - tail) === other.charCodeAt(other.length - 1 - tail)) tail++;
  return 2 * (head + tail) > Math.max(one.length, other.length);
}

/** The neighbours of a text that, with it, make up the whole; the text itself among them. */
function piecesOf(whole: () => Bag, first: number, partners: readonly (number | undefined)[], bagAt: (index: number) => Bag): number[] {
  const pieces = [first];
  for (const step of [1, -1]) {
    for (let at = first + step; at >= 0 && at < partners.length && partners[at] === undefined; at += step) {
      const rest = withoutWords(whole(), pieces.map(bagAt));
      const bag = bagAt(at);
      if (bag.total < WORDS_PIECE || wordsInCommon(bag, rest) < PIECE * bag.total) break;
      pieces.push(at);
    }
  }
  return pieces.toSorted((a, b) => a - b);
}

/** For each i and j, the greatest sum of similarities among the texts from i and from j on. */
function bestSums(rows: number, columns: number, similarity: (i: number, j: number) => number): (i: number, j: number) => number {
  const width = columns + 1;
  const sums = new Float64Array((rows + 1) * width);
  const best = (i: number, j: number): number => sums[i * width + j] ?? 0;
  for (let i = rows - 1; i >= 0; i--)
    for (let j = columns - 1; j >= 0; j--)
      sums[i * width + j] = Math.max(best(i + 1, j), best(i, j + 1), best(i + 1, j + 1) + similarity(i, j));
  return best;
}

function sizeOf(bags: readonly Bag[]): number {
  return bags.reduce((sum, { counts }) => sum + counts.size + 1, 0);
}

function indexesBetween(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, offset) => from + offset);
}
