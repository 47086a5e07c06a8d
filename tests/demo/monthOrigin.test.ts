import assert from 'node:assert/strict';
import { test } from 'vitest';
import { instantOf } from '../../src/demo/month/calendar.ts';
import { monthScript, type MonthArticle } from '../../src/demo/month/script.ts';
import { ask } from './ask.ts';
import { firstPath, monthForTest, SMALL, troubleOf } from './monthSupport.ts';

/** The same news without troubles, where only an article is of interest. */
const QUIET = monthScript({ seed: 7, articles: 60, days: 2, isQuiet: true });

function articleWith(what: string, answer?: number | string): { article: MonthArticle; minute: number } {
  for (const article of QUIET.articles) {
    const event = article.events.find(
      (each) => each.what === what && (answer === undefined || ('answer' in each && each.answer === answer)),
    );
    if (event !== undefined) return { article, minute: event.minute };
  }
  throw new Error(`The script has nothing that is ${what} ${answer ?? ''}.`);
}

test('an article is not there before it is published', async () => {
  const month = await monthForTest(QUIET);
  const article = QUIET.articles[0];
  assert.ok(article);
  const statuses: number[] = [];
  for (const minute of [article.publishedMinute - 1, article.publishedMinute]) {
    month.setMinute(minute);
    statuses.push((await month.ask(article.outlet, firstPath(article))).status);
  }
  assert.deepEqual(statuses, [404, 200]);
});

test.each([
  ['404', 404, 404],
  ['410', 410, 410],
  ['a redirect to the front page', 'front', 302],
] as const)('a deleted article answers with %s', async (_, answer, status) => {
  const month = await monthForTest(QUIET);
  const { article, minute } = articleWith('deleted', answer);
  month.setMinute(minute - 1);
  assert.equal((await month.ask(article.outlet, firstPath(article))).status, 200);
  month.setMinute(minute);
  assert.equal((await month.ask(article.outlet, firstPath(article))).status, status);
});

test('a deleted article that returns is there again', async () => {
  const month = await monthForTest(QUIET);
  const { article, minute } = articleWith('returned');
  month.setMinute(minute - 1);
  assert.notEqual((await month.ask(article.outlet, firstPath(article))).status, 200);
  month.setMinute(minute);
  assert.equal((await month.ask(article.outlet, firstPath(article))).status, 200);
});

test('a renamed article is found under its old address, and under any other with its number', async () => {
  const month = await monthForTest(QUIET);
  const { article, minute } = articleWith('renamed');
  month.setMinute(minute);
  const old = await month.ask(article.outlet, firstPath(article));
  assert.equal(old.status, 301);
  assert.equal((await month.ask(article.outlet, old.headers.location ?? '')).status, 200);
  const madeUp = firstPath({ ...article, slug: 'tieu-de-bia' });
  assert.equal((await month.ask(article.outlet, madeUp)).headers.location, old.headers.location);
});

test('a page is not sent again to whoever has it, until something happens to it', async () => {
  for (const [validator, header, asks] of [
    ['etag', 'etag', 'if-none-match'],
    ['lastModified', 'last-modified', 'if-modified-since'],
  ] as const) {
    const month = await monthForTest(QUIET);
    const article = QUIET.articles.find(({ events, ...each }) => each.validator === validator && events[0]?.what === 'edited');
    assert.ok(article, validator);
    const edit = article.events[0]?.minute ?? 0;
    month.setMinute(edit - 1);
    const first = await month.ask(article.outlet, firstPath(article));
    const tag = String(first.headers[header]);
    const again = await month.ask(article.outlet, firstPath(article), { [asks]: tag });
    assert.deepEqual([first.status, again.status, again.text], [200, 304, '']);
    month.setMinute(edit);
    assert.equal((await month.ask(article.outlet, firstPath(article), { [asks]: tag })).status, 200);
  }
});

test('a redesign is a new page for whoever asks conditionally', async () => {
  const { redesign, articles } = QUIET;
  const month = await monthForTest(QUIET);
  const article = articles.find((each) => each.outlet === redesign.outlet && each.validator === 'lastModified' && each.events.length === 0);
  assert.ok(article);
  month.setMinute(redesign.minute - 1);
  const modified = String((await month.ask(article.outlet, firstPath(article))).headers['last-modified']);
  month.setMinute(redesign.minute);
  const { status } = await month.ask(article.outlet, firstPath(article), { 'if-modified-since': modified });
  assert.equal(status, article.publishedMinute < redesign.minute ? 200 : 404);
});

test('a page without a validator has none', async () => {
  const month = await monthForTest(QUIET);
  const article = QUIET.articles.find(({ validator, events }) => validator === 'none' && events.length === 0);
  assert.ok(article);
  month.setMinute(article.publishedMinute);
  const { headers } = await month.ask(article.outlet, firstPath(article));
  assert.deepEqual([headers.etag, headers['last-modified']], [undefined, undefined]);
});

test('robots.txt forbids more for some days, and asks for a longer delay', async () => {
  const month = await monthForTest();
  const { outlet, from, until } = troubleOf('robots');
  const texts: string[] = [];
  for (const minute of [from - 1, from, until]) {
    month.setMinute(minute);
    texts.push((await month.ask(outlet, '/robots.txt')).text);
  }
  assert.deepEqual(
    texts.map((text) => [text.includes('Disallow: /ban-doc-'), text.includes('Crawl-delay: 10')]),
    [
      [false, false],
      [true, true],
      [false, false],
    ],
  );
});

test('the log tells who asked without reading robots.txt, against it, and after it had changed unseen', async () => {
  const month = await monthForTest();
  const { outlet, from, until } = troubleOf('robots');
  const askAt = async (minute: number, path: string) => {
    month.setMinute(minute);
    await month.ask(outlet, path);
  };
  await askAt(0, '/');
  await askAt(0, '/robots.txt');
  await askAt(from - 1, '/ban-doc-hoi-1.html');
  await askAt(from, '/ban-doc-hoi-1.html');
  await askAt(from, '/robots.txt');
  await askAt(from, '/ban-doc-hoi-1.html');
  await askAt(from, '/tim-kiem?q=lua');
  await askAt(until, '/ban-doc-hoi-1.html');
  assert.deepEqual(
    month.requests.map(({ robots }) => robots),
    ['unasked', 'allowed', 'allowed', 'unaware', 'allowed', 'disallowed', 'disallowed', 'disallowed'],
  );
  assert.deepEqual(
    month.requests.map(({ crawlDelaySeconds }) => crawlDelaySeconds),
    [undefined, undefined, undefined, undefined, undefined, 10, 10, 10],
  );
});

test('a copy of robots.txt that is older than a day excuses nobody', async () => {
  const script = monthScript({ seed: 7, articles: 60, days: 30 });
  const month = await monthForTest(script);
  const { outlet, from } = troubleOf('robots', script);
  month.setMinute(from - 1);
  await month.ask(outlet, '/robots.txt');
  month.setMinute(from + 1440);
  await month.ask(outlet, '/tin-tuc-24h');
  assert.equal(month.requests[1]?.robots, 'disallowed');
});

test('while robots.txt is down it says 503, everything else is there, and the log says that the site is closed', async () => {
  const month = await monthForTest();
  const { outlet, from } = troubleOf('robotsDown');
  month.setMinute(from);
  assert.equal((await month.ask(outlet, '/robots.txt')).status, 503);
  assert.equal((await month.ask(outlet, '/')).status, 200);
  assert.equal(month.requests[1]?.robots, 'closed');
});

test('a storm answers 429 and says how long to wait, in both forms; robots.txt is spared', async () => {
  const month = await monthForTest();
  for (const storm of SMALL.troubles.filter(({ what }) => what === 'storm')) {
    month.setMinute(storm.from);
    const { status, headers } = await month.ask(storm.outlet, '/');
    assert.equal(status, 429);
    const inFiveMinutes = new Date(instantOf(storm.from) + 300_000).toUTCString();
    assert.equal(headers['retry-after'], 'retryAfter' in storm && storm.retryAfter === 'date' ? inFiveMinutes : '300');
    assert.equal((await month.ask(storm.outlet, '/robots.txt')).status, 200);
  }
});

test('the log tells who did not wait', async () => {
  const month = await monthForTest();
  const { outlet, from } = troubleOf('storm');
  for (const minute of [from, from + 4, from + 10]) {
    month.setMinute(minute);
    await month.ask(outlet, '/');
  }
  assert.deepEqual(
    month.requests.map(({ isTooSoon }) => isTooSoon),
    [false, true, false],
  );
});

test('in an outage everything answers 503, and when connections are dropped nothing answers', async () => {
  const month = await monthForTest();
  const [outage, dropped] = [troubleOf('outage'), troubleOf('dropped')];
  month.setMinute(outage.from);
  assert.equal((await month.ask(outage.outlet, '/robots.txt')).status, 503);
  month.setMinute(dropped.from);
  await assert.rejects(month.ask(dropped.outlet, '/'));
  assert.deepEqual(
    month.requests.map(({ status }) => status),
    [503, 0],
  );
});

test('the log says when by both clocks, which host and which path', async () => {
  const month = await monthForTest(QUIET);
  month.setMinute(5);
  await month.ask('vietnamnet', '/tin-tuc-24h?vnn_source=menu');
  const [request] = month.requests;
  assert.ok(request && request.realMs > 0);
  const { realMs: _, ...rest } = request;
  assert.deepEqual(rest, {
    at: instantOf(5),
    host: 'vietnamnet.vn',
    path: '/tin-tuc-24h?vnn_source=menu',
    kind: 'seed',
    status: 200,
    robots: 'unasked',
    isTooSoon: false,
  });
});

test('both hosts are to be looked for on this machine, and no other is answered for', async () => {
  const { port, resolveEntries } = await monthForTest(QUIET);
  assert.deepEqual(resolveEntries(), [
    { host: 'www.vietnamplus.vn', port, address: '127.0.0.1' },
    { host: 'vietnamnet.vn', port, address: '127.0.0.1' },
  ]);
  assert.equal((await ask(`http://news.example:${port}/`)).status, 421);
});
