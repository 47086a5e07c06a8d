/** What is known of an outlet's website: where its articles stand, how politely to ask, how its pages are read. */
import type { RawPolicy } from './raw.ts';
import { DEFAULT_SCHEDULE, DEFAULT_SECOND_PAGE, type Schedule, type Seed } from './seed.ts';

/**
 * Where a field stands on a page, in order of trust: a CSS selector, of which the text is taken
 * (`h1.article__title`), or an attribute where one is named (`meta[property="og:title"]@content`);
 * or a path into the page's JSON-LD article (`json-ld:datePublished`).
 */
export type FieldRule = string;

/** How a site's pages are read: one era of its markup. All selectors are CSS. */
export interface Layout {
  /** `<site>/<year since when>`; it goes into every capture, so it is never given to another layout. */
  readonly name: string;
  /** A page belongs to the layout when each of these finds something. */
  readonly match: readonly string[];
  readonly title: readonly FieldRule[];
  /** What stands around the title and is no part of it, where no element holds the title alone: regular expressions (flags `iu`). */
  readonly titleTrim: readonly string[];
  readonly date: readonly FieldRule[];
  /** The lead paragraph where it stands outside the body; it opens the body, and is taken once. */
  readonly sapo: readonly string[];
  readonly body: readonly string[];
  /** Elements whose whole text is a caption. */
  readonly captions: readonly string[];
  readonly author: readonly FieldRule[];
  readonly section: readonly FieldRule[];
  readonly tags: readonly FieldRule[];
  readonly modified: readonly FieldRule[];
  readonly source: readonly FieldRule[];
  /** What is no part of the text: advertising, related cards, share buttons. */
  readonly drop: readonly string[];
  /** What is text although it looks like something to drop. */
  readonly keep: readonly string[];
  /**
   * Lines over a list of other articles that nothing but its words tells from the text: regular expressions (flags
   * `iu`) for a whole paragraph. It is left out, and so are the paragraphs after it while they are links.
   */
  readonly relatedHeads: readonly string[];
  /** As `relatedHeads`, for words that may be text as well (`Xem thêm:`): only where they, or what follows, are links. */
  readonly relatedLinks: readonly string[];
  /** The names of the body layouts that stand in pages of this layout: old articles in a newer template. */
  readonly bodyLayouts: readonly string[];
}

type RelatedRule = 'relatedHeads' | 'relatedLinks';

/**
 * How the bodies of one era are read wherever they stand: in the page of a later layout that names it, or alone,
 * where only the body was kept. What it says is added to what the layout around it says, inside the body.
 */
export interface BodyLayout extends Pick<Layout, 'captions' | 'author' | 'source' | 'drop' | 'keep' | RelatedRule> {
  /** `<site>/body-<year since when>`. A reading by `site/2026` with `site/body-2011` in it names `site/2026+body-2011`. */
  readonly name: string;
  /** A body belongs to the layout when each of these finds something in it. */
  readonly match: readonly string[];
  /** Where the body stands when it was kept without its page; it is never looked for there on a whole page of a layout. */
  readonly alone: readonly string[];
}

/**
 * How the plain text of a whole page of this site is read, where only the text was kept. Each pattern is a
 * regular expression (flags `iu`) for a whole line.
 */
export interface TextLayout {
  readonly name: string;
  /** The text belongs to the layout when each pattern matches one of its lines. */
  readonly match: readonly string[];
  /** Lines that are no part of the article wherever they stand: hotline, partner, buttons. */
  readonly drop: readonly string[];
  /** The first line that is no longer the article; it and all after it are left out. */
  readonly end: readonly string[];
  /** Lines that are captions. */
  readonly caption: readonly string[];
  /** The line that credits the original; its group `source` is the outlet or writer. */
  readonly source: readonly string[];
}

export interface Site {
  /** The short name that stands in folders and in `site/number`: `vietnamplus`. */
  readonly name: string;
  /** The name that people know: `VietnamPlus`. */
  readonly title: string;
  readonly language: string;
  /** The offset that the site's times mean where they name none: `+07:00`. Undefined where nobody knows. */
  readonly utcOffset?: string;
  readonly hosts: readonly string[];
  /**
   * Regular expressions (flags `iu`) for a URL's path, or its path and query, the group `number` being the article's
   * number. The first that matches decides, so that old and new addresses of one article give one number.
   */
  readonly articleNumbers: readonly string[];
  /** Query parameters that don't belong to an article's address; `*` at the end matches any rest. */
  readonly dropParameters: readonly string[];
  /** Where a crawl starts. */
  readonly seeds: readonly Seed[];
  /** The address of a section's further pages: `{section}` is the seed's, `{page}` the number (`{section}/trang{page}.vnp`). */
  readonly pagePattern?: string;
  /** The number that stands in the address of a section's second page. */
  readonly secondPage: number;
  /** When known articles are looked at again. */
  readonly schedule: Schedule;
  /** When the site is left alone, by its own clock (UTC where that is unknown): `23:30-05:00`. */
  readonly quietHours: readonly string[];
  /** The most requests on one day of the site's clock; undefined where there is no limit. */
  readonly dailyBudget?: number;
  /** The least time between two requests to a host of the site. */
  readonly delaySeconds: number;
  /** Whether addresses of this machine and of private networks may be asked (an intranet, a test). */
  readonly allowPrivate: boolean;
  /** Which raw pages are kept. */
  readonly raw: RawPolicy;
  /** Whether the pictures of its articles are kept, too. */
  readonly pictures: boolean;
  readonly layouts: readonly Layout[];
  readonly bodyLayouts: readonly BodyLayout[];
  readonly textLayouts: readonly TextLayout[];
}

/** The politeness towards a site that nobody has described. */
export const DEFAULT_DELAY_SECONDS = 2;

/** A site that no file describes: named by its host, read by the fallback. */
export function unknownSite(host: string): Site {
  return {
    name: folderName(host.replace(/^(?:www|m|amp|mobile)\.(?=.+\.)/u, '')),
    title: host,
    language: 'und',
    hosts: [host],
    articleNumbers: [],
    dropParameters: [],
    seeds: [],
    secondPage: DEFAULT_SECOND_PAGE,
    schedule: DEFAULT_SCHEDULE,
    quietHours: [],
    delaySeconds: DEFAULT_DELAY_SECONDS,
    allowPrivate: false,
    raw: 'changed',
    pictures: false,
    layouts: [],
    bodyLayouts: [],
    textLayouts: [],
  };
}

// A host comes from outside and becomes a folder: `..` and the colons of an IPv6 address may not.
function folderName(host: string): string {
  return host.replace(/[^\w.-]+/gu, '_').replace(/^\.+/u, '_') || '_';
}
