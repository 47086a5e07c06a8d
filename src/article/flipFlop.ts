/** Wording that goes to and fro: A, B, A, B. */
import type { Revision } from './history.ts';

/**
 * The revision with which the going to and fro began that this one goes on with, where it is at least the fourth of two
 * texts by turns. A, B, A alone is an edit that was taken back.
 */
export function flipFlopSince(revisions: readonly Pick<Revision, 'number' | 'snapshot'>[], number: number): number | undefined {
  let first = number - 1;
  const isSame = (index: number): boolean => index >= 2 && revisions[index]?.snapshot === revisions[index - 2]?.snapshot;
  while (isSame(first)) first -= 1;
  const since = first - 1;
  return number - 1 - since >= 3 ? since + 1 : undefined;
}
