/** How long a person waits for a small command, beside Node that does nothing. Wall time, from spawning to the end. */
import { mkdirSync } from 'node:fs';

import { Desk, PROGRAM } from '../lib/ours.mjs';
import { SHORT } from '../lib/pages.mjs';
import { ran } from '../lib/process.mjs';
import { inRounds, median, spread } from '../lib/rounds.mjs';
import { startServer } from '../lib/server.mjs';
import { markdown, number } from '../lib/table.mjs';

/** Commands of a fifth of a second want more rounds than crawls do. */
const RUNS_A_ROUND = 4;

export async function start({ rounds, tell }) {
  const server = await startServer({ hosts: 1 });
  const desk = new Desk(server);
  try {
    const [url] = server.urls(1, SHORT);
    for (const edition of [0, 1]) {
      await server.set({ edition });
      await desk.prepare('storage', 120 - edition, 'archive', url, '--delay', '0');
    }
    // A folder without a config of its own: the sites that come with baoluu are loaded, as for anybody.
    mkdirSync(desk.path('run'));
    const article = `vietnamnet/${SHORT}`;
    const ours = (...argv) => [process.execPath, PROGRAM, '--storage', desk.path('storage'), ...argv];
    const results = await inRounds(
      [
        { name: '`node -e 0`', run: timed([process.execPath, '-e', '0'], desk) },
        { name: '`baoluu --help`', run: timed(ours('--help'), desk, 'archive') },
        { name: '`baoluu log`', run: timed(ours('log', article), desk, 'revision 2') },
        { name: '`baoluu show`', run: timed(ours('show', article), desk, 'Cập nhật lần 1') },
        { name: '`baoluu diff`', run: timed(ours('diff', article), desk, 'Cập nhật lần 1') },
      ],
      rounds * RUNS_A_ROUND,
      tell,
    );
    const bare = median(results[0].figures.map(({ ms }) => ms));
    return [
      `A short article of two revisions; ${rounds * RUNS_A_ROUND} runs each, in turns.`,
      '',
      markdown(
        ['', 'ms, median (least–most)', 'ms more than Node'],
        results.map(({ name, figures }) => {
          const { middle, least, most } = spread(figures.map(({ ms }) => ms));
          return [name, `${number(middle, 0)} (${number(least, 0)}–${number(most, 0)})`, number(middle - bare, 0)];
        }),
      ),
    ].join('\n');
  } finally {
    server.stop();
    desk.remove();
  }
}

function timed(command, desk, expected = '') {
  return async () => {
    const begun = performance.now();
    const { status, out, err } = await ran(command, { cwd: desk.path('run') });
    const ms = performance.now() - begun;
    if (status > 1 || !out.includes(expected)) throw new Error(`${command.join(' ')} ended with ${status}: ${err}${out}`);
    return { ms };
  };
}
