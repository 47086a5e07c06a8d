/**
 * Reads the saved pages of a folder and holds them against the gold readings beside them.
 *
 *     npm run build && npm run eval -- FOLDER
 *
 * FOLDER holds `pages/**` with `<name>.html` and `<name>.gold.json`; a page without gold must be no article. Nothing
 * of such a folder belongs into this project: the pages are their publishers'. If the folder also holds
 * `extract/<set>/gold.jsonl`, the fallback's word F1, titles and days are printed for each set.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

import { siteOf } from '../dist/article/identity.js';
import { normaliseText } from '../dist/article/text.js';
import { loadSites } from '../dist/config/sites.js';
import { decodeHtml } from '../dist/extract/decode.js';
import { readPage } from '../dist/extract/read.js';

const folder = process.argv[2];
if (folder === undefined) {
  console.error('Usage: npm run eval -- FOLDER, the folder of cases that holds pages/');
  process.exit(2);
}
const sites = await loadSites(fileURLToPath(new URL('../config/sites', import.meta.url)));
const exact = evaluatePages(join(folder, 'pages'));
if (existsSync(join(folder, 'extract'))) evaluateSets(join(folder, 'extract'));
process.exitCode = exact ? 0 : 1;

/** Prints one line a page, and whether each page was read in every field as its gold says. */
function evaluatePages(root) {
  const pages = filesIn(root).filter((file) => file.endsWith('.html'));
  const lines = pages.map((file) => judge(file, root));
  for (const line of lines) console.log(line.text);
  const right = lines.filter((line) => line.isRight).length;
  console.log(`${right} of ${lines.length} pages right in every field`);
  return right === lines.length;
}

function judge(file, root) {
  const goldFile = file.replace(/\.html$/u, '.gold.json');
  const name = relative(root, file).slice(0, 70);
  if (!existsSync(goldFile)) return judgeList(file, name);
  const gold = JSON.parse(readFileSync(goldFile, 'utf8'));
  const reading = readFile(file, gold.url ?? `https://example.${gold.site === 'vnexpress' ? 'net' : 'vn'}/bai-viet`);
  const { title, date, body, captions } = reading.content ?? reading.partial;
  const text = [title, ...body, ...captions].join('\n');
  const verdicts = {
    title: gold.title === null || normaliseText(gold.title) === title,
    date:
      gold.published === null ||
      gold.published.slice(0, 16) + gold.published.slice(-6) === (date ?? '').slice(0, 16) + (date ?? '').slice(-6),
    body: JSON.stringify(gold.body.map(normaliseText)) === JSON.stringify(body),
    captions: JSON.stringify(gold.captions.map(normaliseText)) === JSON.stringify(captions),
    foreign: gold.mustNotContain.every((each) => !text.includes(each)),
  };
  const wrong = Object.entries(verdicts).filter(([, isRight]) => !isRight);
  if (process.env.VERBOSE !== undefined) explain(gold, { title, date, body, captions }, verdicts);
  const said = wrong.length === 0 ? 'right' : `wrong: ${wrong.map(([field]) => field).join(', ')}`;
  return { isRight: wrong.length === 0, text: `${name.padEnd(72)} ${reading.reader.layout.padEnd(16)} ${said}` };
}

function judgeList(file, name) {
  const reading = readFile(file, 'https://example.vn/muc');
  const isRight = 'missing' in reading && reading.missing.includes('body');
  return {
    isRight,
    text: `${name.padEnd(72)} ${reading.reader.layout.padEnd(16)} ${isRight ? 'right: no article' : 'wrong: taken for an article'}`,
  };
}

function explain(gold, found, verdicts) {
  for (const field of ['title', 'date']) if (!verdicts[field]) console.log(`  ${field}: ${found[field]}`);
  for (const field of ['body', 'captions']) {
    const lacking = gold[field].map(normaliseText).filter((line) => !found[field].includes(line));
    const added = found[field].filter((line) => !gold[field].map(normaliseText).includes(line));
    for (const line of lacking) console.log(`  ${field} - ${line.slice(0, 150)}`);
    for (const line of added) console.log(`  ${field} + ${line.slice(0, 150)}`);
  }
}

function readFile(file, url) {
  return readPage(decodeHtml(readFileSync(file)), url, siteOf(new URL(url), sites));
}

function filesIn(root) {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

function evaluateSets(root) {
  for (const set of readdirSync(root).filter((name) => existsSync(join(root, name, 'gold.jsonl'))))
    console.log(evaluateSet(join(root, set)));
}

function evaluateSet(root) {
  const golds = readFileSync(join(root, 'gold.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const start = process.cpuUsage();
  const scores = golds.filter(({ id }) => existsSync(join(root, 'html', `${id}.html.gz`))).map((gold) => scorePage(root, gold));
  const { user, system } = process.cpuUsage(start);
  const mean = (key) => {
    const known = scores.map((score) => score[key]).filter((value) => value !== undefined);
    return known.length === 0 ? '   –' : (known.reduce((sum, value) => sum + Number(value), 0) / known.length).toFixed(3);
  };
  const empty = scores.filter((score) => score.isEmpty).length;
  const milliseconds = ((user + system) / 1000 / scores.length).toFixed(0);
  return `${basename(root).padEnd(16)} ${scores.length} pages: F1 ${mean('f1')}, titles ${mean('title')}, days ${mean('day')}, ${empty} without a body, ${milliseconds} ms each`;
}

function scorePage(root, gold) {
  const html = decodeHtml(gunzipSync(readFileSync(join(root, 'html', `${gold.id}.html.gz`))));
  const url = gold.url ?? 'https://example.com/article';
  const reading = readPage(html, url, siteOf(new URL(url), sites));
  const { title, date, body, captions } = reading.content ?? reading.partial;
  const goldText = gold.text ?? gold.paragraphs?.join('\n');
  return {
    f1:
      goldText === undefined ? undefined : wordF1(goldText, [...body, ...(process.env.CAPTIONS === undefined ? [] : captions)].join('\n')),
    title: gold.title === undefined ? undefined : normaliseText(gold.title) === title,
    day: gold.date === undefined ? undefined : gold.date.slice(0, 10) === date?.slice(0, 10),
    isEmpty: body.length === 0,
  };
}

function wordF1(gold, found) {
  const [a, b] = [wordCounts(gold), wordCounts(found)];
  const common = [...a].reduce((sum, [word, count]) => sum + Math.min(count, b.get(word) ?? 0), 0);
  const total = [...a.values(), ...b.values()].reduce((sum, count) => sum + count, 0);
  return total === 0 ? 1 : (2 * common) / total;
}

function wordCounts(text) {
  const counts = new Map();
  for (const word of text
    .normalize('NFC')
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [])
    counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
