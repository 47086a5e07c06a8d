/** "Did you mean …?": the word that was likely meant. */

// A third of the letters may differ, so that `hots` means `hosts`; and `delay` means `delaySeconds`.
export function nearest(key: string, known: readonly string[]): string | undefined {
  const folded = fold(key);
  const measured = known.map((name) => ({ name, steps: distance(folded, fold(name)) })).toSorted((a, b) => a.steps - b.steps);
  const [best] = measured;
  if (best !== undefined && best.steps <= Math.max(1, Math.floor(best.name.length / 3))) return best.name;
  return folded.length < 3 ? undefined : known.find((name) => fold(name).startsWith(folded) || folded.startsWith(fold(name)));
}

function fold(key: string): string {
  return key.toLowerCase().replace(/[-_]/gu, '');
}

/** How many letters must be added, taken away or changed to make one word of the other (Levenshtein). */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [above, letter] of [...from].entries()) {
    const next = [above + 1];
    for (const [index, other] of [...to].entries())
      next.push(Math.min((row[index] ?? 0) + Number(letter !== other), (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    row = next;
  }
  return row[to.length] ?? 0;
}
