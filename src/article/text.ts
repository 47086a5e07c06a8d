/**
 * The text normal form: what "the same text" means.
 *
 * Two texts that a reader cannot tell apart are one text here; two that differ by one accent, digit,
 * comma or quotation mark are two. Everything that is compared, hashed or stored has passed this door.
 */
import { lazily } from './lazily.ts';

/** Spaces that differ only in width or in where a line may break: all become one plain space. */
const WHITE_SPACE = /[\s\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/gu;

/**
 * Marks that print nothing and carry no meaning: soft hyphen, grapheme joiner, direction marks, zero-width space, word
 * joiner, byte-order mark. What turns the direction of a whole stretch of text (U+202A to 202E, U+2066 to 2069) is kept,
 * since a reader sees it.
 */
const invisible = lazily(
  () => /\u034f|[\u00ad\u061c\u180e\u200b\u200e\u200f\u2060-\u2064\u206a-\u206f\ufeff]|(?<=\p{Script=Latin}\p{M}*)[\ufe00-\ufe0f]/gu,
);

/** Control characters other than white space have no place in a text file. */
const CONTROL = /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f]/gu;

// Joiners change how Arabic, Indic scripts and emoji are drawn, but do nothing between Latin letters,
// where they come in by copy and paste.
// U+FE0F asks for the coloured form of an emoji; what it joins is no word.
const idleJoiner = lazily(() => /(?<=^|(?!\ufe0f)[\p{Script=Latin}\p{M}\p{N}\p{P}\s])[\u200c\u200d]+/gu);

/** The letters of Icelandic and of Ewe that print as the Vietnamese Đ; old newsroom programs wrote them for it. */
const LOOKS_LIKE_D = /[\u00d0\u0189]/gu;

// Putting a long run of marks in order takes time by the square of its length; no letter of any language has so many.
const marks = lazily(() => /(\p{M}{30})\p{M}+/gu);

/** The text with no more marks on a letter than a writing system has, so that composing it takes no longer than reading it. */
export function cutMarks(text: string): string {
  return text.replace(marks(), '$1');
}

/**
 * Letters and marks of Vietnamese, other Latin and Chinese pages, of which none composes with another: the first and
 * last of each range. What has more than these, apart by single spaces, needs a look.
 */
const PLAIN_RANGES = ['!~', '¡¬', '®Ï', 'Ñƈ', 'Ɗɏ', 'Ạỹ', '–—', '‘”', '……', '、】', '一\u9fff', '！～'];
const PLAIN = new Uint8Array(0x1_00_00);
for (const range of PLAIN_RANGES) PLAIN.fill(1, range.charCodeAt(0), range.charCodeAt(1) + 1);

/** White space that is nothing else in any text, with what may be a line's indentation in the page's source. */
const SPACES = /[\t-\r \u00a0]+/gu;

/**
 * Whether a line is in normal form beyond doubt. Most lines are, and asking costs a fiftieth of the way below. Walked,
 * because a pattern takes three times as long, and one for a whole line of megabytes fills the engine's stack.
 */
export function isPlain(line: string): boolean {
  let before = 0;
  for (let at = 0; at < line.length; at += 1) {
    const code = line.charCodeAt(at);
    if (code === 0x20 ? before === 0x20 : PLAIN[code] === 0) return false;
    before = code;
  }
  return true;
}

/** One line of text in normal form: NFC, single plain spaces, nothing invisible, no white space at the ends. */
export function normaliseText(text: string): string {
  const trimmed = text.trim();
  if (isPlain(trimmed)) return trimmed;
  const spaced = trimmed.replace(SPACES, ' ');
  if (isPlain(spaced)) return spaced;
  // Often the accents are decomposed and that is all; nothing that the way below takes out becomes plain by composing.
  const composed = cutMarks(spaced).normalize('NFC');
  return isPlain(composed) ? composed : inNormalForm(trimmed);
}

function inNormalForm(text: string): string {
  return cutMarks(text)
    .toWellFormed()
    .replace(invisible(), '')
    .replace(CONTROL, '')
    .replace(LOOKS_LIKE_D, 'Đ')
    .normalize('NFC')
    .replace(idleJoiner(), '')
    .replace(WHITE_SPACE, ' ')
    .trim()
    .normalize('NFC');
}

/** Paragraphs in normal form, without those that hold nothing. */
export function normaliseParagraphs(paragraphs: readonly string[]): string[] {
  return paragraphs.map(normaliseText).filter((paragraph) => paragraph !== '');
}

/** The text without Vietnamese marks, in lower case: for slugs and forgiving look-ups, never for comparing content. */
export function foldText(text: string): string {
  return foldedLatin(text) ?? foldedAny(text);
}

function foldedAny(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐðÐ]/gu, 'd')
    .toLowerCase();
}

/** Letters and punctuation that are folded each for itself, into one letter; 0 where nobody has asked for it yet. */
const FOLDED = new Uint16Array(0x20_30);

/** A composed Latin text, letter by letter, in a fifth of the time; undefined where there is anything else in it. */
function foldedLatin(text: string): string | undefined {
  const folded = new Uint16Array(text.length);
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    const letter = unit < FOLDED.length ? FOLDED[unit] || learnFolded(unit) : 0;
    if (letter === 0) return undefined;
    folded[at] = letter;
  }
  return Buffer.from(folded.buffer).toString('utf16le');
}

// Marks by themselves and Greek, where a letter's small form depends on its neighbours, are left to the long way.
function learnFolded(unit: number): number {
  const isOwn = unit < 0x02_50 || (unit >= 0x1e_00 && unit < 0x1f_00) || unit >= 0x20_10;
  const folded = isOwn ? foldedAny(String.fromCharCode(unit)) : '';
  return (FOLDED[unit] = folded.length === 1 ? folded.charCodeAt(0) : 0);
}

/** A name for a folder: folded text, its words joined by hyphens, at most `longest` characters. */
export function slugOf(text: string, longest = 60): string {
  const words = foldText(text).match(/[a-z0-9]+/gu) ?? [];
  return words.join('-').slice(0, longest).replace(/-+$/u, '');
}
