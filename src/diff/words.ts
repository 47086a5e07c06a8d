/**
 * What changed inside a text, word by word. The only file that knows the library `diff`: another algorithm takes its
 * place by giving `commonSequence` a new body.
 */
import { diffArrays } from 'diff';
import type { Part } from './change.ts';
import { alignEitherWay, commonEnds, fillGaps, gapsOf, type Match } from './matches.ts';
import { isNoSpace, tokensOf } from './tokens.ts';

export interface WordDiff {
  readonly parts: readonly Part[];
  /** More edits than were allowed: all between the common ends counts as changed. */
  readonly coarse: boolean;
}

export function compareWords(before: string, after: string, maxEdits: number): WordDiff {
  const [left, right] = [tokensOf(before), tokensOf(after)];
  const words = commonWords(left, right, maxEdits);
  // White space is matched last, beside words that are: matched for itself it would tie unrelated words together,
  // and two neighbouring new words would be shown as two changes.
  const matches = fillGaps(words ?? [], left, right, commonEnds);
  return { parts: partsOf(left, right, matches), coarse: words === undefined };
}

/** A longest common subsequence of two lists, or undefined where it takes more than `maxEdits` removals and additions. */
export function commonSequence(before: readonly string[], after: readonly string[], maxEdits: number): readonly Match[] | undefined {
  return alignEitherWay(before, after, (one, other) => {
    // What stands on one side only can't be common; without it, a text that was written anew is compared at once.
    const [left, right] = [indexesShared(one, other), indexesShared(other, one)];
    const runs = diffArrays(pick(one, left), pick(other, right), { maxEditLength: maxEdits });
    return runs && matchesOf(runs, left, right);
  });
}

function commonWords(left: readonly string[], right: readonly string[], maxEdits: number): readonly Match[] | undefined {
  const [leftAt, rightAt] = [indexesWhere(left, isNoSpace), indexesWhere(right, isNoSpace)];
  const matches = commonSequence(pick(left, leftAt), pick(right, rightAt), maxEdits);
  return matches?.map(([b, a]) => [leftAt[b] ?? 0, rightAt[a] ?? 0]);
}

function matchesOf(runs: ReturnType<typeof diffArrays>, left: readonly number[], right: readonly number[]): Match[] {
  let [i, j] = [0, 0];
  return runs.flatMap(({ added, removed, count }) => {
    const common = added || removed ? 0 : count;
    const matches = Array.from({ length: common }, (_, k): Match => [left[i + k] ?? 0, right[j + k] ?? 0]);
    if (!added) i += count;
    if (!removed) j += count;
    return matches;
  });
}

function partsOf(left: readonly string[], right: readonly string[], matches: readonly Match[]): Part[] {
  const parts: { kind: Part['kind']; text: string }[] = [];
  const add = (kind: Part['kind'], text: string): void => {
    const last = parts.at(-1);
    if (last?.kind === kind) last.text += text;
    else if (text !== '') parts.push({ kind, text });
  };
  for (const [index, gap] of gapsOf(matches, left.length, right.length).entries()) {
    add('removed', left.slice(...gap.before).join(''));
    add('added', right.slice(...gap.after).join(''));
    add('kept', left[matches[index]?.[0] ?? left.length] ?? '');
  }
  return parts;
}

function indexesShared(items: readonly string[], others: readonly string[]): number[] {
  const known = new Set(others);
  return indexesWhere(items, (item) => known.has(item));
}

function indexesWhere(items: readonly string[], isWanted: (item: string) => boolean): number[] {
  const indexes: number[] = [];
  for (const [index, item] of items.entries()) if (isWanted(item)) indexes.push(index);
  return indexes;
}

function pick(items: readonly string[], indexes: readonly number[]): string[] {
  return indexes.map((index) => items[index] ?? '');
}
