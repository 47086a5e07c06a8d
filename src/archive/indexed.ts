/** What the catalogue is told of an article: computed from its own files. */
import { statSync } from 'node:fs';
import type { Content } from '../article/content.ts';
import { historyOf, revisionsOf, stateOf, type Revision } from '../article/history.ts';
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

/** An article as the catalogue takes it in. */
export interface Indexed {
  /** What of it is sound. */
  readonly article: IndexedArticle;
  /** What of it can't be read: which file, why, and what to do. */
  readonly damage: readonly string[];
}

/** An article as its files are now; undefined where its folder is gone. */
export async function indexArticle(archive: Archive, ref: ArticleRef, known: Known, written?: Written): Promise<Indexed | undefined> {
  try {
    const stamp = stampOf(archive.storage, ref);
    const record = stamp === undefined || written === undefined ? await archive.article(ref) : written.record;
    if (stamp === undefined || record === undefined) return undefined;
    const texts = new Texts((file) => textOf(archive, record, file, written?.shown));
    return withDamage(await indexedFrom(record, stamp, known, texts), [...texts.damage]);
  } catch (error) {
    if (!isDamage(error)) throw error;
    return { article: nothingOf(ref), damage: [error.message] };
  }
}

type Text = NonNullable<IndexedSnapshot['text']>;

/** The texts of an article's snapshots, and what is wrong with those that can't be read, each sentence once. */
class Texts {
  readonly damage = new Set<string>();
  readonly #read: (file: SnapshotName) => Promise<Text>;
  readonly #known = new Map<SnapshotName, Promise<Text | undefined>>();

  constructor(read: (file: SnapshotName) => Promise<Text>) {
    this.#read = read;
  }

  /** Undefined where it can't be read. */
  of(file: SnapshotName): Promise<Text | undefined> {
    const text = this.#known.get(file) ?? this.#readable(file);
    this.#known.set(file, text);
    return text;
  }

  async #readable(file: SnapshotName): Promise<Text | undefined> {
    try {
      return await this.#read(file);
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.damage.add(error.message);
      return undefined;
    }
  }
}

function isDamage(error: unknown): error is DamageError | StorageError {
  return error instanceof DamageError || error instanceof StorageError;
}

async function indexedFrom(record: ArticleRecord, stamp: FileStamp, known: Known, texts: Texts): Promise<IndexedArticle> {
  const entry = await entryFrom(record, stamp, (revisions) => latestTitle(revisions, known, texts));
  const snapshots: IndexedSnapshot[] = [];
  for (const { file } of record.snapshots) {
    const shown = record.captures.filter((run) => run.snapshot === file);
    const seen = { file, first: shown[0]?.first ?? entry.first, last: shown.at(-1)?.last ?? entry.first };
    const text = known.texts.includes(file) ? undefined : await texts.of(file);
    snapshots.push(text === undefined ? seen : { ...seen, text });
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
  return await entryFrom(record, stamp, async (revisions) => {
    const latest = revisions.at(-1);
    return latest === undefined ? '' : (await textOf(archive, record, latest.snapshot, undefined)).content.title;
  });
}

/** The title of the latest text that can be read; of one that is known, as the catalogue has it: what a file says doesn't change. */
async function latestTitle(revisions: readonly Revision[], known: Known, texts: Texts): Promise<string> {
  for (const { snapshot } of revisions.toReversed()) {
    if (known.latest?.file === snapshot && known.texts.includes(snapshot)) return known.latest.title;
    const text = await texts.of(snapshot);
    if (text !== undefined) return text.content.title;
  }
  return '';
}

async function entryFrom(
  record: ArticleRecord,
  stamp: FileStamp,
  titleOf: (revisions: readonly Revision[]) => Promise<string>,
): Promise<ArticleEntry> {
  const events = historyOf(record.captures);
  const revisions = events.flatMap((event) => ('revision' in event ? [event.revision] : []));
  const { site, id, captures } = record;
  return {
    site,
    id,
    title: await titleOf(revisions),
    state: stateOf(events) ?? 'read',
    revisions: revisions.length,
    snapshots: record.snapshots.length,
    first: captures[0]?.first ?? '',
    last: captures.at(-1)?.last ?? '',
    lastChange: revisions.at(-1)?.first ?? '',
    url: record.urls.at(-1)?.url ?? captures.at(-1)?.url ?? '',
    stamp,
  };
}

/** No file has this stamp, so that a list looks at the article itself, and tells what is wrong. */
const NO_STAMP: FileStamp = { modifiedMs: 0, bytes: 0 };

function withDamage({ entry, ...rest }: IndexedArticle, damage: readonly string[]): Indexed {
  if (damage.length === 0) return { article: { entry, ...rest }, damage };
  return { article: { entry: { ...entry, state: DAMAGED, stamp: NO_STAMP }, ...rest }, damage };
}

function nothingOf({ site, id }: ArticleRef): IndexedArticle {
  const nothing = { title: '', revisions: 0, snapshots: 0, first: '', last: '', lastChange: '', url: '' };
  return { entry: { site, id, state: DAMAGED, ...nothing, stamp: NO_STAMP }, snapshots: [], revisions: [] };
}
