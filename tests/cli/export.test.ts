/** The pages leave the archive as they came in, with all that they need to be read elsewhere. */
import { execFileSync } from 'node:child_process';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cdxIndex } from '../../src/warc/cdxj.ts';
import { scanWarc } from '../../src/archive/scanWarc.ts';
import { main } from '../../src/cli/main.ts';
import { threeDays } from '../../src/demo/script.ts';
import { recordsOf, warcsOf, type Told } from '../archive/warcSupport.ts';
import { checkWacz, membersOf } from '../warc/checkWacz.ts';
import { newDesk, type Desk } from './support.ts';

const HTML = { 'content-type': 'text/html; charset=utf-8' };

/** The demo's three days. */
async function played(): Promise<Desk> {
  const desk = await newDesk();
  for (const [index, date] of threeDays.dates.entries()) {
    desk.newsroom.setDay(index + 1);
    await desk.archive(undefined, { now: `${date}T05:00:00.000Z` });
  }
  return desk;
}

function page(wording: string): string {
  const paragraphs = Array.from({ length: 6 }, (_, index) => `<p>Đoạn ${index}: nước ${wording} ở hai xã ven sông.</p>`);
  return `<html lang="vi"><head><title>Nước ${wording}</title></head><body><article><h1>Nước ${wording} trên sông Vàm Nhỏ</h1><time datetime="2026-10-05T07:00:00+07:00">5/10/2026</time>${paragraphs.join('')}</article></body></html>`;
}

/** A page visited on three days, on the last two with the bytes of the first. */
async function visitedThrice(): Promise<{ desk: Desk; url: string }> {
  const desk = await newDesk();
  const url = desk.serve('baosong.example', '/tin/nuoc-len.html', { headers: HTML, body: page('dâng') });
  for (const day of [5, 6, 7]) expect((await desk.archive([url], { now: `2026-10-0${day}T05:00:00.000Z` })).status).toBe(0);
  return { desk, url };
}

async function listed(desk: Desk, file: string): Promise<{ url: string; ts: string; title: string }[]> {
  const members = await membersOf(join(desk.cwd, file));
  const text = String(members.find(({ path }) => path === 'pages/pages.jsonl')?.bytes);
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.slice(1).map((line) => JSON.parse(line) as { url: string; ts: string; title: string });
}

function kinds(records: readonly Told[]): string {
  return records.map(({ type }) => type).join(' ');
}

describe('export --format wacz', () => {
  test('of the demo’s archive keeps every rule, and lists the page of every revision by its title', async () => {
    const desk = await played();
    expect(await desk.run(['export', 'all.wacz', '--format', 'wacz'])).toMatchObject({
      status: 0,
      err: '18 pages of 8 articles written to all.wacz (62 records)\n',
    });
    expect(await checkWacz(join(desk.cwd, 'all.wacz'))).toEqual([]);
    const pages = await listed(desk, 'all.wacz');
    const museum = pages.filter(({ url }) => url.includes('9900102')).map(({ ts, title }) => [ts.slice(0, 10), title]);
    expect(museum).toEqual([
      ['2026-10-05', 'Bảo tàng Lộc Giang mở cửa miễn phí đến hết tháng 10'],
      ['2026-10-06', 'Bảo tàng Lộc Giang mở cửa miễn phí đến hết tháng 12'],
      ['2026-10-07', 'Bảo tàng Lộc Giang mở cửa miễn phí đến hết tháng 10'],
    ]);
    expect((await readdir(desk.cwd)).toSorted()).toEqual(['all.wacz', 'storage']);
  });

  test('of one article holds that article, under its title', async () => {
    const desk = await played();
    expect((await desk.run(['export', 'one.wacz', '9900103', '--format', 'wacz'])).status).toBe(0);
    const members = await membersOf(join(desk.cwd, 'one.wacz'));
    expect(String(members.at(-2)?.bytes)).toContain('"title": "Lễ hội đua ghe sông Vàm Nhỏ hút 40.000 lượt khách"');
    await writeFile(join(desk.cwd, 'one.warc.gz'), members[0]?.bytes ?? '');
    const records = await recordsOf(join(desk.cwd, 'one.warc.gz'));
    // Its second visit found it under other words, and was led there.
    expect(kinds(records)).toMatch(/^warcinfo warcinfo request response metadata warcinfo request response request response metadata$/u);
    expect(records.filter(({ status }) => status === 301)).toHaveLength(1);
    expect(new Set(records.map(({ url }) => /990\d+/u.exec(url)?.[0]).filter((number) => number !== undefined))).toEqual(
      new Set(['9900103']),
    );
  });

  test('is the same file when it is made again at the same time', async () => {
    const desk = await played();
    for (const name of ['a.wacz', 'b.wacz']) await desk.run(['export', name, '--format', 'wacz']);
    expect((await readFile(join(desk.cwd, 'a.wacz'))).equals(await readFile(join(desk.cwd, 'b.wacz')))).toBe(true);
  });

  test('of one day holds the page that a revisit of that day refers to', async () => {
    const { desk } = await visitedThrice();
    expect((await desk.run(['export', 'day.wacz', '--format', 'wacz', '--since', '2026-10-06', '--until', '2026-10-06'])).status).toBe(0);
    expect(await checkWacz(join(desk.cwd, 'day.wacz'))).toEqual([]);
    expect((await listed(desk, 'day.wacz')).map(({ ts }) => ts.slice(0, 10))).toEqual(['2026-10-06']);
    const index = String((await membersOf(join(desk.cwd, 'day.wacz')))[1]?.bytes);
    expect(index.match(/"mime":"[^"]+"/gu)).toEqual(['"mime":"text/html"', '"mime":"warc/revisit"']);
  });

  test('of a day on which a quiet article was not kept anew holds the page that stood there', async () => {
    const { desk } = await visitedThrice();
    await desk.run(['export', 'day.wacz', '--format', 'wacz', '--since', '2026-10-07']);
    expect((await listed(desk, 'day.wacz')).map(({ ts }) => ts.slice(0, 10))).toEqual(['2026-10-06']);
  });

  test('reads files that are still being written', async () => {
    const { desk } = await visitedThrice();
    for (const path of await warcsOf(join(desk.cwd, 'storage'), 'baosong.example'))
      await (path.endsWith('.cdxj') ? rm(path) : rename(path, `${path}.open`));
    expect((await desk.run(['export', 'all.wacz', '--format', 'wacz'])).status).toBe(0);
    expect(await checkWacz(join(desk.cwd, 'all.wacz'))).toEqual([]);
  });
});

describe('export --format warc', () => {
  test('of one site and some days holds what another program reads, and nothing else', async () => {
    const desk = await played();
    const argv = ['export', 'two.warc.gz', '--format', 'warc', '--site', 'vietnamnet', '--since', '2026-10-06', '--until', '2026-10-06'];
    expect((await desk.run(argv)).err).toBe('3 pages of 3 articles written to two.warc.gz (12 records)\n');
    const records = await recordsOf(join(desk.cwd, 'two.warc.gz'));
    expect(kinds(records)).toBe(
      'warcinfo warcinfo request response metadata warcinfo request response metadata request response metadata revisit',
    );
    expect(records.filter(({ url }) => url !== '').every(({ url }) => url.startsWith('http://vietnamnet.vn:'))).toBe(true);
  });

  test('holds each record byte for byte', async () => {
    const desk = await played();
    await desk.run(['export', 'all.warc.gz', '--format', 'warc']);
    const copy = await readFile(join(desk.cwd, 'all.warc.gz'));
    for (const site of ['vietnamnet', 'vietnamplus', 'baosong.example'])
      for (const path of (await warcsOf(join(desk.cwd, 'storage'), site)).filter((name) => name.endsWith('.gz')))
        for (const { offset, length } of (await scanWarc(path)).entries)
          expect(copy.includes((await readFile(path)).subarray(offset, offset + length))).toBe(true);
  });
});

describe('export --format cdxj', () => {
  test('is what a scan of the archive’s files gives, in the order of its bytes', async () => {
    const desk = await played();
    const paths = await Promise.all(
      ['baosong.example', 'vietnamnet', 'vietnamplus'].map((site) => warcsOf(join(desk.cwd, 'storage'), site)),
    );
    const scans = await Promise.all(
      paths
        .flat()
        .filter((path) => path.endsWith('.gz'))
        .map(async (path) => (await scanWarc(path)).entries),
    );
    expect((await desk.run(['export', '-', '--format', 'cdxj'])).out).toBe(cdxIndex(scans.flat()));
    await desk.run(['export', 'all.cdxj', '--format', 'cdxj']);
    const sort = { env: { ...process.env, LC_ALL: 'C' } };
    execFileSync('sort', ['-c', join(desk.cwd, 'all.cdxj')], sort);
    for (const path of paths.flat().filter((name) => name.endsWith('.cdxj'))) execFileSync('sort', ['-c', path], sort);
    await desk.run(['export', 'all.wacz', '--format', 'wacz']);
    const index = (await membersOf(join(desk.cwd, 'all.wacz'))).find(({ path }) => path === 'indexes/index.cdx');
    execFileSync('sort', ['-c'], { ...sort, input: index?.bytes });
  });
});

describe('an export that can’t be had says so', () => {
  test.each<[string, string[], number, RegExp]>([
    ['a file that is there', ['there.wacz', '--format', 'wacz'], 2, /there\.wacz is there already; name a new file/u],
    ['another ending', ['pages.zip', '--format', 'wacz'], 2, /ends in \.wacz, such as pages\.wacz/u],
    ['an ending alone', ['.warc.gz', '--format', 'warc'], 2, /ends in \.warc\.gz/u],
    ['a WACZ on standard output', ['-', '--format', 'wacz'], 2, /ends in \.wacz/u],
    ['texts on standard output', ['-', '--format', 'jsonl'], 2, /"-" is no folder for --format jsonl; name a new one/u],
    ['a time without texts', ['a', '--until', '2026-10-01'], 1, /No text was kept in that time .* so nothing is exported/u],
    ['a site without texts', ['a', '--format', 'jsonl', '--site', 'tienphong'], 1, /No text was kept of what was asked for/u],
    ['a folder that is not there', ['none/a.wacz', '--format', 'wacz'], 2, /none: there is no such file or folder\. Make the folder/u],
    [
      'days in the wrong order',
      ['a.wacz', '--format', 'wacz', '--since', '2026-10-07', '--until', '2026-10-05'],
      2,
      /comes after --until/u,
    ],
    ['a day that is none', ['a.wacz', '--format', 'wacz', '--until', '2026-02-31'], 2, /--until 2026-02-31: expected a day/u],
    ['articles and a site', ['a.wacz', '9900101', '--site', 'vietnamplus'], 2, /articles or a site, not both/u],
    [
      'a time without pages',
      ['a.wacz', '--format', 'wacz', '--until', '2026-10-01'],
      1,
      /No page was kept in that time .* so nothing is exported/u,
    ],
    ['a site without pages', ['a.wacz', '--format', 'wacz', '--site', 'tienphong'], 1, /No page was kept of what was asked for/u],
  ])('%s', async (_name, argv, status, message) => {
    const desk = await newDesk();
    await desk.archive([desk.newsroom.urls()[0] ?? '']);
    await writeFile(join(desk.cwd, 'there.wacz'), '');
    expect(await desk.run(['export', ...argv])).toMatchObject({ status, err: expect.stringMatching(message) });
    expect((await readdir(desk.cwd)).toSorted()).toEqual(['storage', 'there.wacz']);
  });

  test('articles of which no page was kept are named and counted', async () => {
    const { desk } = await visitedThrice();
    const text = 'https://vietnamnet.vn/a-1.html\n-----------------\nTên\n-----------------\nChữ.\n-----------------\n';
    await writeFile(join(desk.cwd, '000_0123456789abcdef.txt'), text);
    await desk.run(['import', '000_0123456789abcdef.txt', '--captured', '2026-10-05T05:00:00+07:00']);
    const without = 'vietnamnet/1: no page was kept\n1 article without a page left out.\n';
    expect(await desk.run(['export', 'a.wacz', '--format', 'wacz'])).toMatchObject({ status: 0, err: expect.stringContaining(without) });
    expect((await desk.run(['export', 'b.wacz', 'vietnamnet/1', 'nuoc-len', '--format', 'wacz'])).status).toBe(3);
    expect((await desk.run(['export', 'c.wacz', 'vietnamnet/1', '--format', 'wacz'])).status).toBe(1);
  });

  test('what is damaged is left out and told, with what refers to it, and the rest is exported', async () => {
    const { desk } = await visitedThrice();
    const other = desk.serve('songbao.example', '/tin/nuoc-rut.html', { headers: HTML, body: page('rút') });
    await desk.archive([other]);
    const warc = (await warcsOf(join(desk.cwd, 'storage'), 'baosong.example')).find((path) => path.endsWith('.gz')) ?? '';
    const [first] = (await scanWarc(warc)).entries;
    const bytes = await readFile(warc);
    await writeFile(warc, bytes.with((first?.offset ?? 0) + 200, 0));
    const ran = await desk.run(['export', 'a.wacz', '--format', 'wacz']);
    expect(ran).toMatchObject({ status: 12, err: expect.stringMatching(/is damaged at byte \d+: .* its page is left out/u) });
    expect(await checkWacz(join(desk.cwd, 'a.wacz'))).toEqual([]);
    expect((await listed(desk, 'a.wacz')).map(({ url }) => url)).toEqual([other]);
    await rm(warc);
    expect(await desk.run(['export', 'b.wacz', 'nuoc-len', '--format', 'wacz'])).toMatchObject({
      status: 12,
      err: expect.stringContaining('missing'),
    });
  });

  test('an interrupted export leaves nothing behind', async () => {
    const { desk } = await visitedThrice();
    const silent = { write: () => undefined, isTTY: false, columns: 80 };
    const io = {
      out: silent,
      err: silent,
      readInput: () => Promise.resolve(''),
      env: {},
      cwd: desk.cwd,
      now: () => new Date(0),
      heedHangups: () => undefined,
      hasHangup: () => false,
      takeHangup: () => false,
    };
    expect(await main(['export', 'a.wacz', '--format', 'wacz'], { ...io, signal: AbortSignal.abort() })).toBe(130);
    expect(await readdir(desk.cwd)).toEqual(['storage']);
  });
});

describe('texts, too, can be cut to a site and some days', () => {
  test('seeds: the snapshots that stood there then', async () => {
    const desk = await played();
    expect((await desk.run(['export', 'a', '9900102', '--since', '2026-10-06', '--until', '2026-10-06'])).err).toBe(
      '1 snapshot written to a\n',
    );
    const [name = ''] = await readdir(join(desk.cwd, 'a'));
    expect(await readFile(join(desk.cwd, 'a', name), 'utf8')).toContain('hết tháng 12');
  });

  test('jsonl: the revisions that stood there then', async () => {
    const desk = await played();
    const { err } = await desk.run(['export', 'a', '--format', 'jsonl', '--site', 'vietnamnet', '--until', '2026-10-05']);
    expect(err).toBe('3 revisions written to a\n');
  });
});

test('an article whose article.json is torn is left out and told of, and the others are exported', async () => {
  const desk = await newDesk();
  const urls = [101, 102].map((number) =>
    desk.serve('baosong.example', `/nuoc-${number}.html`, {
      headers: { 'content-type': 'text/html; charset=utf-8' },
      body: page(`dâng ${number}`),
    }),
  );
  await desk.archive(urls);
  const folder = join(desk.cwd, 'storage', 'articles');
  const torn = (await readdir(folder, { recursive: true })).find((name) => name.endsWith('article.json')) ?? '';
  await writeFile(join(folder, torn), '{"schema":');
  for (const argv of [
    ['export', 'x.warc.gz', '--format', 'warc'],
    ['export', 'x', '--format', 'seeds'],
  ]) {
    const ran = await desk.run(argv);
    expect(ran).toMatchObject({ status: 12, err: expect.stringContaining('article.json is damaged') });
    expect(ran.err).toMatch(/1 (?:page of 1 article|snapshot) written/u);
  }
});
