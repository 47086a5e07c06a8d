/**
 * A page without what would make its tree too deep, and without end tags that end nothing.
 *
 * Blink stops nesting at 512, too. Parser and selectors are quadratic in depth: 100,000 nested `<div>` took five minutes.
 * Tags are told here by less than a parser asks for; what is opened and closed in an attribute's value counts, too.
 */

const DEEPEST = 512;

const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
const CLOSED_BY_ITSELF = new Set('p li td th tr dd dt option'.split(' '));

/** What stands in these is text to a parser, whatever it looks like: a `</div>` in a script's string closes nothing. */
const RAW = new Set('script style title textarea'.split(' '));

/**
 * The page with every element below the deepest level made an `<hr>`: that keeps its text, and a paragraph's end,
 * and adds no depth. An end tag that ends nothing becomes one, too; a page with neither comes back as it was.
 */
export function flatten(html: string): string {
  const open = new OpenElements();
  const pieces: string[] = [];
  let done = 0;
  for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', at)) {
    const isEnd = html.charCodeAt(at + 1) === SLASH;
    const start = at + (isEnd ? 2 : 1);
    const end = endOfName(html, start);
    if (end === start) {
      at = afterComment(html, at);
      continue;
    }
    const kind = open.kindOf(html.slice(start, end));
    if (open.isInTheWay(kind, isEnd)) {
      pieces.push(html.slice(done, at), isEnd ? '</hr' : '<hr');
      done = end;
    }
    at = isEnd || !kind.isRaw ? end : afterRaw(html, kind.name, end);
  }
  return done === 0 ? html : pieces.join('') + html.slice(done);
}

const SLASH = 0x2f;

/** Of ASCII: 1 a letter, 2 what ends a name, 0 the rest. */
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => kindOfCode(String.fromCharCode(code)));

function kindOfCode(character: string): number {
  if (/[a-z]/iu.test(character)) return 1;
  return /[\s/<>]/u.test(character) ? 2 : 0;
}

/** Where the name ends that begins here: a letter, and all but white space and `/<>`. */
function endOfName(html: string, start: number): number {
  if (!startsName(html.charCodeAt(start))) return start;
  let at = start + 1;
  while (at < html.length && !endsName(html.charCodeAt(at))) at += 1;
  return at;
}

// The long s and the Kelvin sign are letters of the alphabet to a pattern that takes both cases.
function startsName(code: number): boolean {
  return code < 128 ? KINDS[code] === 1 : code === 0x01_7f || code === 0x21_2a;
}

function endsName(code: number): boolean {
  return code < 128 ? KINDS[code] === 2 : code >= 0xa0 && /\s/u.test(String.fromCharCode(code));
}

// `<!-->` is a comment without anything in it; a comment that never ends holds the rest of the page.
function afterComment(html: string, at: number): number {
  if (!html.startsWith('<!--', at) || /^-?>/u.test(html.slice(at + 4, at + 6))) return at + 1;
  let end = html.indexOf('-->', at + 4);
  for (let tag = html.indexOf('<', at + 4); tag !== -1 && tag < end; tag = html.indexOf('<', tag + 1)) {
    // The dashes of `<b-->` are taken for a part of the name.
    const from = endOfTagName(html, tag);
    if (end < from) end = html.indexOf('-->', from);
  }
  return end === -1 ? html.length : end + 3;
}

function endOfTagName(html: string, at: number): number {
  const start = at + (html.charCodeAt(at + 1) === SLASH ? 2 : 1);
  const end = endOfName(html, start);
  return end === start ? at : end;
}

/** Where the next tag is looked for: behind what only looks like one in a script. */
function afterRaw(html: string, name: string, from: number): number {
  for (let at = html.indexOf('</', from); at !== -1; at = html.indexOf('</', at + 2)) {
    if (html.slice(at + 2, endOfName(html, at + 2)).toLowerCase() === name) return at;
  }
  return html.length;
}

/** The elements of one name, and how many of them are open. */
interface Kind {
  readonly name: string;
  readonly isVoid: boolean;
  readonly isClosedByItself: boolean;
  readonly isRaw: boolean;
  count: number;
}

/** The elements that are open at a place of the page, the outermost first. */
class OpenElements {
  readonly #open: Kind[] = [];
  /** By the name as it is written, in whatever case. */
  readonly #kinds = new Map<string, Kind>();

  kindOf(written: string): Kind {
    const known = this.#kinds.get(written);
    if (known !== undefined) return known;
    const name = written.toLowerCase();
    const kind = name === written ? kindNamed(name) : this.kindOf(name);
    this.#kinds.set(written, kind);
    return kind;
  }

  /** Takes one tag in, and says whether it would nest too deep or ends nothing. */
  isInTheWay(kind: Kind, isEnd: boolean): boolean {
    if (kind.isVoid) return false;
    return isEnd ? this.#end(kind) : this.#begin(kind);
  }

  #begin(kind: Kind): boolean {
    if (kind.isClosedByItself && this.#open.at(-1) === kind) this.#close();
    kind.count += 1;
    return this.#open.push(kind) > DEEPEST;
  }

  #end(kind: Kind): boolean {
    if (kind.count === 0) return true; // A parser would search its whole stack for it.
    const depth = this.#open.length;
    while (this.#close() !== kind);
    return depth > DEEPEST && this.#open.length >= DEEPEST;
  }

  #close(): Kind | undefined {
    const kind = this.#open.pop();
    if (kind !== undefined) kind.count -= 1;
    return kind;
  }
}

function kindNamed(name: string): Kind {
  return { name, isVoid: VOID.has(name), isClosedByItself: CLOSED_BY_ITSELF.has(name), isRaw: RAW.has(name), count: 0 };
}
