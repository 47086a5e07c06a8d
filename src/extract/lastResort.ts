/**
 * What a page says that looks like no article to us: a few sentences, a list of offers, the description of a film.
 *
 * It is no article's body, and is never kept as one; but who looks at the page for a reading's sake sees what was there.
 * Of a front page or a section's list nothing is taken: its teasers are other pages' texts.
 */
import { normaliseText } from '../article/text.ts';
import type { Block } from './blocks.ts';
import { isMostlyLinks, isProse, isSentence, lengthOf } from './densest.ts';
import { fieldOf, type Field, type Sheet } from './fields.ts';
import { isLine, trimmed } from './trim.ts';

const DESCRIPTIONS = ['meta[property="og:description"]@content', 'meta[name="description"]@content', 'json-ld:description'];

/** So many headlines that are links, and a page without a headline of its own is a front page. */
const MANY_TEASERS = 8;
const SHORTEST_TEASER = 20;
/** So many links in a row end a text, where they stand under it. */
const LINKS_BELOW = 3;
/** A heading with this share of the title's length, and the same words, is the headline. */
const MOST_OF_TITLE = 0.5;

/** The sentences under the headline; else what was found before; else the description, and then any text at all. */
export function lastResort(sheet: Sheet, title: Field<string>, blocks: readonly Block[], found: readonly Block[]): readonly Block[] {
  const headline = blocks.findIndex((block) => isOwnHeadline(block, title));
  if (isFront(sheet, blocks, headline !== -1)) return [];
  const under = trimmed(untilLinks(blocks.slice(headline + 1)), title);
  const texts = headline === -1 ? [found, under] : [under, found];
  const sentences = texts.find((text) => lengthIn(text) > 0);
  if (sentences !== undefined) return sentences;
  const description = headline === -1 ? [] : describedBy(sheet);
  if (description.length > 0) return description;
  const lines = blocks.filter((block) => !isMostlyLinks(block) && !isLine(block) && block.text !== title.value);
  return lines.length > 0 ? lines : blocks;
}

/** Whether a page is the front of its site, or of a section: teasers of others, and no headline of its own. */
function isFront({ url }: Sheet, blocks: readonly Block[], hasHeadline: boolean): boolean {
  if (isRoot(url)) return true;
  return !hasHeadline && blocks.filter((block) => isMostlyLinks(block) && block.text.length >= SHORTEST_TEASER).length >= MANY_TEASERS;
}

/** Whether an address is that of a site's front page. */
export function isRoot(url: string): boolean {
  return URL.canParse(url) && /^\/(?:index\.\w+|home\/?)?$/iu.test(new URL(url).pathname);
}

// The title element has the site's name behind the headline, in whatever way.
function isOwnHeadline({ element, text, linked }: Block, { value = '', elements }: Field<string>): boolean {
  if (element === undefined || linked > 0) return false;
  if (text === value || elements.includes(element)) return true;
  return /^h[1-4]$/u.test(element.name) && text.length >= value.length * MOST_OF_TITLE && value.includes(text);
}

function untilLinks(blocks: readonly Block[]): readonly Block[] {
  const first = blocks.findIndex(isText);
  const end = blocks.findIndex((_, index) => index > first && blocks.slice(index, index + LINKS_BELOW).every(isMostlyLinks));
  return first === -1 || end === -1 ? blocks : blocks.slice(0, end);
}

function isText(block: Block): boolean {
  return !isMostlyLinks(block) && (isProse(block) || isSentence(block));
}

function lengthIn(blocks: readonly Block[]): number {
  return blocks.filter(isText).reduce((sum, { text }) => sum + lengthOf(text), 0);
}

function describedBy(sheet: Sheet): Block[] {
  const { value } = fieldOf(sheet, DESCRIPTIONS, (found) => found[0]?.value);
  const text = normaliseText(value ?? '');
  return text === '' ? [] : [{ text, element: undefined, linked: 0, stressed: 0 }];
}
