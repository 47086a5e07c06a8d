/**
 * What a person would see of a page, roughly: enough to tell an article from a page that stands in its place.
 *
 * One walk from the first character to the last, and no HTML parser: the page may be hostile and twenty megabytes
 * long, and the question is only whether there is prose on it, and how much.
 */
import { cutMarks, isPlain } from '../article/text.ts';

export interface Heading {
  readonly name: 'title' | 'h1' | 'h2';
  readonly text: string;
}

export interface Visible {
  /** The page's title, and its headings of the first and second rank. */
  readonly headings: readonly Heading[];
  /** All text outside of scripts, styles and the like, in NFC with single spaces. */
  readonly text: string;
  readonly words: number;
  /** Words that stand in runs as long as sentences, outside of links: menus, cards and buttons have none. */
  readonly prose: number;
}

/** A run of text between two tags is prose from so many words on; cards and menus stay below. */
const SENTENCE_WORDS = 12;

/** Elements whose content nobody sees; `textarea` and `option` hold choices, not text. */
const UNSEEN = new Set(['script', 'style', 'template', 'svg', 'noscript', 'iframe', 'textarea', 'select', 'object']);

/** Elements that stand within a sentence. */
const INLINE = new Set([
  'a',
  'abbr',
  'b',
  'bdi',
  'cite',
  'code',
  'em',
  'font',
  'i',
  'mark',
  'q',
  's',
  'small',
  'span',
  'strong',
  'sub',
  'sup',
  'u',
]);

const HEADINGS: readonly string[] = ['title', 'h1', 'h2'] satisfies Heading['name'][];

/** Looks no further where there were `enough` words. */
export function visible(html: string, enough = Infinity): Visible {
  const seen: Seen = { headings: [], runs: [], words: 0, run: [], linkDepth: 0, linked: 0 };
  let at = 0;
  while (at < html.length && seen.words < enough) {
    const tag = html.indexOf('<', at);
    const end = tag < 0 ? html.length : tag;
    if (end > at) addText(seen, html.slice(at, end));
    at = tag < 0 ? html.length : afterTag(seen, html, tag);
  }
  endRun(seen);
  const text = seen.runs.map((run) => run.text).join(' ');
  return { headings: seen.headings, text, words: seen.words, prose: seen.runs.reduce((sum, run) => sum + run.prose, 0) };
}

interface Run {
  readonly text: string;
  readonly prose: number;
}

interface Seen {
  readonly headings: Heading[];
  readonly runs: Run[];
  words: number;
  run: string[];
  heading?: { readonly name: Heading['name']; readonly from: number };
  linkDepth: number;
  /** Words of the present run that stand in a link. */
  linked: number;
}

function addText(seen: Seen, html: string): void {
  const text = html.includes('&') ? decoded(html) : html;
  seen.run.push(text);
  if (seen.linkDepth > 0) seen.linked += wordsOf(text);
}

/** Takes one tag in, and says where the text after it begins. */
function afterTag(seen: Seen, html: string, tag: number): number {
  if (html.startsWith('<!--', tag)) return after(html, '-->', tag + 4);
  const name = nameAt(html, tag);
  // A `<` before anything but a letter is text: "giá < 5 triệu".
  if (name === '' && !/[!?/]/u.test(html[tag + 1] ?? '')) {
    seen.run.push('<');
    return tag + 1;
  }
  const end = after(html, '>', tag);
  const isEnd = html[tag + 1] === '/';
  if (!isEnd && UNSEEN.has(name) && html[end - 2] !== '/') return afterElement(html, name, end);
  if (!INLINE.has(name)) endRun(seen);
  if (name === 'a') seen.linkDepth = isEnd ? 0 : 1;
  if (isHeading(name)) heading(seen, name, isEnd);
  return end;
}

function isHeading(name: string): name is Heading['name'] {
  return HEADINGS.includes(name);
}

function heading(seen: Seen, name: Heading['name'], isEnd: boolean): void {
  if (!isEnd) seen.heading = { name, from: seen.runs.length };
  else if (seen.heading?.name === name) {
    const text = seen.runs.slice(seen.heading.from).map((run) => run.text);
    seen.headings.push({ name, text: text.join(' ') });
    delete seen.heading;
  }
}

function endRun(seen: Seen): void {
  if (seen.run.length === 0) return;
  const text = asLine(seen.run.join('').trim());
  const words = wordsOf(text);
  const unlinked = words - seen.linked;
  if (words > 0) seen.runs.push({ text, prose: unlinked >= SENTENCE_WORDS ? unlinked : 0 });
  seen.words += words;
  seen.run = [];
  seen.linked = 0;
}

function asLine(text: string): string {
  return isPlain(text) ? text : cutMarks(text).normalize('NFC').replace(/\s+/gu, ' ').trim();
}

const NAME = /[a-z][a-z0-9]{0,11}/iuy;

function nameAt(html: string, tag: number): string {
  const start = html[tag + 1] === '/' ? tag + 2 : tag + 1;
  NAME.lastIndex = start;
  return NAME.test(html) ? html.slice(start, NAME.lastIndex).toLowerCase() : '';
}

// An element that never ends hides the rest of the page, as in a browser; and the walk is over, so that many of
// them cost no more than one.
function afterElement(html: string, name: string, from: number): number {
  for (let at = html.indexOf('</', from); at >= 0; at = html.indexOf('</', at + 2))
    if (html.slice(at + 2, at + 2 + name.length).toLowerCase() === name) return after(html, '>', at);
  return html.length;
}

function after(html: string, mark: string, from: number): number {
  const at = html.indexOf(mark, from);
  return at < 0 ? html.length : at + mark.length;
}

// Scripts that write without spaces count by the character; it is generous, and errs on the side of an article.
const WORD = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]|[\p{L}\p{N}]\S*/gu;

function wordsOf(text: string): number {
  return text.match(WORD)?.length ?? 0;
}

/** The named letters of older Vietnamese pages; all others they write as numbers. */
const LETTERS =
  'agrave:à aacute:á atilde:ã acirc:â egrave:è eacute:é ecirc:ê igrave:ì iacute:í ograve:ò oacute:ó otilde:õ ocirc:ô ugrave:ù uacute:ú yacute:ý';
const NAMED = new Map([['nbsp', ' '], ['amp', '&'], ['quot', '"'], ['apos', "'"], ...LETTERS.split(' ').flatMap(bothCases)]);

function bothCases(pair: string): [string, string][] {
  const [name = '', letter = ''] = pair.split(':');
  return [
    [name, letter],
    [name.charAt(0).toUpperCase() + name.slice(1), letter.toUpperCase()],
  ];
}

function decoded(html: string): string {
  return html.replace(/&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-zA-Z]{2,6}));?/gu, (whole, decimal, hex, name) => {
    if (name !== undefined) return NAMED.get(name) ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : ' ';
  });
}
