/** The text of a part of a page, cut where a reader sees a new line of thought: at blocks, and at two `<br>` in a row. */
import { normaliseText } from '../article/text.ts';
import { isElement, parentOf, type Element, type Node } from './parse.ts';

/** One paragraph, heading, list item or table row. */
export interface Block {
  readonly text: string;
  /** The block element that holds it. */
  readonly element: Element | undefined;
  /** That element is the whole part of the page in which the text was looked for. */
  readonly isAll?: true;
  /** How many of its characters are in links, and how many are bold or italic. */
  readonly linked: number;
  readonly stressed: number;
}

const BLOCKS = new Set(
  (
    'address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form ' +
    'h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul'
  ).split(' '),
);

/** Elements whose text nobody reads: programs, form controls, and what stands in for a frame that can't be shown. */
const UNREAD = new Set(
  'script style noscript template iframe object embed svg canvas audio video select option datalist button textarea head title'.split(' '),
);

const STRESSED = new Set('b strong em i'.split(' '));

function isStressed({ name, attribs }: Element): boolean {
  // VietNamNet of 2011 to 2022 has no <strong>.
  return (
    STRESSED.has(name) || (name === 'span' && attribs['class'] !== undefined && /(?:^|\s)(?:bold|italic)(?:$|\s)/u.test(attribs['class']))
  );
}

export function isUnread(element: Element): boolean {
  return UNREAD.has(element.name);
}

/** The blocks of these elements in page order, without those that `skip` names. */
export function blocksOf(roots: readonly Element[], skip: (element: Element) => boolean = () => false): Block[] {
  const writer = new BlockWriter();
  for (const root of roots) {
    writer.startAt(root);
    walk(root, {
      enter: (element) => {
        if (isUnread(element) || skip(element)) return false;
        writer.enter(element);
        return true;
      },
      leave: (element) => writer.leave(element),
      text: (text) => writer.write(text),
    });
    writer.endBlock();
  }
  return writer.blocks;
}

/** An element's text as one line. */
export function lineOf(element: Element, skip?: (element: Element) => boolean): string {
  return blocksOf([element], skip)
    .map((block) => block.text)
    .join(' ');
}

/** Whether an element has any text. A letter is enough to know it, and mostly stands near the beginning. */
export function hasText(element: Element): boolean {
  let hasLetter = false;
  const enter = (inner: Element): boolean => !hasLetter && !isUnread(inner);
  walk(element, { enter, leave: () => undefined, text: (text) => (hasLetter ||= /[\p{L}\p{N}]/u.test(text)) });
  return hasLetter || lineOf(element) !== '';
}

/** The element and all in it. */
export function elementsIn(root: Element): Set<Element> {
  const elements = new Set<Element>();
  walk(root, { enter: (element) => elements.add(element) !== undefined, leave: () => undefined, text: () => undefined });
  return elements;
}

/** Whether an element holds no more than some nodes: a date, a caption or a name does, a part of the page doesn't. */
export function isSmall(element: Element, most = 300): boolean {
  const waiting: Node[] = [element];
  let count = 0;
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (!isElement(node)) continue;
    count += node.children.length;
    if (count > most) return false;
    waiting.push(...node.children);
  }
  return true;
}

interface Visitor {
  /** Whether to look inside. */
  readonly enter: (element: Element) => boolean;
  readonly leave: (element: Element) => void;
  readonly text: (text: string) => void;
}

/** Visits a part of the page in order, with no recursion: a page decides how deep it is, and our stack doesn't. */
export function walk(root: Element, visitor: Visitor): void {
  let node: Node | null = root;
  while (node !== null) {
    const child: Node | null = arrive(node, visitor);
    node = child ?? depart(node, root, visitor);
  }
}

function arrive(node: Node, visitor: Visitor): Node | null {
  if (node.type === 'text') visitor.text(node.data);
  if (!isElement(node) || !visitor.enter(node)) return null;
  const [first] = node.children;
  if (first === undefined) visitor.leave(node);
  return first ?? null;
}

function depart(from: Node, root: Element, visitor: Visitor): Node | null {
  let node: Node = from;
  while (node !== root) {
    if (node.next !== null) return node.next;
    const parent = parentOf(node);
    if (parent === undefined) return null;
    visitor.leave(parent);
    node = parent;
  }
  return null;
}

/** Gathers text into blocks. One `<br>` is a space, two are the block's end; the cells of a row are apart by ` | `. */
class BlockWriter {
  readonly blocks: Block[] = [];
  #text: string[] = [];
  #element: Element | undefined;
  #linked = 0;
  #stressed = 0;
  #links = 0;
  #stresses = 0;
  #breaks = 0;

  startAt(root: Element): void {
    this.#element = root;
  }

  enter(element: Element): void {
    const isBlock = BLOCKS.has(element.name);
    if (element.name === 'br') this.#break();
    else if (isCell(element)) this.#cell();
    else if (isBlock && !fillsCell(element)) this.endBlock();
    if (isBlock) this.#element = element;
    if (element.name === 'a') this.#links += 1;
    if (isStressed(element)) this.#stresses += 1;
  }

  leave(element: Element): void {
    if (BLOCKS.has(element.name)) {
      if (!isCell(element) && !fillsCell(element)) this.endBlock();
      this.#element = parentOf(element);
    }
    if (element.name === 'a') this.#links -= 1;
    if (isStressed(element)) this.#stresses -= 1;
  }

  write(text: string): void {
    const { length } = text.trim();
    if (length > 0) this.#breaks = 0;
    if (this.#links > 0) this.#linked += length;
    if (this.#stresses > 0) this.#stressed += length;
    this.#text.push(text);
  }

  endBlock(): void {
    this.#breaks = 0;
    if (this.#text.length === 0) return;
    const text = withoutBars(normaliseText(this.#text.join('')));
    if (text !== '') this.blocks.push({ text, element: this.#element, linked: this.#linked, stressed: this.#stressed });
    this.#text = [];
    this.#linked = 0;
    this.#stressed = 0;
  }

  #break(): void {
    this.#breaks += 1;
    if (this.#breaks > 1) this.endBlock();
    else this.#text.push(' ');
  }

  #cell(): void {
    if (this.#text.some((text) => text.trim() !== '')) this.#text.push(' | ');
  }
}

function isCell(element: Element): boolean {
  return element.name === 'td' || element.name === 'th';
}

/** Editors wrap a figure in a paragraph, `<td><p>12</p></td>`: the row stays one block. Where a cell holds several, it is a column of text. */
function fillsCell(element: Element): boolean {
  const cell = parentOf(element);
  if (cell === undefined || !isCell(cell) || (element.name !== 'p' && element.name !== 'div')) return false;
  const isAlone = neighbour(element, 'prev') === undefined && neighbour(element, 'next') === undefined;
  const isInRow = neighbour(cell, 'prev') !== undefined || neighbour(cell, 'next') !== undefined;
  return isAlone && isInRow && !element.children.some((child) => isElement(child) && BLOCKS.has(child.name));
}

/** What stands beside a node, white space apart. */
function neighbour(element: Element, side: 'prev' | 'next'): Node | undefined {
  let node = element[side];
  while (node !== null && !isElement(node) && !(node.type === 'text' && node.data.trim() !== '')) node = node[side];
  return node ?? undefined;
}

/** A row's text without the bars after its last cell. Walked, because a pattern for it takes the square of their number. */
function withoutBars(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === '|' || text[end - 1] === ' ')) end -= 1;
  return text.slice(0, end);
}
