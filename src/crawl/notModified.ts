/** Asking whether a page is still the one that we have, and taking the server at its word when it says so. */
import type { Archive } from '../archive/archive.ts';
import type { Condition, Region } from '../archive/catalogueContract.ts';
import { DamageError } from '../archive/errors.ts';
import type { Sighting } from '../archive/recorded.ts';
import type { CaptureFacts, CaptureRun } from '../article/capture.ts';
import { cleanUrl, siteOf, type ArticleRef } from '../article/identity.ts';
import { headerOf, type Page } from '../article/page.ts';
import type { Site } from '../article/site.ts';

/** After this time the page is asked for in full, and read: a server whose tags never change would hide every edit. */
const TRUSTED_MS = 7 * 24 * 60 * 60 * 1000;

/** RFC 9110, section 8.8.2.2: a page that was changed in the minute in which it was sent may change again unseen. */
const UNSURE_MS = 60_000;

/** What to ask by the next time, of a page that was read; undefined where its server says nothing that serves. */
export function conditionOf(
  page: Page,
  capture: Pick<CaptureFacts, 'outcome'> & { readonly at: string },
  region: Region | undefined,
): Condition | undefined {
  if (capture.outcome !== 'read' || page.status !== 200 || page.redirects.length > 0 || page.truncated !== undefined) return undefined;
  const etag = headerOf(page, 'etag')?.trim() || undefined;
  const changed = headerOf(page, 'last-modified')?.trim();
  const lastModified = changed !== undefined && Date.parse(changed) <= Date.parse(page.at) - UNSURE_MS ? changed : undefined;
  if (etag === undefined && lastModified === undefined && region === undefined) return undefined;
  return { url: page.url, at: capture.at, ...tagsOf({ etag, lastModified }), ...(region === undefined ? {} : { region }) };
}

/** The tags that are there: what a visit says that it has. */
export function tagsOf({ etag, lastModified }: { readonly etag?: string | undefined; readonly lastModified?: string | undefined }) {
  return { ...(etag === undefined ? {} : { etag }), ...(lastModified === undefined ? {} : { lastModified }) };
}

/** The condition to send with a visit, where it is of that address and not too old. */
export function sendable(condition: Condition | undefined, url: URL, now: number): Condition | undefined {
  if (condition?.url !== url.href || (condition.etag === undefined && condition.lastModified === undefined)) return undefined;
  const age = now - Date.parse(condition.at);
  return age >= 0 && age < TRUSTED_MS ? condition : undefined;
}

/**
 * The region that is known of the page that was had at the same address, where this one came whole and straight from there.
 * What it says it says of the page that came. But whether the reading is to be doubted the rest of the page says: a body that a redesign
 * has left behind is the same for ever. So the page is read now and then, as often as one that is not sent at all is asked for.
 */
export function knownRegion(page: Page, condition: Condition | undefined): Region | undefined {
  // What is recorded is what was recorded then, the status with it.
  if (page.status !== 200 || condition?.url !== page.url || condition.region?.readAt === undefined) return undefined;
  const age = Date.parse(page.at) - Date.parse(condition.region.readAt);
  return age >= 0 && age < TRUSTED_MS ? condition.region : undefined;
}

interface Kept {
  readonly archive: Archive;
  readonly sites: readonly Site[];
}

/** The captures that say what the page was taken for when it was had; none where the article was restored from an older copy since. */
async function runOf(ref: ArticleRef, { url, at }: Condition, { archive, sites }: Kept): Promise<CaptureRun | undefined> {
  const address = cleanUrl(new URL(url), siteOf(new URL(url), sites));
  const article = await archive.article(ref);
  // Within one instant the article may have been seen at another address, too.
  return article?.captures.find((run) => run.outcome === 'read' && run.url === address && run.first <= at && at <= run.last);
}

/** Whether the archive has what a server is to be asked about; it would say that we have it, for a week. */
export async function isKept(ref: ArticleRef, condition: Condition, kept: Kept): Promise<boolean> {
  try {
    return (await runOf(ref, condition, kept)) !== undefined;
  } catch (error) {
    if (error instanceof DamageError) return true; // It is told with what comes.
    throw error;
  }
}

/** What a page says that is still the one that we have: its capture, once more; undefined where the archive has it no longer. */
export async function sightingOfSame(page: Page, ref: ArticleRef, condition: Condition, kept: Kept): Promise<Sighting | undefined> {
  const run = await runOf(ref, condition, kept);
  if (run?.snapshot === undefined) return undefined;
  // A 304 is the server's word. A full answer is only known to be the same to the layout that has read both, and as long as nobody
  // has read the stored one otherwise since.
  if (page.status !== 304 && (run.reader?.layout !== condition.region?.layout || run.former !== undefined)) return undefined;
  const policy = siteOf(new URL(page.url), kept.sites).raw;
  return { ref, capture: { ...factsOf(run), at: page.at }, shows: run.snapshot, evidence: { page, policy } };
}

function factsOf({
  first: _first,
  last: _last,
  visits: _visits,
  undated: _undated,
  raw: _raw,
  former: _former,
  snapshot: _snapshot,
  ...facts
}: CaptureRun): Omit<CaptureFacts, 'snapshot'> {
  return facts;
}
