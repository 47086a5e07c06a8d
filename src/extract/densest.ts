/** The part of a page where prose is densest: of all its elements, the one whose text outweighs its links the most. */
import { elementsIn, type Block } from './blocks.ts';
import type { Element } from './parse.ts';
import { totalsByElement } from './totals.ts';

/** Shorter texts are headings, labels and buttons as often as paragraphs. */
const SHORTEST_PROSE = 80;
const SHORTEST_SENTENCE = 25;
/** What a short text weighs against an element: few cross-heads do no harm, a column of labels does. */
const LABEL = 15;

export interface Dense {
  readonly element?: Element;
  readonly blocks: readonly Block[];
}

/**
 * A paragraph counts for what it is long, a link against; the element with the highest sum over all that it holds
 * is the densest. Of two with the same sum it is the inner one.
 */
export function densest(blocks: readonly Block[]): Dense {
  const counts = new Map<string, number>();
  for (const { text } of blocks) counts.set(text, (counts.get(text) ?? 0) + 1);
  // A notice that stands under every teaser counts once, however often it is said.
  const weigh = (block: Block): number => weightOf(block) / (counts.get(block.text) ?? 1);
  const element = highest(totalsByElement(blocks, weigh));
  if (element === undefined) return { blocks: [] };
  const inside = elementsIn(element);
  return { element, blocks: blocks.filter((block) => block.element !== undefined && inside.has(block.element)) };
}

export function isProse(block: Block): boolean {
  return block.text.length >= SHORTEST_PROSE && /\p{L}/u.test(block.text) && !isMostlyLinks(block);
}

export function isMostlyLinks({ text, linked }: Block): boolean {
  return linked > text.length * 0.5;
}

export function proseLength(blocks: readonly Block[]): number {
  return blocks.filter(isProse).reduce((sum, block) => sum + block.text.length, 0);
}

function weightOf(block: Block): number {
  if (isMostlyLinks(block)) return -block.text.length - LABEL;
  return isProse(block) || isSentence(block) ? block.text.length : -LABEL;
}

// Many papers write paragraphs of one short sentence.
function isSentence({ text }: Block): boolean {
  return text.length >= SHORTEST_SENTENCE && /\p{Ll}[.!?…]["”’»)]*$/u.test(text);
}

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
