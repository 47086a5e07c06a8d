/**
 * Looking at pages on several threads, so that one page is read while others are fetched and written down.
 *
 * A thread takes half a second to begin and some fifty megabytes, so none is started before pages come faster than a
 * polite crawl ever gets them: at one request a second this thread has all the time in the world.
 */
import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import type { Region } from '../archive/catalogueContract.ts';
import type { Page } from '../article/page.ts';
import type { Site } from '../article/site.ts';
import { lookAgainAt, lookAt, type Look, type LookAgain } from './keep.ts';
import { canStart, Thread } from './thread.ts';

/** What a thread is given. */
export interface ReadersTask {
  readonly sites: readonly Site[];
}

/** What a thread is asked. */
export interface ReadersQuestion {
  readonly page: Page;
  /** The page will be looked at again. */
  readonly again?: { readonly known: Region | undefined };
}

type ReadingThread = Thread<ReadersQuestion, LookAgain>;

const WORKER = new URL('readWorker.js', import.meta.url);
const MOST_THREADS = 8;

/** So many pages within so long a time are worth threads. */
const [WORTH_PAGES, WORTH_MS] = [40, 10_000];

/**
 * A thread that has so many pages before it gets no more of them: this one takes the next itself. More than are under way at
 * a time, since this thread has more to do with each page than reading takes; pages of megabytes may come faster all the same.
 */
const MOST_WAITING = 40;

export class Readers {
  readonly #sites: readonly Site[];
  #threads: ReadingThread[] = [];
  #times: number[] = [];

  constructor(sites: readonly Site[]) {
    this.#sites = sites;
  }

  /** What a page shows, wherever it is looked at. */
  look = async (page: Page): Promise<Look> => {
    const thread = this.#threadFor();
    // What the page's bytes unpacked to is all that is looked at.
    return thread === undefined ? lookAt(page, this.#sites) : ((await thread.ask({ page: bodyOnly(page) })) as Look);
  };

  /** The same of a page that will be looked at again; see `lookAgainAt`. */
  lookAgain = async (page: Page, known: Region | undefined): Promise<LookAgain> => {
    const thread = this.#threadFor();
    return thread === undefined ? lookAgainAt(page, this.#sites, known) : await thread.ask({ page: bodyOnly(page), again: { known } });
  };

  /** The thread that is to look, or undefined where this one is. */
  #threadFor(): ReadingThread | undefined {
    if (this.#threads.length === 0 && this.#isWorthThreads()) this.#threads = startAll(this.#sites);
    const idlest = this.#threads.toSorted((one, other) => one.load - other.load)[0];
    return idlest === undefined || idlest.load >= MOST_WAITING ? undefined : idlest;
  }

  async end(): Promise<void> {
    await Promise.all(this.#threads.splice(0).map((thread) => thread.end()));
  }

  #isWorthThreads(): boolean {
    this.#times = [...this.#times, performance.now()].slice(-WORTH_PAGES);
    const [first = 0] = this.#times;
    return this.#times.length === WORTH_PAGES && performance.now() - first < WORTH_MS && canStart(WORKER);
  }
}

const NOTHING = new Uint8Array();

function bodyOnly(page: Page): Page {
  return { ...page, bytes: NOTHING, redirects: [] };
}

// Left to itself, V8 lets several times as much garbage lie as there is that lives, in each thread, before it looks: pages that come
// fast are worth looking sooner. Measured: a seventh to a fifth less memory, for a few hundredths more time.
const LITTLE_GARBAGE = '--heap-growing-percent=20';

function startAll(sites: readonly Site[]): ReadingThread[] {
  setFlagsFromString(LITTLE_GARBAGE);
  const count = Math.min(availableParallelism() - 1, MOST_THREADS);
  return Array.from({ length: count }, () => new Thread(WORKER, { sites } satisfies ReadersTask));
}
