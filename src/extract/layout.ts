/** Reading a page by a layout: the rules are the site's, written in its file; this only follows them. */
import type { BodyLayout, Layout, Site } from '../article/site.ts';
import { blocksOf, hasText, type Block } from './blocks.ts';
import { isMostlyLinks } from './densest.ts';
import type { Draft, Dropped } from './draft.ts';
import { inOrder } from './elements.ts';
import { dateIn, findFacts } from './facts.ts';
import { fieldOf, select, withSelector, type Sheet } from './fields.ts';
import { wholeLine } from './lines.ts';
import { parentOf, type Element } from './parse.ts';

/** Why a layout was passed over: the first of its `match` selectors that finds nothing on the page. */
export interface Mismatch {
  readonly layout: string;
  readonly selector: string;
}

/**
 * The first layout of which every `match` selector finds something, and why not those before it. The body is looked
 * at apart from the page around it: old bodies stand in newer templates, and some were kept without any.
 */
export function chooseLayout(
  sheet: Sheet,
  { layouts, bodyLayouts }: Pick<Site, 'layouts' | 'bodyLayouts'>,
): { readonly layout?: Layout; readonly mismatches: readonly Mismatch[] } {
  const mismatches: Mismatch[] = [];
  for (const layout of layouts) {
    const selector = layout.match.find((each) => select(sheet, each).length === 0);
    if (selector === undefined) return { layout: withBodyLayout(sheet, layout, bodyLayouts), mismatches };
    mismatches.push({ layout: layout.name, selector });
  }
  const alone = bodyLayouts.find((each) => each.alone.length > 0 && stands(sheet, each.alone, each.match));
  return alone === undefined ? { mismatches } : { layout: layoutOfAlone(alone), mismatches };
}

export function readByLayout(sheet: Sheet, layout: Layout, utcOffset: string | undefined): Draft {
  const title = fieldOf(sheet, layout.title, (found) => trimmedTitle(found[0]?.value ?? '', layout.titleTrim));
  const date = fieldOf(sheet, layout.date, (found) => dateIn(found, utcOffset));
  const facts = findFacts(sheet, layout, utcOffset);
  const droppedElements = droppedBy(sheet, layout);
  const isDropped = memberOf(droppedElements.flatMap(({ elements }) => elements));
  const captions = outermost(
    layout.captions.flatMap((selector) => select(sheet, selector)),
    isDropped,
  );
  const isFact = memberOf([title, date, ...Object.values(facts)].flatMap(({ elements }) => elements));
  const isCaption = memberOf(captions);
  const isNoText = (element: Element): boolean => isDropped(element) || isCaption(element) || isFact(element);

  const body = firstFound(sheet, layout.body);
  const sapo = firstFound(sheet, layout.sapo);
  const lead = blocksIn(sapo.elements, isNoText);
  const { text, related } = withoutRelated(blocksIn(body.elements, isNoText), layout);
  return {
    title,
    date,
    ...(sapo.selector === undefined ? {} : { sapoRule: sapo.selector }),
    ...(body.selector === undefined ? {} : { bodyRule: body.selector }),
    bodyRulesTriedBefore: body.triedBefore,
    body: body.elements.length === 0 && !isPicture(sheet, layout.body) ? [] : [...lead, ...withoutRepeat(lead, text)],
    captions: inPageOrder(sheet, captions),
    pictureRoots: [...body.elements, ...captions.flatMap((caption) => frameOf(caption) ?? [])],
    isDropped,
    dropped: [...droppedElements, ...related],
    facts,
  };
}

function blocksIn(roots: readonly Element[], isNoText: (element: Element) => boolean): Block[] {
  const isRoot = memberOf(roots);
  return blocksOf(roots, isNoText).map((block) =>
    block.element !== undefined && isRoot(block.element) ? { ...block, isAll: true } : block,
  );
}

/** The text without the lead at its head: many bodies begin by saying the sapo again. */
export function withoutRepeat(lead: readonly Block[], text: readonly Block[]): readonly Block[] {
  const said = new Set([...lead.map((block) => block.text), lead.map((block) => block.text).join(' ')]);
  // VietNamNet's leads of before 2019 began with " - " after a logo, and their copy above the body doesn't.
  const start = text.findIndex((block) => !said.has(block.text) && !said.has(block.text.replace(/^[-–]\s/u, '')));
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
  return inOrder($, new Set(elements));
}

export function memberOf(elements: readonly Element[]): (element: Element) => boolean {
  const members = new Set(elements);
  return (element) => members.has(element);
}

// What a body layout says counts inside the body only: the page around it is the other layout's.
function withBodyLayout(sheet: Sheet, layout: Layout, bodyLayouts: readonly BodyLayout[]): Layout {
  const inner = bodyLayouts.find(({ name, match }) => layout.bodyLayouts.includes(name) && stands(sheet, layout.body, match));
  return inner === undefined ? layout : { ...laidInto(layout, inner), name: `${layout.name}+${inner.name.replace(/^.*\//u, '')}` };
}

function layoutOfAlone(inner: BodyLayout): Layout {
  const page = { match: [], title: [], titleTrim: [], date: [], sapo: [], section: [], tags: [], modified: [], bodyLayouts: [] };
  const text = { captions: [], author: [], source: [], drop: [], keep: [], relatedHeads: [], relatedLinks: [] };
  return laidInto({ name: inner.name, ...page, ...text, body: inner.alone }, inner);
}

function laidInto(layout: Layout, inner: BodyLayout): Layout {
  const scoped = (selectors: readonly string[]): string[] => selectors.map((each) => inside(layout.body, each));
  const scopedRules = (rules: readonly string[]): string[] =>
    rules.map((rule) => withSelector(rule, (selector) => inside(layout.body, selector)));
  return {
    ...layout,
    captions: [...layout.captions, ...scoped(inner.captions)],
    author: [...layout.author, ...scopedRules(inner.author)],
    source: [...layout.source, ...scopedRules(inner.source)],
    drop: [...layout.drop, ...scoped(inner.drop)],
    keep: [...layout.keep, ...scoped(inner.keep)],
    relatedHeads: [...layout.relatedHeads, ...inner.relatedHeads],
    relatedLinks: [...layout.relatedLinks, ...inner.relatedLinks],
  };
}

function stands(sheet: Sheet, body: readonly string[], match: readonly string[]): boolean {
  return match.every((selector) => select(sheet, inside(body, selector)).length > 0);
}

function inside(body: readonly string[], selector: string): string {
  return `:is(${body.join(', ')}) :is(${selector})`;
}

function trimmedTitle(title: string, patterns: readonly string[]): string | undefined {
  const trimmed = patterns.reduce((text, pattern) => text.replace(new RegExp(pattern, 'iu'), ''), title).trim();
  return trimmed === '' ? undefined : trimmed;
}

interface RelatedList {
  readonly selector: string;
  readonly elements: Element[];
}

// "TIN BÀI LIÊN QUAN:" is a paragraph like any other, but for its words and the links that follow.
function withoutRelated(
  blocks: readonly Block[],
  layout: Pick<Layout, 'relatedHeads' | 'relatedLinks'>,
): { readonly text: readonly Block[]; readonly related: readonly Dropped[] } {
  const [heads, links] = [wholeLine(layout.relatedHeads), wholeLine(layout.relatedLinks)];
  const text: Block[] = [];
  const related: RelatedList[] = [];
  let list: RelatedList | undefined;
  for (const [index, block] of blocks.entries()) {
    if (isRelatedHead(block, blocks[index + 1], heads, links)) {
      list = { selector: `the links under "${block.text}"`, elements: [] };
      related.push(list);
    } else if (!isMostlyLinks(block)) list = undefined;
    if (list === undefined) text.push(block);
    else if (block.element !== undefined) list.elements.push(block.element);
  }
  return { text, related };
}

function isRelatedHead(block: Block, next: Block | undefined, heads: readonly RegExp[], links: readonly RegExp[]): boolean {
  if (heads.some((head) => head.test(block.text))) return true;
  const isLink = isMostlyLinks(block) || (next !== undefined && block.text.length <= LONGEST_HEAD && isMostlyLinks(next));
  return isLink && links.some((link) => link.test(block.text));
}

/** A line over links; a paragraph of prose before a paragraph that is a link stays. */
const LONGEST_HEAD = 40;

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
    const elements = outermost(select(sheet, selector), () => false).filter((element) => hasText(element));
    if (elements.length > 0) return { selector, triedBefore, elements };
    triedBefore.push(selector);
  }
  return { triedBefore, elements: [] };
}

// An infographic has no text but its lead. A body with nothing in it at all may be a page that didn't come whole.
function isPicture(sheet: Sheet, body: readonly string[]): boolean {
  return body.some((selector) => select(sheet, `:is(${selector}) :is(img, video, iframe)`).length > 0);
}

function frameOf(caption: Element): Element | undefined {
  return ancestors(caption).find(({ name }) => name === 'figure' || name === 'table');
}
