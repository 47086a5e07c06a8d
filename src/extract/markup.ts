/**
 * From a page's text to its tree, tag by tag, as htmlparser2 10.1.0 reads HTML (`Tokenizer.js`), which is the WHATWG
 * tokenizer made simple. Text is found by looking for the next `<` and kept in slices; only tags are read by character.
 *
 * Of what the library does where a page breaks off all is done here, too. Left out is one thing: in the end tag of a
 * script or a title it takes U+001C for `<` and U+000F for `/`.
 */
import { APOSTROPHE, DASH, EQUALS, EXCLAMATION, GREATER, isLetter, isSpace, QUESTION, QUOTE, SLASH } from './characters.ts';
import { decodedText, decodedTitle, decodedValue } from './entities.ts';
import { mayBeRaw, tagNamed, type Tag } from './tags.ts';
import { Tree } from './tree.ts';

export function treeOf(html: string): Tree {
  const tree = new Tree();
  new Markup(html, tree).read();
  return tree;
}

/** How a start tag ends: two of the ways are where the page breaks off, behind a slash or elsewhere. */
type TagEnd = '>' | '/>' | '/' | '';

class Markup {
  readonly #html: string;
  readonly #tree: Tree;
  /** Up to where the page has been read. */
  #at = 0;
  // A page has the same names hundreds of times. They are remembered with the page, since they are pieces of it.
  readonly #tags = new Map<string, Tag>();
  readonly #attributeNames = new Map<string, string>();
  /** The next `&`, as far as anybody has asked. */
  #ampersand = -1;

  constructor(html: string, tree: Tree) {
    this.#html = html;
    this.#tree = tree;
  }

  read(): void {
    const html = this.#html;
    for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', at)) {
      if (this.#isMarkup(at)) {
        this.#text(at);
        this.#markup(at);
        at = this.#at;
      } else at += 1;
    }
    this.#text(html.length);
  }

  // `a < b`, `</>` and a `<` at the page's end are text.
  #isMarkup(at: number): boolean {
    const code = this.#html.charCodeAt(at + 1);
    if (isLetter(code) || code === EXCLAMATION || code === QUESTION) return true;
    const start = code === SLASH ? afterSpace(this.#html, at + 2) : this.#html.length;
    return start < this.#html.length && this.#html.charCodeAt(start) !== GREATER;
  }

  #text(end: number): void {
    if (end <= this.#at) return;
    const text = this.#html.slice(this.#at, end);
    this.#tree.text(this.#hasEntity(this.#at, end) ? decodedText(text) : text);
    this.#at = end;
  }

  #markup(at: number): void {
    const code = this.#html.charCodeAt(at + 1);
    if (code === SLASH) this.#endTag(afterSpace(this.#html, at + 2));
    else if (code === EXCLAMATION) this.#declaration(at + 2);
    else if (code === QUESTION) this.#instruction('?', at + 2, at + 2);
    else this.#startTag(at + 1);
  }

  #startTag(start: number): void {
    const end = endOfTagName(this.#html, start);
    const name = this.#html.slice(start, end);
    if (end === this.#html.length) this.#breakOff(mayBeRaw(name) ? start : end);
    else this.#opened(this.#tagOf(name), end);
  }

  #opened(tag: Tag, endOfName: number): void {
    const attributes: Record<string, string> = {};
    const end = this.#attributes(endOfName, attributes);
    if (end === '/') {
      this.#tree.closeBefore(tag);
      this.#breakOff(this.#html.length - 1);
    }
    if (end === '/' || end === '') return;
    this.#tree.open(tag, attributes);
    if (end === '/>') {
      if (this.#tree.isForeign && !tag.isVoid) this.#tree.closeInnermost();
    } else if (tag.rawUntil !== undefined) this.#raw(tag.rawUntil);
  }

  #attributes(from: number, found: Record<string, string>): TagEnd {
    const html = this.#html;
    let at = from;
    while (at < html.length) {
      const code = html.charCodeAt(at);
      if (code === GREATER) {
        this.#at = at + 1;
        return '>';
      }
      if (code === SLASH) {
        at = afterSpace(html, at + 1);
        if (at >= html.length) return '/';
        if (html.charCodeAt(at) === GREATER) {
          this.#at = at + 1;
          return '/>';
        }
      } else if (isSpace(code)) at += 1;
      else {
        this.#attribute(at, found);
        at = this.#at;
      }
    }
    this.#at = html.length;
    return '';
  }

  #attribute(start: number, found: Record<string, string>): void {
    const html = this.#html;
    // Whatever begins a name is a part of it, be it `=` or a quotation mark.
    const end = endOfAttributeName(html, start + 1);
    const name = this.#attributeName(html.slice(start, end));
    const next = afterSpace(html, end);
    if (html.charCodeAt(next) !== EQUALS) {
      this.#at = next;
      if (!Object.hasOwn(found, name)) found[name] = '';
      return;
    }
    const value = this.#value(afterSpace(html, next + 1));
    if (!Object.hasOwn(found, name)) found[name] = value;
  }

  #value(start: number): string {
    const html = this.#html;
    const code = html.charCodeAt(start);
    const quote = code === QUOTE ? '"' : code === APOSTROPHE ? "'" : '';
    const from = start + quote.length;
    const end = quote === '' ? endOfBareValue(html, from) : indexOrEnd(html, quote, from);
    this.#at = end + quote.length;
    const value = html.slice(from, end);
    return this.#hasEntity(from, end) ? decodedValue(value, quote) : value;
  }

  #raw(name: string): void {
    const start = this.#at;
    const end = endOfRaw(this.#html, name, start);
    const text = this.#html.slice(start, end);
    if (text !== '') this.#tree.text(name === 'title' && this.#hasEntity(start, end) ? decodedTitle(text) : text);
    this.#at = end;
    if (end === this.#html.length) return;
    this.#tree.close(this.#tagOf(name));
    this.#afterEndTag(end + 2 + name.length);
  }

  #endTag(start: number): void {
    const html = this.#html;
    if (!isLetter(html.charCodeAt(start))) return this.#bogusComment(start);
    const end = endOfBareValue(html, start);
    this.#at = end;
    if (end === html.length) return;
    this.#tree.close(this.#tagOf(html.slice(start, end)));
    this.#afterEndTag(end);
  }

  #afterEndTag(from: number): void {
    const end = this.#html.indexOf('>', from);
    if (end === -1) this.#breakOff(this.#html.length - 1);
    else this.#at = end + 1;
  }

  // `</3 …>` and the like.
  #bogusComment(start: number): void {
    const end = this.#html.indexOf('>', start + 1);
    if (end === -1) return this.#breakOff(start);
    this.#tree.comment(this.#html.slice(start, end));
    this.#at = end + 1;
  }

  #declaration(start: number): void {
    const html = this.#html;
    if (html.startsWith('--', start)) this.#comment(start + 2);
    else if (html.startsWith('[CDATA[', start)) this.#cdata(start + 7);
    // The character behind the mark is not looked at: `<!>` goes on to the next `>`.
    else this.#instruction('!', start, start + (html.charCodeAt(start) === DASH ? 2 : 1));
  }

  #comment(start: number): void {
    const html = this.#html;
    if (/^-?>/u.test(html.slice(start, start + 2))) {
      this.#tree.comment('');
      this.#at = html.indexOf('>', start) + 1;
      return;
    }
    const end = indexOrEnd(html, '-->', start);
    if (start < html.length) this.#tree.comment(html.slice(start, end));
    this.#at = end + 3;
  }

  #cdata(start: number): void {
    const end = indexOrEnd(this.#html, ']]>', start);
    if (start < this.#html.length) this.#tree.comment(`[CDATA[${this.#html.slice(start, end)}]]`);
    this.#at = end + 3;
  }

  #instruction(mark: '!' | '?', start: number, from: number): void {
    const end = this.#html.indexOf('>', from);
    if (end === -1) return this.#breakOff(start);
    this.#tree.instruction(mark, this.#html.slice(start, end));
    this.#at = end + 1;
  }

  #tagOf(written: string): Tag {
    let tag = this.#tags.get(written);
    if (tag === undefined) this.#tags.set(written, (tag = tagNamed(written.toLowerCase())));
    return tag;
  }

  #attributeName(written: string): string {
    let name = this.#attributeNames.get(written);
    if (name === undefined) this.#attributeNames.set(written, (name = written.toLowerCase()));
    return name;
  }

  /** The page ends in the midst of a tag, and this is what the library shows of it. */
  #breakOff(from: number): void {
    const rest = this.#html.slice(from);
    if (rest !== '') this.#tree.text(rest);
    this.#at = this.#html.length;
  }

  #hasEntity(from: number, to: number): boolean {
    if (this.#ampersand < from) this.#ampersand = indexOrEnd(this.#html, '&', from);
    return this.#ampersand < to;
  }
}

function afterSpace(html: string, from: number): number {
  let at = from;
  while (isSpace(html.charCodeAt(at))) at += 1;
  return at;
}

function endOfTagName(html: string, from: number): number {
  let at = from;
  for (; at < html.length; at += 1) {
    const code = html.charCodeAt(at);
    if (code === GREATER || code === SLASH || isSpace(code)) break;
  }
  return at;
}

function endOfAttributeName(html: string, from: number): number {
  let at = from;
  for (; at < html.length; at += 1) {
    const code = html.charCodeAt(at);
    if (code === EQUALS || code === GREATER || code === SLASH || isSpace(code)) break;
  }
  return at;
}

// `<a href=/tin/>` leads to `/tin/`, and `</a/>` ends an `a/`.
function endOfBareValue(html: string, from: number): number {
  let at = from;
  for (; at < html.length; at += 1) {
    const code = html.charCodeAt(at);
    if (code === GREATER || isSpace(code)) break;
  }
  return at;
}

/** Where the end tag begins that ends a script, a style, a title; or the page's end. */
function endOfRaw(html: string, name: string, from: number): number {
  for (let at = html.indexOf('</', from); at !== -1; at = html.indexOf('</', at + 2)) {
    const end = at + 2 + name.length;
    const code = html.charCodeAt(end);
    if ((code === GREATER || isSpace(code)) && html.slice(at + 2, end).toLowerCase() === name) return at;
  }
  return html.length;
}

function indexOrEnd(html: string, what: string, from: number): number {
  const index = html.indexOf(what, from);
  return index === -1 ? html.length : index;
}
