/** Whether a reading may become a snapshot: a wrong one would be a false revision, and can't be taken back. */
import type { Agreement, CaptureRun } from '../article/capture.ts';
import type { Content } from '../article/content.ts';
import { digestOf, type Digest } from '../article/snapshot.ts';
import { LEAST_OVERLAP } from './agreement.ts';

/** What is known beside the page when a reading is judged. */
export interface Background {
  /** What the article said when it was last read. */
  readonly last?: Content;
  readonly captures: readonly CaptureRun[];
  /** The number that the page gives as its own, in its canonical address, where that is another one than was asked for. */
  readonly otherArticle?: string;
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
  return disagreement(agreement) ?? shrinking(content, background, at);
}

// The body decides. Another title or day alone is no reason: some pages give the generic reader nothing but the
// site's name. `article/health.ts` watches how often it happens.
function disagreement(agreement: Agreement | undefined): Doubt | undefined {
  if (agreement === undefined || agreement.body >= LEAST_OVERLAP) return undefined;
  return { outcome: 'suspect', why: `the layout and the generic reader disagree about the body (word overlap ${agreement.body})` };
}

// A page that was cut to a notice is news, and so must not stay hidden: the next visit that reads the same confirms it.
function shrinking(content: Content, { last, captures }: Background, at: string): Doubt | undefined {
  const [before, now] = [lengthOf(last), lengthOf(content)];
  if (before < SHORTEST_BODY || now > before * (1 - LARGEST_LOSS)) return undefined;
  const digest = digestOf(content);
  if (isConfirmed(captures, digest, at)) return undefined;
  const why = `the body is far shorter than it was (${now} characters after ${before}); the next visit that reads the same confirms it`;
  return { outcome: 'suspect', why, digest };
}

function isConfirmed(captures: readonly CaptureRun[], digest: Digest, at: string): boolean {
  const latest = captures.at(-1);
  return latest?.digest === digest && Date.parse(at) - Date.parse(latest.first) >= CONFIRMED_AFTER_MS;
}

function lengthOf(content: Content | undefined): number {
  return content?.body.reduce((sum, paragraph) => sum + paragraph.length, 0) ?? 0;
}
