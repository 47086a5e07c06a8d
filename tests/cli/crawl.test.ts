/** `baoluu crawl`: what a newsroom's outlet sees of it, and what its archive holds afterwards. */
import { writeFileSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openCatalogue } from '../../src/archive/catalogue.ts';
import { recordsOf, warcsOf } from '../archive/warcSupport.ts';
import { newOutlet, type Outlet } from './outlet.ts';

const at = (minutes: number): string => new Date(Date.parse('2026-10-05T05:00:00Z') + minutes * 60_000).toISOString();

/** A port of this machine at which nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function published(count: number, more = ''): Promise<Outlet> {
  const outlet = await newOutlet(more);
  for (let number = 1; number <= count; number += 1) outlet.publish(number);
  return outlet;
}

/** An outlet whose one article was edited and seen again, and the article's document as it was before that. */
async function editedOnce(): Promise<{ readonly outlet: Outlet; readonly document: string; readonly backup: string }> {
  const outlet = await newOutlet();
  outlet.publish(1, { etag: '"mot"' });
  await outlet.crawl();
  const document = join(outlet.desk.cwd, 'storage/articles/baosong/0/1/article.json');
  const backup = await readFile(document, 'utf8');
  outlet.edit(1, { etag: '"hai"', title: 'Tin số 1, đã sửa' });
  expect((await outlet.crawl([], at(11))).out).toContain('revision 2');
  return { outlet, document, backup };
}

describe('a crawl', () => {
  test('finds what the seeds name, keeps it, and says so in one line', async () => {
    const outlet = await published(3);
    const ran = await outlet.crawl();
    expect(ran).toMatchObject({ status: 0, counts: { found: 3, fetched: 3, unchanged: 0, failed: 0, refused: 0, 'still due': 0 } });
    expect(outlet.asked().toSorted()).toEqual(['/', '/1.html', '/2.html', '/3.html', '/sitemap-news.xml']);
    expect(ran.out.split('\n').filter((line) => line.includes('revision 1'))).toHaveLength(3);
    expect((await outlet.crawl(['--quiet'], at(1))).out.trim().split('\n')).toHaveLength(1);
  });

  test('looks again when an article is due, and not before', async () => {
    const outlet = await published(1);
    await outlet.crawl();
    outlet.asked();
    expect((await outlet.crawl([], at(5))).counts).toMatchObject({ found: 0 });
    expect(outlet.asked()).toEqual([]);
    outlet.edit(1, { title: 'Tin số 1, đã sửa' });
    const ran = await outlet.crawl([], at(11));
    expect(ran).toMatchObject({ counts: { found: 1, fetched: 1 }, out: expect.stringContaining('revision 2') });
    expect((await outlet.crawl([], at(22))).counts).toMatchObject({ found: 1, unchanged: 1 });
  });

  test('looks again at once where the sitemap says that an article has changed', async () => {
    const outlet = await published(2);
    await outlet.crawl();
    // A day later it is due every 3.6 hours only.
    const day = 24 * 60;
    await outlet.crawl([], at(day));
    outlet.edit(2, { title: 'Tin số 2, đã sửa', modified: at(day + 3) });
    outlet.asked();
    const ran = await outlet.crawl([], at(day + 12));
    expect(outlet.asked().toSorted()).toEqual(['/2.html', '/sitemap-news.xml']);
    expect(ran).toMatchObject({ out: expect.stringContaining('baosong/2 200 revision 2') });
    expect(ran.isBalanced).toBe(true);
  });

  test('asks whether a page is still the same, and takes "304 Not Modified" for a visit that found it so', async () => {
    const outlet = await newOutlet();
    outlet.publish(1, { etag: '"mot"' });
    await outlet.crawl();
    for (const minutes of [11, 23, 36]) expect((await outlet.crawl([], at(minutes))).counts).toMatchObject({ found: 1, unchanged: 1 });
    const asked = outlet.desk.newsroom.requests.filter(({ path }) => path === '/1.html');
    expect(asked.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"mot"', '"mot"', '"mot"']);
    const record = JSON.parse(await readFile(join(outlet.desk.cwd, 'storage/articles/baosong/0/1/article.json'), 'utf8'));
    expect(record.captures).toMatchObject([{ status: 200, visits: 4 }]);
    const records = (
      await Promise.all((await warcsOf(join(outlet.desk.cwd, 'storage'), 'baosong')).filter((name) => name.endsWith('.gz')).map(recordsOf))
    ).flat();
    expect(records.filter(({ type }) => type === 'response' || type === 'revisit').map(({ type }) => type)).toEqual([
      'response',
      'revisit',
    ]);
    expect((await outlet.desk.run(['verify'])).status).toBe(0);
    outlet.edit(1, { etag: '"hai"', title: 'Tin số 1, đã sửa' });
    expect((await outlet.crawl([], at(60))).out).toContain('revision 2');
  });

  test('asks in full for what the archive has lost: an article.json that was restored knows nothing of the last page', async () => {
    const { outlet, document, backup } = await editedOnce();
    await writeFile(document, backup);
    const ran = await outlet.crawl([], at(30));
    expect(ran).toMatchObject({ counts: { found: 1, fetched: 1, failed: 0 }, out: expect.stringContaining('revision 2') });
    expect((await outlet.crawl([], at(50))).counts).toMatchObject({ found: 1, unchanged: 1 });
    expect(outlet.desk.newsroom.requests.findLast(({ path }) => path === '/1.html')?.headers['if-none-match']).toBe('"hai"');
    const { captures } = JSON.parse(await readFile(document, 'utf8'));
    expect(captures).toMatchObject([
      { outcome: 'read', visits: 1 },
      { outcome: 'read', visits: 2 },
    ]);
  });

  test('asks in full the next time where an article.json was restored while the page was asked for', async () => {
    const { outlet, document, backup } = await editedOnce();
    outlet.desk.serve('baosong.example', '/1.html', (_request, response) => {
      writeFileSync(document, backup);
      response.writeHead(304, { etag: '"hai"' }).end();
    });
    expect((await outlet.crawl([], at(30))).counts).toMatchObject({ failed: 1 });
    outlet.publish(1, { etag: '"hai"', title: 'Tin số 1, đã sửa' });
    expect((await outlet.crawl([], at(50))).out).toContain('revision 2');
  });

  test('names an article that was damaged when the catalogue was made anew, and visits the others', async () => {
    const outlet = await published(3);
    await outlet.crawl();
    const document = join(outlet.desk.cwd, 'storage/articles/baosong/0/1/article.json');
    const backup = await readFile(document, 'utf8');
    await writeFile(document, '{');
    await outlet.desk.run(['reindex']);
    outlet.asked();
    expect((await outlet.crawl(['--dry-run'], at(11))).out).toContain('baosong/1   damaged, its address is not known');
    const ran = await outlet.crawl([], at(11));
    expect(ran).toMatchObject({ status: 12, isBalanced: true, counts: { found: 3, unchanged: 2, failed: 1, 'still due': 0 } });
    expect(ran.out).toContain('failed 1 (1 × its article is damaged in the archive)');
    expect(ran.err).toMatch(/baosong\/0\/1\/article\.json is damaged.* restore it from a backup/u);
    expect(outlet.asked()).not.toContain('/1.html');
    await writeFile(document, backup);
    expect((await outlet.crawl([], at(36 * 60))).counts).toMatchObject({ found: 3, unchanged: 3 });
  });

  test('lets go of an article that was damaged, and then taken away', async () => {
    const outlet = await published(1);
    await outlet.crawl();
    const folder = join(outlet.desk.cwd, 'storage/articles/baosong/0/1');
    await writeFile(join(folder, 'article.json'), '{');
    await outlet.desk.run(['reindex']);
    await rm(folder, { recursive: true });
    expect(await outlet.crawl([], at(11))).toMatchObject({ isBalanced: true, counts: { failed: 1, 'still due': 0 } });
    expect((await outlet.crawl([], at(36 * 60))).counts).toMatchObject({ found: 0 });
  });

  test('passes over an article of which a kill left an empty document', async () => {
    const outlet = await published(2);
    await outlet.crawl();
    const folder = join(outlet.desk.cwd, 'storage/articles/baosong/0/1');
    const document = JSON.parse(await readFile(join(folder, 'article.json'), 'utf8')) as object;
    await rm(folder, { recursive: true });
    await mkdir(folder);
    await writeFile(join(folder, 'article.json'), JSON.stringify({ ...document, urls: [], snapshots: [], captures: [] }));
    await outlet.desk.run(['reindex']);
    expect(await outlet.crawl([], at(11))).toMatchObject({ status: 3, isBalanced: true, counts: { unchanged: 1, failed: 1 } });
  });

  test('says that an article is gone when three visits found nothing, and notices its return', async () => {
    const outlet = await published(1);
    await outlet.crawl();
    outlet.edit(1, { status: 404 });
    expect((await outlet.crawl([], at(11))).out).toContain('(1 of 3 visits that say so)');
    expect((await outlet.crawl([], at(20))).counts).toMatchObject({ found: 0 });
    expect((await outlet.crawl([], at(80))).counts).toMatchObject({ unchanged: 1 });
    await outlet.crawl([], at(360));
    expect((await outlet.crawl([], at(600))).counts).toMatchObject({ found: 0 });
    outlet.edit(1, { status: 200 });
    const ran = await outlet.crawl([], at(360 + 26 * 60));
    expect(ran.out).toContain('baosong/1 200 back');
    expect((await outlet.desk.run(['log', 'baosong/1'])).out).toContain('gone');
  });

  test('takes a redirect to the front page for no revision', async () => {
    const outlet = await published(1);
    await outlet.crawl();
    outlet.edit(1, { moved: '/' });
    const ran = await outlet.crawl([], at(11));
    expect(ran.out).not.toContain('revision');
    expect(ran.isBalanced).toBe(true);
  });

  test('asks sooner for what the front page shows', async () => {
    const outlet = await published(2);
    outlet.front = [2];
    await outlet.crawl();
    // A day later an article is due every 3.6 hours, one on the front every hour.
    await outlet.crawl([], at(24 * 60));
    outlet.asked();
    await outlet.crawl([], at(25 * 60 + 10));
    expect(outlet.asked()).toContain('/2.html');
  });

  test('with a limit leaves the rest for the next run, and accounts for it', async () => {
    const outlet = await published(5);
    const first = await outlet.crawl(['--limit', '2']);
    expect(first.counts).toMatchObject({ found: 5, fetched: 2, 'still due': 3 });
    const second = await outlet.crawl([], at(1));
    expect(second.counts).toMatchObject({ found: 3, fetched: 3, 'still due': 0 });
  });

  test('only takes what is dated since a day', async () => {
    const outlet = await published(2);
    outlet.edit(1, { modified: '2026-09-01T00:00:00Z' });
    await outlet.crawl(['--since', '2026-10-01']);
    expect(outlet.asked()).not.toContain('/1.html');
  });

  test('notes what robots.txt forbids as refused, and never asks for it', async () => {
    const outlet = await published(3);
    outlet.robots = 'User-agent: *\nAllow: /\n\nUser-agent: baoluu\nDisallow: /2\n';
    const ran = await outlet.crawl();
    expect(ran.counts).toMatchObject({ found: 3, fetched: 2, refused: 1 });
    expect(ran.err).toContain('robots.txt says');
    expect(outlet.asked()).not.toContain('/2.html');
  });

  test('stays out while robots.txt is an error, and goes on when there is none', async () => {
    const outlet = await published(2);
    outlet.robots = (_request, response) => void response.writeHead(503).end();
    const ran = await outlet.crawl();
    expect(outlet.asked()).toEqual([]);
    expect(ran.isBalanced).toBe(true);
    outlet.robots = (_request, response) => void response.writeHead(404).end();
    expect((await outlet.crawl([], at(20))).counts).toMatchObject({ fetched: 2 });
  });

  test('leaves a host alone that asks for it, and what was not asked for is still due', async () => {
    const outlet = await published(3);
    for (const number of [1, 2, 3])
      outlet.answers.set(`/${number}.html`, (_request, response) => void response.writeHead(429, { 'retry-after': '600' }).end());
    const ran = await outlet.crawl();
    expect(ran.counts).toMatchObject({ found: 3, failed: 1, 'still due': 2 });
    outlet.asked();
    expect((await outlet.crawl([], at(5))).counts['still due']).toBeGreaterThanOrEqual(2);
    expect(outlet.asked()).toEqual([]);
    expect((await outlet.desk.run(['status'], { now: at(5) })).out).toContain('left alone until');
    outlet.answers.clear();
    expect((await outlet.crawl([], at(11))).counts).toMatchObject({ failed: 0, 'still due': 0 });
  });

  test('keeps quiet hours and a daily budget', async () => {
    const quiet = await published(1, "quietHours: ['11:30-13:00']");
    expect((await quiet.crawl()).counts).toMatchObject({ found: 0 });
    expect(quiet.desk.newsroom.requests).toEqual([]);
    const spent = await published(5, 'dailyBudget: 5');
    expect((await spent.crawl()).counts).toMatchObject({ found: 5, fetched: 2, 'still due': 3 });
    expect(spent.desk.newsroom.requests).toHaveLength(5);
    const status = async (...flags: string[]): Promise<string> => (await spent.desk.run(['status', ...flags], { now: at(5) })).out;
    expect(await status()).toMatch(/^baosong {3}left alone until 2026-10-0\dT\S+ {3}the day's 5 requests are spent$/mu);
    expect(await status('--json')).toContain('"schema":"baoluu.budgetStatus/1","site":"baosong","budget":5,"until":"2026-10-0');
    expect((await spent.desk.run(['status'], { now: at(2 * 24 * 60) })).out).not.toContain('left alone');
  });

  test('waits for the end of quiet hours that are about to end, and says so', async () => {
    const outlet = await published(1, "quietHours: ['11:30-12:01']");
    const asked: number[] = [];
    outlet.robots = (_request, response) => {
      asked.push(performance.now());
      response.writeHead(404).end();
    };
    const begun = performance.now();
    const { counts, err } = await outlet.crawl([], new Date(Date.parse(at(1)) - 6000).toISOString());
    expect(err).toMatch(/^baoluu: baosong\.example is asked again in [3-6] seconds: these are its quiet hours\.\n$/u);
    expect(asked[0]! - begun).toBeGreaterThan(5900);
    expect(counts).toMatchObject({ found: 1, fetched: 1 });
  });

  test('is a dry run first: what would be fetched and why, and nothing is kept', async () => {
    const outlet = await published(2);
    const dry = await outlet.crawl(['--dry-run']);
    expect(
      dry.out
        .trim()
        .split('\n')
        .map((line) => line.split(/\s+/u).slice(0, 2)),
    ).toEqual([
      ['new', 'baosong/1'],
      ['new', 'baosong/2'],
    ]);
    expect(outlet.asked().toSorted()).toEqual(['/', '/sitemap-news.xml']);
    await outlet.crawl(['--limit', '1']);
    outlet.asked();
    const later = await outlet.crawl(['--dry-run'], at(11));
    expect(later.out.split('\n').map((line) => line.split(' ')[0])).toEqual(expect.arrayContaining(['found', 'due']));
    expect((await outlet.crawl(['--dry-run', '--limit', '1'], at(11))).out.trim().split('\n')).toHaveLength(1);
  });

  test('as a dry run waits for no host that nobody reaches: one question, and what is left alone is told so, in Vietnam time', async () => {
    const outlet = await published(0);
    const port = await closedPort();
    const site = await readFile(join(outlet.desk.cwd, 'config/sites/baosong.yaml'), 'utf8');
    const seeds = `seeds:\n${['a', 'b', 'c'].map((name) => `  - kind: feed\n    url: http://baosong.example:${port}/${name}.rss\n`).join('')}`;
    await writeFile(join(outlet.desk.cwd, 'config/sites/baosong.yaml'), site.replace(/^seeds:\n(?: .*\n)+/mu, seeds));
    const { status, out, err } = await outlet.crawl(['--dry-run', '--resolve', `baosong.example:${port}:127.0.0.1`]);
    expect([status, out]).toEqual([1, '']);
    const seedLines = err.split('\n').filter((line) => line.startsWith('baosong: '));
    expect(seedLines.map((line) => line.replace(/ http:.*\//u, ' '))).toEqual([
      'baosong: asked a.rss',
      'baosong: left alone b.rss',
      'baosong: left alone c.rss',
    ]);
    expect(err).toMatch(
      /c\.rss: baosong\.example is left alone until 2026-10-05T12:0\d:\d\d\+07:00: baosong\.example:\d+ can't be reached/u,
    );
  });

  test('beside another crawl of the site waits as long as it may, says so, and ends with 11', async () => {
    const outlet = await published(1);
    await outlet.crawl(['--limit', '1']);
    outlet.asked();
    const { catalogue } = openCatalogue(join(outlet.desk.cwd, 'storage', 'catalogue.sqlite'));
    await catalogue.beginRun('baosong', Date.parse(at(1)));
    const waited = await outlet.crawl(['--wait', '--time-limit', '1s'], at(60));
    expect(waited).toMatchObject({ status: 11, out: '' });
    expect(waited.err.split('\n')).toEqual([
      'baoluu: Another crawl of baosong is running; this one waits for its end.',
      'baoluu: Another crawl of baosong is running still; this one leaves it alone.',
      '',
    ]);
    const watched = await outlet.desk.run(['watch', 'baosong', '--runs', '1', '--delay', '0', ...outlet.desk.pins()], { now: at(60) });
    expect(watched).toMatchObject({ status: 0, err: expect.stringContaining('Another crawl of baosong is running') });
    expect(outlet.asked()).toEqual([]);
    catalogue.close();
    expect((await outlet.desk.run(['status'], { now: at(61) })).out).toContain(' killed');
  });

  test('says for whom it waits, and why', async () => {
    const outlet = await published(1);
    await outlet.crawl(['--limit', '1']);
    const { catalogue } = openCatalogue(join(outlet.desk.cwd, 'storage', 'catalogue.sqlite'));
    const until = Date.parse(at(60)) + 5000;
    await catalogue.changeTrouble('baosong.example', () => ({ kind: 'closed', failures: 2, until, why: 'answered 503.' }));
    catalogue.close();
    const { status, err } = await outlet.crawl([], at(60));
    expect([status, err]).toEqual([0, 'baoluu: baosong.example is asked again in 5 seconds: answered 503.\n']);
  });

  test('as a dry run leaves alone the hosts that rest already', async () => {
    const outlet = await published(1);
    await outlet.crawl(['--limit', '1']);
    outlet.asked();
    const { catalogue } = openCatalogue(join(outlet.desk.cwd, 'storage', 'catalogue.sqlite'));
    const until = Date.parse(at(61)) - 1000;
    await catalogue.changeTrouble('baosong.example', () => ({ kind: 'closed', failures: 2, until, why: 'answered 503' }));
    catalogue.close();
    const { err } = await outlet.crawl(['--dry-run'], at(60));
    expect(outlet.asked()).toEqual([]);
    expect(err).toContain('baosong: left alone ');
    expect(err).toContain('is left alone until 2026-10-05T13:00:59+07:00: answered 503.');
  });

  test('says so where no seed gives a list, dry or not', async () => {
    const outlet = await published(1);
    for (const path of ['/sitemap-news.xml', '/']) outlet.serveText(path, 'no', 403);
    expect(await outlet.crawl(['--dry-run'])).toMatchObject({ status: 1, out: '', err: expect.stringContaining('No seed gave a list') });
    expect(await outlet.crawl()).toMatchObject({ status: 1, out: expect.stringContaining('2 of 2 seeds failed') });
  });

  test.each([
    ['a site that there is none of', ['crawl', 'khongco'], /There is no site "khongco"; there are .*baosong/u],
    ['a month that is none', ['crawl', '--backfill', '2017-13'], /expected a month such as 2017-03/u],
    ['a month that has not come', ['crawl', '--backfill', '2026-11'], /--backfill 2026-11: that month has not come yet/u],
    ['a time that is none', ['crawl', '--time-limit', 'soon'], /--time-limit soon: expected a time .* such as 90s/u],
    ['a time that is over at once', ['crawl', '--time-limit', '0s'], /--time-limit 0s: expected a time longer than none/u],
    ['a number that is none', ['crawl', '--stop-after-known', '0'], /--stop-after-known 0: expected a number/u],
    ['waiting and not waiting', ['crawl', '--wait', '--skip'], /contradict each other/u],
  ])('is told %s before anything is asked', async (_what, argv, message) => {
    const outlet = await published(1);
    expect(await outlet.desk.run(argv)).toMatchObject({ status: 2, err: expect.stringMatching(message) });
    expect(outlet.desk.newsroom.requests).toEqual([]);
  });
});

describe('robots.txt and a page that a person keeps', () => {
  test('is obeyed, unless --force says otherwise, which says what it does', async () => {
    const outlet = await published(1);
    outlet.robots = 'User-agent: *\nDisallow: /';
    expect(await outlet.desk.archive([outlet.url(1)])).toMatchObject({ status: 1, out: '', err: expect.stringContaining('--force') });
    expect(outlet.asked()).toEqual([]);
    const forced = await outlet.desk.archive([outlet.url(1)], { flags: ['--force'] });
    expect(forced).toMatchObject({
      status: 0,
      out: expect.stringContaining('revision 1'),
      err: expect.stringContaining('is fetched all the same'),
    });
  });
});
