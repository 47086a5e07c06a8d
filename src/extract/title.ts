/** The title of a page that no layout describes. Title element and Open Graph are written for machines; a reader reads the h1. */
import { foldText, normaliseText } from '../article/text.ts';
import type { FieldRule } from '../article/site.ts';
import { fieldOf, type Field, type Found, type Sheet } from './fields.ts';

const HEADLINES: readonly FieldRule[] = ['h1', '[itemprop="headline"]'];
const CLAIMED: readonly FieldRule[] = [
  'meta[property="og:title"]@content',
  'json-ld:headline',
  'meta[name="twitter:title"]@content',
  'head > title',
  'title',
];
const NAMED: readonly FieldRule[] = ['.content-title, .article-title, .post-title, .entry-title, .title-detail'];

/** The h1 that says what the page claims as its title; else the only h1 that reads like a headline; else the claim. */
export function fallbackTitle(sheet: Sheet): Field<string> {
  const claims = CLAIMED.map((rule) => ({ rule, text: fieldOf(sheet, [rule], (found) => found[0]?.value).value }));
  const best = fieldOf(sheet, HEADLINES, (found) =>
    likeliest(
      found,
      claims.flatMap(({ text }) => text ?? []),
    ),
  );
  if (best.value !== undefined) return best;
  const named = fieldOf(sheet, NAMED, (found) => (found.length === 1 && isHeadline(found[0]?.value ?? '') ? found[0]?.value : undefined));
  if (named.value !== undefined) return { ...named, triedBefore: HEADLINES };
  const site = sheet.$('meta[property="og:site_name"]').attr('content') ?? '';
  const claim = fieldOf(sheet, CLAIMED, (found) => withoutSite(found[0]?.value ?? '', site));
  return { ...claim, triedBefore: [...HEADLINES, ...NAMED, ...claim.triedBefore] };
}

function likeliest(found: readonly Found[], claims: readonly string[]): string | undefined {
  const texts = [...new Set(found.map(({ value }) => value))].filter((text) => text.length <= 300);
  const scored = texts.map((text) => ({ text, score: Math.max(0, ...claims.map((claim) => likeness(text, claim))) }));
  const best = scored.toSorted((a, b) => b.score - a.score)[0];
  if (best !== undefined && best.score >= 0.5) return best.text;
  const headlines = texts.filter(isHeadline);
  return headlines.length === 1 ? headlines[0] : undefined;
}

/** The share of words that two texts have in common, of the shorter. A section's name in both is no likeness: it takes three words. */
function likeness(a: string, b: string): number {
  const [wordsA, wordsB] = [wordsOf(a), wordsOf(b)];
  const common = [...wordsA].filter((word) => wordsB.has(word)).length;
  const shorter = Math.min(wordsA.size, wordsB.size);
  return common < Math.min(3, shorter) || shorter === 0 ? 0 : common / Math.max(wordsA.size, shorter);
}

function wordsOf(text: string): Set<string> {
  return new Set(foldText(text).match(/[\p{L}\p{N}]+/gu) ?? []);
}

function isHeadline(text: string): boolean {
  return text.split(' ').length >= 4;
}

// ` | Báo Dân trí`, ` - Reuters`: the last part is the site's name where it is that name, or follows a bar.
function withoutSite(title: string, site: string): string | undefined {
  const parts = /^(?<head>.+?)\s+(?<bar>[|»·–—-])\s+(?<tail>[^|»·–—]{2,40})$/u.exec(title)?.groups;
  const isSite = parts !== undefined && (parts['bar'] === '|' || foldText(normaliseText(site)) === foldText(parts['tail'] ?? ''));
  const text = isSite ? parts['head'] : title;
  return text === '' ? undefined : text;
}
