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
  const open: string[] = [];
  const counts = new Map<string, number>();
  let raw: string | undefined;
  const close = (): string => {
    const name = open.pop() ?? '';
    counts.set(name, (counts.get(name) ?? 1) - 1);
    return name;
  };
  return html.replace(/<!--(?!-?>)|-->|<(\/?)([a-z][^\s/<>]*)/giu, (tag: string, slash: string | undefined, written: string = tag) => {
    const name = written.toLowerCase();
    if (raw !== undefined && !(name === '-->' ? raw === '<!--' : slash === '/' && name === raw)) return tag;
    raw = raw === undefined && (name === '<!--' || (slash === '' && RAW.has(name))) ? name : undefined;
    if (slash === undefined || VOID.has(name)) return tag;
    if (slash === '') {
      if (open.at(-1) === name && CLOSED_BY_ITSELF.has(name)) close();
      counts.set(name, (counts.get(name) ?? 0) + 1);
      return open.push(name) > DEEPEST ? '<hr' : tag;
    }
    if ((counts.get(name) ?? 0) === 0) return '</hr'; // Closes nothing; a parser would search its whole stack for it.
    const depth = open.length;
    while (close() !== name);
    return depth > DEEPEST && open.length >= DEEPEST ? '</hr' : tag;
  });
}
