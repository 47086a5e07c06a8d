/** What the blocks in each element of a page weigh together. */
import type { Block } from './blocks.ts';
import { parentOf, type Element } from './parse.ts';

/**
 * The sum of the blocks' weights for every element around one, the innermost elements first. Level by level, so
 * that the work grows with the page and not with the page times its depth.
 */
export function totalsByElement(blocks: readonly Block[], weightOf: (block: Block) => number): Map<Element, number> {
  const levels: Map<Element, number>[] = [];
  const depths = new Map<Element, number>();
  for (const block of blocks) if (block.element !== undefined) add(levels, block.element, depthOf(block.element, depths), weightOf(block));
  const totals = new Map<Element, number>();
  for (let depth = levels.length - 1; depth >= 0; depth -= 1) {
    for (const [element, sum] of levels[depth] ?? []) {
      totals.set(element, sum);
      const parent = parentOf(element);
      if (parent !== undefined) add(levels, parent, depth - 1, sum);
    }
  }
  return totals;
}

function add(levels: Map<Element, number>[], element: Element, depth: number, weight: number): void {
  while (levels.length <= depth) levels.push(new Map());
  const level = levels[depth];
  level?.set(element, (level.get(element) ?? 0) + weight);
}

function depthOf(element: Element, known: Map<Element, number>): number {
  const path: Element[] = [];
  let above: Element | undefined = element;
  while (above !== undefined && !known.has(above)) {
    path.push(above);
    above = parentOf(above);
  }
  let depth = above === undefined ? -1 : (known.get(above) ?? 0);
  for (const each of path.toReversed()) known.set(each, (depth += 1));
  return depth;
}
