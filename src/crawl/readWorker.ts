/** A thread that looks at pages: a page in, what it shows out. */
import { parentPort, workerData } from 'node:worker_threads';
import { lookAgainAt, lookAt } from './keep.ts';
import type { ReadersQuestion, ReadersTask } from './readers.ts';

const { sites } = workerData as ReadersTask; // Handed over by our own readers.

parentPort?.on('message', ({ page, again }: ReadersQuestion) => {
  const look = again === undefined ? lookAt(page, sites) : lookAgainAt(page, sites, again.known);
  parentPort?.postMessage(look); // oxlint-disable-line unicorn/require-post-message-target-origin -- a thread, not a window
});
