/** Two lists of captions or of paragraphs → blocks: which became which, which were moved, and what happened inside. */
import { alignTexts, type Effort, type Group } from './align.ts';
import { joinParts, type Block, type Field, type Kind, type Operation, type Part, type Place } from './change.ts';
import type { Match } from './matches.ts';
import { movedMatches, rises } from './moves.ts';
import { inReadingOrder } from './order.ts';
import { exchanged, passageBlock, passageOf, type Exchange, type Passage } from './passage.ts';
import { compareWords } from './words.ts';

/** A group of blocks, or a block by itself, with what is known of it. */
interface Entry {
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly isMoved: boolean;
  /** Its sentences, where something happened to them that no word-by-word comparison of the whole would tell. */
  readonly passage?: Passage;
}

export function diffList(field: Field, before: readonly string[], after: readonly string[], effort: Effort): Block[] {
  const sides = { field, before, after };
  const { groups, coarse } = alignTexts(before, after, effort);
  const entries = entriesOf(sides, settled(sides, groups), effort);
  const exchange = exchanged(
    entries.flatMap(({ passage }) => passage ?? []),
    effort,
  );
  const steps = inReadingOrder(entries).filter(({ item, side }) => !item.isMoved || side === 'after');
  const blocks = steps.map(({ item }) => blockOf(sides, item, exchange, effort));
  return coarse ? blocks.map((block) => (block.kind === 'equal' ? block : { ...block, coarse })) : blocks;
}

interface Sides {
  readonly field: Field;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

interface Settled extends Group {
  readonly isMoved: boolean;
}

function entriesOf(sides: Sides, groups: readonly Settled[], effort: Effort): Entry[] {
  const paired = groups.map((group): Entry =>
    isEditedPair(sides, group) ? { ...group, passage: passageOf(sides, group, effort) } : group,
  );
  return paired.concat(lonersOf(sides, groups, effort));
}

/**
 * Which groups were moved. A row of asterisks moves nothing and is not moved itself: where it would have to cross what
 * stays, it was taken out here and put in there.
 */
function settled(sides: Sides, groups: readonly Group[]): Settled[] {
  if (rises(groups.map(matchOf))) return groups.map((group) => ({ ...group, isMoved: false }));
  const [speaking, silent] = [groups.filter((group) => says(sides, group)), groups.filter((group) => !says(sides, group))];
  const moved = movedGroups(sides, speaking);
  const told = speaking.map((group, index): Settled => ({ ...group, isMoved: moved.has(index) }));
  const left = moved.size === 0 ? silent : notCrossing(silent, told);
  return told.concat(left.map((group) => ({ ...group, isMoved: false })));
}

function says({ before }: Sides, group: Group): boolean {
  return group.before.some((index) => /[\p{L}\p{N}]/u.test(before[index] ?? ''));
}

/** Those that keep their place among what stays: what stays rises on both sides, so that its two neighbours tell. */
function notCrossing(silent: readonly Group[], told: readonly Settled[]): Group[] {
  const staying = told.filter(({ isMoved }) => !isMoved).map(matchOf);
  const next = staying.toSorted(([one], [other]) => one - other).concat([[Infinity, Infinity]]);
  let [at, last] = [0, -1];
  return silent
    .toSorted((one, other) => matchOf(one)[0] - matchOf(other)[0])
    .filter((group) => {
      const [before, after] = matchOf(group);
      for (let match = next[at]; match !== undefined && match[0] < before; match = next[++at]) last = match[1];
      return last < after && after < (next[at]?.[1] ?? Infinity);
    });
}

function matchOf({ before, after }: Group): Match {
  return [before[0] ?? 0, after[0] ?? 0];
}

function isEditedPair({ before, after }: Sides, group: Group): boolean {
  return group.before.length + group.after.length === 2 && before[group.before[0] ?? 0] !== after[group.after[0] ?? 0];
}

/** The blocks that no other one became: they may hold sentences of another all the same. */
function lonersOf(sides: Sides, groups: readonly Group[], effort: Effort): Entry[] {
  const [paired, pairedAfter] = [new Set(groups.flatMap((group) => group.before)), new Set(groups.flatMap((group) => group.after))];
  const left = [...sides.before.keys()].filter((index) => !paired.has(index)).map((index): Group => ({ before: [index], after: [] }));
  const came = [...sides.after.keys()].filter((index) => !pairedAfter.has(index)).map((index): Group => ({ before: [], after: [index] }));
  return [...left, ...came].map((group) => ({ ...group, isMoved: false, passage: passageOf(sides, group, effort) }));
}

function movedGroups({ before, after }: Sides, groups: readonly Group[]): Set<number> {
  const textOf = (index: number): string =>
    [...(groups[index]?.before ?? []).map((at) => before[at]), ...(groups[index]?.after ?? []).map((at) => after[at])]
      .toSorted()
      .join('\n');
  return movedMatches(groups.map(matchOf), {
    weightOf: (index) => textOf(index).length,
    sortsBefore: (one, other) => textOf(one) < textOf(other),
  });
}

function blockOf(sides: Sides, entry: Entry, exchange: Exchange, effort: Effort): Block {
  const { before, after, passage } = entry;
  const [first = 0, firstAfter = 0] = [before[0], after[0]];
  if (before.length === 1 && after.length === 1 && passage === undefined) return sameBlock(sides, entry, first, firstAfter);
  if (passage !== undefined && (exchange.isTouched(passage) || before.length + after.length === 2))
    return passageBlock(passage, kindOf(entry, 'edit'), exchange, effort);
  const [old, now] = [
    before.map((index) => sides.before[index] ?? '').join(BREAK),
    after.map((index) => sides.after[index] ?? '').join(BREAK),
  ];
  const { parts, coarse } =
    before.length === 0 || after.length === 0 || old === now ? whole(before, after, old, now) : compareWords(old, now, effort.maxEdits);
  const kind = kindOf(entry, old === now ? 'equal' : 'edit');
  const operation: Operation = {
    kind,
    before: places(sides.field, before, sides.before),
    after: places(sides.field, after, sides.after),
    parts,
    coarse,
  };
  return { field: sides.field, kind, before, after, parts, operations: [operation], coarse };
}

/** A text that is the same on both sides, here or elsewhere: most blocks are, so it is made without a detour. */
function sameBlock({ field, after: texts }: Sides, entry: Entry, index: number, indexAfter: number): Block {
  const text = texts[indexAfter] ?? '';
  const parts: Part[] = text === '' ? [] : [{ kind: 'kept', text }];
  const [kind, place] = [kindOf(entry, 'equal'), { field, from: 0, to: text.length }];
  const operation: Operation = { kind, before: [{ ...place, index }], after: [{ ...place, index: indexAfter }], parts, coarse: false };
  return { field, kind, before: [index], after: [indexAfter], parts, operations: [operation], coarse: false };
}

/** Where several blocks are one text, this stands between them. */
const BREAK = '\n\n';

function kindOf({ before, after, isMoved }: Entry, stayed: 'equal' | 'edit'): Kind {
  if (before.length === 0) return 'add';
  if (after.length === 0) return 'delete';
  if (before.length > 1) return 'merge';
  if (after.length > 1) return 'split';
  if (stayed === 'equal') return isMoved ? 'move' : 'equal';
  return isMoved ? 'move+edit' : 'edit';
}

function whole(before: readonly number[], after: readonly number[], old: string, now: string): { parts: Part[]; coarse: boolean } {
  if (before.length === 0) return { parts: joinParts([{ kind: 'added', text: now }]), coarse: false };
  return { parts: joinParts([{ kind: after.length === 0 ? 'removed' : 'kept', text: old }]), coarse: false };
}

function places(field: Field, indexes: readonly number[], texts: readonly string[]): Place[] {
  return indexes.map((index) => ({ field, index, from: 0, to: texts[index]?.length ?? 0 }));
}
