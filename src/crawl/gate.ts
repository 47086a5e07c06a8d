/**
 * Whether a page may be read at all. What does not pass is recorded with its reason, and is never a snapshot: a
 * block page, a captcha, a soft 404 or half a page must not look like an edit of the newsroom.
 */
import type { Outcome } from '../article/capture.ts';
import { headerOf, type Page } from '../article/page.ts';
import { challengeIn, isDeclaredArticle, isLogin, isSoftNotFound, MORE_WORDS, type Source } from './challenge.ts';
import { visible, type Visible } from './glance.ts';

export interface Stopped {
  readonly outcome: Exclude<Outcome, 'read' | 'unread'>;
  /** What was wrong, for a person. */
  readonly why: string;
}

/** What stops a page from being read; undefined where nothing does. `html` is its body as text. */
export function gate(page: Page, html: string): Stopped | undefined {
  // Gone is gone, whatever the page beside it looks like.
  if (page.status === 404 || page.status === 410) return stopped('absent', `the server answered ${statusLine(page)}`);
  if (page.status >= 200 && page.status < 300) return incomplete(page) ?? notHtml(page, html) ?? brokenOff(html) ?? inItsPlace(html);
  return blocked(page, html) ?? byStatus(page);
}

function byStatus(page: Page): Stopped {
  const { status } = page;
  if (status >= 500) return stopped('failed', `the server answered ${statusLine(page)}`);
  if (status >= 400) return stopped('refused', `the server refused with ${statusLine(page)}`);
  if (status === 304) return stopped('failed', 'the server answered 304 Not Modified, although it was not asked whether the page was');
  if (status >= 300) return stopped('failed', `the server answered ${statusLine(page)} without an address to go to`);
  return stopped('failed', `the server answered ${statusLine(page)}, which is no page`);
}

function incomplete(page: Page): Stopped | undefined {
  if (page.truncated !== undefined) return stopped('truncated', page.truncated);
  if (page.status === 204 || page.status === 205) return stopped('failed', `the server answered ${statusLine(page)}, which has no page`);
  if (page.status === 206) return stopped('truncated', 'the server sent a part of the page, although the whole was asked for');
  return page.body.length === 0 ? stopped('failed', `the server answered ${statusLine(page)} with an empty page`) : undefined;
}

// Called failed and not unread: no layout will ever read a picture, so the address should not wait for one.
function notHtml(page: Page, html: string): Stopped | undefined {
  const type = (headerOf(page, 'content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const binary = MAGIC.find(({ bytes }) => bytes.every((byte, index) => page.body[index] === byte));
  if (binary !== undefined) return stopped('failed', `the address gives ${binary.what}, not a page`);
  const isNamedHtml = type === '' || type === 'text/html' || type === 'application/xhtml+xml';
  return isNamedHtml || looksLikeHtml(html) ? undefined : stopped('failed', `the address gives ${type.slice(0, 60)}, not a page`);
}

const MAGIC = [
  { what: 'a PDF file', bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  { what: 'a PNG picture', bytes: [0x89, 0x50, 0x4e, 0x47] },
  { what: 'a JPEG picture', bytes: [0xff, 0xd8, 0xff] },
  { what: 'a GIF picture', bytes: [0x47, 0x49, 0x46, 0x38] },
  { what: 'a ZIP archive', bytes: [0x50, 0x4b, 0x03, 0x04] },
] as const;

// Pages sent as text/plain or application/octet-stream are pages to a reader; feeds and JSON are not.
function looksLikeHtml(html: string): boolean {
  return /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*>\s*)*<(?:!doctype html|html|head|body)\b/iu.test(html.slice(0, 2000));
}

// A connection that is simply closed ends a page as well as its last byte does. Of 681 pages of as many sites two open
// a body and never close it or the page.
function brokenOff(html: string): Stopped | undefined {
  if (!/<(?:html|body)[\s>]/iu.test(html) || END.test(html.slice(-LONGEST_END)) || END.test(html)) return undefined;
  return stopped('truncated', 'the page breaks off: it opens its body and never closes it');
}

const END = /<\/(?:html|body)\s*>/iu;
/** Most pages end with it, so that they needn't be looked through for it. */
const LONGEST_END = 100;

/** A page of more characters than this stands in nothing's place, and a hostile one is not worth the time. */
const LARGEST_NOTICE = 2_000_000;

function inItsPlace(html: string): Stopped | undefined {
  if (html.length > LARGEST_NOTICE) return undefined;
  const [seen, source] = looked(html);
  // First, because a "not found" page has the captcha of a comment form as often as any other page.
  if (isSoftNotFound(seen, source)) return stopped('absent', 'the page says that there is none, although the status says that all is well');
  const challenge = challengeIn(seen, source);
  if (challenge !== undefined) return stopped('blocked', `${challenge} stands in place of the page`);
  return isLogin(seen, source) ? stopped('blocked', 'a login stands in place of the page') : undefined;
}

// An error page has little text by nature, so only what is plainly a challenge counts on it, and a login where
// the status speaks of permission.
function blocked(page: Page, html: string): Stopped | undefined {
  if (html.length > LARGEST_NOTICE) return undefined;
  const [seen, source] = looked(html);
  const asksForLogin = (page.status === 401 || page.status === 403) && isLogin(seen, source);
  const what = challengeIn(seen, source) ?? (asksForLogin ? 'a login' : undefined);
  return what === undefined ? undefined : stopped('blocked', `${what} stands in place of the page (${statusLine(page)})`);
}

// The text is looked through beside the source, because Akamai writes its words as numbers (`Reference&#32;&#35;`).
// Of a page that says it is an article no more is looked at than the words that no notice has.
function looked(html: string): [Visible, Source] {
  const isDeclared = isDeclaredArticle(html);
  const seen = visible(html, isDeclared ? MORE_WORDS : undefined);
  let known: string | undefined;
  const lower = (): string => (known ??= `${html}\n${seen.text}`.toLowerCase());
  return [seen, { isDeclared: isDeclared || isDeclaredArticle(seen.text), lower }];
}

function statusLine({ status, statusText }: Page): string {
  const text = statusText
    .replace(/[^\x20-\x7e]/gu, '')
    .trim()
    .slice(0, 60);
  return text === '' ? String(status) : `${status} ${text}`;
}

function stopped(outcome: Stopped['outcome'], why: string): Stopped {
  return { outcome, why };
}
