/** The frame around an article: navigation, advertising, comments, related cards. Known by elements' names and classes. */
import { blocksOf, walk } from './blocks.ts';
import { isProse, isSentence } from './densest.ts';
import type { Element } from './parse.ts';
import { totalsByElement } from './totals.ts';

const ELEMENTS = new Set('nav footer aside menu dialog form'.split(' '));
const ROLES = new Set('navigation banner contentinfo complementary search dialog menu'.split(' '));
const WORDS = new Set(
  (
    'ad adb adblock ads adsbygoogle advert advertisement advs adsbox banner banners bio bookmark breadcrumb breadcrumbs comment comments commentlist ' +
    'consent cookie cookies copyright disqus docnhieu docthem footer gdpr lienquan lightbox login menu modal nav navbar navigation newsletter ' +
    'onetrust outbrain pagination popover popup privacy promo promos recirc recommend recommended recommendation recommendations relate related relatednews ' +
    'qc quangcao relatedposts respond share sharedaddy sharing sharebar sidebar signup social sponsor sponsored subscribe subscription taboola tags ' +
    'tinlienquan tinmoi toolbar tooltip trending vote xemthem'
  ).split(' '),
);

/** A link or a word inside a paragraph may be classed `cms-relate`, and is a part of the sentence. */
const INLINE = new Set('a abbr b cite em font i mark q small span strong sub sup u'.split(' '));

/** A post from another network: somebody else's words, which that network takes away when it pleases. */
const EMBED =
  /(?:^|\s)(?:twitter-(?:tweet|video)|tweet-blockquote|instagram-media|tiktok-embed|fb-post|bluesky-embed|reddit-embed-bq|telegram-post)(?=$|\s)/iu;

const ABOUT_AUTHOR =
  /(?:^|[\s_-])(?:about-?(?:the-?)?authors?|authors?[_-]{0,2}(?:bio|box|card|desc|description|info|profile))(?=$|[\s_-])/iu;

/** What Vietnamese sites write with or without hyphens: `tin-lien-quan`, `boxBinhLuan`, `luotxem`; and counters. */
const COMPOUND =
  /(?:^|[\s_-])(?:(?:box|list|block|khung|tin|bai|bai-?viet)-?)?(?:lien-?quan|cung-?chuyen-?muc|doc-?(?:nhieu|them|tiep)|xem-?(?:nhieu|them)|binh-?luan|quang-?cao|chia-?se|luot-?(?:xem|doc)|dang-?ky-?(?:nhan-?)?tin|(?:view|comment|share|like)s?-?count|most-?(?:read|popular|viewed)|you-?may-?(?:also-?)?like)(?=$|[\s_-])/iu;

/** A class word proves little: a node with more of the page's prose than this is never taken for frame. */
const LARGEST_SHARE = 0.4;

/** The outermost elements of the frame. */
export function chromeOf(roots: readonly Element[], looksLikeFrame = looksLikeChrome): ReadonlySet<Element> {
  const proseIn = totalsByElement(blocksOf(roots), (block) => (isProse(block) || isSentence(block) ? block.text.length : 0));
  const total = roots.reduce((sum, root) => sum + (proseIn.get(root) ?? 0), 0);
  const chrome = outermost(roots, (element) => {
    const prose = proseIn.get(element) ?? 0;
    const isFrame = looksLikeFrame(element) || (isHidden(element) && prose < LONGEST_HIDDEN);
    return isFrame && prose <= total * LARGEST_SHARE;
  });
  return new Set(withoutPieces(chrome, proseIn, total * LARGEST_SHARE));
}

function outermost(roots: readonly Element[], is: (element: Element) => boolean): Element[] {
  const found: Element[] = [];
  const enter = (element: Element): boolean => {
    const isFound = is(element);
    if (isFound) found.push(element);
    return !isFound;
  };
  for (const root of roots) walk(root, { enter, leave: () => undefined, text: () => undefined });
  return found;
}

// Pieces of one class that hold a large share together are the text, each with buttons to share it. Comments may be as long.
function withoutPieces(chrome: readonly Element[], proseIn: ReadonlyMap<Element, number>, most: number): readonly Element[] {
  const byClass = new Map<string, number>();
  for (const element of chrome) byClass.set(classOf(element), (byClass.get(classOf(element)) ?? 0) + (proseIn.get(element) ?? 0));
  return chrome.filter(
    (element) => classOf(element) === '' || COMMENT.test(classOf(element)) || (byClass.get(classOf(element)) ?? 0) <= most,
  );
}

const COMMENT = /comment|respond|review/iu;

function classOf({ attribs }: Element): string {
  return attribs['class'] ?? '';
}

/** Whether an element is frame by its name alone: what is left to go by where classes say nothing true. */
export function isNamedChrome({ name, attribs }: Element): boolean {
  return ELEMENTS.has(name) || ROLES.has(attribs['role'] ?? '');
}

function looksLikeChrome(element: Element): boolean {
  const { class: classes = '', id = '' } = element.attribs;
  if (isNamedChrome(element)) return true;
  if (classes === '' && id === '') return false;
  const isInline = INLINE.has(element.name);
  const key = `${classes} ${id}${isInline ? '<' : '>'}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size >= MOST_KNOWN) known.clear();
  const isChrome = isCalledChrome(classes, `${classes} ${id}`, isInline);
  known.set(key, isChrome);
  return isChrome;
}

// The classes of a site are on each of its pages, and most of them on it many times.
const MOST_KNOWN = 5000;
const known = new Map<string, boolean>();

function isCalledChrome(classes: string, names: string, isInline: boolean): boolean {
  if (EMBED.test(classes) || ABOUT_AUTHOR.test(names)) return true;
  return !isInline && (wordsIn(names).some((word) => WORDS.has(word)) || COMPOUND.test(hyphenated(names)));
}

/** Some papers send the whole article and hide it from who hasn't paid: more prose than this is no dialog. */
const LONGEST_HIDDEN = 1500;

/** What is hidden until a script shows it; `hidden md:block` is hidden on telephones only. */
const HIDING = /(?:^|\s)(?:hidden|hide|d-none|is-hidden|u-hidden|sr-only|visually-?hidden|screen-reader-text)(?=$|\s)/iu;
const SHOWN_ON_WIDER = /(?:^|\s)(?:\w+:(?:block|flex|grid|inline\S*)|d-\w{2,3}-\w+)(?=$|\s)/iu;

function isHidden({ attribs }: Element): boolean {
  const { class: classes = '', style = '', hidden } = attribs;
  if (hidden !== undefined || attribs['aria-hidden'] === 'true') return true;
  if (style !== '' && /display:\s*none/iu.test(style)) return true;
  return classes !== '' && HIDING.test(classes) && !SHOWN_ON_WIDER.test(classes);
}

/** Among more classes than this, two letters are a name that a program made up: `pk pl jd qc`. */
const FEW_CLASSES = 5;

function wordsIn(names: string): string[] {
  const words =
    hyphenated(names)
      .toLowerCase()
      .match(/[a-z]+/gu) ?? [];
  return names.trim().split(/\s+/u).length > FEW_CLASSES ? words.filter((word) => word.length > 2) : words;
}

function hyphenated(names: string): string {
  return names.replace(/(?<=[a-z])(?=[A-Z])/gu, '-');
}
