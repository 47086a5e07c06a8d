/** Fields that a rule names: what it finds on a page, and where. */
import { normaliseText } from '../article/text.ts';
import type { FieldRule } from '../article/site.ts';
import { isSmall, lineOf } from './blocks.ts';
import { elementsBy } from './elements.ts';
import { jsonLdArticle, unescapeTwice, valuesAt, type JsonObject } from './jsonLd.ts';
import { parseHtml, type CheerioAPI, type Element } from './parse.ts';

/** A page on the table: its tree, where it came from, and what it says of itself. */
export interface Sheet {
  readonly $: CheerioAPI;
  readonly url: string;
  readonly jsonLd: JsonObject | undefined;
}

/** One value that a rule found, and the element whose text it is; values of attributes and JSON-LD have none. */
export interface Found {
  readonly value: string;
  readonly element?: Element;
}

/** A field's value, which rule gave it, and which rules before it found nothing usable. */
export interface Field<Value> {
  readonly value?: Value;
  readonly rule?: FieldRule;
  readonly triedBefore: readonly FieldRule[];
  /** Elements whose text the value is: a fact in the midst of the body is no paragraph. */
  readonly elements: readonly Element[];
}

export function sheetOf(html: string, url: string): Sheet {
  const $ = parseHtml(html);
  return { $, url, jsonLd: jsonLdArticle($) };
}

/** The first rule of which `use` can make a value. */
export function fieldOf<Value>(
  sheet: Sheet,
  rules: readonly FieldRule[],
  use: (found: readonly Found[]) => Value | undefined,
): Field<Value> {
  const triedBefore: FieldRule[] = [];
  for (const rule of rules) {
    const found = findAll(sheet, rule);
    const value = found.length === 0 ? undefined : use(found);
    if (value !== undefined) return { value, rule, triedBefore, elements: found.flatMap(({ element }) => element ?? []) };
    triedBefore.push(rule);
  }
  return { triedBefore, elements: [] };
}

/** All elements that a selector finds. */
export function select({ $ }: Sheet, selector: string): Element[] {
  return elementsBy($, selector);
}

/** The rule with its selector changed; a path into JSON-LD has none. */
export function withSelector(rule: FieldRule, change: (selector: string) => string): FieldRule {
  const asked = selectorOf(rule);
  if (asked === undefined) return rule;
  const { selector, attribute } = asked;
  return attribute === undefined ? change(selector) : `${change(selector)}@${attribute}`;
}

/** The selector of a rule, and the attribute whose value is meant and not the element's text; undefined for a path into JSON-LD. */
export function selectorOf(rule: FieldRule): { readonly selector: string; readonly attribute?: string } | undefined {
  if (rule.startsWith(JSON_LD)) return undefined;
  const { selector = rule, attribute } = ATTRIBUTE.exec(rule)?.groups ?? {};
  return attribute === undefined ? { selector } : { selector, attribute };
}

const JSON_LD = 'json-ld:';
const ATTRIBUTE = /^(?<selector>.+)@(?<attribute>[\w:-]+)$/su;

function findAll(sheet: Sheet, rule: FieldRule): Found[] {
  const found = rule.startsWith(JSON_LD) ? inJsonLd(sheet, rule.slice(JSON_LD.length)) : inPage(sheet, rule);
  return found.filter(({ value }) => value !== '');
}

function inJsonLd({ jsonLd }: Sheet, path: string): Found[] {
  return jsonLd === undefined ? [] : valuesAt(jsonLd, path).map((value) => ({ value: normaliseText(unescapeTwice(value)) }));
}

function inPage(sheet: Sheet, rule: FieldRule): Found[] {
  const { selector = rule, attribute } = selectorOf(rule) ?? {};
  const elements = select(sheet, selector);
  // A field is a line; an element with hundreds of nodes in it is a part of the page.
  if (attribute === undefined)
    return elements.filter((element) => isSmall(element)).map((element) => ({ value: lineIn(sheet, element), element }));
  return elements.flatMap((element) => {
    const value = element.attribs[attribute];
    return value === undefined ? [] : { value: normaliseText(unescapeTwice(value)) };
  });
}

// The title element is no part of what a page shows, so that reading blocks passes over it; as a field it may be named.
function lineIn({ $ }: Sheet, element: Element): string {
  return element.name === 'title' ? normaliseText($(element).text()) : lineOf(element);
}
