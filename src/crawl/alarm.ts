/** Crawlee looks for work when a visit ends, and twice a second; the alarm tells it when a gap is over. */
import type { Clock } from './clock.ts';

export class Alarm {
  readonly #clock: Clock;
  readonly #ring: () => void;
  #set: AbortController | undefined;

  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  in(ms: number | undefined): void {
    this.#set?.abort();
    this.#set = undefined;
    if (ms === undefined || ms <= 0) return;
    const { signal } = (this.#set = new AbortController());
    void this.#clock.sleepUntil(this.#clock.steady() + ms, signal).then(() => signal.aborted || this.#ring());
  }
}
