/**
 * From a page's text to its tree, and the few names for the tree's parts.
 *
 * The parser is htmlparser2's way of reading (`markup.ts` builds its tree) and not parse5's: it takes a fraction of the
 * time, and on 694 of 697 real pages the reading was the same (ARCHITECTURE.md, decisions, says what differed). It leaves elements where the
 * newsroom wrote them: no `<p>` is moved out of a table, no `<tbody>` is added, and pictures in `<noscript>` are seen.
 * Another parser is another extractor: `EXTRACTOR_VERSION` counts it.
 */
import { load, type Cheerio, type CheerioAPI as Library } from 'cheerio/slim';
import { flatten } from './flatten.ts';
import { treeOf } from './markup.ts';
import { PageIndex } from './pageIndex.ts';

/** The library's way of asking a page, and the index that answers most selectors without it. */
export interface CheerioAPI extends Library {
  readonly index: PageIndex;
}

type Document = ReturnType<Library['root']> extends Cheerio<infer Root> ? Root : never;
export type Node = Document['children'][number];
export type Element = Extract<Node, { readonly attribs: unknown }>;

export function parseHtml(html: string): CheerioAPI {
  // A fragment, or a page that leaves the optional tag out, gets a body: one element that holds all there is to read.
  const { document, elements } = treeOf(flatten(/<body\b/iu.test(html) ? html : `<body>${html}</body>`));
  return asking(document, new PageIndex(elements));
}

/**
 * What `load(document)` gives, and the index. But `load` makes a class for each page, and neither of a class nor of what a
 * `WeakMap` remembers does the garbage collector see at once that nobody needs it: every tree was moved about until the
 * old ones were collected, which took half of the time.
 */
function asking(document: Document, index: PageIndex): CheerioAPI {
  const ask: Ask = (selector, context, root = document, options) => LIBRARY(selector, context, root, options);
  // The library's other functions find the page under the name with the dash.
  return Object.assign(ask, LIBRARY, { _root: document, index }) as CheerioAPI; // `Ask` is its type for any selector.
}

type Ask = (...asked: Parameters<Library>) => ReturnType<Library>;

const LIBRARY = load('');

export function isElement(node: Node): node is Element {
  return 'attribs' in node;
}

/** The element around a node, or undefined at the top of the page. */
export function parentOf(node: Node): Element | undefined {
  const { parent } = node;
  return parent !== null && isElement(parent) ? parent : undefined;
}
