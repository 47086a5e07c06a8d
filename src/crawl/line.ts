/** The visits of a crawl, standing in line by host: which may begin now, and when the next may. */
import type { Visit } from '../article/page.ts';
import type { Pacing } from './pacing.ts';

export interface Numbered {
  readonly visit: Visit;
  readonly index: number;
}

/** A host's visits keep their order, and one is over before the next begins; hosts take turns. */
export class Line {
  readonly #waiting = new Map<string, Numbered[]>();
  readonly #busy = new Set<string>();
  readonly #pacing: Pacing;

  constructor(visits: readonly Visit[], pacing: Pacing) {
    this.#pacing = pacing;
    for (const [index, visit] of visits.entries()) {
      const host = this.#waiting.get(visit.url.hostname);
      if (host === undefined) this.#waiting.set(visit.url.hostname, [{ visit, index }]);
      else host.push({ visit, index });
    }
    for (const host of this.#waiting.values()) host.reverse(); // Taken from the end, which costs nothing.
  }

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  /** How long until some visit may begin; undefined where all must wait for another to end. */
  waitMs(): number | undefined {
    const waits = [...this.#waiting].flatMap(([host, visits]) => (this.#busy.has(host) ? [] : [this.#waitOf(host, visits)]));
    return waits.length === 0 ? undefined : waits.reduce((least, wait) => Math.min(least, wait));
  }

  /** The visit whose turn it is. Its host is busy until the visit is over. */
  take(): Numbered | undefined {
    for (const [host, visits] of this.#waiting) {
      if (this.#busy.has(host) || this.#waitOf(host, visits) > 0) continue;
      const taken = visits.pop();
      this.#waiting.delete(host);
      if (visits.length > 0) this.#waiting.set(host, visits); // To the end of the line: the other hosts come first.
      this.#busy.add(host);
      return taken;
    }
    return undefined;
  }

  over(visit: Visit): void {
    this.#busy.delete(visit.url.hostname);
  }

  #waitOf(host: string, visits: readonly Numbered[]): number {
    return this.#pacing.waitMs(host, visits.at(-1)?.visit.delayMs ?? 0);
  }
}
