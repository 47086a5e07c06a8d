/**
 * Renders what a newsroom really changed into pages, and counts the revisions that are found.
 *
 *     npm run build && node bench/changes.mjs FOLDER
 *
 * FOLDER holds `<day>.jsonl` (one article a line: article_id, title, description, date, category, author, tag) and
 * `observed-changes.tsv` (article_id, field, seen_old, seen_new, old, new), and belongs to whoever collected it: nothing
 * of it is copied here. Each sighting becomes a page of VietNamNet's template of 2022, dressed each time in other
 * advertising, related links, counters, script paths and picture parameters. Two sightings in a row that give two
 * digests are a revision. Its status is 0 where the revisions are exactly the changes of title and description that a
 * reader can see: one that differs in white space or Unicode form alone is none.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { digestOf } from '../dist/article/snapshot.js';
import { normaliseText } from '../dist/article/text.js';
import { loadSites } from '../dist/config/sites.js';
import { readPage } from '../dist/extract/read.js';

const folder = process.argv[2];
if (folder === undefined) {
  console.error('Usage: node bench/changes.mjs FOLDER, the folder of <day>.jsonl and observed-changes.tsv');
  process.exit(2);
}
const sites = await loadSites(fileURLToPath(new URL('../config/sites', import.meta.url)));
const vietnamnet = sites.find(({ name }) => name === 'vietnamnet');

const sightings = sightingsIn(folder);
const { changes, invisible } = changesIn(join(folder, 'observed-changes.tsv'));
const found = revisionsOf(sightings);
const wrong = [...found.revisions].filter((revision) => !changes.has(revision));
const missed = [...changes].filter((change) => !found.revisions.has(change));

console.log(`${sightings.length} pages of ${found.articles} articles, read by ${[...found.layouts].join(', ')}`);
console.log(`${changes.size} changes of title or sapo that a reader can see; ${invisible.length} that none can: ${invisible.join('; ')}`);
console.log(`${found.revisions.size} revisions found, ${wrong.length} false, ${missed.length} missed`);
for (const each of wrong) console.log(`false: ${each}`);
for (const each of missed) console.log(`missed: ${each}`);
process.exitCode = wrong.length + missed.length === 0 ? 0 : 1;

function sightingsIn(root) {
  const days = readdirSync(root).filter((name) => name.endsWith('.jsonl'));
  return days.toSorted().flatMap((name) =>
    readFileSync(join(root, name), 'utf8')
      .trim()
      .split('\n')
      .map((line) => ({ ...JSON.parse(line), day: name.slice(0, -'.jsonl'.length) })),
  );
}

/** "id: day → day" of each change of a title or a sapo, and those of them that nobody can see. */
function changesIn(file) {
  const [, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  const rows = lines.map((line) => line.split('\t')).filter(([, field]) => field === 'title' || field === 'description');
  const isVisible = ([, , , , before, after]) => normaliseText(before) !== normaliseText(after);
  return {
    changes: new Set(rows.filter(isVisible).map(([id, , before, after]) => step(id, before, after))),
    invisible: rows.filter((row) => !isVisible(row)).map(([id, field, before, after]) => `${step(id, before, after)}, ${field}`),
  };
}

function revisionsOf(all) {
  const last = new Map();
  const revisions = new Set();
  const layouts = new Set();
  for (const [index, sighting] of all.entries()) {
    const reading = readPage(page(sighting, index), sighting.link, vietnamnet);
    if ('missing' in reading) throw new Error(`${sighting.article_id} of ${sighting.day} lacks ${reading.missing.join(', ')}`);
    layouts.add(reading.reader.layout);
    const digest = digestOf(reading.content);
    const before = last.get(sighting.article_id);
    if (before !== undefined && before.digest !== digest) revisions.add(step(sighting.article_id, before.day, sighting.day));
    last.set(sighting.article_id, { digest, day: sighting.day });
  }
  return { revisions, articles: last.size, layouts };
}

function step(id, before, after) {
  return `${id}: ${before} → ${after}`;
}

/** `index` dresses the page: no two sightings of an article have the same advertising, links or parameters. */
function page({ article_id: id, title, description, date, category, author, tag, link }, index) {
  const [year, month, day] = date.split('-');
  const related = [1, 2, 3].map(
    (each) => `<li><h3><a href="/tin-${index + each}-20${index}.html">Tin liên quan số ${index + each}</a></h3></li>`,
  );
  return `<!DOCTYPE html>
<html lang="vi"><head><meta charset="UTF-8"><title>${escape(title)}</title>
<meta name="description" content="${escape(description)}"><link rel="canonical" href="${escape(link)}">
<script src="https://res-files.vnncdn.net/vps_jscss/000001/2022/8/${index}/detail.js"></script></head><body>
<div class="bread-crumb-detail"><ul><li><a href="/muc">${escape(category)}</a></li></ul>
<div class="bread-crumb-detail__time"> Thứ Hai, ${day}/${month}/${year} - 08:00 </div></div>
<div class="vmcadszone" id="adzone${index}">Quảng cáo ${index}</div>
<h1 class="content-detail-title">${escape(title)}</h1>
<p class="article-detail-author__info"><span class="name"><a href="#">${escape(author ?? '')}</a></span></p>
<div class="vnn-share-social"><span>${index * 7} lượt xem</span></div>
<h2 class="content-detail-sapo sm-sapo-mb-0">${escape(description)}</h2>
<div class="maincontent main-content" id="maincontent">
<p id="vnn-editor-${1_659_000_000_000 + index}">Đoạn thứ nhất của bài ${id}.</p>
<figure class="image vnn-content-image"><img class="lazy" data-original="https://static-images.vnncdn.net/files/${id}.jpg?width=0&amp;s=${index}" alt="{keywords}"><figcaption>Ảnh của bài ${id}.</figcaption></figure>
<article class="ck-cms-wiki-news-full"><a href="/bai-${index}.html">Bài khác số ${index}</a></article>
<div class="vmcadszone">Quảng cáo trong bài ${index}</div>
<p>Đoạn thứ hai của bài ${id}.</p></div>
<div class="related-news"><ul>${related.join('')}</ul></div>
<div class="tag-cotnent"><ul>${(tag ?? []).map((each) => `<li><h3>${escape(each)}</h3></li>`).join('')}</ul></div></body></html>`;
}

function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
