/**
 * Reads the saved pages of a folder of cases and holds them against their gold readings, beside two extractors of others.
 *
 *     npm run build && npm run eval [-- [FOLDER] [--json FILE] [--ours-only]]
 *
 * FOLDER holds `pages/**` with `<name>.html` and `<name>.gold.json`, `extract/<set>/` with `gold.jsonl` and `html/`, and `diff/`;
 * it is `../shared/cases` where none is named. Nothing of it belongs into this project: the pages are their publishers'.
 * The last section holds our diff against labelled pairs of texts (`diffs.mjs`). The status is 1 where a figure is below its bar in `bars.json`. What the figures mean stands in README.md.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { loadSites } from '../dist/config/sites.js';
import { setsIn } from './cases.mjs';
import { diffTable, measureDiffs, missedGoals } from './diffs.mjs';
import { generic, ours, PEERS, timed } from './readers.mjs';
import { missedBars, pageTable, totalTable } from './report.mjs';
import { scoresOf, totalsOf } from './scores.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, 'ours-only': { type: 'boolean' } },
});
const folder = positionals[0] ?? here('../../shared/cases');
if (existsSync(folder)) await evaluate();
else console.log(`There are no cases in ${folder}: they are not part of the project, and nothing was measured.`);

async function evaluate() {
  const sites = await loadSites(here('../config/sites'));
  const others = { generic, ...(flags['ours-only'] ? {} : PEERS) };
  const sets = [];
  // No layout knows the outlets of the benchmarks: there the generic reader is all of ours.
  for (const { name, cases } of setsIn(folder))
    sets.push({ name, ...(await measured(cases, name === 'pages' ? { ours: ours(sites), ...others } : others)) });
  for (const set of sets) console.log(pageTable(set));
  console.log(totalTable(sets));
  const diffs = measureDiffs(folder);
  console.log(diffTable(diffs));
  const missed = [...missedBars(sets, JSON.parse(readFileSync(here('bars.json'), 'utf8'))), ...missedGoals(diffs)];
  if (flags.json !== undefined) writeFileSync(flags.json, `${JSON.stringify({ sets, diffs, missed }, null, 2)}\n`);
  for (const line of missed) console.log(line);
  if (missed.length > 0) process.exitCode = 1;
}

async function measured(cases, readers) {
  const pages = [];
  for (const each of cases) pages.push(await readByAll(each, readers));
  const totals = Object.fromEntries(
    Object.keys(readers).map((reader) => [reader, totalsOf(pages.flatMap(({ scores }) => scores[reader] ?? []))]),
  );
  const lists = pages.filter(({ takenFor }) => takenFor !== undefined);
  const faults = pages.flatMap((page) => page.faults);
  return { pages, totals, lists: lists.length, listsTaken: lists.filter(({ takenFor }) => takenFor === 'article').length, faults };
}

async function readByAll({ name, html, url, gold }, readers) {
  const text = html();
  const page = { name, scores: {}, faults: [] };
  for (const [reader, read] of Object.entries(readers)) {
    const { found, milliseconds, fault } = await timed(read, text, url);
    if (fault !== undefined) page.faults.push({ reader, name, fault });
    if (gold !== undefined) page.scores[reader] = scoresOf(gold, found, milliseconds);
    else if (reader === 'generic') page.takenFor = found.body.length === 0 ? 'no article' : 'article';
  }
  return page;
}
