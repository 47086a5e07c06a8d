/** Two lists of captions or of paragraphs → blocks: which became which, which were moved, and what happened inside. */
import { alignTexts, type Effort, type Group } from './align.ts';
import { joinParts, type Block, type Field, type Kind, type Operation, type Part, type Place } from './change.ts';
import { endsOf, type Match } from './matches.ts';
import { movedMatches, rises } from './moves.ts';
import { inReadingOrder } from './order.ts';
import { BREAK, exchanged, isReordered, passageBlock, passageOf, type Exchange, type Passage } from './passage.ts';
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
  // What both lists begin and end with stays as it is, and nothing has to be asked of it.
  const { head, tail } = endsOf(before, after);
  const heads = groups.slice(0, head).map(({ before: [index = 0] }) => sameBlock(sides, 'equal', index, index));
  const tails = groups.slice(groups.length - tail).map((group) => sameBlock(sides, 'equal', ...matchOf(group)));
  const middle = changedBlocks(sides, groups.slice(head, groups.length - tail), { head, tail }, effort);
  return heads.concat(coarse ? middle.map((block) => (block.kind === 'equal' ? block : { ...block, coarse })) : middle, tails);
}

/** Between the common ends. */
function changedBlocks(sides: Sides, groups: readonly Group[], ends: Ends, effort: Effort): Block[] {
  const entries = entriesOf(sides, groups, ends, effort);
  const exchange = exchanged(
    entries.flatMap(({ passage }) => passage ?? []),
    effort,
  );
  const steps = inReadingOrder(entries).filter(({ item, side }) => !item.isMoved || side === 'after');
  return steps.map(({ item }) => blockOf(sides, item, exchange, effort));
}

/** How many blocks both lists begin and end with. */
interface Ends {
  readonly head: number;
  readonly tail: number;
}

interface Sides {
  readonly field: Field;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

interface Settled extends Group {
  readonly isMoved: boolean;
}

function entriesOf(sides: Sides, groups: readonly Group[], ends: Ends, effort: Effort): Entry[] {
  const paired = settled(sides, groups);
  return paired.map((group) => withPassage(sides, group, effort)).concat(lonersOf(sides, paired, ends, effort));
}

function withPassage(sides: Sides, group: Settled, effort: Effort): Entry {
  if (isEditedPair(sides, group)) return { ...group, passage: passageOf(sides, group, effort) };
  if (group.before.length + group.after.length === 2) return group;
  const passage = passageOf(sides, group, effort);
  return isReordered(passage) ? { ...group, passage } : group;
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
  return told.concat(notCrossing(silent, told).map((group) => ({ ...group, isMoved: false })));
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
function lonersOf({ field, before, after }: Sides, groups: readonly Group[], { head, tail }: Ends, effort: Effort): Entry[] {
  const left = unpaired(
    groups.flatMap((group) => group.before),
    head,
    before.length - tail,
  );
  const came = unpaired(
    groups.flatMap((group) => group.after),
    head,
    after.length - tail,
  );
  const alone = [
    ...left.map((index): Group => ({ before: [index], after: [] })),
    ...came.map((index): Group => ({ before: [], after: [index] })),
  ];
  return alone.map((group) => ({ ...group, isMoved: false, passage: passageOf({ field, before, after }, group, effort) }));
}

function unpaired(paired: readonly number[], from: number, to: number): number[] {
  const known = new Set(paired);
  const left: number[] = [];
  for (let index = from; index < to; index++) if (!known.has(index)) left.push(index);
  return left;
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
  if (before.length === 1 && after.length === 1 && passage === undefined)
    return sameBlock(sides, kindOf(entry, 'equal'), first, firstAfter);
  if (passage !== undefined && (exchange.isTouched(passage) || (before.length > 0 && after.length > 0)))
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
function sameBlock({ field, after: texts }: Sides, kind: Kind, index: number, indexAfter: number): Block {
  const text = texts[indexAfter] ?? '';
  const parts: Part[] = text === '' ? [] : [{ kind: 'kept', text }];
  const place = { field, from: 0, to: text.length };
  const operation: Operation = { kind, before: [{ ...place, index }], after: [{ ...place, index: indexAfter }], parts, coarse: false };
  return { field, kind, before: [index], after: [indexAfter], parts, operations: [operation], coarse: false };
}

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
