/** What is on a page: all its elements by name, class and id. Made once a page: forty selectors are asked of each. */
import type { Element } from './parse.ts';

export class PageIndex {
  /** All of the page, in its order. */
  readonly elements: readonly Element[];
  #byKey: ReadonlyMap<string, readonly Element[]> | undefined;
  #places: ReadonlyMap<Element, number> | undefined;

  constructor(elements: readonly Element[]) {
    this.elements = elements;
  }

  /** By `name`, `.class` and `#id`, in page order. */
  get byKey(): ReadonlyMap<string, readonly Element[]> {
    return (this.#byKey ??= byKeyOf(this.elements));
  }

  /** Each element's place on the page; few pages ask for it. */
  get places(): ReadonlyMap<Element, number> {
    return (this.#places ??= new Map(this.elements.map((element, place) => [element, place])));
  }
}

/** The words of a class attribute. */
export function classesOf(classes: string): readonly string[] {
  if (classes === '') return [];
  return /\s/u.test(classes) ? classes.split(/\s+/u) : [classes];
}

function byKeyOf(elements: readonly Element[]): ReadonlyMap<string, readonly Element[]> {
  const byKey = new Map<string, Element[]>();
  const keysOf = rememberedKeys();
  for (const element of elements) {
    const { id, class: classes } = element.attribs;
    add(byKey, element.name, element);
    if (id !== undefined) add(byKey, `#${id}`, element);
    if (classes !== undefined) for (const key of keysOf(classes)) add(byKey, key, element);
  }
  return byKey;
}

/** The keys of a class attribute; a page has the same ones many times. */
function rememberedKeys(): (classes: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (classes) => {
    let keys = known.get(classes);
    if (keys === undefined) known.set(classes, (keys = classesOf(classes).map((each) => `.${each}`)));
    return keys;
  };
}

function add(index: Map<string, Element[]>, key: string, element: Element): void {
  const elements = index.get(key);
  if (elements === undefined) index.set(key, [element]);
  else if (elements.at(-1) !== element) elements.push(element); // `class="a a"`
}
