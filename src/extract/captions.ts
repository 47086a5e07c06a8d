/** Captions on a page that no layout describes: `<figcaption>`, what is classed as one, and the text beside a picture in its box. */
import { blocksOf, elementsIn, isSmall, isUnread, lineOf, walk } from './blocks.ts';
import type { Element } from './parse.ts';

/** A caption, and the element that is no part of the body for its sake. */
export interface CaptionPlace {
  readonly caption: Element;
  readonly box: Element;
}

const LONGEST = 600;
const CLASS = /caption|image_desc|photo-?desc|wp-caption-text/iu;
const PICTURE_BOX = /(?:^|[\s_-])(?:photo|image|picture|pic|figure|thumb)(?:$|[\s_-])/iu;

export function captionsIn(roots: readonly Element[], chrome: ReadonlySet<Element>): CaptionPlace[] {
  const places: CaptionPlace[] = [];
  const enter = (element: Element): boolean => {
    if (isUnread(element) || chrome.has(element)) return false;
    const place = placeOf(element);
    if (place !== undefined) places.push(place);
    return place === undefined;
  };
  for (const root of roots) walk(root, { enter, leave: () => undefined, text: () => undefined });
  return places;
}

function placeOf(element: Element): CaptionPlace | undefined {
  if (!mayBeCaption(element) || !isSmall(element) || !(isCaption(element) || isPictureBox(element))) return undefined;
  return lineOf(element).length <= LONGEST ? { caption: element, box: element } : undefined;
}

function isCaption({ name, attribs }: Element): boolean {
  if (name === 'figcaption') return true;
  return CLASS.test(attribs['class'] ?? '') && name !== 'figure' && name !== 'table' && name !== 'body' && name !== 'article';
}

// `<table>` around a picture and one line, `div.article-photo` with a picture and bare text.
function isPictureBox(element: Element): boolean {
  return isBox(element) && holdsPicture(element) && blocksOf([element]).length === 1 && !holdsCaption(element) && !holdsLink(element);
}

function isBox({ name, attribs }: Element): boolean {
  return name === 'table' || name === 'figure' || (name === 'div' && PICTURE_BOX.test(attribs['class'] ?? ''));
}

function mayBeCaption(element: Element): boolean {
  return isCaption(element) || isBox(element);
}

function holdsPicture(element: Element): boolean {
  return holds(element, ({ name }) => name === 'img');
}

function holdsCaption(element: Element): boolean {
  return holds(element, (inner) => inner !== element && isCaption(inner));
}

function holdsLink(element: Element): boolean {
  return blocksOf([element]).some(({ linked }) => linked > 0);
}

function holds(root: Element, is: (element: Element) => boolean): boolean {
  return [...elementsIn(root)].some(is);
}
