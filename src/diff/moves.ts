/**
 * Which of the texts that changed their order were moved, and which only made room.
 *
 * The rule is that of NewsEdits (Spangher and others, 2022), so that our counts can be set beside theirs: of the
 * matches that cross others, the one that crosses most was moved; it is put aside, and so on until none cross.
 */
import type { Match } from './matches.ts';
import { longestRise } from './sequence.ts';

/** What the texts themselves say where the crossings don't: of two that changed places, the shorter one was moved. */
export interface Weighing {
  readonly weightOf: (index: number) => number;
  readonly sortsBefore: (one: number, other: number) => boolean;
}

// Counting crossings takes the square of the number of matches that cross any. Beyond this, what is not in the
// longest run in order was moved: an article with thousands of crossing sentences is another article.
const MOST_CROSSING = 1_500;

/** The indexes of the matches that were moved. Without `weighing` ties go as in NewsEdits: the farthest, upward, the first. */
export function movedMatches(found: readonly Match[], weighing?: Weighing): Set<number> {
  if (rises(found)) return new Set();
  const matches = ranked(found);
  const crossing = crossingOf(matches);
  if (crossing.length > MOST_CROSSING) return outOfOrder(matches);
  const counts = new Map(crossing.map((index) => [index, crossing.filter((other) => cross(matches, index, other)).length]));
  const moved = new Set<number>();
  for (let next = mostCrossing(matches, counts, weighing); next !== undefined; next = mostCrossing(matches, counts, weighing)) {
    moved.add(next);
    counts.delete(next);
    for (const [other, count] of counts) if (cross(matches, next, other)) counts.set(other, count - 1);
  }
  return moved;
}

/** Whether nothing changed its order, as in most articles. */
export function rises(matches: readonly Match[]): boolean {
  return matches.every(([before, after], index) => {
    const [last, lastAfter] = matches[index - 1] ?? [-1, -1];
    return before > last && after > lastAfter;
  });
}

/** The matches by rank: what was added or removed around them takes nothing farther away. */
function ranked(matches: readonly Match[]): Match[] {
  const rankIn = (positions: readonly number[]): Map<number, number> =>
    new Map([...new Set(positions)].toSorted((a, b) => a - b).map((position, rank) => [position, rank]));
  const [left, right] = [rankIn(matches.map(([before]) => before)), rankIn(matches.map(([, after]) => after))];
  return matches.map(([before, after]) => [left.get(before) ?? 0, right.get(after) ?? 0]);
}

function cross(matches: readonly Match[], one: number, other: number): boolean {
  const [[a, b], [c, d]] = [matches[one] ?? [0, 0], matches[other] ?? [0, 0]];
  return (a - c) * (b - d) < 0;
}

/** The matches that cross any: in the order of the left side, those with a greater right one before them or a smaller one behind. */
function crossingOf(matches: readonly Match[]): number[] {
  const order = inOrder(matches);
  const greatest = runningMost(order, (index) => matches[index] ?? [0, 0], 1);
  const smallest = runningMost(order.toReversed(), (index) => matches[index] ?? [0, 0], -1);
  const isCrossing = (index: number): boolean => {
    const [, right] = matches[index] ?? [0, 0];
    return (greatest.get(index) ?? right) > right || (smallest.get(index) ?? right) < right;
  };
  return [...matches.keys()].filter(isCrossing);
}

/** For each match, the greatest (or, backwards, the smallest) right side among those with a strictly smaller (greater) left one. */
function runningMost(order: readonly number[], matchOf: (index: number) => Match, sign: 1 | -1): Map<number, number> {
  const most = new Map<number, number>();
  let [past, current, left] = [-Infinity, -Infinity, NaN];
  for (const index of order) {
    const [at, right] = matchOf(index);
    if (at !== left) [past, left] = [Math.max(past, current), at];
    if (past > -Infinity) most.set(index, sign * past);
    current = Math.max(current, sign * right);
  }
  return most;
}

function mostCrossing(matches: readonly Match[], counts: ReadonlyMap<number, number>, weighing?: Weighing): number | undefined {
  let most: number | undefined;
  for (const [index, count] of counts)
    if (
      count > 0 &&
      (most === undefined || count > (counts.get(most) ?? 0) || (count === counts.get(most) && wins(matches, index, most, weighing)))
    )
      most = index;
  return most;
}

function wins(matches: readonly Match[], one: number, other: number, weighing?: Weighing): boolean {
  const [[a, b], [c, d]] = [matches[one] ?? [0, 0], matches[other] ?? [0, 0]];
  if (Math.abs(a - b) !== Math.abs(c - d)) return Math.abs(a - b) > Math.abs(c - d);
  if (weighing === undefined) return a > b && c <= d;
  const [here, there] = [weighing.weightOf(one), weighing.weightOf(other)];
  return here === there ? weighing.sortsBefore(one, other) : here < there;
}

function outOfOrder(matches: readonly Match[]): Set<number> {
  const order = inOrder(matches);
  const staying = new Set(longestRise(order.map((index) => matches[index] ?? [0, 0])));
  return new Set(order.filter((index) => !staying.has(matches[index] ?? [0, 0])));
}

function inOrder(matches: readonly Match[]): number[] {
  return [...matches.keys()].toSorted((x, y) => {
    const [[a, b], [c, d]] = [matches[x] ?? [0, 0], matches[y] ?? [0, 0]];
    return a - c || b - d;
  });
}
