/** Text that can do nothing to a terminal. */
import { lazily } from './lazily.ts';

// Control characters (C0, C1), halves of surrogate pairs, line and paragraph separators, and format characters: among
// these are the bidirectional controls, by which a page could show a reader other words than stand there. The joiners
// are spared, since emoji are made with them.
const invisible = lazily(() => /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/gu);

/** The text with every character that steers and does not print written out: `\u001b`, `\u202e`. */
export function printable(text: string): string {
  return text.replace(invisible(), written);
}

/** The same for a text of several lines. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

/** A value as JSON in one line, in which such characters are escaped: any program reads the same value, and a terminal is not steered. */
export function printableJson(value: object): string {
  return JSON.stringify(value).replace(invisible(), (character) => character.replaceAll(/[^]/g, escapedUnit));
}

function escapedUnit(unit: string): string {
  return String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function written(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? String.raw`\u{${code}}` : String.raw`\u${code.padStart(4, '0')}`;
}
