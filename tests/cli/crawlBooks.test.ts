/** What a crawl must not get wrong: its books, old months, resting hosts, gaps on redirects, terminals. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { newOutlet, type Outlet } from './outlet.ts';

const at = (minutes: number): string => new Date(Date.parse('2026-10-05T05:00:00Z') + minutes * 60_000).toISOString();
const DAY = 24 * 60;

async function published(count: number): Promise<Outlet> {
  const outlet = await newOutlet();
  for (let number = 1; number <= count; number += 1) outlet.publish(number);
  return outlet;
}

describe('the books balance', () => {
  test('where an article that is due is named under another address', async () => {
    const outlet = await published(3);
    await outlet.crawl();
    outlet.serveText('/sitemap-news.xml', `<urlset><url><loc>${outlet.origin}/moi/1.html</loc></url></urlset>`);
    outlet.desk.serve(
      'baosong.example',
      '/moi/1.html',
      (_request, response) => void response.writeHead(301, { location: '/1.html' }).end(),
    );
    for (const flags of [['--limit', '1'], []]) expect(await outlet.crawl(flags, at(DAY))).toMatchObject({ isBalanced: true });
  });

  test('where both addresses of an article that is due are asked in one run, and its edit is told once', async () => {
    const outlet = await published(3);
    await outlet.crawl();
    outlet.edit(1, { title: 'Tin số 1, đính chính' });
    const sitemap = `<urlset><url><loc>${outlet.origin}/moi/1.html</loc></url></urlset>`;
    outlet.serveText('/sitemap-news.xml', sitemap);
    outlet.desk.serve(
      'baosong.example',
      '/moi/1.html',
      (_request, response) => void response.writeHead(301, { location: '/1.html' }).end(),
    );
    const ran = await outlet.crawl([], at(DAY));
    expect(ran).toMatchObject({ isBalanced: true, counts: { found: 4, fetched: 2, unchanged: 2 } });
    expect(ran.out).toMatch(/ 1 revised/u);
  });

  test('where what is due leads to another article that is due', async () => {
    const outlet = await published(2);
    await outlet.crawl();
    outlet.edit(1, { moved: '/2.html' });
    expect(await outlet.crawl([], at(11))).toMatchObject({ isBalanced: true, counts: { found: 2 } });
  });

  test('where the clock goes back a day between two runs', async () => {
    const outlet = await published(3);
    outlet.answers.set('/2.html', (request) => void request.socket.destroy());
    expect(await outlet.crawl(['--limit', '1'], at(DAY))).toMatchObject({ isBalanced: true });
    outlet.answers.clear();
    expect(await outlet.crawl([], at(0))).toMatchObject({ isBalanced: true });
  });

  test('where a run is told to stop', async () => {
    const outlet = await published(4);
    outlet.answers.set('/2.html', () => undefined); // It never answers.
    const ran = await outlet.crawl(['--time-limit', '2s']);
    expect(ran).toMatchObject({ isBalanced: true });
    expect(ran.counts['still due']).toBeGreaterThan(0);
  });
});

describe('an address that robots.txt forbids', () => {
  test('takes no allowed one’s place, and is in the books of the run that refused it', async () => {
    const outlet = await published(2);
    outlet.robots = 'User-agent: *\nDisallow: /1.html\n';
    const first = await outlet.crawl(['--limit', '1']);
    expect(first).toMatchObject({ isBalanced: true, counts: { found: 2, fetched: 1, refused: 1 } });
    expect(await outlet.crawl([], at(1))).toMatchObject({ isBalanced: true, counts: { found: 0, 'still due': 0 } });
    const { out } = await outlet.desk.run(['status'], { now: at(1) });
    expect(out).toMatch(/ 0 due now/u);
    outlet.robots = '';
    expect(await outlet.crawl([], at(2 * DAY))).toMatchObject({ isBalanced: true });
    expect(outlet.asked()).toContain('/1.html');
  });
});

describe('a clock that was a year ahead', () => {
  test('keeps no article from being looked at', async () => {
    const outlet = await published(1);
    await outlet.crawl([], at(365 * DAY));
    outlet.asked();
    await outlet.crawl([], at(0));
    expect(outlet.asked()).toContain('/1.html');
  });
});

describe('a schedule of more than a hundred days', () => {
  test('is kept: what was visited is not due in the next run', async () => {
    const outlet = await newOutlet('schedule: { minMinutes: 300000, maxMinutes: 500000 }');
    outlet.publish(1);
    await outlet.crawl();
    outlet.asked();
    for (const minutes of [20, DAY, 150 * DAY]) await outlet.crawl([], at(minutes));
    expect(outlet.asked()).not.toContain('/1.html');
  });
});

describe('a torn article', () => {
  test('whose page is answered with 304 is told, and stops nothing else', async () => {
    const outlet = await newOutlet();
    for (const number of [1, 2]) outlet.publish(number, { etag: `"${number}"` });
    await outlet.crawl();
    await writeFile(join(outlet.desk.cwd, 'storage/articles/baosong/0/1/article.json'), '{"schema": "baoluu.ar');
    const ran = await outlet.crawl([], at(11));
    expect(ran).toMatchObject({ status: 12, isBalanced: true, counts: { found: 2, unchanged: 1, failed: 1 } });
    expect(ran.err).toContain('it is not JSON');
  });
});

describe('old months', () => {
  const monthly = (origin: string): string => `  - kind: monthlySitemap\n    url: ${origin}/sm-{year}-{month}.xml\n    since: 2026-07\n`;

  async function withMonths(): Promise<Outlet> {
    const outlet = await newOutlet('', monthly);
    for (const [month, numbers] of [
      [7, [71, 72]],
      [8, [81, 82]],
      [9, [91]],
      [10, [101]],
    ] as const) {
      for (const number of numbers) outlet.publish(number, { modified: `2026-${String(month).padStart(2, '0')}-03T00:00:00Z` });
      outlet.serveSitemap(`/sm-2026-${String(month).padStart(2, '0')}.xml`, numbers, `2026-${String(month).padStart(2, '0')}-03T00:00:00Z`);
    }
    outlet.serveText('/sitemap-news.xml', '<urlset></urlset>');
    return outlet;
  }

  test('are left alone by a crawl of the news, and walked back to the month that is named', async () => {
    const outlet = await withMonths();
    await outlet.crawl();
    expect(outlet.asked().filter((path) => path.endsWith('.html'))).toEqual(['/101.html']);
    const dry = await outlet.crawl(['--backfill', '2026-08', '--dry-run'], at(20));
    expect(dry.out.match(/^month .*sm-2026-\d\d/gmu)).toHaveLength(2);
    outlet.asked();
    const ran = await outlet.crawl(['--backfill', '2026-08'], at(20));
    const asked = outlet.asked();
    expect(asked.filter((path) => path.startsWith('/sm-2026-0'))).toEqual(['/sm-2026-09.xml', '/sm-2026-08.xml']);
    expect(asked.filter((path) => /^\/[89]\d/u.test(path)).toSorted()).toEqual(['/81.html', '/82.html', '/91.html']);
    expect(ran.isBalanced).toBe(true);
    await outlet.crawl(['--backfill', '2026-08'], at(40));
    expect(outlet.asked().filter((path) => path.startsWith('/sm-2026-0'))).toEqual([]);
  });

  test.each([
    ['breaks off', '<urlset><url><loc>', 200],
    ['is a page for readers', '<html><body>Xin chào</body></html>', 200],
    ['is forbidden', 'no', 403],
  ])('of which one %s are asked again in the next run, and the others all the same', async (_what, text, status) => {
    const outlet = await withMonths();
    outlet.serveText('/sm-2026-09.xml', text, status);
    await outlet.crawl(['--backfill', '2026-08']);
    expect(outlet.asked()).toContain('/81.html');
    outlet.serveSitemap('/sm-2026-09.xml', [91], '2026-09-03T00:00:00Z');
    await outlet.crawl(['--backfill', '2026-08'], at(DAY));
    expect(outlet.asked()).toContain('/91.html');
  });

  test('that were read before they were over are read again', async () => {
    const outlet = await withMonths();
    await outlet.crawl([], '2026-09-05T00:00:00.000Z');
    outlet.publish(92, { modified: '2026-09-20T00:00:00Z' });
    outlet.serveSitemap('/sm-2026-09.xml', [91, 92], '2026-09-20T00:00:00Z');
    await outlet.crawl(['--backfill', '2026-09'], at(0));
    expect(outlet.asked()).toContain('/92.html');
  });
});

const LAYOUT = 'layouts:\n  - name: baosong/2026\n    match: [.story]\n    title: [h1]\n    date: [time]\n    body: [.story]\n';

describe('a host that rests', () => {
  test('keeps nothing of another host waiting', async () => {
    const outlet = await newOutlet();
    await writeFile(
      join(outlet.desk.cwd, 'config', 'sites', 'baosong.yaml'),
      `name: baosong\ntitle: Báo Sông\nlanguage: vi\nhosts: [a.baosong.example, baosong.example]\narticleNumbers: ['/(?<number>\\d+)\\.html$']\ndelaySeconds: 0.01\nseeds:\n  - kind: newsSitemap\n    url: ${outlet.origin}/sitemap-news.xml\n${LAYOUT}`,
    );
    const busy = Array.from({ length: 50 }, (_, index) =>
      outlet.desk.serve(
        'a.baosong.example',
        `/${1000 + index}.html`,
        (_request, response) => void response.writeHead(503, { 'retry-after': '7200' }).end(),
      ),
    );
    outlet.publish(1);
    const entries = [
      ...busy.map((url) => `<url><loc>${url}</loc><lastmod>2026-10-05T04:30:00Z</lastmod></url>`),
      `<url><loc>${outlet.url(1)}</loc><lastmod>2026-10-01T00:00:00Z</lastmod></url>`,
    ];
    outlet.serveText('/sitemap-news.xml', `<urlset>${entries.join('')}</urlset>`);
    const ran = await outlet.crawl();
    expect(outlet.asked()).toContain('/1.html');
    expect(ran).toMatchObject({ isBalanced: true, counts: { fetched: 1, failed: 1, 'still due': 49 } });
  });
});

describe('another site', () => {
  test('that redirects to a newsroom keeps that newsroom’s gap', async () => {
    const outlet = await published(4);
    const { desk } = outlet;
    const gapMs = 400;
    const path = join(desk.cwd, 'config', 'sites', 'baosong.yaml');
    await writeFile(path, (await readFile(path, 'utf8')).replace('delaySeconds: 0.01', `delaySeconds: ${gapMs / 1000}`));
    await writeFile(
      join(desk.cwd, 'config', 'sites', 'bien.yaml'),
      `name: bien\ntitle: Báo Biển\nlanguage: vi\nhosts: [bien.example]\ndelaySeconds: 0.01\n`,
    );
    const urls = [1, 2, 3, 4].map((number) =>
      desk.serve(
        'bien.example',
        `/${number}`,
        (_request, response) => void response.writeHead(302, { location: outlet.url(number) }).end(),
      ),
    );
    await desk.run(['archive', ...urls, ...desk.pins()], { isTicking: true });
    const times = desk.newsroom.requests.filter(({ host }) => host === 'baosong.example').map((request) => request.at);
    expect(times.length).toBeGreaterThanOrEqual(4);
    expect(Math.min(...times.slice(1).map((time, index) => time - (times[index] ?? 0)))).toBeGreaterThanOrEqual(gapMs);
  });
});

describe('what a newsroom sends', () => {
  test('reaches no terminal with its control characters', async () => {
    const outlet = await published(1);
    outlet.robots = 'User-agent: *\nDisallow: /1\u001B[31mDO\nDisallow: /1\n';
    outlet.publish(2);
    outlet.answers.set('/2.html', (_request, response) => void response.writeHead(302, { location: 'http://[\u009B\u202E' }).end());
    const ran = await outlet.crawl();
    // oxlint-disable-next-line no-control-regex
    expect(ran.out + ran.err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/u);
  });

  test.each([
    ['gzip that breaks off', { 'content-encoding': 'gzip' }, Buffer.from('1f8b0800000000000003', 'hex')],
    ['an encoding that nobody knows', { 'content-encoding': 'zstd' }, Buffer.from('28b52ffd', 'hex')],
  ])('as robots.txt in %s is no permission', async (_what, headers, body) => {
    const outlet = await published(1);
    outlet.robots = (_request, response) => void response.writeHead(200, headers).end(body);
    await outlet.crawl();
    expect(outlet.asked()).toEqual([]);
  });
});
