/** Where an article's text stands on a page that no layout describes, and whether there is one. */
import { blocksOf, type Block } from './blocks.ts';
import { captionsIn, type CaptionPlace } from './captions.ts';
import { chromeOf, isNamedChrome } from './chrome.ts';
import { claimedText } from './claimed.ts';
import { densest, isMostlyLinks, isProse, isSentence, lengthOf, proseLength } from './densest.ts';
import { select, type Field, type Sheet } from './fields.ts';
import { isRoot, lastResort } from './lastResort.ts';
import { memberOf } from './layout.ts';
import { withoutOpenLinks } from './openLinks.ts';
import type { Element } from './parse.ts';
import { isHeadline, trimmed, withoutTeasers } from './trim.ts';

export interface Finding {
  /** Where it is none, its text is a last resort. */
  readonly isArticle: boolean;
  /** What gave the text, for the trace. */
  readonly rule: string;
  readonly chrome: ReadonlySet<Element>;
  readonly captionPlaces: readonly CaptionPlace[];
  /** All blocks of the page but its frame; those of the densest part; and of these the article. */
  readonly blocks: readonly Block[];
  readonly dense: readonly Block[];
  readonly container: Element | undefined;
  readonly text: readonly Block[];
}

/** An article has at least this much prose: the longest teaser on five front pages and lists had 230 characters. */
const LEAST_PROSE = 300;
/** Between many links to other pages, an article of few paragraphs has at least this much. */
const MUCH_PROSE = 700;

/**
 * The densest part of the page without its frame. Where that leaves no article on a page that says it is one, the
 * classes lied: then only what is frame by its element's name is left out. Of a page that is known to be an article
 * any text is taken, however short.
 */
export function findText(sheet: Sheet, title: Field<string>, isKnownArticle: boolean): Finding {
  const roots = rootsOf(sheet);
  const finding = within(sheet, title, roots, chromeOf(roots), isKnownArticle);
  if (finding.isArticle) return finding;
  const second = within(sheet, title, roots, chromeOf(roots, isNamedChrome), isKnownArticle);
  if (second.isArticle) return second;
  return { ...finding, rule: 'what text there is on a page that looks like no article', text: anyText(sheet, title, [finding, second]) };
}

function anyText(sheet: Sheet, title: Field<string>, findings: readonly Finding[]): readonly Block[] {
  for (const { blocks, text } of findings) {
    const any = lastResort(sheet, title, blocks, text);
    if (any.length > 0) return any;
  }
  return [];
}

function within(
  sheet: Sheet,
  title: Field<string>,
  roots: readonly Element[],
  chrome: ReadonlySet<Element>,
  isKnownArticle: boolean,
): Finding {
  const captionPlaces = captionsIn(roots, chrome);
  const isCaption = memberOf(captionPlaces.map((place) => place.box));
  const blocks = withoutOpenLinks(blocksOf(roots, (element) => chrome.has(element) || isCaption(element)));
  const { element: container, blocks: dense } = densest(blocks, (block) => isHeadline(block, title));
  // An article may well link its own headings, to what it reviews; a page that does not say it is one has them over teasers.
  const found = trimmed(saysArticle(sheet) ? dense : withoutTeasers(dense), title);
  const claimed = claimedText(sheet, roots, found);
  const text = claimed ?? found;
  const isArticle =
    container !== undefined &&
    (isKnownArticle ? text.length > 0 : isEnough(sheet, blocks, text) && !isList(sheet, blocks, between(dense, text)));
  const rule = claimed === undefined ? `the densest block of prose: ${pathOf(container)}` : 'what the page says is its articleBody';
  return { isArticle, rule, chrome, captionPlaces, blocks, dense, container, text };
}

// A page that leaves out its body, or has two of them, is still read.
function rootsOf(sheet: Sheet): Element[] {
  const bodies = select(sheet, 'body');
  if (bodies.length > 0) return bodies.filter((body) => sheet.$(body).parents('body').length === 0);
  const html = select(sheet, 'html > :not(head), head > :not(meta, link, style, script, title, base)');
  return html.length > 0 ? html : select(sheet, ':root');
}

/** A page that is an article and hardly anything else may be this short: three sentences. */
const LEAST_SENTENCES = 60;
/** More links to other pages than this, and a page is more than its article. */
const FEW_LINKS = 5;

function isEnough(sheet: Sheet, blocks: readonly Block[], text: readonly Block[]): boolean {
  const sentences = sum(text.filter((block) => isProse(block) || isSentence(block)).map(({ text: line }) => lengthOf(line)));
  const isAlone = blocks.filter(isMostlyLinks).length <= FEW_LINKS && select(sheet, 'h1').length === 1;
  if (isAlone && (saysArticle(sheet) || select(sheet, 'time[datetime]').length === 1)) return sentences >= LEAST_SENTENCES;
  return saysArticle(sheet) ? sentences >= LEAST_PROSE / 2 : proseLength(text) >= LEAST_PROSE;
}

function sum(lengths: readonly number[]): number {
  return lengths.reduce((total, length) => total + length, 0);
}

function saysArticle(sheet: Sheet): boolean {
  if (sheet.jsonLd !== undefined) return true;
  const [type] = select(sheet, 'meta[property="og:type"]');
  return /^article$/iu.test(type?.attribs['content']?.trim() ?? '') || select(sheet, ARTICLE).length > 0;
}

const ARTICLE = 'meta[property="article:published_time"], [itemprop="articleBody"], [itemtype$="Article"], [itemtype$="BlogPosting"]';

/**
 * Whether the page is a front or a list: it is at the root of its host, or it doesn't call itself an article and
 * headlines that are links outweigh the prose.
 */
function isList(sheet: Sheet, blocks: readonly Block[], inside: readonly Block[]): boolean {
  if (isRoot(sheet.url)) return true;
  if (saysArticle(sheet)) return false;
  const links = inside.filter((block) => isMostlyLinks(block) && block.text.length >= 20 && !/^https?:/u.test(block.text)).length;
  const prose = inside.filter(isProse).length;
  const teasers = blocks.filter((block) => isMostlyLinks(block) && block.text.length >= 30).length;
  const isTeasers = prose > 2 && links + 1 >= prose; // The first teaser's headline stands above it.
  return isTeasers || (links > 0 && links >= prose) || (teasers >= 20 && prose < 4 && proseLength(inside) < MUCH_PROSE);
}

// From the first paragraph to the last: links under a text are no sign of a list, links in its midst are.
function between(dense: readonly Block[], [first, ...others]: readonly Block[]): readonly Block[] {
  const [start, end] = [first, others.at(-1) ?? first].map((block) => (block === undefined ? -1 : dense.indexOf(block)));
  return start === undefined || start === -1 ? dense : dense.slice(start, (end ?? start) + 1);
}

function pathOf(element: Element | undefined): string {
  if (element === undefined) return 'none';
  const { id, class: classes } = element.attribs;
  const name = classes?.trim().split(/\s+/u).slice(0, 2).join('.') ?? '';
  return `${element.name}${id === undefined ? '' : `#${id}`}${name === '' ? '' : `.${name}`}`;
}
