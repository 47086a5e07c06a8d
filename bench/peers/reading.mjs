/**
 * Reads saved pages from their bytes again and again, and prints how long it took: `reading.mjs READER FOLDER [PASSES]`.
 * A first pass is not counted: a crawl reads thousands of pages, and its code is warm.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { loadSites } from '../../dist/config/sites.js';
import { decodeHtml } from '../../dist/extract/decode.js';

const READERS = {
  ours: async () => {
    const [{ siteOf }, { readPage }] = await Promise.all([import('../../dist/article/identity.js'), import('../../dist/extract/read.js')]);
    const sites = await loadSites(fileURLToPath(new URL('../../config/sites', import.meta.url)));
    return (html, url) => {
      const reading = readPage(html, url, siteOf(new URL(url), sites));
      return (reading.content ?? reading.partial).body.join('\n');
    };
  },
  readabilityJsdom: async () => {
    const [{ Readability }, { JSDOM }] = await Promise.all([import('@mozilla/readability'), import('jsdom')]);
    return (html, url) => {
      const { window } = new JSDOM(html, { url });
      const article = new Readability(window.document).parse();
      window.close();
      return article?.textContent ?? '';
    };
  },
  readabilityLinkedom: async () => {
    const [{ Readability }, { parseHTML }] = await Promise.all([import('@mozilla/readability'), import('linkedom')]);
    return (html) => new Readability(parseHTML(html).document).parse()?.textContent ?? '';
  },
  defuddle: async () => {
    const [{ Defuddle }, { parseHTML }] = await Promise.all([import('defuddle/node'), import('linkedom')]);
    return async (html, url) => (await Defuddle(parseHTML(html).document, url, {})).content;
  },
};

const [reader, folder, passes = '1'] = process.argv.slice(2);
const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.html'))
  .toSorted()
  .map((name) => ({ bytes: readFileSync(join(folder, name)), url: urlOf(join(folder, name)) }));
const read = await READERS[reader]();
const print = console.log;
// Defuddle tells its troubles to the console.
Object.assign(console, { error: () => undefined, warn: () => undefined, log: () => undefined });

const each = pages.map(() => []);
let [letters, failed] = [0, 0];
for (let pass = 0; pass <= Number(passes); pass += 1)
  for (const [index, { bytes, url }] of pages.entries()) {
    const begun = performance.now();
    const text = await readSafely(bytes, url);
    if (pass > 0) each[index].push(performance.now() - begun);
    else [letters, failed] = [letters + (text ?? '').length, failed + (text === undefined ? 1 : 0)];
  }
const perPage = each.map((times) => Math.min(...times)).toSorted((a, b) => a - b);
print(
  JSON.stringify({
    pages: pages.length,
    failed,
    letters,
    msAPage: each.flat().reduce((sum, ms) => sum + ms, 0) / each.flat().length,
    msMiddlePage: perPage[Math.floor(perPage.length / 2)],
  }),
);
process.exit();

/** Undefined where the reader throws, which some do on a fragment of a page. */
async function readSafely(bytes, url) {
  try {
    return await read(decodeHtml(bytes), url);
  } catch {
    return undefined;
  }
}

function urlOf(file) {
  try {
    return JSON.parse(readFileSync(file.replace(/\.html$/u, '.gold.json'), 'utf8')).url ?? 'https://vietnamnet.vn/bai-viet-1.html';
  } catch {
    return 'https://vietnamnet.vn/bai-viet-1.html';
  }
}
