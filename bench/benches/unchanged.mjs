/** Visits to known articles whose text is as it was: with a full answer in which all else is new, and with "304 Not Modified". */
import { cpSync } from 'node:fs';

import { Desk } from '../lib/ours.mjs';
import { npmPackage, peer } from '../lib/peers.mjs';
import { inRounds } from '../lib/rounds.mjs';
import { etagOf, startServer } from '../lib/server.mjs';
import { clientTable } from '../lib/table.mjs';
import { COLUMNS, visiting } from '../lib/visiting.mjs';
import { counted, expectSame, scrapyTuned } from './capture.mjs';

export async function unchanged({ pages = 200, rounds, tell, only, hosts, gzip }) {
  const server = await startServer({ hosts });
  const desk = new Desk(server);
  try {
    const means = { desk, server, pages };
    await server.set({ tags: true });
    await desk.prepare('known', 180, 'archive', '-i', desk.list('list.txt', server.urls(pages)), '--delay', '0');
    const measure = async (clients) => {
      const chosen = clients.filter(({ name }) => only === undefined || only.some((each) => name.includes(each)));
      return await inRounds(
        chosen.map((client) => visiting(means, client)),
        rounds,
        tell,
      );
    };
    // From a full answer to a crawl on, an article's region is known, and its tag.
    await server.set({ changes: true });
    await desk.prepare('known', 120, 'crawl', 'vietnamnet', '--delay', '0', '--quiet');
    const full = await measure(fullAnswers(means, { changes: true, gzip }));
    await server.set({ tags: true });
    await desk.prepare('known', 60, 'crawl', 'vietnamnet', '--delay', '0', '--quiet');
    const notModified = await measure(conditional(means));
    return [
      `${pages} known articles of ${hosts} hosts; ${rounds} round${rounds === 1 ? '' : 's'}.`,
      '',
      'A full answer, in which advertising, teasers, counters and scripts are new and the article is as it was:',
      '',
      clientTable(full, COLUMNS),
      '',
      '"304 Not Modified", and a stock crawler that knows no such thing:',
      '',
      clientTable(notModified, COLUMNS),
    ].join('\n');
  } finally {
    server.stop();
    desk.remove();
  }
}

function fullAnswers({ desk, server }, serves) {
  const list = (count) => desk.list('list.txt', server.urls(count));
  return [
    {
      name: 'baoluu archive, again',
      command: (count) => desk.command('run/storage', 'archive', '-i', list(count), '--delay', '0'),
      ...known(desk),
      check: ({ out }, count) => expectCount(out.split('\n').filter((line) => line.includes(' 200 unchanged')).length, count),
      serves,
    },
    { ...crawl(desk), name: 'baoluu crawl', serves },
    { ...scrapyTuned(list), check: ({ out }, count) => expectSame('Scrapy', out, count), serves },
  ];
}

function conditional({ desk, server }) {
  const list = (count) => desk.list('list.txt', server.urls(count));
  const tags = (count) =>
    desk.list(
      'tags.txt',
      Array.from({ length: count }, (_, index) => etagOf(index + 1)),
    );
  return [
    { ...crawl(desk), name: 'baoluu crawl, 304', serves: { tags: true }, count: 'notModified' },
    {
      name: 'got-scraping alone, 304',
      ...npmPackage('got-scraping'),
      command: (count) => [process.execPath, peer('bareGot.mjs'), list(count), tags(count)],
      check: counted,
      serves: { tags: true },
      count: 'notModified',
    },
    {
      name: 'CheerioCrawler, stock, 200',
      ...npmPackage('@crawlee/cheerio'),
      command: (count) => [process.execPath, peer('crawlee.mjs'), list(count)],
      check: ({ out }, count) => expectSame('CheerioCrawler', out.trim().split('\n').at(-1), count),
      serves: { tags: true },
    },
  ];
}

function crawl(desk) {
  return {
    command: (count) => desk.command('run/storage', 'crawl', 'vietnamnet', '--delay', '0', '--quiet', '--limit', String(count)),
    ...known(desk),
    check: ({ out }, count) => expectCount(Number(/unchanged (\d+)/u.exec(out)?.[1]), count),
  };
}

/** The archive as it was before each run: visits leave their trace in it. */
function known(desk) {
  return { before: () => cpSync(desk.path('known'), desk.path('run/storage'), { recursive: true }) };
}

function expectCount(found, count) {
  if (found !== count) throw new Error(`baoluu called ${found} of ${count} pages unchanged.`);
}
