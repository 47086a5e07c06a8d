/** The elements of a page by name, class and id, so that a selector is tried on those that it may find and not on all. */
import { classesOf, type PageIndex } from './pageIndex.ts';
import { isElement, parentOf, type CheerioAPI, type Element, type Node } from './parse.ts';
import { queryOf, type AttributeTest, type Chain, type Query, type Step } from './query.ts';

/** All elements that a selector finds, in page order. */
export function elementsBy($: CheerioAPI, selector: string): Element[] {
  const query = queryOf(selector);
  if (query === undefined) return elementsOf($(selector).toArray());
  const { index } = $;
  const found = query.filter((chain) => isPossible(index, chain)).map((chain) => foundBy($, index, chain));
  return found.length > 1 ? inOrder($, new Set(found.flat())) : (found[0] ?? []);
}

/** The elements in the order in which they stand on the page. */
export function inOrder($: CheerioAPI, elements: Iterable<Element>): Element[] {
  const { places } = $.index;
  return [...elements].toSorted((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
}

function elementsOf(nodes: readonly Node[]): Element[] {
  return nodes.filter((node) => isElement(node));
}

// Most of what a layout names is not on the page, nor is what the other layouts do.
function isPossible(index: PageIndex, { steps }: Chain): boolean {
  return steps.every(
    ({ keys, choices }) =>
      keys.every((key) => index.byKey.has(key)) && choices.every((choice) => choice.some((chain) => isPossible(index, chain))),
  );
}

function foundBy($: CheerioAPI, index: PageIndex, chain: Chain): Element[] {
  const candidates = candidatesOf($, index, chain);
  if (chain.isPlain) {
    const [innermost, ...outer] = chain.steps;
    return innermost === undefined ? [] : candidates.filter((element) => fits(element, innermost, outer));
  }
  return elementsOf(
    $([...candidates])
      .filter(chain.source)
      .toArray(),
  );
}

/** Elements among which are all that the selector finds: the fewest that the index gives. */
function candidatesOf($: CheerioAPI, index: PageIndex, { steps: [innermost] }: Chain): readonly Element[] {
  const { keys = [], choices = [] } = innermost ?? {};
  const [fewest] = keys.map((key) => index.byKey.get(key) ?? []).toSorted((a, b) => a.length - b.length);
  if (fewest !== undefined) return fewest;
  const [choice] = choices;
  return choice === undefined ? index.elements : candidatesOfAny($, index, choice);
}

function candidatesOfAny($: CheerioAPI, index: PageIndex, query: Query): Element[] {
  return inOrder($, new Set(query.filter((chain) => isPossible(index, chain)).flatMap((chain) => candidatesOf($, index, chain))));
}

/** Whether an element, and what is around it, is what a plain selector asks for. */
function fits(element: Element, innermost: Step, outer: readonly Step[]): boolean {
  if (!isLike(element, innermost)) return false;
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
