/** A difference on a terminal: side by side where it is wide, line by line where it is not; what stayed is folded. */
import { printable } from '../article/printable.ts';
import { partsOn, type Block, type Part } from './change.ts';
import { labelOf, oneLine } from './labels.ts';
import { inRuns, renderText, unchanged, type Palette, type Run } from './renderText.ts';

/** From so many columns on, two texts stand side by side: a column of fifty letters can still be read. */
const WIDE = 110;
const MIDDLE = ' │ ';
const COLOUR = /\u001b\[\d+m/gu;

export function renderTerminal(blocks: readonly Block[], palette: Palette, columns: number): string {
  if (columns < WIDE || blocks.every(({ kind }) => kind === 'equal')) return renderText(blocks, palette);
  const width = Math.floor((columns - MIDDLE.length) / 2);
  return inRuns(blocks)
    .map((run) => runLines(run, palette, width))
    .join('');
}

function runLines(run: Run, palette: Palette, width: number): string {
  const [block] = run;
  if (block.kind === 'equal') return unchanged(block.field, run.length, palette);
  const [left, right] = [sideLines(block, 'before', palette, width), sideLines(block, 'after', palette, width)];
  const rows = Array.from({ length: Math.max(left.length, right.length) }, (_, row) => {
    const [old, now] = [shown(left[row] ?? [], palette), shown(right[row] ?? [], palette)];
    return `${old}${' '.repeat(Math.max(0, width - columnsOf(old)))}${palette.aside(MIDDLE)}${now}`.trimEnd();
  });
  return `${palette.label(`${labelOf(block)}:`)}\n${rows.join('\n')}\n`;
}

/** A line by what of it is kept, removed, added or moved. */
type Line = readonly Part[];

/** Counted piece by piece: a line that is drawn anew for each word of it takes seconds for a text of a million letters. */
function sideLines(block: Block, side: 'before' | 'after', palette: Palette, width: number): Line[] {
  const lines: Part[][] = [];
  let columns = 0;
  if (block[side].length === 0) return lines;
  for (const part of partsOn(side, block.parts)) {
    const marks = columnsOf(shown([{ kind: part.kind, text: '' }], palette));
    for (const text of piecesOf(part, width)) {
      const line = lines.at(-1);
      const last = line?.at(-1)?.kind === part.kind ? line.pop() : undefined;
      const more = columnsOf(text) + (last === undefined ? marks : 0);
      if (line !== undefined && columns + more <= width) {
        line.push({ kind: part.kind, text: (last?.text ?? '') + text });
        columns += more;
      } else {
        if (last !== undefined) line?.push(last);
        lines.push([{ kind: part.kind, text }]);
        columns = columnsOf(text) + marks;
      }
    }
  }
  return lines;
}

function shown(line: Line, palette: Palette): string {
  return line.map(({ kind, text }) => (kind === 'kept' ? text : palette[kind](text))).join('');
}

/** A part in pieces that fit a line: a word with the space behind it, and of a word without end as much as fits. */
function piecesOf(part: Part, width: number): string[] {
  const longest = Math.max(1, Math.floor(width / 2) - 4);
  return (printable(oneLine(part)).match(/\S*\s*/gu) ?? [])
    .filter((word) => word !== '')
    .flatMap((word) => {
      if (word.length <= longest) return [word];
      const letters = [...word];
      return Array.from({ length: Math.ceil(letters.length / longest) }, (_, at) =>
        letters.slice(at * longest, (at + 1) * longest).join(''),
      );
    });
}

/** What most texts are made of: composed letters of Latin scripts and plain signs, a column each. */
const NARROW = /^[ -~À-ɏẠ-ỹ–—‘’“”…]*$/u;

/** Colours and marks take no column; letters of Chinese, Japanese and Korean, and most emoji, take two. */
function columnsOf(text: string): number {
  if (NARROW.test(text)) return text.length;
  let columns = 0;
  for (const letter of text.replaceAll(COLOUR, ''))
    if (!/\p{M}/u.test(letter))
      columns +=
        /[\u1100-\u115f\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u.test(
          letter,
        )
          ? 2
          : 1;
  return columns;
}
