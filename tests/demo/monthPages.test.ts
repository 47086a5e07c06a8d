import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { beforeAll, test } from 'vitest';
import type { Content } from '../../src/article/content.ts';
import { digestOf } from '../../src/article/snapshot.ts';
import { siteOf } from '../../src/article/identity.ts';
import type { Site } from '../../src/article/site.ts';
import { loadSites } from '../../src/config/sites.ts';
import { agreementOf } from '../../src/crawl/agreement.ts';
import { doubtAbout } from '../../src/crawl/doubt.ts';
import { instantOf, minuteOf } from '../../src/demo/month/calendar.ts';
import { monthScript, type MonthArticle } from '../../src/demo/month/script.ts';
import { OUTLETS } from '../../src/demo/month/sites.ts';
import { statesOf, type ContentState } from '../../src/demo/month/truth.ts';
import { explainPage } from '../../src/extract/read.ts';
import { firstPath, monthForTest, SMALL, type MonthForTest } from './monthSupport.ts';

let sites: readonly Site[] = [];

beforeAll(async () => {
  sites = await loadSites(fileURLToPath(new URL('../../config/sites', import.meta.url)));
});

test("every state of every article is read by the outlets' layouts as the script has it, and nothing speaks against it", async () => {
  const month = await monthForTest();
  for (const article of SMALL.articles) {
    let last: Content | undefined;
    for (const state of statesOf(SMALL, article)) last = await checkState(month, article, state, last);
  }
});

test('the redesign changes the layout that reads an article, and neither its text nor anything that raises a doubt', async () => {
  const script = monthScript({ seed: 3, articles: 60, days: 4, isQuiet: true });
  const month = await monthForTest(script);
  const article = script.articles.find(
    ({ outlet, publishedMinute, events }) => outlet === 'vietnamplus' && publishedMinute < script.redesign.minute && events.length === 0,
  );
  assert.ok(article);
  const read: string[] = [];
  let last: Content | undefined;
  for (const minute of [script.redesign.minute - 1, script.redesign.minute]) {
    month.setMinute(minute);
    const { reading } = await checkedReading(month, article, minute, last);
    read.push(reading.reader.layout);
    last = 'content' in reading ? reading.content : undefined;
    assert.equal(last && digestOf(last), statesOf(script, article)[0]?.digest);
  }
  assert.deepEqual(read, ['vietnamplus/2018', 'vietnamplus/2023']);
});

test('ten visits to a page that no cache holds are ten pages in three forms, and one text', async () => {
  const month = await monthForTest();
  const article = SMALL.articles.find(({ validator, events }) => validator === 'none' && events.length === 0);
  assert.ok(article);
  month.setMinute(2 * 1440 - 1);
  const pages = new Set<string>();
  const digests = new Set<string>();
  for (let visit = 0; visit < 10; visit++) {
    const { html, reading } = await checkedReading(month, article, 2 * 1440 - 1, undefined);
    pages.add(html);
    if ('content' in reading) digests.add(digestOf(reading.content));
  }
  assert.equal(pages.size, 10);
  assert.ok([...pages].some((page) => page !== page.normalize('NFC')) && [...pages].some((page) => page.includes('&nbsp;')));
  assert.deepEqual(
    [...digests],
    statesOf(SMALL, article).map(({ digest }) => digest),
  );
});

// Both ends of a state, so that a redesign in its midst is met.
async function checkState(month: MonthForTest, article: MonthArticle, state: ContentState, before: Content | undefined) {
  let last = before;
  for (const minute of [minuteOf(state.from), minuteOf(state.until) - 1]) {
    if (isTroubled(article, minute)) continue;
    const { reading } = await checkedReading(month, article, minute, last);
    assert.ok('content' in reading, `${article.title} at ${minute}: ${JSON.stringify(reading)}`);
    assert.equal(reading.content.title, state.title);
    assert.equal(digestOf(reading.content), state.digest, `${state.title}\n${JSON.stringify(reading.content, undefined, 1)}`);
    last = reading.content;
  }
  return last;
}

async function checkedReading(month: MonthForTest, article: MonthArticle, minute: number, last: Content | undefined) {
  month.setMinute(minute);
  const first = await month.ask(article.outlet, firstPath(article));
  const { text: html } = first.status === 301 ? await month.ask(article.outlet, first.headers.location ?? '') : first;
  const url = new URL(`https://${OUTLETS[article.outlet].host}${first.headers.location ?? firstPath(article)}`);
  const { reading, generic } = explainPage(html, url.href, siteOf(url, sites));
  const at = new Date(instantOf(minute)).toISOString();
  if ('content' in reading && generic !== undefined) {
    const background = { captures: [], isUnknownLayout: false, generic, ...(last === undefined ? {} : { last }) };
    assert.equal(doubtAbout(reading.content, agreementOf(reading.content, generic), background, at), undefined, url.href);
  }
  return { html, reading };
}

function isTroubled({ outlet }: MonthArticle, minute: number): boolean {
  const kinds = new Set(['storm', 'outage', 'dropped']);
  return SMALL.troubles.some((each) => each.outlet === outlet && kinds.has(each.what) && each.from <= minute && minute < each.until);
}
