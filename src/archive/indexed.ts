/** What the catalogue is told of an article: computed from its own files. */
import { statSync } from 'node:fs';
import type { Content } from '../article/content.ts';
import { historyOf, revisionsOf, stateOf } from '../article/history.ts';
import type { ArticleRef } from '../article/identity.ts';
import type { ArticleRecord } from '../article/record.ts';
import { writeSnapshot, type SnapshotName } from '../article/snapshot.ts';
import type { Archive } from './archive.ts';
import {
  DAMAGED,
  type ArticleEntry,
  type FileStamp,
  type IndexedArticle,
  type IndexedSnapshot,
  type TitledSnapshot,
} from './catalogueContract.ts';
import { DamageError, errorCode, StorageError, storageError } from './errors.ts';
import { articleFile } from './folders.ts';

/** How an article's document stands on the disk now; undefined where there is none. */
export function stampOf(storage: string, ref: ArticleRef): FileStamp | undefined {
  const path = articleFile(storage, ref);
  try {
    const { mtimeMs: modifiedMs, size: bytes } = statSync(path);
    return { modifiedMs, bytes };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw storageError('read', path, error);
  }
}

export function sameStamp(a: FileStamp | undefined, b: FileStamp): boolean {
  return a?.modifiedMs === b.modifiedMs && a.bytes === b.bytes;
}

/** What the catalogue has of an article already, so that it need not be read again. */
export interface Known {
  /** The snapshots whose texts are not asked for. */
  readonly texts: readonly SnapshotName[];
  readonly latest?: TitledSnapshot | undefined;
}

/** What has just been written of an article, so that it need not be read again. */
export interface Written {
  readonly record: ArticleRecord;
  /** The snapshot that the visit showed, and what it says. */
  readonly shown?: { readonly file: SnapshotName; readonly content: Content };
}

/** An article as the catalogue takes it in; undefined where its folder is gone. */
export async function indexArticle(
  archive: Archive,
  ref: ArticleRef,
  known: Known,
  written?: Written,
): Promise<IndexedArticle | undefined> {
  try {
    const stamp = stampOf(archive.storage, ref);
    const record = stamp === undefined ? undefined : (written?.record ?? (await archive.article(ref)));
    if (stamp === undefined || record === undefined) return undefined;
    return await indexedFrom(record, stamp, known, (file) => textOf(archive, record, file, written?.shown));
  } catch (error) {
    if (!(error instanceof DamageError) && !(error instanceof StorageError)) throw error;
    return damaged(ref);
  }
}

type Text = NonNullable<IndexedSnapshot['text']>;

async function indexedFrom(
  record: ArticleRecord,
  stamp: FileStamp,
  known: Known,
  read: (file: SnapshotName) => Promise<Text>,
): Promise<IndexedArticle> {
  const entry = await entryFrom(record, stamp, titles(known, read));
  const snapshots: IndexedSnapshot[] = [];
  for (const { file } of record.snapshots) {
    const shown = record.captures.filter((run) => run.snapshot === file);
    const seen = { file, first: shown[0]?.first ?? entry.first, last: shown.at(-1)?.last ?? entry.first };
    snapshots.push(known.texts.includes(file) ? seen : { ...seen, text: await read(file) });
  }
  const revisions = revisionsOf(record.captures).map(({ first, snapshot }) => ({ first, snapshot }));
  return { entry, snapshots, revisions };
}

async function textOf(archive: Archive, record: ArticleRecord, file: SnapshotName, shown: Written['shown']): Promise<Text> {
  if (shown?.file === file)
    return { content: shown.content, bytes: Buffer.byteLength(writeSnapshot(record.urls.at(-1)?.url ?? '', shown.content)) };
  const { content, text } = await archive.snapshot(record, file);
  return { content, bytes: Buffer.byteLength(text) };
}

/**
 * What a list says of an article.
 * @throws DamageError where its latest snapshot can't be read
 */
export async function entryOf(archive: Archive, record: ArticleRecord, stamp: FileStamp): Promise<ArticleEntry> {
  return await entryFrom(record, stamp, async (file) => (await textOf(archive, record, file, undefined)).content.title);
}

/** A snapshot's title; that of one whose text is known, as the catalogue has it: what a file says doesn't change. */
function titles({ texts, latest }: Known, read: (file: SnapshotName) => Promise<Text>): TitleOf {
  return async (file) => (latest?.file === file && texts.includes(file) ? latest.title : (await read(file)).content.title);
}

type TitleOf = (file: SnapshotName) => Promise<string>;

async function entryFrom(record: ArticleRecord, stamp: FileStamp, titleOf: TitleOf): Promise<ArticleEntry> {
  const events = historyOf(record.captures);
  const revisions = events.flatMap((event) => ('revision' in event ? [event.revision] : []));
  const latest = revisions.at(-1);
  const { site, id, captures } = record;
  return {
    site,
    id,
    title: latest === undefined ? '' : await titleOf(latest.snapshot),
    state: stateOf(events) ?? 'read',
    revisions: revisions.length,
    snapshots: record.snapshots.length,
    first: captures[0]?.first ?? '',
    last: captures.at(-1)?.last ?? '',
    lastChange: latest?.first ?? '',
    url: record.urls.at(-1)?.url ?? captures.at(-1)?.url ?? '',
    stamp,
  };
}

/** No file has this stamp, so that a list looks at the article itself, and tells what is wrong. */
function damaged({ site, id }: ArticleRef): IndexedArticle {
  const nothing = { title: '', revisions: 0, snapshots: 0, first: '', last: '', lastChange: '', url: '' };
  return { entry: { site, id, state: DAMAGED, ...nothing, stamp: { modifiedMs: 0, bytes: 0 } }, snapshots: [], revisions: [] };
}
