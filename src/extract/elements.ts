/** The elements of a page by name and class, so that a selector is tried on those that it may find and not on all. */
import { isElement, type CheerioAPI, type Element } from './parse.ts';

type Index = ReadonlyMap<string, readonly Element[]>;

/** One walk a page: forty selectors over a page of a million elements took forty walks, and most of the reading's time. */
const INDEXES = new WeakMap<CheerioAPI, Index>();

/** All elements that a selector finds, in page order. */
export function elementsBy($: CheerioAPI, selector: string): Element[] {
  const key = keyOf(selector);
  if (key === undefined)
    return $(selector)
      .toArray()
      .filter((node) => isElement(node));
  return $([...(indexOf($).get(key) ?? [])])
    .filter(selector)
    .toArray();
}

// `meta[property="og:title"]`, `h1.title`, `.sapo`: what has one part, and no more than attributes after name and class.
function keyOf(selector: string): string | undefined {
  const { name, classed } =
    /^(?:(?<name>[a-z][a-z0-9]*)|(?<classed>\.[a-zA-Z_][\w-]*))(?:\.[a-zA-Z_][\w-]*|\[[\w:-]+(?:[*^$]?="[^"\]\\]*"(?: i)?)?\])*$/u.exec(
      selector,
    )?.groups ?? {};
  return name ?? classed;
}

function indexOf($: CheerioAPI): Index {
  const known = INDEXES.get($);
  if (known !== undefined) return known;
  const index = new Map<string, Element[]>();
  for (const node of $('*').toArray()) if (isElement(node)) for (const key of keysOf(node)) add(index, key, node);
  INDEXES.set($, index);
  return index;
}

function keysOf({ name, attribs }: Element): Set<string> {
  const classes = attribs['class'];
  return new Set(classes === undefined ? [name] : [name, ...classes.split(/\s+/u).map((each) => `.${each}`)]);
}

function add(index: Map<string, Element[]>, key: string, element: Element): void {
  const elements = index.get(key);
  if (elements === undefined) index.set(key, [element]);
  else elements.push(element);
}
