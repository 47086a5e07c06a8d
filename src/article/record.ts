/** What an archive knows of one article: the document that stands in its folder as `article.json`. */
import type { CaptureRun } from './capture.ts';
import type { ArticleRef } from './identity.ts';
import type { RawRecord } from './raw.ts';
import type { Digest, SnapshotName } from './snapshot.ts';

/** An address of the article and when it was seen there, first and last; UTC. */
export interface KnownUrl {
  readonly url: string;
  readonly from: string;
  readonly to: string;
}

export interface SnapshotEntry {
  readonly file: SnapshotName;
  readonly digest: Digest;
}

export const ARTICLE_SCHEMA = 'baoluu.article/1';

export interface ArticleRecord extends ArticleRef {
  readonly schema: typeof ARTICLE_SCHEMA;
  readonly urls: readonly KnownUrl[];
  /** In the order of their numbers. */
  readonly snapshots: readonly SnapshotEntry[];
  /** In time order. */
  readonly captures: readonly CaptureRun[];
  /** Where the bytes of its pictures are; a picture is kept once. */
  readonly pictures?: readonly RawRecord[];
}

export function newRecord({ site, id }: ArticleRef): ArticleRecord {
  return { schema: ARTICLE_SCHEMA, site, id, urls: [], snapshots: [], captures: [] };
}

/** The addresses with one sighting more. */
export function addUrl(urls: readonly KnownUrl[], url: string, at: string): KnownUrl[] {
  if (!urls.some((known) => known.url === url)) return [...urls, { url, from: at, to: at }];
  return urls.map((known) =>
    known.url === url ? { url, from: at < known.from ? at : known.from, to: at > known.to ? at : known.to } : known,
  );
}
