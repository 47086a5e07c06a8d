/** The article that a page describes in JSON-LD, read although newsrooms write JSON by hand. */
import { elementsBy } from './elements.ts';
import { decodedValue } from './entities.ts';
import type { CheerioAPI } from './parse.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

const ARTICLE =
  /(?:^|[/:])(?:(?:News|Reportage|Opinion|Analysis|AskPublicNews|BackgroundNews|Review|Tech|Scholarly)?Article|BlogPosting|LiveBlogPosting|Report)$/u;

export const JSON_LD_SCRIPTS = 'script[type*="ld+json"]';

/** How many objects of a page are looked at, so that no page can keep us busy. */
const MOST_OBJECTS = 5000;

/** The first object of an article's type, in whatever list or graph it stands. */
export function jsonLdArticle($: CheerioAPI): JsonObject | undefined {
  const roots = elementsBy($, JSON_LD_SCRIPTS).map((script) => parseJson($(script).text()));
  return objectsIn(roots).find((object) => valuesAt(object, '@type').some((type) => ARTICLE.test(type)));
}

/** The texts at a path (`author.name`); lists on the way are opened, and an object at its end gives its name. */
export function valuesAt(object: JsonObject, path: string): string[] {
  let values: unknown[] = [object];
  for (const key of path.split('.')) values = values.flatMap((value) => (isObject(value) ? opened(own(value, key)) : []));
  return values
    .flatMap((value) => (isObject(value) ? opened(own(value, 'name')) : [value]))
    .filter((value) => typeof value === 'string')
    .filter((text) => text.trim() !== '');
}

/** A text whose entities were written into it once or twice too often (`Chi&amp;#7871;n` for `Chiến`). */
export function unescapeTwice(text: string): string {
  return unescapeOnce(unescapeOnce(text));
}

function unescapeOnce(text: string): string {
  // As an attribute, because there a "<" in the text begins no element.
  return /&#?\w+;/u.test(text) ? decodedValue(text.replaceAll('"', '&quot;'), '"') : text;
}

function parseJson(text: string): unknown {
  const plain = text
    .trim()
    .replace(/^(?:<!--|(?:\/\/[\t ]*)?<!\[CDATA\[)/u, '')
    .replace(/;$/u, '')
    .trimEnd()
    .replace(/(?:-->|(?:\/\/[\t ]{0,9})?\]\]>)$/u, '')
    .trimEnd()
    .replace(/;$/u, '');
  return tryJson(plain) ?? tryJson(mended(plain));
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Not every page's JSON-LD is JSON; the fields stand elsewhere, too.
  }
}

// A line break inside a string, and a comma after the last member, are what templates get wrong.
function mended(text: string): string {
  return text.replace(/[\u0000-\u001f]+/gu, ' ').replace(/,\s*(?=[}\]])/gu, '');
}

function objectsIn(roots: readonly unknown[]): JsonObject[] {
  const found: JsonObject[] = [];
  const waiting = [...roots].toReversed();
  while (waiting.length > 0 && found.length < MOST_OBJECTS) {
    const value = waiting.pop();
    if (Array.isArray(value)) waiting.push(...value.slice(0, MOST_OBJECTS).toReversed());
    if (!isObject(value)) continue;
    found.push(value);
    waiting.push(own(value, 'mainEntity'), own(value, '@graph'));
  }
  return found;
}

function own(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function opened(value: unknown): unknown[] {
  return Array.isArray(value) ? value.slice(0, MOST_OBJECTS) : [value];
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
