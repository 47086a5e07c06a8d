/** What commands cost as the archive grows: from a thousand articles to a hundred thousand, and with `--million` to a million. */
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { QUERIES } from '../lib/fill.mjs';
import { Desk, PROGRAM } from '../lib/ours.mjs';
import { measured, ran } from '../lib/process.mjs';
import { inRounds, median, spread } from '../lib/rounds.mjs';
import { startServer } from '../lib/server.mjs';
import { markdown, number, times } from '../lib/table.mjs';

const FILL = fileURLToPath(new URL('../lib/fill.mjs', import.meta.url));
const SIZES = [1_000, 10_000, 100_000, 1_000_000];

/** So many captures more than one, to tell what one costs without the start of the program. */
const MORE = 300;

export async function flat({ pages, rounds, tell, hosts, million, kept, real = 1_000 }) {
  const most = pages ?? (million ? 1_000_000 : 100_000);
  const sizes = SIZES.filter((size) => size <= most);
  const server = await startServer({ hosts });
  const desk = new Desk(server);
  try {
    const folder = kept === undefined ? desk.path('.') : resolve(kept);
    const storageOf = (size) => resolve(folder, `of-${size}`);
    for (const [index, size] of sizes.entries()) await make(storageOf, size, sizes[index - 1], real, tell);
    const tasks = tasksOf(desk, server, storageOf);
    // Once before: revisions are compared, and the pages of the catalogue read.
    for (const { run } of tasks) for (const size of sizes) await run(size);
    const clients = tasks.flatMap(({ name, run }) =>
      sizes.map((size) => ({ name: `${name}, ${size}`, run: async () => ({ ms: await run(size) }) })),
    );
    const results = new Map((await inRounds(clients, rounds, tell)).map(({ name, figures }) => [name, figures.map(({ ms }) => ms)]));
    return [
      `Milliseconds, median (least–most) of ${rounds} round${rounds === 1 ? '' : 's'}. Up to ${real} articles have their files; more stand in the catalogue alone.`,
      '',
      markdown(
        ['articles', ...sizes.map((size) => size.toLocaleString('en')), 'last beside first'],
        tasks.map(({ name }) => {
          const figures = sizes.map((size) => results.get(`${name}, ${size}`));
          return [name, ...figures.map(cell), times(median(figures.at(-1)) / median(figures[0]))];
        }),
      ),
    ].join('\n');
  } finally {
    server.stop();
    desk.remove();
  }
}

function cell(figures) {
  const { middle, least, most } = spread(figures);
  return `${number(middle)} (${number(least)}–${number(most)})`;
}

/** From the archive that is a size smaller, where there is one. What was made is there when it is whole, and is not made again. */
async function make(storageOf, size, smaller = 0, real, tell) {
  if (existsSync(storageOf(size))) return tell(`took the ${size} articles that are kept`);
  const [made, part] = [storageOf(size), storageOf(`${size}.part`)];
  rmSync(part, { recursive: true, force: true });
  // With the files' times: a list reads each article whose file is not as the catalogue took it in.
  if (smaller > 0) cpSync(storageOf(smaller), part, { recursive: true, preserveTimestamps: true });
  const begun = Date.now();
  const { status, err } = await ran([process.execPath, FILL, part, String(smaller + 1), String(size), String(real)]);
  if (status !== 0) throw new Error(`The archive of ${size} articles could not be made: ${err.slice(-2000)}`);
  renameSync(part, made);
  tell(`made ${size} articles in ${Math.round((Date.now() - begun) / 1000)} s`);
}

function tasksOf(desk, server, storageOf) {
  mkdirSync(desk.path('run'));
  let next = 1;
  const archive = async (size, count) => {
    const list = desk.list('list.txt', server.urls(count, next));
    next += count;
    await server.set({});
    const took = await measured(desk.command(storageOf(size), 'archive', '-i', list, '--delay', '0'), { cwd: desk.path('run') });
    const { pages } = await server.books();
    if (pages !== count) throw new Error(`baoluu fetched ${pages} of ${count} pages.`);
    return took;
  };
  // Without a config of their own: the sites that come with baoluu are loaded, as for anybody.
  const command = (name, ...argv) => ({
    name: `\`${name}\``,
    run: async (size) => await wall(desk, [process.execPath, PROGRAM, '--storage', storageOf(size), ...argv]),
  });
  return [
    {
      name: 'one capture among others, wall',
      run: async (size) => {
        const [one, many] = [await archive(size, 1), await archive(size, 1 + MORE)];
        return (many.ended - many.begun - (one.ended - one.begun)) / MORE;
      },
    },
    {
      name: 'one capture among others, CPU',
      run: async (size) => {
        const [one, many] = [await archive(size, 1), await archive(size, 1 + MORE)];
        return (1000 * (many.cpuSeconds - one.cpuSeconds)) / MORE;
      },
    },
    { name: '`archive` of one page', run: async (size) => ((took) => took.ended - took.begun)(await archive(size, 1)) },
    command('list --limit 50', 'list', '--limit', '50'),
    command('search', 'search', QUERIES.rare),
    command('search a common word', 'search', QUERIES.common),
    command('changes --since 7d', 'changes', '--since', '7d'),
    command('status', 'status'),
    command('crawl --dry-run --limit 100', 'crawl', 'vietnamnet', '--dry-run', '--limit', '100'),
  ];
}

async function wall(desk, command) {
  const begun = performance.now();
  const { status, out, err } = await ran(command, { cwd: desk.path('run') });
  const ms = performance.now() - begun;
  if (status !== 0 || out === '') throw new Error(`${command.join(' ')} ended with ${status}: ${err.slice(-1000)}`);
  return ms;
}
