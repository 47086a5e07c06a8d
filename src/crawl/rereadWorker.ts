/** A thread that reads articles again: a ref in, what came of it out. */
import { parentPort, workerData } from 'node:worker_threads';
import { Archive } from '../archive/archive.ts';
import { StorageError } from '../archive/errors.ts';
import type { ArticleRef } from '../article/identity.ts';
import { Ledger } from './ledger.ts';
import { rereadArticle } from './reread.ts';
import type { PoolAnswer, PoolTask } from './rereadPool.ts';

const { storage, sites, since } = workerData as PoolTask; // Handed over by our own pool.
const opened = Archive.open(storage);

let ledger: Ledger | undefined;
let told: Promise<void> = Promise.resolve();
parentPort?.on('message', (ref: ArticleRef) => {
  told = tell(told, reread(ref));
});

/** One is read from the disk while another is looked at. */
async function reread(ref: ArticleRef): Promise<PoolAnswer> {
  const archive = await opened;
  const options = { sites, ledger: (ledger ??= new Ledger(archive, sites)), isPartialWelcome: false };
  try {
    return await rereadArticle(archive, ref, options, since);
  } catch (error) {
    if (error instanceof StorageError) return { trouble: error.message };
    throw error;
  }
}

/** In the order of the questions. */
async function tell(before: Promise<void>, came: Promise<PoolAnswer>): Promise<void> {
  const [, article] = await Promise.all([before, came]);
  parentPort?.postMessage(article); // oxlint-disable-line unicorn/require-post-message-target-origin -- a thread, not a window
}
