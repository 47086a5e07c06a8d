/** Two sides compared, and what is to be known of them besides: one step of a history, or a pair of texts. */
import type { Archive } from '../archive/archive.ts';
import { sameReader, type Revision } from '../article/history.ts';
import { formatRef } from '../article/identity.ts';
import { printable } from '../article/printable.ts';
import { changesOf } from '../diff/change.ts';
import { diffContents } from '../diff/compare.ts';
import { ruleWord } from '../diff/labels.ts';
import { review, type Review } from '../diff/review.ts';
import { revisionSide, type Side } from './diffSides.ts';
import { compareRevisions, type Comparison } from './revisionChange.ts';
import { formerLines, readingChange, type Found } from './revisions.ts';

export interface DiffStep extends Comparison {
  readonly before: Side;
  readonly after: Side;
  /** What the texts alone don't tell, a sentence each. */
  readonly notes: readonly string[];
  /** What a program is told of the sides. */
  readonly about: object;
}

export function hasChanges({ blocks }: Comparison): boolean {
  return changesOf(blocks).length > 0;
}

/** Two texts that are no history of one another. */
export function pairStep(before: Side, after: Side): DiffStep {
  const blocks = diffContents(before.content, after.content);
  const reviewed = review(blocks);
  return { before, after, blocks, review: reviewed, notes: notesOn(reviewed), about: { before: before.about, after: after.about } };
}

/** Pairs of revisions: these two, or step by step from the one to the other. */
export function stretchOf({ revisions }: Found, from: Revision, to: Revision, isStepwise: boolean): (readonly [Revision, Revision])[] {
  const between = revisions.slice(from.number - 1, to.number);
  const steps = between.slice(1).map((after, index) => [between[index] ?? from, after] as const);
  return isStepwise && steps.length > 0 ? steps : [[from, to]];
}

/** @throws DamageError where a snapshot can't be read */
export async function historySteps(archive: Archive, found: Found, pairs: readonly (readonly [Revision, Revision])[]): Promise<DiffStep[]> {
  const steps: DiffStep[] = [];
  for (const [before, after] of pairs) steps.push(await historyStep(archive, found, before, after));
  return steps;
}

async function historyStep(archive: Archive, found: Found, before: Revision, after: Revision): Promise<DiffStep> {
  const comparison = await compareRevisions(archive, found, before, after);
  const notes = [...readingNotes(before, after), ...notesOn(comparison.review)];
  const sides = { before: await revisionSide(archive, found, before), after: await revisionSide(archive, found, after) };
  const about = ({ number, snapshot, first }: Revision): object => ({ revision: number, snapshot, first });
  return { ...comparison, ...sides, notes, about: { article: formatRef(found.ref), before: about(before), after: about(after) } };
}

function readingNotes(before: Revision, after: Revision): string[] {
  const former = [...formerLines(before), ...formerLines(after)].map((line) => line.trimStart());
  if (sameReader(before.reader, after.reader)) return former;
  return [...former, `${readingChange(before.reader, after.reader)}; the difference may be ours`];
}

function notesOn({ isStealth, isSlugStale, swaps, changes, severity }: Review): string[] {
  const heavy = changes.filter(({ verdict }) => verdict.severity === severity).map(({ verdict }) => ruleWord(verdict.rule));
  return [
    ...(heavy.length === 0 ? [] : [`${severity}: ${[...new Set(heavy)].join(', ')}`]),
    ...(isStealth === true ? ['stealth: what is said changed, and neither a notice nor a new stamp of change says so'] : []),
    ...(isSlugStale ? ['stale slug: the address still has the words of the old headline'] : []),
    ...swaps.map(
      ({ caption, before, after }) => `picture: another one under ‘${printable(caption)}’: ${printable(before)} → ${printable(after)}`,
    ),
  ];
}
