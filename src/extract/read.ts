/** Page → reading: the layout that fits, or the fallback; and the trace that tells how it came about. */
import type { Content, FieldName, Picture, Reading } from '../article/content.ts';
import type { Site } from '../article/site.ts';
import { lineOf } from './blocks.ts';
import { joined, unsigned } from './byline.ts';
import { contentOf, type Draft } from './draft.ts';
import { factsOf } from './facts.ts';
import { readByFallback } from './fallback.ts';
import { select, sheetOf, type Field, type Sheet } from './fields.ts';
import { genericContent } from './generic.ts';
import { chooseLayout, readByLayout, type Mismatch } from './layout.ts';
import { picturesIn } from './pictures.ts';
import { EXTRACTOR_VERSION } from './version.ts';

/** The name under which the fallback stands in readings. */
export const FALLBACK = 'fallback';

/** How one field came to its value. */
export interface FieldTrace {
  readonly field: string;
  /** Undefined where nothing was found; the paragraphs of the body and the captions one a line. */
  readonly value?: string;
  /** The rule or selector that gave it. */
  readonly rule?: string;
  /** The rules before it that found nothing. */
  readonly triedBefore: readonly string[];
}

/** What was left out of the page. */
export interface DropTrace {
  readonly selector: string;
  readonly count: number;
  /** The first 60 characters of the first of them. */
  readonly text: string;
}

/** A reading and how it came about. */
export interface Trace {
  readonly url: string;
  readonly reading: Reading;
  /** The layouts before the chosen one, or all of them, each with the selector that found nothing. */
  readonly mismatches: readonly Mismatch[];
  readonly fields: readonly FieldTrace[];
  readonly dropped: readonly DropTrace[];
  /** Where a layout read the page: what the generic reader, which knows no site, reads on it. */
  readonly generic?: Content;
  /** The fault that ended the reading; a fault of ours. */
  readonly fault?: string;
}

/** What a page says, and what the generic reader reads on it where a layout made the reading. */
export type Readings = Pick<Trace, 'reading' | 'generic'>;

/** A reading, and the means to a second opinion without reading the page again. */
export interface FirstReading {
  readonly reading: Reading;
  /** The same with a second opinion, and without the trace, which only a person asks for. Never throws. */
  again(): Readings;
}

/** Reads a page. Never throws: what can't be read is a reading with missing fields. */
export function readPage(html: string, url: string, site: Site): Reading {
  return readFirst(html, url, site).reading;
}

/** Reads a page with a second opinion. Never throws. */
export function readTwice(html: string, url: string, site: Site): Readings {
  return readFirst(html, url, site).again();
}

/** Reads a page; whether a second opinion is worth asking, the reading tells. Never throws. */
export function readFirst(html: string, url: string, site: Site): FirstReading {
  const made = orFault(url, () => madeOf(sheetOf(html, url), site));
  const { reading } = made;
  return { reading, again: () => ('fault' in made ? made : orFault(url, () => ({ reading, ...secondOpinion(made as Made) }))) };
}

/** Reads a page and says how. Never throws. */
export function explainPage(html: string, url: string, site: Site): Trace {
  return orFault<Trace>(url, () => traceOf(madeOf(sheetOf(html, url), site)));
}

// A handler that throws makes the crawler fetch again, and the newsroom must not pay for our trouble.
function orFault<Result>(url: string, make: () => Result): Result | Trace {
  try {
    return make();
  } catch (error) {
    const fault = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { url, reading: unreadable(), mismatches: [], fields: [], dropped: [], fault };
  }
}

/** A reading, and what it was made of. */
interface Made {
  readonly sheet: Sheet;
  readonly offset: string | undefined;
  readonly reading: Reading;
  readonly mismatches: readonly Mismatch[];
  readonly draft: Draft;
  readonly content: Content;
  readonly signature: Signature;
}

function madeOf(sheet: Sheet, site: Site): Made {
  const { layout, mismatches } = chooseLayout(sheet, site);
  const offset = offsetOf(sheet, site);
  const draft = layout === undefined ? readByFallback(sheet, offset) : readByLayout(sheet, layout, offset);
  const signature = signatureOf(draft);
  const facts = { ...factsOf(draft.facts), ...signature, ...somePictures(picturesOf(sheet, draft)) };
  const content = contentOf(draft);
  const missing = missingIn(content, draft);
  const reader = { layout: layout?.name ?? FALLBACK, extractor: EXTRACTOR_VERSION };
  const reading: Reading = missing.length === 0 ? { content, facts, reader } : { missing, partial: content, facts, reader };
  return { sheet, offset, reading, mismatches, draft, content, signature };
}

/** What the generic reader reads, where a layout made the reading. */
function secondOpinion({ sheet, offset, reading }: Made): { readonly generic?: Content } {
  return reading.reader.layout === FALLBACK ? {} : { generic: genericContent(sheet, offset) };
}

function traceOf(made: Made): Trace {
  const { sheet, reading, mismatches, draft, content, signature } = made;
  const fields = fieldTraces(draft, content, signature);
  return { url: sheet.url, reading, mismatches, fields, dropped: dropTraces(draft), ...secondOpinion(made) };
}

/**
 * The offset that times without a zone mean: the site's; for a page of an unknown site, Vietnam's where the host
 * ends in .vn or the page says that it is Vietnamese. Vietnam has had one zone and no summer time since 1975.
 */
function offsetOf(sheet: Sheet, { utcOffset }: Site): string | undefined {
  if (utcOffset !== undefined) return utcOffset;
  const host = URL.canParse(sheet.url) ? new URL(sheet.url).hostname : '';
  const said = select(sheet, 'html')[0]?.attribs['lang'] ?? select(sheet, 'meta[http-equiv="content-language" i]')[0]?.attribs['content'];
  return host.endsWith('.vn') || /^vi\b/iu.test(said ?? '') ? '+07:00' : undefined;
}

function missingIn({ title, date, body }: Content, { isLastResort = false }: Draft): FieldName[] {
  const missing: FieldName[] = [];
  if (title === '') missing.push('title');
  if (date === undefined) missing.push('date');
  if (body.length === 0 || isLastResort) missing.push('body');
  return missing;
}

function unreadable(): Reading {
  const partial = { title: '', body: [], captions: [] };
  return { missing: ['title', 'date', 'body'], partial, facts: {}, reader: { layout: FALLBACK, extractor: EXTRACTOR_VERSION } };
}

function picturesOf({ url }: Sheet, draft: Draft): Picture[] {
  return picturesIn(draft.pictureRoots, new Set(draft.captions), draft.isDropped, url);
}

function somePictures(pictures: readonly Picture[]): { readonly pictures?: readonly Picture[] } {
  return pictures.length === 0 ? {} : { pictures };
}

interface Signature {
  readonly author?: string;
  readonly source?: string;
}

// What is taken off the text is said here, beside what the page says elsewhere: nothing disappears.
function signatureOf({ body, facts }: Draft): Signature {
  const under = unsigned(body);
  const author = joined(facts.author.value, under.author);
  const source = joined(facts.source.value, under.source);
  return { ...(author === undefined ? {} : { author }), ...(source === undefined ? {} : { source }) };
}

function fieldTraces(draft: Draft, content: Content, signature: Signature): FieldTrace[] {
  const body = { value: content.body.join('\n'), rule: draft.bodyRule, triedBefore: draft.bodyRulesTriedBefore };
  const facts = Object.entries(draft.facts).map(([field, found]: [string, Field<string | readonly string[]>]) => {
    const signed = field === 'author' || field === 'source' ? signature[field] : undefined;
    const rule = found.rule ?? (signed === undefined ? undefined : 'the last paragraph');
    return fieldTrace(field, { ...found, rule, value: signed ?? listed(found.value) });
  });
  return [
    fieldTrace('title', draft.title),
    fieldTrace('date', draft.date),
    fieldTrace('sapo', { value: draft.sapoRule === undefined ? undefined : content.body[0], rule: draft.sapoRule, triedBefore: [] }),
    fieldTrace('body', body),
    fieldTrace('captions', { value: content.captions.join('\n'), rule: undefined, triedBefore: [] }),
    ...facts,
  ];
}

interface Came {
  readonly value?: string | undefined;
  readonly rule?: string | undefined;
  readonly triedBefore: readonly string[];
}

function fieldTrace(field: string, { value, rule, triedBefore }: Came): FieldTrace {
  const isFound = value !== undefined && value !== '';
  return { field, ...(isFound ? { value } : {}), ...(isFound && rule !== undefined ? { rule } : {}), triedBefore };
}

function listed(value: string | readonly string[] | undefined): string | undefined {
  return value === undefined || typeof value === 'string' ? value : value.join(', ');
}

function dropTraces({ dropped }: Draft): DropTrace[] {
  return dropped.map(({ selector, elements: [first, ...others] }) => ({
    selector,
    count: others.length + (first === undefined ? 0 : 1),
    text: first === undefined ? '' : lineOf(first).slice(0, 60),
  }));
}
