/** A signal that comes when another one does, or when a time is over. */
import { setMaxListeners } from 'node:events';
import type { Clock } from '../crawl/clock.ts';

export interface Stop {
  readonly signal: AbortSignal;
  /** Lets go of the clock and of the other signal. */
  end(): void;
}

export function stopAfter(limitMs: number | undefined, clock: Clock, other: AbortSignal | undefined): Stop {
  const stop = new AbortController();
  const over = new AbortController();
  if (other !== undefined) setMaxListeners(0, other); // One for each site is no leak.
  const abort = (): void => stop.abort();
  if (other?.aborted === true) abort();
  else other?.addEventListener('abort', abort, { once: true });
  if (limitMs !== undefined) void clock.sleepUntil(clock.steady() + limitMs, over.signal).then(() => over.signal.aborted || abort());
  return {
    signal: stop.signal,
    end: () => {
      over.abort();
      other?.removeEventListener('abort', abort);
    },
  };
}
