/** Several pieces of work at once, told in their order. */

interface Way<Item> {
  /** How many are under way at a time. */
  readonly most: number;
  /** Items of one key are done one after the other. */
  readonly keyOf: (item: Item) => string;
}

/**
 * Does the work for each item, and hands over what came of it in the items' order. Where the work fails, or nobody wants
 * more, what is under way ends first.
 */
export async function* sideBySide<Item, Result>(
  items: Iterable<Item>,
  { most, keyOf }: Way<Item>,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, void> {
  const lastOf = new Map<string, Promise<unknown>>();
  const under: Promise<Result>[] = [];
  try {
    for (const item of items) {
      const key = keyOf(item);
      const result = (lastOf.get(key) ?? Promise.resolve()).then(() => work(item));
      // Whoever comes next is not concerned with this one's failure, which is told in its turn.
      const ended: Promise<void> = result.then(
        () => forget(lastOf, key, ended),
        () => forget(lastOf, key, ended),
      );
      lastOf.set(key, ended);
      under.push(result);
      const first = under.length < most ? undefined : under.shift();
      if (first !== undefined) yield await first;
    }
    for (let first = under.shift(); first !== undefined; first = under.shift()) yield await first;
  } finally {
    await Promise.allSettled(under);
  }
}

function forget(lastOf: Map<string, Promise<unknown>>, key: string, ended: Promise<unknown>): void {
  if (lastOf.get(key) === ended) lastOf.delete(key);
}
