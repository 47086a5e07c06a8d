/** First captures: fetch, read, keep. Ours is `baoluu archive -i LIST` as anybody runs it, with all it writes synced. */
import { startServer } from '../lib/server.mjs';
import { contentOf } from '../lib/pages.mjs';
import { Checksum } from '../lib/checksum.mjs';
import { Desk, checksumOf } from '../lib/ours.mjs';
import { npmPackage, peer, scrapy, wget } from '../lib/peers.mjs';
import { inRounds } from '../lib/rounds.mjs';
import { clientTable } from '../lib/table.mjs';
import { COLUMNS, visiting } from '../lib/visiting.mjs';

export async function capture({ pages = 300, rounds, tell, only, hosts, gzip }) {
  const server = await startServer({ hosts });
  const desk = new Desk(server);
  try {
    const means = { desk, server, pages };
    const clients = [ours(means), ...peersOf(means)]
      .filter(({ name }) => only === undefined || only.some((each) => name.includes(each)))
      .map((client) => visiting(means, { ...client, serves: { gzip } }));
    const results = await inRounds(clients, rounds, tell);
    const versions = clients.flatMap(({ version }) => version ?? []);
    return [
      `${pages} pages of ${hosts} hosts${gzip ? ', gzipped where asked for' : ''}; ${rounds} round${rounds === 1 ? '' : 's'}.`,
      '',
      clientTable(results, COLUMNS),
      '',
      `Versions: ${[...new Set(versions)].join(', ')}.`,
    ].join('\n');
  } finally {
    server.stop();
    desk.remove();
  }
}

export function ours({ desk, server }) {
  return {
    name: 'baoluu archive',
    command: (count) => desk.command('run/storage', 'archive', '-i', desk.list('list.txt', server.urls(count)), '--delay', '0'),
    check: (_took, count) => expectSame('baoluu', checksumOf(desk.path('run/storage')), count),
  };
}

function peersOf({ desk, server }) {
  const list = (count) => desk.list('list.txt', server.urls(count));
  // wget keeps one connection only: it gets host after host.
  const byHost = (count) => desk.list('list.txt', server.urls(count).toSorted());
  const nodePeer = (file, ...more) => ({ command: (count) => [process.execPath, peer(file), list(count), ...more] });
  const check = (name) => (took, count) => expectSame(name, took.out.trim().split('\n').at(-1), count);
  const crawlee = npmPackage('@crawlee/cheerio');
  return [
    { name: 'CheerioCrawler, stock', ...crawlee, ...nodePeer('crawlee.mjs'), check: check('CheerioCrawler') },
    {
      name: 'CheerioCrawler, nothing on disk, 32 at once',
      ...crawlee,
      ...nodePeer('crawlee.mjs', 'memory'),
      check: check('CheerioCrawler'),
    },
    { ...scrapyTuned(list), check: check('Scrapy') },
    { name: 'simplecrawler, cheerio', ...npmPackage('simplecrawler'), ...nodePeer('simple.mjs'), check: check('simplecrawler') },
    {
      name: 'wget --warc-file, gzipped (reads nothing)',
      ...wget(),
      command: (count) => [
        'wget',
        '--no-config',
        '--quiet',
        '--tries=1',
        '--output-document=/dev/null',
        `--warc-file=${desk.path('run/pages')}`,
        `--warc-tempdir=${desk.path('run')}`,
        `--input-file=${byHost(count)}`,
      ],
    },
    { name: 'got-scraping alone (keeps and reads nothing)', ...npmPackage('got-scraping'), ...nodePeer('bareGot.mjs'), check: counted },
  ];
}

export function scrapyTuned(list) {
  const { python, version, missing } = scrapy();
  return { name: 'Scrapy tuned, parsel', version, missing, command: (count) => [python, peer('scrapyTuned.py'), list(count)] };
}

/** That it read of these pages what stands in them. */
export function expectSame(name, printed, count) {
  const { pages, checksum } = JSON.parse(String(printed));
  const gold = JSON.parse(String(goldOf(count)));
  if (pages !== count) throw new Error(`${name} read ${pages} of ${count} pages.`);
  if (checksum !== gold.checksum)
    throw new Error(`${name} read other texts than those that were served: ${checksum}, not ${gold.checksum}.`);
}

export function counted(took, count) {
  const { pages } = JSON.parse(took.out);
  if (pages !== count) throw new Error(`The client counted ${pages} of ${count} pages.`);
}

function goldOf(count) {
  const gold = new Checksum();
  for (let number = 1; number <= count; number += 1) {
    const { sapo, paragraphs, ...rest } = contentOf(number);
    gold.add({ ...rest, paragraphs: [sapo, ...paragraphs] });
  }
  return gold;
}

/** The memory of a long list, which is ours alone to promise: one round. */
export async function memory({ pages = 10_000, ...options }) {
  return await capture({ ...options, pages, rounds: 1, only: ['baoluu'] });
}
