/**
 * Fills an archive with invented short articles: `fill.mjs STORAGE FROM TO REAL`, numbers from FROM to TO.
 *
 * Those up to REAL are written by the archive itself, files and all, and were edited in the last days where their number is a multiple
 * of three. Those above stand in the catalogue alone, which takes them through its own interface as it takes any article: they are
 * years old, and a command that asks for the newest, the first or the longest due meets the real ones. What `QUERIES` finds among them
 * gets its files, too, so that a hit can be shown.
 */
import { fileURLToPath } from 'node:url';

import { Archive } from '../../dist/archive/archive.js';
import { parseQuery } from '../../dist/article/query.js';
import { digestOf, snapshotName } from '../../dist/article/snapshot.js';
import { SHORT, contentOf, pathOf } from './pages.mjs';

/** A word of most texts, and one of few. */
export const QUERIES = { common: 'với', rare: '"cập nhật lần"' };

const SITE = 'vietnamnet';
const BATCH = 500;
const DAY_MS = 86_400_000;

async function fill(storage, from, to, real) {
  const archive = await Archive.open(storage, { create: true });
  const catalogue = await archive.catalogue();
  const now = Date.now();
  for (let number = from; number <= Math.min(to, real); number += 1) {
    await archive.record(sighting(number, now - 20 * DAY_MS + number));
    if (number % 3 === 0) await archive.record(sighting(number, now - 6 * DAY_MS + number * 1000, 1));
    await catalogue.plan(refOf(number), now - 5 * DAY_MS + number);
  }
  for (let first = Math.max(from, real + 1); first <= to; first += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, to - first + 1) }, (_, index) => first + index);
    await catalogue.take(numbers.map((number) => indexed(number, now - 30 * DAY_MS - number * 60_000)));
    for (const number of numbers) await catalogue.plan(refOf(number), now - 4 * DAY_MS + number * 1000);
  }
  for (const query of Object.values(QUERIES))
    for (const { id } of await catalogue.search({ phrases: parseQuery(query), limit: 50 }))
      if (Number(id) - SHORT > real) await archive.record(sighting(Number(id) - SHORT, now - 30 * DAY_MS));
  await archive.close();
}

function refOf(number) {
  return { site: SITE, id: String(SHORT + number) };
}

function urlOf(number) {
  return `https://vietnamnet.vn${pathOf(SHORT + number)}`;
}

function readingOf(number, edition) {
  const { title, date, sapo, paragraphs, captions } = contentOf(SHORT + number, edition);
  return { title, date, body: [sapo, ...paragraphs], captions };
}

function sighting(number, at, edition = 0) {
  const reader = { layout: 'vietnamnet/2026', extractor: 1 };
  return {
    ref: refOf(number),
    content: readingOf(number, edition),
    capture: { at: new Date(at).toISOString(), url: urlOf(number), status: 200, outcome: 'read', reader },
  };
}

function indexed(number, at) {
  const content = readingOf(number, 0);
  const file = snapshotName(0, digestOf(content));
  const first = new Date(at).toISOString();
  const entry = { ...refOf(number), title: content.title, state: 'read', revisions: 1, snapshots: 1, url: urlOf(number) };
  return {
    entry: { ...entry, first, last: first, lastChange: first, stamp: { modifiedMs: 1, bytes: 900 } },
    snapshots: [{ file, first, last: first, text: { content, bytes: 2000 } }],
    revisions: [{ first, snapshot: file }],
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [storage, ...numbers] = process.argv.slice(2);
  await fill(storage, ...numbers.map(Number));
  process.exit();
}
