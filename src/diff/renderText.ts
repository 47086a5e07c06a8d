/**
 * A difference as text for a terminal or a mail: one line a change, with the changed words inside.
 *
 *     title: Giá vàng tăng [-1,2-]{+1,5+} triệu
 *     date added: {+2017-03-21T18:45:00+07:00+}
 *     … 4 paragraphs unchanged
 *     paragraph 5 removed: [-Ông từ chối bình luận.-]
 */
import pico from 'picocolors';
import type { Block, Change, Equal, Part } from './change.ts';
import { printable } from '../article/printable.ts';

/** How the kinds of text are told apart; each function takes text that has no control characters. */
export interface Palette {
  readonly removed: (text: string) => string;
  readonly added: (text: string) => string;
  readonly label: (text: string) => string;
  readonly aside: (text: string) => string;
}

/** Signs only: `[-old-]{+new+}`. */
export const PLAIN: Palette = {
  removed: (text) => `[-${text}-]`,
  added: (text) => `{+${text}+}`,
  label: (text) => text,
  aside: (text) => text,
};

const colors = pico.createColors(true);

/** Removed words red and struck through, so that colour is not the only difference; added ones green. */
export const COLOURED: Palette = {
  removed: (text) => colors.red(colors.strikethrough(text)),
  added: (text) => colors.green(text),
  label: (text) => colors.bold(text),
  aside: (text) => colors.dim(text),
};

/** The lines, each ended by a line feed. What was removed is numbered as it was before, all else as it is after. */
export function renderText(blocks: readonly Block[], palette: Palette = PLAIN): string {
  if (blocks.every((block) => block.kind === 'equal')) return `${palette.aside('no change')}\n`;
  const lines = inRuns(blocks).map((run) => {
    const [first] = run;
    return first.kind === 'equal' ? unchanged(first, run.length, palette) : changeLine(first, palette);
  });
  return lines.filter((line) => line !== '').join('');
}

type Run = [Block, ...Block[]];

/** Equal neighbours of one field together; each change by itself. */
function inRuns(blocks: readonly Block[]): Run[] {
  const runs: Run[] = [];
  for (const block of blocks) {
    const run = runs.at(-1);
    if (run !== undefined && block.kind === 'equal' && run[0].kind === 'equal' && run[0].field === block.field) run.push(block);
    else runs.push([block]);
  }
  return runs;
}

// That the title or the date stayed goes without saying.
function unchanged({ field }: Equal, count: number, palette: Palette): string {
  if (field === 'title' || field === 'date') return '';
  return `${palette.aside(`… ${count} ${field}${count === 1 ? '' : 's'} unchanged`)}\n`;
}

function changeLine(change: Change, palette: Palette): string {
  const text = partsOf(change).map((part) => (part.kind === 'kept' ? printable(part.text) : palette[part.kind](printable(part.text))));
  return `${palette.label(`${labelOf(change)}:`)} ${text.join('')}\n`;
}

function labelOf(change: Change): string {
  const index = change.kind === 'removed' ? change.beforeIndex : change.afterIndex;
  const name = change.field === 'title' || change.field === 'date' ? change.field : `${change.field} ${index + 1}`;
  if (change.kind !== 'edited') return `${name} ${change.kind}`;
  return change.coarse ? `${name} (not compared word by word)` : name;
}

function partsOf(change: Change): readonly Part[] {
  if (change.kind === 'edited') return change.parts;
  return [{ kind: change.kind, text: change.kind === 'added' ? change.after : change.before }];
}
