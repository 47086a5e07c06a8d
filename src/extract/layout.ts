/** Reading a page by a layout: the rules are the site's, written in its file; this only follows them. */
import type { Layout } from '../article/site.ts';
import { blocksOf, lineOf, type Block } from './blocks.ts';
import type { Draft, Dropped } from './draft.ts';
import { dateIn, findFacts } from './facts.ts';
import { fieldOf, select, type Sheet } from './fields.ts';
import { isElement, parentOf, type Element } from './parse.ts';

/** Why a layout was passed over: the first of its `match` selectors that finds nothing on the page. */
export interface Mismatch {
  readonly layout: string;
  readonly selector: string;
}

/** The first layout of which every `match` selector finds something, and why not those before it. */
export function chooseLayout(
  sheet: Sheet,
  layouts: readonly Layout[],
): { readonly layout?: Layout; readonly mismatches: readonly Mismatch[] } {
  const mismatches: Mismatch[] = [];
  for (const layout of layouts) {
    const selector = layout.match.find((each) => select(sheet, each).length === 0);
    if (selector === undefined) return { layout, mismatches };
    mismatches.push({ layout: layout.name, selector });
  }
  return { mismatches };
}

export function readByLayout(sheet: Sheet, layout: Layout, utcOffset: string | undefined): Draft {
  const title = fieldOf(sheet, layout.title, (found) => found[0]?.value);
  const date = fieldOf(sheet, layout.date, (found) => dateIn(found, utcOffset));
  const facts = findFacts(sheet, layout, utcOffset);
  const dropped = droppedBy(sheet, layout);
  const isDropped = memberOf(dropped.flatMap(({ elements }) => elements));
  const captions = outermost(
    layout.captions.flatMap((selector) => select(sheet, selector)),
    isDropped,
  );
  const isFact = memberOf([title, date, ...Object.values(facts)].flatMap(({ elements }) => elements));
  const isCaption = memberOf(captions);
  const isNoText = (element: Element): boolean => isDropped(element) || isCaption(element) || isFact(element);

  const body = firstFound(sheet, layout.body);
  const sapo = firstFound(sheet, layout.sapo);
  const lead = blocksOf(sapo.elements, isNoText);
  const text = blocksOf(body.elements, isNoText);
  return {
    title,
    date,
    ...(sapo.selector === undefined ? {} : { sapoRule: sapo.selector }),
    ...(body.selector === undefined ? {} : { bodyRule: body.selector }),
    bodyRulesTriedBefore: body.triedBefore,
    body: body.elements.length === 0 ? [] : [...lead, ...withoutRepeat(lead, text)],
    captions: inPageOrder(sheet, captions),
    pictureRoots: [...body.elements, ...captions.flatMap((caption) => frameOf(caption) ?? [])],
    isDropped,
    dropped,
    facts,
  };
}

/** The text without the lead at its head: many bodies begin by saying the sapo again. */
export function withoutRepeat(lead: readonly Block[], text: readonly Block[]): readonly Block[] {
  const said = new Set([...lead.map((block) => block.text), lead.map((block) => block.text).join(' ')]);
  const start = text.findIndex((block) => !said.has(block.text));
  return start === -1 ? [] : text.slice(start);
}

/** Those of the elements that don't stand in another of them nor in something left out. */
export function outermost(elements: readonly Element[], isDropped: (element: Element) => boolean): Element[] {
  const all = new Set(elements);
  return [...all].filter((element) => !isDropped(element) && !ancestors(element).some((above) => all.has(above) || isDropped(above)));
}

// Several selectors find captions one selector after the other; a reader meets them down the page.
export function inPageOrder({ $ }: Sheet, elements: readonly Element[]): Element[] {
  if (elements.length < 2) return [...elements];
  const wanted = new Set(elements);
  return $('*')
    .toArray()
    .filter((node) => isElement(node))
    .filter((element) => wanted.has(element));
}

export function memberOf(elements: readonly Element[]): (element: Element) => boolean {
  const members = new Set(elements);
  return (element) => members.has(element);
}

function ancestors(element: Element): Element[] {
  const above: Element[] = [];
  for (let parent = parentOf(element); parent !== undefined; parent = parentOf(parent)) above.push(parent);
  return above;
}

function droppedBy(sheet: Sheet, layout: Layout): Dropped[] {
  const isKept = memberOf(layout.keep.flatMap((selector) => select(sheet, selector)));
  return layout.drop
    .map((selector) => ({ selector, elements: select(sheet, selector).filter((element) => !isKept(element)) }))
    .filter(({ elements }) => elements.length > 0);
}

interface Places {
  readonly selector?: string;
  readonly triedBefore: readonly string[];
  readonly elements: readonly Element[];
}

// The first selector that finds an element with text in it; an empty one may be a leftover of another template.
function firstFound(sheet: Sheet, selectors: readonly string[]): Places {
  const triedBefore: string[] = [];
  for (const selector of selectors) {
    const elements = outermost(select(sheet, selector), () => false).filter((element) => lineOf(element) !== '');
    if (elements.length > 0) return { selector, triedBefore, elements };
    triedBefore.push(selector);
  }
  return { triedBefore, elements: [] };
}

function frameOf(caption: Element): Element | undefined {
  return ancestors(caption).find(({ name }) => name === 'figure' || name === 'table');
}
