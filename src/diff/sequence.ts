/**
 * The longest common subsequence of two lists, after Myers (1986), with its work bounded by counting.
 *
 * What the lists begin and end with in common, and what stands on one side only, is put aside first. Within the limit
 * the answer is exact; beyond it, what stands once on each side gives the anchors, and the answer is said to be coarse.
 */
import { alignEitherWay, commonEnds, gapsOf, type Match } from './matches.ts';

export interface Sequence {
  readonly matches: readonly Match[];
  readonly coarse: boolean;
}

/** @param maxEdits how many removals and additions are looked for; the work grows with its square */
export function commonSequence(before: readonly string[], after: readonly string[], maxEdits: number): Sequence {
  let coarse = false;
  const matches = alignEitherWay(before, after, (one, other) => {
    const found = longest(one, other, maxEdits);
    coarse = found === undefined;
    return found ?? anchors(one, other);
  });
  return { matches, coarse };
}

function longest(one: readonly string[], other: readonly string[], maxEdits: number): Match[] | undefined {
  const ends = commonEnds(one, other);
  const gap = gapsOf(ends, one.length, other.length).find(({ before, after }) => before[0] < before[1] || after[0] < after[1]);
  if (gap === undefined) return ends;
  const [left, right] = [shared(one, gap.before, other, gap.after), shared(other, gap.after, one, gap.before)];
  const inside = shortestEdit(left.ids, right.ids, maxEdits)?.map(([a, b]): Match => [left.at[a] ?? 0, right.at[b] ?? 0]);
  return inside && ends.concat(inside).toSorted(([a], [b]) => a - b);
}

interface Shared {
  readonly ids: readonly string[];
  readonly at: readonly number[];
}

/** What of a range stands in the other range too: nothing else can be common. */
function shared(list: readonly string[], [from, to]: Match, others: readonly string[], [otherFrom, otherTo]: Match): Shared {
  const known = new Set(others.slice(otherFrom, otherTo));
  const at: number[] = [];
  for (let index = from; index < to; index++) if (known.has(list[index] ?? '')) at.push(index);
  return { ids: at.map((index) => list[index] ?? ''), at };
}

/** Myers' greedy search: for each number of edits, how far each diagonal reaches; then the way back. */
function shortestEdit(one: readonly string[], other: readonly string[], maxEdits: number): Match[] | undefined {
  const [left, right] = numbered(one, other);
  const most = Math.min(maxEdits, one.length + other.length);
  const reach = new Int32Array(2 * most + 3);
  const trace: Int32Array[] = [];
  for (let edits = 0; edits <= most; edits++) {
    trace.push(reach.slice(most - edits, most + edits + 3));
    if (advance(left, right, reach, most + 1, edits)) return wayBack(trace, left.length, right.length);
  }
  return undefined;
}

/** One edit more on every diagonal; true where the end of both lists is reached. */
function advance(left: Int32Array, right: Int32Array, reach: Int32Array, middle: number, edits: number): boolean {
  for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
    const [below, above] = [reach[middle + diagonal - 1] ?? 0, reach[middle + diagonal + 1] ?? 0];
    let x = diagonal === -edits || (diagonal !== edits && below < above) ? above : below + 1;
    while (x < left.length && x - diagonal < right.length && left[x] === right[x - diagonal]) x++;
    reach[middle + diagonal] = x;
    if (x >= left.length && x - diagonal >= right.length) return true;
  }
  return false;
}

function wayBack(trace: readonly Int32Array[], leftLength: number, rightLength: number): Match[] {
  const matches: Match[] = [];
  let [x, y] = [leftLength, rightLength];
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const reach = trace[edits] ?? new Int32Array();
    const diagonal = x - y;
    const [below, above] = [reach[diagonal + edits] ?? 0, reach[diagonal + edits + 2] ?? 0];
    const isDown = diagonal === -edits || (diagonal !== edits && below < above);
    const [fromX, fromY] = edits === 0 ? [0, 0] : [isDown ? above : below, (isDown ? above : below) - diagonal + (isDown ? -1 : 1)];
    while (x > fromX && y > fromY) matches.push([--x, --y]);
    [x, y] = [fromX, fromY];
  }
  return matches.toReversed();
}

function numbered(one: readonly string[], other: readonly string[]): [Int32Array, Int32Array] {
  const numbers = new Map<string, number>();
  const numberOf = (text: string): number => {
    const known = numbers.get(text) ?? numbers.size;
    numbers.set(text, known);
    return known;
  };
  return [Int32Array.from(one, numberOf), Int32Array.from(other, numberOf)];
}

/** The common ends, and between them the longest rising run of what stands once on each side. */
function anchors(one: readonly string[], other: readonly string[]): Match[] {
  const ends = commonEnds(one, other);
  const gap = gapsOf(ends, one.length, other.length).find(({ before, after }) => before[0] < before[1] && after[0] < after[1]);
  if (gap === undefined) return ends;
  const [here, there] = [onlyOnce(one, gap.before), onlyOnce(other, gap.after)];
  const pairs = [...here].flatMap(([text, at]): Match[] => (there.has(text) ? [[at, there.get(text) ?? 0]] : []));
  return ends.concat(longestRise(pairs)).toSorted(([a], [b]) => a - b);
}

function onlyOnce(list: readonly string[], [from, to]: Match): Map<string, number> {
  const seen = new Map<string, number>();
  for (let index = from; index < to; index++) seen.set(list[index] ?? '', seen.has(list[index] ?? '') ? -1 : index);
  return new Map([...seen].filter(([, index]) => index >= 0));
}

/** Of matches that rise on the left, the most that rise on the right too. */
export function longestRise(matches: readonly Match[]): Match[] {
  const tails: number[] = [];
  const previous: (number | undefined)[] = [];
  for (const [index, [, right]] of matches.entries()) {
    const at = firstNotBelow(tails, right, (each) => matches[each]?.[1] ?? 0);
    previous.push(at === 0 ? undefined : tails[at - 1]);
    tails[at] = index;
  }
  const rise: Match[] = [];
  for (let index = tails.at(-1); index !== undefined; index = previous[index]) rise.push(matches[index] ?? [0, 0]);
  return rise.toReversed();
}

function firstNotBelow(list: readonly number[], value: number, valueOf: (item: number) => number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (valueOf(list[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
