/**
 * Reading history again: the stored pages of an article through today's layouts. What comes out differently is our
 * doing, and is recorded as that; a page that today's layouts can't read keeps the reading that it has.
 */
import type { Archive, Rereading } from '../archive/archive.ts';
import { DamageError } from '../archive/errors.ts';
import { readFrom, type CaptureRun, type Judgement } from '../article/capture.ts';
import type { Reading } from '../article/content.ts';
import { sameReader } from '../article/history.ts';
import { siteOf, type ArticleRef } from '../article/identity.ts';
import { headerOf, type Page } from '../article/page.ts';
import type { ArticleRecord } from '../article/record.ts';
import { digestOf, type Digest } from '../article/snapshot.ts';
import { decodeHtml } from '../extract/decode.ts';
import { readFirst } from '../extract/read.ts';
import { gate } from './gate.ts';
import { compareReadings, judged, type KeepOptions, type Read } from './keep.ts';
import { storedPage } from './storedPage.ts';

/** What came of reading the page of one run of captures again. */
export interface Reread {
  readonly run: CaptureRun;
  readonly judgement: Judgement;
  /** What the page says now. */
  readonly digest?: Digest;
  readonly rereading: Rereading;
  /**
   * `same`: the same text. `other`: another text, or one where there was none. `lost`: a page that was read and can't be
   * any more, which changes nothing. `damaged`: its bytes are not there.
   */
  readonly effect: 'same' | 'other' | 'lost';
}

/** `damage`: in a sentence, why the page's bytes are not there. */
export type RereadResult = Reread | { readonly run: CaptureRun; readonly damage: string };

/** What came of reading an article's pages again; no article where it was not visited since the time that was named. */
export type RereadArticle =
  | { readonly article: ArticleRecord; readonly results: readonly RereadResult[] }
  | { readonly damage: string }
  | { readonly isPassedOver: true };

/** Reads an article's pages again; nothing is written. Plain data, so that a thread can hand it over. */
export async function rereadArticle(archive: Archive, ref: ArticleRef, options: KeepOptions, since = ''): Promise<RereadArticle> {
  try {
    const article = await archive.article(ref);
    if (article === undefined || (article.captures.at(-1)?.last ?? '') < since) return { isPassedOver: true };
    return { article, results: await rereadPages(archive, article, options) };
  } catch (error) {
    if (error instanceof DamageError) return { damage: error.message };
    throw error;
  }
}

// The other outcomes are what the server said, and no matter of reading.
const READABLE: ReadonlySet<CaptureRun['outcome']> = new Set(['read', 'unread', 'suspect', 'blocked']);

/** Reads again every page that is kept of an article, in time order; nothing is written. */
export async function rereadPages(archive: Archive, article: ArticleRecord, options: KeepOptions): Promise<RereadResult[]> {
  const results: RereadResult[] = [];
  for (const run of article.captures) {
    const result = READABLE.has(run.outcome) ? await rereadRun(archive, article, run, options) : undefined;
    if (result !== undefined) results.push(result);
  }
  return results;
}

/** Writes down what differs. Returns undefined where nothing does. */
export async function recordRereads(
  archive: Archive,
  ref: ArticleRef,
  results: readonly RereadResult[],
  at: string,
): Promise<ArticleRecord | undefined> {
  const changed = results.filter((result): result is Reread => 'effect' in result && isWorthRecording(result));
  if (changed.length === 0) return undefined;
  return await archive.reread(ref, new Map(changed.map(({ run, rereading }) => [readFrom(run), rereading])), at);
}

function isWorthRecording({ effect, run, judgement }: Reread): boolean {
  return effect === 'other' || (effect === 'same' && !sameReader(run.reader, judgement.reader));
}

async function rereadRun(
  archive: Archive,
  article: ArticleRecord,
  run: CaptureRun,
  options: KeepOptions,
): Promise<RereadResult | undefined> {
  const [raw] = run.raw ?? [];
  if (raw === undefined) return undefined;
  try {
    const page = await storedPage(archive, article, raw, run.status);
    return page === undefined ? undefined : await compared(page, article, run, options);
  } catch (error) {
    if (error instanceof DamageError) return { run, damage: error.message };
    throw error;
  }
}

async function compared(page: Page, article: ArticleRecord, run: CaptureRun, options: KeepOptions): Promise<Reread> {
  const old = article.snapshots.find(({ file }) => file === run.snapshot)?.digest;
  const html = decodeHtml(page.body, headerOf(page, 'content-type'));
  const stopped = gate(page, html);
  if (stopped !== undefined) return effectOf(run, { judgement: judgementOf(stopped) }, old);
  const site = siteOf(new URL(page.url), options.sites);
  const first = readFirst(html, page.url, site);
  // The same reader reads the same text again: then there is nothing to judge, and no second opinion to be asked.
  if (isTheSame(first.reading, run, old)) return unchanged(run, old);
  return effectOf(run, await readingNow(compareReadings(first.again(), html, site), article, run, options), old);
}

function isTheSame(reading: Reading, run: CaptureRun, old: Digest | undefined): boolean {
  if (run.outcome !== 'read' || old === undefined) return false;
  return 'content' in reading && sameReader(run.reader, reading.reader) && digestOf(reading.content) === old;
}

function unchanged(run: CaptureRun, digest: Digest | undefined): Reread {
  const judgement = judgementOf(run);
  return { run, judgement, rereading: { judgement }, effect: 'same', ...(digest === undefined ? {} : { digest }) };
}

function effectOf(run: CaptureRun, rereading: Rereading, old: Digest | undefined): Reread {
  const { judgement, content } = rereading;
  const digest = content === undefined ? undefined : digestOf(content);
  const isLost = run.outcome === 'read' && judgement.outcome !== 'read';
  const isSame = run.outcome === judgement.outcome && old === digest;
  return { run, judgement, rereading, effect: isLost ? 'lost' : isSame ? 'same' : 'other', ...(digest === undefined ? {} : { digest }) };
}

async function readingNow(read: Read, ref: ArticleRef, run: CaptureRun, options: KeepOptions): Promise<Rereading> {
  const seen = { at: run.first, url: run.url };
  // What was kept although it was partial or doubted was kept because somebody asked for it.
  const isPartialWelcome = run.outcome === 'read' && (run.missing !== undefined || run.why !== undefined || options.isPartialWelcome);
  const { capture, content } = await judged(read, ref, seen, { ...options, isPartialWelcome });
  // What speaks against a file that somebody handed in is not settled by reading it again.
  const doubt = run.source !== undefined && isPartialWelcome && capture.outcome === 'read' ? run.why : undefined;
  const judgement = judgementOf({ ...capture, ...(doubt === undefined ? {} : { why: doubt }) });
  return { judgement, ...(content === undefined ? {} : { content }) };
}

function judgementOf({ outcome, why, missing, reader, facts, agreement, digest }: Judgement): Judgement {
  return {
    outcome,
    ...(why === undefined ? {} : { why }),
    ...(missing === undefined ? {} : { missing }),
    ...(reader === undefined ? {} : { reader }),
    ...(facts === undefined ? {} : { facts }),
    ...(agreement === undefined ? {} : { agreement }),
    ...(digest === undefined ? {} : { digest }),
  };
}
