/**
 * XML as a stream of events, read from pieces of text: sitemaps of a million entries never stand in memory.
 *
 * Only what sitemaps and feeds need. A document type is passed over and its entities are never expanded, so that no
 * input grows by being read; `&name;` other than XML's own five stays as it is written. What is no markup is text.
 */

export type XmlEvent =
  | { readonly kind: 'open'; readonly name: string; /** As written; `attributesOf` reads it. */ readonly attributes: string }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string };

/** A tag that is longer is none: some feed's text with a `<` in it. */
const LONGEST_TAG = 65_536;

/** Tags that never end: nobody's sitemap has more. */
const MOST_FAILURES = 200;

/** `&#1114111;`: an entity that is longer is none. */
const LONGEST_ENTITY = 12;

const CDATA = '<![CDATA[';

export function* xmlEvents(pieces: Iterable<string>): Generator<XmlEvent, undefined> {
  const scanner = new Scanner(pieces);
  for (let event = scanner.next(); event !== undefined; event = scanner.next()) yield event;
}

/** The attributes of an open tag, by their names as written. */
export function attributesOf(written: string): Map<string, string> {
  const found = written.matchAll(/([^\s=/"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')/gu);
  return new Map([...found].map(([, name = '', double, single]) => [name, withEntities(double ?? single ?? '')]));
}

class Scanner {
  readonly #pieces: Iterator<string>;
  #text = '';
  #at = 0;
  #inCdata = false;
  #failures = 0;
  #pending: XmlEvent | undefined;

  constructor(pieces: Iterable<string>) {
    this.#pieces = pieces[Symbol.iterator]();
  }

  next(): XmlEvent | undefined {
    let event = this.#pending;
    this.#pending = undefined;
    while (event === undefined && this.#has(1)) {
      if (this.#inCdata) event = this.#cdata();
      else event = this.#text[this.#at] === '<' ? this.#markup() : this.#characters();
    }
    return event;
  }

  /** Takes in another piece; what was read already is let go. */
  #grow(): boolean {
    const piece = this.#pieces.next();
    if (piece.done === true) return false;
    this.#text = this.#text.slice(this.#at) + piece.value;
    this.#at = 0;
    return true;
  }

  #giveUp(): void {
    while (this.#pieces.next().done !== true);
    this.#text = this.#text.slice(this.#at, this.#at + 1);
    this.#at = 0;
  }

  #has(length: number): boolean {
    while (this.#text.length - this.#at < length) if (!this.#grow()) return false;
    return true;
  }

  #take(end: number): string {
    const taken = this.#text.slice(this.#at, end);
    this.#at = end;
    return taken;
  }

  #characters(): XmlEvent | undefined {
    const end = this.#text.indexOf('<', this.#at);
    if (end !== -1) return { kind: 'text', text: withEntities(this.#take(end)) };
    // An entity may go on in the next piece.
    const open = this.#text.lastIndexOf('&');
    const isOpen = open >= this.#at && this.#text.length - open < LONGEST_ENTITY;
    if (isOpen && open > this.#at) return { kind: 'text', text: withEntities(this.#take(open)) };
    if (isOpen && this.#grow()) return undefined;
    return { kind: 'text', text: withEntities(this.#take(this.#text.length)) };
  }

  #markup(): XmlEvent | undefined {
    this.#has(CDATA.length);
    if (this.#text.startsWith('<!--', this.#at)) return this.#skipPast('-->', 4);
    if (this.#text.startsWith('<?', this.#at)) return this.#skipPast('?>', 2);
    if (this.#text.startsWith('<!', this.#at) && !this.#text.startsWith(CDATA, this.#at)) return this.#declaration();
    if (!this.#text.startsWith(CDATA, this.#at)) return this.#tag();
    this.#at += CDATA.length;
    this.#inCdata = true;
    return undefined;
  }

  #cdata(): XmlEvent | undefined {
    const end = this.#text.indexOf(']]>', this.#at);
    if (end === -1 && this.#text.length - this.#at < 3 && this.#grow()) return undefined;
    const stop = end === -1 ? Math.max(this.#at + 1, this.#text.length - 2) : end;
    const text = this.#take(stop);
    if (end !== -1) this.#at += 3;
    this.#inCdata = end === -1;
    return text === '' ? undefined : { kind: 'text', text };
  }

  #skipPast(mark: string, from: number): undefined {
    this.#at += from;
    for (;;) {
      const end = this.#text.indexOf(mark, this.#at);
      if (end !== -1) return void (this.#at = end + mark.length);
      this.#at = Math.max(this.#at, this.#text.length - mark.length + 1);
      if (!this.#grow()) return void (this.#at = this.#text.length);
    }
  }

  // A document type's inner part is read as what it is made of: declarations, each passed over.
  #declaration(): undefined {
    const end = this.#endOf(/(?:[^"'>[]|"[^"]*"|'[^']*')*[>[]/uy);
    this.#at = Math.min(end ?? this.#at + 2, this.#text.length);
    return undefined;
  }

  #tag(): XmlEvent {
    const end = /[\p{L}_/]/u.test(this.#text[this.#at + 1] ?? '') ? this.#endOf(/(?:[^"'<>]|"[^"]*"|'[^']*')*>/uy) : undefined;
    if (end === undefined) return { kind: 'text', text: this.#take(this.#at + 1) };
    return this.#event(this.#take(end).slice(1, -1));
  }

  #event(inner: string): XmlEvent {
    if (inner.startsWith('/')) return { kind: 'close', name: inner.slice(1).trim() };
    const name = /^[^\s/]+/u.exec(inner)?.[0] ?? '';
    if (inner.endsWith('/')) this.#pending = { kind: 'close', name };
    return { kind: 'open', name, attributes: inner.slice(name.length) };
  }

  /** Where a tag ends, the brackets in its quotes aside; undefined where it doesn't. */
  #endOf(shape: RegExp): number | undefined {
    do {
      shape.lastIndex = this.#at + 1;
      if (shape.test(this.#text)) return shape.lastIndex;
    } while (this.#text.length - this.#at < LONGEST_TAG && this.#grow());
    // Each failure has cost a look at 64 KB: a file of nothing else is given up.
    if (++this.#failures > MOST_FAILURES) this.#giveUp();
    return undefined;
  }
}

const OWN: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function withEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|(lt|gt|amp|quot|apos));/gu, (_, decimal, hex, name: string | undefined) =>
    name === undefined ? character(decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal)) : (OWN[name] ?? ''),
  );
}

function character(code: number): string {
  return code > 0x10ffff || code === 0 ? '\ufffd' : String.fromCodePoint(code);
}
