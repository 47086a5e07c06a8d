/**
 * A page's tree while it is built: the nodes of domhandler, which cheerio's selectors walk over, put together as
 * htmlparser2 10.1.0 does it (`Parser.js`, and `DomHandler` of domhandler 5.0.3).
 *
 * `tests/extract/tree.test.ts` holds the two trees side by side.
 */
import { Comment, Document, Element, ProcessingInstruction, Text, type ChildNode, type ParentNode } from 'domhandler';
import { tagNamed, type Tag } from './tags.ts';

const BR = tagNamed('br');
const P = tagNamed('p');

export class Tree {
  readonly document = new Document([]);
  /** All elements in page order. */
  readonly elements: Element[] = [];
  readonly #open: ParentNode[] = [this.document];
  #innermost: ParentNode = this.document;
  /** The text that is still being written to: an end tag that ends nothing does not divide it. */
  #text: Text | undefined;
  /** For each `<svg>`, and each place in one that is HTML again, whether it is foreign. */
  readonly #foreign: boolean[] = [];

  get isForeign(): boolean {
    return this.#foreign.at(-1) === true;
  }

  open(tag: Tag, attributes: Record<string, string>): void {
    this.closeBefore(tag);
    const element = new Element(tag.name, attributes);
    this.elements.push(element);
    this.#add(element);
    if (tag.isVoid) return;
    this.#open.push(element);
    this.#innermost = element;
    if (tag.isForeign !== undefined) this.#foreign.push(tag.isForeign);
  }

  /** Closes what this element cannot stand in. */
  closeBefore({ closes }: Tag): void {
    if (closes === undefined) return;
    while ('name' in this.#innermost && closes.has(this.#innermost.name)) this.closeInnermost();
  }

  close({ name, isVoid, isForeign }: Tag): void {
    // Also where there is none open: the page goes on as the library reads it.
    if (isForeign !== undefined) this.#foreign.pop();
    if (isVoid) {
      if (name === 'br') this.open(BR, {});
    } else if (!this.#closeUpTo(name) && name === 'p') {
      this.open(P, {});
      this.closeInnermost();
    }
  }

  closeInnermost(): void {
    this.#text = undefined;
    this.#open.pop();
    this.#innermost = this.#open.at(-1) ?? this.document;
  }

  text(text: string): void {
    if (this.#text !== undefined) {
      this.#text.data += text;
      return;
    }
    const node = new Text(text);
    this.#add(node);
    this.#text = node;
  }

  comment(text: string): void {
    this.#add(new Comment(text));
  }

  /** A document type (`!doctype html`) or an instruction to a program (`?xml …`). */
  instruction(mark: '!' | '?', text: string): void {
    const end = text.search(/[\s/]/u);
    const name = end === -1 ? text : text.slice(0, end);
    this.#add(new ProcessingInstruction(`${mark}${name.toLowerCase()}`, `${mark}${text}`));
  }

  #closeUpTo(name: string): boolean {
    let depth = this.#open.length - 1;
    while (depth > 0 && (this.#open[depth] as Element).name !== name) depth -= 1; // Only the outermost is no element.
    if (depth === 0) return false;
    this.#text = undefined;
    this.#open.length = depth;
    this.#innermost = this.#open[depth - 1] ?? this.document;
    return true;
  }

  #add(node: ChildNode): void {
    const parent = this.#innermost;
    const { children } = parent;
    const previous = children.at(-1);
    children.push(node);
    if (previous !== undefined) {
      node.prev = previous;
      previous.next = node;
    }
    node.parent = parent;
    this.#text = undefined;
  }
}
