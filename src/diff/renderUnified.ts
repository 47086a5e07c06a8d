/**
 * A difference as unified text, paragraph by paragraph: for mails, patches and whoever reads no signs inside a line.
 *
 *     @@ paragraph 3 @@
 *     -Giá vàng tăng 1,2 triệu.
 *     +Giá vàng tăng 1,5 triệu.
 *
 * What was moved stands there with `~`, and with where it came from in its heading.
 */
import { printable } from '../article/printable.ts';
import { textOf, type Block } from './change.ts';
import { labelOf } from './labels.ts';

export function renderUnified(blocks: readonly Block[]): string {
  return blocks
    .filter(({ kind }) => kind !== 'equal')
    .map((block) => `@@ ${labelOf(block)} @@\n${linesOf(block)}`)
    .join('');
}

function linesOf(block: Block): string {
  if (block.kind === 'move') return signed('~', textOf('after', block.parts));
  const old = block.before.length === 0 ? '' : signed('-', textOf('before', block.parts));
  return old + (block.after.length === 0 ? '' : signed('+', textOf('after', block.parts)));
}

/** A text that became several is several lines. */
function signed(sign: string, text: string): string {
  return text
    .split('\n\n')
    .map((line) => `${sign}${printable(line)}\n`)
    .join('');
}
