/** How a change is named: `paragraph 5 removed`, `paragraph 3 moved from 1`. */
import type { Block, Operation, Part } from './change.ts';

/** What was removed is numbered as it was before, all else as it is after. */
export function labelOf(block: Block): string {
  const { field, kind, before, after, coarse } = block;
  const name = field === 'title' || field === 'date' ? field : `${field} ${numbers(kind === 'delete' ? before : after)}`;
  return `${name}${fateOf(block, numbers(before))}${coarse && kind !== 'add' && kind !== 'delete' ? ' (compared coarsely)' : ''}`;
}

function fateOf({ kind, operations }: Block, before: string): string {
  if (kind === 'add') return operations.every(isMove) ? ' made of moved sentences' : ' added';
  if (kind === 'delete') return ' removed';
  if (kind === 'move') return ` moved from ${before}`;
  if (kind === 'move+edit') return ` moved from ${before} and edited`;
  if (kind === 'split') return `, split from ${before}`;
  return kind === 'merge' ? `, merged from ${before}` : '';
}

export function isMove({ kind }: Operation): boolean {
  return kind === 'move' || kind === 'move+edit';
}

/** Where blocks are one text, an empty line stands between them; in one line it is shown as a pilcrow. */
export function oneLine({ text }: Part): string {
  return text.replaceAll('\n\n', '¶');
}

function numbers(indexes: readonly number[]): string {
  const [first = 0, last = first] = [indexes[0], indexes.at(-1)];
  return first === last ? `${first + 1}` : `${first + 1}–${last + 1}`;
}
