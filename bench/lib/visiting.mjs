/** A client that visits a list of addresses on the loopback newsroom, and what a round of it comes to. */
import { mkdirSync } from 'node:fs';

import { measured } from './process.mjs';

/**
 * @param means.desk the folder it runs in
 * @param means.server the newsroom
 * @param means.pages how many
 * @param client.command gives its command line for so many pages; `run/` of the desk is empty before each run
 * @param client.serves what the newsroom serves it, see `server.mjs`
 * @param client.count which of the newsroom's books must name all pages: `pages` or `notModified`
 * @param client.before lays something into `run/`
 * @param client.check holds against the pages what was printed and kept
 */
export function visiting(
  { desk, server, pages },
  { name, missing, version, command, serves = {}, count = 'pages', env, statuses, before, check },
) {
  const once = async (asked) => {
    desk.remove('run');
    mkdirSync(desk.path('run'));
    await before?.();
    await server.set({ ...serves, pages: asked });
    const took = await measured(command(asked), { cwd: desk.path('run'), env, statuses });
    const books = await server.books();
    if (books[count] !== asked) throw new Error(`${name} fetched ${books[count]} of ${asked} pages.\n${took.err.slice(-2000)}`);
    await check?.(took, asked);
    return { ...took, first: books.first };
  };
  let start;
  const run = async () => {
    // What it costs to begin is no part of what a page costs; it is measured once, with a single page.
    start ??= await once(1);
    const took = await once(pages);
    return {
      pagesPerSecond: (1000 * pages) / (took.ended - took.first),
      cpuPer1000: (1000 * (took.cpuSeconds - start.cpuSeconds)) / (pages - 1),
      startCpu: start.cpuSeconds,
      peakMegabytes: took.peakMegabytes,
    };
  };
  return { name, missing, version, run };
}

export const COLUMNS = [
  { title: 'pages/s', of: ({ pagesPerSecond }) => pagesPerSecond, ratio: true },
  { title: 'CPU s/1000 pages', of: ({ cpuPer1000 }) => cpuPer1000, digits: 2 },
  { title: 'as a multiple of ours', of: ({ cpuPer1000 }) => cpuPer1000, share: true },
  { title: 'CPU s to begin', of: ({ startCpu }) => startCpu, digits: 2 },
  { title: 'peak MB', of: ({ peakMegabytes }) => peakMegabytes, digits: 0 },
];
