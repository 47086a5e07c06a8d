/** The order in which changes are read: what stays is the thread, and what left a place comes before what came there. */

/** Something that stood somewhere, stands somewhere, or both. Positions rise within it. */
export interface Positions {
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly isMoved: boolean;
}

/** A step in reading: something that is there on both sides, something that left, or something that came. What was moved does both. */
export interface Step<Item> {
  readonly item: Item;
  readonly side: 'both' | 'before' | 'after';
}

export function inReadingOrder<Item extends Positions>(items: readonly Item[]): Step<Item>[] {
  const stays = ({ before, after, isMoved }: Item): boolean => !isMoved && before.length > 0 && after.length > 0;
  const staying = items.filter(stays).toSorted(byAfter);
  const leaving = items.filter((item) => !stays(item) && item.before.length > 0).toSorted(byBefore);
  const coming = items.filter((item) => !stays(item) && item.after.length > 0).toSorted(byAfter);
  const steps: Step<Item>[] = [];
  let [left, come] = [0, 0];
  for (const stay of [...staying, undefined]) {
    const until = { before: stay?.before[0] ?? Infinity, after: stay?.after[0] ?? Infinity };
    for (let item = leaving[left]; item !== undefined && (item.before[0] ?? 0) < until.before; item = leaving[++left])
      steps.push({ item, side: 'before' });
    for (let item = coming[come]; item !== undefined && (item.after[0] ?? 0) < until.after; item = coming[++come])
      steps.push({ item, side: 'after' });
    if (stay !== undefined) steps.push({ item: stay, side: 'both' });
  }
  return steps;
}

function byBefore(one: Positions, other: Positions): number {
  return (one.before[0] ?? 0) - (other.before[0] ?? 0);
}

function byAfter(one: Positions, other: Positions): number {
  return (one.after[0] ?? 0) - (other.after[0] ?? 0);
}
