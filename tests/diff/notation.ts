/** Cases as a person writes them: two texts, and the difference with `[-removed-]` and `{+added+}`. */
import { expect } from 'vitest';
import { normaliseContent, type Content } from '../../src/article/content.ts';
import type { Block, Change, Part } from '../../src/diff/change.ts';
import { diffContents } from '../../src/diff/compare.ts';
import { renderText } from '../../src/diff/renderText.ts';
import { compareWords } from '../../src/diff/words.ts';

export const PLENTY = 1_000;

export function checkDiff(before: string, after: string, expected: string): void {
  const { parts } = compareWords(before, after, PLENTY);
  expect(parts.map(marked).join('')).toBe(expected);
  checkParts(before, after, parts);
}

/** Checks what `baoluu diff` would show of two articles, line by line. */
export function checkArticles(before: Partial<Content>, after: Partial<Content>, ...expected: string[]): void {
  expect(renderText(diffContents(article(before), article(after))).split('\n')).toEqual([...expected, '']);
}

export function article(fields: Partial<Content>): Content {
  return normaliseContent({ title: 'Giá vàng hôm nay', body: [], captions: [], ...fields });
}

/** Kept and removed are the text before, kept and added the text after; no part is empty or continues its neighbour. */
export function checkParts(before: string, after: string, parts: readonly Part[]): void {
  expect(without('added', parts) === before, 'kept and removed parts are the text before').toBe(true);
  expect(without('removed', parts) === after, 'kept and added parts are the text after').toBe(true);
  expect(parts.every((part, index) => part.text !== '' && part.kind !== parts[index - 1]?.kind)).toBe(true);
}

/** Checks all that must hold between two contents and the blocks of their difference. */
export function checkBlocks(before: Content, after: Content, blocks: readonly Block[]): void {
  expect(contentOf(blocks, 'before')).toEqual(before);
  expect(contentOf(blocks, 'after')).toEqual(after);
  for (const block of blocks) if (block.kind === 'edited') checkParts(block.before, block.after, block.parts);
}

/** The content before with the changes carried out. */
export function applyChanges(before: Content, changes: readonly Change[]): Content {
  const field = (name: Change['field'], texts: readonly string[]): string[] =>
    applyTo(
      texts,
      changes.filter((change) => change.field === name),
    );
  const [title = ''] = field('title', before.title === '' ? [] : [before.title]);
  const [date] = field('date', before.date === undefined ? [] : [before.date]);
  const rest = { body: field('paragraph', before.body), captions: field('caption', before.captions) };
  return { title, ...(date === undefined ? {} : { date }), ...rest };
}

/** The changes as they would be with the sides swapped. */
export function mirrored(change: Change): Change {
  const { field } = change;
  if (change.kind === 'added') return { field, kind: 'removed', before: change.after, beforeIndex: change.afterIndex };
  if (change.kind === 'removed') return { field, kind: 'added', after: change.before, afterIndex: change.beforeIndex };
  const parts = removedFirst(change.parts.map(({ kind, text }) => ({ kind: OPPOSITE[kind], text })));
  const { before: after, after: before, beforeIndex: afterIndex, afterIndex: beforeIndex } = change;
  return { ...change, before, after, parts, beforeIndex, afterIndex };
}

/** Where removed and added ones stand side by side, removed ones first. */
export function removedFirst<Item extends { readonly kind: string }>(items: readonly Item[]): Item[] {
  const sorted: Item[] = [];
  for (const item of items) {
    const lastOther = sorted.findLastIndex(({ kind }) => kind !== 'added') + 1;
    if (item.kind === 'removed') sorted.splice(lastOther, 0, item);
    else sorted.push(item);
  }
  return sorted;
}

const OPPOSITE = { kept: 'kept', added: 'removed', removed: 'added' } as const;

function marked({ kind, text }: Part): string {
  if (kind === 'kept') return text;
  return kind === 'removed' ? `[-${text}-]` : `{+${text}+}`;
}

function without(kind: Part['kind'], parts: readonly Part[]): string {
  return parts
    .filter((part) => part.kind !== kind)
    .map((part) => part.text)
    .join('');
}

function contentOf(blocks: readonly Block[], side: 'before' | 'after'): Content {
  const texts = (field: Block['field']): string[] =>
    blocks.filter((block) => block.field === field).flatMap((block) => textOf(block, side));
  const [title = ''] = texts('title');
  const [date] = texts('date');
  return { title, ...(date === undefined ? {} : { date }), body: texts('paragraph'), captions: texts('caption') };
}

function textOf(block: Block, side: 'before' | 'after'): string[] {
  if (block.kind === 'equal') return [block.text];
  if (block.kind === 'edited') return [block[side]];
  if (block.kind === 'added') return side === 'after' ? [block.after] : [];
  return side === 'before' ? [block.before] : [];
}

function applyTo(before: readonly string[], changes: readonly Change[]): string[] {
  const result: (string | undefined)[] = [...before];
  for (const change of changes)
    if (change.kind !== 'added') result[change.beforeIndex] = change.kind === 'edited' ? change.after : undefined;
  const kept = result.filter((text) => text !== undefined);
  for (const change of changes) if (change.kind === 'added') kept.splice(change.afterIndex, 0, change.after);
  return kept;
}
