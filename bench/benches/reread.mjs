/** Reading an archive's pages again, and taking a WARC file in. Pages a second without what a run with one page takes. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

import { encodeRecord } from '../../dist/warc/encode.js';
import { newRecordId, responseRecord } from '../../dist/warc/exchange.js';
import { Desk } from '../lib/ours.mjs';
import { npmPackage, peer } from '../lib/peers.mjs';
import { measured } from '../lib/process.mjs';
import { inRounds } from '../lib/rounds.mjs';
import { clientTable } from '../lib/table.mjs';
import { COLUMNS } from '../lib/visiting.mjs';
import { exchangesOf } from '../lib/warcPages.mjs';

export async function reread({ pages = 300, rounds, tell, only }) {
  const desk = new Desk({ hosts: ['vietnamnet.vn'] });
  try {
    for (const count of [1, pages]) {
      writeFileSync(desk.path(`${count}.warc.gz`), warcOf(count));
      await desk.prepare(`archive-${count}`, 60, 'import', '--copy', desk.path(`${count}.warc.gz`));
    }
    const clients = clientsOf(desk, pages).filter(({ name }) => only === undefined || only.some((each) => name.includes(each)));
    const results = await inRounds(clients, rounds, tell);
    return [`${pages} pages, an article each; ${rounds} round${rounds === 1 ? '' : 's'}.`, '', clientTable(results, COLUMNS)].join('\n');
  } finally {
    desk.remove();
  }
}

function clientsOf(desk, pages) {
  const file = (count) => desk.path(`${count}.warc.gz`);
  const rereads = {
    command: () => desk.command('run/storage', 'reread'),
    before: (count) => cpSync(desk.path(`archive-${count}`), desk.path('run/storage'), { recursive: true }),
  };
  const imports = (...argv) => ({
    command: (count) => desk.command('run/storage', 'import', ...argv, file(count)),
    tells: (count) => new RegExp(String.raw`\b${count} captures? new`, 'u'),
  });
  const differing = (count) => new RegExp(String.raw`read again: ${count} pages?\b`, 'u');
  const clients = [
    {
      name: 'baoluu reread, the same text comes out',
      ...rereads,
      tells: (count) => new RegExp(`^${count} stored pages? .*: 0 pages`, 'mu'),
    },
    { name: 'baoluu reread, another text of each page', ...rereads, dropped: ['#maincontent > p:first-child'], tells: differing },
    { name: 'baoluu import, read where it is', ...imports() },
    { name: 'baoluu import --copy', ...imports('--copy') },
    {
      name: 'warcio, reads the records and no more',
      ...npmPackage('warcio'),
      command: (count) => [process.execPath, peer('warcRead.mjs'), file(count)],
      tells: (count) => new RegExp(String.raw`"pages":${count}\}`, 'u'),
    },
  ];
  return clients.map((client) => timed(desk, pages, client));
}

function timed(desk, pages, { name, missing, command, before, dropped = [], tells }) {
  const once = async (count) => {
    desk.remove('run');
    mkdirSync(desk.path('run'));
    desk.setLayouts(...dropped);
    before?.(count);
    const took = await measured(command(count), { cwd: desk.path('run') });
    if (!tells(count).test(`${took.err}${took.out}`))
      throw new Error(`${name} did not tell of ${count} pages: ${`${took.out}${took.err}`.slice(-1000)}`);
    return { ...took, ms: took.ended - took.begun };
  };
  let start;
  const run = async () => {
    start ??= await once(1);
    const took = await once(pages);
    return {
      pagesPerSecond: (1000 * (pages - 1)) / (took.ms - start.ms),
      cpuPer1000: (1000 * (took.cpuSeconds - start.cpuSeconds)) / (pages - 1),
      startCpu: start.cpuSeconds,
      peakMegabytes: took.peakMegabytes,
    };
  };
  return { name, missing, run };
}

function warcOf(count) {
  const warcinfo = newRecordId();
  return Buffer.concat(exchangesOf(count).map((page) => gzipSync(encodeRecord(responseRecord(page, newRecordId(), warcinfo)))));
}
