/** Rounds in which ours and its peers take turns, so that what else the machine does falls on all of them. */

/**
 * @param clients each `{ name, run() }`, where `run` gives back figures; one with `missing` in place of `run` is only named
 * @returns of each client all its figures, a list of one a round
 */
export async function inRounds(clients, rounds, tell) {
  const present = clients.filter(({ missing }) => missing === undefined);
  const figures = new Map(present.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    // Another one begins each time: who comes first finds colder caches.
    const order = [...present.slice(round % present.length), ...present.slice(0, round % present.length)];
    for (const { name, run } of order) {
      const figure = await run();
      figures.get(name).push(figure);
      tell(`round ${round + 1} of ${rounds}  ${name}  ${told(figure)}`);
    }
  }
  return clients.map(({ name, missing }) => ({ name, missing, figures: figures.get(name) ?? [] }));
}

/** The middle one; of an even number the mean of the two. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}

export function spread(values) {
  return { middle: median(values), least: Math.min(...values), most: Math.max(...values) };
}

function told(figure) {
  return Object.entries(figure)
    .map(([name, value]) => `${name} ${typeof value === 'number' ? Number(value.toPrecision(4)) : value}`)
    .join('  ');
}
