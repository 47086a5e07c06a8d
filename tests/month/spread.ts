/** The spread of a set of numbers, by the nearest rank. */

export interface Spread {
  readonly count: number;
  /** Undefined where there are none. */
  readonly median: number | undefined;
  readonly p90: number | undefined;
  readonly p99: number | undefined;
  readonly most: number | undefined;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  return { count: sorted.length, median: at(0.5), p90: at(0.9), p99: at(0.99), most: sorted.at(-1) };
}
