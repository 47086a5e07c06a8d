/** The frame around an article: navigation, advertising, comments, related cards. Known by elements' names and classes. */
import { blocksOf, walk } from './blocks.ts';
import { proseLength } from './densest.ts';
import type { Element } from './parse.ts';
import { totalsByElement } from './totals.ts';

const ELEMENTS = new Set('nav footer aside menu dialog'.split(' '));
const ROLES = new Set('navigation banner contentinfo complementary search dialog menu'.split(' '));
const WORDS = new Set(
  (
    'ad ads advert advertisement adsbox banner banners bio bookmark breadcrumb breadcrumbs comment comments commentlist cookie copyright ' +
    'disqus docnhieu docthem footer lienquan login menu modal nav navbar navigation newsletter outbrain pagination popup promo promos ' +
    'recommend recommended recommendation recommendations relate related relatednews relatedposts respond share sharing sharebar sidebar ' +
    'signup social sponsor sponsored subscribe subscription taboola tags tinlienquan toolbar trending vote xemthem'
  ).split(' '),
);

/** A link or a word inside a paragraph may be classed `cms-relate`, and is a part of the sentence. */
const INLINE = new Set('a abbr b cite em font i mark q small span strong sub sup u'.split(' '));

/** A class word proves little: a node with more of the page's prose than this is never taken for frame. */
const LARGEST_SHARE = 0.4;

/** The outermost elements of the frame. */
export function chromeOf(roots: readonly Element[]): ReadonlySet<Element> {
  const proseIn = totalsByElement(blocksOf(roots), (block) => proseLength([block]));
  const total = roots.reduce((sum, root) => sum + (proseIn.get(root) ?? 0), 0);
  const chrome = new Set<Element>();
  const enter = (element: Element): boolean => {
    if (!looksLikeChrome(element) || (proseIn.get(element) ?? 0) > total * LARGEST_SHARE) return true;
    chrome.add(element);
    return false;
  };
  for (const root of roots) walk(root, { enter, leave: () => undefined, text: () => undefined });
  return chrome;
}

function looksLikeChrome(element: Element): boolean {
  const { class: classes = '', id = '', role = '', style = '', hidden } = element.attribs;
  if (ELEMENTS.has(element.name) || ROLES.has(role) || hidden !== undefined || /display:\s*none/iu.test(style)) return true;
  return !INLINE.has(element.name) && wordsIn(`${classes} ${id}`).some((word) => WORDS.has(word));
}

function wordsIn(names: string): string[] {
  const apart = names.replace(/(?<=[a-z])(?=[A-Z])/gu, '-');
  return apart.toLowerCase().match(/[a-z]+/gu) ?? [];
}
