/** Reads the pages out of a WARC file with npm warcio, and does nothing with them: `warcRead.mjs FILE`. */
import { createReadStream } from 'node:fs';

import { WARCParser } from 'warcio';

let pages = 0;
for await (const record of new WARCParser(createReadStream(process.argv[2]))) {
  await record.readFully(true);
  if (record.warcType === 'response') pages += 1;
}
console.log(JSON.stringify({ pages }));
