import assert from 'node:assert/strict';
import { expect, test } from 'vitest';
import type { CaptureRun } from '../../src/article/capture.ts';
import { snapshotName } from '../../src/article/snapshot.ts';
import { endOf, instantOf } from '../../src/demo/month/calendar.ts';
import type { MonthRequest } from '../../src/demo/month/newsroom.ts';
import { monthScript, type MonthArticle, type MonthScript } from '../../src/demo/month/script.ts';
import { absencesOf, statesOf } from '../../src/demo/month/truth.ts';
import { closedMs } from './closed.ts';
import { formatScore } from './formatScore.ts';
import type { Records } from './records.ts';
import { scoreOf, type Score } from './score.ts';
import { simulated, type Simulation } from './simulated.ts';
import { spreadOf } from './spread.ts';

const QUIET = monthScript({ seed: 7, articles: 200, days: 6, isQuiet: true });
const CRAWL = simulated(QUIET);

function scored({ records, requests }: Simulation, script: MonthScript = QUIET, until?: number): Score {
  return scoreOf({ script, records, requests, runEveryMinutes: 5, delaySeconds: 0, ...(until === undefined ? {} : { until }) });
}

/** The simulated crawl with one article's record changed. */
function withRuns(article: MonthArticle, change: (runs: readonly CaptureRun[]) => CaptureRun[]): Simulation {
  const ref = `${article.outlet}/${article.number}`;
  const record = CRAWL.records.get(ref);
  assert.ok(record);
  const records: Records = new Map([...CRAWL.records, [ref, { ...record, captures: change(record.captures) }]]);
  return { ...CRAWL, records };
}

function articleWhere(isWanted: (article: MonthArticle) => boolean): MonthArticle {
  const found = QUIET.articles.find(isWanted);
  assert.ok(found);
  return found;
}

test('a crawl that follows the schedule captures every state that is due, notes every deletion, and invents nothing', () => {
  const { states, deletions, returns, falseRevisions, delays, cost } = scored(CRAWL);
  assert.deepEqual([states.missed, deletions.missed, returns.missed, falseRevisions], [[], [], [], []]);
  assert.ok(states.due > 200 && states.found > states.all * 0.93, JSON.stringify(states));
  assert.ok(deletions.due >= 3 && returns.due >= 1);
  assert.ok((delays.published.median ?? 99) < 16 && (delays.edited.median ?? 99) < 30);
  assert.ok(cost.articles < cost.hourly);
});

test('an archive that holds nothing has missed everything, and nothing in it is false', () => {
  const { states, deletions, falseRevisions } = scored({ records: new Map(), requests: [] });
  assert.deepEqual([states.found, states.missed.length, falseRevisions], [0, states.due, []]);
  assert.equal(deletions.due, 0, 'who has never read an article cannot say that it is gone');
});

test('an edit that was not captured is missed, and told by the article and the time', () => {
  const article = articleWhere((each) => statesOf(QUIET, each).length === 2 && each.events[0]?.what === 'edited');
  const { states } = scored(withRuns(article, (runs) => runs.slice(0, 1)));
  assert.equal(states.missed.length, 1);
  assert.match(states.missed[0] ?? '', new RegExp(`^${article.outlet}/${article.number} 2026-09-1.* edited$`, 'u'));
});

test('a deletion that the history does not tell is missed', () => {
  const article = articleWhere((each) => absencesOf(QUIET, each).length === 1 && statesOf(QUIET, each).length === 1);
  const { deletions } = scored(withRuns(article, (runs) => runs.filter(({ outcome }) => outcome === 'read')));
  assert.equal(deletions.missed.length, 1);
});

test('a return that was not seen is missed', () => {
  const article = articleWhere(({ events }) => events.some(({ what }) => what === 'returned'));
  const { returns } = scored(withRuns(article, (runs) => runs.slice(0, -1)));
  assert.equal(returns.found, returns.all - 1);
});

test('a text that the newsroom never showed is a false revision, and so is a true one at a time when it did not stand', () => {
  const article = articleWhere((each) => statesOf(QUIET, each).length === 2 && each.events[0]?.what === 'edited');
  const early = withRuns(article, (runs) => runs.map((run) => ({ ...run, first: new Date(instantOf(0)).toISOString() })));
  assert.ok(scored(early).falseRevisions.length > 0);
  const invented = withRuns(article, ([first, ...rest]) =>
    first === undefined ? [] : [first, { ...first, snapshot: '009_0.txt' }, ...rest],
  );
  assert.match(scored(invented).falseRevisions.join('\n'), /no such text then/u);
});

test('one state told as two revisions is a false revision', () => {
  const article = articleWhere((each) => each.events.length === 0);
  const ref = `${article.outlet}/${article.number}`;
  const record = CRAWL.records.get(ref);
  const [entry, run] = [record?.snapshots[0], record?.captures[0]];
  assert.ok(entry && run);
  const twin = { ...entry, file: snapshotName(1, entry.digest) };
  const captures = [
    { ...run, last: run.first },
    { ...run, first: run.last, snapshot: twin.file },
  ];
  const records: Records = new Map([...CRAWL.records, [ref, { snapshots: [entry, twin], captures }]]);
  assert.deepEqual(scored({ ...CRAWL, records }).falseRevisions, [`${ref} has 2 revisions of the 1 states that were seen`]);
});

test('an article that no script knows is false', () => {
  const records: Records = new Map([...CRAWL.records, ['vietnamnet/1', { snapshots: [], captures: [] }]]);
  assert.deepEqual(scored({ ...CRAWL, records }).falseRevisions, ['vietnamnet/1 is no article of the script']);
});

test('a crawl that stops early is judged by what had happened until then', () => {
  const until = instantOf(1440);
  const { states } = scored(CRAWL, QUIET, until);
  assert.ok(states.all < scored(CRAWL).states.all / 3);
  assert.deepEqual(states.missed, []);
});

test('what stood only while the site was closed is not due', () => {
  const script = monthScript({ seed: 7, articles: 400, days: 30 });
  const robotsDown = script.troubles.find(({ what }) => what === 'robotsDown');
  assert.ok(robotsDown);
  const article = script.articles.find(({ outlet, slug }) => outlet === robotsDown.outlet && !slug.startsWith('ban-doc-'));
  assert.ok(article);
  const day = { from: instantOf(robotsDown.from), until: instantOf(robotsDown.until) };
  const hour = 3_600_000;
  assert.equal(closedMs(script, article, day), 24 * hour);
  assert.equal(closedMs(script, article, { from: day.from - hour, until: day.from + hour }), hour);
  assert.equal(closedMs(script, article, { from: day.until + 24 * hour, until: day.until + 25 * hour }), 0);
});

test('robots.txt closes the articles that it names, and no others', () => {
  const script = monthScript({ seed: 7, articles: 400, days: 30 });
  const robots = script.troubles.find(({ what }) => what === 'robots');
  assert.ok(robots);
  const stretch = { from: instantOf(robots.from), until: instantOf(robots.from + 60) };
  const closed = script.articles.filter((article) => closedMs(script, article, stretch) > 0);
  assert.ok(closed.length > 10);
  assert.ok(closed.every(({ outlet, slug }) => outlet === 'vietnamnet' && slug.startsWith('ban-doc-')));
});

test('the log is counted: gaps by host, politeness, and what was not sent again', () => {
  const request = (seconds: number, more: Partial<MonthRequest> = {}): MonthRequest => ({
    at: instantOf(0) + seconds * 1000,
    realMs: 0,
    host: 'vietnamnet.vn',
    path: '/',
    kind: 'seed',
    status: 200,
    robots: 'allowed',
    isTooSoon: false,
    ...more,
  });
  const requests = [
    request(0, { kind: 'robots', path: '/robots.txt' }),
    request(1, { host: 'www.vietnamplus.vn', robots: 'unasked' }),
    request(2, { status: 304 }),
    request(3.5, { robots: 'disallowed', isTooSoon: true }),
    request(9, { kind: 'article', crawlDelaySeconds: 10 }),
  ];
  const { cost } = scoreOf({ script: QUIET, records: new Map(), requests, runEveryMinutes: 5, delaySeconds: 2 });
  assert.deepEqual([cost.requests, cost.articles, cost.seeds, cost.robots, cost.notModified, cost.tooSoon], [5, 1, 3, 1, 1, 1]);
  assert.deepEqual(cost.smallestGaps, { 'vietnamnet.vn': 1.5 });
  assert.deepEqual(cost.standings, { allowed: 3, unaware: 0, disallowed: 1, closed: 0, unasked: 1 });
  assert.deepEqual(cost.tooClose, [
    '2026-09-13T17:00:03.500Z vietnamnet.vn/ 1.500 s after the one before',
    '2026-09-13T17:00:09.000Z vietnamnet.vn/ 5.500 s after the one before',
  ]);
});

test('hourly polling asks for an article once in each hour that it has been out', () => {
  const script = { ...QUIET, articles: QUIET.articles.slice(0, 1) };
  const hours = Math.floor((endOf(script) - instantOf(QUIET.articles[0]?.publishedMinute ?? 0)) / 3_600_000);
  assert.equal(scored({ records: new Map(), requests: [] }, script).cost.hourly, hours);
});

test('a spread is told by the nearest rank', () => {
  const tenths = [10, 1, 9, 2, 8, 3, 7, 4, 6, 5];
  assert.deepEqual(spreadOf(tenths), { count: 10, median: 5, p90: 9, p99: 10, most: 10 });
  assert.deepEqual(spreadOf([]), { count: 0, median: undefined, p90: undefined, p99: undefined, most: undefined });
});

test('a score is a table that names its seed', () => {
  expect(formatScore(scored(CRAWL))).toMatchInlineSnapshot(`
    "seed 7: 200 articles, 6 days
    states captured       278 of 286 (97.2 %)
      of those due        265 of 265
    deletions noted       4 of 4 (100.0 %); of those due 4 of 4
    returns noticed       1 of 1 (100.0 %); of those due 1 of 1
    false revisions       0
    delay                 median 14.0 min, 90 % within 16.0, 99 % within 167.0, all within 1132.0 (278)
    delay, new articles   median 14.0 min, 90 % within 16.0, 99 % within 16.0, all within 16.0 (197)
    delay, edits          median 7.0 min, 90 % within 65.0, 99 % within 192.0, all within 192.0 (80)
    requests to articles  7320, 55.5 % of hourly polling (13186)
    requests in all       7320, 55.5 %; seeds 0, robots.txt 0, 304 0
    against robots.txt    0; while it failed 0, unread 0, changed unseen 0
    before Retry-After    0
    too close             0; smallest gap www.vietnamplus.vn 0.0 s, vietnamnet.vn 0.0 s"
  `);
});

test('the whole month can be caught to 95 % with 40 % of hourly polling, for all its troubles', () => {
  const script = monthScript({ seed: 1 });
  const score = scored(simulated(script), script);
  const table = formatScore(score);
  assert.ok(score.states.found / score.states.all >= 0.95, table);
  assert.ok(score.cost.articles / score.cost.hourly <= 0.4, table);
  assert.ok((score.delays.all.median ?? 99) <= 20, table);
  assert.deepEqual([score.states.missed, score.deletions.missed, score.falseRevisions], [[], [], []], table);
});
