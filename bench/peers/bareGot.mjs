/**
 * The HTTP client that ours stands on, and nothing else: got-scraping, 32 in flight over kept connections, bodies as bytes.
 * `bareGot.mjs LIST [TAGS]`: TAGS has the tag of each address, a line each, which is sent as If-None-Match.
 */
import { readFileSync } from 'node:fs';
import { Agent } from 'node:http';

import { gotScraping } from 'got-scraping';

const [urls, tags = []] = process.argv.slice(2).map((file) => readFileSync(file, 'utf8').trim().split('\n'));
const agent = { http: new Agent({ keepAlive: true, maxSockets: 32 }) };
let [next, pages] = [0, 0];

async function fetchOn() {
  while (next < urls.length) {
    const index = next;
    next += 1;
    const headers = tags[index] === undefined ? {} : { 'if-none-match': tags[index] };
    const { statusCode } = await gotScraping({
      url: urls[index],
      headers,
      agent,
      responseType: 'buffer',
      useHeaderGenerator: false,
      http2: false,
      throwHttpErrors: false,
      retry: { limit: 0 },
    });
    if (statusCode === (tags.length === 0 ? 200 : 304)) pages += 1;
  }
}

await Promise.all(Array.from({ length: 32 }, fetchOn));
console.log(JSON.stringify({ pages }));
process.exit();
