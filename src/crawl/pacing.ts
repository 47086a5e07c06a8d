/**
 * Whose turn it is: one request per host at a time, and a gap after each.
 *
 * A host is a name without its port, because the ports of a name are one newsroom's machine. Every request is
 * counted, a redirect's too. Time is read from the monotonic clock and not from the one that stamps the captures:
 * a clock that is set right in the night must not let two requests come together.
 */
import type { Visit } from '../article/page.ts';
import type { Clock } from './clock.ts';

export class Pacing {
  readonly #clock: Clock;
  readonly #gapMs = new Map<string, number>();
  readonly #lastEnd = new Map<string, number>();
  readonly #turns = new Map<string, Promise<unknown>>();

  /** A host's gap is the longest that any of its visits asks for; a visit that is redirected to it keeps that too. */
  constructor(visits: readonly Visit[], clock: Clock) {
    this.#clock = clock;
    for (const { url, delayMs } of visits) this.#gapMs.set(url.hostname, Math.max(delayMs, this.#gapMs.get(url.hostname) ?? 0));
  }

  /** How long a request to the host would have to wait for its gap, not for other requests. */
  waitMs(host: string, delayMs: number): number {
    const lastEnd = this.#lastEnd.get(host);
    const gapMs = Math.max(delayMs, this.#gapMs.get(host) ?? 0);
    return lastEnd === undefined ? 0 : Math.max(0, lastEnd + gapMs - this.#clock.steady());
  }

  /** Asks when the host's turn has come; undefined where the crawl was stopped before. */
  async inTurn<T>(host: string, delayMs: number, stop: AbortSignal, ask: () => Promise<T>): Promise<T | undefined> {
    const turn = (this.#turns.get(host) ?? Promise.resolve()).then(async () => {
      await this.#gap(host, delayMs, stop);
      if (stop.aborted) return undefined;
      return ask().finally(() => this.#lastEnd.set(host, this.#clock.steady()));
    });
    this.#turns.set(host, settled(turn));
    return turn;
  }

  async #gap(host: string, delayMs: number, stop: AbortSignal): Promise<void> {
    const wait = this.waitMs(host, delayMs);
    if (wait > 0) await this.#clock.sleepUntil(this.#clock.steady() + wait, stop);
  }
}

async function settled(promise: Promise<unknown>): Promise<void> {
  await promise.catch(() => undefined);
}
