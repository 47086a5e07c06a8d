/** Reading many articles again, on as many threads as help, in the order in which they are asked for. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Archive } from '../archive/archive.ts';
import type { ArticleRef } from '../article/identity.ts';
import type { Site } from '../article/site.ts';
import { Ledger } from './ledger.ts';
import { rereadArticle, type RereadArticle } from './reread.ts';

/** What a thread is given. */
export interface PoolTask {
  readonly storage: string;
  readonly sites: readonly Site[];
  /** Only articles visited at that instant or later. */
  readonly since: string;
}

/** A thread takes half a second to begin, in which one alone reads some twenty pages. */
const WORTH_THREADS = 100;
const MOST_THREADS = 8;
const WORKER = new URL('rereadWorker.js', import.meta.url);

/** Reads articles again, and hands over each with what came of it; nothing is written. */
export async function* rereadAll(
  archive: Archive,
  refs: readonly ArticleRef[],
  { sites, since = '' }: { readonly sites: readonly Site[]; readonly since?: string | undefined },
): AsyncGenerator<{ readonly ref: ArticleRef; readonly reread: RereadArticle }, void> {
  const threads = Math.min(availableParallelism(), MOST_THREADS);
  // Where the program runs from its sources there is no compiled thread to start.
  if (threads > 1 && refs.length >= WORTH_THREADS && existsSync(fileURLToPath(WORKER)))
    return yield* onThreads(refs, { storage: archive.storage, sites, since }, threads);
  const options = { sites, ledger: new Ledger(archive, sites), isPartialWelcome: false };
  for (const ref of refs) yield { ref, reread: await rereadArticle(archive, ref, options, since) };
}

async function* onThreads(
  refs: readonly ArticleRef[],
  task: PoolTask,
  count: number,
): AsyncGenerator<{ ref: ArticleRef; reread: RereadArticle }, void> {
  const threads = Array.from({ length: count }, () => new Thread(task));
  try {
    const under: { readonly ref: ArticleRef; readonly result: Promise<RereadArticle> }[] = [];
    for (const [index, ref] of refs.entries()) {
      const thread = threads[index % count];
      if (thread !== undefined) under.push({ ref, result: thread.read(ref) });
      // Two articles a thread are under way, so that none waits for another's long one.
      const first = under.length < 2 * count ? undefined : under.shift();
      if (first !== undefined) yield { ref: first.ref, reread: await first.result };
    }
    for (const { ref, result } of under) yield { ref, reread: await result };
  } finally {
    await Promise.all(threads.map((thread) => thread.end()));
  }
}

/** One thread; it answers in the order in which it is asked. */
class Thread {
  readonly #worker: Worker;
  readonly #waiting: { readonly resolve: (reread: RereadArticle) => void; readonly reject: (error: unknown) => void }[] = [];
  #fault: unknown;

  constructor(task: PoolTask) {
    this.#worker = new Worker(WORKER, { workerData: task });
    this.#worker.on('message', (reread: RereadArticle) => this.#waiting.shift()?.resolve(reread));
    this.#worker.on('error', (error) => {
      this.#fault = error;
      for (const { reject } of this.#waiting.splice(0)) reject(error);
    });
  }

  read(ref: ArticleRef): Promise<RereadArticle> {
    if (this.#fault !== undefined) return Promise.reject(this.#fault instanceof Error ? this.#fault : new Error(String(this.#fault)));
    const answer = new Promise<RereadArticle>((resolve, reject) => void this.#waiting.push({ resolve, reject }));
    answer.catch(() => undefined); // Whoever awaits it gets the fault; until then it is no unhandled one.
    this.#worker.postMessage(ref); // oxlint-disable-line unicorn/require-post-message-target-origin -- a thread, not a window
    return answer;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}
