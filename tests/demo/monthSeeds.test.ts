import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, onTestFinished, test } from 'vitest';
import type { Seed, SeedKind } from '../../src/article/seed.ts';
import type { Site } from '../../src/article/site.ts';
import { loadSites } from '../../src/config/sites.ts';
import { discover, type Discovery } from '../../src/crawl/discover.ts';
import { monthlyAddress } from '../../src/crawl/monthlySitemap.ts';
import { instantOf } from '../../src/demo/month/calendar.ts';
import { monthScript, type MonthOutlet, type MonthScript } from '../../src/demo/month/script.ts';
import { listedAt } from '../../src/demo/month/standing.ts';
import { siteFileAt, sitesAt } from '../../src/demo/month/twins.ts';
import { ask } from './ask.ts';
import { monthForTest, SMALL, troubleOf, type MonthForTest } from './monthSupport.ts';

const SITES_FOLDER = new URL('../../config/sites/', import.meta.url);

/** A whole month with few articles, and one with so many that VietNamNet's months have parts. */
const LONG = monthScript({ seed: 5, articles: 300, isQuiet: true });
const DENSE = monthScript({ seed: 5, articles: 1000, days: 8, isQuiet: true });

let sites: readonly Site[] = [];

beforeAll(async () => {
  sites = await loadSites(fileURLToPath(SITES_FOLDER));
});

/** Asks a seed of the config at its twin's address, as a crawl would. */
async function discovered(month: MonthForTest, outlet: MonthOutlet, kind: SeedKind, minute: number, path?: string): Promise<Discovery> {
  month.setMinute(minute);
  const all = sitesAt(month.port, sites);
  const site = all.find(({ name }) => name === outlet);
  assert.ok(site);
  const isMonthly = kind === 'monthlySitemap';
  const seed = site.seeds.find((each) => each.kind === kind && (isMonthly || path === undefined || new URL(each.url).pathname === path));
  assert.ok(seed, `${outlet} has no ${kind} ${path ?? ''}`);
  return read(seed, isMonthly ? new URL(path ?? '', seed.url).href : seed.url, site, all, minute);
}

async function read(seed: Seed, url: string, site: Site, all: readonly Site[], minute: number): Promise<Discovery> {
  const { status, bytes, headers } = await ask(url);
  assert.equal(status, 200, url);
  return discover(
    seed,
    { url: new URL(url), bytes, contentType: headers['content-type'] },
    { site, sites: all, now: new Date(instantOf(minute)) },
  );
}

function numbersAt(script: MonthScript, outlet: MonthOutlet, minute: number, since?: number): string[] {
  return listedAt(script, outlet, minute, since)
    .map(({ article }) => String(article.number))
    .toSorted();
}

function numbersOf({ found }: Discovery): string[] {
  return found.map(({ article }) => article.id).toSorted();
}

test("every seed of the outlets' config files has its twin", async () => {
  const month = await monthForTest(LONG);
  const minute = 20 * 1440;
  month.setMinute(minute);
  const all = sitesAt(month.port, sites);
  for (const site of all.filter(({ seeds }) => seeds.length > 0))
    for (const seed of site.seeds) {
      const url = monthlyAddress(seed.url, { year: 2026, month: 10 });
      const { found, trouble } = await read(seed, url, site, all, minute);
      const isAdvert = (text: string) => seed.kind === 'section' && text.includes('https://quangcao.example/');
      assert.deepEqual(
        trouble.filter((text) => !isAdvert(text)),
        [],
        url,
      );
      const isEmpty = url.endsWith('/en') || url.endsWith('/sitemap.xml');
      assert.equal(found.length === 0, isEmpty, url);
    }
  assert.deepEqual(
    all.filter(({ seeds }) => seeds.length > 0).map(({ name }) => name),
    ['vietnamnet', 'vietnamplus'],
  );
});

test.each(['vietnamplus', 'vietnamnet'] as const)(
  'the news sitemap of %s names all of the last two days, with title and dates',
  async (outlet) => {
    const month = await monthForTest(LONG);
    const minute = 11 * 1440;
    const discovery = await discovered(month, outlet, 'newsSitemap', minute);
    assert.deepEqual(numbersOf(discovery), numbersAt(LONG, outlet, minute, minute - 2880));
    for (const { article, title, publishedAt } of discovery.found) {
      const listed = listedAt(LONG, outlet, minute).find((each) => String(each.article.number) === article.id);
      assert.deepEqual(
        [title, publishedAt],
        [listed?.edition.title, `${new Date(listed?.edition.published ?? '').toISOString().slice(0, 19)}Z`],
      );
    }
  },
);

test('a front page shows sixty of the newest and some of the days before', async () => {
  const month = await monthForTest(DENSE);
  const minute = 6 * 1440;
  for (const outlet of ['vietnamplus', 'vietnamnet'] as const) {
    const numbers = numbersOf(await discovered(month, outlet, 'section', minute, '/'));
    assert.equal(numbers.length, 70);
    const newest = listedAt(DENSE, outlet, minute).slice(0, 60);
    for (const { article } of newest) assert.ok(numbers.includes(String(article.number)));
  }
});

test('the last 24 hours of VietNamNet are found page by page', async () => {
  const month = await monthForTest(DENSE);
  const minute = 4 * 1440 + 1200;
  const seed: Seed = { kind: 'section', url: `http://vietnamnet.vn:${month.port}/tin-tuc-24h` };
  const all = sitesAt(month.port, sites);
  const site = all.find(({ name }) => name === 'vietnamnet');
  assert.ok(site);
  month.setMinute(minute);
  const numbers: string[] = [];
  const urls = [seed.url];
  for (const url of urls) {
    if ((await ask(url)).status === 404) break;
    const page = await read(seed, url, site, all, minute);
    numbers.push(...numbersOf(page));
    urls.push(...page.more.map((more) => more.url));
  }
  assert.ok(urls.length >= 3, urls.join(' '));
  assert.match(urls[1] ?? '', /\/tin-tuc-24h-page1$/u);
  assert.deepEqual(numbers.toSorted(), numbersAt(DENSE, 'vietnamnet', minute, minute - 1440));
});

test("VietnamPlus's months are named without padding", async () => {
  const month = await monthForTest(LONG);
  const minute = 29 * 1440;
  const september = await discovered(month, 'vietnamplus', 'monthlySitemap', minute, '/sitemaps/news-2026-9.xml');
  const october = await discovered(month, 'vietnamplus', 'monthlySitemap', minute, '/sitemaps/news-2026-10.xml');
  assert.deepEqual([...numbersOf(september), ...numbersOf(october)].toSorted(), numbersAt(LONG, 'vietnamplus', minute));
  assert.equal((await month.ask('vietnamplus', '/sitemaps/news-2026-09.xml')).status, 404);
});

test("VietNamNet's index names its months' parts, every second of which is a gzip file", async () => {
  const month = await monthForTest(DENSE);
  const minute = 8 * 1440 - 1;
  const { more } = await discovered(month, 'vietnamnet', 'sitemap', minute);
  const parts = more.map(({ url }) => url).filter((url) => url.includes('sitemap-article-'));
  assert.deepEqual(
    parts.map((url) => url.replace(/^.*\//u, '')),
    ['sitemap-article-09-2026-01.xml', 'sitemap-article-09-2026-02.xml'],
  );
  const numbers: string[] = [];
  for (const url of parts) numbers.push(...numbersOf(await discovered(month, 'vietnamnet', 'monthlySitemap', minute, url)));
  assert.deepEqual(numbers.toSorted(), numbersAt(DENSE, 'vietnamnet', minute));
  assert.equal((await ask(parts[1] ?? '')).bytes[0], 0x1f);
});

test('a feed and a sitemap are not sent again to whoever has them', async () => {
  const month = await monthForTest(LONG);
  month.setMinute(3 * 1440);
  const feed = await month.ask('vietnamplus', '/rss/home.rss');
  const modified = String(feed.headers['last-modified']);
  assert.equal((await month.ask('vietnamplus', '/rss/home.rss', { 'if-modified-since': modified })).status, 304);
  const sitemap = await month.ask('vietnamnet', '/sitemap-news.xml');
  assert.equal((await month.ask('vietnamnet', '/sitemap-news.xml', { 'if-none-match': String(sitemap.headers.etag) })).status, 304);
});

test('a feed that is a page for a day gives nothing, and says why', async () => {
  const month = await monthForTest();
  const { outlet, from, path } = troubleOf('feedIsPage');
  const { found, trouble } = await discovered(month, outlet, 'feed', from, path);
  assert.deepEqual(found, []);
  assert.match(trouble.join(), /HTML/u);
});

test("another site's addresses and impossible dates in a sitemap hide none of its own articles", async () => {
  const month = await monthForTest();
  const { outlet, from } = troubleOf('strangeSitemap');
  const discovery = await discovered(month, outlet, 'newsSitemap', from);
  assert.deepEqual(numbersOf(discovery), numbersAt(SMALL, outlet, from));
  assert.match(discovery.trouble.join(), /tinngoai\.example/u);
});

test("a config file's seeds are turned to the newsroom, and nothing else in it", async () => {
  const folder = await mkdtemp(join(tmpdir(), 'baoluu-month-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const name of ['vietnamnet.yaml', 'vietnamplus.yaml'])
    await writeFile(join(folder, name), siteFileAt(8080, await readFile(new URL(name, SITES_FOLDER), 'utf8')));
  const own = sitesAt(
    8080,
    sites.filter(({ name }) => name === 'vietnamnet' || name === 'vietnamplus'),
  );
  assert.deepEqual(await loadSites(folder), own);
  assert.deepEqual(own[0]?.seeds[0], { kind: 'newsSitemap', url: 'http://vietnamnet.vn:8080/sitemap-news.xml' });
});
