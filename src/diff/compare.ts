/** Two contents → blocks: title, date, captions and paragraphs, each with its fate. Input is in text normal form. */
import type { Content } from '../article/content.ts';
import type { Effort } from './align.ts';
import { joinParts, type Block, type Field, type Kind, type Part, type Place } from './change.ts';
import { diffList } from './lists.ts';
import { compareWords, type WordDiff } from './words.ts';

/** The blocks of both contents, in the order title, date, captions, paragraphs; equal contents give equal blocks only. */
export function diffContents(before: Content, after: Content): Block[] {
  const effort = effortFor(before, after);
  return [
    ...diffSingle('title', presentTitle(before), presentTitle(after), (a, b) => compareWords(a, b, effort.maxEdits)),
    ...diffSingle('date', before.date, after.date, replaced),
    ...diffList('caption', before.captions, after.captions, effort),
    ...diffList('paragraph', before.body, after.body, effort),
  ];
}

// The work of an alignment grows with the number of edits times the length, or with their square. These limits count
// work and never look at a clock, so that a slow machine gives the same answer. Up to 40,000 characters in all, which
// hardly an article reaches, a thousand edits are found in each list and sentence; two million characters leave twenty.
const MAX_EDITS = 1_000;
const MAX_WORK = 4e7;
const MAX_LOOKS = 2e6;
const MAX_LOOKING = 2e11;

function effortFor(...contents: readonly Content[]): Effort {
  const texts = contents.flatMap(({ title, body, captions }) => [title].concat(body, captions));
  const characters = texts.reduce((sum, text) => sum + text.length, 1);
  return {
    maxEdits: Math.min(MAX_EDITS, Math.floor(MAX_WORK / characters)),
    maxLooks: Math.min(MAX_LOOKS, Math.floor(MAX_LOOKING / characters)),
  };
}

/** A title that is not there is the empty string: a title that appears is added, and not edited. */
function presentTitle({ title }: Content): string | undefined {
  return title === '' ? undefined : title;
}

/** However much it was rewritten, the title is the title: what stands on both sides is a pair. */
function diffSingle(
  field: Field,
  before: string | undefined,
  after: string | undefined,
  compare: (before: string, after: string) => WordDiff,
): Block[] {
  if (before === undefined && after === undefined) return [];
  if (before === undefined) return [wholeBlock(field, 'add', undefined, after, joinParts([{ kind: 'added', text: after ?? '' }]))];
  if (after === undefined) return [wholeBlock(field, 'delete', before, undefined, joinParts([{ kind: 'removed', text: before }]))];
  if (before === after) return [wholeBlock(field, 'equal', before, after, joinParts([{ kind: 'kept', text: after }]))];
  const { parts, coarse } = compare(before, after);
  return [wholeBlock(field, 'edit', before, after, parts, coarse)];
}

function wholeBlock(
  field: Field,
  kind: Kind,
  before: string | undefined,
  after: string | undefined,
  parts: readonly Part[],
  coarse = false,
): Block {
  const place = (text: string | undefined): Place[] => (text === undefined ? [] : [{ field, index: 0, from: 0, to: text.length }]);
  const indexes = (text: string | undefined): number[] => (text === undefined ? [] : [0]);
  const operation = { kind, before: place(before), after: place(after), parts, coarse };
  return { field, kind, before: indexes(before), after: indexes(after), parts, operations: [operation], coarse };
}

/** A date is one fact: it is shown whole, and not as the digits that differ. */
function replaced(before: string, after: string): WordDiff {
  const removed: Part = { kind: 'removed', text: before };
  const added: Part = { kind: 'added', text: after };
  return { parts: joinParts([removed, added]), coarse: false };
}
