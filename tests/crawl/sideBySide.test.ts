/** Several pieces of work at once, told in their order. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { sideBySide } from '../../src/crawl/sideBySide.ts';

async function all<T>(results: AsyncGenerator<T, void>): Promise<T[]> {
  const told: T[] = [];
  for await (const result of results) told.push(result);
  return told;
}

describe('side by side', () => {
  test('what took longer is told in its turn', async () => {
    const way = { most: 8, keyOf: String };
    const work = async (ms: number): Promise<number> => await sleep(ms, ms);
    expect(await all(sideBySide([30, 1, 20, 5], way, work))).toEqual([30, 1, 20, 5]);
  });

  test('no more than so many are under way', async () => {
    let [now, most] = [0, 0];
    const work = async (): Promise<void> => {
      most = Math.max(most, (now += 1));
      await sleep(2);
      now -= 1;
    };
    await all(sideBySide(Array.from({ length: 50 }).keys(), { most: 4, keyOf: String }, work));
    expect(most).toBe(4);
  });

  test('items of one key wait for each other, also where one fails', async () => {
    const steps: string[] = [];
    const work = async (item: string): Promise<string> => {
      steps.push(`${item} begins`);
      await sleep(item === 'a1' ? 10 : 1);
      steps.push(`${item} ends`);
      if (item === 'a1') throw new Error('a1');
      return item;
    };
    await expect(all(sideBySide(['a1', 'b1', 'a2'], { most: 8, keyOf: (item) => item.slice(0, 1) }, work))).rejects.toThrow('a1');
    expect(steps.indexOf('a1 ends')).toBeLessThan(steps.indexOf('a2 begins'));
    expect(steps).toContain('a2 ends');
  });

  test('who wants no more leaves nothing under way', async () => {
    let now = 0;
    const work = async (): Promise<void> => {
      now += 1;
      await sleep(5);
      now -= 1;
    };
    for await (const _ of sideBySide([1, 2, 3, 4, 5, 6], { most: 3, keyOf: String }, work)) break;
    expect(now).toBe(0);
  });
});
