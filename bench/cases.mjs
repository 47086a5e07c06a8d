/** The saved pages of a folder of cases, and the gold reading of each. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { decodeHtml } from '../dist/extract/decode.js';

/** Sets of cases, each a name and its pages; a page without gold must be no article. */
export function setsIn(folder) {
  const pages = join(folder, 'pages');
  const extract = join(folder, 'extract');
  const sets = existsSync(extract) ? readdirSync(extract).filter((name) => existsSync(join(extract, name, 'gold.jsonl'))) : [];
  return [
    ...(existsSync(pages) ? [{ name: 'pages', cases: savedPages(pages) }] : []),
    ...sets.toSorted().map((name) => ({ name, cases: benchmark(join(extract, name)) })),
  ];
}

function savedPages(root) {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.html'))
    .toSorted()
    .map((file) => savedPage(root, join(root, file)));
}

function savedPage(root, file) {
  const name = relative(root, file).replace(/\.html$/u, '');
  const html = () => decodeHtml(readFileSync(file));
  const goldFile = file.replace(/\.html$/u, '.gold.json');
  if (!existsSync(goldFile)) return { name, html, url: 'https://example.vn/muc' };
  const gold = JSON.parse(readFileSync(goldFile, 'utf8'));
  const url = gold.url ?? `https://example.${gold.site === 'vnexpress' ? 'net' : 'vn'}/bai-viet`;
  const { title, published, body, captions, mustNotContain } = gold;
  return { name, html, url, gold: known({ title, date: published, body, captions, mustNotContain }) };
}

function benchmark(root) {
  const golds = readFileSync(join(root, 'gold.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return golds.flatMap((gold) => {
    const file = join(root, 'html', `${gold.id}.html.gz`);
    const { title, date, captions, without: mustNotContain = [] } = gold;
    const body = gold.paragraphs ?? gold.text?.split(/\n+/u).filter((line) => line.trim() !== '');
    const html = () => decodeHtml(gunzipSync(readFileSync(file)));
    const url = gold.url ?? 'https://example.com/article';
    return existsSync(file) ? [{ name: gold.id, html, url, gold: known({ title, date, body, captions, mustNotContain }) }] : [];
  });
}

function known(gold) {
  return Object.fromEntries(Object.entries(gold).filter(([, value]) => value !== undefined && value !== null));
}
