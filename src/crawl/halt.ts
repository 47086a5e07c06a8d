/** How a crawl ends before its list does. */
import { setMaxListeners } from 'node:events';

/** How long a request under way may go on after the crawl was asked to stop. */
const GRACE_MS = 5000;

/** The two ways in which a crawl ends early: asked to, gently, or by a fault, at once. */
export class Halt {
  readonly #stop = new AbortController();
  readonly #cut = new AbortController();
  readonly #faults: unknown[] = [];
  readonly #asked: AbortSignal | undefined;
  #grace: NodeJS.Timeout | undefined;

  constructor(asked: AbortSignal | undefined) {
    this.#asked = asked;
    setMaxListeners(0, this.stop, this.cut); // A listener for every request under way is no leak.
    if (asked?.aborted === true) this.#gently();
    else asked?.addEventListener('abort', this.#gently, { once: true });
  }

  /** No request begins any more. */
  get stop(): AbortSignal {
    return this.#stop.signal;
  }

  /** Requests under way are cut off. */
  get cut(): AbortSignal {
    return this.#cut.signal;
  }

  because(fault: unknown): void {
    this.#faults.push(fault);
    this.#stop.abort();
    this.#cut.abort();
  }

  over(): void {
    clearTimeout(this.#grace);
    this.#asked?.removeEventListener('abort', this.#gently);
  }

  /** @throws the first fault, as it was thrown */
  throwFault(): void {
    if (this.#faults.length > 0) throw this.#faults[0];
  }

  readonly #gently = (): void => {
    this.#stop.abort();
    this.#grace = setTimeout(() => this.#cut.abort(), GRACE_MS);
  };
}
