/** A link that somebody forgot to close: our parser leaves it open to the end of the page, and all text in it is a link. */
import type { Block } from './blocks.ts';
import { isMostlyLinks } from './densest.ts';
import { parentOf, type Element } from './parse.ts';

/** A link around so many blocks of this length is no link: teasers hold a headline and a sentence. */
const MOST_BLOCKS = 4;
const SHORTEST_BLOCK = 80;

/** The blocks, those in a link left open counted as text, where the text of the page is in it and not a list under the text. */
export function withoutOpenLinks(blocks: readonly Block[]): readonly Block[] {
  const long = blocks.filter(({ text }) => text.length >= SHORTEST_BLOCK);
  const linked = long.filter(isMostlyLinks);
  if (linked.length <= Math.max(MOST_BLOCKS, long.length / 2)) return blocks;
  const held = new Map<Element, number>();
  for (const block of linked) for (const link of linksAround(block)) held.set(link, (held.get(link) ?? 0) + 1);
  const isOpen = (link: Element): boolean => (held.get(link) ?? 0) > MOST_BLOCKS;
  return blocks.map((block) => (linksAround(block).some(isOpen) ? { ...block, linked: 0 } : block));
}

function linksAround({ element }: Block): Element[] {
  const links: Element[] = [];
  for (let each = element; each !== undefined; each = parentOf(each)) if (each.name === 'a') links.push(each);
  return links;
}
