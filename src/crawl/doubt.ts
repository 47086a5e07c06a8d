/** Whether a reading may become a snapshot: a wrong one would be a false revision, and can't be taken back. */
import type { Agreement, CaptureRun } from '../article/capture.ts';
import type { Content } from '../article/content.ts';
import { digestOf, type Digest } from '../article/snapshot.ts';
import { LEAST_OVERLAP, type GenericReading } from './agreement.ts';
import { isDatedToday, strayed } from './strayed.ts';

/** What is known beside the page when a reading is judged. */
export interface Background {
  /** What the article said when it was last read. */
  readonly last?: Content;
  /** What the generic reader reads on the same page, where a layout made the reading. */
  readonly generic?: GenericReading;
  readonly captures: readonly CaptureRun[];
  /** The number that the page gives as its own, in its canonical address, where that is another one than was asked for. */
  readonly otherArticle?: string;
  /** The name of the site and of the article's section: none of them is a headline. */
  readonly labels?: readonly string[];
  /** The page's site has layouts that read its pages so far, and none of them fits this one. */
  readonly isUnknownLayout: boolean;
}

/** Why a reading is held back. `outcome` is `unread` where no layout fits, else `suspect`. */
export interface Doubt {
  readonly outcome: 'unread' | 'suspect';
  readonly why: string;
  readonly digest?: Digest;
}

/** A body that has lost more than this share of its length is looked at twice. */
const LARGEST_LOSS = 0.6;
/** A body shorter than this, in characters, may well be halved by an honest edit. */
const SHORTEST_BODY = 400;
/** Two visits that are to confirm each other lie at least this far apart, so that one bad moment can't. */
const CONFIRMED_AFTER_MS = 5 * 60_000;

/** Undefined where nothing speaks against keeping what was read. */
export function doubtAbout(content: Content, agreement: Agreement | undefined, background: Background, at: string): Doubt | undefined {
  if (background.otherArticle !== undefined)
    return { outcome: 'suspect', why: `the page says that it is another article, ${background.otherArticle}` };
  if (background.isUnknownLayout)
    return { outcome: 'unread', why: 'no layout of its site fits the page: it is no article, or the site has been redesigned' };
  return (
    disagreement(agreement) ?? mislabelled(content, background) ?? astray(content, background, at) ?? unconfirmed(content, background, at)
  );
}

function mislabelled({ title }: Content, { labels = [] }: Background): Doubt | undefined {
  const label = labels.find((each) => each.toLowerCase() === title.toLowerCase());
  return label === undefined ? undefined : { outcome: 'suspect', why: `the title is "${label}", the name of the site or the section` };
}

function astray(content: Content, { last, generic }: Background, at: string): Doubt | undefined {
  const why = generic === undefined ? undefined : strayed(content, generic, last, at);
  return why === undefined ? undefined : { outcome: 'suspect', why };
}

// The body decides. Another title or day alone is no reason: some pages give the generic reader nothing but the
// site's name. `article/health.ts` watches how often it happens.
function disagreement(agreement: Agreement | undefined): Doubt | undefined {
  if (agreement === undefined || agreement.body >= LEAST_OVERLAP) return undefined;
  return { outcome: 'suspect', why: `the layout and the generic reader disagree about the body (word overlap ${agreement.body})` };
}

// A page that was cut to a notice is news, and so must not stay hidden: a later visit that reads the same confirms it.
function unconfirmed(content: Content, { last, captures }: Background, at: string): Doubt | undefined {
  const what = last === undefined ? undefined : (shrinking(content, last) ?? redating(content, last, at));
  if (what === undefined) return undefined;
  const digest = digestOf(content);
  if (isConfirmed(captures, digest, at)) return undefined;
  return { outcome: 'suspect', why: `${what}; a visit that reads the same five minutes later, or more, confirms it`, digest };
}

function shrinking(content: Content, last: Content): string | undefined {
  const [before, now] = [lengthOf(last), lengthOf(content)];
  if (before < SHORTEST_BODY || now > before * (1 - LARGEST_LOSS)) return undefined;
  return `the body is far shorter than it was (${now} characters after ${before})`;
}

// A clock shows another time at the next visit; a newsroom that dates its article anew does not.
function redating(content: Content, last: Content, at: string): string | undefined {
  return isDatedToday(content, last, at) ? `the date is that of the visit (${content.date} after ${last.date})` : undefined;
}

function isConfirmed(captures: readonly CaptureRun[], digest: Digest, at: string): boolean {
  const latest = captures.at(-1);
  return latest?.digest === digest && Date.parse(at) - Date.parse(latest.first) >= CONFIRMED_AFTER_MS;
}

function lengthOf({ body }: Content): number {
  return body.reduce((sum, paragraph) => sum + paragraph.length, 0);
}
