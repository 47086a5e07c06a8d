/** Group commit: nobody is forgotten, nobody pays for another, and one key keeps its order. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { Together } from '../../src/archive/together.ts';

/** Writes down which items were served together; 'bad' items fail, and 'worst' fails its whole round. */
function recorder(keyOf?: (item: string) => string) {
  const rounds: string[][] = [];
  const together = new Together<string, string>(async (items) => {
    rounds.push([...items]);
    await sleep(5);
    if (items.includes('worst')) throw new Error('the whole round');
    return items.map((item) =>
      item.startsWith('bad') ? { status: 'rejected', reason: new Error(item) } : { status: 'fulfilled', value: `${item}!` },
    );
  }, keyOf);
  return { rounds, together };
}

describe('group commit', () => {
  test('whoever asks first is served at once, and who comes meanwhile together', async () => {
    const { rounds, together } = recorder();
    expect(await Promise.all(['a', 'b', 'c'].map((item) => together.ask(item)))).toEqual(['a!', 'b!', 'c!']);
    expect(rounds).toEqual([['a'], ['b', 'c']]);
  });

  test('one that fails fails alone', async () => {
    const { together } = recorder();
    const settled = await Promise.allSettled(['a', 'bad', 'c'].map((item) => together.ask(item)));
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  test('a round that fails as a whole takes no other with it', async () => {
    const { together } = recorder();
    const [first, ...round] = ['a', 'worst', 'b'].map((item) => together.ask(item));
    expect((await Promise.allSettled(round)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await first).toBe('a!');
    expect(await together.ask('c')).toBe('c!');
  });

  test('two of one key are never in one round, and keep their order', async () => {
    const { rounds, together } = recorder((item) => item.slice(0, 1));
    await Promise.all(['x', 'a1', 'b1', 'a2', 'a3', 'b2'].map((item) => together.ask(item)));
    expect(rounds).toEqual([['x'], ['a1', 'b1'], ['a2', 'b2'], ['a3']]);
  });

  test('a round has an end', async () => {
    const { rounds, together } = recorder();
    await Promise.all(Array.from({ length: 200 }, (_, index) => together.ask(String(index))));
    expect(Math.max(...rounds.map(({ length }) => length))).toBe(64);
    expect(rounds.flat()).toHaveLength(200);
  });

  test('it is idle when all are served', async () => {
    const { rounds, together } = recorder();
    await together.idle();
    void together.ask('a');
    void together.ask('b');
    await together.idle();
    expect(rounds).toEqual([['a'], ['b']]);
  });
});
