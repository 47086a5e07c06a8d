/**
 * The catalogue in SQLite: `storage/catalogue.sqlite`, the engine that comes with the program.
 *
 * Its log is synced at checkpoints only: a kill loses nothing, and what a power cut takes is missed when it is next opened
 * (`isCut`), and it is made anew from the articles' own files. So a visit written down does not wait for the disk once more.
 */
import { renameSync, existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setImmediate as eventLoopTurn } from 'node:timers/promises';
import Database from 'libsql';
import type { ArticleRef } from '../article/identity.ts';
import type * as Contract from './catalogueContract.ts';
import { CatalogueError, errorCode } from './errors.ts';
import { beginLife, type Life } from './life.ts';
import { isLocked, tryLockFirmly } from './lock.ts';
import * as articles from './sqlite/articles.ts';
import * as changes from './sqlite/changes.ts';
import * as discoveries from './sqlite/discoveries.ts';
import * as due from './sqlite/due.ts';
import * as hosts from './sqlite/hosts.ts';
import * as runs from './sqlite/runs.ts';
import { related } from './sqlite/related.ts';
import { migrate } from './sqlite/schema.ts';
import { search } from './sqlite/search.ts';
import type { Row, Sql, Value } from './sqlite/sql.ts';
import * as tallies from './sqlite/tallies.ts';

/** How long a statement waits for another process, whose transactions are short. */
const PATIENCE_MS = 30_000;

/** With SQLite's own 2 MB, taking in the hundred thousandth article takes twice as long as the first. */
const CACHE_KILOBYTES = 32_000;

export interface Opened {
  readonly catalogue: Contract.Catalogue;
  /** There was none, or none that could be used. */
  readonly isNew: boolean;
  /** Where the one that could not be used lies now. */
  readonly setAside?: string;
}

/**
 * Opens the catalogue that is there.
 * @returns undefined where there is none
 * @throws CatalogueError where it is damaged, of an unknown version, or out of reach
 */
export function readCatalogue(path: string): Contract.Catalogue | undefined {
  return existsSync(path) ? openAt(path).catalogue : undefined;
}

/**
 * Opens the catalogue, or begins another where there is none or it can't be used. To be called by the holder of the archive's lock.
 * @throws CatalogueError where none can be made
 */
export function openCatalogue(path: string): Opened {
  try {
    return openAt(path);
  } catch (error) {
    if (!(error instanceof CatalogueError) || !error.isUnusable) throw error;
    const setAside = putAside(path);
    return { ...openAt(path), setAside };
  }
}

function openAt(path: string): Opened {
  const hasLog = sizeOf(`${path}-wal`) > 0;
  const sql = new Connection(path);
  try {
    const { isNew } = migrate(sql) ?? unknown(path);
    const isCut = hasLog && articles.metaOf(sql, 'boot') !== bootOf();
    if (isCut) articles.setComplete(sql, false);
    if (articles.metaOf(sql, 'boot') !== bootOf()) articles.setMeta(sql, 'boot', bootOf());
    return { catalogue: new SqliteCatalogue(sql, path), isNew };
  } catch (error) {
    sql.close();
    throw error;
  }
}

function unknown(path: string): never {
  throw new CatalogueError(
    `${path} is of a version that this baoluu does not know. Use a newer baoluu, or run "baoluu reindex", which makes another from the articles’ own files.`,
    { isUnusable: true },
  );
}

/** Which start of the machine this is: a log that is left from another was cut off by a power cut. */
function bootOf(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return 'unknown'; // Where the machine doesn't tell, power cuts are left to `reindex`.
  }
}

function putAside(path: string): string {
  let number = 1;
  while (existsSync(asideOf(path, number))) number += 1;
  const aside = asideOf(path, number);
  for (const part of ['', '-wal', '-shm']) if (existsSync(`${path}${part}`)) renameSync(`${path}${part}`, `${aside}${part}`);
  return aside;
}

function asideOf(path: string, number: number): string {
  return join(dirname(path), `${basename(path, '.sqlite')}-set-aside-${number}.sqlite`);
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

type Prepared = ReturnType<Database.Database['prepare']>;

/** The connection, which says in a sentence what SQLite says in a code. */
class Connection implements Sql {
  readonly #path: string;
  readonly #database: Database.Database;
  readonly #prepared = new Map<string, Prepared>();

  constructor(path: string) {
    this.#path = path;
    this.#database = this.#said(() => new Database(path));
    this.#said(() => {
      this.#database.exec(`PRAGMA busy_timeout = ${PATIENCE_MS}`);
      this.#database.exec('PRAGMA journal_mode = WAL');
      this.#database.exec('PRAGMA synchronous = NORMAL');
      this.#database.exec(`PRAGMA cache_size = -${CACHE_KILOBYTES}`);
    });
  }

  run(statement: string, values: readonly Value[] = []): number {
    return this.#said(() => this.#statement(statement).run([...values]).changes);
  }

  get<T = Row>(statement: string, values: readonly Value[] = []): T | undefined {
    return this.#said(() => this.#statement(statement).get([...values]) as T | undefined);
  }

  all<T = Row>(statement: string, values: readonly Value[] = []): T[] {
    return this.#said(() => this.#statement(statement).all([...values]) as T[]);
  }

  transaction<T>(work: () => T): T {
    this.#said(() => this.#database.exec('BEGIN IMMEDIATE'));
    try {
      const result = work();
      this.#said(() => this.#database.exec('COMMIT'));
      return result;
    } catch (error) {
      if (this.#database.inTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  /** A log that is left behind means that somebody was killed, or the power cut. */
  close(): void {
    try {
      this.#database.exec('PRAGMA busy_timeout = 0');
      this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {
      // Another process is at work and will do it, or the folder is read-only and there is none.
    }
    this.#prepared.clear();
    this.#database.close();
  }

  #statement(statement: string): Prepared {
    const known = this.#prepared.get(statement) ?? this.#database.prepare(statement);
    this.#prepared.set(statement, known);
    return known;
  }

  #said<T>(ask: () => T): T {
    try {
      return ask();
    } catch (error) {
      throw sentenceFor(this.#path, error);
    }
  }
}

// A full disk, for instance: whoever keeps the catalogue up lets go of it then, and a crawl that plans with it must end.
function closed(path: string, cause: Error): CatalogueError {
  const message = `${path} was closed after an earlier trouble with it. What was told is kept; check the disk’s room, and run the command again.`;
  return new CatalogueError(message, { cause, isUnusable: false });
}

function sentenceFor(path: string, cause: unknown): Error {
  const code = errorCode(cause) ?? '';
  if (cause instanceof TypeError && cause.message.includes('not open')) return closed(path, cause);
  if (!code.startsWith('SQLITE_')) return cause instanceof Error ? cause : new Error(String(cause));
  const isUnusable = /^SQLITE_(?:CORRUPT|NOTADB)/u.test(code);
  const reason = isUnusable
    ? 'is damaged. No capture is lost with it: run "baoluu reindex", which sets it aside and makes another from the articles’ own files'
    : `can't be used (${cause instanceof Error ? cause.message : code}). Check the disk’s room and the folder’s permissions`;
  return new CatalogueError(`${path} ${reason}.`, { cause, isUnusable });
}

/** Every call is one statement or one transaction; the parts in `sqlite/` say what is asked. */
class SqliteCatalogue implements Contract.Catalogue {
  readonly #sql: Connection;
  readonly #path: string;
  /** Site → how to give back its lock. */
  readonly #held = new Map<string, () => void>();
  /** What others tell by whether we still run; made when a host is first asked. */
  #life: Life | undefined;

  constructor(sql: Connection, path: string) {
    this.#sql = sql;
    this.#path = path;
  }

  isComplete = async () => articles.isComplete(this.#sql);
  beginRebuild = async () => this.#whole(() => articles.beginRebuild(this.#sql));
  endRebuild = async () => this.#whole(() => articles.endRebuild(this.#sql));
  mark = async (refs: readonly ArticleRef[]) => this.#whole(() => articles.mark(this.#sql, refs));
  marked = async () => articles.marked(this.#sql);
  take = async (taken: readonly Contract.IndexedArticle[]) => {
    this.#whole(() => articles.take(this.#sql, taken));
    // libsql frees an answer's memory in a turn of the event loop: without one, a million articles leave 2 GB behind (measured).
    await eventLoopTurn();
  };
  forget = async (ref: ArticleRef) => this.#whole(() => articles.forget(this.#sql, ref));
  entry = async (ref: ArticleRef) => articles.entryOf(this.#sql, ref);
  texts = async (ref: ArticleRef) => articles.texts(this.#sql, ref);
  latest = async (ref: ArticleRef) => articles.latest(this.#sql, ref);
  hiddenCount = async (site?: string) => articles.hiddenCount(this.#sql, site);
  damaged = async (query: Contract.DamagedQuery) => articles.damaged(this.#sql, query);
  search = async (query: Contract.TextQuery) => search(this.#sql, query);
  related = async (query: Contract.RelatedQuery) => related(this.#sql, query);
  siteStatus = async (now: Contract.Instant, since: Contract.StatusSince) =>
    due
      .siteStatus(this.#sql, now, since)
      .map((status) => (status.lastRun === undefined ? status : { ...status, lastRun: this.#seenAlive(status.lastRun) }));

  async *entries(query: Contract.ListQuery = {}): AsyncGenerator<Contract.ArticleEntry> {
    yield* articles.entries(this.#sql, query);
  }

  plan = async (ref: ArticleRef, dueAt: Contract.Instant | undefined, condition?: Contract.Condition) =>
    this.#whole(() => due.plan(this.#sql, ref, dueAt, condition));
  noteOnFront = async (ref: ArticleRef, at: Contract.Instant) => due.noteOnFront(this.#sql, ref, at);
  hasten = async (ref: ArticleRef, dueAt: Contract.Instant) => due.hasten(this.#sql, ref, dueAt);
  countDue = async (site: string, now: Contract.Instant) => tallies.countDue(this.#sql, site, now);
  unplanned = async (site: string, limit: number) => due.unplanned(this.#sql, site, limit);
  claimDue = async (site: string, claim: Contract.Claim) => this.#whole(() => due.claimDue(this.#sql, site, claim));
  peekDue = async (site: string, now: Contract.Instant, limit: number) => due.peekDue(this.#sql, site, now, limit);

  takeTurn = async (host: string, gapMs: number, now: Contract.Instant) => {
    this.#life ??= beginLife(dirname(this.#path));
    return this.#whole(() => hosts.takeTurn(this.#sql, host, gapMs, now, this.#life ?? beginLife(dirname(this.#path))));
  };
  endTurn = async (host: string, now: Contract.Instant) => hosts.endTurn(this.#sql, host, now);
  trouble = async (host: string) => hosts.trouble(this.#sql, host);
  changeTrouble = async (host: string, change: (before: Contract.HostTrouble | undefined) => Contract.HostTrouble | undefined) =>
    this.#whole(() => {
      const after = change(hosts.trouble(this.#sql, host));
      hosts.keepTrouble(this.#sql, host, after);
      return after;
    });
  troubles = async (now: Contract.Instant) => hosts.troubles(this.#sql, now);
  robots = async (host: string) => hosts.robots(this.#sql, host);
  keepRobots = async (host: string, robots: Contract.CachedRobots) => hosts.keepRobots(this.#sql, host, robots);
  spend = async (site: string, day: string, budget: number) => this.#whole(() => hosts.spend(this.#sql, site, day, budget));
  spent = async (site: string, day: string) => hosts.spent(this.#sql, site, day);

  addFound = async (found: readonly Contract.Discovery[]) => this.#whole(() => discoveries.addFound(this.#sql, found));
  claimFound = async (site: string, claim: Contract.Claim & Contract.Among) =>
    this.#whole(() => discoveries.claimFound(this.#sql, site, claim));
  peekFound = async (site: string, now: Contract.Instant, limit: number, among?: Contract.Among) =>
    discoveries.peekFound(this.#sql, site, now, limit, among);
  passOver = async (site: string, host: string, run: Contract.Run) => this.#whole(() => runs.passOver(this.#sql, site, host, run));
  countFound = async (site: string, among?: Contract.Among) => discoveries.countFound(this.#sql, site, among);
  settle = async (url: string, fate: Contract.Fate, now: Contract.Instant) => discoveries.settle(this.#sql, url, fate, now);
  nextDue = async (site: string, among?: Contract.Among) => {
    const first = [due.firstDue(this.#sql, site), discoveries.firstFound(this.#sql, site, among)].filter((at) => at !== undefined);
    return first.length === 0 ? undefined : Math.min(...first);
  };
  found = async (url: string) => discoveries.foundUnder(this.#sql, url);
  fates = async (site: string) => discoveries.fates(this.#sql, site);
  seed = async (url: string) => discoveries.seedOf(this.#sql, url);
  keepSeed = async (seed: Contract.SeedState) => discoveries.keepSeed(this.#sql, seed);
  seeds = async (site: string) => discoveries.seeds(this.#sql, site);

  noteChanges = async (version: number, compared: readonly Contract.ComparedRevision[]) => {
    this.#whole(() => changes.noteChanges(this.#sql, version, compared));
    await eventLoopTurn();
  };
  changes = async (query: Contract.ChangeQuery) => changes.changes(this.#sql, query);
  noteSeen = async (ref: ArticleRef, first: string) => changes.noteSeen(this.#sql, ref, first);
  seen = async (ref: ArticleRef) => changes.seen(this.#sql, ref);

  // The kernel's lock tells at once whether a run is alive; a row with a time to live would tell it a lease later.
  beginRun = async (site: string, now: Contract.Instant, farthest?: Contract.Instant): Promise<Contract.Run | undefined> => {
    const release = this.#held.has(site) ? undefined : await tryLockFirmly(this.#lockOf(site));
    if (release === undefined) return undefined;
    this.#held.set(site, release);
    return this.#whole(() => runs.begin(this.#sql, site, now, farthest));
  };

  endRun = async (run: Contract.Run, end: Contract.RunEnd) => {
    this.#whole(() => runs.end(this.#sql, run, end));
    this.#held.get(run.site)?.();
    this.#held.delete(run.site);
  };

  runs = async (site: string, limit: number) => runs.runs(this.#sql, site, limit);

  // Who ends a run says so before giving back the lock: one that stands as running still, once the lock was free, was killed.
  #seenAlive(run: Contract.Run): Contract.Run {
    if (run.status !== 'running' || this.#held.has(run.site) || isLocked(this.#lockOf(run.site)) !== false) return run;
    const [latest = run] = runs.runs(this.#sql, run.site, 1);
    return latest.id === run.id && latest.status === 'running' ? { ...latest, status: 'killed' } : latest;
  }

  #lockOf(site: string): string {
    return join(dirname(this.#path), `lock-${site}.sqlite`);
  }

  close(): void {
    for (const release of this.#held.values()) release();
    this.#held.clear();
    this.#life?.end();
    this.#sql.close();
  }

  #whole<T>(work: () => T): T {
    return this.#sql.transaction(work);
  }
}
