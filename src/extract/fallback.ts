/** Reading a page that no layout describes: what it says of itself for machines, and its densest block of prose. */
import { foldText, normaliseText } from '../article/text.ts';
import type { FieldRule } from '../article/site.ts';
import { elementsIn, type Block } from './blocks.ts';
import type { CaptionPlace } from './captions.ts';
import { isMostlyLinks } from './densest.ts';
import type { Draft } from './draft.ts';
import { findFacts, type FactRules } from './facts.ts';
import { fallbackDate } from './fallbackDate.ts';
import { fieldOf, type Field, type Sheet } from './fields.ts';
import { findText } from './finding.ts';
import { inPageOrder, withoutRepeat } from './layout.ts';
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

export function readByFallback(sheet: Sheet, utcOffset: string | undefined, isKnownArticle = false): Draft {
  const title = fallbackTitle(sheet);
  const facts = findFacts(sheet, FACTS, utcOffset);
  const finding = findText(sheet, title, isKnownArticle);
  const { chrome, blocks, dense, container, text } = finding;
  const date = fallbackDate(sheet, title, finding, utcOffset);
  const lead = finding.isArticle ? leadBefore(sheet, blocks, dense, title) : [];
  const inside = finding.isArticle && container !== undefined ? captionsOf(finding.captionPlaces, container, title.elements) : [];
  return {
    title,
    date,
    ...(lead.length === 0 ? {} : { sapoRule: 'the paragraph that the page gives as its description' }),
    ...(text.length === 0 ? {} : { bodyRule: finding.rule }),
    isLastResort: !finding.isArticle,
    bodyRulesTriedBefore: [],
    body: [...lead, ...withoutRepeat(lead, text)],
    captions: inPageOrder(
      sheet,
      inside.map((place) => place.caption),
    ),
    pictureRoots: finding.isArticle ? [...(container === undefined ? [] : [container]), ...inside.map((place) => place.box)] : [],
    isDropped: (element) => chrome.has(element),
    dropped: chrome.size === 0 ? [] : [{ selector: 'what looks like navigation, advertising or comments', elements: [...chrome] }],
    facts,
  };
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
