/**
 * The day that a site shows in its own head, as a clock: `Chủ nhật, 22/11/2026` beside the logo. It is today's day, on
 * every page, and as an article's date it would be another one tomorrow.
 *
 * It is told by where it stands and never by what day it is, so that a page reads alike whenever it is read.
 */
import { elementsIn, isSmall, isUnread, type Block } from './blocks.ts';
import type { Field } from './fields.ts';
import { isElement, parentOf, type Element, type Node } from './parse.ts';
import { isHeadline } from './trim.ts';

const CLOCK = /(?:^|[\s_-])(?:clock|today|todays?-?date|current-?(?:date|time|day)|now|dong-?ho|hom-?nay|ngay-?hien-?tai)(?=$|[\s_-])/iu;
/** Only where a class begins so: `article-header` is the article's own. */
const HEAD = /(?:^|\s)(?:(?:site|main|global|top)[-_]*)?(?:header|masthead|top-?(?:bar|nav|menu|line)?|nav(?:bar)?|menu)(?=$|[\s_-])/iu;

/** A part of the page with more links than this above the headline is the site's head: logo, menus, and a clock. */
const MANY_LINKS = 6;

/** Whether an element stands where a site shows its clock, and not where an article shows its date. */
export function clockOf(title: Field<string>, blocks: readonly Block[], text: readonly Block[]): (element: Element | undefined) => boolean {
  const headline = blocks.find((block) => isHeadline(block, title))?.element ?? title.elements[0];
  const [toHeadline, toText] = [headline, text[0]?.element].map((element) => new Set(pathTo(element)));
  const region = [...(toText ?? [])].find((each) => toHeadline?.has(each) && !isTop(each));
  const above = stepsAbove(toHeadline ?? new Set());
  const isCrowded = crowding();
  return (element) =>
    isClock(pathTo(element), { toHeadline: toHeadline ?? new Set(), toText: toText ?? new Set(), region, above, isCrowded });
}

interface Surroundings {
  readonly toHeadline: ReadonlySet<Element>;
  readonly toText: ReadonlySet<Element>;
  /** The innermost element that holds the headline and the text's beginning. */
  readonly region: Element | undefined;
  /** For each element above the headline's path, how many elements on among its siblings that path is. */
  readonly above: ReadonlyMap<Element, number>;
  readonly isCrowded: (branch: Element) => boolean;
}

function isClock(path: readonly Element[], { toHeadline, toText, region, above, isCrowded }: Surroundings): boolean {
  const apart = path.slice(
    0,
    path.findIndex((each) => toHeadline.has(each) || isTop(each)),
  );
  const branch = apart.at(-1);
  if (branch === undefined) return false;
  if ([...apart, ...partsOf(path[0])].some(({ attribs }) => CLOCK.test(namesOf(attribs)))) return true;
  if (path.some((each) => MAIN.has(each.name) && toText.has(each))) return false;
  const below = above.get(branch);
  if (below === undefined) return toHeadline.size === 0 && apart.some(isHead);
  if (isCrowded(branch)) return true;
  return (region === undefined || !path.includes(region)) && (below > 1 || apart.some(isHead));
}

// A line's element is the block that holds it; what is called a clock may be a span in it.
function partsOf(element: Element | undefined): Iterable<Element> {
  return element !== undefined && isSmall(element, 20) ? elementsIn(element) : [];
}

const MAIN = new Set(['article', 'main']);

// Asked of many elements in one branch, and answered once.
function crowding(): (branch: Element) => boolean {
  const known = new Map<Element, boolean>();
  return (branch) => {
    const answer = known.get(branch) ?? [...elementsIn(branch)].filter(({ name }) => name === 'a').length > MANY_LINKS;
    known.set(branch, answer);
    return answer;
  };
}

function isHead({ name, attribs }: Element): boolean {
  return name === 'header' || name === 'nav' || HEAD.test(namesOf(attribs));
}

function isTop({ name }: Element): boolean {
  return name === 'body' || name === 'html';
}

function namesOf({ class: classes = '', id = '' }: Element['attribs']): string {
  return `${classes} ${id}`.replace(/(?<=[a-z])(?=[A-Z])/gu, '-');
}

// Counted once from the headline's path upwards: a page may have a hundred thousand siblings.
function stepsAbove(toHeadline: ReadonlySet<Element>): ReadonlyMap<Element, number> {
  const steps = new Map<Element, number>();
  for (const below of toHeadline) {
    let count = 0;
    for (let each: Node | null = below.prev; each !== null; each = each.prev)
      if (isElement(each) && !isUnread(each)) steps.set(each, (count += 1));
  }
  return steps;
}

function pathTo(element: Element | undefined): Element[] {
  const path: Element[] = [];
  for (let each: Element | undefined = element; each !== undefined; each = parentOf(each)) path.push(each);
  return path;
}
