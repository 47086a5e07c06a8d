/** Archiving a list of addresses: fetch each one, keep what came, tell what came of it. */
import type { Archive } from '../archive/archive.ts';
import type { FetchFailure, FetchOptions } from './fetch.ts';
import { Ledger } from './ledger.ts';
import { keepPicture, picturesDue, type PictureDue, type PictureKept } from './pictures.ts';
import { Readers } from './readers.ts';
import { recordPage, type Kept } from './recordPage.ts';
import { visitOf, type Pace } from './visitOf.ts';

/** What came of one address. Without a page there is no capture: nothing was seen. */
export type Archived = { readonly url: URL } & (Kept | { readonly failure: FetchFailure });

export interface Means extends Pace {
  readonly archive: Archive;
  readonly fetch: FetchOptions;
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
  const readers = new Readers(sites);
  const options = { sites, isPartialWelcome, ledger: new Ledger(archive, sites), look: readers.look };
  const visits = urls.map((url) => visitOf(url, means));
  const due: PictureDue[] = [];
  await fetchPages(visits, means.fetch, async ({ url }, fetched) => {
    if ('failure' in fetched) return await tell({ url, failure: fetched.failure });
    const archived = await recordPage(fetched.page, archive, options);
    if ('recorded' in archived) due.push(...picturesDue(archived.ref, archived.capture, archived.recorded, sites));
    await tell({ url, ...archived });
  }).finally(() => readers.end());
  await fetchPictures(due, means);
}

/** After the pages, so that a page never waits for a picture. */
export async function fetchPictures(due: readonly PictureDue[], means: Omit<Means, 'isPartialWelcome'>): Promise<void> {
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
