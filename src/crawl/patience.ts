/** Asking somebody who may say "not now": 429 and 503 are waited for as long as the answer asks, within bounds. */
import { BaoluuError, EXIT } from '../article/errors.ts';
import { headerOf, type Page, type Visit } from '../article/page.ts';
import { retryAfterMs } from './backoff.ts';
import { fetchPages, type Fetched, type FetchOptions } from './fetch.ts';

/** The server wants to be left alone for longer than a run waits. */
export class NotNowError extends BaoluuError {
  constructor(message: string) {
    super(message, { exitStatus: EXIT.someFailed });
  }
}

const LONGEST_WAIT_MS = 5 * 60_000;
/** Where the answer names no time. */
const USUAL_WAIT_MS = 30_000;
const MOST_TRIES = 4;

/**
 * Fetches every visit as `fetchPages` does; an answer that asks for patience is waited for, and the visit made again.
 * @throws NotNowError where the wait would be too long, or comes again and again
 */
export async function fetchPatiently(
  visits: readonly Visit[],
  options: FetchOptions,
  onFetched: (fetched: Fetched, index: number) => Promise<void>,
): Promise<void> {
  let waiting = visits.map((_, index) => index);
  for (let tries = 1; waiting.length > 0 && options.signal?.aborted !== true; tries += 1) {
    const again: number[] = [];
    const turn = waiting;
    await fetchPages(
      turn.map((index) => visits[index]).filter((visit) => visit !== undefined),
      options,
      async (visit, fetched, place) => {
        const index = turn[place] ?? place;
        if (!('page' in fetched) || !asksForPatience(fetched.page)) return await onFetched(fetched, index);
        if (tries >= MOST_TRIES)
          throw new NotNowError(`${visit.url.host} answered ${fetched.page.status} ${tries} times to ${visit.url.href}. ${LATER}`);
        again.push(index);
        await waitAsAsked(fetched.page, options);
      },
    );
    waiting = again;
  }
}

const LATER = 'Run the same command again later; what is done is not asked for again.';

/** A web archive gives pages with the status that they had; those are mementos, and say so. */
function asksForPatience(page: Page): boolean {
  return (page.status === 429 || page.status === 503) && headerOf(page, 'memento-datetime') === undefined;
}

async function waitAsAsked(page: Page, { clock, log, signal }: FetchOptions): Promise<void> {
  const waitMs = waitAskedMs(headerOf(page, 'retry-after'), clock.now());
  const host = new URL(page.url).host;
  if (waitMs > LONGEST_WAIT_MS)
    throw new NotNowError(`${host} answered ${page.status} and asks to be left alone for ${Math.ceil(waitMs / 60_000)} minutes. ${LATER}`);
  log(`baoluu: ${host} answered ${page.status}; waiting ${Math.ceil(waitMs / 1000)} seconds.`);
  await clock.sleepUntil(clock.steady() + waitMs, signal); // Ctrl-C ends the wait, and the run.
}

/** What `Retry-After` asks for, in milliseconds; the usual wait where it says nothing. */
export function waitAskedMs(header: string | undefined, now: Date): number {
  return retryAfterMs(header, now.getTime()) ?? USUAL_WAIT_MS;
}
