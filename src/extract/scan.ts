/**
 * A page's tags one after the other, without making a tree of them: enough to know which part of a page is which.
 *
 * It follows htmlparser2 10.1 (`Tokenizer.js`), and gives up where a page is written so that only the parser knows what it means.
 */
import { APOSTROPHE, EQUALS, EXCLAMATION, GREATER, isLetter, isSpace, LESS, QUESTION, QUOTE, SLASH } from './characters.ts';

/** One tag as it stands on the page; what stands between two tags is text or a comment. */
export interface Tag {
  /** In lower case. */
  readonly name: string;
  readonly isEnd: boolean;
  /** `<path/>`: ends itself in a drawing, and nowhere else. */
  readonly endsItself: boolean;
  /** Where it begins, and where what comes after it does. */
  readonly start: number;
  readonly end: number;
  /** What its attributes of these names say, as written; the first of a name counts. */
  readonly id: string | undefined;
  readonly classes: string | undefined;
}

/** What stands in these is text, whatever it looks like. */
const RAW = new Set('script style title textarea'.split(' '));

/** What changes how the rest of the page is to be taken (`tags.ts` says of `tmp` why); no newsroom writes it. */
const STRANGE = new Set('xmp tmp xitle xextarea plaintext noembed noframes'.split(' '));

/**
 * Calls `each` with every tag in turn, until it returns false.
 * @returns false where the page is written so that its tags can't be told for sure, or `each` said so
 */
export function scanTags(html: string, each: (tag: Tag) => boolean): boolean {
  for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', at)) {
    const code = html.charCodeAt(at + 1);
    if (code === SLASH || isLetter(code)) {
      const tag = tagAt(html, at);
      if (tag === undefined || !each(tag)) return false;
      at = !tag.isEnd && RAW.has(tag.name) ? endOfRaw(html, tag) : tag.end;
    } else at = code === EXCLAMATION ? endOfDeclaration(html, at) : code === QUESTION ? -1 : at + 1;
    if (at === -1) return false;
  }
  return true;
}

function tagAt(html: string, start: number): Tag | undefined {
  const isEnd = html.charCodeAt(start + 1) === SLASH;
  const from = start + (isEnd ? 2 : 1);
  if (!isLetter(html.charCodeAt(from))) return undefined; // `</>`, `</ div>`
  let at = from;
  for (let code = html.charCodeAt(at); !isSpace(code) && code !== SLASH && code !== GREATER; code = html.charCodeAt((at += 1)))
    if (code === LESS || Number.isNaN(code)) return undefined;
  const name = html.slice(from, at).toLowerCase();
  if (STRANGE.has(name) || (isEnd && html.charCodeAt(at) === SLASH)) return undefined;
  if (isEnd) {
    const end = html.indexOf('>', at);
    return end === -1 ? undefined : { name, isEnd, endsItself: false, start, end: end + 1, id: undefined, classes: undefined };
  }
  return startTag(html, name, start, at);
}

/** The start tag whose name ends there. A `>` in quotes doesn't end it. Undefined where it has no end, or an attribute is hard to tell. */
function startTag(html: string, name: string, start: number, from: number): Tag | undefined {
  let before = 0; // The last mark of an attribute's name, or its `=`; nought where none has begun.
  let [nameAt, nameEnd] = [from, from];
  let [id, classes]: (string | undefined)[] = [];
  let endsItself = false; // Also `<path / >`.
  for (let at = from; at < html.length; at += 1) {
    const code = html.charCodeAt(at);
    if (before === EQUALS && !isSpace(code)) {
      const end = endOfValue(html, at, code);
      if (end === -1) return undefined;
      const length = nameEnd - nameAt;
      if (length === 5 && isNamed(html, nameAt, CLASS)) classes ??= valueAt(html, at, end, code);
      else if (length === 2 && isNamed(html, nameAt, ID)) id ??= valueAt(html, at, end, code);
      at = end - 1;
      before = 0;
      endsItself = false;
    } else if (code === GREATER) return { name, isEnd: false, endsItself, start, end: at + 1, id, classes };
    else if (code === QUOTE || code === APOSTROPHE || (code === EQUALS && before === 0)) return undefined;
    else if (code === SLASH) {
      before = 0;
      endsItself = true;
    } else if (code === EQUALS) before = EQUALS;
    else if (!isSpace(code)) {
      endsItself = false;
      if (before === 0 || nameEnd < at) nameAt = at;
      nameEnd = at + 1;
      before = code;
    }
  }
  return undefined;
}

const CLASS = 'class';
const ID = 'id';

function isNamed(html: string, at: number, name: string): boolean {
  return html.startsWith(name, at) || html.slice(at, at + name.length).toLowerCase() === name;
}

/** Behind an attribute's value; -1 where it has no end, or ends in what might end the tag. */
function endOfValue(html: string, from: number, code: number): number {
  if (code === QUOTE || code === APOSTROPHE) return html.indexOf(code === QUOTE ? '"' : "'", from + 1) + 1 || -1;
  let at = from;
  while (at < html.length && !isSpace(html.charCodeAt(at)) && html.charCodeAt(at) !== GREATER) at += 1;
  return html.charCodeAt(at - 1) === SLASH && html.charCodeAt(at) === GREATER ? -1 : at;
}

function valueAt(html: string, from: number, end: number, code: number): string {
  return code === QUOTE || code === APOSTROPHE ? html.slice(from + 1, end - 1) : html.slice(from, end);
}

/** Where the end tag begins of an element that holds text only; -1 where it has none, or where one might be meant. */
function endOfRaw(html: string, { name, end, endsItself }: Tag): number {
  if (endsItself) return -1;
  for (let at = html.indexOf('</', end); at !== -1; at = html.indexOf('</', at + 2)) {
    const after = at + 2 + name.length;
    if (html.slice(at + 2, after).toLowerCase() !== name) continue;
    const code = html.charCodeAt(after);
    if (code === GREATER || isSpace(code)) return at;
    if (code === SLASH) return -1;
  }
  return -1;
}

/** Behind a comment or `<!DOCTYPE html>`; -1 where its end is not plain. */
function endOfDeclaration(html: string, at: number): number {
  if (!html.startsWith('<!--', at)) return isLetter(html.charCodeAt(at + 2)) ? html.indexOf('>', at) + 1 || -1 : -1;
  if (html.startsWith('>', at + 4) || html.startsWith('->', at + 4)) return -1;
  const end = html.indexOf('-->', at + 4);
  // Of `<!-- <b--> -->` it is not plain which end ends it.
  return end === -1 || /<\/?[a-z][^\s/<>]*$/iu.test(html.slice(Math.max(at + 4, end - 100), end)) ? -1 : end + 3;
}
