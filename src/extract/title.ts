/** The title of a page that no layout describes. Title element and Open Graph are written for machines; a reader reads the h1. */
import { foldText, normaliseText } from '../article/text.ts';
import type { FieldRule } from '../article/site.ts';
import { lineOf } from './blocks.ts';
import { parseDate } from './date.ts';
import { fieldOf, select, type Field, type Found, type Sheet } from './fields.ts';

const HEADLINES: readonly FieldRule[] = ['h1', '[itemprop="headline"]'];
const CLAIMED: readonly FieldRule[] = [
  'meta[property="og:title"]@content',
  'json-ld:headline',
  'meta[name="twitter:title"]@content',
  'head > title',
  'title',
];
const NAMED: readonly FieldRule[] = ['.content-title, .article-title, .post-title, .entry-title, .title-detail'];

/** A headline has at least this much in common with what the page claims as its title. */
const LEAST_LIKENESS = 0.4;

/** The h1 that says what the page claims as its title; else the only h1 that reads like a headline; else the claim. */
export function fallbackTitle(sheet: Sheet): Field<string> {
  const isSite = siteNamed(sheet);
  const claims = CLAIMED.flatMap((rule) => fieldOf(sheet, [rule], (found) => withoutSite(found[0]?.value ?? '', isSite)).value ?? []);
  const best = fieldOf(sheet, HEADLINES, (found) => likeliest(found, claims, isSite));
  if (best.value !== undefined) return headlineOf(best, best.value, withoutKicker(withoutSite(best.value, isSite) ?? best.value, claims));
  const named = fieldOf(sheet, NAMED, (found) => (found.length === 1 && isHeadline(found[0]?.value ?? '') ? found[0]?.value : undefined));
  if (named.value !== undefined) return { ...named, triedBefore: HEADLINES };
  const claim = fieldOf(sheet, CLAIMED, (found) => withoutSite(found[0]?.value ?? '', isSite));
  return { ...claim, triedBefore: [...HEADLINES, ...NAMED, ...claim.triedBefore] };
}

// Of all that the rule found, the headline's own element: what stands above it is the page's, and below it the text.
function headlineOf(field: Field<string>, whole: string, value: string): Field<string> {
  return { ...field, value, elements: field.elements.filter((element) => lineOf(element) === whole) };
}

function likeliest(found: readonly Found[], claims: readonly string[], isSite: (text: string) => boolean): string | undefined {
  const texts = [...new Set(found.map(({ value }) => value))].filter((text) => text.length <= 300 && !isSite(text));
  const scored = texts.map((text) => ({ text, score: Math.max(0, ...claims.map((claim) => likeness(text, claim))) }));
  const best = scored.toSorted((a, b) => b.score - a.score)[0];
  if (best !== undefined && best.score >= LEAST_LIKENESS) return best.text;
  const headlines = texts.filter(isHeadline);
  if (headlines.length === 1) return headlines[0];
  // "Nước rút": where the page claims no title, its only h1 is one, however short.
  return headlines.length === 0 && texts.length === 1 && claims.length === 0 ? texts[0] : undefined;
}

/** The share of words that two texts have in common, of both. */
function likeness(a: string, b: string): number {
  const [wordsA, wordsB] = [wordsOf(a), wordsOf(b)];
  const common = [...wordsA].filter((word) => wordsB.has(word)).length;
  return wordsA.size === 0 ? 0 : (2 * common) / (wordsA.size + wordsB.size);
}

// Chinese and Japanese have no spaces: there, a character is a word.
function wordsOf(text: string): Set<string> {
  return new Set(foldText(text).match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}]+/gu) ?? []);
}

function isHeadline(text: string): boolean {
  return wordsOf(text).size >= 4;
}

// A section's name or a date stands in some h1 with the headline; the page's own claim says where the headline begins.
function withoutKicker(title: string, claims: readonly string[]): string {
  const inside = claims.find(
    (claim) => claim.length >= SHORTEST_CLAIM && claim.length < title.length && isHeadline(claim) && isBeside(title, claim),
  );
  return inside ?? title;
}

const SHORTEST_CLAIM = 20;
const LONGEST_KICKER = 25;

function isBeside(title: string, claim: string): boolean {
  const kicker = title.endsWith(` ${claim}`) ? title.slice(0, -claim.length).trim() : undefined;
  if (kicker !== undefined) return kicker.length <= LONGEST_KICKER && !/[-:–—|,]$/u.test(kicker);
  return title.startsWith(`${claim} `) && parseDate(title.slice(claim.length)) !== undefined;
}

// ` | Báo Dân trí`, ` - Reuters`: the last part is the site's name where it is that name, or follows a bar in a claim.
function withoutSite(title: string, isSite: (text: string) => boolean): string | undefined {
  const { head, bar, tail = '' } = /^(?<head>.+?)\s*(?<bar>[|»·–—：-])\s*(?<tail>[^|»·–—：]{2,40})$/u.exec(title)?.groups ?? {};
  const text = head !== undefined && (isSite(tail) || (bar === '|' && isHeadline(head))) ? head : title;
  return text === '' ? undefined : text;
}

// The name that the page gives its site, or what stands in its address: POLITICO of www.politico.com.
function siteNamed(sheet: Sheet): (text: string) => boolean {
  const name = compact(select(sheet, 'meta[property="og:site_name"]')[0]?.attribs['content'] ?? '');
  const host = URL.canParse(sheet.url) ? compact(new URL(sheet.url).hostname.replace(/^www\./u, '')) : '';
  return (text) => {
    const plain = compact(text);
    return plain !== '' && (plain === name || plain === host || (plain.length >= 4 && host.startsWith(plain)));
  };
}

function compact(text: string): string {
  return foldText(normaliseText(text)).replace(/[^\p{L}\p{N}]+/gu, '');
}
