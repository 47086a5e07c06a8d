/** The part of a page where prose is densest: of all its elements, the one whose text outweighs its links the most. */
import { elementsIn, type Block } from './blocks.ts';
import { isElement, type Element } from './parse.ts';
import { totalsByElement } from './totals.ts';

/** Shorter texts are headings, labels and buttons as often as paragraphs. */
const SHORTEST_PROSE = 80;
const SHORTEST_SENTENCE = 25;
/** What a short text weighs against an element: few cross-heads do no harm, a column of labels does. */
const LABEL = 8;
/** What a link weighs against an element, for each character: a body may list its sources. */
const LINK = 0.5;
/** An element inside that weighs this share of the densest is taken for it. */
const NEARLY_ALL = 0.85;

export interface Dense {
  readonly element?: Element;
  readonly blocks: readonly Block[];
}

/**
 * A paragraph counts for what it is long, a link against; the element with the highest sum over all that it holds
 * is the densest. What stands around its core came along by chance, but for the prose above it: many sites set the
 * first paragraphs apart.
 */
export function densest(blocks: readonly Block[], isHeadline: (block: Block) => boolean): Dense {
  const counts = new Map<string, number>();
  for (const { text } of blocks) counts.set(text, (counts.get(text) ?? 0) + 1);
  // A notice that stands under every teaser counts once, however often it is said.
  const weigh = (block: Block): number => weightOf(block) / (counts.get(block.text) ?? 1);
  const totals = totalsByElement(blocks, weigh);
  const widest = highest(totals);
  if (widest === undefined) return { blocks: [] };
  const element = coreOf(widest, totals);
  return { element, blocks: [...aboveCore(blocks, widest, element, isHeadline), ...blocksIn(blocks, element)] };
}

function aboveCore(blocks: readonly Block[], widest: Element, core: Element, isHeadline: (block: Block) => boolean): Block[] {
  if (widest === core) return [];
  const inside = elementsIn(core);
  const first = blocks.findIndex(({ element }) => element !== undefined && inside.has(element));
  const above = blocks.slice(0, first);
  const title = above.findLastIndex(isHeadline);
  return title === -1 ? [] : blocksIn(above.slice(title + 1), widest).filter((block) => isProse(block));
}

function blocksIn(blocks: readonly Block[], element: Element): Block[] {
  const inside = elementsIn(element);
  return blocks.filter((block) => block.element !== undefined && inside.has(block.element));
}

export function isProse(block: Block): boolean {
  return lengthOf(block.text) >= SHORTEST_PROSE && /\p{L}/u.test(block.text) && !isMostlyLinks(block);
}

/** A text's length in letters: a Chinese character, a kana or a hangul syllable says as much as two or three. */
export function lengthOf(text: string): number {
  return mayBeDense(text) ? text.length + 1.5 * (text.match(DENSE_LETTERS)?.length ?? 0) : text.length;
}

/** Whether a text has letters of the part of Unicode in which those scripts lie. Asked of each block several times, so walked. */
function mayBeDense(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 0x11_00 && (code >= 0x2e_80 || code <= 0x11_ff)) return true;
  }
  return false;
}

const DENSE_SCRIPT = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const DENSE_LETTERS = new RegExp(DENSE_SCRIPT, 'gu');

export function isMostlyLinks({ text, linked }: Block): boolean {
  return linked > text.length * 0.5;
}

export function proseLength(blocks: readonly Block[]): number {
  return blocks.filter(isProse).reduce((sum, block) => sum + lengthOf(block.text), 0);
}

function weightOf(block: Block): number {
  if (isMostlyLinks(block)) return -block.text.length * LINK - LABEL;
  return isProse(block) || isSentence(block) ? lengthOf(block.text) : -LABEL;
}

/** Many papers write paragraphs of one short sentence. A label has no full stop, a number no words. */
export function isSentence({ text }: Block): boolean {
  return (
    LAST_MARK.test(text.slice(-1)) &&
    lengthOf(text) >= SHORTEST_SENTENCE &&
    endsSentence(text) &&
    (/\s\S+\s/u.test(text) || DENSE_SCRIPT.test(text))
  );
}

const SENTENCE_END = /[\p{L}\p{N})%][.!?…؟।。！？](?:\/\.)?["”’»)」』）]*(?:\s\([^()]{2,30}\)|（[^（）]{1,8}）)?$/u;

/** What the last character of a sentence is. */
const LAST_MARK = /[.!?…؟।。！？"”’»)」』）]/u;

// The end of a paragraph nearly always tells, and a pattern looks for an end from the beginning.
function endsSentence(text: string): boolean {
  return SENTENCE_END.test(text.slice(-LONGEST_END)) || SENTENCE_END.test(text);
}

const LONGEST_END = 60;

// The inner one of two is met first, and stays.
function highest(totals: ReadonlyMap<Element, number>): Element | undefined {
  let best: Element | undefined;
  let most = 0;
  for (const [element, total] of totals) {
    if (total <= most) continue;
    best = element;
    most = total;
  }
  return best;
}

/** One long paragraph is not the text, however much longer it is than the others. */
const PARAGRAPHS = new Set('p li blockquote pre'.split(' '));

function coreOf(widest: Element, totals: ReadonlyMap<Element, number>): Element {
  const least = (totals.get(widest) ?? 0) * NEARLY_ALL;
  const inner = (element: Element): Element | undefined =>
    element.children.filter((child) => isElement(child)).find((child) => !PARAGRAPHS.has(child.name) && (totals.get(child) ?? 0) >= least);
  let core = widest;
  for (let next = inner(core); next !== undefined; next = inner(core)) core = next;
  return core;
}
