/** A start tag as it was met in passing: which selectors may mean its element, as far as it and the tags around it can tell. */
import type { AttributeTest, Chain, Step } from './query.ts';
import type { Tag } from './scan.ts';

/** An element of which the start tag has been seen, and no more. */
export interface Met {
  readonly html: string;
  readonly tag: Tag;
  readonly around: Met | undefined;
}

/** What the index of a page would know an element by. */
export function keysOf({ name, id, classes }: Pick<Tag, 'name' | 'id' | 'classes'>): readonly string[] {
  const words = classes === undefined ? [] : classes.split(/\s+/u);
  return [name, ...(id === undefined ? [] : [`#${id}`]), ...words.map((word) => `.${word}`)];
}

/** Whether an entity hides what an element may be known by. */
export function isVeiled({ id, classes }: Tag): boolean {
  return id?.includes('&') === true || classes?.includes('&') === true;
}

// White space is HTML's, to which a no-break space is a letter.
const ATTRIBUTE =
  /(?<name>[^ \t\n\f\r/=]+)(?:[ \t\n\f\r]*=[ \t\n\f\r]*(?:"(?<double>[^"]*)"|'(?<single>[^']*)'|(?<bare>[^ \t\n\f\r"'][^ \t\n\f\r]*)|))?/gu;

function attributesOf(source: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single, bare] of source.matchAll(ATTRIBUTE)) {
    const lower = name.toLowerCase();
    if (!attributes.has(lower)) attributes.set(lower, double ?? single ?? bare ?? '');
  }
  return attributes;
}

/** Whether a selector may mean the element. Where it is not sure it says yes. */
export function mayBe(met: Met, { steps }: Chain): boolean {
  const [innermost, ...outer] = steps;
  if (innermost === undefined || !mayFit(met, innermost)) return false;
  // What stands beside an element has the same elements around it.
  return outer.every((step, index) => /[+~]/u.test(steps[index]?.joint ?? '') || isAround(met, step));
}

function isAround(met: Met, step: Step): boolean {
  for (let each = met.around; each !== undefined; each = each.around) if (mayFit(each, step)) return true;
  return false;
}

/** Whether a step may mean the element. */
export function mayFit(met: Met, { keys, attributes, choices }: Step): boolean {
  if (!keys.every((key) => hasKey(met.tag, key))) return false;
  if (attributes.length > 0 && !passes(met, attributes)) return false;
  return choices.every((choice) => choice.some((chain) => mayBe(met, chain)));
}

function hasKey(tag: Tag, key: string): boolean {
  if (key.startsWith('.')) return tag.classes?.includes(key.slice(1)) === true && keysOf(tag).includes(key);
  return key.startsWith('#') ? tag.id === key.slice(1) : tag.name === key;
}

function passes({ html, tag: { start, name, end } }: Met, tests: readonly AttributeTest[]): boolean {
  const attributes = attributesOf(html.slice(start + 1 + name.length, end - 1));
  return tests.every((test) => mayPass(attributes, test));
}

function mayPass(attributes: ReadonlyMap<string, string>, { name, fits }: AttributeTest): boolean {
  const value = attributes.get(name);
  return value !== undefined && (value.includes('&') || fits(value));
}
