/** The time, handed in: what is written down, what is measured, and waiting. A test's month passes in minutes. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface Clock {
  now(): Date;
  /** Milliseconds that never go back and never jump, from some beginning. */
  steady(): number;
  /** Waits for a time of `steady`; ends early, without an error, where the signal is aborted. */
  sleepUntil(steady: number, signal?: AbortSignal): Promise<void>;
}

/** A timer of Node's is cut to nothing where it is longer. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export function systemClock(now: () => Date): Clock {
  const steady = (): number => performance.now();
  const sleepUntil = async (until: number, signal?: AbortSignal): Promise<void> => {
    // Asked again after sleeping: a timer may go off a little early.
    for (let wait = until - steady(); wait > 0; wait = until - steady())
      if (signal?.aborted === true) return;
      else
        await sleep(Math.min(Math.ceil(wait), LONGEST_TIMER_MS), undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
  };
  return { now, steady, sleepUntil };
}
