/** The elements of a page by name, class and id, so that a selector is tried on those that it may find and not on all. */
import { allElements, isElement, parentOf, type CheerioAPI, type Element, type Node } from './parse.ts';
import { queryOf, type AttributeTest, type Chain, type Query, type Step } from './query.ts';

interface Index {
  /** By `name`, `.class` and `#id`, in page order. */
  readonly byKey: ReadonlyMap<string, readonly Element[]>;
  /** All of the page. */
  readonly elements: readonly Element[];
  /** Each element's place on the page; asked for by few pages. */
  readonly places: () => ReadonlyMap<Element, number>;
}

/** Once a page: forty selectors over a page of a million elements took forty walks, and most of the reading's time. */
const INDEXES = new WeakMap<CheerioAPI, Index>();

/** All elements that a selector finds, in page order. */
export function elementsBy($: CheerioAPI, selector: string): Element[] {
  const query = queryOf(selector);
  if (query === undefined) return elementsOf($(selector).toArray());
  const index = indexOf($);
  const found = query.filter((chain) => isPossible(index, chain)).map((chain) => foundBy($, index, chain));
  return found.length > 1 ? inOrder($, new Set(found.flat())) : (found[0] ?? []);
}

/** The elements in the order in which they stand on the page. */
export function inOrder($: CheerioAPI, elements: Iterable<Element>): Element[] {
  const places = indexOf($).places();
  return [...elements].toSorted((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
}

function elementsOf(nodes: readonly Node[]): Element[] {
  return nodes.filter((node) => isElement(node));
}

// Most of what a layout names is not on the page, nor is what the other layouts do.
function isPossible(index: Index, { steps }: Chain): boolean {
  return steps.every(
    ({ keys, choices }) =>
      keys.every((key) => index.byKey.has(key)) && choices.every((choice) => choice.some((chain) => isPossible(index, chain))),
  );
}

function foundBy($: CheerioAPI, index: Index, chain: Chain): Element[] {
  const candidates = candidatesOf($, index, chain);
  if (chain.isPlain) return candidates.filter((element) => fits(element, chain));
  return elementsOf(
    $([...candidates])
      .filter(chain.source)
      .toArray(),
  );
}

/** Elements among which are all that the selector finds: the fewest that the index gives. */
function candidatesOf($: CheerioAPI, index: Index, { steps: [innermost] }: Chain): readonly Element[] {
  const { keys = [], choices = [] } = innermost ?? {};
  const [fewest] = keys.map((key) => index.byKey.get(key) ?? []).toSorted((a, b) => a.length - b.length);
  if (fewest !== undefined) return fewest;
  const [choice] = choices;
  return choice === undefined ? index.elements : candidatesOfAny($, index, choice);
}

function candidatesOfAny($: CheerioAPI, index: Index, query: Query): Element[] {
  return inOrder($, new Set(query.filter((chain) => isPossible(index, chain)).flatMap((chain) => candidatesOf($, index, chain))));
}

/** Whether an element, and what is around it, is what a plain selector asks for. */
function fits(element: Element, { steps: [innermost, ...outer] }: Chain): boolean {
  if (innermost === undefined || !isLike(element, innermost)) return false;
  let [at, inner]: [Element, Step] = [element, innermost];
  for (const step of outer) {
    const above = around(at, step, inner);
    if (above === undefined) return false;
    [at, inner] = [above, step];
  }
  return true;
}

function around(element: Element, step: Step, { joint }: Step): Element | undefined {
  let above = parentOf(element);
  while (above !== undefined && !isLike(above, step)) above = joint === '>' ? undefined : parentOf(above);
  return above;
}

function isLike(element: Element, { keys, attributes }: Step): boolean {
  return keys.every((key) => has(element, key)) && attributes.every((test) => passes(element.attribs[test.name], test));
}

function passes(value: string | undefined, test: AttributeTest): boolean {
  return value !== undefined && test.fits(value);
}

function has({ name, attribs }: Element, key: string): boolean {
  if (key.startsWith('#')) return attribs['id'] === key.slice(1);
  if (!key.startsWith('.')) return name === key;
  const { class: classes = '' } = attribs;
  const word = key.slice(1);
  return classes.includes(word) && classesOf(classes).includes(word);
}

function classesOf(classes: string): readonly string[] {
  if (classes === '') return [];
  return /\s/u.test(classes) ? classes.split(/\s+/u) : [classes];
}

function indexOf($: CheerioAPI): Index {
  const known = INDEXES.get($);
  if (known !== undefined) return known;
  const elements = allElements($);
  const byKey = new Map<string, Element[]>();
  const keysOf = rememberedKeys();
  for (const element of elements) {
    const { id, class: classes } = element.attribs;
    add(byKey, element.name, element);
    if (id !== undefined) add(byKey, `#${id}`, element);
    if (classes !== undefined) for (const key of keysOf(classes)) add(byKey, key, element);
  }
  let places: ReadonlyMap<Element, number> | undefined;
  const index = { byKey, elements, places: () => (places ??= new Map(elements.map((element, place) => [element, place]))) };
  INDEXES.set($, index);
  return index;
}

/** The keys of a class attribute; a page has the same ones many times. */
function rememberedKeys(): (classes: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (classes) => {
    const keys = known.get(classes) ?? classesOf(classes).map((each) => `.${each}`);
    known.set(classes, keys);
    return keys;
  };
}

function add(index: Map<string, Element[]>, key: string, element: Element): void {
  const elements = index.get(key);
  if (elements === undefined) index.set(key, [element]);
  else if (elements.at(-1) !== element) elements.push(element); // `class="a a"`
}
