/** The changes of an archive as the catalogue knows them; revisions that it does not know are compared, and kept in it. */
import type { Archive } from '../archive/archive.ts';
import type { Catalogue, ChangeGist, ChangeQuery, ComparedRevision, KnownChange } from '../archive/catalogueContract.ts';
import { DamageError, StorageError } from '../archive/errors.ts';
import { revisionsOf } from '../article/history.ts';
import { formatRef } from '../article/identity.ts';
import { printableLines } from '../article/printable.ts';
import { newRecord } from '../article/record.ts';
import { GIST_VERSION } from '../diff/gist.ts';
import type { Context } from './context.ts';
import { plural } from './format.ts';
import { Counter } from './progress.ts';
import { comparedRevision, compareRevisions } from './revisionChange.ts';

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
    for (let from = 0; from < open.length && !this.#context.io.signal.aborted; from += ROUND) {
      const compared: ComparedRevision[] = [];
      for (const change of open.slice(from, from + ROUND)) compared.push(...(await this.#compareOne(change)));
      await this.#catalogue.noteChanges(GIST_VERSION, compared);
      this.#counter.at(this.#tried.size);
    }
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

  async #compareOne(change: KnownChange): Promise<ComparedRevision[]> {
    this.#tried.add(keyOf(change));
    const { site, id, revision: number } = change;
    try {
      const record = await this.#archive.article({ site, id });
      const found = { ref: { site, id }, record: record ?? newRecord({ site, id }), revisions: revisionsOf(record?.captures ?? []) };
      const [before, after] = found.revisions.slice(number - 2, number);
      if (before === undefined || after === undefined) return [];
      const compared = comparedRevision(found, after, await compareRevisions(this.#archive, found, before, after));
      return compared === undefined ? [] : [compared];
    } catch (error) {
      if (!(error instanceof DamageError) && !(error instanceof StorageError)) throw error;
      this.#damage.add(error.message);
      return [];
    }
  }
}

function keyOf({ revision, ...ref }: KnownChange): string {
  return `${formatRef(ref)}@${revision}`;
}
