/**
 * The archive: a folder that a person can read, and the only module that writes to it.
 *
 * Order of writing: the raw page in its WARC file, the snapshot's file, then `article.json`, each synced; then the catalogue. A crash in
 * between leaves a whole record or a whole snapshot that no capture names; the next visit to the article takes it in.
 */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Low } from 'lowdb';
import { addCapture, readAgain, type Capture, type CaptureRun, type Judgement } from '../article/capture.ts';
import type { Content } from '../article/content.ts';
import { revisionsOf, type Revision } from '../article/history.ts';
import { bucketOf, type ArticleRef } from '../article/identity.ts';
import { addUrl, type ArticleRecord, type KnownUrl, type SnapshotEntry } from '../article/record.ts';
import {
  digestOf,
  digestOfFile,
  parseSnapshot,
  parseSnapshotName,
  snapshotName,
  writeSnapshot,
  type SnapshotName,
} from '../article/snapshot.ts';
import { openArticle, readArticle } from './articleDocument.ts';
import { DamageError, errorCode, NoArchiveError, NoArchiveYetError, storageError } from './errors.ts';
import { createFile, makeFolder, readIfThere, syncFolders, TEMPORARY } from './files.ts';
import { ARTICLE_FILE, articleFile, articleFolder, articlesFolder, FORMAT_FILE, LOCK_FILE, snapshotFile } from './folders.ts';
import { openLock, type Lock } from './lock.ts';
import { Upkeep } from './upkeep.ts';
import type { Written } from './indexed.ts';
import { recoverWarcs, WarcStore, type Evidence, type Recovery, type WarcWriter } from './warcStore.ts';

export const ARCHIVE_SCHEMA = 'baoluu.archive/1';

/** What is to be written down of one visit. */
export interface Sighting {
  readonly ref: ArticleRef;
  readonly capture: Omit<Capture, 'snapshot'>;
  /** What the page said, where it was read. */
  readonly content?: Content;
  /** The bytes that it was read from. */
  readonly evidence?: Evidence;
}

/** What a page is taken for when it is read again. */
export interface Rereading {
  readonly judgement: Judgement;
  readonly content?: Content;
}

/** What was written down. */
export interface Recorded {
  readonly record: ArticleRecord;
  readonly snapshot?: SnapshotName;
  /** Whether this text had never been seen of the article. */
  readonly isNewSnapshot: boolean;
  /** The latest revision, where the visit showed one. */
  readonly revision?: Revision;
  /** Whether the visit began that revision. */
  readonly isNewRevision: boolean;
  /** False where the same file had been imported before, and nothing was written. */
  readonly isNewCapture: boolean;
  /** With an import that had been made before, the time that was recorded then. */
  readonly at?: string;
}

export interface ArchiveOptions {
  /** Whether to make an archive where there is none. */
  readonly create?: boolean;
  /** How long a writer waits for another one. */
  readonly lockWaitMs?: number;
  /** Who writes raw pages; without one, none are kept. */
  readonly writer?: WarcWriter;
}

export class Archive {
  readonly storage: string;
  /** WARC files that a killed process had left open, and that were closed when this archive was opened. */
  recovered: readonly Recovery[] = [];
  #lock: Lock | undefined;
  readonly #lockWaitMs: number;
  readonly #warcs: WarcStore | undefined;
  #upkeep: Upkeep | undefined;

  private constructor(storage: string, lockWaitMs: number, warcs: WarcStore | undefined) {
    this.storage = storage;
    this.#lockWaitMs = lockWaitMs;
    this.#warcs = warcs;
  }

  /**
   * Opens the archive in a folder.
   * @throws NoArchiveError where there is none (and `create` is not asked for), or its format is unknown
   */
  static async open(storage: string, { create = false, lockWaitMs = 30_000, writer }: ArchiveOptions = {}): Promise<Archive> {
    const format = await readIfThere(join(storage, FORMAT_FILE));
    if (format !== undefined) checkFormat(storage, format.toString('utf8'));
    else if (create) await createArchive(storage);
    else throw new NoArchiveYetError(`There is no archive in ${storage}. "baoluu archive URL" begins one; --storage names another folder.`);
    const archive = new Archive(storage, lockWaitMs, writer === undefined ? undefined : new WarcStore(storage, writer));
    // Better told now than after the first page is fetched.
    if (create || writer !== undefined) {
      archive.recovered = await archive.#writing(() => recoverWarcs(storage));
      await archive.keeping(() => Promise.resolve());
    }
    return archive;
  }

  /**
   * The record of an article, or undefined where nothing of it was ever captured.
   * @throws DamageError where it is damaged, or lost while there are snapshots
   */
  async article(ref: ArticleRef): Promise<ArticleRecord | undefined> {
    const record = await readArticle(articleFile(this.storage, ref), ref);
    if (record === undefined) await refuseOrphans(articleFolder(this.storage, ref));
    return record;
  }

  /** All articles that have a folder: site by site, by number or name. */
  async *refs(only?: string): AsyncGenerator<ArticleRef> {
    for (const site of only === undefined ? await folders(articlesFolder(this.storage)) : [only]) {
      const buckets = await folders(join(articlesFolder(this.storage), site));
      const ids = await Promise.all(buckets.map((bucket) => this.#ids(site, bucket)));
      for (const id of ids.flat().toSorted(byNumberOrName)) yield { site, id };
    }
  }

  /** What stands among the articles and is none: a folder that was renamed or moved, a file. Paths within the archive. */
  async *strays(): AsyncGenerator<string> {
    const top = articlesFolder(this.storage);
    for (const site of await names(top))
      for (const bucket of await names(join(top, site)))
        for (const id of await names(join(top, site, bucket)))
          if (bucketOf(id) !== bucket || !(await folders(join(top, site, bucket))).includes(id)) yield join('articles', site, bucket, id);
  }

  async #ids(site: string, bucket: string): Promise<string[]> {
    const ids = await folders(join(articlesFolder(this.storage), site, bucket));
    return ids.filter((id) => bucketOf(id) === bucket); // A folder that was copied or moved by hand; `verify` names it.
  }

  /**
   * What a snapshot's file says, after its name has been checked.
   * @throws DamageError where it is missing or not what it was
   */
  async snapshot(ref: ArticleRef, name: SnapshotName): Promise<{ readonly url: string; readonly content: Content; readonly text: string }> {
    const path = snapshotFile(this.storage, ref, name);
    const bytes = await readIfThere(path);
    if (bytes === undefined) throw new DamageError(`${path} is missing, though article.json names it. Restore it from a backup.`);
    if (!matchesName(name, bytes))
      throw new DamageError(`${path} does not match its name; its content has changed since it was written. Restore it from a backup.`);
    const text = bytes.toString('utf8');
    return { ...parseSnapshot(text), text };
  }

  /**
   * Writes down one visit. When this returns, it is on the disk.
   * @throws DamageError, LockedError or StorageError; what was there before is as it was
   */
  record(sighting: Sighting): Promise<Recorded> {
    return this.#writing(async () => {
      const { ref, capture } = sighting;
      const folder = articleFolder(this.storage, ref);
      await makeFolder(folder);
      const { low, isNew } = await openArticle(articleFile(this.storage, ref), ref);
      if (isNew) await this.#begin(folder, low);
      const repeated = importedBefore(low.data, capture);
      if (repeated !== undefined) return untouched(low.data, repeated);
      const written = (result: Recorded): Written => writtenOf(result, sighting.content);
      return await this.#catalogued(ref, () => this.#write(sighting, low), written);
    });
  }

  /**
   * Writes down what the pages of an article are taken for now that they were read again: the snapshots that follow, and
   * in each run what it was taken for before. Nothing that was kept is taken away.
   * @param rereadings by the instant at which the run of captures begins
   */
  reread(ref: ArticleRef, rereadings: ReadonlyMap<string, Rereading>, at: string): Promise<ArticleRecord> {
    return this.#writing(async () => {
      const { low } = await openArticle(articleFile(this.storage, ref), ref);
      let { snapshots } = low.data;
      const captures: CaptureRun[] = [];
      for (const run of low.data.captures) {
        const found = rereadings.get(run.first);
        const named = found?.content === undefined ? undefined : namedFor(snapshots, digestOf(found.content));
        if (found?.content !== undefined && named !== undefined)
          ({ snapshots } = await keepSnapshot(this.storage, ref, snapshots, named, run.url, found.content));
        captures.push(found === undefined ? run : readAgain(run, found.judgement, named?.name, at));
      }
      low.data = { ...low.data, snapshots, captures };
      return await this.#catalogued(
        ref,
        async () => {
          await low.write();
          return low.data;
        },
        (record) => ({ record }),
      );
    });
  }

  /** Closes the files that are being written, and gives back the lock. The archive can't be written to afterwards. */
  async close(): Promise<void> {
    try {
      if (this.#warcs?.isWriting === true) await this.#writing(async () => await this.#warcs?.close());
    } finally {
      this.#upkeep?.close();
      this.#upkeep = undefined;
      this.#lock?.close();
      this.#lock = undefined;
    }
  }

  /** Does work on the catalogue while nobody else writes to the archive. */
  keeping<T>(work: (upkeep: Upkeep) => Promise<T>): Promise<T> {
    return this.#writing(async () => await work((this.#upkeep ??= await Upkeep.open(this))));
  }

  /** What a person should know of the catalogue, each sentence once. */
  notices(): string[] {
    return this.#upkeep?.notices.splice(0) ?? [];
  }

  /** Changes an article's files, and takes them into the catalogue. The caller holds the lock. */
  async #catalogued<T>(ref: ArticleRef, write: () => Promise<T>, writtenBy: (result: T) => Written): Promise<T> {
    const upkeep = (this.#upkeep ??= await Upkeep.open(this));
    await upkeep.before(ref);
    const result = await write();
    await upkeep.after(writtenBy(result));
    return result;
  }

  /** An empty document first: snapshots without an article.json are then always damage, never the trace of a crash. */
  async #begin(folder: string, low: Low<ArticleRecord>): Promise<void> {
    await refuseOrphans(folder);
    await syncFolders(folder, this.storage);
    await low.write();
  }

  async #write({ ref, capture: draft, content, evidence }: Sighting, low: Low<ArticleRecord>): Promise<Recorded> {
    await sweep(articleFolder(this.storage, ref));
    const before = low.data;
    const adopted = await orphans(this.storage, ref, before.snapshots);
    const found = [...before.snapshots, ...adopted.map(({ entry }) => entry)].toSorted((a, b) => byNumber(a.file, b.file));
    const named = content === undefined ? undefined : namedFor(found, digestOf(content));
    const seen: Capture = named === undefined ? draft : { ...draft, snapshot: named.name };
    const captures = withoutGuess(before.captures, seen);
    const raw = evidence === undefined ? undefined : await this.#warcs?.keep(ref, evidence, captures, seen, named?.digest);
    const capture: Capture = raw === undefined ? seen : { ...seen, raw };
    const kept =
      content === undefined || named === undefined ? undefined : await keepSnapshot(this.storage, ref, found, named, capture.url, content);
    const seenAt = [...adopted.map(({ url }) => url), ...(content === undefined ? [] : [capture.url])];
    low.data = {
      ...before,
      urls: seenAt.reduce<readonly KnownUrl[]>((urls, url) => addUrl(urls, url, capture.at), before.urls),
      snapshots: kept?.snapshots ?? found,
      captures: addCapture(captures, capture),
    };
    await low.write();
    return recorded(before, low.data, kept);
  }

  #writing<T>(work: () => Promise<T>): Promise<T> {
    this.#lock ??= openLock(join(this.storage, LOCK_FILE), this.#lockWaitMs);
    return this.#lock.hold(work);
  }
}

/** Whether a file's bytes are those that its name promises. */
export function matchesName(name: SnapshotName, bytes: Uint8Array): boolean {
  return snapshotName(parseSnapshotName(name)?.number ?? -1, digestOfFile(bytes)) === name;
}

async function refuseOrphans(folder: string): Promise<void> {
  const orphan = (await entries(folder)).find((entry) => parseSnapshotName(entry.name) !== undefined);
  if (orphan === undefined) return;
  throw new DamageError(`${join(folder, ARTICLE_FILE)} is missing, but ${orphan.name} is there. Restore it from a backup.`);
}

/** Takes away what a killed writer was writing; the lock says that nobody is writing now. */
async function sweep(folder: string): Promise<void> {
  const leftovers = (await entries(folder)).filter((entry) => TEMPORARY.test(entry.name));
  for (const { name } of leftovers) await rm(join(folder, name), { force: true });
}

interface Named extends Pick<SnapshotEntry, 'digest'> {
  readonly name: SnapshotName;
  readonly isNew: boolean;
}

/** The name of a text's snapshot: the one that it has, or the next. */
function namedFor(snapshots: readonly SnapshotEntry[], digest: SnapshotEntry['digest']): Named {
  const known = snapshots.find((entry) => entry.digest === digest);
  const number = known === undefined ? nextNumber(snapshots) : (parseSnapshotName(known.file)?.number ?? -1);
  return { name: snapshotName(number, digest), digest, isNew: known === undefined };
}

interface Kept {
  readonly name: SnapshotName;
  readonly isNew: boolean;
  readonly snapshots: readonly SnapshotEntry[];
}

async function keepSnapshot(
  storage: string,
  ref: ArticleRef,
  snapshots: readonly SnapshotEntry[],
  { name, digest, isNew }: Named,
  url: string,
  content: Content,
): Promise<Kept> {
  const path = snapshotFile(storage, ref, name);
  // A file that was lost comes back this way; one that is there is never touched.
  const isWritten = await createFile(path, writeSnapshot(url, content));
  if (!isWritten && !matchesName(name, (await readIfThere(path)) ?? new Uint8Array()))
    throw new DamageError(`${path} does not match its name; its content has changed since it was written. Restore it from a backup.`);
  return { name, isNew, snapshots: isNew ? [...snapshots, { file: name, digest }] : snapshots };
}

/**
 * The snapshots that a crash left behind, written whole but not yet named by article.json, and the addresses in their
 * first lines.
 */
async function orphans(
  storage: string,
  ref: ArticleRef,
  known: readonly SnapshotEntry[],
): Promise<{ entry: SnapshotEntry; url: string }[]> {
  const files = (await entries(articleFolder(storage, ref))).map((entry) => entry.name as SnapshotName);
  const unknown = files.filter((name) => parseSnapshotName(name) !== undefined && !known.some((entry) => entry.file === name));
  const found: { entry: SnapshotEntry; url: string }[] = [];
  for (const file of unknown.toSorted(byNumber)) {
    const bytes = await readIfThere(snapshotFile(storage, ref, file));
    if (bytes === undefined || !matchesName(file, bytes)) continue;
    found.push({ entry: { file, digest: digestOfFile(bytes) }, url: bytes.toString('utf8').split('\n', 1)[0] ?? '' });
  }
  return found;
}

// Numbers by their size, then names: the catalogue lists them in the same order.
function byNumberOrName(a: string, b: string): number {
  const [isNumber, isOther] = [/^\d+$/u.test(a), /^\d+$/u.test(b)];
  if (isNumber !== isOther) return isNumber ? -1 : 1;
  return (isNumber ? a.length - b.length : 0) || (a < b ? -1 : Number(a > b));
}

function byNumber(a: SnapshotName, b: SnapshotName): number {
  return (parseSnapshotName(a)?.number ?? -1) - (parseSnapshotName(b)?.number ?? -1);
}

function nextNumber(snapshots: readonly SnapshotEntry[]): number {
  return snapshots.reduce((most, entry) => Math.max(most, parseSnapshotName(entry.file)?.number ?? -1), -1) + 1;
}

/**
 * The capture that an earlier import of the same file made. One that could not be read may be imported again with a
 * better layout, or as a partial reading; one whose time nobody had told, with its time.
 */
function importedBefore({ captures }: ArticleRecord, capture: Omit<Capture, 'snapshot'>): CaptureRun | undefined {
  const { source, outcome, missing } = capture;
  if (source === undefined) return undefined;
  return captures.find(
    (run) =>
      run.source?.sha256 === source.sha256 &&
      run.outcome === outcome &&
      JSON.stringify(run.missing) === JSON.stringify(missing) &&
      (run.source.isUndated === undefined || source.isUndated !== undefined),
  );
}

// Once somebody says when a document was seen, the time of its import is no longer of interest.
function withoutGuess(captures: readonly CaptureRun[], { source }: Omit<Capture, 'snapshot'>): readonly CaptureRun[] {
  if (source === undefined || source.isUndated !== undefined) return captures;
  return captures.filter((run) => run.source?.sha256 !== source.sha256 || run.source.isUndated === undefined);
}

function untouched(record: ArticleRecord, { first, snapshot }: CaptureRun): Recorded {
  const revision = revisionsOf(record.captures).findLast((candidate) => candidate.snapshot === snapshot && candidate.first <= first);
  const seen = { ...(snapshot === undefined ? {} : { snapshot }), ...(revision === undefined ? {} : { revision }) };
  return { record, at: first, ...seen, isNewSnapshot: false, isNewRevision: false, isNewCapture: false };
}

function recorded(before: ArticleRecord, record: ArticleRecord, kept: Kept | undefined): Recorded {
  const base = { record, isNewCapture: true, isNewSnapshot: kept?.isNew ?? false };
  if (kept === undefined) return { ...base, isNewRevision: false };
  const earlier = revisionsOf(before.captures).length;
  const revisions = revisionsOf(record.captures);
  const revision = revisions.findLast((candidate) => candidate.snapshot === kept.name);
  const seen = revision === undefined ? {} : { revision };
  return { ...base, snapshot: kept.name, ...seen, isNewRevision: revisions.length > earlier };
}

function writtenOf({ record, snapshot: file }: Recorded, content: Content | undefined): Written {
  return file === undefined || content === undefined ? { record } : { record, shown: { file, content } };
}

function checkFormat(storage: string, text: string): void {
  const path = join(storage, FORMAT_FILE);
  const schema = schemaOf(text);
  if (schema === ARCHIVE_SCHEMA) return;
  throw new NoArchiveError(
    schema === undefined
      ? `${path} can't be read, so the archive's format is unknown. Restore it from a backup; it holds {"schema": "${ARCHIVE_SCHEMA}"}.`
      : `${path} names the format "${schema}", which this version of baoluu does not know (it knows "${ARCHIVE_SCHEMA}"). Use a newer version.`,
  );
}

function schemaOf(text: string): string | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null && 'schema' in value ? String(value.schema) : undefined;
  } catch {
    return undefined;
  }
}

async function createArchive(storage: string): Promise<void> {
  const there = await names(storage);
  if (there.includes(FORMAT_FILE)) return; // Another process has begun it just now.
  const strangers = there.filter((name) => !/^(?:README\.md|lost\+found|\..*)$/u.test(name));
  if (strangers.length > 0)
    throw new NoArchiveError(
      `${storage} is no archive, and it is not empty (it holds ${strangers.slice(0, 3).join(', ')}). ` +
        `Name an empty or a new folder with --storage; if it was an archive, restore its ${FORMAT_FILE}.`,
    );
  await makeFolder(storage);
  await createFile(join(storage, FORMAT_FILE), `${JSON.stringify({ schema: ARCHIVE_SCHEMA }, undefined, 2)}\n`);
}

async function names(path: string): Promise<string[]> {
  return (await entries(path)).map((entry) => entry.name).toSorted();
}

async function folders(path: string): Promise<string[]> {
  const found = (await entries(path)).filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  return found.map((entry) => entry.name).toSorted();
}

async function entries(path: string) {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) return [];
    throw storageError('read the folder', path, error);
  }
}
