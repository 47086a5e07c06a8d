/**
 * Writes pages into a WARC file, and prints how fast: `warcOurs.mjs FOLDER PAGES WAY`.
 *
 * The WAY is `level6` or `level6x8`: response records with both digests at gzip level 6, one at a time or eight at once, unsynced, as
 * npm warcio is made to write them; or `archive` or `archiveGzip`: as the archive keeps pages, each with its request and what was read,
 * eight under way and each synced before it is told, with bodies that came plain or gzipped.
 */
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { promisify } from 'node:util';
import { gzip, gzipSync } from 'node:zlib';

import { WarcStore } from '../../dist/archive/warcStore.js';
import { encodeRecord } from '../../dist/warc/encode.js';
import { newRecordId, responseRecord } from '../../dist/warc/exchange.js';
import { begin, exchangesOf, inGroups, told } from '../lib/warcPages.mjs';

const [folder, pages, way] = process.argv.slice(2);
const exchanges = exchangesOf(Number(pages), way === 'archiveGzip' ? gzipSync : undefined);
const begun = begin();
await (way.startsWith('archive') ? asArchive() : plainly(way === 'level6' ? 1 : 8));
told(exchanges, begun);

async function asArchive() {
  const store = new WarcStore(folder, { now: () => new Date(), about: [['software', 'baoluu']] });
  const keep = async (page, id) => {
    const capture = { url: page.url, at: page.at, status: 200, outcome: 'read', reader: { layout: 'vietnamnet/2026', extractor: 1 } };
    return await store.keep({ site: 'vietnamnet', id: String(id) }, { page, policy: 'all' }, [], capture);
  };
  const numbers = new Map(exchanges.map((page, index) => [page, index + 1]));
  await inGroups(
    exchanges,
    8,
    (page) => keep(page, numbers.get(page)),
    () => undefined,
  );
  await store.close();
}

async function plainly(atOnce) {
  const compress = promisify(gzip);
  const out = createWriteStream(`${folder}/pages.warc.gz`);
  const warcinfo = newRecordId();
  const member = async (page) => await compress(encodeRecord(responseRecord(page, newRecordId(), warcinfo)), { level: 6 });
  await inGroups(exchanges, atOnce, member, (bytes) => out.write(bytes));
  out.end();
  await finished(out);
}
