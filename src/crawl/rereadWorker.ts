/** A thread that reads articles again: a ref in, what came of it out. */
import { parentPort, workerData } from 'node:worker_threads';
import { Archive } from '../archive/archive.ts';
import type { ArticleRef } from '../article/identity.ts';
import { Ledger } from './ledger.ts';
import { rereadArticle } from './reread.ts';
import type { PoolTask } from './rereadPool.ts';

const { storage, sites, since } = workerData as PoolTask; // Handed over by our own pool.
const opened = Archive.open(storage);

let ledger: Ledger | undefined;
let turn: Promise<void> = Promise.resolve();
parentPort?.on('message', (ref: ArticleRef) => {
  turn = answer(turn, ref);
});

/** In the order of the questions. */
async function answer(before: Promise<void>, ref: ArticleRef): Promise<void> {
  await before;
  const archive = await opened;
  const options = { sites, ledger: (ledger ??= new Ledger(archive, sites)), isPartialWelcome: false };
  const reread = await rereadArticle(archive, ref, options, since);
  parentPort?.postMessage(reread); // oxlint-disable-line unicorn/require-post-message-target-origin -- a thread, not a window
}
