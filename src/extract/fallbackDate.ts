/** The date of a page that no layout describes: the most trustworthy place that names one, never the day of an update. */
import type { FieldRule } from '../article/site.ts';
import { normaliseText } from '../article/text.ts';
import { lineOf, isSmall, type Block } from './blocks.ts';
import { clockOf } from './clock.ts';
import { atOffset } from './date.ts';
import { isProse } from './densest.ts';
import { fieldOf, select, type Field, type Found, type Sheet } from './fields.ts';
import type { Finding } from './finding.ts';
import { JSON_LD_SCRIPTS } from './jsonLd.ts';
import type { Element } from './parse.ts';
import { parseWorldDate } from './worldDate.ts';

// A list of related articles has times, too: one in a list, a link or a margin is rarely the article's.
const OUTSIDE_LISTS = ':not(li *, a *, aside *, footer *, nav *, li, a)';
const META_NAMES =
  'pubdate publishdate publish-date publish_date published-date pub_date datePublished parsely-pub-date sailthru.date article.published ' +
  'article:publicationdate DC.date.issued DC.date dcterms.created dcterms.date citation_publication_date citation_date date';

const STATED: readonly FieldRule[] = [
  'meta[property="article:published_time"]@content',
  'json-ld:datePublished',
  '[itemprop="datePublished"]@content',
  '[itemprop="datePublished"]@datetime',
  ...META_NAMES.split(' ').map((name) => `meta[name="${name}" i]@content`),
  'meta[property="og:published_time"]@content',
  'json-ld:uploadDate',
  'json-ld:dateCreated',
];

const SHOWN: readonly FieldRule[] = [
  `time[datetime]${OUTSIDE_LISTS}@datetime`,
  `time${OUTSIDE_LISTS}`,
  '[itemprop="datePublished"]',
  `[class*="publish" i]${OUTSIDE_LISTS}`,
  `[class*="date" i]${OUTSIDE_LISTS}`,
  `[class*="time" i]${OUTSIDE_LISTS}`,
  `[id*="date" i]${OUTSIDE_LISTS}`,
  'article time[datetime]@datetime',
  'main time[datetime]@datetime',
];

/** Where the same instant may stand again, as a clock of the newsroom's own zone shows it. */
const LOCAL_TIMES: readonly FieldRule[] = ['json-ld:datePublished', '[itemprop="datePublished"]@content', 'time[datetime]@datetime'];

/** How far above the text a line with its date may stand, and how far below its first paragraph. */
const BLOCKS_ABOVE = 20;
const BLOCKS_BELOW = 3;

/** Where the text was found. */
type Where = Pick<Finding, 'blocks' | 'dense' | 'text'>;

/**
 * What the page says for machines; else the line closest to the head of the text that is a date, unless the address
 * names another day; else the address's day; else what is classed as a date.
 */
export function fallbackDate(
  sheet: Sheet,
  title: Field<string>,
  { blocks, dense, text }: Where,
  utcOffset: string | undefined,
): Field<string> {
  const stated = fieldOf(sheet, STATED, (found) => firstDate(found, utcOffset));
  if (stated.value !== undefined) return { ...stated, value: asLocal(sheet, stated.value, utcOffset) };
  const { triedBefore } = stated;
  const graph = inGraph(sheet, utcOffset);
  if (graph !== undefined) return { value: graph, rule: 'datePublished in the page’s JSON-LD', triedBefore, elements: [] };
  const isClock = clockOf(title, blocks, text);
  const only = onlyTime(sheet, isClock, utcOffset);
  if (only !== undefined) return { value: only, rule: 'the only time[datetime] on the page', triedBefore, elements: [] };
  const line = dateNear(blocks, dense, isClock, utcOffset);
  const address = dayInAddress(sheet.url);
  if (line !== undefined && (address === undefined || daysApart(line, address) <= 1))
    return { value: line, rule: 'the line closest to the text that is a date', triedBefore, elements: [] };
  if (address !== undefined) return { value: address, rule: 'the day in the address', triedBefore, elements: [] };
  for (const rule of SHOWN) {
    const value = firstDate(shownBy(sheet, rule, isClock), utcOffset);
    if (value !== undefined) return { value, rule, triedBefore: [...triedBefore, ...SHOWN.slice(0, SHOWN.indexOf(rule))], elements: [] };
  }
  return { triedBefore: [...triedBefore, ...SHOWN], elements: [] };
}

function firstDate(found: readonly Found[], utcOffset: string | undefined): string | undefined {
  for (const { value } of found) {
    const date = parseWorldDate(value, utcOffset);
    if (date !== undefined) return utcOffset === undefined ? date : atOffset(date, utcOffset);
  }
  return undefined;
}

// Half past six in the evening of the 22nd in UTC is the morning of the 23rd where the paper comes out.
function asLocal(sheet: Sheet, date: string, utcOffset: string | undefined): string {
  if (utcOffset !== undefined || !date.endsWith('+00:00')) return date;
  const other = fieldOf(sheet, LOCAL_TIMES, (found) =>
    found.flatMap(({ value }) => parseWorldDate(value) ?? []).find((each) => !each.endsWith('+00:00') && atOffset(each, '+00:00') === date),
  );
  return other.value ?? date;
}

// Some describe a web page, not an article, and give it the article's date.
function inGraph(sheet: Sheet, utcOffset: string | undefined): string | undefined {
  const text = sheet.$(select(sheet, JSON_LD_SCRIPTS)).text();
  const found = [...text.matchAll(/"datePublished"\s*:\s*"(?<value>[^"]{8,40})"/gu)].map(({ groups }) => ({
    value: groups?.['value'] ?? '',
  }));
  return firstDate(found.slice(0, 1), utcOffset);
}

function onlyTime(sheet: Sheet, isClock: IsClock, utcOffset: string | undefined): string | undefined {
  const dates = new Set(shownBy(sheet, 'time[datetime]@datetime', isClock).map((each) => firstDate([each], utcOffset)));
  return dates.size === 1 ? [...dates][0] : undefined;
}

type IsClock = (element: Element | undefined) => boolean;

// Unlike a field's rule, it must know where the element of an attribute stands.
function shownBy(sheet: Sheet, rule: FieldRule, isClock: IsClock): Found[] {
  const [selector = '', attribute] = rule.split('@');
  return select(sheet, selector)
    .filter((element) => isSmall(element) && !isClock(element))
    .map((element) => ({ value: attribute === undefined ? lineOf(element) : normaliseText(element.attribs[attribute] ?? '') }));
}

function dateNear(blocks: readonly Block[], dense: readonly Block[], isClock: IsClock, utcOffset: string | undefined): string | undefined {
  const opening = dense.find(isProse);
  if (opening === undefined) return undefined;
  const first = blocks.indexOf(opening);
  const above = blocks.slice(Math.max(0, first - BLOCKS_ABOVE), first).toReversed();
  const below = blocks.slice(first + 1, first + 1 + BLOCKS_BELOW);
  const lines = [...above.filter(({ text }) => text.length <= 100), ...below.filter(({ text }) => text.length <= 50)].filter(isLine);
  const own = lines.filter(({ element }) => !isClock(element));
  return firstDate(
    own.map(({ text }) => ({ value: text })),
    utcOffset,
  );
}

// What ends like a sentence is one, and tells when something happened, not when it was published.
function isLine({ text }: Block): boolean {
  return !/[.!?…"”]$/u.test(text) || /^\S+(?:\s\S+)?$/u.test(text);
}

// An address is often made in another zone than the line under the headline.
function daysApart(a: string, b: string): number {
  const [first, second] = [a, b].map((date) => Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))));
  return Math.abs((first ?? 0) - (second ?? 0)) / 86_400_000;
}

function dayInAddress(url: string): string | undefined {
  const path = URL.canParse(url) ? new URL(url).pathname : '';
  const { year, month, day } =
    /\/(?<year>(?:19|20)\d{2})(?<bar>[/-]?)(?<month>0[1-9]|1[0-2])\k<bar>(?<day>0[1-9]|[12]\d|3[01])(?=[/_.-])/u.exec(path)?.groups ?? {};
  return year === undefined ? undefined : parseWorldDate(`${year}-${month}-${day}`);
}
