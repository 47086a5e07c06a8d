/** simplecrawler, 32 at once, with cheerio: `simple.mjs LIST`. */
import { readFileSync } from 'node:fs';

import * as cheerio from 'cheerio';
import Crawler from 'simplecrawler';

import { Checksum } from '../lib/checksum.mjs';
import { extractWith } from './extract.mjs';

const urls = readFileSync(process.argv[2], 'utf8').trim().split('\n');
const checksum = new Checksum();
const crawler = new Crawler(urls[0]);
Object.assign(crawler, {
  maxConcurrency: 32,
  interval: 1,
  discoverResources: false,
  filterByDomain: false,
  respectRobotsTxt: false,
  acceptCookies: false,
});
for (const url of urls.slice(1)) crawler.queueURL(url);
crawler.on('fetchcomplete', (_item, body) => checksum.add(extractWith(cheerio.load(body))));
crawler.on('complete', () => {
  console.log(String(checksum));
  process.exit();
});
crawler.start();
