/**
 * A difference as text for a terminal or a mail: one line a change, with the changed words inside.
 *
 *     title: Giá vàng tăng [-1,2-]{+1,5+} triệu
 *     date added: {+2017-03-21T18:45:00+07:00+}
 *     … 4 paragraphs unchanged
 *     paragraph 5 removed: [-Ông từ chối bình luận.-]
 *     paragraph 6 moved from 2: Các cửa hàng ở Hà Nội đông khách từ sớm…
 *
 * A sentence that went to another place stands in `[>…>]` where it was and in `{<…<}` where it is.
 */
import pico from 'picocolors';
import { printable } from '../article/printable.ts';
import type { Block, Field, Part } from './change.ts';
import { labelOf, oneLine } from './labels.ts';

/** How the kinds of text are told apart; each function takes text that has no control characters. */
export interface Palette {
  readonly removed: (text: string) => string;
  readonly added: (text: string) => string;
  readonly movedAway: (text: string) => string;
  readonly movedHere: (text: string) => string;
  readonly label: (text: string) => string;
  readonly aside: (text: string) => string;
}

/** Signs only: `[-old-]{+new+}`. */
export const PLAIN: Palette = {
  removed: (text) => `[-${text}-]`,
  added: (text) => `{+${text}+}`,
  movedAway: (text) => `[>${text}>]`,
  movedHere: (text) => `{<${text}<}`,
  label: (text) => text,
  aside: (text) => text,
};

const colors = pico.createColors(true);

/** Removed words red and struck through, so that colour is not the only difference; added ones green, moved ones cyan. */
export const COLOURED: Palette = {
  removed: (text) => colors.red(colors.strikethrough(text)),
  added: (text) => colors.green(text),
  movedAway: (text) => colors.cyan(colors.strikethrough(text)),
  movedHere: (text) => colors.cyan(text),
  label: (text) => colors.bold(text),
  aside: (text) => colors.dim(text),
};

/** The lines, each ended by a line feed. What was removed is numbered as it was before, all else as it is after. */
export function renderText(blocks: readonly Block[], palette: Palette = PLAIN): string {
  if (blocks.every((block) => block.kind === 'equal')) return `${palette.aside('no change')}\n`;
  const lines = inRuns(blocks).map((run) => {
    const [first] = run;
    return first.kind === 'equal' ? unchanged(first.field, run.length, palette) : changeLine(first, palette);
  });
  return lines.filter((line) => line !== '').join('');
}

export type Run = [Block, ...Block[]];

/** Equal neighbours of one field together; each change by itself. */
export function inRuns(blocks: readonly Block[]): Run[] {
  const runs: Run[] = [];
  for (const block of blocks) {
    const run = runs.at(-1);
    if (run !== undefined && block.kind === 'equal' && run[0].kind === 'equal' && run[0].field === block.field) run.push(block);
    else runs.push([block]);
  }
  return runs;
}

// That the title or the date stayed goes without saying.
export function unchanged(field: Field, count: number, palette: Palette): string {
  if (field === 'title' || field === 'date') return '';
  return `${palette.aside(`… ${count} ${field}${count === 1 ? '' : 's'} unchanged`)}\n`;
}

function changeLine(block: Block, palette: Palette): string {
  const text = block.kind === 'move' ? beginningOf(block.parts) : markedParts(block.parts, palette);
  return `${palette.label(`${labelOf(block)}:`)} ${text}\n`;
}

/** The parts in one line, each in its signs. */
function markedParts(parts: readonly Part[], palette: Palette): string {
  const marked = parts.map((part) => {
    const text = printable(oneLine(part));
    return part.kind === 'kept' ? text : palette[part.kind](text);
  });
  return marked.join('');
}

/** Enough of a text that stayed the same to know it again. */
function beginningOf([part]: readonly Part[]): string {
  const words = printable(part === undefined ? '' : oneLine(part)).split(' ');
  return words.length <= 12 ? words.join(' ') : `${words.slice(0, 10).join(' ')}…`;
}
