/**
 * Group commit: who asks while a round is under way is served in the next one, together with all others who wait. What
 * is asked of a disk is dear by the number of times, and hardly by the amount.
 */

type Settled<Result> = readonly PromiseSettledResult<Result>[];

interface Asked<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
}

/** So many are served in one round; it bounds what a round keeps in memory. */
const MOST = 64;

export class Together<Item, Result> {
  readonly #keyOf: ((item: Item) => string) | undefined;
  readonly #work: (items: readonly Item[]) => Promise<Settled<Result>>;
  #waiting: Asked<Item, Result>[] = [];
  #round: Promise<void> | undefined;

  /**
   * @param work does a round; what came of each item, in their order. Where it throws, it throws for all of the round.
   * @param keyOf two items of one key are never in one round, and keep their order
   */
  constructor(work: (items: readonly Item[]) => Promise<Settled<Result>>, keyOf?: (item: Item) => string) {
    this.#work = work;
    this.#keyOf = keyOf;
  }

  ask(item: Item): Promise<Result> {
    const asked = new Promise<Result>((resolve, reject) => void this.#waiting.push({ item, resolve, reject }));
    this.#round ??= this.#rounds();
    return asked;
  }

  /** Resolves when nobody waits any more. */
  async idle(): Promise<void> {
    await this.#round;
  }

  async #rounds(): Promise<void> {
    while (this.#waiting.length > 0) await this.#serve(this.#next());
    this.#round = undefined;
  }

  #next(): Asked<Item, Result>[] {
    const keys = new Set<string>();
    const [now, later]: [Asked<Item, Result>[], Asked<Item, Result>[]] = [[], []];
    for (const asked of this.#waiting) {
      const key = this.#keyOf?.(asked.item);
      const isFree = now.length < MOST && (key === undefined || !keys.has(key));
      if (key !== undefined) keys.add(key);
      (isFree ? now : later).push(asked);
    }
    this.#waiting = later;
    return now;
  }

  async #serve(round: readonly Asked<Item, Result>[]): Promise<void> {
    try {
      const settled = await this.#work(round.map(({ item }) => item));
      for (const [index, { resolve, reject }] of round.entries()) {
        const came = settled[index];
        if (came?.status === 'fulfilled') resolve(came.value);
        else reject(came?.reason);
      }
    } catch (error) {
      for (const { reject } of round) reject(error);
    }
  }
}
