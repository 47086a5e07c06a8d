/**
 * The archive: a folder that a person can read, and the only module that writes to it.
 *
 * Order of writing: the raw page in its WARC file, the snapshot's file, then `article.json`, each synced; then the
 * catalogue. A crash in between leaves a whole record or a whole snapshot that no capture names; the next visit to the
 * article takes it in.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Low } from 'lowdb';
import { addCapture, readAgain, readFrom, type Capture, type CaptureRun, type Judgement } from '../article/capture.ts';
import type { Content } from '../article/content.ts';
import { bucketOf, formatRef, type ArticleRef } from '../article/identity.ts';
import type { Page } from '../article/page.ts';
import type { RawRecord } from '../article/raw.ts';
import { addUrl, type ArticleRecord, type KnownUrl, type SnapshotEntry } from '../article/record.ts';
import { digestOf, parseSnapshot, parseSnapshotName, type SnapshotName } from '../article/snapshot.ts';
import type { ArticleDocument } from './articleDocument.ts';
import type { Catalogue } from './catalogueContract.ts';
import { DamageError } from './errors.ts';
import { runWith, type FoundEvidence } from './evidence.ts';
import { foldersIn, makeFolderUnsynced, namesIn, namesNow, readIfThere, syncFolders, TEMPORARY } from './files.ts';
import { ARTICLE_FILE, articleFile, articleFolder, articlesFolder, FORMAT_FILE, keptSites, LOCK_FILE, snapshotFile } from './folders.ts';
import { checkFormat, createArchive, whyNoArchive } from './format.ts';
import type { Written } from './indexed.ts';
import { openLock, type Lock } from './lock.ts';
import { Upkeep } from './upkeep.ts';
import { importedBefore, recorded, untouched, withoutGuess, type Recorded, type Sighting } from './recorded.ts';
import { RememberedRecords } from './remembered.ts';
import { byNumber, keepSnapshot, matchesName, namedFor, orphans } from './snapshots.ts';
import { Together } from './together.ts';
import type { Recovery } from './warcRecovery.ts';
import type { WarcStore, WarcWriter } from './warcStore.ts';

// A command that lists does without documents, and one that reads without writing WARC: what they don't need would take a
// fourth of the time that they have.
let documents: Promise<typeof import('./articleDocument.ts')> | undefined;
const documentModule = (): NonNullable<typeof documents> => (documents ??= import('./articleDocument.ts'));

/** What a page is taken for when it is read again. */
export interface Rereading {
  readonly judgement: Judgement;
  readonly content?: Content;
}

/** What the pages of one article are taken for. */
interface Rereadings {
  readonly ref: ArticleRef;
  readonly rereadings: ReadonlyMap<string, Rereading>;
  readonly at: string;
}

export interface ArchiveOptions {
  /** Whether to make an archive where there is none. */
  readonly create?: boolean;
  /** How long a writer waits for another one. */
  readonly lockWaitMs?: number;
  /** Who writes raw pages; without one, none are kept. */
  readonly writer?: WarcWriter;
}

/** An article's document, opened to write a visit down. */
interface Opened {
  readonly sighting: Sighting;
  readonly low: Low<ArticleRecord>;
  /** What was written down when the same visit was recorded before. */
  readonly repeated?: Recorded;
}

export class Archive {
  readonly storage: string;
  /** WARC files that a killed process had left open, and that were closed when this archive was opened. */
  recovered: readonly Recovery[] = [];
  #lock: Lock | undefined;
  readonly #lockWaitMs: number;
  readonly #warcs: WarcStore | undefined;
  #upkeep: Upkeep | undefined;
  /** Folders of which this process has made sure that they stand in the folder above them. */
  readonly #synced = new Set<string>();
  readonly #remembered = new RememberedRecords();
  readonly #recording = new Together<Sighting, Recorded>(
    (sightings) => this.#writing(() => this.#recordAll(sightings)),
    ({ ref }) => formatRef(ref),
  );
  readonly #rereading = new Together<Rereadings, ArticleRecord>(
    (all) => this.#writing(() => this.#rereadAll(all)),
    ({ ref }) => formatRef(ref),
  );

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
    else throw await whyNoArchive(storage);
    const warcs = writer === undefined ? undefined : new (await import('./warcStore.ts')).WarcStore(storage, writer);
    const archive = new Archive(storage, lockWaitMs, warcs);
    // Better told now than after the first page is fetched.
    if (create || writer !== undefined) {
      const { recoverWarcs } = await import('./warcRecovery.ts');
      archive.recovered = await archive.#writing(() => recoverWarcs(archive));
      await archive.keeping(() => Promise.resolve());
    }
    return archive;
  }

  /**
   * The record of an article, or undefined where nothing of it was ever captured.
   * @throws DamageError where it is damaged, or lost while there are snapshots
   */
  async article(ref: ArticleRef): Promise<ArticleRecord | undefined> {
    const { readArticle } = await documentModule();
    const record = await readArticle(articleFile(this.storage, ref), ref, this.#remembered);
    if (record === undefined) refuseOrphans(articleFolder(this.storage, ref));
    return record;
  }

  /** All articles that have a folder: site by site, by number or name. */
  async *refs(only?: string): AsyncGenerator<ArticleRef> {
    for (const site of only === undefined ? await keptSites(this.storage) : [only]) {
      const buckets = await foldersIn(join(articlesFolder(this.storage), site));
      const ids = await Promise.all(buckets.map((bucket) => this.#ids(site, bucket)));
      for (const id of ids.flat().toSorted(byNumberOrName)) yield { site, id };
    }
  }

  /** What stands among the articles and is none: a folder that was renamed or moved, a file. Paths within the archive. */
  async *strays(): AsyncGenerator<string> {
    const top = articlesFolder(this.storage);
    for (const site of await namesIn(top))
      for (const bucket of await namesIn(join(top, site)))
        for (const id of await namesIn(join(top, site, bucket)))
          if (bucketOf(id) !== bucket || !(await foldersIn(join(top, site, bucket))).includes(id)) yield join('articles', site, bucket, id);
  }

  async #ids(site: string, bucket: string): Promise<string[]> {
    const ids = await foldersIn(join(articlesFolder(this.storage), site, bucket));
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
   * Writes down one visit. When this returns, it is on the disk. Several may ask at once: what one has to wait for,
   * all wait for together.
   * @throws DamageError, LockedError or StorageError; what was there before is as it was
   */
  record(sighting: Sighting): Promise<Recorded> {
    return this.#recording.ask(sighting);
  }

  async #recordAll(sightings: readonly Sighting[]): Promise<PromiseSettledResult<Recorded>[]> {
    const opened = await Promise.allSettled(sightings.map((sighting) => this.#openFor(sighting)));
    const fresh = opened.flatMap((each) => (each.status === 'fulfilled' && each.value.repeated === undefined ? [each.value] : []));
    const upkeep = (this.#upkeep ??= await Upkeep.open(this));
    await upkeep.before(fresh.map(({ sighting }) => sighting.ref));
    const results = await Promise.allSettled(fresh.map(({ sighting, low }) => this.#write(sighting, low)));
    const written = fresh.flatMap(({ sighting }, index) => {
      const result = results[index];
      return result?.status === 'fulfilled' ? [writtenOf(result.value, sighting.content)] : [];
    });
    await upkeep.after(written);
    const came = new Map(results.map((result, index) => [fresh[index], result]));
    return opened.map((each) => (each.status === 'rejected' ? each : (came.get(each.value) ?? settledWith(each.value.repeated))));
  }

  async #openFor(sighting: Sighting): Promise<Opened> {
    const { ref, capture, evidence } = sighting;
    const { low, isNew } = await this.#open(ref);
    if (isNew) await this.#begin(articleFolder(this.storage, ref), low);
    const known = evidence === undefined ? undefined : runWith(low.data.captures, evidence);
    const repeated = known ?? importedBefore(low.data, capture);
    return { sighting, low, ...(repeated === undefined ? {} : { repeated: untouched(low.data, repeated) }) };
  }

  async #open(ref: ArticleRef): Promise<ArticleDocument> {
    const { openArticle } = await documentModule();
    return await openArticle(articleFile(this.storage, ref), ref, this.#remembered);
  }

  /** Writes down where a record is now that was elsewhere, or copies it into the archive's own files. */
  replaceRaw(ref: ArticleRef, old: RawRecord, evidence: FoundEvidence): Promise<void> {
    return this.#writing(async () => {
      const { low } = await this.#open(ref);
      const fresh = 'stored' in evidence ? evidence.stored : await this.#warcs?.copy(ref, evidence);
      if (fresh === undefined) throw new Error('An archive that was opened to be read copies nothing.');
      const isOld = ({ record, at, url }: RawRecord): boolean => record === old.record && at === old.at && url === old.url;
      const captures = low.data.captures.map((run) =>
        run.raw?.some(isOld) === true ? { ...run, raw: run.raw.map((raw) => (isOld(raw) ? fresh : raw)) } : run,
      );
      await this.#rewrite(ref, low, { ...low.data, captures });
    });
  }

  /**
   * Keeps a picture of an article with its raw pages; one whose bytes are there already refers to them.
   * @returns where it is
   */
  keepPicture(ref: ArticleRef, page: Page): Promise<RawRecord> {
    return this.#writing(async () => {
      const { low } = await this.#open(ref);
      const { pictures = [] } = low.data;
      if (this.#warcs === undefined) throw new Error('An archive that was opened to be read keeps no pictures.');
      const raw = await this.#warcs.keepPicture(ref, page, pictures);
      await this.#rewrite(ref, low, { ...low.data, pictures: [...pictures, raw] });
      return raw;
    });
  }

  /**
   * Writes down what the pages of an article are taken for after they were read again: the snapshots that follow, and
   * in each run what it was taken for before. Nothing that was kept is taken away. Several may ask at once, as for `record`.
   * @param rereadings by the page that a run of captures was read from (`readFrom`)
   */
  reread(ref: ArticleRef, rereadings: ReadonlyMap<string, Rereading>, at: string): Promise<ArticleRecord> {
    return this.#rereading.ask({ ref, rereadings, at });
  }

  async #rereadAll(all: readonly Rereadings[]): Promise<PromiseSettledResult<ArticleRecord>[]> {
    const upkeep = (this.#upkeep ??= await Upkeep.open(this));
    await upkeep.before(all.map(({ ref }) => ref));
    const results = await Promise.allSettled(all.map((each) => this.#rereadOne(each)));
    await upkeep.after(results.flatMap((result) => (result.status === 'fulfilled' ? [{ record: result.value }] : [])));
    return results;
  }

  async #rereadOne({ ref, rereadings, at }: Rereadings): Promise<ArticleRecord> {
    const { low } = await this.#open(ref);
    let { snapshots } = low.data;
    const captures: CaptureRun[] = [];
    for (const run of low.data.captures) {
      const found = rereadings.get(readFrom(run));
      const named = found?.content === undefined ? undefined : namedFor(snapshots, digestOf(found.content));
      if (found?.content !== undefined && named !== undefined)
        ({ snapshots } = await keepSnapshot(this.storage, ref, snapshots, named, run.url, found.content));
      captures.push(found === undefined ? run : readAgain(run, found.judgement, named?.name, at));
    }
    low.data = { ...low.data, snapshots, captures };
    await low.write();
    return low.data;
  }

  /** Closes the files that are being written, and gives back the lock. The archive can't be written to afterwards. */
  async close(): Promise<void> {
    try {
      await this.#recording.idle();
      await this.#rereading.idle();
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

  /**
   * The catalogue, for what is planned with it; it is closed with the archive.
   * @throws CatalogueError where it can't be used
   */
  catalogue(): Promise<Catalogue> {
    return this.keeping((upkeep) => Promise.resolve(upkeep.catalogue));
  }

  /** What a person should know of the catalogue, each sentence once. */
  notices(): string[] {
    return this.#upkeep?.notices.splice(0) ?? [];
  }

  /** Changes an article's files, and takes them into the catalogue. The caller holds the lock. */
  async #catalogued<T>(ref: ArticleRef, write: () => Promise<T>, writtenBy: (result: T) => Written): Promise<T> {
    const upkeep = (this.#upkeep ??= await Upkeep.open(this));
    await upkeep.before([ref]);
    const result = await write();
    await upkeep.after([writtenBy(result)]);
    return result;
  }

  async #rewrite(ref: ArticleRef, low: Low<ArticleRecord>, data: ArticleRecord): Promise<ArticleRecord> {
    const write = async (): Promise<ArticleRecord> => {
      low.data = data;
      await low.write();
      return data;
    };
    return await this.#catalogued(ref, write, (record) => ({ record }));
  }

  /** An empty document first: snapshots without an article.json are then always damage, never the trace of a crash. */
  async #begin(folder: string, low: Low<ArticleRecord>): Promise<void> {
    makeFolderUnsynced(folder);
    refuseOrphans(folder);
    await syncFolders(folder, this.storage, this.#synced);
    await low.write();
  }

  async #write({ ref, capture: draft, content, shows, evidence }: Sighting, low: Low<ArticleRecord>): Promise<Recorded> {
    const before = low.data;
    const names = sweep(articleFolder(this.storage, ref));
    const adopted = await orphans(this.storage, ref, names, before.snapshots);
    const found = [...before.snapshots, ...adopted.map(({ entry }) => entry)].toSorted((a, b) => byNumber(a.file, b.file));
    const same = shows === undefined ? undefined : { name: shows, isNew: false, ...this.#entryOf(ref, shows, found, names) };
    const named = content === undefined ? same : namedFor(found, digestOf(content));
    const seen: Capture = named === undefined ? draft : { ...draft, snapshot: named.name };
    const captures = withoutGuess(before.captures, seen);
    const raw = evidence === undefined ? undefined : await this.#warcs?.keep(ref, evidence, captures, seen, named?.digest);
    const capture: Capture = raw === undefined ? seen : { ...seen, raw };
    const kept =
      content === undefined || named === undefined
        ? named && { ...named, snapshots: found }
        : await keepSnapshot(this.storage, ref, found, named, capture.url, content);
    const seenAt = [...adopted.map(({ url }) => url), ...(named === undefined ? [] : [capture.url])];
    low.data = {
      ...before,
      urls: seenAt.reduce<readonly KnownUrl[]>((urls, url) => addUrl(urls, url, capture.at), before.urls),
      snapshots: kept?.snapshots ?? found,
      captures: addCapture(captures, capture),
    };
    await low.write();
    return recorded(before, low.data, kept);
  }

  /** A snapshot that is said to be there: by `article.json`, and by its folder. */
  #entryOf(ref: ArticleRef, file: SnapshotName, known: readonly SnapshotEntry[], names: readonly string[]): Pick<SnapshotEntry, 'digest'> {
    const entry = known.find((each) => each.file === file);
    if (entry !== undefined && names.includes(file)) return { digest: entry.digest };
    throw new DamageError(`${snapshotFile(this.storage, ref, file)} is missing, though article.json names it. Restore it from a backup.`);
  }

  #writing<T>(work: () => Promise<T>): Promise<T> {
    this.#lock ??= openLock(join(this.storage, LOCK_FILE), this.#lockWaitMs);
    return this.#lock.hold(work);
  }
}

function refuseOrphans(folder: string): void {
  const orphan = namesNow(folder).find((name) => parseSnapshotName(name) !== undefined);
  if (orphan === undefined) return;
  throw new DamageError(`${join(folder, ARTICLE_FILE)} is missing, but ${orphan} is there. Restore it from a backup.`);
}

/**
 * Takes away what a killed writer was writing; the lock says that nobody is writing now.
 * @returns the names of all else in the folder
 */
function sweep(folder: string): string[] {
  const names = namesNow(folder);
  for (const name of names.filter((each) => TEMPORARY.test(each))) rmSync(join(folder, name), { force: true });
  return names.filter((name) => !TEMPORARY.test(name));
}

// Numbers by their size, then names: the catalogue lists them in the same order.
function byNumberOrName(a: string, b: string): number {
  const [isNumber, isOther] = [/^\d+$/u.test(a), /^\d+$/u.test(b)];
  if (isNumber !== isOther) return isNumber ? -1 : 1;
  return (isNumber ? a.length - b.length : 0) || (a < b ? -1 : Number(a > b));
}

function settledWith(repeated: Recorded | undefined): PromiseSettledResult<Recorded> {
  if (repeated === undefined) return { status: 'rejected', reason: new Error('A visit was neither written down nor known before.') };
  return { status: 'fulfilled', value: repeated };
}

function writtenOf({ record, snapshot: file }: Recorded, content: Content | undefined): Written {
  return file === undefined || content === undefined ? { record } : { record, shown: { file, content } };
}
