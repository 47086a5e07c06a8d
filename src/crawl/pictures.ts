/** The pictures of articles, kept beside their pages where the site's config asks for it. */
import type { Archive } from '../archive/archive.ts';
import { DamageError } from '../archive/errors.ts';
import type { Recorded } from '../archive/recorded.ts';
import type { Capture } from '../article/capture.ts';
import { siteOf, type ArticleRef } from '../article/identity.ts';
import type { Page } from '../article/page.ts';
import type { RawRecord } from '../article/raw.ts';
import type { Site } from '../article/site.ts';

/** A picture that is still to be fetched. */
export interface PictureDue {
  readonly ref: ArticleRef;
  readonly url: URL;
}

/** What came of a picture: its record, or in a clause why it was not kept. */
export type PictureKept = PictureDue & ({ readonly raw: RawRecord } | { readonly why: string });

/** The pictures that a capture names and the archive doesn't have; none where the site's config doesn't ask for them. */
export function picturesDue(
  ref: ArticleRef,
  { facts, outcome, url }: Omit<Capture, 'snapshot'>,
  { record }: Recorded,
  sites: readonly Site[],
): PictureDue[] {
  if (outcome !== 'read' || !siteOf(new URL(url), sites).pictures) return [];
  const kept = new Set((record.pictures ?? []).map((raw) => nameOf(raw.url)));
  const named = (facts?.pictures ?? []).filter((picture) => URL.canParse(picture.url) && /^https?:/iu.test(picture.url));
  const fresh = new Map(named.map((picture) => [nameOf(picture.url), new URL(picture.url)]));
  return [...fresh].filter(([name]) => !kept.has(name)).map(([, address]) => ({ ref, url: address }));
}

/** Keeps a picture that came; what is none, a page that says it is gone above all, is not kept. */
export async function keepPicture(archive: Archive, due: PictureDue, page: Page): Promise<PictureKept> {
  const why = whyNot(page);
  if (why !== undefined) return { ...due, why };
  try {
    return { ...due, raw: await archive.keepPicture(due.ref, page) };
  } catch (error) {
    if (error instanceof DamageError) return { ...due, why: error.message };
    throw error;
  }
}

function whyNot({ status, headers, truncated }: Page): string | undefined {
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  if (status !== 200) return `the server answered ${status}`;
  if (truncated !== undefined) return truncated;
  return /^\s*image\//iu.test(type) ? undefined : `it is no picture, but ${type === '' ? 'of no type' : type}`;
}

/** Servers of pictures put sizes and signatures into the query; the picture is what stands before it. */
function nameOf(url: string): string {
  return url.replace(/[?#].*$/u, '');
}
