/**
 * No false revision: each saved page in fifty dresses (advertising, counters, script paths, picture parameters, white
 * space, Unicode form) must give one digest. Run as `node bench/variants.mjs FOLDER` after a build; FOLDER holds `pages/`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { siteOf } from '../dist/article/identity.js';
import { digestOf } from '../dist/article/snapshot.js';
import { loadSites } from '../dist/config/sites.js';
import { readPage } from '../dist/extract/read.js';

const VARIANTS = 50;
const folder = process.argv[2] ?? '../shared/cases';
const sites = await loadSites(new URL('../config/sites', import.meta.url).pathname);

/** A generator of numbers that gives the same ones in every run (mulberry32). */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const DRESSES = [
  // Picture parameters and signatures.
  (html, next) => html.replace(/([?&](?:amp;)?s=)[\w-]+/gu, (_, head) => `${head}${Math.floor(next() * 1e9).toString(36)}`),
  // Script paths and build dates.
  (html, next) => html.replace(/(<script[^>]+src="[^"]*?)(\d{3,})/gu, (_, head) => `${head}${Math.floor(next() * 1e6)}`),
  // Counters.
  (html, next) => html.replace(/(class="[^"]*(?:count|view)[^"]*"[^>]*>)\d+(?=<)/giu, (_, head) => `${head}${Math.floor(next() * 5000)}`),
  // Advertising where these sites put it: in the head of the page, between paragraphs, at its foot.
  (html, next) =>
    html.replace(/<\/p>(?=\s*<p>)/gu, (end) =>
      next() < 0.2
        ? `${end}<div class="sda_middle vmcadszone"><ins class="adsbygoogle"></ins><script>ad(${Math.floor(next() * 1e6)})</script></div>`
        : end,
    ),
  (html, next) =>
    html.replace(/<body([^>]*)>/u, (body) => `${body}<div id="sdaWeb_Top" class="rennab">Mua ${Math.floor(next() * 100)} tặng 1</div>`),
  // Related links at the foot.
  (html, next) =>
    html.replace(
      /<\/body>/u,
      `<div class="related-news">${Array.from({ length: 5 }, () => `<a href="/tin-${Math.floor(next() * 1e6)}.html">Tin ${Math.floor(next() * 1e6)}</a>`).join('')}</div></body>`,
    ),
  // White space between tags, and no-break spaces between words.
  (html, next) => html.replace(/>\s+</gu, () => (next() < 0.5 ? '>\n\t <' : '> <')),
  (html, next) => html.replace(/(?<=<p>[^<]{10,80}) (?=\p{L})/gu, (space) => (next() < 0.05 ? '&nbsp;' : space)),
  (html, next) => (next() < 0.5 ? html.normalize('NFD') : html.normalize('NFC')),
];

function digestFor(html, url) {
  const reading = readPage(html, url, siteOf(new URL(url), sites));
  return digestOf('content' in reading ? reading.content : reading.partial);
}

let changed = 0;
let pages = 0;
for (const name of readdirSync(join(folder, 'pages'), { recursive: true })
  .filter((file) => file.endsWith('.gold.json'))
  .toSorted()) {
  const gold = JSON.parse(readFileSync(join(folder, 'pages', name), 'utf8'));
  const html = readFileSync(join(folder, 'pages', name.replace(/\.gold\.json$/u, '.html')), 'utf8');
  const host = sites.find((site) => site.name === gold.site)?.hosts[0] ?? 'example.vn';
  const url = gold.url?.startsWith('http') ? gold.url : `https://${host}/a-1.html`;
  const expected = digestFor(html, url);
  let others = 0;
  for (let variant = 1; variant <= VARIANTS; variant += 1) {
    const next = random(variant);
    const dressed = DRESSES.filter(() => next() < 0.6).reduce((page, dress) => dress(page, next), html);
    if (digestFor(dressed, url) !== expected) others += 1;
  }
  pages += 1;
  changed += others;
  console.log(`${name.replace(/\.gold\.json$/u, '').padEnd(75)} ${others === 0 ? 'one digest' : `${others} of ${VARIANTS} differ`}`);
}
console.log(`${pages} pages, ${pages * VARIANTS} variants: ${changed} false revisions`);
process.exitCode = changed === 0 ? 0 : 1;
