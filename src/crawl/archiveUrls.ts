/** Archiving a list of addresses: fetch each one, keep what came, tell what came of it. */
import type { Archive } from '../archive/archive.ts';
import type { Recorded } from '../archive/recorded.ts';
import { DamageError } from '../archive/errors.ts';
import type { Capture } from '../article/capture.ts';
import { sameReader } from '../article/history.ts';
import type { ArticleRef } from '../article/identity.ts';
import { siteOf } from '../article/identity.ts';
import type { Page, Visit } from '../article/page.ts';
import type { Site } from '../article/site.ts';
import type { FetchFailure, FetchOptions } from './fetch.ts';
import { isPublicAddress, literalAddress } from './addresses.ts';
import { sightingOf, type KeepOptions } from './keep.ts';
import { recordRereads, rereadPages } from './reread.ts';
import { Ledger } from './ledger.ts';
import { keepPicture, picturesDue, type PictureDue, type PictureKept } from './pictures.ts';
import { pinnedAddress, type Pin } from './resolve.ts';

/** What came of one address. Without a page there is no capture: nothing was seen. */
export type Archived = { readonly url: URL } & (
  | { readonly ref: ArticleRef; readonly capture: Omit<Capture, 'snapshot'>; readonly recorded: Recorded }
  | { readonly failure: FetchFailure }
  | { readonly damage: DamageError }
);

export interface Means {
  readonly archive: Archive;
  readonly sites: readonly Site[];
  readonly fetch: FetchOptions;
  /** The shortest gap between two requests to a host; a site's own gap is never undercut on a public address. */
  readonly delayMs?: number;
  readonly isPartialWelcome: boolean;
  /** Is told what came of each picture, where a site's config asks for pictures. */
  readonly tellPicture?: (picture: PictureKept) => void;
}

/**
 * Visits each address once, one request at a time to each host. Every page is on the disk before it is told.
 * @throws what the disk or the lock would not do; nothing more is fetched then
 */
export async function archiveUrls(urls: readonly URL[], means: Means, tell: (archived: Archived) => Promise<void>): Promise<void> {
  const { fetchPages } = await import('./fetch.ts');
  const { archive, sites, isPartialWelcome } = means;
  const options = { sites, isPartialWelcome, ledger: new Ledger(archive, sites) };
  const visits = urls.map((url) => visitOf(url, means));
  const due: PictureDue[] = [];
  await fetchPages(visits, means.fetch, async ({ url }, fetched) => {
    if ('failure' in fetched) return await tell({ url, failure: fetched.failure });
    const archived = await kept(fetched.page, archive, options);
    if ('recorded' in archived) due.push(...picturesDue(archived.ref, archived.capture, archived.recorded, sites));
    await tell({ url, ...archived });
  });
  await fetchPictures(due, means);
}

/** After the pages, so that a page never waits for a picture. */
async function fetchPictures(due: readonly PictureDue[], means: Means): Promise<void> {
  if (due.length === 0) return;
  const { fetchPages } = await import('./fetch.ts');
  const once = [...new Map(due.map((each) => [each.url.href, each])).values()];
  const visits = once.map(({ url }) => visitOf(url, means));
  await fetchPages(visits, means.fetch, async (_visit, fetched, index) => {
    const picture = once[index];
    if (picture === undefined) return;
    means.tellPicture?.(
      'failure' in fetched ? { ...picture, why: fetched.failure.message } : await keepPicture(means.archive, picture, fetched.page),
    );
  });
}

type Kept = Archived extends infer Each ? (Each extends { readonly failure: unknown } ? never : Omit<Each, 'url'>) : never;

async function kept(page: Page, archive: Archive, options: KeepOptions): Promise<Kept> {
  try {
    const { ref, ...sighting } = await sightingOf(page, options);
    await readPastAlike(archive, ref, sighting.capture, options);
    const recorded = await archive.record({ ref, ...sighting });
    await options.ledger.learn(ref, sighting.capture, sighting.content === undefined ? [] : [sighting.capture.url]);
    return { ref, capture: sighting.capture, recorded };
  } catch (error) {
    // One torn article is its own trouble; a full disk or a lock is everybody's.
    if (error instanceof DamageError) return { damage: error };
    throw error;
  }
}

/**
 * Where another layout or extractor read this page than read the article's last one, its stored pages are read again
 * first: a difference that remains is the newsroom's.
 */
async function readPastAlike(archive: Archive, ref: ArticleRef, capture: Omit<Capture, 'snapshot'>, options: KeepOptions): Promise<void> {
  if (capture.outcome !== 'read') return;
  const article = await archive.article(ref);
  const last = article?.captures.findLast((run) => run.outcome === 'read');
  if (article === undefined || last === undefined || sameReader(last.reader, capture.reader)) return;
  await recordRereads(archive, ref, await rereadPages(archive, article, options), capture.at);
}

/** A visit at the pace of its host: the site’s own gap is never undercut on a public address. */
export function visitOf(url: URL, { sites, delayMs, fetch }: Pick<Means, 'sites' | 'delayMs' | 'fetch'>): Visit {
  const site = siteOf(url, sites);
  const own = site.delaySeconds * 1000;
  const asked = delayMs ?? own;
  return { url, delayMs: isOurOwn(url, fetch.resolve) ? asked : Math.max(asked, own), allowPrivate: site.allowPrivate };
}

/** Whether an address means this machine or a private network, where nobody but ourselves is kept waiting. */
function isOurOwn(url: URL, pins: readonly Pin[]): boolean {
  const address = pinnedAddress(pins, url) ?? literalAddress(url);
  return url.hostname === 'localhost' || (address !== undefined && !isPublicAddress(address));
}
