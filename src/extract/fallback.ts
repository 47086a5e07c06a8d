/** Reading a page that no layout describes: what it says of itself for machines, and its densest block of prose. */
import { foldText, normaliseText } from '../article/text.ts';
import type { FieldRule } from '../article/site.ts';
import { blocksOf, elementsIn, type Block } from './blocks.ts';
import { captionsIn, type CaptionPlace } from './captions.ts';
import { chromeOf } from './chrome.ts';
import { parseDate } from './date.ts';
import { densest, isMostlyLinks, isProse, proseLength } from './densest.ts';
import type { Draft } from './draft.ts';
import { findFacts, type FactRules } from './facts.ts';
import { fallbackDate } from './fallbackDate.ts';
import { fieldOf, select, type Field, type Sheet } from './fields.ts';
import { inPageOrder, memberOf, withoutRepeat } from './layout.ts';
import { parentOf, type Element } from './parse.ts';
import { fallbackTitle } from './title.ts';

const FACTS: FactRules = {
  author: [
    'json-ld:author.name',
    '[rel="author"]',
    '[itemprop="author"]',
    'meta[name="author"]@content',
    'meta[property="article:author"]@content',
  ],
  section: ['json-ld:articleSection', 'meta[property="article:section"]@content'],
  tags: ['meta[property="article:tag"]@content', 'json-ld:keywords', 'meta[name="news_keywords"]@content', 'meta[name="keywords"]@content'],
  modified: ['json-ld:dateModified', 'meta[property="article:modified_time"]@content', '[itemprop="dateModified"]@content'],
  source: [],
};

const DESCRIPTIONS: readonly FieldRule[] = [
  'meta[property="og:description"]@content',
  'meta[name="description"]@content',
  'json-ld:description',
];
const LEAD_CLASS = /sapo|lead|summary|standfirst|chapeau|dek\b|deck|intro|excerpt|subtitle|sub-?head|desc/iu;

/** An article has at least this much prose: the longest teaser on five front pages and lists had 230 characters. */
const LEAST_PROSE = 300;

export function readByFallback(sheet: Sheet, utcOffset: string | undefined): Draft {
  const roots = select(sheet, 'body').slice(0, 1);
  const title = fallbackTitle(sheet);
  const facts = findFacts(sheet, FACTS, utcOffset);
  const chrome = chromeOf(roots);
  const captionPlaces = captionsIn(roots, chrome);
  const isCaption = memberOf(captionPlaces.map((place) => place.box));
  const blocks = blocksOf(roots, (element) => chrome.has(element) || isCaption(element));
  const { element: container, blocks: dense } = densest(blocks);
  const date = fallbackDate(sheet, blocks, dense, utcOffset);
  const text = trimmed(dense, title.value ?? '');
  const isArticle = container !== undefined && isEnough(sheet, text) && !isList(sheet, blocks, dense);
  const lead = isArticle ? leadBefore(sheet, blocks, dense, title) : [];
  const inside = isArticle ? captionsOf(captionPlaces, container, title.elements) : [];
  return {
    title,
    date,
    ...(lead.length === 0 ? {} : { sapoRule: 'the paragraph that the page gives as its description' }),
    ...(isArticle ? { bodyRule: `the densest block of prose: ${pathOf(container)}` } : {}),
    bodyRulesTriedBefore: [],
    body: isArticle ? [...lead, ...withoutRepeat(lead, text)] : [],
    captions: inPageOrder(
      sheet,
      inside.map((place) => place.caption),
    ),
    pictureRoots: isArticle ? [container, ...inside.map((place) => place.box)] : [],
    isDropped: (element) => chrome.has(element),
    dropped: chrome.size === 0 ? [] : [{ selector: 'what looks like navigation, advertising or comments', elements: [...chrome] }],
    facts,
  };
}

// At the head of the block stand what belongs to the frame of the page: headline, date, byline. At its end, links.
function trimmed(blocks: readonly Block[], title: string): Block[] {
  const text = blocks.filter((block) => !isMostlyLinks(block) && block.text !== title);
  const start = text.findIndex((block) => isProse(block) || (isParagraph(block) && !isDate(block)));
  const end = text.findLastIndex(
    (block) => isProse(block) || (isTextElement(block) && /[.!?…"”’)/]$/u.test(block.text)) || isSignatureLike(block),
  );
  return start === -1 ? [] : text.slice(start, end + 1).filter((block, index) => index > NEAR_HEAD || !isDate(block));
}

/** How many blocks belong to the head of an article. */
const NEAR_HEAD = 4;

function isDate({ text }: Block): boolean {
  return text.length <= 60 && parseDate(text) !== undefined;
}

function isParagraph({ element, text }: Block): boolean {
  return element !== undefined && /^(?:p|blockquote|h[2-6])$/u.test(element.name) && /\p{L}/u.test(text);
}

function isTextElement({ element }: Block): boolean {
  return element !== undefined && /^(?:p|li|blockquote|h[2-6]|td|tr)$/u.test(element.name);
}

function isSignatureLike({ element, stressed, text }: Block): boolean {
  return element?.name === 'p' && stressed > 0 && text.length <= 80;
}

function isEnough(sheet: Sheet, text: readonly Block[]): boolean {
  const least = saysArticle(sheet) ? LEAST_PROSE / 2 : LEAST_PROSE;
  return proseLength(text) >= least;
}

function saysArticle({ $, jsonLd }: Sheet): boolean {
  return jsonLd !== undefined || $('meta[property="og:type"]').attr('content')?.trim().toLowerCase() === 'article';
}

/**
 * Whether the page is a front or a list: it is at the root of its host, or it doesn't call itself an article and
 * headlines that are links outweigh the prose.
 */
function isList(sheet: Sheet, blocks: readonly Block[], dense: readonly Block[]): boolean {
  if (URL.canParse(sheet.url) && /^\/(?:index\.\w+|home\/?)?$/iu.test(new URL(sheet.url).pathname)) return true;
  if (saysArticle(sheet)) return false;
  const links = dense.filter((block) => isMostlyLinks(block) && block.text.length >= 20).length;
  const prose = dense.filter(isProse).length;
  const teasers = blocks.filter((block) => isMostlyLinks(block) && block.text.length >= 30).length;
  return links >= prose || (teasers >= 20 && prose < 4);
}

function leadBefore(sheet: Sheet, blocks: readonly Block[], dense: readonly Block[], title: Field<string>): Block[] {
  const first = dense[0] === undefined ? 0 : blocks.indexOf(dense[0]);
  const descriptions = new Set(
    DESCRIPTIONS.flatMap((rule) => fieldOf(sheet, [rule], (found) => found[0]?.value).value ?? []).map(beginning),
  );
  const texts = new Set(dense.map((block) => block.text));
  const candidates = blocks
    .slice(Math.max(0, first - 25), first)
    .filter((block) => block.text.length >= 50 && !isMostlyLinks(block) && block.text !== title.value && !texts.has(block.text));
  return candidates
    .filter((block) => descriptions.has(beginning(block.text)) || LEAD_CLASS.test(block.element?.attribs['class'] ?? ''))
    .slice(-1);
}

// Descriptions are cut short, and agency marks stand before the same text in the page: "(Dân trí) - ".
function beginning(text: string): string {
  return foldText(normaliseText(text.replace(/^\([^()]{2,30}\)\s*[-–]\s*/u, ''))).slice(0, 50);
}

// Those in the block, and those around it as far out as the headline stands: the lead picture is often outside.
function captionsOf(places: readonly CaptionPlace[], container: Element, headlines: readonly Element[]): CaptionPlace[] {
  const around = headlines
    .flatMap((headline) => commonAncestor(headline, container) ?? [])
    .find(({ name }) => name !== 'body' && name !== 'html');
  const inside = elementsIn(around ?? container);
  return places.filter((place) => inside.has(place.box));
}

function commonAncestor(a: Element, b: Element): Element | undefined {
  const above = new Set<Element>();
  for (let each: Element | undefined = a; each !== undefined; each = parentOf(each)) above.add(each);
  for (let each: Element | undefined = b; each !== undefined; each = parentOf(each)) if (above.has(each)) return each;
  return undefined;
}

function pathOf(element: Element): string {
  const { id, class: classes } = element.attribs;
  const name = classes?.trim().split(/\s+/u).slice(0, 2).join('.') ?? '';
  return `${element.name}${id === undefined ? '' : `#${id}`}${name === '' ? '' : `.${name}`}`;
}
