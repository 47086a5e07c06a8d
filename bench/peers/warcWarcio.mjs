/** The same records as `warcOurs.mjs` at level 6, by npm warcio: `warcWarcio.mjs FOLDER PAGES AT-ONCE`. */
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

import { WARCRecord, WARCSerializer } from 'warcio';

import { begin, exchangesOf, inGroups, told } from '../lib/warcPages.mjs';

const [folder, pages, atOnce] = process.argv.slice(2);
const exchanges = exchangesOf(Number(pages));
const begun = begin();
const out = createWriteStream(`${folder}/pages.warc.gz`);
await inGroups(exchanges, Number(atOnce), member, (bytes) => out.write(bytes));
out.end();
await finished(out);
told(exchanges, begun);

async function member({ url, at, headers, bytes }) {
  async function* body() {
    yield bytes;
  }
  const record = WARCRecord.create(
    { url, date: at, type: 'response', warcVersion: 'WARC/1.1', httpHeaders: Object.fromEntries(headers), statusline: 'HTTP/1.1 200 OK' },
    body(),
  );
  // Level 6 is that of the CompressionStream it uses; both digests are its default, and SHA-1 is what ours has.
  return await WARCSerializer.serialize(record, { gzip: true, digest: { algo: 'sha-1', prefix: 'sha1:', base32: true } });
}
