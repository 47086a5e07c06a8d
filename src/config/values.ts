/**
 * The kinds of value that configuration may hold.
 *
 * Each schema's error text is a noun phrase that says what is allowed; `explain.ts` makes the sentence around it.
 * A mapping's text for unknown keys is the list of the known ones, for the same reader.
 */
import * as z from 'zod';

/** A reason why a selector can't be used, or undefined where it can. */
export type CheckSelector = (selector: string) => string | undefined;

export function mapping<Shape extends z.ZodRawShape>(what: string, shape: Shape) {
  const known = Object.keys(shape).join(', ');
  return z.strictObject(shape, { error: ({ code }) => (code === 'unrecognized_keys' ? known : `${what} (a mapping of keys to values)`) });
}

/** A text that says something. NFC, because the pages that it is compared with are. */
export function text(what = 'a text') {
  return z.string({ error: what }).normalize('NFC').regex(/\S/u, { error: what, abort: true });
}

/** A text of one shape; only the shape is said, in the message as in the JSON Schema. */
export function shaped(what: string, shape: RegExp) {
  return z.string({ error: what }).regex(shape, { error: what, abort: true });
}

export function list<Item extends z.ZodType>(item: Item, what: string) {
  return z.array(item, { error: `a list of ${what}` });
}

export function filledList<Item extends z.ZodType>(item: Item, what: string) {
  return list(item, what).min(1, { error: `a list of ${what}, at least one` });
}

export function number(least: number, most: number) {
  const error = `a number from ${least} to ${most}`;
  return z.number({ error }).min(least, { error }).max(most, { error });
}

export function wholeNumber(least: number, most: number) {
  const error = `a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
}

export function oneOf<Word extends string>(words: readonly Word[]) {
  return z.enum(words, { error: words.join(', ') });
}

export function yesOrNo() {
  return z.boolean({ error: 'true or false' });
}

/** A regular expression, compiled with the flags that the program uses, and with the named group that it needs. */
export function pattern(group?: string) {
  const what = `a regular expression${group === undefined ? '' : ` with the group (?<${group}>…)`}`;
  return text(what).superRefine((source, context) => {
    const why = patternTrouble(source, group);
    if (why !== undefined) context.addIssue({ code: 'custom', message: what, params: { why } });
  });
}

/** A CSS selector. Whether it is one, only a parser of selectors can say: it is handed in. */
export function selector(check: CheckSelector) {
  return text('a CSS selector').superRefine((found, context) => {
    const why = check(found);
    if (why !== undefined) context.addIssue({ code: 'custom', message: 'a CSS selector', params: { why } });
  });
}

/** Where a field stands: selector, `selector@attribute` or `json-ld:path`. */
export function fieldRule(check: CheckSelector) {
  const what = 'a CSS selector, "selector@attribute" or "json-ld:path"';
  return text(what).superRefine((rule, context) => {
    const why = ruleTrouble(rule, check);
    if (why !== undefined) context.addIssue({ code: 'custom', message: what, params: { why } });
  });
}

function patternTrouble(source: string, group: string | undefined): string | undefined {
  try {
    // With an empty alternative the expression matches anything, and so tells the names of its groups.
    const groups = new RegExp(`${source}|`, 'iu').exec('')?.groups ?? {};
    if (group === undefined) return undefined;
    if (!(group in groups)) return `the group (?<${group}>…) is missing`;
    return new RegExp(source, 'iu').test('') ? 'it matches an empty text, and so anything' : undefined;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^.*(?<=: )/u, '') : String(error);
  }
}

const JSON_LD = /^json-ld:/u;
const ATTRIBUTE = /@[\w:-]*$/u;

function ruleTrouble(rule: string, check: CheckSelector): string | undefined {
  if (JSON_LD.test(rule)) return /^json-ld:\S+$/u.test(rule) ? undefined : 'the path after "json-ld:" is missing';
  if (rule.endsWith('@')) return 'the attribute after "@" is missing';
  const css = rule.replace(ATTRIBUTE, '');
  return css === '' ? 'the selector before "@" is missing' : check(css);
}
