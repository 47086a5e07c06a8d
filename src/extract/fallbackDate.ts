/** The date of a page that no layout describes. */
import type { FieldRule } from '../article/site.ts';
import type { Block } from './blocks.ts';
import { isProse } from './densest.ts';
import { dateIn } from './facts.ts';
import { fieldOf, type Field, type Sheet } from './fields.ts';

// A list of related articles has times, too: one in a list, a link or a margin is never the article's.
const OUTSIDE_LISTS = ':not(li *, a *, aside *, footer *, nav *, li, a)';
const STATED_DATE: readonly FieldRule[] = [
  'meta[property="article:published_time"]@content',
  'json-ld:datePublished',
  '[itemprop="datePublished"]@content',
  '[itemprop="datePublished"]@datetime',
  ...[
    'pubdate',
    'publishdate',
    'publish-date',
    'parsely-pub-date',
    'sailthru.date',
    'article.published',
    'DC.date.issued',
    'dcterms.created',
    'date',
  ].map((name) => `meta[name="${name}" i]@content`),
  'meta[property="og:published_time"]@content',
  'json-ld:uploadDate',
  'json-ld:dateCreated',
];

const SHOWN_DATE: readonly FieldRule[] = [
  `time[datetime]${OUTSIDE_LISTS}@datetime`,
  `time${OUTSIDE_LISTS}`,
  '[itemprop="datePublished"]',
  `[class*="publish" i]${OUTSIDE_LISTS}`,
  `[class*="date" i]${OUTSIDE_LISTS}`,
  `[class*="time" i]${OUTSIDE_LISTS}`,
  `[id*="date" i]${OUTSIDE_LISTS}`,
];

/** How far above the text a line with its date may stand. */
const BLOCKS_ABOVE = 20;

/** What the page says for machines; else the line closest above the text that is a date; else what is classed as a date. */
export function fallbackDate(
  sheet: Sheet,
  blocks: readonly Block[],
  dense: readonly Block[],
  utcOffset: string | undefined,
): Field<string> {
  const stated = fieldOf(sheet, STATED_DATE, (found) => dateIn(found, utcOffset));
  if (stated.value !== undefined) return stated;
  const line = dateNear(blocks, dense, utcOffset);
  if (line !== undefined)
    return { value: line, rule: 'the line closest to the text that is a date', triedBefore: stated.triedBefore, elements: [] };
  const shown = fieldOf(sheet, SHOWN_DATE, (found) => dateIn(found, utcOffset));
  return { ...shown, triedBefore: [...stated.triedBefore, ...shown.triedBefore] };
}

function dateNear(blocks: readonly Block[], dense: readonly Block[], utcOffset: string | undefined): string | undefined {
  const opening = dense.find(isProse);
  if (opening === undefined) return undefined;
  const first = blocks.indexOf(opening);
  const head = blocks.slice(Math.max(0, first - BLOCKS_ABOVE), first).toReversed();
  return dateIn(
    head.filter(({ text }) => text.length <= 80).map(({ text }) => ({ value: text })),
    utcOffset,
  );
}
