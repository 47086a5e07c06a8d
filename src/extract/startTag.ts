/** A start tag as it was met in passing: which selectors may mean its element, as far as it and the tags around it can tell. */
import type { AttributeTest, Chain, Step } from './query.ts';
import type { Tag } from './scan.ts';

/** An element of which the start tag has been seen, and no more. */
export class Met {
  readonly tag: Tag;
  readonly around: Met | undefined;
  readonly #html: string;
  #attributes: ReadonlyMap<string, string> | undefined;
  #keys: readonly string[] | undefined;

  constructor(html: string, tag: Tag, around: Met | undefined) {
    this.#html = html;
    this.tag = tag;
    this.around = around;
  }

  /** As written, entities and all; the first of a name counts. */
  get attributes(): ReadonlyMap<string, string> {
    const { start, name, end } = this.tag;
    this.#attributes ??= attributesOf(this.#html.slice(start + 1 + name.length, end - 1));
    return this.#attributes;
  }

  /** What the index of a page would know it by. */
  get keys(): readonly string[] {
    this.#keys ??= keysOf(this.tag);
    return this.#keys;
  }
}

export function keysOf({ name, id, classes }: Pick<Tag, 'name' | 'id' | 'classes'>): readonly string[] {
  const words = classes === undefined ? [] : classes.split(/\s+/u);
  return [name, ...(id === undefined ? [] : [`#${id}`]), ...words.map((word) => `.${word}`)];
}

/** Whether an entity hides what an element may be known by. */
export function isVeiled({ id, classes }: Tag): boolean {
  return id?.includes('&') === true || classes?.includes('&') === true;
}

const ATTRIBUTE = /(?<name>[^\s/=]+)(?:\s*=\s*(?:"(?<double>[^"]*)"|'(?<single>[^']*)'|(?<bare>[^\s"'][^\s]*)|))?/gu;

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

function mayFit(met: Met, { keys, attributes, choices }: Step): boolean {
  return (
    keys.every((key) => met.keys.includes(key)) &&
    attributes.every((test) => mayPass(met, test)) &&
    choices.every((choice) => choice.some((chain) => mayBe(met, chain)))
  );
}

function mayPass({ attributes }: Met, { name, fits }: AttributeTest): boolean {
  const value = attributes.get(name);
  return value !== undefined && (value.includes('&') || fits(value));
}
