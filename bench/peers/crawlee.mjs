/** CheerioCrawler over a list of addresses: `crawlee.mjs LIST [memory]`; with `memory` nothing on disk, and 32 at once from the start. */
import { readFileSync } from 'node:fs';

import { CheerioCrawler, Configuration, LogLevel, log } from '@crawlee/cheerio';

import { Checksum } from '../lib/checksum.mjs';
import { extractWith } from './extract.mjs';

const [list, memory] = process.argv.slice(2);
const checksum = new Checksum();
log.setLevel(LogLevel.ERROR);
const crawler = new CheerioCrawler(
  {
    requestHandler: ({ $ }) => checksum.add(extractWith($)),
    ...(memory === undefined ? {} : { minConcurrency: 32, maxConcurrency: 32 }),
  },
  memory === undefined ? Configuration.getGlobalConfig() : new Configuration({ persistStorage: false }),
);
await crawler.run(readFileSync(list, 'utf8').trim().split('\n'));
console.log(String(checksum));
