import { expect, test } from 'vitest';
import { flipFlopSince } from '../../src/article/flipFlop.ts';
import type { SnapshotName } from '../../src/article/snapshot.ts';

test.each([
  ['A, B, A is an edit that was taken back', 'ABA', [undefined, undefined, undefined]],
  ['A, B, A, B is going to and fro from the fourth on', 'ABABA', [undefined, undefined, undefined, 1, 1]],
  ['it begins where the two texts first stood by turns', 'CABAB', [undefined, undefined, undefined, undefined, 2]],
  ['a third text ends it', 'ABABC', [undefined, undefined, undefined, 1, undefined]],
  ['three texts by turns are none', 'ABCABC', [undefined, undefined, undefined, undefined, undefined, undefined]],
])('%s', (_rule, shown, expected) => {
  const revisions = [...shown].map((letter, index) => ({ number: index + 1, snapshot: `${letter}.txt` as SnapshotName }));
  expect(revisions.map(({ number }) => flipFlopSince(revisions, number))).toEqual(expected);
});
