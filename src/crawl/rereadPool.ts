/** Reading many articles again, on as many threads as help, in the order in which they are asked for. */
import { availableParallelism } from 'node:os';
import type { Archive } from '../archive/archive.ts';
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
  if (threads > 1 && refs.length >= WORTH_THREADS && canStart(WORKER))
    return yield* onThreads(refs, { storage: archive.storage, sites, since }, threads);
  const options = { sites, ledger: new Ledger(archive, sites), isPartialWelcome: false };
  for (const ref of refs) yield { ref, reread: await rereadArticle(archive, ref, options, since) };
}

async function* onThreads(
  refs: readonly ArticleRef[],
  task: PoolTask,
  count: number,
): AsyncGenerator<{ ref: ArticleRef; reread: RereadArticle }, void> {
  const threads = Array.from({ length: count }, () => new Thread<ArticleRef, RereadArticle>(WORKER, task));
  try {
    const under: { readonly ref: ArticleRef; readonly result: Promise<RereadArticle> }[] = [];
    for (const [index, ref] of refs.entries()) {
      const thread = threads[index % count];
      if (thread !== undefined) under.push({ ref, result: thread.ask(ref) });
      // Two articles a thread are under way, so that none waits for another's long one.
      const first = under.length < 2 * count ? undefined : under.shift();
      if (first !== undefined) yield { ref: first.ref, reread: await first.result };
    }
    for (const { ref, result } of under) yield { ref, reread: await result };
  } finally {
    await Promise.all(threads.map((thread) => thread.end()));
  }
}
