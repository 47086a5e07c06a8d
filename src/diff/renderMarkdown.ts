/** A difference as Markdown: ~~removed~~, **added**, *moved*; first in sentences, then change by change. */
import { printable } from '../article/printable.ts';
import type { Part } from './change.ts';
import { labelOf, oneLine, ruleWord } from './labels.ts';
import type { Judged, Review } from './review.ts';
import { sentencesFor } from './sentencesFor.ts';

export function renderMarkdown({ changes }: Review): string {
  if (changes.length === 0) return 'no change\n';
  const sentences = changes.flatMap((change) => sentencesFor(change)).map((sentence) => `- ${escaped(sentence)}\n`);
  return `${sentences.join('')}\n${changes.map(changeOf).join('\n')}`;
}

/** A text whose sentences all stand elsewhere has no weight of its own: they have theirs where they are. */
function changeOf({ block, verdict, operations }: Judged): string {
  const weight = operations.length === 0 ? '' : ` (${verdict.severity}: ${ruleWord(verdict.rule)})`;
  return `**${labelOf(block)}**${weight}\n\n> ${marked(block.parts)}\n`;
}

const MARKS: Readonly<Record<Part['kind'], string>> = { kept: '', removed: '~~', added: '**', movedAway: '~', movedHere: '*' };

/** A stretch of a paragraph, escaped, with the mark that stands around it. */
interface Piece {
  readonly text: string;
  readonly mark: string;
}

function marked(parts: readonly Part[]): string {
  const pieces = parts.flatMap(piecesOf);
  return pieces.map((piece, at) => written(piece, pieces[at - 1], pieces[at + 1])).join('');
}

/** White space stands outside the marks, which would otherwise not be seen as such. */
function piecesOf(part: Part): Piece[] {
  const text = escaped(oneLine(part));
  const [, before = '', inside = '', behind = ''] = /^(\s*)(.*?)(\s*)$/su.exec(text) ?? [];
  if (inside === '') return [{ text, mark: '' }];
  const bare = (space: string): Piece[] => (space === '' ? [] : [{ text: space, mark: '' }]);
  return [...bare(before), { text: inside, mark: MARKS[part.kind] }, ...bare(behind)];
}

/** Signs of one kind that touch would be taken for one mark. */
function written({ text, mark }: Piece, before: Piece | undefined, behind: Piece | undefined): string {
  if (mark === '') return besideMarks(text, before, behind);
  const isTouching = before !== undefined && before.mark !== '' && before.mark[0] === mark[0];
  return `${isTouching ? ' ' : ''}${mark}${text}${mark}`;
}

/**
 * Between a letter outside and a sign inside, CommonMark sees no mark: `chết**, và**`. Written by its number (`&#116;`) the
 * letter ends and begins with a sign itself, and reads the same.
 */
function besideMarks(text: string, before: Piece | undefined, behind: Piece | undefined): string {
  const isAfterSign = before !== undefined && before.mark !== '' && SIGN_LAST.test(before.text.slice(-2));
  const isBeforeSign = behind !== undefined && behind.mark !== '' && SIGN_FIRST.test(behind.text);
  const first = isAfterSign ? text.replace(/^[^\s\p{P}]/u, byNumber) : text;
  return isBeforeSign ? first.replace(/(?<!\\)[^\s\p{P}]$/u, byNumber) : first;
}

const SIGN_FIRST = /^[\p{P}\p{S}]/u;
const SIGN_LAST = /[\p{P}\p{S}]$/u;

function byNumber(letter: string): string {
  return `&#${letter.codePointAt(0) ?? 0};`;
}

/** Text in which nothing marks anything. */
export function escaped(text: string): string {
  return printable(text).replaceAll(/[\\`*_{}[\]()#+\-.!|<>~&$]/gu, String.raw`\$&`);
}
