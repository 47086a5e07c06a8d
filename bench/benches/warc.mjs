/** Writing WARC files, beside npm warcio; each file is read back by warcio, whoever wrote it. */
import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { WARCParser } from 'warcio';

import { Pages } from '../lib/pages.mjs';
import { npmPackage, peer } from '../lib/peers.mjs';
import { measured } from '../lib/process.mjs';
import { inRounds } from '../lib/rounds.mjs';
import { clientTable } from '../lib/table.mjs';

export async function warc({ pages = 200, rounds, tell, only }) {
  const root = mkdtempSync(join(tmpdir(), 'baoluu-bench-'));
  const gold = digestOfPages(pages);
  const writer = (name, file, way, facts = {}) => ({
    name,
    ...facts,
    run: async () => {
      const folder = join(root, 'run');
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder);
      const took = await measured([process.execPath, peer(file), folder, String(pages), way]);
      await expectReadBack(name, folder, gold, pages);
      return { ...JSON.parse(took.out), kilobytesAPage: sizeOf(folder) / pages, peakMegabytes: took.peakMegabytes };
    },
  });
  try {
    const warcio = npmPackage('warcio');
    const clients = [
      writer('ours, level 6', 'warcOurs.mjs', 'level6'),
      writer('ours, level 6, 8 at once', 'warcOurs.mjs', 'level6x8'),
      writer('ours, as an archive keeps pages, synced', 'warcOurs.mjs', 'archive'),
      writer('ours, the same of pages that came gzipped', 'warcOurs.mjs', 'archiveGzip'),
      writer('warcio, level 6', 'warcWarcio.mjs', '1', warcio),
      writer('warcio, level 6, 8 at once', 'warcWarcio.mjs', '8', warcio),
    ];
    const chosen = clients.filter(({ name }) => only === undefined || only.some((each) => name.includes(each)));
    const results = await inRounds(chosen, rounds, tell);
    return [
      `${pages} pages, MB of HTML a second; every record read back by warcio; ${rounds} round${rounds === 1 ? '' : 's'}.`,
      '',
      clientTable(results, [
        { title: 'MB/s', of: ({ megabytesPerSecond }) => megabytesPerSecond, ratio: true },
        { title: 'CPU ms a page', of: ({ cpuMs }) => cpuMs, digits: 2 },
        { title: 'kB a page', of: ({ kilobytesAPage }) => kilobytesAPage },
        { title: 'peak MB', of: ({ peakMegabytes }) => peakMegabytes, digits: 0 },
      ]),
      '',
      `Versions: ${warcio.version ?? warcio.missing}.`,
    ].join('\n');
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.warc.gz'))
    .map((name) => join(folder, name));
}

function sizeOf(folder) {
  return filesIn(folder).reduce((sum, file) => sum + statSync(file).size, 0) / 1000;
}

function digestOfPages(count) {
  const pages = new Pages();
  const hash = createHash('sha256');
  for (let number = 1; number <= count; number += 1) hash.update(pages.page(number));
  return hash.digest('hex');
}

/** That warcio finds all pages in the file, decoded as they were, each with both digests. */
async function expectReadBack(name, folder, gold, pages) {
  const hash = createHash('sha256');
  let found = 0;
  for (const file of filesIn(folder))
    for await (const record of new WARCParser(createReadStream(file))) {
      const payload = await record.readFully(true);
      if (record.warcType !== 'response') continue;
      found += 1;
      hash.update(payload);
      if (record.warcPayloadDigest == null || record.warcBlockDigest == null) throw new Error(`${name} left out a digest.`);
    }
  if (found !== pages || hash.digest('hex') !== gold)
    throw new Error(`warcio read ${found} of ${pages} pages that ${name} wrote, or others.`);
}
