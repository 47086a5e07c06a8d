/** What a web archive kept comes in as it was captured: politely, once, and never with the archive's own toolbar. */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseMementoList } from '../../src/crawl/mementoList.ts';
import { waitAskedMs } from '../../src/crawl/patience.ts';
import { rawForm, webArchiveAt } from '../../src/crawl/webArchive.ts';
import { newDesk, type Desk, type Ran } from './support.ts';

const ADDRESS = 'https://vietnamnet.vn/gia-vang-2495349.html';

interface Kept {
  readonly title: string;
  readonly status?: number;
  readonly mime?: string;
  /** What the archive answers instead, the first times that it is asked. */
  readonly first?: readonly { readonly status: number; readonly headers?: Record<string, string> }[];
  /** What it gives for the page. */
  readonly body?: (page: string) => string;
  readonly datetime?: string | undefined;
}

function page(title: string): string {
  const article = { '@type': 'NewsArticle', headline: title, datePublished: '2016-03-01T07:00:00+07:00' };
  const paragraphs = Array.from(
    { length: 6 },
    (_, index) => `<p>${title}, đoạn ${index}: hơn 2.300 hộ dân ở hai xã ven sông phải dời đồ lên gác.</p>`,
  );
  return `<!doctype html><html lang="vi"><head><script type="application/ld+json">${JSON.stringify(article)}</script></head><body><article><h1>${title}</h1>${paragraphs.join('')}</article></body></html>`;
}

/** A loopback web archive with these captures of one page, by their timestamps. */
class WebArchive {
  readonly asked: string[] = [];
  kept: Record<string, Kept>;
  list: ((rows: string) => string) | undefined;
  port = 0;

  constructor(kept: Record<string, Kept>) {
    this.kept = kept;
  }

  async open(): Promise<this> {
    const server = createServer((request, response) => this.#answer(request, response));
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    this.port = (server.address() as AddressInfo).port;
    return this;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get raws(): string[] {
    return this.asked.filter((path) => path.includes('id_/')).map((path) => path.slice(5, 19));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '';
    this.asked.push(path);
    if (path.startsWith('/cdx/search/cdx?')) return void response.end((this.list ?? String)(this.#cdx()));
    if (path.startsWith('/web/timemap/link/')) return void response.end((this.list ?? String)(this.#timeMap()));
    const [, timestamp = ''] = /^\/web\/(\d{14})id_\//u.exec(path) ?? [];
    const kept = this.kept[timestamp];
    if (kept === undefined) return void response.writeHead(404).end('không có');
    const [first] = (kept.first ?? []).slice(this.raws.filter((each) => each === timestamp).length - 1);
    if (first !== undefined) return void response.writeHead(first.status, first.headers).end('chờ');
    const datetime = 'datetime' in kept ? kept.datetime : dateOf(timestamp).toUTCString();
    response.writeHead(kept.status ?? 200, {
      'content-type': 'text/html; charset=utf-8',
      ...(datetime === undefined ? {} : { 'memento-datetime': datetime }),
    });
    response.end((kept.body ?? String)(page(kept.title)));
  }

  #cdx(): string {
    const rows = Object.entries(this.kept).map(([timestamp, { title, status = 200, mime = 'text/html' }]) => [
      timestamp,
      ADDRESS,
      mime,
      String(status),
      `DIGEST${title}`,
    ]);
    return `[${[['timestamp', 'original', 'mimetype', 'statuscode', 'digest'], ...rows].map((row) => JSON.stringify(row)).join(',\n')}]\n`;
  }

  #timeMap(): string {
    const mementos = Object.keys(this.kept).map(
      (timestamp) => `<${this.origin}/web/${timestamp}/${ADDRESS}>; rel="memento"; datetime="${dateOf(timestamp).toUTCString()}"`,
    );
    return [
      `<${ADDRESS}>; rel="original"`,
      `<${this.origin}/web/timemap/link/${ADDRESS}>; rel="self"; type="application/link-format"`,
      ...mementos,
    ].join(',\n');
  }
}

function dateOf(timestamp: string): Date {
  return new Date(timestamp.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/u, '$1-$2-$3T$4:$5:$6Z'));
}

async function run(desk: Desk, from: string, more: readonly string[] = []): Promise<Ran> {
  return await desk.run(['backfill', ADDRESS, '--from', from, '--allow-private', '--delay', '0', ...more]);
}

async function captures(desk: Desk): Promise<
  readonly {
    readonly first: string;
    readonly visits: number;
    readonly outcome: string;
    readonly raw?: readonly { readonly via?: string; readonly url: string }[];
  }[]
> {
  const text = await readFile(join(desk.cwd, 'storage', 'articles', 'vietnamnet', '2495', '2495349', 'article.json'), 'utf8');
  return (JSON.parse(text) as { captures: Awaited<ReturnType<typeof captures>> }).captures;
}

describe('a web archive’s captures', () => {
  test.each(['', '/cdx/search/cdx', '/web', '/web/timemap/link/', `/web/timemap/link/${ADDRESS}`])(
    'come in at their own times, by way of %s',
    async (path) => {
      const desk = await newDesk();
      const archive = await new WebArchive({
        '20160301050000': { title: 'Giá vàng tăng' },
        '20160305050000': { title: 'Giá vàng giảm' },
      }).open();
      const ran = await run(desk, `${archive.origin}${path}`);
      expect(ran).toMatchObject({
        status: 0,
        err: expect.stringContaining('2 captures listed for 1 address: 2 captures new; 2 snapshots new'),
      });
      const [first] = await captures(desk);
      expect(first).toMatchObject({
        first: '2016-03-01T05:00:00.000Z',
        raw: [{ url: ADDRESS, via: `${archive.origin}/web/20160301050000id_/${ADDRESS}` }],
      });
      expect((await desk.run(['log', '2495349', '--json'])).out).toContain(JSON.stringify(archive.origin));
      expect((await desk.run(['verify'])).status).toBe(0);
      expect((await desk.run(['reread', '--dry-run'])).err).toContain('2 stored pages read again: 0 pages');
    },
  );

  test('are asked for once: not again in the next run, and not where the bytes are those of the one before', async () => {
    const desk = await newDesk();
    const archive = await new WebArchive({
      '20160301050000': { title: 'Giá vàng tăng' },
      '20160302050000': { title: 'Giá vàng tăng' },
      '20160303050000': { title: 'chuyển', status: 301 },
      '20160304050000': { title: 'ảnh', mime: 'image/jpeg' },
      '20160305050000': { title: 'Giá vàng giảm' },
    }).open();
    expect((await run(desk, archive.origin)).err).toContain(
      '2 captures new; 2 snapshots new; 1 with the same bytes as the one before; 1 redirected; 1 no page of text',
    );
    expect((await run(desk, archive.origin)).err).toContain('0 captures new; 0 snapshots new; 2 known before');
    expect(archive.raws).toEqual(['20160301050000', '20160305050000']);
    expect((await run(desk, archive.origin, ['--all'])).err).toContain('1 capture new; 0 snapshots new; 2 known before');
  });

  test('that the archive asks to wait for are waited for', async () => {
    const desk = await newDesk();
    const slow = {
      title: 'Giá vàng tăng',
      first: [
        { status: 429, headers: { 'retry-after': '1' } },
        { status: 503, headers: { 'retry-after': new Date('2026-10-05T05:00:00Z').toUTCString() } },
      ],
    };
    const archive = await new WebArchive({ '20160301050000': slow }).open();
    const began = performance.now();
    const ran = await run(desk, archive.origin);
    expect(ran).toMatchObject({ status: 0, err: expect.stringContaining('answered 429; waiting 1 seconds') });
    expect(performance.now() - began).toBeGreaterThan(1000);
    expect(archive.raws).toHaveLength(3);
  });

  test('stop with a sentence where the archive wants to be left alone, and go on in the next run', async () => {
    const desk = await newDesk();
    const archive = await new WebArchive({
      '20160301050000': { title: 'Giá vàng tăng' },
      '20160302050000': { title: 'Giá vàng giảm', first: [{ status: 429, headers: { 'retry-after': '7200' } }] },
    }).open();
    expect(await run(desk, archive.origin)).toMatchObject({
      status: 3,
      err: expect.stringContaining('asks to be left alone for 120 minutes'),
    });
    expect((await run(desk, archive.origin)).err).toContain('1 capture new; 1 snapshot new; 1 known before');
  });

  test('are asked for at every address at which the article was seen', async () => {
    const desk = await newDesk();
    const archive = await new WebArchive({ '20160301050000': { title: 'Giá vàng tăng' } }).open();
    await run(desk, archive.origin);
    const ran = await desk.run(['backfill', 'vietnamnet/2495349', '--from', archive.origin, '--allow-private', '--delay', '0']);
    expect(ran).toMatchObject({ status: 0, err: expect.stringContaining('1 known before') });
    expect((await desk.run(['backfill', 'khong-co', '--from', archive.origin])).status).toBe(1);
    expect((await desk.run(['backfill', ADDRESS])).status).toBe(2);
  });

  test('are kept with the status that they had', async () => {
    const desk = await newDesk();
    const archive = await new WebArchive({
      '20160301050000': { title: 'Giá vàng tăng' },
      '20160302050000': { title: 'không có', status: 404 },
      '20160303050000': { title: 'quá tải', status: 503 },
    }).open();
    await run(desk, archive.origin);
    expect((await captures(desk)).map(({ outcome }) => outcome)).toEqual(['read', 'absent', 'failed']);
  });
});

describe('what is not the page as it came', () => {
  const REFUSED: readonly (readonly [what: string, kept: Partial<Kept>, sentence: RegExp])[] = [
    [
      'a page with the toolbar',
      {
        body: (html) =>
          html.replace('<body>', '<body><!-- BEGIN WAYBACK TOOLBAR INSERT --><div id="wm-ipp"></div><!-- END WAYBACK TOOLBAR INSERT -->'),
      },
      /toolbar or links/u,
    ],
    [
      'a page with the archive’s links',
      { body: (html) => html.replace('<h1>', '<a href="/web/20160301050000/https://vietnamnet.vn/">VietNamNet</a><h1>') },
      /toolbar or links/u,
    ],
    ['a page of the archive itself', { datetime: undefined }, /without Memento-Datetime/u],
    ['the capture of another time', { datetime: 'Tue, 01 Mar 2011 05:00:00 GMT' }, /another one/u],
  ];

  test.each(REFUSED)('is never kept: %s', async (_what, kept, sentence) => {
    const desk = await newDesk();
    const archive = await new WebArchive({
      '20160301050000': { title: 'Giá vàng tăng', ...kept },
      '20160302050000': { title: 'Giá vàng giảm' },
    }).open();
    const ran = await run(desk, archive.origin);
    expect(ran).toMatchObject({ status: 3, err: expect.stringMatching(sentence) });
    expect(await captures(desk)).toHaveLength(1);
  });
});

describe('a list', () => {
  test('that stands in one line is the same list', async () => {
    const desk = await newDesk();
    const archive = await new WebArchive({
      '20160301050000': { title: 'Giá vàng tăng' },
      '20160302050000': { title: 'Giá vàng giảm' },
    }).open();
    archive.list = (list) => JSON.stringify(JSON.parse(list), undefined, 1).replace(/\n/gu, ' ');
    expect(await run(desk, archive.origin)).toMatchObject({ status: 0, err: expect.stringContaining('2 captures new') });
  });

  test('that breaks off is taken as far as it goes, and said to be broken', async () => {
    const desk = await newDesk();
    const archive = await new WebArchive({
      '20160301050000': { title: 'Giá vàng tăng' },
      '20160302050000': { title: 'Giá vàng giảm' },
    }).open();
    archive.list = (rows) => rows.slice(0, rows.length - 30);
    expect(await run(desk, archive.origin)).toMatchObject({
      status: 3,
      err: expect.stringMatching(/is not whole: it breaks off[\s\S]*1 capture new/u),
    });
  });

  test.each(['<!doctype html><html><body>Just a moment…</body></html>', '{"error": "quota"}', 'không có gì', '[1, 2'])(
    'that is none is refused: %s',
    async (junk) => {
      const desk = await newDesk();
      const archive = await new WebArchive({}).open();
      archive.list = () => junk;
      expect(await run(desk, archive.origin)).toMatchObject({
        status: 1,
        out: '',
        err: expect.stringContaining('gives no list of captures'),
      });
    },
  );

  test('may be empty, which is no fault', async () => {
    const desk = await newDesk();
    const archive = await new WebArchive({}).open();
    archive.list = () => '[]';
    expect(await run(desk, archive.origin)).toMatchObject({ status: 0, err: expect.stringContaining('0 captures listed') });
  });

  test('that goes on elsewhere says where', () => {
    const map = `<${ADDRESS}>; rel="original",\n<https://a.vn/timemap/2>; rel="timemap"; from="Tue, 01 Mar 2016 05:00:00 GMT"`;
    expect(parseMementoList(map, webArchiveAt('https://a.vn/web'))?.broken).toContain('goes on in https://a.vn/timemap/2');
  });

  test('is read in every form that there is', () => {
    const archive = webArchiveAt('https://pywb.example/coll');
    const wanted = { url: ADDRESS, at: '2016-03-01T05:00:00.000Z', raw: `https://pywb.example/coll/20160301050000id_/${ADDRESS}` };
    const facts = { url: ADDRESS, mime: 'text/html', status: '200', digest: 'sha1:ABCDEFGHIJ' };
    const forms = [
      JSON.stringify({ timestamp: '20160301050000', ...facts }),
      `vn,vietnamnet)/gia-vang-2495349.html 20160301050000 ${JSON.stringify(facts)}`,
      JSON.stringify({
        original_uri: ADDRESS,
        mementos: { list: [{ datetime: '2016-03-01T05:00:00Z', uri: `https://pywb.example/coll/20160301050000/${ADDRESS}` }] },
      }),
      `<${ADDRESS}>; rel="original",\n<https://pywb.example/coll/20160301050000mp_/${ADDRESS}>; rel="first memento"; datetime="Tue, 01 Mar 2016 05:00:00 GMT"`,
    ];
    forms.push(`vn,vietnamnet)/gia-vang-2495349.html 20160301050000 ${ADDRESS} text/html 200 ABCDEFGHIJ - - 512`);
    for (const form of forms) expect(parseMementoList(form, archive)).toMatchObject({ mementos: [wanted] });
    for (const form of forms) expect(parseMementoList(form, archive)?.broken).toBeUndefined();
  });
});

test('an address within an archive is turned into that of the page as it came', () =>
  expect(rawForm('https://web.archive.org/web/20160301050000if_/http://a.vn/b')).toBe(
    'https://web.archive.org/web/20160301050000id_/http://a.vn/b',
  ));

test('Retry-After is seconds, or a date', () => {
  const now = new Date('2026-10-05T05:00:00Z');
  expect([
    waitAskedMs('120', now),
    waitAskedMs('Mon, 05 Oct 2026 05:01:00 GMT', now),
    waitAskedMs('soon', now),
    waitAskedMs(undefined, now),
  ]).toEqual([120_000, 60_000, 30_000, 30_000]);
});
