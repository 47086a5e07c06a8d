/**
 * From a page's text to its tree, and the few names for the tree's parts.
 *
 * The parser is htmlparser2's way of reading (`markup.ts` builds its tree) and not parse5's: it takes a fraction of the
 * time, and on 694 of 697 real pages the reading was the same (ARCHITECTURE.md, decisions, says what differed). It leaves elements where the
 * newsroom wrote them: no `<p>` is moved out of a table, no `<tbody>` is added, and pictures in `<noscript>` are seen.
 * Another parser is another extractor: `EXTRACTOR_VERSION` counts it.
 */
import { load, type Cheerio, type CheerioAPI } from 'cheerio/slim';
import { flatten } from './flatten.ts';
import { treeOf } from './markup.ts';

export type { CheerioAPI } from 'cheerio/slim';

/** Gathered as the tree was built, so that nobody has to walk over it for them. */
const ELEMENTS = new WeakMap<CheerioAPI, readonly Element[]>();

type Documents = ReturnType<CheerioAPI['root']> extends Cheerio<infer Root> ? Root : never;
export type Node = Documents['children'][number];
export type Element = Extract<Node, { readonly attribs: unknown }>;

export function parseHtml(html: string): CheerioAPI {
  // A fragment, or a page that leaves the optional tag out, gets a body: one element that holds all there is to read.
  const { document, elements } = treeOf(flatten(/<body\b/iu.test(html) ? html : `<body>${html}</body>`));
  const $ = load(document);
  ELEMENTS.set($, elements);
  return $;
}

/** All elements of a page in their order. */
export function allElements($: CheerioAPI): readonly Element[] {
  return ELEMENTS.get($) ?? [];
}

export function isElement(node: Node): node is Element {
  return 'attribs' in node;
}

/** The element around a node, or undefined at the top of the page. */
export function parentOf(node: Node): Element | undefined {
  const { parent } = node;
  return parent !== null && isElement(parent) ? parent : undefined;
}
