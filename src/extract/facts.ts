/** Facts about a page, each from the first rule that finds something. */
import type { Facts } from '../article/content.ts';
import type { FieldRule, Layout } from '../article/site.ts';
import { atOffset, parseDate } from './date.ts';
import { fieldOf, type Field, type Found, type Sheet } from './fields.ts';

/** Where every site says it alike, whatever its layout. */
export const CANONICAL: readonly FieldRule[] = ['link[rel="canonical"]@href', 'meta[property="og:url"]@content'];
export const LANGUAGE: readonly FieldRule[] = ['html@lang', 'json-ld:inLanguage', 'meta[http-equiv="content-language" i]@content'];

/** The rules of a layout that give facts. */
export type FactRules = Pick<Layout, 'author' | 'section' | 'tags' | 'modified' | 'source'>;

export interface FoundFacts {
  readonly author: Field<string>;
  readonly section: Field<string>;
  readonly tags: Field<readonly string[]>;
  readonly modified: Field<string>;
  readonly canonicalUrl: Field<string>;
  readonly language: Field<string>;
  readonly source: Field<string>;
}

export function findFacts(sheet: Sheet, rules: FactRules, utcOffset: string | undefined): FoundFacts {
  const source = fieldOf(sheet, rules.source, (found) => creditIn(found[0]?.value ?? ''));
  const signed = fieldOf(sheet, rules.author, (found) => joined(found.filter(({ value }) => !/^https?:/u.test(value))));
  const { author, agency } = signatureIn(signed.value ?? '');
  const { value: _, ...place } = signed;
  return {
    author: author === undefined ? place : { ...place, value: author },
    section: fieldOf(sheet, rules.section, joined),
    tags: fieldOf(sheet, rules.tags, tagsIn),
    modified: fieldOf(sheet, rules.modified, (found) => dateIn(found, utcOffset)),
    canonicalUrl: fieldOf(sheet, CANONICAL, (found) => absoluteUrl(found[0]?.value ?? '', sheet.url)),
    language: fieldOf(sheet, LANGUAGE, (found) => found[0]?.value),
    source: source.value === undefined && agency !== undefined ? { ...place, value: agency } : source,
  };
}

/** Only what was found, as an article's record keeps it. */
export function factsOf(found: FoundFacts): Facts {
  const values = Object.entries(found).map(([name, { value }]: [string, Field<unknown>]) => [name, value] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

/** The first value that is a date, as the site's clock shows it. */
export function dateIn(found: readonly Found[], utcOffset: string | undefined): string | undefined {
  for (const { value } of found) {
    const date = parseDate(value, utcOffset);
    if (date !== undefined) return utcOffset === undefined ? date : atOffset(date, utcOffset);
  }
  return undefined;
}

/** An address in full, or undefined where it is none of the web. */
export function absoluteUrl(address: string, base: string): string | undefined {
  const url = URL.canParse(address, base) ? new URL(address, base) : undefined;
  return url !== undefined && /^https?:$/u.test(url.protocol) ? url.href : undefined;
}

/**
 * `TTXVN/Vietnam+` of `(TTXVN/Vietnam+)`, `Thái An - VietNamNet` of `Theo Thái An - VietNamNet`. Of a line with a date
 * in it (`Theo Bongdaso 08:39, Thứ Năm, 28/10/2010`), only what it credits before the time; without "Theo", nothing.
 */
export function creditIn(line: string): string | undefined {
  const isDated = parseDate(line) !== undefined;
  if (isDated && !CREDITS.test(line)) return undefined;
  const credit = (isDated ? line.replace(/[\s,-]*\d.*$/u, '') : line).replace(/^\((.*)\)$/u, '$1').replace(CREDITS, '');
  return credit === '' ? undefined : credit;
}

const CREDITS = /^(?:theo|nguồn)(?:\s*:\s*|\s+)/iu;

/** Who signs, and for whom: `MINH NGUYỆT (TTXVN/VIETNAM+)`, `(TTXVN/Vietnam+)`, `Hà Thu (Theo AFP)`; but `Hà Thu (tổng hợp)` is one name. */
export function signatureIn(line: string): { readonly author?: string; readonly agency?: string } {
  const { names = '', credit = '' } = /^(?<names>[^()]*?)[\s–-]*\((?<credit>[^()]+)\)$/u.exec(line)?.groups ?? {};
  if (!CREDITS.test(credit) && !AGENCY.test(credit)) return line === '' ? {} : { author: line };
  return { ...(names === '' ? {} : { author: names }), agency: credit.replace(CREDITS, '') };
}

const AGENCY = /TTXVN|Vietnam\s?\+|VietnamPlus|\bVN[AS]\b/iu;

function joined(found: readonly Found[]): string | undefined {
  const values = [...new Set(found.map(({ value }) => value))];
  return values.length === 0 ? undefined : values.join(', ');
}

function tagsIn(found: readonly Found[]): readonly string[] | undefined {
  const tags = found.flatMap(({ value, element }) => (element === undefined ? value.split(',') : [value]));
  const plain = tags.map((tag) => tag.replace(/^#/u, '').trim()).filter((tag) => tag !== '');
  return plain.length === 0 ? undefined : [...new Set(plain)];
}
