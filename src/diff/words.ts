/** What changed inside a text, word by word. */
import { joinParts, type Part } from './change.ts';
import { commonEnds, fillGaps, gapsOf, isEmpty, type Gap, type Match, type Range } from './matches.ts';
import { commonSequence } from './sequence.ts';
import { isNoSpace, isWord, tokensOf } from './tokens.ts';

export interface WordDiff {
  readonly parts: readonly Part[];
  /** More edits than were allowed: only the words at the ends, and those that stand once on each side, were matched. */
  readonly coarse: boolean;
}

export function compareWords(before: string, after: string, maxEdits: number): WordDiff {
  const [left, right] = [tokensOf(before), tokensOf(after)];
  const { matches, coarse } = commonWords(left, right, maxEdits);
  // White space is matched last, beside words that are: matched for itself it would tie unrelated words together,
  // and two neighbouring new words would be shown as two changes.
  const all = fillGaps(withoutChance(matches, left, right), left, right, commonEnds);
  return { parts: partsOf(left, right, all), coarse };
}

function commonWords(left: readonly string[], right: readonly string[], maxEdits: number): { matches: Match[]; coarse: boolean } {
  const [leftAt, rightAt] = [indexesWhere(left, isNoSpace), indexesWhere(right, isNoSpace)];
  const { matches, coarse } = commonSequence(pick(left, leftAt), pick(right, rightAt), maxEdits);
  return { matches: matches.map(([b, a]) => [leftAt[b] ?? 0, rightAt[a] ?? 0]), coarse };
}

/** So many times as long as a run of kept words must the changes on both sides be, to make it chance. */
const CHANCE = 3;

/**
 * The matches without the short runs that chance left between two long changes: a sentence that was written anew has a
 * "của" here and a "trong" there in common with the old one, and what is kept of it only makes it hard to read.
 */
function withoutChance(matches: readonly Match[], left: readonly string[], right: readonly string[]): readonly Match[] {
  const gaps = gapsOf(matches, left.length, right.length);
  const changedWords = gaps.map((gap) => Math.max(wordsIn(left, gap.before), wordsIn(right, gap.after)));
  const runs = runsOf(matches, gaps);
  const kept = runs.filter(({ first, last }) => {
    const words = matches.slice(first, last + 1).filter(([at]) => isWord(left[at] ?? '')).length;
    return CHANCE * Math.max(words, 1) > Math.min(changedWords[first] ?? 0, changedWords[last + 1] ?? 0);
  });
  if (kept.length === runs.length) return matches;
  return withoutChance(
    kept.flatMap(({ first, last }) => matches.slice(first, last + 1)),
    left,
    right,
  );
}

interface Run {
  readonly first: number;
  last: number;
}

/** Neighbouring matches together, by index. White space between them does not part them. */
function runsOf(matches: readonly Match[], gaps: readonly Gap[]): Run[] {
  const runs: Run[] = [];
  for (const index of matches.keys()) {
    const [gap, run] = [gaps[index], runs.at(-1)];
    if (run !== undefined && gap !== undefined && width(gap) <= 1) run.last = index;
    else runs.push({ first: index, last: index });
  }
  return runs;
}

// One token on each side between two matched words is the space between them: a changed word brings its own.
function width({ before, after }: Gap): number {
  return Math.max(before[1] - before[0], after[1] - after[0]);
}

function wordsIn(tokens: readonly string[], [from, to]: Range): number {
  let words = 0;
  for (let index = from; index < to; index++) if (isWord(tokens[index] ?? '')) words++;
  return words;
}

function partsOf(left: readonly string[], right: readonly string[], matches: readonly Match[]): Part[] {
  const parts: Part[] = [];
  for (const [index, gap] of gapsOf(matches, left.length, right.length).entries()) {
    if (!isEmpty(gap.before)) parts.push({ kind: 'removed', text: left.slice(...gap.before).join('') });
    if (!isEmpty(gap.after)) parts.push({ kind: 'added', text: right.slice(...gap.after).join('') });
    parts.push({ kind: 'kept', text: left[matches[index]?.[0] ?? left.length] ?? '' });
  }
  return joinParts(parts);
}

function indexesWhere(items: readonly string[], isWanted: (item: string) => boolean): number[] {
  const indexes: number[] = [];
  for (const [index, item] of items.entries()) if (isWanted(item)) indexes.push(index);
  return indexes;
}

function pick(items: readonly string[], indexes: readonly number[]): string[] {
  return indexes.map((index) => items[index] ?? '');
}
