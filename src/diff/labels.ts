/** How a change is named: `paragraph 5 removed`, `paragraph 3 moved from 1`. */
import type { Block, Kind, Part } from './change.ts';

/** What was removed is numbered as it was before, all else as it is after. */
export function labelOf(block: Block): string {
  const { field, kind, before, after, coarse } = block;
  const name = field === 'title' || field === 'date' ? field : `${field} ${numbers(kind === 'delete' ? before : after)}`;
  return `${name}${fateOf(block, numbers(before))}${coarse && kind !== 'add' && kind !== 'delete' ? ' (compared coarsely)' : ''}`;
}

function fateOf(block: Block, before: string): string {
  const { kind } = block;
  if (kind === 'add') return isOnlyMoved(block) ? ' made of moved sentences' : ' added';
  if (kind === 'delete') return isOnlyMoved(block) ? ', its sentences moved away' : ' removed';
  if (kind === 'move') return ` moved from ${before}`;
  if (kind === 'move+edit') return ` moved from ${before} and edited`;
  if (kind === 'split') return `, split from ${before}`;
  return kind === 'merge' ? `, merged from ${before}` : '';
}

/** Whether nothing came to a text, or went from it, but what stands elsewhere on the other side. */
export function isOnlyMoved({ operations, parts }: Block): boolean {
  return operations.every(({ kind }) => STILL.has(kind)) && parts.some(({ kind }) => kind === 'movedAway' || kind === 'movedHere');
}

/** What leaves every sentence in the article; one that went from a text is an operation of the text where it is now. */
const STILL: ReadonlySet<Kind> = new Set(['equal', 'move', 'move+edit']);

/** Where blocks are one text, an empty line stands between them; in one line it is shown as a pilcrow. */
export function oneLine({ text }: Part): string {
  return text.replaceAll('\n\n', '¶');
}

/** Blocks as they are counted by people: `3`, `5–6`. */
export function numbers(indexes: readonly number[]): string {
  const [first = 0, last = first] = [indexes[0], indexes.at(-1)];
  return first === last ? `${first + 1}` : `${first + 1}–${last + 1}`;
}

/** A rule as it is typed after `--kind`, where it is one: `legal-status`. */
export function ruleWord(rule: string): string {
  return rule.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);
}
