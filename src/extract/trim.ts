/** The blocks of the densest part that are its article: without what stands above the text, below it, and twice. */
import type { Block } from './blocks.ts';
import { parseDate } from './date.ts';
import { isMostlyLinks, isProse, isSentence, proseLength } from './densest.ts';
import type { Field } from './fields.ts';
import { withoutLinks } from './linkedText.ts';
import { isNotice } from './notice.ts';

/** The paragraphs between headline and signature, in their order. */
export function trimmed(blocks: readonly Block[], title: Field<string>): Block[] {
  const own = untilNextArticle(fromHeadline(blocks, title), title);
  const text = withoutQuotes(withoutLinks(own).filter((block) => !isHeadline(block, title) && !isNotice(block)));
  const start = text.findIndex(
    (block) => isProse(block) || isSentence(block) || (isParagraph(block) && !isDate(block) && !isByline(block)),
  );
  const end = text.findLastIndex(
    (block) => isProse(block) || isSentence(block) || (isTextElement(block) && /[.!?…"”’)/]$/u.test(block.text)) || isSignatureLike(block),
  );
  return start === -1 ? [] : text.slice(start, withSiblings(text, end) + 1).filter((block, index) => index > NEAR_HEAD || !isDate(block));
}

/** How many short lines may follow the last sentence and still be text: "Tỷ số 2-1", "Giá: 5.000 đồng/kg". */
const MOST_LAST_LINES = 2;

// A last paragraph needs no full stop, where it stands beside the others and nothing else does.
function withSiblings(text: readonly Block[], end: number): number {
  const last = text[end]?.element;
  const rest = text.slice(end + 1);
  const isBeside = (block: Block): boolean =>
    last?.name === 'p' && block.element?.name === 'p' && block.element.parent === last.parent && isParagraph(block) && !isDate(block);
  return rest.length <= MOST_LAST_LINES && rest.every(isBeside) ? end + rest.length : end;
}

/** How many blocks belong to the head of an article. */
const NEAR_HEAD = 4;

/** A headline this far down is a later article's, or the text's own name for itself. */
const HEAD_SHARE = 0.3;

// A notice on cookies, a kicker, a row of buttons: what stands above the headline is the page's.
function fromHeadline(blocks: readonly Block[], title: Field<string>): readonly Block[] {
  const at = blocks.findIndex((block) => isHeadline(block, title));
  return at > 0 && proseLength(blocks.slice(0, at)) <= proseLength(blocks) * HEAD_SHARE ? blocks.slice(at + 1) : blocks;
}

// Some sites load the next article under this one: its headline looks like ours, and says something else.
function untilNextArticle(blocks: readonly Block[], title: Field<string>): readonly Block[] {
  const [headline] = title.elements;
  const first = blocks.findIndex(isProse);
  const next = blocks.findIndex(
    (block, index) =>
      index > first &&
      !isHeadline(block, title) &&
      block.element?.name === 'h1' &&
      headline?.name === 'h1' &&
      block.element.attribs['class'] === headline.attribs['class'] &&
      headline.attribs['class'] !== undefined,
  );
  return next === -1 || first === -1 ? blocks : blocks.slice(0, next);
}

/** Without what stands under a headline that is a link: the beginning of another article. */
export function withoutTeasers(blocks: readonly Block[]): readonly Block[] {
  const isLinkedHeadline = (block: Block | undefined): boolean =>
    block !== undefined && /^h[2-6]$/u.test(block.element?.name ?? '') && isMostlyLinks(block);
  return blocks.filter((block, index) => !isLinkedHeadline(blocks[index - 1]) || /^h[1-6]$/u.test(block.element?.name ?? ''));
}

/** Whether a block is the headline of the page. */
export function isHeadline({ element, text }: Block, { value, elements }: Field<string>): boolean {
  return text === value || (element !== undefined && elements.includes(element));
}

// A quotation set large in the margin says again what the text says.
function withoutQuotes(blocks: readonly Block[]): Block[] {
  const whole = blocks.map(({ text }) => text).join('\n');
  return blocks.filter((block) => !isDisplay(block) || isOnlyOnce(whole, plain(block.text)));
}

const SHORTEST_QUOTE = 40;

function isDisplay({ element, text }: Block): boolean {
  return text.length >= SHORTEST_QUOTE && element !== undefined && /^(?:div|blockquote|figure|section|header)$/u.test(element.name);
}

function isOnlyOnce(whole: string, text: string): boolean {
  return whole.indexOf(text) === whole.lastIndexOf(text);
}

function plain(text: string): string {
  return text.replace(/^["“„«]|["”»]$/gu, '');
}

/** Whether a block is a line of the page's frame: a date, a signature, a label. */
export function isLine(block: Block): boolean {
  return isDate(block) || isByline(block) || isNotice(block);
}

function isByline({ text }: Block): boolean {
  return text.length <= 60 && /^(?:by|von|par|por|di|door|av)\s+\p{Lu}/iu.test(text) && !/[.!?…:]$/u.test(text);
}

// "Ngày 12/3/2024, ông A bị bắt." is a sentence that holds a date, and no line of the page's head.
function isDate({ text }: Block): boolean {
  return text.length <= 60 && !/[.!?…"”]$/u.test(text) && parseDate(text) !== undefined;
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
