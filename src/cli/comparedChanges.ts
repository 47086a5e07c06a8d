/** The changes of an archive as the catalogue knows them; revisions that it does not know are compared, and kept in it. */
import type { Archive } from '../archive/archive.ts';
import type { Catalogue, ChangeGist, ChangeQuery, ComparedRevision, KnownChange } from '../archive/catalogueContract.ts';
import { DamageError, StorageError } from '../archive/errors.ts';
import { revisionsOf } from '../article/history.ts';
import { formatRef, type ArticleRef } from '../article/identity.ts';
import { printableLines } from '../article/printable.ts';
import { newRecord } from '../article/record.ts';
import { GIST_VERSION } from '../diff/gist.ts';
import type { Context } from './context.ts';
import { plural } from './format.ts';
import { Counter } from './progress.ts';
import { comparedRevision, compareRevisions } from './revisionChange.ts';
import type { Found } from './revisions.ts';

export type ComparedChange = KnownChange & { readonly gist: ChangeGist };

/** So many are asked for at least, that rare ones be found in few rounds, and kept at a time, that little be lost where it is broken off. */
const ROUND = 200;

export interface Answer {
  readonly found: readonly ComparedChange[];
  readonly isDamaged: boolean;
}

export async function comparedChanges(archive: Archive, catalogue: Catalogue, query: ChangeQuery, context: Context): Promise<Answer> {
  const work = new Comparing(archive, catalogue, context);
  for (let lost = 0; ;) {
    // Those that were compared in vain come again each time, and take nobody's place.
    const known = await catalogue.changes({ ...query, limit: Math.max(query.limit, ROUND) + lost });
    const found = known.filter((change): change is ComparedChange => change.gist !== undefined).slice(0, query.limit);
    const waiting = known.filter((change) => change.gist === undefined && isWanted(change, found, query.limit));
    const open = waiting.filter((change) => !work.hasTried(change));
    const isSettled = open.length === 0 && waiting.length === lost;
    if (isSettled || context.io.signal.aborted) return { found, isDamaged: work.end(lost) };
    lost = waiting.length - open.length;
    await work.compare(open);
  }
}

/** Once there are enough, only what is as new as the last one of them can take its place. */
function isWanted({ at }: KnownChange, found: readonly ComparedChange[], limit: number): boolean {
  const last = found.at(-1);
  return found.length < limit || last === undefined || at >= last.at;
}

class Comparing {
  readonly #archive: Archive;
  readonly #catalogue: Catalogue;
  readonly #context: Context;
  readonly #counter: Counter;
  readonly #tried = new Set<string>();
  /** What is wrong, each sentence once. */
  readonly #damage = new Set<string>();

  constructor(archive: Archive, catalogue: Catalogue, context: Context) {
    this.#archive = archive;
    this.#catalogue = catalogue;
    this.#context = context;
    this.#counter = new Counter(context.io, 'revisions compared');
  }

  hasTried(change: KnownChange): boolean {
    return this.#tried.has(keyOf(change));
  }

  /** Compares revisions, and keeps what comes of it. */
  async compare(open: readonly KnownChange[]): Promise<void> {
    let compared: ComparedRevision[] = [];
    for await (const each of this.#comparedAmong(open)) {
      compared.push(each);
      if (compared.length < ROUND) continue;
      await this.#keep(compared);
      compared = [];
    }
    await this.#keep(compared);
  }

  /** Tells what is wrong. @returns whether something is damaged */
  end(lost: number): boolean {
    this.#counter.end();
    const { err } = this.#context.io;
    for (const sentence of this.#damage) err.write(`baoluu: ${printableLines(sentence)}\n`);
    if (lost > 0)
      err.write(
        `${plural(lost, 'revision')} could not be compared and ${lost === 1 ? 'is' : 'are'} left out; "baoluu verify" tells what is damaged, "baoluu reindex" takes in what was changed by hand.\n`,
      );
    return this.#damage.size > 0;
  }

  // Article by article, so that each document is read once however many revisions it has.
  async *#comparedAmong(open: readonly KnownChange[]): AsyncGenerator<ComparedRevision> {
    for (const changes of byArticle(open)) {
      const found = await this.#unlessDamaged(() => foundAs(this.#archive, changes[0]));
      for (const change of changes) {
        if (this.#context.io.signal.aborted) return;
        this.#tried.add(keyOf(change));
        const compared = await this.#unlessDamaged(async () => found && (await comparedAs(this.#archive, found, change)));
        if (compared !== undefined) yield compared;
      }
    }
  }

  async #keep(compared: readonly ComparedRevision[]): Promise<void> {
    await this.#catalogue.noteChanges(GIST_VERSION, compared);
    this.#counter.at(this.#tried.size);
  }

  async #unlessDamaged<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DamageError) && !(error instanceof StorageError)) throw error;
      this.#damage.add(error.message);
      return undefined;
    }
  }
}

async function foundAs(archive: Archive, { site, id }: ArticleRef): Promise<Found> {
  const record = (await archive.article({ site, id })) ?? newRecord({ site, id });
  return { ref: { site, id }, record, revisions: revisionsOf(record.captures) };
}

async function comparedAs(archive: Archive, found: Found, { revision: number }: KnownChange): Promise<ComparedRevision | undefined> {
  const [before, after] = found.revisions.slice(number - 2, number);
  if (before === undefined || after === undefined) return undefined;
  return comparedRevision(found, after, await compareRevisions(archive, found, before, after));
}

/** In the order in which the articles come. */
function byArticle(changes: readonly KnownChange[]): Iterable<readonly [KnownChange, ...KnownChange[]]> {
  const articles = new Map<string, [KnownChange, ...KnownChange[]]>();
  for (const change of changes) {
    const others = articles.get(formatRef(change));
    if (others === undefined) articles.set(formatRef(change), [change]);
    else others.push(change);
  }
  return articles.values();
}

function keyOf({ revision, ...ref }: KnownChange): string {
  return `${formatRef(ref)}@${revision}`;
}
