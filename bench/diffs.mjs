/**
 * Holds our diff against labelled pairs of texts, beside jsdiff and diff-match-patch in the same process.
 *
 *     npm run build && npm run eval -- [FOLDER]      the last section of it
 *     node bench/diffs.mjs [FOLDER]                  this section alone
 *
 * FOLDER holds `diff/` (`vi-adversarial/`, `vn-synthetic/`, `vn-recrawl/`, `wikidiff2/`, `newsedits/`, `daisydiff/`, `iterater/`,
 * `scripta-volant/`, …) and `pages/**` with `observed-changes.tsv`; a set that is not there is left out. Each goal is a
 * row: what was measured, its bar, and what the peers do where they do it at all. Times are CPU time of this process.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

import * as jsdiff from 'diff';
import DiffMatchPatch from 'diff-match-patch';

import { normaliseContent } from '../dist/article/content.js';
import { unknownSite } from '../dist/article/site.js';
import { textOf } from '../dist/diff/change.js';
import { diffContents } from '../dist/diff/compare.js';
import { movedMatches } from '../dist/diff/moves.js';
import { review } from '../dist/diff/review.js';
import { sentencesOf } from '../dist/diff/sentences.js';
import { readPage } from '../dist/extract/read.js';

const SEVERITIES = ['none', 'cosmetic', 'minor', 'substantive'];

/** The rows of all goals that FOLDER has the data for, and the verdicts on the observed edits. */
export function measureDiffs(folder) {
  const sets = setsOf(join(folder, 'diff'));
  const observed = observedIn(join(folder, 'pages'));
  const rows = [
    ...adversarial(sets.adversarial),
    ...quiet(sets.recrawl, sets.synthetic),
    ...labelledEdits(sets.synthetic),
    ...oracles(sets),
    ...pages(join(folder, 'diff')),
    ...invariants(sets),
    ...formatting(sets.daisydiff),
    ...negatives(sets.iterater),
    ...headlines(sets.headlines),
    ...times(sets),
  ];
  return { rows, observed };
}

export function diffTable({ rows, observed }) {
  const goals = rows.map(
    ({ goal, what, value, bar, ok, peers = '–' }) => `| ${goal} | ${what} | ${value} | ${bar} | ${verdictOf(ok)} | ${peers} |`,
  );
  const head = ['| goal | what | ours | bar | | jsdiff; diff-match-patch |', '|---|---|---|---|---|---|'];
  const seen = observed.map(
    ({ id, field, severity, rule, facts, text }) => `| ${id} | ${field} | ${severity} | ${rule} | ${facts} | ${text} |`,
  );
  const table =
    seen.length === 0
      ? []
      : [
          '',
          '### Edits that were observed',
          '',
          '| article | field | severity | rule | facts | difference |',
          '|---|---|---|---|---|---|',
          ...seen,
        ];
  return ['## diff', '', ...head, ...goals, ...table, ''].join('\n');
}

export function missedGoals({ rows }) {
  return rows
    .filter(({ ok }) => ok === false)
    .map(({ goal, what, value, bar }) => `Below its bar: ${goal}, ${what}: ${value}, and should be ${bar}.`);
}

function verdictOf(ok) {
  return ok === undefined ? '' : ok ? 'met' : '**missed**';
}

// --- the sets -------------------------------------------------------------------------------------------------------

function setsOf(root) {
  const file = (name) => (existsSync(join(root, name)) ? readFileSync(join(root, name)) : undefined);
  const text = (name) => file(name)?.toString('utf8');
  const zipped = (name) => (file(name) === undefined ? undefined : gunzipSync(file(name)).toString('utf8'));
  const records = (content) =>
    content
      ?.trim()
      .split('\n')
      .map((line) => JSON.parse(line)) ?? [];
  const wiki = JSON.parse(zipped('wikidiff2/revs.json.gz') ?? '{}');
  return {
    adversarial: records(text('vi-adversarial/cases.jsonl')),
    recrawl: records(text('vn-recrawl/pairs.jsonl')),
    synthetic: records(zipped('vn-synthetic/pairs.jsonl.gz')),
    refactorings: records(text('newsedits/refactor-oracle.jsonl')),
    moves: records(text('wikidiff2/phpt-cases.jsonl')),
    wiki,
    reverse: [zipped('wikidiff2/chinese-reverse-1.txt.gz'), zipped('wikidiff2/chinese-reverse-2.txt.gz')],
    daisydiff: records(text('daisydiff/html-pairs.jsonl')),
    iterater: records(text('iterater/r3-doc-revisions.jsonl')),
    headlines: records(text('scripta-volant/headline-pairs.jsonl')),
    others: [
      'htmldiff/htmldiff-net',
      'htmldiff/myobie-htmldiff',
      'webchanges/differ-pairs',
      'changedetection/notification-diff-pairs',
      'changing-times/paragraph-pairs',
      'edgi/small-html-pairs',
      'jsdiff/cases',
      'diff-match-patch/cases',
    ]
      .flatMap((name) => records(text(`${name}.jsonl`)))
      .flatMap((each) => {
        const [old, now] = [each.old ?? each.before ?? each.a, each.new ?? each.after ?? each.b];
        return typeof old === 'string' && typeof now === 'string' ? [{ id: each.id, old, now }] : [];
      }),
  };
}

function article(title, body) {
  return normaliseContent({ title, body, captions: [] });
}

/** A text with a paragraph a line. */
function written(text) {
  return article('', text.split('\n'));
}

function synthetic({ title, paragraphs }) {
  return article(title, paragraphs);
}

function reviewed(before, after, known) {
  return review(diffContents(before, after), known);
}

function share(part, whole) {
  return whole === 0 ? 1 : part / whole;
}

function percent(value) {
  return `${(100 * value).toFixed(1)} %`;
}

// --- G1, G2, G3: what Vietnamese texts may differ in -----------------------------------------------------------------

function adversarial(cases) {
  const pairs = cases.filter(({ old }) => old !== undefined);
  const of = (letter) =>
    pairs
      .filter(({ id }) => id.startsWith(letter))
      .map(({ id, old, new: now, expect }) => ({ id, expect, severity: reviewed(written(old), written(now)).severity }));
  if (pairs.length === 0) return [];
  const [same, cosmetic, must, structure] = [of('A'), of('B'), of('C'), of('D')];
  const loud = pairs.filter(({ id, old, new: now }) => id.startsWith('A') && JSON.stringify(written(old)) !== JSON.stringify(written(now)));
  const hidden = must.filter(({ severity }) => SEVERITIES.indexOf(severity) < 2);
  const right = (list) => list.filter(({ severity, expect }) => severity === expect.severity);
  const wrong = (list) =>
    list
      .filter(({ severity, expect }) => severity !== expect.severity)
      .map(({ id, severity }) => `${id} ${severity}`)
      .join(', ');
  const sentences = cases.filter(({ text }) => text !== undefined);
  const cut = sentences.filter(({ text, expect }) => sentencesOf(text).length === expect.sentences);
  return [
    {
      goal: 'G1',
      what: `same text makes no revision (${same.length})`,
      value: `${loud.length} false ${loud.map(({ id }) => id)}`,
      bar: '0',
      ok: loud.length === 0,
    },
    {
      goal: 'G2',
      what: `must-see edits not hidden (${must.length})`,
      value: `${hidden.length} hidden ${hidden.map(({ id }) => id)}`,
      bar: '0',
      ok: hidden.length === 0,
    },
    { goal: 'G2+', what: 'of these, called substantive', value: `${right(must).length} of ${must.length} ${wrong(must)}`, bar: '–' },
    {
      goal: 'G3',
      what: `cosmetic edits called so (${cosmetic.length})`,
      value: `${percent(share(right(cosmetic).length, cosmetic.length))} ${wrong(cosmetic)}`,
      bar: '≥ 95 %',
      ok: share(right(cosmetic).length, cosmetic.length) >= 0.95,
    },
    {
      goal: 'D',
      what: `structure: severity as labelled (${structure.length})`,
      value: `${right(structure).length} ${wrong(structure)}`,
      bar: '–',
    },
    { goal: 'E', what: `sentences cut as labelled (${sentences.length})`, value: `${cut.length}`, bar: '–' },
  ];
}

// --- G4, G5: what is no edit -----------------------------------------------------------------------------------------

function quiet(recrawl, pairs) {
  const rows = [];
  const loud = recrawl.filter(
    ({ old, new: now }) =>
      reviewed(article(old.title, old.content.split('\n')), article(now.title, now.content.split('\n'))).severity !== 'none',
  );
  if (recrawl.length > 0)
    rows.push({
      goal: 'G4',
      what: `real recrawls without an edit (${recrawl.length})`,
      value: `${loud.length} not quiet`,
      bar: '0',
      ok: loud.length === 0,
    });
  const labelled = pairs.filter(({ ops }) => ops.every(({ type }) => NO_EDIT.has(type)));
  const made =
    labelled.length > 0
      ? labelled.map(({ old, new: now }) => [old, now])
      : pairs.filter((_, index) => index % 3 === 0).flatMap(({ old }) => unedited(old));
  const loudMade = made.filter(([old, now]) => reviewed(synthetic(old), synthetic(now)).severity !== 'none');
  if (made.length > 0) {
    const how = labelled.length > 0 ? 'labelled' : 'made of the old sides here';
    rows.push({
      goal: 'G5',
      what: `nothing edited: NFD, white space, fallback of a frame (${made.length}, ${how})`,
      value: `${made.length - loudMade.length} quiet`,
      bar: 'all',
      ok: loudMade.length === 0,
      peers: `${made.filter((pair) => !isQuietTo(jsdiffChanges, pair)).length}; ${made.filter((pair) => !isQuietTo(dmpChanges, pair)).length} not quiet`,
    });
  }
  return rows;
}

const NO_EDIT = new Set(['none', 'nfd_only', 'whitespace_only', 'iframe_noise_only']);

/** The same article in four dresses. */
function unedited({ title, paragraphs }) {
  const dressed = [
    { title, paragraphs },
    { title: title.normalize('NFD'), paragraphs: paragraphs.map((text) => text.normalize('NFD')) },
    { title: `${title} `, paragraphs: paragraphs.map((text) => ` ${text.replaceAll(' ', '\u00a0')}  `) },
    { title, paragraphs: [...paragraphs, 'Xem video:', 'browser not support iframe.'] },
  ];
  return dressed.map((now) => [{ title, paragraphs }, now]);
}

function isQuietTo(changes, [old, now]) {
  return changes(joined(old), joined(now)) === 0;
}

function joined({ title, paragraphs }) {
  return [title, ...paragraphs].join('\n');
}

function jsdiffChanges(old, now) {
  return jsdiff.diffWords(old, now, { maxEditLength: 1_000 })?.filter(({ added, removed }) => added || removed).length ?? 1;
}

function dmpChanges(old, now) {
  return new DiffMatchPatch().diff_main(old, now).filter(([kind]) => kind !== 0).length;
}

// --- G6, G7, G8: edits that were made, and are labelled --------------------------------------------------------------

const FLAGGED = new Set(['number', 'date', 'negation', 'name', 'headline']);
/** A number that was changed may stand in a day, a time or a code; a capital that was, in an office (`Thủ tướng`). */
const SAME_KIND = { number: ['number', 'date', 'name'], negation: ['negation'], name: ['name', 'personTitle'], headline: ['headline'] };

/** Some labels for names hold none (`lục đồng` → `lục địa`): there a change of wording with the right words is right. */
function kindsFor({ type, before, after }) {
  return type === 'name' && unlike(before, after).every((text) => text === text.toLowerCase())
    ? [...SAME_KIND.name, 'wording']
    : (SAME_KIND[type] ?? []);
}

/** Labels one after the other on the same words are one edit: 2 → 3 and 3 → 4 are 2 → 4. */
function chained(ops) {
  const edits = [];
  for (const op of ops) {
    const at = edits.findIndex(({ type, par, after }) => type === op.type && par === op.par && after === op.before && after !== '');
    if (at < 0) edits.push(op);
    else edits[at] = { ...edits[at], after: op.after };
  }
  return edits;
}

function labelledEdits(pairs) {
  if (pairs.length === 0) return [];
  const found = pairs.map((pair) => ({ pair, changes: reviewed(synthetic(pair.old), synthetic(pair.new)).changes }));
  const flags = found.map(({ pair, changes }) => flagged(pair, changes));
  const sum = (name) => flags.reduce((total, each) => total + each[name], 0);
  const [recall, precision] = [share(sum('right'), sum('wanted')), share(sum('fitting'), sum('raised'))];
  const [missed, strange] = ['missed', 'strangers'].map((name) => flags.flatMap((each) => each[name]).join('; '));
  return [
    {
      goal: 'G6',
      what: `facts flagged, recall (${sum('wanted')})`,
      value: `${percent(recall)} ${missed}`,
      bar: '≥ 99 %',
      ok: recall >= 0.99,
    },
    {
      goal: 'G6',
      what: `facts flagged, precision (${sum('raised')})`,
      value: `${percent(precision)} ${strange}`,
      bar: '≥ 97 %',
      ok: precision >= 0.97,
    },
    ...moves(found),
    ...splits(found),
  ];
}

/** Several headline edits of one pair are one change of the headline. */
function flagged({ id, ops }, changes) {
  const wanted = chained(ops.filter(({ type }) => FLAGGED.has(type) && type !== 'headline'));
  const titles = ops.filter(({ type }) => type === 'headline');
  const headline = changes
    .filter(({ block }) => block.field === 'title')
    .flatMap(({ verdict }) => verdict.facts.filter(({ kind }) => kind === 'headline'));
  const isHeadlineRight = headline[0]?.before?.text === titles[0]?.before && headline[0]?.after?.text === titles.at(-1)?.after;
  const all = changes
    .filter(({ block }) => block.field === 'paragraph' && block.kind !== 'add' && block.kind !== 'delete')
    .flatMap(({ verdict }) => verdict.facts);
  const facts = all.filter(({ kind }) => FLAGGED.has(kind));
  const missed = wanted.filter((op) => !all.some((fact) => fits(fact, op)));
  const strangers = facts.filter((fact) => !wanted.some((op) => fits(fact, op)));
  const tell = ({ kind, type, before, after }) => `${id} ${kind ?? type} ${before?.text ?? before} → ${after?.text ?? after}`;
  return {
    wanted: wanted.length + (titles.length > 0 ? 1 : 0),
    right: wanted.length - missed.length + (titles.length > 0 && isHeadlineRight ? 1 : 0),
    raised: facts.length + headline.length,
    fitting: facts.length - strangers.length + (titles.length > 0 ? headline.length : 0),
    missed: [...missed, ...(titles.length > 0 && !isHeadlineRight ? titles : [])].map(tell),
    strangers: strangers.map(tell),
  };
}

/** The label's old and new value without the words that both have (it was cut in the middle of syllables) stand in the fact. */
function fits(fact, op) {
  const { before, after } = op;
  if (!kindsFor(op).includes(fact.kind)) return false;
  const [old, now] = unlike(before, after);
  return (
    (fact.before?.text ?? '').toLowerCase().includes(old.toLowerCase()) &&
    (fact.after?.text ?? '').toLowerCase().includes(now.toLowerCase())
  );
}

function unlike(before, after) {
  const [old, now] = [before.split(' '), after.split(' ')];
  const same = old.findIndex((word, index) => word !== now[index]);
  return [old, now].map((words) => words.slice(same < 0 ? old.length : same).join(' '));
}

function moves(found) {
  const wanted = found.flatMap(({ pair }) =>
    pair.ops.filter(({ type }) => type === 'move').map((op) => ({ id: pair.id, text: pair.old.paragraphs[op.from_par] })),
  );
  const moved = found.flatMap(({ pair, changes }) =>
    changes.filter(({ block }) => block.kind === 'move' || block.kind === 'move+edit').map(({ block }) => ({ id: pair.id, block })),
  );
  // Two neighbours that changed places: either can be called the moved one.
  const counts = new Map();
  for (const { id } of wanted) counts.set(id, [(counts.get(id)?.[0] ?? 0) + 1, 0]);
  for (const { id } of moved) counts.set(id, [counts.get(id)?.[0] ?? 0, (counts.get(id)?.[1] ?? 0) + 1]);
  const right = [...counts.values()].reduce((sum, [one, other]) => sum + Math.min(one, other), 0);
  const f1 = share(2 * right, wanted.length + moved.length);
  const clean = found.filter(({ pair }) => pair.ops.length > 0 && pair.ops.every(({ type }) => type === 'move'));
  const changed = clean.reduce((sum, { changes }) => sum + changedCharacters(changes), 0);
  const total = clean.reduce((sum, { pair }) => sum + joined(pair.old).length, 0);
  const peers = [jsdiffMarked, dmpMarked].map((marked) =>
    percent(
      share(
        clean.reduce((sum, { pair }) => sum + marked(joined(pair.old), joined(pair.new)), 0),
        total,
      ),
    ),
  );
  return [
    { goal: 'G7', what: `moves, F1 (${wanted.length})`, value: f1.toFixed(3), bar: '≥ 0.98', ok: f1 >= 0.98, peers: '0; 0' },
    {
      goal: 'G7',
      what: `moved characters shown as changed (${clean.length} pairs that were only moved)`,
      value: percent(share(changed, total)),
      bar: '0',
      ok: changed === 0,
      peers: peers.join('; '),
    },
  ];
}

function changedCharacters(changes) {
  return changes
    .flatMap(({ block }) => block.parts)
    .reduce((sum, { kind, text }) => sum + (kind === 'added' || kind === 'removed' ? text.trim().length : 0), 0);
}

function jsdiffMarked(old, now) {
  return (jsdiff.diffWords(old, now, { maxEditLength: 2_000 }) ?? []).reduce(
    (sum, { added, removed, value }) => sum + (added || removed ? value.length : 0),
    0,
  );
}

function dmpMarked(old, now) {
  const dmp = new DiffMatchPatch();
  const diffs = dmp.diff_main(old, now);
  dmp.diff_cleanupSemantic(diffs);
  return diffs.reduce((sum, [kind, text]) => sum + (kind === 0 ? 0 : text.length), 0);
}

/** The splits of paragraphs in which no other label changed a word. */
function splitsAlone(ops) {
  return ops.filter(({ type, from_par: at }) => type === 'split_paragraph' && !ops.some(({ par }) => par === at));
}

function splits(found) {
  const wanted = found.flatMap(({ pair, changes }) => splitsAlone(pair.ops).map(() => changes));
  const isClean = ({ block }) => block.kind === 'split' && block.parts.every(({ kind, text }) => kind === 'kept' || text.trim() === '');
  const right = wanted.filter((changes) => changes.some(isClean));
  if (wanted.length === 0) return [];
  return [
    {
      goal: 'G8',
      what: `splits without a changed word (${wanted.length})`,
      value: percent(share(right.length, wanted.length)),
      bar: '≥ 95 %',
      ok: share(right.length, wanted.length) >= 0.95,
    },
  ];
}

// --- G9, G10: other people's moves -----------------------------------------------------------------------------------

function oracles({ refactorings, moves: cases }) {
  const agree = refactorings.filter(({ edges, refactors }) =>
    sameSet(
      [...movedMatches(edges)].map((index) => edges[index]),
      refactors,
    ),
  );
  const wrong = cases.flatMap((each) => {
    const wanted = each.expected_moved_table ?? each.expected_json_types?.['4'] ?? 0;
    const found = diffContents(lines(each.old), lines(each.new)).filter(({ kind }) => kind.startsWith('move')).length;
    return found === wanted ? [] : [`${each.id.replace('.phpt', '')}: ${found} for ${wanted}`];
  });
  return [
    ...(refactorings.length === 0
      ? []
      : [
          {
            goal: 'G9',
            what: `NewsEdits' refactorings (${refactorings.length})`,
            value: percent(share(agree.length, refactorings.length)),
            bar: '≥ 99 %',
            ok: share(agree.length, refactorings.length) >= 0.99,
          },
        ]),
    ...(cases.length === 0
      ? []
      : [
          {
            goal: 'G10',
            what: `counts of moved paragraphs as wikidiff2 (${cases.length})`,
            value: `${cases.length - wrong.length}; ${wrong.join(', ')}`,
            bar: '≥ 24 of 27',
            ok: wrong.length <= (cases.length * 3) / 27,
          },
        ]),
  ];
}

/** As wikidiff2 reads it: every line counts, the empty ones too. */
function lines(text) {
  return { title: '', body: text.replace(/\n$/u, '').split('\n'), captions: [] };
}

function sameSet(one, other) {
  const set = (list) => JSON.stringify(list.map(String).toSorted());
  return set(one) === set(other);
}

// --- G11, G12: whole pages, read by the generic reader ---------------------------------------------------------------

function pages(root) {
  const pairs = (folder, ending, pattern) =>
    namesIn(join(root, folder))
      .filter((name) => pattern.test(name))
      .map((name) => [name, readPair(join(root, folder), name, name.replace(pattern, ending))]);
  const redesigns = pairs('template-change', '.html.gz', /-20\d{2}\.html\.gz$/u).map(([name, [now, old]]) => [
    name,
    charactersKept(old, now),
  ]);
  const edgi = pairs('edgi', '-b.html.gz', /-a\.html\.gz$/u).map(([name, [old, now]]) => [name, reviewed(old, now).severity]);
  const isRight = ([name, severity]) => (severity === 'substantive') === name.startsWith('truepos');
  const kept = redesigns.filter(([, part]) => part >= 0.98);
  return [
    ...(redesigns.length === 0
      ? []
      : [
          {
            goal: 'G11',
            what: `a redesign is no edit (${redesigns.length}, generic reader): characters of the shorter reading kept`,
            value: redesigns.map(([, part]) => percent(part)).join(', '),
            bar: '≥ 98 % each',
            ok: kept.length === redesigns.length,
          },
        ]),
    ...(edgi.length === 0
      ? []
      : [
          {
            goal: 'G12',
            what: `EDGI's true and false changes (${edgi.length}, generic reader)`,
            value: `${edgi.filter(isRight).length} right; ${edgi.filter((each) => !isRight(each)).map(([name, severity]) => `${name} ${severity}`)}`,
            bar: 'all',
            ok: edgi.every(isRight),
          },
        ]),
  ];
}

function namesIn(path) {
  return existsSync(path) ? readdirSync(path).toSorted() : [];
}

function readPair(path, ...names) {
  return names.map((name) => {
    const reading = readPage(
      gunzipSync(readFileSync(join(path, name))).toString('utf8'),
      'https://example.com/a',
      unknownSite('example.com'),
    );
    return normaliseContent(reading.content ?? reading.partial);
  });
}

/** Of the characters of the shorter reading, the share that the other one kept, wherever they stand. */
function charactersKept(old, now) {
  const operations = diffContents({ ...old, captions: [] }, { ...now, captions: [] })
    .filter(({ field }) => field === 'paragraph')
    .flatMap((block) => block.operations);
  const length = (parts) => parts.reduce((sum, { kind, text }) => sum + (kind === 'kept' ? text.length : 0), 0);
  const characters = ({ body }) => body.reduce((sum, text) => sum + text.length, 0);
  const same = operations.reduce((sum, { parts }) => sum + length(parts), 0);
  return share(same, Math.max(1, Math.min(characters(old), characters(now))));
}

// --- G13, G14: what holds for all ------------------------------------------------------------------------------------

function invariants(sets) {
  const pairs = allPairs(sets);
  const broken = pairs.filter(({ old, now }) => !givesBack(old, now));
  const notSame = pairs.filter(({ old, now }) => [old, now].some((each) => diffContents(each, each).some(({ kind }) => kind !== 'equal')));
  const notMirrored = pairs.filter(({ old, now }) => !isMirror(diffContents(old, now), diffContents(now, old)));
  return [
    {
      goal: 'G13',
      what: `both sides given back (${pairs.length} pairs)`,
      value: percent(share(pairs.length - broken.length, pairs.length)),
      bar: '100 %',
      ok: broken.length === 0,
      peers: `jsdiff words fails ${sets.synthetic.filter(({ old, new: now }) => !jsdiffGivesBack(joined(old), joined(now))).length} of ${sets.synthetic.length} synthetic pairs`,
    },
    {
      goal: 'G14',
      what: 'diff(x, x) is empty; diff(a, b) mirrors diff(b, a)',
      value: `${notSame.length}; ${notMirrored.length} do not ${notMirrored.slice(0, 5).map(({ id }) => id)}`,
      bar: '0; 0',
      ok: notSame.length + notMirrored.length === 0,
    },
  ];
}

function allPairs({
  adversarial: cases,
  recrawl,
  synthetic: pairs,
  moves: lined,
  wiki,
  reverse,
  iterater,
  headlines: heads,
  daisydiff,
  others,
}) {
  const both = (id, old, now) => ({ id, old: written(old), now: written(now) });
  return [
    ...cases.filter(({ old }) => old !== undefined).map(({ id, old, new: now }) => both(id, old, now)),
    ...recrawl.map(({ id, old, new: now }) => both(id, old.content, now.content)),
    ...pairs.map(({ id, old, new: now }) => ({ id, old: synthetic(old), now: synthetic(now) })),
    ...lined.map(({ id, old, new: now }) => both(id, old, now)),
    ...Object.entries(wiki).flatMap(([language, revisions]) => revisions.map(([old, now], index) => both(`${language}${index}`, old, now))),
    ...(reverse[0] === undefined ? [] : [both('reverse', ...reverse)]),
    ...[...iterater, ...heads].map(({ id, old, new: now }) => both(id, old, now)),
    ...daisydiff.map(({ id, a, b }) => both(id, a, b)),
    ...others.map(({ id, old, now }) => both(id, old, now)),
  ];
}

function givesBack(old, now) {
  const blocks = diffContents(old, now);
  return sideOf(blocks, 'before') === told(old) && sideOf(blocks, 'after') === told(now);
}

function sideOf(blocks, side) {
  const there = blocks.filter((block) => block[side].length > 0);
  return ['title', 'paragraph']
    .flatMap((field) => there.filter((block) => block.field === field).toSorted((one, other) => one[side][0] - other[side][0]))
    .map(({ parts }) => textOf(side, parts))
    .join('\n\n');
}

function told({ title, body }) {
  return [...(title === '' ? [] : [title]), ...body].join('\n\n');
}

function jsdiffGivesBack(old, now) {
  const changes = jsdiff.diffWords(old, now, { maxEditLength: 2_000 }) ?? [];
  const side = (other) => changes.map((change) => (change[other] ? '' : change.value)).join('');
  return side('added') === old && side('removed') === now;
}

function isMirror(forward, backward) {
  const turned = { add: 'delete', delete: 'add', split: 'merge', merge: 'split' };
  const at = (places) => places.map(({ field, index, from, to }) => `${field} ${index} ${from} ${to}`).join();
  const keys = (blocks, isTurned) =>
    blocks
      .flatMap(({ operations }) => operations)
      .map(({ kind, before, after, parts }) =>
        (isTurned
          ? [turned[kind] ?? kind, at(after), at(before), textOf('after', parts), textOf('before', parts)]
          : [kind, at(before), at(after), textOf('before', parts), textOf('after', parts)]
        ).join('|'),
      );
  return sameSet(keys(forward, false), keys(backward, true));
}

// --- G15, G16, G17 ---------------------------------------------------------------------------------------------------

function formatting(pairs) {
  const same = pairs.filter((pair) => pair.visible_text_identical);
  const visible = (html) => {
    const text = html
      .replaceAll(/<(script|style|head)\b.*?<\/\1>/gisu, ' ')
      .replaceAll(/<\/?(?:p|div|h\d|li|ul|ol|table|tbody|tr|t[dh]|br|hr|html|body|blockquote|pre)\b[^>]*>/giu, ' ');
    const [plain, spaced] = [text.replaceAll(/<[^>]*>/gu, ''), text.replaceAll(/<[^>]*>/gu, ' ')];
    return { plain: article('', [plain.replaceAll('&nbsp;', ' ')]), spaced: article('', [spaced.replaceAll('&nbsp;', ' ')]) };
  };
  const isQuiet = (old, now) => diffContents(old, now).every(({ kind }) => kind === 'equal');
  const quietOnes = same.filter(({ a, b }) => isQuiet(visible(a).plain, visible(b).plain) || isQuiet(visible(a).spaced, visible(b).spaced));
  return same.length === 0
    ? []
    : [
        {
          goal: 'G15',
          what: `only the formatting differs (${same.length})`,
          value: `${quietOnes.length} without a change of text`,
          bar: 'all',
          ok: quietOnes.length === same.length,
        },
      ];
}

function negatives(revisions) {
  if (revisions.length === 0) return [];
  const raised = revisions.flatMap(({ id, old, new: now }) => {
    const facts = reviewed(written(old), written(now))
      .changes.filter(({ block }) => block.kind !== 'add' && block.kind !== 'delete')
      .flatMap(({ verdict }) => verdict.facts);
    return facts.some(({ kind }) => kind === 'number' || kind === 'quote')
      ? [
          `${id}: ${facts
            .filter(({ kind }) => kind === 'number' || kind === 'quote')
            .map(({ kind, before, after }) => `${kind} ${before?.text} → ${after?.text}`)[0]
            .slice(0, 80)}`,
        ]
      : [];
  });
  const edited = revisions.reduce((sum, { edit_actions: actions }) => sum + actions.length, 0);
  return [
    {
      goal: 'G16',
      what: `edits of style that raise a number or a quotation (${revisions.length} revisions)`,
      value: `${percent(share(raised.length, revisions.length))} ${raised.slice(0, 6).join('; ').replaceAll('|', '/')}`,
      bar: '≤ 2 %',
      ok: share(raised.length, revisions.length) <= 0.02,
    },
    { goal: 'G16', what: `the same by edit (${edited} edits)`, value: percent(share(raised.length, edited)), bar: '–' },
  ];
}

function headlines(pairs) {
  const numeric = pairs.filter(({ label }) => label === 'numeric');
  const right = numeric.filter(({ old, new: now, delta }) =>
    reviewed(article(old, []), article(now, [])).changes[0]?.verdict.facts.some((fact) => fact.kind === 'number' && fact.delta === delta),
  );
  return numeric.length === 0
    ? []
    : [
        {
          goal: 'G17',
          what: `numbers in headlines, with the delta (${numeric.length})`,
          value: `${right.length}`,
          bar: 'all',
          ok: right.length === numeric.length,
        },
      ];
}

// --- G18 to G21: time and memory -------------------------------------------------------------------------------------

function times({ synthetic: pairs, wiki, reverse }) {
  const rows = [];
  if (pairs.length > 0) rows.push(vietnamese(pairs));
  for (const [language, revisions] of Object.entries(wiki)) rows.push(wikipedia(language, revisions));
  if (reverse[0] !== undefined) rows.push(worst(reverse));
  if (pairs.length > 0) rows.push(memory(pairs, wiki));
  return rows;
}

function vietnamese(pairs) {
  const all = pairs.concat(pairs.filter((_, index) => index % 6 === 0).map(({ old }) => ({ old, new: unedited(old)[1][1] })));
  // One pass over a few pairs first: what the engine compiles is no part of a pair.
  for (const { old, new: now } of all.slice(0, 40)) reviewed(synthetic(old), synthetic(now));
  const ours = all.map(({ old, new: now }) => cpuOf(() => reviewed(synthetic(old), synthetic(now))));
  const dmp = all.map(({ old, new: now }) => cpuOf(() => dmpMarked(joined(old), joined(now))));
  const js = all.map(({ old, new: now }) => cpuOf(() => jsdiff.diffWords(joined(old), joined(now), { timeout: 2_000 })));
  const [p50, p95, max] = spread(ours);
  return {
    goal: 'G18',
    what: `ms CPU a pair, p50 / p95 / max, with normal form and review (${all.length}, NFD among them)`,
    value: shown(ours),
    bar: '≤ 1 / 5 / 50',
    ok: p50 <= 1 && p95 <= 5 && max <= 50,
    peers: `${shown(js)} (stopped at 2 s); ${shown(dmp)}`,
  };
}

function wikipedia(language, revisions) {
  const articles = revisions.map(([old, now]) => [written(old), written(now)]);
  const ours = articles.map(([old, now]) => cpuOf(() => diffContents(old, now)));
  const dmp = revisions.map(([old, now]) => cpuOf(() => dmpMarked(old, now)));
  const js = revisions.map(([old, now]) => cpuOf(() => jsdiff.diffWords(old, now, { timeout: 2_000 })));
  const [, p95, max] = spread(ours);
  return {
    goal: 'G19',
    what: `Wikipedia ${language}, ms CPU p50 / p95 / max (${revisions.length})`,
    value: shown(ours),
    bar: '≤ 50 / 500 (p95, max)',
    ok: p95 <= 50 && max <= 500,
    peers: `${shown(js)} (stopped at 2 s); ${shown(dmp)} (stops at 1 s)`,
  };
}

function worst([old, now]) {
  const [before, after] = [written(old), written(now)];
  let blocks;
  const time = cpuOf(() => (blocks = diffContents(before, after)));
  const isCoarse = blocks.some(({ coarse }) => coarse);
  return {
    goal: 'G20',
    what: `${old.length} characters a side, reversed: s CPU, given back, coarse`,
    value: `${(time / 1000).toFixed(2)}, ${givesBack(before, after) ? 'yes' : 'no'}, ${isCoarse ? 'yes' : 'no'}`,
    bar: '≤ 1, yes, yes',
    ok: time <= 1000 && isCoarse && givesBack(before, after),
    peers: `–; ${(cpuOf(() => dmpMarked(old, now)) / 1000).toFixed(2)} (stops at 1 s)`,
  };
}

function memory(pairs, wiki) {
  globalThis.gc?.();
  const base = process.memoryUsage().heapUsed;
  let peak = base;
  const works = [
    ...pairs.map(
      ({ old, new: now }) =>
        () =>
          reviewed(synthetic(old), synthetic(now)),
    ),
    ...Object.values(wiki).flatMap((revisions) =>
      revisions.map(
        ([old, now]) =>
          () =>
            diffContents(written(old), written(now)),
      ),
    ),
  ];
  for (const work of works) {
    work();
    peak = Math.max(peak, process.memoryUsage().heapUsed);
  }
  const megabytes = (peak - base) / 2 ** 20;
  const isForced = globalThis.gc !== undefined;
  return {
    goal: 'G21',
    what: `peak heap above the base, MB${isForced ? '' : ' (with garbage: run node --expose-gc --max-semi-space-size=1)'}`,
    value: megabytes.toFixed(0),
    bar: '≤ 100',
    ok: megabytes <= 100,
  };
}

function cpuOf(work) {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function spread(list) {
  const sorted = list.toSorted((a, b) => a - b);
  return [sorted[Math.floor(sorted.length / 2)], sorted[Math.floor(sorted.length * 0.95)], sorted.at(-1)];
}

function shown(list) {
  return spread(list)
    .map((ms) => ms.toFixed(ms < 10 ? 2 : 0))
    .join(' / ');
}

// --- edits that were observed ----------------------------------------------------------------------------------------

function observedIn(root) {
  if (!existsSync(root)) return [];
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('observed-changes.tsv'));
  return files.flatMap((file) => observedEdits(readFileSync(join(root, file), 'utf8')));
}

function observedEdits(tsv) {
  const [, ...rows] = tsv.trim().split('\n');
  return rows
    .map((row) => row.split('\t'))
    .filter(([, field]) => field === 'title' || field === 'description')
    .map(([id, field, , , old, now]) => {
      const isTitle = field === 'title';
      const { severity, changes } = reviewed(
        isTitle ? article(old, []) : article('', [old]),
        isTitle ? article(now, []) : article('', [now]),
      );
      const facts = changes
        .flatMap(({ verdict }) =>
          verdict.facts.map(({ kind, before, after }) =>
            kind === 'headline' ? '' : `${kind}: ${before?.text ?? '–'} → ${after?.text ?? '–'}`,
          ),
        )
        .filter((fact) => fact !== '');
      const text = changes
        .flatMap(({ block }) =>
          block.parts.map((part) => ({ kept: part.text, removed: `[-${part.text}-]`, added: `{+${part.text}+}` })[part.kind] ?? part.text),
        )
        .join('');
      return {
        id,
        field,
        severity,
        rule: changes.map(({ verdict }) => verdict.rule).join(', '),
        facts: facts.join('; '),
        text: text.replaceAll('|', '/'),
      };
    });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const measured = measureDiffs(process.argv[2] ?? fileURLToPath(new URL('../../shared/cases', import.meta.url)));
  console.log(diffTable(measured));
  for (const line of missedGoals(measured)) console.log(line);
  if (missedGoals(measured).length > 0) process.exitCode = 1;
}
