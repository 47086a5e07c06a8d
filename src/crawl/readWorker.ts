/** A thread that looks at pages: a page in, what it shows out. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Page } from '../article/page.ts';
import { lookAt } from './keep.ts';
import type { ReadersTask } from './readers.ts';

const { sites } = workerData as ReadersTask; // Handed over by our own readers.

parentPort?.on('message', (page: Page) => {
  parentPort?.postMessage(lookAt(page, sites)); // oxlint-disable-line unicorn/require-post-message-target-origin -- a thread, not a window
});
