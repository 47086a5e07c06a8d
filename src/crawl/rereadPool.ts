/** Reading many articles again, on as many threads as help, in the order in which they are asked for. */
import { availableParallelism } from 'node:os';
import type { Archive } from '../archive/archive.ts';
import { StorageError } from '../archive/errors.ts';
import type { ArticleRef } from '../article/identity.ts';
import type { Site } from '../article/site.ts';
import { Ledger } from './ledger.ts';
import { rereadArticle, type RereadArticle } from './reread.ts';
import { canStart, Thread } from './thread.ts';

/** What a thread is given. */
export interface PoolTask {
  readonly storage: string;
  readonly sites: readonly Site[];
  /** Only articles visited at that instant or later. */
  readonly since: string;
}

/** What a thread answers. `trouble`: what the file system would not do, in a sentence; as an error it would lose its kind on the way. */
export type PoolAnswer = RereadArticle | { readonly trouble: string };

/** A thread takes half a second to begin, in which one alone reads some twenty pages. */
const WORTH_THREADS = 100;
const MOST_THREADS = 8;

/** So many articles of a thread are under way, so that none waits for the disk, nor for another's long article. */
const PER_THREAD = 4;
const WORKER = new URL('rereadWorker.js', import.meta.url);

/** What is to be read again, and what becomes of it. */
export interface RereadOptions<Settled> {
  readonly sites: readonly Site[];
  /** Only articles visited at that instant or later. */
  readonly since?: string | undefined;
  /** No article is begun any more once it says so. */
  readonly signal: AbortSignal;
  /** Writes down what came of an article; several may be under way at a time. */
  readonly settle: (ref: ArticleRef, reread: RereadArticle) => Promise<Settled>;
}

/** An article, and what came of reading it again. */
export interface RereadDone<Settled> {
  readonly ref: ArticleRef;
  readonly reread: RereadArticle;
  readonly settled: Settled;
}

/**
 * Reads articles again, and hands over each with what came of it, in their order. What was settled is handed over; a fault is thrown
 * after that.
 */
export async function* rereadAll<Settled>(
  archive: Archive,
  refs: readonly ArticleRef[],
  options: RereadOptions<Settled>,
): AsyncGenerator<RereadDone<Settled>, void> {
  const { sites, since = '', signal, settle } = options;
  const threads = Math.min(availableParallelism(), MOST_THREADS);
  if (threads > 1 && refs.length >= WORTH_THREADS && canStart(WORKER))
    return yield* onThreads(refs, { storage: archive.storage, sites, since }, threads, options);
  const means = { sites, ledger: new Ledger(archive, sites), isPartialWelcome: false };
  for (const ref of refs) {
    if (signal.aborted) return;
    const reread = await rereadArticle(archive, ref, means, since);
    yield { ref, reread, settled: await settle(ref, reread) };
  }
}

async function* onThreads<Settled>(
  refs: readonly ArticleRef[],
  task: PoolTask,
  count: number,
  { signal, settle }: RereadOptions<Settled>,
): AsyncGenerator<RereadDone<Settled>, void> {
  const threads = Array.from({ length: count }, () => new Thread<ArticleRef, PoolAnswer>(WORKER, task));
  const settling = new Set<Promise<Settled>>();
  const done = async (thread: RereadThread, ref: ArticleRef): Promise<RereadDone<Settled>> => {
    const reread = await thread.ask(ref);
    if ('trouble' in reread) throw new StorageError(reread.trouble);
    const under = settle(ref, reread);
    settling.add(under);
    return { ref, reread, settled: await under.finally(() => settling.delete(under)) };
  };
  try {
    yield* inOrder(threads, refs, signal, done);
  } finally {
    await Promise.all(threads.map((thread) => thread.end()));
    await Promise.allSettled(settling); // Whoever goes away leaves nothing half written.
  }
}

type RereadThread = Thread<ArticleRef, PoolAnswer>;

async function* inOrder<Done>(
  threads: readonly RereadThread[],
  refs: readonly ArticleRef[],
  signal: AbortSignal,
  work: (thread: RereadThread, ref: ArticleRef) => Promise<Done>,
): AsyncGenerator<Done, void> {
  const under: Promise<Done>[] = [];
  try {
    for (const [index, ref] of refs.entries()) {
      if (signal.aborted) break;
      const thread = threads[index % threads.length];
      if (thread !== undefined) under.push(handled(work(thread, ref)));
      const first = under.length < PER_THREAD * threads.length ? undefined : under.shift();
      if (first !== undefined) yield await first;
    }
    for (let first = under.shift(); first !== undefined; first = under.shift()) yield await first;
  } catch (error) {
    for (const each of await Promise.allSettled(under)) if (each.status === 'fulfilled') yield each.value;
    throw error;
  }
}

/** A promise whose failure is told to whoever awaits it; until then it is no unhandled one. */
function handled<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => undefined);
  return promise;
}
