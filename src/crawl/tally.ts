/**
 * The books of a run: every address that it found is in them once, with what became of it.
 *
 * found = fetched + unchanged + failed + refused + stillDue
 */

/** What becomes of an address in a run, but for those that are left for the next one. */
export type Became = 'fetched' | 'unchanged' | 'failed' | 'refused';

export interface Counts {
  readonly found: number;
  /** A page came that says something new: an article, a revision, that it is gone. */
  readonly fetched: number;
  /** A page came that says what the last one said. */
  readonly unchanged: number;
  readonly failed: number;
  readonly refused: number;
  readonly stillDue: number;
}

export class Tally {
  #found = 0;
  readonly #became: Record<Became, number> = { fetched: 0, unchanged: 0, failed: 0, refused: 0 };
  /** What was read by which layout, and what else is worth a number. */
  readonly noted = new Map<string, number>();
  readonly #whys = { failed: new Map<string, number>(), refused: new Map<string, number>() };

  find(addresses: number): void {
    this.#found += addresses;
  }

  /** @param why of what failed or was refused: in a clause, without the address */
  count(became: Became, why = 'no reason', addresses = 1): void {
    this.#became[became] += addresses;
    if (addresses > 0 && (became === 'failed' || became === 'refused'))
      this.#whys[became].set(why, (this.#whys[became].get(why) ?? 0) + addresses);
  }

  note(what: string): void {
    this.noted.set(what, (this.noted.get(what) ?? 0) + 1);
  }

  /** Why addresses failed or were refused, the most frequent reason first. */
  get whys(): Whys {
    return { failed: byCount(this.#whys.failed), refused: byCount(this.#whys.refused) };
  }

  /** @param stillDue as the catalogue counts them, so that the books are held against something */
  close(stillDue: number): Counts {
    return { found: this.#found, ...this.#became, stillDue };
  }
}

export type Whys = Readonly<Record<'failed' | 'refused', readonly (readonly [why: string, count: number])[]>>;

function byCount(counts: ReadonlyMap<string, number>): (readonly [string, number])[] {
  return [...counts].toSorted(([, a], [, b]) => b - a);
}

/** Whether the books balance. */
export function balances({ found, fetched, unchanged, failed, refused, stillDue }: Counts): boolean {
  return found === fetched + unchanged + failed + refused + stillDue;
}
