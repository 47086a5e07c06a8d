/** Cases as a person writes them: two texts, and the difference with `[-removed-]` and `{+added+}`. */
import { expect } from 'vitest';
import { normaliseContent, type Content } from '../../src/article/content.ts';
import { joinParts, textOf, type Block, type Operation, type Part, type Place } from '../../src/diff/change.ts';
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

/** The parts are both texts; no part is empty or continues its neighbour. */
export function checkParts(before: string, after: string, parts: readonly Part[]): void {
  expect(textOf('before', parts) === before, 'the parts are the text before').toBe(true);
  expect(textOf('after', parts) === after, 'the parts are the text after').toBe(true);
  expect(parts.every((part, index) => part.text !== '' && part.kind !== parts[index - 1]?.kind)).toBe(true);
}

/** Checks all that must hold between two contents and the blocks of their difference. */
export function checkBlocks(before: Content, after: Content, blocks: readonly Block[]): void {
  expect(contentOf(blocks, 'before')).toEqual(before);
  expect(contentOf(blocks, 'after')).toEqual(after);
  const operations = blocks.flatMap((block) => block.operations);
  for (const side of ['before', 'after'] as const) checkPlaces(side === 'before' ? before : after, side, operations);
}

/** The content before with the changes carried out. */
export function applyChanges(before: Content, changes: readonly Block[]): Content {
  const field = (name: Block['field'], texts: readonly string[]): string[] =>
    applyTo(
      texts,
      changes.filter((change) => change.field === name),
    );
  const [title = ''] = field('title', before.title === '' ? [] : [before.title]);
  const [date] = field('date', before.date === undefined ? [] : [before.date]);
  const rest = { body: field('paragraph', before.body), captions: field('caption', before.captions) };
  return { title, ...(date === undefined ? {} : { date }), ...rest };
}

/** The change as it would be with the sides swapped. */
export function mirrored(block: Block): Block {
  return { ...turned(block), operations: block.operations.map(turned) };
}

function turned<Item extends { kind: Block['kind']; before: readonly unknown[]; after: readonly unknown[]; parts: readonly Part[] }>(
  item: Item,
): Item {
  const kinds = { add: 'delete', delete: 'add', split: 'merge', merge: 'split' } as const;
  const kind = item.kind in kinds ? kinds[item.kind as keyof typeof kinds] : item.kind;
  return { ...item, kind, before: item.after, after: item.before, parts: turnedParts(item.parts) };
}

export function turnedParts(parts: readonly Part[]): Part[] {
  return oldFirst(parts.map(({ kind, text }) => ({ kind: OPPOSITE[kind], text })));
}

/** Where old and new text stand side by side, the old one first; and joined, so that the order of two changes says nothing. */
export function oldFirst(parts: readonly Part[]): Part[] {
  const sorted: Part[] = [];
  for (const part of parts) {
    const lastOther = sorted.findLastIndex(({ kind }) => kind !== 'added' && kind !== 'movedHere') + 1;
    if (part.kind === 'removed' || part.kind === 'movedAway') sorted.splice(lastOther, 0, part);
    else sorted.push(part);
  }
  return joinParts(sorted);
}

const OPPOSITE = { kept: 'kept', added: 'removed', removed: 'added', movedHere: 'movedAway', movedAway: 'movedHere' } as const;

function marked({ kind, text }: Part): string {
  if (kind === 'kept') return text;
  return kind === 'removed' ? `[-${text}-]` : `{+${text}+}`;
}

function contentOf(blocks: readonly Block[], side: 'before' | 'after'): Content {
  const texts = (field: Block['field']): string[] =>
    blocks
      .filter((block) => block.field === field && block[side].length > 0)
      .toSorted((one, other) => (one[side][0] ?? 0) - (other[side][0] ?? 0))
      .flatMap((block) => textsOf(block, side));
  const [title = ''] = texts('title');
  const [date] = texts('date');
  return { title, ...(date === undefined ? {} : { date }), body: texts('paragraph'), captions: texts('caption') };
}

/** The texts of a block on one side: several where it was split or merged. A text in normal form has no line feed. */
function textsOf(block: Block, side: 'before' | 'after'): string[] {
  const text = textOf(side, block.parts);
  return block[side].length < 2 ? block[side].map(() => text) : text.split(BREAK);
}

const BREAK = '\n\n';

/** The operations of a side cover each of its texts once, from end to end, and say what stands there. */
function checkPlaces(content: Content, side: 'before' | 'after', operations: readonly Operation[]): void {
  const texts = { title: [content.title], date: [content.date ?? ''], caption: content.captions, paragraph: content.body };
  const places = new Map<string, Place[]>();
  for (const place of operations.flatMap((operation) => operation[side])) {
    const key = `${place.field} ${place.index}`;
    if (places.get(key)?.push(place) === undefined) places.set(key, [place]);
  }
  for (const [field, list] of Object.entries(texts))
    for (const [index, text] of list.entries()) {
      const here = (places.get(`${field} ${index}`) ?? []).toSorted((one, other) => one.from - other.from || one.to - other.to);
      expect(here.map(({ from, to }) => text.slice(from, to)).join('') === text).toBe(true);
    }
  for (const { parts, ...operation } of operations) {
    const said = operation[side].map(({ field, index, from, to }) => (texts[field][index] ?? '').slice(from, to));
    // A sentence that ends a paragraph may have the break behind it.
    expect([said.join(''), said.join(BREAK), `${said.join('')}${BREAK}`].includes(textOf(side, parts))).toBe(true);
  }
}

function applyTo(before: readonly string[], changes: readonly Block[]): string[] {
  const gone = new Set(changes.flatMap((change) => change.before));
  const kept = before.filter((_, index) => !gone.has(index)).toReversed();
  const come = new Map(changes.flatMap((change) => textsOf(change, 'after').map((text, at) => [change.after[at] ?? 0, text])));
  const result: string[] = [];
  while (kept.length > 0 || come.has(result.length)) result.push(come.get(result.length) ?? kept.pop() ?? '');
  return result;
}
