/**
 * From a page's text to its tree, and the few names for the tree's parts.
 *
 * The parser is htmlparser2 (cheerio's slim build) and not parse5: it takes a quarter of the time, and on 694 of 697
 * real pages the reading was the same (ARCHITECTURE.md, decisions, says what differed). It leaves elements where the
 * newsroom wrote them: no `<p>` is moved out of a table, no `<tbody>` is added, and pictures in `<noscript>` are seen.
 * Another parser is another extractor: `EXTRACTOR_VERSION` counts it.
 */
import { load, type Cheerio, type CheerioAPI } from 'cheerio/slim';

export type { CheerioAPI } from 'cheerio/slim';

type Documents = ReturnType<CheerioAPI['root']> extends Cheerio<infer Root> ? Root : never;
export type Node = Documents['children'][number];
export type Element = Extract<Node, { readonly attribs: unknown }>;

/** Blink stops nesting at 512, too. Parser and selectors are quadratic in depth: 100,000 nested `<div>` took five minutes. */
const DEEPEST = 512;

export function parseHtml(html: string): CheerioAPI {
  // A fragment, or a page that leaves the optional tag out, gets a body: one element that holds all there is to read.
  return load(flatten(/<body\b/iu.test(html) ? html : `<body>${html}</body>`));
}

export function isElement(node: Node): node is Element {
  return 'attribs' in node;
}

/** The element around a node, or undefined at the top of the page. */
export function parentOf(node: Node): Element | undefined {
  const { parent } = node;
  return parent !== null && isElement(parent) ? parent : undefined;
}

const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
const CLOSED_BY_ITSELF = new Set('p li td th tr dd dt option'.split(' '));

/** What stands in these is text to a parser, whatever it looks like: a `</div>` in a script's string closes nothing. */
const RAW = new Set('script style title textarea'.split(' '));

/**
 * The page with every element below the deepest level made an `<hr>`: that keeps its text, and a paragraph's end,
 * and adds no depth. An end tag that ends nothing becomes one, too; a page with neither comes back as it was.
 */
function flatten(html: string): string {
  const open = new OpenElements();
  const pieces: string[] = [];
  let done = 0;
  for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', at)) {
    const tag = tagAt(html, at);
    if (tag !== undefined && open.isInTheWay(tag)) {
      pieces.push(html.slice(done, at), tag.isEnd ? '</hr' : '<hr');
      done = tag.end;
    }
    at = tag === undefined ? afterComment(html, at) : afterRaw(html, tag);
  }
  return done === 0 ? html : pieces.join('') + html.slice(done);
}

interface Tag {
  readonly name: string;
  readonly isEnd: boolean;
  /** Where its name ends. */
  readonly end: number;
}

const NAME = /[a-z][^\s/<>]*/iuy;

function tagAt(html: string, at: number): Tag | undefined {
  const isEnd = html[at + 1] === '/';
  NAME.lastIndex = at + (isEnd ? 2 : 1);
  const start = NAME.lastIndex;
  return NAME.test(html) ? { name: html.slice(start, NAME.lastIndex).toLowerCase(), isEnd, end: NAME.lastIndex } : undefined;
}

// `<!-->` is a comment without anything in it; a comment that never ends holds the rest of the page.
function afterComment(html: string, at: number): number {
  if (!html.startsWith('<!--', at) || /^-?>/u.test(html.slice(at + 4, at + 6))) return at + 1;
  let end = html.indexOf('-->', at + 4);
  for (let tag = html.indexOf('<', at + 4); tag !== -1 && tag < end; tag = html.indexOf('<', tag + 1)) {
    // The dashes of `<b-->` are taken for a part of the name.
    const from = tagAt(html, tag)?.end ?? tag;
    if (end < from) end = html.indexOf('-->', from);
  }
  return end === -1 ? html.length : end + 3;
}

/** Where the next tag is looked for: behind what only looks like one in a script. */
function afterRaw(html: string, { name, isEnd, end }: Tag): number {
  if (isEnd || !RAW.has(name)) return end;
  for (let at = html.indexOf('</', end); at !== -1; at = html.indexOf('</', at + 2)) if (tagAt(html, at)?.name === name) return at;
  return html.length;
}

/** The elements that are open at a place of the page, the outermost first. */
class OpenElements {
  readonly #names: string[] = [];
  readonly #counts = new Map<string, number>();

  /** Takes one tag in, and says whether it would nest too deep or ends nothing. */
  isInTheWay({ name, isEnd }: Tag): boolean {
    if (VOID.has(name)) return false;
    return isEnd ? this.#end(name) : this.#begin(name);
  }

  #begin(name: string): boolean {
    if (this.#names.at(-1) === name && CLOSED_BY_ITSELF.has(name)) this.#close();
    this.#counts.set(name, this.#countOf(name) + 1);
    return this.#names.push(name) > DEEPEST;
  }

  #end(name: string): boolean {
    if (this.#countOf(name) === 0) return true; // A parser would search its whole stack for it.
    const depth = this.#names.length;
    while (this.#close() !== name);
    return depth > DEEPEST && this.#names.length >= DEEPEST;
  }

  #close(): string {
    const name = this.#names.pop() ?? '';
    this.#counts.set(name, this.#countOf(name) - 1);
    return name;
  }

  #countOf(name: string): number {
    return this.#counts.get(name) ?? 0;
  }
}
