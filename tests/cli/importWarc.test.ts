/** What other programs captured becomes captures here, with their own times; what is unsound is named and left out. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ZipFile } from 'yazl';
import type { Exchange } from '../../src/article/page.ts';
import { encodeMember, encodeRecord } from '../../src/warc/encode.ts';
import { metadataRecord, requestRecord, responseRecord, revisitRecord, warcinfoRecord } from '../../src/warc/exchange.ts';
import { typeOf, type WarcRecord } from '../../src/warc/record.ts';
import { exchange, instant } from '../archive/warcSupport.ts';
import { fingerprint, newDesk, type Desk } from './support.ts';

const INFO = 'urn:uuid:00000000-0000-4000-8000-000000000000';
const info = warcinfoRecord(INFO, instant(1), 'test.warc.gz', [['software', 'test']]);
const ADDRESS = 'https://vietnamnet.vn/gia-vang-2495349.html';

function page(title: string): string {
  const facts = { '@type': 'NewsArticle', headline: title, datePublished: '2026-03-01T07:00:00+07:00' };
  const paragraphs = Array.from(
    { length: 6 },
    (_, index) => `<p>${title}, đoạn ${index}: hơn 2.300 hộ dân ở hai xã ven sông phải dời đồ lên gác.</p>`,
  );
  return `<!doctype html><html lang="vi"><head><script type="application/ld+json">${JSON.stringify(facts)}</script></head><body><article><h1>${title}</h1>${paragraphs.join('')}</article></body></html>`;
}

function idOf(number: number): string {
  return `urn:uuid:00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** The records of a page that came on a day. */
function captured(day: number, title: string, url = ADDRESS): WarcRecord[] {
  const came = exchange(Buffer.from(page(title)), day, { url, headers: [['Content-Type', 'text/html; charset=utf-8']] });
  const id = idOf(day);
  return [requestRecord(came, id, INFO), responseRecord(came, id, INFO), metadataRecord(came, id, INFO, [['note', 'x']])];
}

/** A revisit on a day of what came on another. */
function again(day: number, of: number, title: string, url = ADDRESS): WarcRecord {
  const came = exchange(Buffer.from(page(title)), day, { url, headers: [['Content-Type', 'text/html; charset=utf-8']] });
  return revisitRecord(came, idOf(day), INFO, { record: idOf(of), url, at: instant(of) });
}

async function gzipped(records: readonly WarcRecord[]): Promise<Buffer> {
  return Buffer.concat(await Promise.all([info, ...records].map((record) => encodeMember(record))));
}

async function write(desk: Desk, name: string, bytes: Uint8Array): Promise<string> {
  await writeFile(join(desk.cwd, name), bytes);
  return name;
}

interface Told {
  readonly captures: readonly {
    readonly first: string;
    readonly last: string;
    readonly visits: number;
    readonly outcome: string;
    readonly status?: number;
    readonly raw?: readonly Record<string, unknown>[];
  }[];
  readonly snapshots: readonly { readonly file: string; readonly digest: string }[];
}

async function article(desk: Desk, storage = 'storage', path = 'vietnamnet/2495/2495349'): Promise<Told> {
  return JSON.parse(await readFile(join(desk.cwd, storage, 'articles', path, 'article.json'), 'utf8')) as Told;
}

/** Article → the digests of its snapshots. */
async function digests(desk: Desk, storage: string): Promise<Record<string, string[]>> {
  const files = (await readdir(join(desk.cwd, storage, 'articles'), { recursive: true })).filter((name) => name.endsWith('article.json'));
  const told = await Promise.all(
    files.map(async (name) => {
      const { snapshots } = JSON.parse(await readFile(join(desk.cwd, storage, 'articles', name), 'utf8')) as Told;
      return [name, snapshots.map(({ digest }) => digest).toSorted()] as const;
    }),
  );
  return Object.fromEntries(told.filter(([, found]) => found.length > 0).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

describe('records of another archive', () => {
  test('become captures with their own times, in time order across all files of one command', async () => {
    const desk = await newDesk();
    await write(desk, 'b.warc.gz', await gzipped([...captured(3, 'Giá vàng giảm'), ...captured(1, 'Giá vàng tăng')]));
    await write(desk, 'a.warc.gz', await gzipped([again(4, 3, 'Giá vàng giảm'), ...captured(2, 'Giá vàng đứng')]));
    const ran = await desk.run(['import', 'a.warc.gz', 'b.warc.gz']);
    expect(ran).toMatchObject({ status: 0, err: expect.stringContaining('4 captures new; 3 snapshots new; 0 imported before') });
    const { captures, snapshots } = await article(desk);
    expect(captures.map(({ first, last, visits }) => [first, last, visits])).toEqual([
      [instant(1), instant(1), 1],
      [instant(2), instant(2), 1],
      [instant(3), instant(4), 2],
    ]);
    expect(snapshots).toHaveLength(3);
    expect(captures[2]?.raw).toMatchObject([{ kind: 'response' }, { kind: 'revisit', original: idOf(3) }]);
  });

  test('imported twice change nothing, whether they were referred to or copied', async () => {
    const desk = await newDesk();
    await write(desk, 'a.warc.gz', await gzipped([...captured(1, 'Giá vàng tăng'), again(2, 1, 'Giá vàng tăng')]));
    for (const more of [[], ['--copy']]) {
      await desk.run(['import', 'a.warc.gz', ...more]);
      const before = await fingerprint(join(desk.cwd, 'storage'));
      expect(await desk.run(['import', 'a.warc.gz', ...more])).toMatchObject({
        status: 0,
        err: expect.stringMatching(/0 captures new; 0 snapshots new; 2 imported before$/mu),
      });
      expect(await fingerprint(join(desk.cwd, 'storage'))).toBe(before);
    }
  });

  test('are read where they are, and are damage where the file has gone; copies need it no more', async () => {
    const desk = await newDesk();
    await write(desk, 'a.warc.gz', await gzipped([...captured(1, 'Giá vàng tăng'), again(2, 1, 'Giá vàng tăng')]));
    await desk.run(['import', 'a.warc.gz']);
    await desk.run(['import', 'a.warc.gz', '--copy', '--storage', 'kho']);
    expect((await article(desk)).captures[0]?.raw?.[0]).toMatchObject({ file: join(desk.cwd, 'a.warc.gz'), record: idOf(1) });
    expect((await article(desk, 'kho')).captures[0]?.raw?.[0]).toMatchObject({ via: join(desk.cwd, 'a.warc.gz'), record: idOf(1) });
    for (const storage of ['storage', 'kho']) expect((await desk.run(['verify', '--storage', storage])).status).toBe(0);
    expect((await desk.run(['log', '2495349', '--json'])).out).toContain(JSON.stringify(join(desk.cwd, 'a.warc.gz')));
    await write(desk, 'a.warc.gz', Buffer.from('không còn'));
    expect((await desk.run(['verify'])).status).toBe(12);
    expect((await desk.run(['verify', '--storage', 'kho'])).status).toBe(0);
    expect((await desk.run(['show', '2495349', '--raw', '--storage', 'kho'])).out).toBe(
      Buffer.from(page('Giá vàng tăng')).toString('latin1'),
    );
  });

  test('imported twice change nothing where a page came again under another address in the same second', async () => {
    const desk = await newDesk();
    const other = 'https://vietnamnet.vn/khac/gia-vang-2495350.html';
    const [first = info] = await Promise.all(captured(1, 'Giá vàng tăng').filter((record) => typeOf(record) === 'response'));
    const revisit = (id: number, day: number): WarcRecord =>
      revisitRecord(exchange(Buffer.from(page('Giá vàng tăng')), day, { url: other }), idOf(id), INFO, {
        record: idOf(1),
        url: ADDRESS,
        at: instant(1),
      });
    await write(desk, 'a.warc.gz', await gzipped([first, revisit(77, 1), revisit(78, 2)]));
    expect((await desk.run(['import', 'a.warc.gz'])).err).toContain('3 captures new');
    expect((await desk.run(['import', 'a.warc.gz'])).err).toContain('0 captures new; 0 snapshots new; 3 imported before');
    expect((await article(desk, 'storage', 'vietnamnet/2495/2495350')).captures.map(({ visits }) => visits)).toEqual([2]);
  });

  test('that repeat a redirect are passed over like the redirect', async () => {
    const desk = await newDesk();
    const moved = exchange(Buffer.from(''), 1, { url: ADDRESS, status: 302, statusText: 'Found', headers: [['Location', '/khac.html']] });
    const later = exchange(Buffer.from(''), 2, { url: ADDRESS, status: 302, statusText: 'Found', headers: [['Location', '/khac.html']] });
    const repeated = revisitRecord(later, idOf(2), INFO, { record: idOf(1), url: ADDRESS, at: instant(1) });
    await write(desk, 'a.warc.gz', await gzipped([responseRecord(moved, idOf(1), INFO), repeated]));
    expect(await desk.run(['import', 'a.warc.gz'])).toMatchObject({
      status: 0,
      err: expect.stringMatching(/0 captures new.*passed over: 2 redirected/u),
    });
  });

  test('that repeat the bytes of a page came with an answer of their own', async () => {
    const desk = await newDesk();
    const other = 'https://vietnamnet.vn/cau-moi-2495350.html';
    const bytes = Buffer.from(page('Giá vàng tăng'));
    const came = (day: number, status: number, url: string): Exchange =>
      exchange(bytes, day, { url, status, headers: [['Content-Type', 'text/html; charset=utf-8']] });
    await write(
      desk,
      'a.warc.gz',
      await gzipped([
        responseRecord(came(1, 200, ADDRESS), idOf(1), INFO),
        revisitRecord(came(2, 410, ADDRESS), idOf(2), INFO, { record: idOf(1), url: ADDRESS, at: instant(1) }),
        responseRecord(came(3, 404, other), idOf(3), INFO),
        revisitRecord(came(4, 200, other), idOf(4), INFO, { record: idOf(3), url: other, at: instant(3) }),
      ]),
    );
    expect(await desk.run(['import', 'a.warc.gz'])).toMatchObject({
      status: 0,
      err: expect.stringContaining('4 captures new; 2 snapshots new'),
    });
    const told = await Promise.all(['2495349', '2495350'].map((id) => article(desk, 'storage', `vietnamnet/2495/${id}`)));
    expect(told.map(({ captures }) => captures.map(({ status, outcome }) => [status, outcome]))).toEqual([
      [
        [200, 'read'],
        [410, 'absent'],
      ],
      [
        [404, 'absent'],
        [200, 'read'],
      ],
    ]);
    expect(await desk.run(['reread'])).toMatchObject({ status: 0, out: '', err: expect.stringContaining('0 pages of 0 articles') });
  });

  test('whose file was moved are found again by importing it from where it is now', async () => {
    const desk = await newDesk();
    await write(desk, 'a.warc.gz', await gzipped(captured(1, 'Giá vàng tăng')));
    await desk.run(['import', 'a.warc.gz']);
    await rename(join(desk.cwd, 'a.warc.gz'), join(desk.cwd, 'b.warc.gz'));
    expect(await desk.run(['verify'])).toMatchObject({ status: 12, out: expect.stringContaining('import it from where it is now') });
    expect((await desk.run(['import', 'b.warc.gz'])).err).toContain('1 imported before; 1 page of them now taken from here');
    expect((await desk.run(['verify'])).status).toBe(0);
    await desk.run(['import', 'b.warc.gz', '--copy']);
    await rm(join(desk.cwd, 'b.warc.gz'));
    expect((await desk.run(['verify'])).status).toBe(0);
    expect((await desk.run(['show', '2495349', '--raw'])).status).toBe(0);
  });

  test('that are no article are passed over and counted; an error at the address of one is a capture', async () => {
    const desk = await newDesk();
    const picture = exchange(Buffer.from([0xff, 0xd8, 0xff]), 2, {
      url: 'https://vietnamnet.vn/anh.jpg',
      headers: [['Content-Type', 'image/jpeg']],
    });
    const moved = exchange(Buffer.from(''), 3, { status: 301, headers: [['Location', '/x']] });
    const gone = exchange(Buffer.from('không có'), 4, { url: ADDRESS, status: 404, headers: [['Content-Type', 'text/html']] });
    const lost = exchange(Buffer.from('không có'), 5, {
      url: 'https://vietnamnet.vn/muc',
      status: 404,
      headers: [['Content-Type', 'text/html']],
    });
    const others = [picture, moved, gone, lost].map((each, index) => responseRecord(each, idOf(index + 2), INFO));
    await write(desk, 'a.warc', Buffer.concat([info, ...captured(1, 'Giá vàng tăng'), ...others].map(encodeRecord)));
    const ran = await desk.run(['import', 'a.warc']);
    expect(ran).toMatchObject({ status: 0, err: expect.stringMatching(/2 captures new.*1 no page of text, 1 redirected, 1 no article/u) });
    expect((await article(desk)).captures.map(({ outcome }) => outcome)).toEqual(['read', 'absent']);
  });

  test('that lack their date say so where --partial keeps them', async () => {
    const desk = await newDesk();
    const undated = page('Đồng bào vùng lũ Ẫn Giang').replaceAll('datePublished', 'khongRo');
    const came = exchange(Buffer.from(undated), 1, { url: ADDRESS, headers: [['Content-Type', 'text/html; charset=utf-8']] });
    await write(desk, 'a.warc.gz', await gzipped([responseRecord(came, idOf(1), INFO)]));
    const argv = ['import', 'a.warc.gz', '--partial'];
    const told = JSON.parse((await desk.run([...argv, '--dry-run', '--json'])).out.split('\n', 1)[0] ?? '') as unknown;
    expect(told).toMatchObject({ outcome: 'read', missing: ['date'] });
    expect((await desk.run(argv)).out).toMatch(/ new snapshot .*000_[0-9a-f]{16}\.txt {3}\(partial: without date\)$/mu);
  });

  test('are read although a browser had unpacked them and left the header', async () => {
    const desk = await newDesk();
    const headers = [
      ['Content-Type', 'text/html; charset=utf-8'],
      ['Content-Encoding', 'br'],
    ] as const;
    const came = exchange(Buffer.from(page('Giá vàng tăng')), 1, { url: ADDRESS, headers });
    await write(desk, 'a.warc.gz', await gzipped([responseRecord(came, idOf(1), INFO)]));
    await desk.run(['import', 'a.warc.gz']);
    expect((await article(desk)).captures).toMatchObject([{ outcome: 'read' }]);
  });

  test('are told and not written by --dry-run, with an archive and without, and only one site with --site', async () => {
    const desk = await newDesk();
    const other = captured(2, 'Tin ven sông', 'https://baosong.example/tin/ven-song.html');
    await write(desk, 'a.warc.gz', await gzipped([...captured(1, 'Giá vàng tăng'), ...other]));
    const dry = await desk.run(['import', 'a.warc.gz', '--dry-run']);
    expect(dry).toMatchObject({ status: 0, err: expect.stringContaining('2 captures to be taken in') });
    expect(existsSync(join(desk.cwd, 'storage'))).toBe(false);
    expect(await desk.run(['import', 'a.warc.gz', '--site', 'baosong'])).toMatchObject({
      status: 2,
      err: expect.stringMatching(/--site baosong: no such site; there are .*, and every host that has a dot in its name\./u),
    });
    const ran = await desk.run(['import', 'a.warc.gz', '--site', 'baosong.example']);
    expect(ran.err).toContain('1 capture new; 1 snapshot new; 0 imported before; passed over: 1 of another site');
  });
});

describe('unsound records', () => {
  test('are named with file, place and reason, and the others are taken', async () => {
    const desk = await newDesk();
    const [first, second, third] = [captured(1, 'Giá vàng tăng'), captured(2, 'Giá vàng đứng'), captured(3, 'Giá vàng giảm')];
    const bytes = await gzipped([...first, ...second, ...third]);
    const place = (await gzipped([...first, second[0] as WarcRecord])).length;
    bytes[place + 200] = (bytes[place + 200] ?? 0) ^ 0xff;
    await write(desk, 'a.warc.gz', bytes);
    const ran = await desk.run(['import', 'a.warc.gz']);
    expect(ran).toMatchObject({ status: 3, err: expect.stringContaining(`a.warc.gz at byte ${place}: `) });
    expect(ran.err).toContain('2 captures new; 2 snapshots new');
  });

  test('are all that a file holds: status 12; a file that is no WARC file: status 1', async () => {
    const desk = await newDesk();
    await write(desk, 'torn.warc.gz', (await encodeMember(info)).subarray(0, 60));
    await write(desk, 'picture.warc.gz', Buffer.from([0xff, 0xd8, 0xff, 0xe0]));
    expect((await desk.run(['import', 'torn.warc.gz'])).status).toBe(12);
    expect((await desk.run(['import', 'picture.warc.gz'])).status).toBe(1);
    expect(await desk.run(['import', 'khong-co.warc.gz'])).toMatchObject({ status: 1, err: expect.stringContaining("Can't read") });
  });

  test('are revisits of what nobody has, until it is imported together with them', async () => {
    const desk = await newDesk();
    await write(desk, 'a.warc.gz', await gzipped(captured(1, 'Giá vàng tăng')));
    await write(desk, 'b.warc.gz', await gzipped([again(2, 1, 'Giá vàng tăng')]));
    expect(await desk.run(['import', 'b.warc.gz'])).toMatchObject({ status: 3, err: expect.stringContaining('import them together') });
    await desk.run(['import', 'a.warc.gz']);
    expect(await desk.run(['import', 'b.warc.gz'])).toMatchObject({ status: 0, err: expect.stringContaining('1 capture new') });
    expect((await article(desk)).captures).toMatchObject([{ visits: 2, first: instant(1), last: instant(2) }]);
  });

  test('are not those that share a gzip member: they are found by their names', async () => {
    const desk = await newDesk();
    const { gzipSync } = await import('node:zlib');
    const all = [info, ...captured(1, 'Giá vàng tăng'), ...captured(2, 'Giá vàng giảm')].map(encodeRecord);
    await write(desk, 'a.warc.gz', gzipSync(Buffer.concat(all)));
    expect(await desk.run(['import', 'a.warc.gz'])).toMatchObject({
      status: 0,
      err: expect.stringContaining('2 captures new; 2 snapshots new'),
    });
    expect((await desk.run(['verify'])).status).toBe(0);
  });
});

interface Inside {
  readonly name: string;
  readonly bytes: Buffer;
  readonly compress?: boolean;
}

/** A WACZ with these files, and with what its datapackage.json says of them changed as the case wants it. */
async function waczOf(
  files: readonly Inside[],
  change: (listed: Record<string, unknown>[]) => Record<string, unknown>[] = (listed) => listed,
): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { name, bytes, compress = false } of files) zip.addBuffer(bytes, name, { compress });
  const listed = files.map(({ name, bytes }) => ({
    name: name.replace(/^.*\//u, ''),
    path: name,
    hash: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
    bytes: bytes.length,
  }));
  zip.addBuffer(
    Buffer.from(JSON.stringify({ profile: 'data-package', wacz_version: '1.1.1', resources: change(listed) })),
    'datapackage.json',
  );
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

describe('a WACZ file', () => {
  const name = 'archive/data.warc.gz';

  test('is known by how it begins, whatever its name', async () => {
    const desk = await newDesk();
    await write(desk, 'a.zip', await waczOf([{ name, bytes: await gzipped(captured(1, 'Giá vàng tăng')) }]));
    expect((await desk.run(['import', 'a.zip'])).err).toContain('1 capture new');
    expect((await desk.run(['verify'])).status).toBe(0);
  });

  test.each([false, true])('gives its records, and they are found inside it again (deflated: %s)', async (compress) => {
    const desk = await newDesk();
    const bytes = await gzipped([...captured(1, 'Giá vàng tăng'), again(2, 1, 'Giá vàng tăng')]);
    await write(desk, 'a.wacz', await waczOf([{ name, bytes, compress }]));
    expect(await desk.run(['import', 'a.wacz'])).toMatchObject({ status: 0, err: expect.stringContaining('2 captures new') });
    expect((await article(desk)).captures[0]?.raw?.[0]).toMatchObject({ file: `${join(desk.cwd, 'a.wacz')}!/${name}` });
    expect((await desk.run(['verify'])).status).toBe(0);
    expect((await desk.run(['show', '2495349', '--raw'])).out).toContain('ven s');
  });

  const warc = async (): Promise<Inside> => ({ name, bytes: await gzipped(captured(1, 'Giá vàng tăng')) });
  const REFUSED: readonly (readonly [what: string, make: () => Promise<Buffer>, sentence: RegExp])[] = [
    [
      'lacks a resource',
      async () => await waczOf([await warc()], (listed) => [...listed, { path: 'pages/pages.jsonl' }]),
      /lacks pages\/pages\.jsonl/u,
    ],
    [
      'has another digest',
      async () => await waczOf([await warc()], (listed) => listed.map((each) => ({ ...each, hash: `sha256:${'0'.repeat(64)}` }))),
      /is not what its datapackage\.json says/u,
    ],
    [
      'has another length',
      async () => await waczOf([await warc()], (listed) => listed.map((each) => ({ ...each, bytes: 1 }))),
      /says 1\. It was changed/u,
    ],
    ['holds what is not listed', async () => await waczOf([await warc()], () => []), /does not list/u],
    [
      'lists a path outside of itself',
      async () => await waczOf([await warc()], (listed) => [...listed, { path: '../etc/passwd' }]),
      /lies outside of it/u,
    ],
    [
      'holds a path outside of itself',
      async () =>
        Buffer.from(
          (await waczOf([{ ...(await warc()), name: 'archive/aaaa.warc.gz' }]))
            .toString('latin1')
            .replaceAll('archive/aaaa.warc.gz', '../../a/aaaa.warc.gz'),
          'latin1',
        ),
      /lie outside of it/u,
    ],
    [
      'is a zip bomb',
      async () => await waczOf([await warc(), { name: 'indexes/index.cdx', bytes: Buffer.alloc(40 << 20), compress: true }]),
      /zip bomb/u,
    ],
    ['is cut off', async () => (await waczOf([await warc()])).subarray(0, -30), /can't be opened as a WACZ/u],
    [
      'has no datapackage.json',
      async () =>
        Buffer.from((await waczOf([await warc()])).toString('latin1').replaceAll('datapackage.json', 'datapackage.jsom'), 'latin1'),
      /no datapackage\.json/u,
    ],
    ['has no list of resources', async () => await waczOf([await warc()], () => 7 as never), /does not list its files/u],
    ['holds no WARC file', async () => await waczOf([{ name: 'pages/pages.jsonl', bytes: Buffer.from('{}') }]), /holds no WARC file/u],
  ];

  test.each(REFUSED)('that %s is refused with a sentence', async (_what, make, sentence) => {
    const desk = await newDesk();
    await write(desk, 'a.wacz', await make());
    const ran = await desk.run(['import', 'a.wacz']);
    expect(ran).toMatchObject({ status: 1, out: '' });
    expect(ran.err).toMatch(sentence);
    expect(await readdir(join(desk.cwd, 'storage'))).not.toContain('articles');
  });
});

/** A proxy through which wget asks the newsroom for the outlets' own host names. */
async function proxyTo(port: number): Promise<number> {
  const server = createServer((asked, answer) => {
    const { host, pathname, search } = new URL(asked.url ?? '');
    const passed = ask({ host: '127.0.0.1', port, path: `${pathname}${search}`, headers: { ...asked.headers, host } }, (came) => {
      answer.writeHead(came.statusCode ?? 500, came.rawHeaders);
      came.pipe(answer);
    });
    passed.end();
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe.skipIf(!existsSync('/usr/bin/wget'))('what GNU wget captured', () => {
  async function wget(desk: Desk, name: string, urls: readonly string[], more: readonly string[] = []): Promise<string> {
    const proxy = `http_proxy=http://127.0.0.1:${await proxyTo(desk.newsroom.port)}`;
    const flags = ['-q', '-e', 'use_proxy=yes', '-e', proxy, '-O', '/dev/null', `--warc-file=${name}`, '--warc-cdx', ...more];
    // Status 8 says that a server answered with an error, which is part of the story.
    await promisify(execFile)('/usr/bin/wget', [...flags, ...urls], { cwd: desk.cwd }).catch((error: { code?: unknown }) =>
      expect(error.code).toBe(8),
    );
    return `${name}.warc.gz`;
  }

  test('gives the same snapshots as our own crawl, over three days', async () => {
    const desk = await newDesk();
    const files: string[] = [];
    for (const day of [1, 2, 3]) {
      desk.newsroom.setDay(day);
      files.push(await wget(desk, `ngay-${day}`, desk.newsroom.urls()));
      await desk.archive(desk.newsroom.urls(), { now: `2026-10-0${day}T05:00:00.000Z`, flags: ['--storage', 'own'] });
    }
    const ran = await desk.run(['import', ...files], { now: new Date().toISOString() });
    expect(ran.err).not.toContain('unsound');
    expect(ran.status).toBe(0);
    expect(await digests(desk, 'storage')).toEqual(await digests(desk, 'own'));
  }, 60_000);

  test('and did not keep twice (--warc-dedup) is a visit that saw the same', async () => {
    const desk = await newDesk();
    const body = page('Giá vàng tăng');
    const url = desk.serve('vietnamnet.vn', '/gia-vang-2495349.html', { headers: { 'content-type': 'text/html; charset=utf-8' }, body });
    const first = await wget(desk, 'mot', [url]);
    const second = await wget(desk, 'hai', [url], ['--warc-dedup=mot.cdx']);
    const ran = await desk.run(['import', second, first], { now: new Date().toISOString() });
    expect(ran).toMatchObject({ status: 0, err: expect.stringContaining('2 captures new; 1 snapshot new') });
    expect((await article(desk)).captures).toMatchObject([{ visits: 2, raw: [{ kind: 'response' }, { kind: 'revisit' }] }]);
    await desk.run(['import', second, first, '--copy', '--storage', 'kho'], { now: new Date().toISOString() });
    expect((await desk.run(['verify', '--storage', 'kho'])).status).toBe(0);
  });
});
