/** A difference as Markdown: ~~removed~~, **added**, *moved*; first in sentences, then change by change. */
import { printable } from '../article/printable.ts';
import type { Part } from './change.ts';
import { labelOf, oneLine } from './labels.ts';
import type { Judged, Review } from './review.ts';
import { sentencesFor } from './sentencesFor.ts';

export function renderMarkdown({ changes }: Review): string {
  if (changes.length === 0) return 'no change\n';
  const sentences = changes.flatMap((change) => sentencesFor(change)).map((sentence) => `- ${escaped(sentence)}\n`);
  return `${sentences.join('')}\n${changes.map(changeOf).join('\n')}`;
}

function changeOf({ block, verdict }: Judged): string {
  return `**${labelOf(block)}** (${verdict.severity}: ${verdict.rule})\n\n> ${block.parts.map(marked).join('')}\n`;
}

const MARKS: Readonly<Record<Part['kind'], string>> = { kept: '', removed: '~~', added: '**', movedAway: '~', movedHere: '*' };

/** White space stands outside the marks, which would otherwise not be seen as such. */
function marked(part: Part): string {
  const text = escaped(oneLine(part));
  const mark = MARKS[part.kind];
  const [, before = '', inside = '', behind = ''] = /^(\s*)(.*?)(\s*)$/su.exec(text) ?? [];
  return inside === '' ? text : `${before}${mark}${inside}${mark}${behind}`;
}

/** Text in which nothing marks anything. */
export function escaped(text: string): string {
  return printable(text).replaceAll(/[\\`*_{}[\]()#+\-.!|<>~&]/gu, String.raw`\$&`);
}
