/**
 * Whose turn it is: one request per host at a time, and a gap after each.
 *
 * A host is a name without its port, because the ports of a name are one newsroom's machine. Every request is
 * counted, a redirect's too. Time is read from the monotonic clock and not from the one that stamps the captures:
 * a clock that is set right in the night must not let two requests come together.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Visit } from '../article/page.ts';

export class Pacing {
  readonly #gapMs = new Map<string, number>();
  readonly #lastEnd = new Map<string, number>();
  readonly #turns = new Map<string, Promise<unknown>>();

  /** A host's gap is the longest that any of its visits asks for; a visit that is redirected to it keeps that too. */
  constructor(visits: readonly Visit[]) {
    for (const { url, delayMs } of visits) this.#gapMs.set(url.hostname, Math.max(delayMs, this.#gapMs.get(url.hostname) ?? 0));
  }

  /** How long a request to the host would have to wait for its gap, not for other requests. */
  waitMs(host: string, delayMs: number): number {
    const lastEnd = this.#lastEnd.get(host);
    const gapMs = Math.max(delayMs, this.#gapMs.get(host) ?? 0);
    return lastEnd === undefined ? 0 : Math.max(0, lastEnd + gapMs - performance.now());
  }

  /** Asks when the host's turn has come; undefined where the crawl was stopped before. */
  async inTurn<T>(host: string, delayMs: number, stop: AbortSignal, ask: () => Promise<T>): Promise<T | undefined> {
    const turn = (this.#turns.get(host) ?? Promise.resolve()).then(async () => {
      await this.#gap(host, delayMs, stop);
      if (stop.aborted) return undefined;
      return ask().finally(() => this.#lastEnd.set(host, performance.now()));
    });
    this.#turns.set(host, settled(turn));
    return turn;
  }

  // Asked again after sleeping: a timer may go off a little early.
  async #gap(host: string, delayMs: number, stop: AbortSignal): Promise<void> {
    for (let wait = this.waitMs(host, delayMs); wait > 0 && !stop.aborted; wait = this.waitMs(host, delayMs))
      await settled(sleep(Math.ceil(wait), undefined, { signal: stop }));
  }
}

async function settled(promise: Promise<unknown>): Promise<void> {
  await promise.catch(() => undefined);
}
