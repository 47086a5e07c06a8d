/** A signal that comes when another one does, or when a time is over. */
import type { Clock } from '../crawl/clock.ts';

export interface Stop {
  readonly signal: AbortSignal;
  /** Lets go of the clock and of the other signal. */
  end(): void;
}

export function stopAfter(limitMs: number | undefined, clock: Clock, other: AbortSignal | undefined): Stop {
  const stop = new AbortController();
  const over = new AbortController();
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
