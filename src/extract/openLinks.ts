/** Links that somebody forgot to close: our parser leaves them open to the end of the page, and all text in them is a link. */
import type { Block } from './blocks.ts';
import { isMostlyLinks } from './densest.ts';
import { parentOf, type Element } from './parse.ts';

/** A link around so many blocks of this length is no link: teasers hold a headline and a sentence. */
const MOST_BLOCKS = 4;
const SHORTEST_BLOCK = 80;

/** The blocks, those in a link left open counted as text. */
export function withoutOpenLinks(blocks: readonly Block[]): readonly Block[] {
  const held = new Map<Element, number>();
  for (const block of blocks.filter((each) => isMostlyLinks(each) && each.text.length >= SHORTEST_BLOCK))
    for (const link of linksAround(block)) held.set(link, (held.get(link) ?? 0) + 1);
  const isOpen = (link: Element): boolean => (held.get(link) ?? 0) > MOST_BLOCKS;
  return [...held.keys()].some(isOpen)
    ? blocks.map((block) => (linksAround(block).some(isOpen) ? { ...block, linked: 0 } : block))
    : blocks;
}

function linksAround({ element }: Block): Element[] {
  const links: Element[] = [];
  for (let each = element; each !== undefined; each = parentOf(each)) if (each.name === 'a') links.push(each);
  return links;
}
