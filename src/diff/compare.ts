/** Two contents → blocks: title, date, captions and paragraphs, each with its fate. Input is in text normal form. */
import type { Content } from '../article/content.ts';
import type { Block, Field, Part } from './change.ts';
import { gapsOf, type Match, type Range } from './matches.ts';
import { alignParagraphs } from './paragraphs.ts';
import { compareWords, type WordDiff } from './words.ts';

/** The blocks of both contents, in the order title, date, captions, paragraphs; equal contents give equal blocks only. */
export function diffContents(before: Content, after: Content): Block[] {
  const maxEdits = editsAllowed(before, after);
  return [
    ...compareSingles('title', presentTitle(before), presentTitle(after), (a, b) => compareWords(a, b, maxEdits)),
    ...compareSingles('date', before.date, after.date, replaced),
    ...compareLists('caption', before.captions, after.captions, maxEdits),
    ...compareLists('paragraph', before.body, after.body, maxEdits),
  ];
}

// The work of an alignment grows with the number of edits times the length. This limit counts work and never looks
// at a clock, so that a slow machine gives the same answer. Up to 100,000 characters in all, which no article
// reaches, a thousand edits are found in each paragraph; two million characters leave fifty.
const MAX_EDITS = 1_000;
const MAX_WORK = 1e8;

function editsAllowed(...contents: readonly Content[]): number {
  const texts = contents.flatMap(({ title, body, captions }) => [title].concat(body, captions));
  const characters = texts.reduce((sum, text) => sum + text.length, 1);
  return Math.min(MAX_EDITS, Math.floor(MAX_WORK / characters));
}

/** A title that is not there is the empty string: a title that appears is added, and not edited. */
function presentTitle({ title }: Content): string | undefined {
  return title === '' ? undefined : title;
}

type Compare = (before: string, after: string) => WordDiff;

/** However much it was rewritten, the title is the title: what stands on both sides is a pair. */
function compareSingles(field: Field, before: string | undefined, after: string | undefined, compare: Compare): Block[] {
  const matches: Match[] = before === undefined || after === undefined ? [] : [[0, 0]];
  return blocksOf(field, listOf(before), listOf(after), matches, compare);
}

function compareLists(field: Field, before: readonly string[], after: readonly string[], maxEdits: number): Block[] {
  const matches = alignParagraphs(before, after, maxEdits);
  return blocksOf(field, before, after, matches, (a, b) => compareWords(a, b, maxEdits));
}

/** A date is one fact: it is shown whole, and not as the digits that differ. */
function replaced(before: string, after: string): WordDiff {
  const removed: Part = { kind: 'removed', text: before };
  const added: Part = { kind: 'added', text: after };
  return { parts: [removed, added].filter((part) => part.text !== ''), coarse: false };
}

function blocksOf(field: Field, before: readonly string[], after: readonly string[], matches: readonly Match[], compare: Compare): Block[] {
  return gapsOf(matches, before.length, after.length).flatMap((gap, index): Block[] => {
    const removed = indexesIn(gap.before).map((at): Block => ({ field, kind: 'removed', before: before[at] ?? '', beforeIndex: at }));
    const added = indexesIn(gap.after).map((at): Block => ({ field, kind: 'added', after: after[at] ?? '', afterIndex: at }));
    const match = matches[index];
    return removed.concat(added, match === undefined ? [] : matchedBlock(field, before, after, match, compare));
  });
}

function matchedBlock(field: Field, before: readonly string[], after: readonly string[], match: Match, compare: Compare): Block {
  const [beforeIndex, afterIndex] = match;
  const [old = '', now = ''] = [before[beforeIndex], after[afterIndex]];
  if (old === now) return { field, kind: 'equal', text: now, beforeIndex, afterIndex };
  return { field, kind: 'edited', before: old, after: now, ...compare(old, now), beforeIndex, afterIndex };
}

function indexesIn([from, to]: Range): number[] {
  return Array.from({ length: to - from }, (_, offset) => from + offset);
}

function listOf(text: string | undefined): string[] {
  return text === undefined ? [] : [text];
}
