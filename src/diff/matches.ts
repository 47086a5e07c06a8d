/** Matches between two lists (paragraphs, sentences, words), and the gaps that they leave. */

/** An item before and the item after that it became, by index. */
export type Match = readonly [before: number, after: number];

/** A half-open range of indexes. */
export type Range = readonly [from: number, to: number];

/** What lies unmatched between two neighbouring matches; one range or both may be empty. */
export interface Gap {
  readonly before: Range;
  readonly after: Range;
}

type Align = (before: readonly string[], after: readonly string[]) => readonly Match[];

/** The gaps before each match, and the one after the last: always one more than there are matches, which rise on both sides. */
export function gapsOf(matches: readonly Match[], beforeLength: number, afterLength: number): Gap[] {
  let [before, after] = [0, 0];
  const gaps: Gap[] = [];
  for (const [nextBefore, nextAfter] of [...matches, [beforeLength, afterLength] as const]) {
    gaps.push({ before: [before, nextBefore], after: [after, nextAfter] });
    [before, after] = [nextBefore + 1, nextAfter + 1];
  }
  return gaps;
}

/** The matches, with those that `align` finds in each gap between them. */
export function fillGaps(matches: readonly Match[], before: readonly string[], after: readonly string[], align: Align): Match[] {
  const all: Match[] = [];
  for (const [index, gap] of gapsOf(matches, before.length, after.length).entries()) {
    for (const [b, a] of alignGap(gap, before, after, align)) all.push([gap.before[0] + b, gap.after[0] + a]);
    const match = matches[index];
    if (match !== undefined) all.push(match);
  }
  return all;
}

function alignGap(gap: Gap, before: readonly string[], after: readonly string[], align: Align): readonly Match[] {
  if (isEmpty(gap.before) || isEmpty(gap.after)) return [];
  return align(before.slice(...gap.before), after.slice(...gap.after));
}

export function isEmpty([from, to]: Range): boolean {
  return from === to;
}

/** The items that both lists begin with, and those that both end with. */
export function commonEnds(before: readonly string[], after: readonly string[]): Match[] {
  const { head, tail } = endsOf(before, after);
  const heads = Array.from({ length: head }, (_, i): Match => [i, i]);
  const tails = Array.from({ length: tail }, (_, i): Match => [before.length - tail + i, after.length - tail + i]);
  return heads.concat(tails);
}

/** How many items both lists begin with, and with how many both end; none is counted twice. */
export function endsOf(before: readonly string[], after: readonly string[]): { readonly head: number; readonly tail: number } {
  const shorter = Math.min(before.length, after.length);
  let [head, tail] = [0, 0];
  while (head < shorter && before[head] === after[head]) head++;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return { head, tail };
}

/**
 * Aligns the two lists in an order that doesn't depend on which came first in time. Among equally good answers an
 * algorithm takes the one that it meets first; so swapping the sides gives the same answer, mirrored.
 */
export function alignEitherWay(before: readonly string[], after: readonly string[], align: Align): readonly Match[] {
  if (!sortsAfter(before, after)) return align(before, after);
  return align(after, before).map(([a, b]) => [b, a]);
}

export function sortsAfter(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return one.length > other.length;
  const at = one.findIndex((text, index) => text !== other[index]);
  return at >= 0 && (one[at] ?? '') > (other[at] ?? '');
}
