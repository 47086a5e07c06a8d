/** What bad input gets: one plain sentence, the documented status, and an archive that is as it was. */
import { gzipSync } from 'node:zlib';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fingerprint, newDesk, type Desk } from './support.ts';

/** A desk whose archive already holds something that could be lost. */
async function deskWithArchive(): Promise<Desk> {
  const desk = await newDesk();
  await desk.archive([desk.newsroom.urls()[0] ?? '']);
  return desk;
}

async function snapshotCount(desk: Desk): Promise<number> {
  const names = await readdir(join(desk.cwd, 'storage', 'articles'), { recursive: true });
  return names.filter((name) => name.endsWith('.txt')).length;
}

describe('what was typed', () => {
  const typed: [string, string[], number, RegExp][] = [
    ['an unknown option', ['archive', '--fast', 'https://a.vn/x'], 2, /unknown option '--fast'/u],
    ['an unknown command', ['archiv'], 2, /unknown command 'archiv'[\s\S]*Did you mean archive/u],
    ['a URL that is none', ['archive', 'không phải'], 2, /"không phải" is not a URL/u],
    ['a javascript: URL', ['archive', 'javascript:alert(1)'], 2, /only http: and https:/u],
    ['a file: URL', ['archive', 'file:///etc/passwd'], 2, /only http: and https:/u],
    [
      'a page to try that is not there',
      ['try', 'khong-co.html'],
      2,
      /Can't read "khong-co\.html": there is no such file or folder, and it is not a URL/u,
    ],
    ['a page to try that is a folder', ['try', 'storage'], 2, /Can't read "storage": it is a folder, and it is not a URL/u],
    ['an address to try that is none of the web', ['try', 'ftp://a.vn/x'], 2, /only http: and https:/u],
    ['a list that is not there', ['archive', '-i', 'khong-co.txt'], 2, /Can't read the list .*khong-co\.txt/u],
    ['nothing to archive', ['archive'], 2, /Name at least one URL/u],
    ['a broken --resolve', ['archive', 'https://a.vn/x', '--resolve', 'a.vn:443'], 2, /HOST:PORT:ADDRESS/u],
    ['a broken --delay', ['archive', 'https://a.vn/x', '--delay', 'soon'], 2, /--delay soon/u],
    ['a revision that is none', ['diff', '9900101', 'first'], 2, /"first" is no revision/u],
    ['a revision that is not there', ['diff', '9900101', '1', '7'], 1, /has no revision 7; it has 1 revision/u],
    ['a file to import that is not there', ['import', 'khong-co.txt'], 1, /Can't read .*khong-co\.txt/u],
    ['a time that is none', ['import', 'a.txt', '--captured', '21/3/2017'], 2, /expected a time with its offset/u],
    ['an export format that is none', ['export', '--format', 'pdf', 'x'], 2, /Allowed choices are seeds, jsonl/u],
    ['a folder with an empty name', ['list', '--storage', ''], 2, /--storage names no folder/u],
    [
      'a time limit without its unit',
      ['crawl', '--time-limit', '10'],
      2,
      /--time-limit 10: expected a time .* with its unit, such as 90s/u,
    ],
    ['a config that is not there', ['list', '--config', 'khong-co.yaml'], 2, /khong-co\.yaml/u],
  ];

  test.each(typed)('%s is answered in a sentence', async (_name, argv, status, sentence) => {
    const desk = await deskWithArchive();
    const before = await fingerprint(join(desk.cwd, 'storage'));
    const ran = await desk.run(argv);
    expect(ran).toMatchObject({ status, out: '', err: expect.stringMatching(sentence) });
    expect(ran.err).not.toMatch(/\n\s+at /u);
    expect(await fingerprint(join(desk.cwd, 'storage'))).toBe(before);
  });
});

describe('what comes from the network', () => {
  test('a host that does not resolve is named, and nothing is recorded', async () => {
    const desk = await deskWithArchive();
    const before = await fingerprint(join(desk.cwd, 'storage'));
    expect(await desk.archive(['http://khong-co.invalid/bai-1.html'])).toMatchObject({
      status: 1,
      err: expect.stringMatching(/khong-co\.invalid/u),
    });
    expect(await fingerprint(join(desk.cwd, 'storage'))).toBe(before);
  });

  test('an address of this machine is refused unless it is allowed', async () => {
    const desk = await deskWithArchive();
    const before = await fingerprint(join(desk.cwd, 'storage'));
    const url = `http://127.0.0.1:${desk.newsroom.port}/`;
    expect(await desk.run(['archive', url])).toMatchObject({ status: 1, err: expect.stringMatching(/private|loopback/iu) });
    expect(await fingerprint(join(desk.cwd, 'storage'))).toBe(before);
  });

  test('a redirect that goes in circles, or to something that is no page of the web, gives no capture', async () => {
    const desk = await deskWithArchive();
    const before = await fingerprint(join(desk.cwd, 'storage'));
    const loop = desk.serve('vietnamnet.vn', '/vong-tron-1.html', { status: 302, headers: { location: '/vong-tron-1.html' } });
    const file = desk.serve('vietnamnet.vn', '/tep-2.html', { status: 302, headers: { location: 'file:///etc/passwd' } });
    const script = desk.serve('vietnamnet.vn', '/lenh-3.html', { status: 302, headers: { location: 'javascript:alert(1)' } });
    const ran = await desk.archive([loop, file, script]);
    expect(ran.status).toBe(1);
    expect(ran.err.match(/^baoluu: /gmu)).toHaveLength(3);
    expect(await fingerprint(join(desk.cwd, 'storage'))).toBe(before);
  });

  const CAPTCHA =
    '<html><head><title>Just a moment...</title></head><body><h1>Xác minh bạn không phải là robot</h1><div class="cf-turnstile" data-sitekey="x"></div></body></html>';
  const LOGIN =
    '<html><head><title>Đăng nhập</title></head><body><form action="/login"><input name="user"><input type="password" name="p"><button>Đăng nhập</button></form></body></html>';
  const headers = { 'content-type': 'text/html; charset=utf-8' };

  const pages: [string, Parameters<Desk['serve']>[2], RegExp][] = [
    ['a captcha', { status: 200, headers, body: CAPTCHA }, /blocked/u],
    ['a login page', { status: 200, headers, body: LOGIN }, /blocked/u],
    ['a refusal', { status: 403, headers, body: '<h1>Forbidden</h1>' }, /refused/u],
    ['a server error', { status: 503, headers, body: '<h1>Oops</h1>' }, /failed/u],
    ['a page that was never there', { status: 404, headers, body: '<h1>404</h1>' }, /absent/u],
    [
      'a front page',
      { status: 200, headers, body: '<html><body><h1>Tin tức</h1><ul><li><a href="/a">Tin một</a></li></ul></body></html>' },
      /unread/u,
    ],
    [
      'a page whose gzip breaks off',
      { status: 200, headers: { ...headers, 'content-encoding': 'gzip' }, body: gzipSync('x'.repeat(50_000)).subarray(0, 60) },
      /truncated/u,
    ],
    [
      'a gzip bomb',
      { status: 200, headers: { ...headers, 'content-encoding': 'gzip' }, body: gzipSync(Buffer.alloc(200_000_000, 0x20)) },
      /truncated/u,
    ],
  ];

  test.each(pages)('%s is a capture that says so, and never a snapshot', async (_name, answer, outcome) => {
    const desk = await deskWithArchive();
    const [path = ''] = desk.newsroom.urls();
    const known = new URL(path).pathname;
    desk.serve('www.vietnamplus.vn', known, answer);
    const ran = await desk.archive([path]);
    expect(ran.out + ran.err).toMatch(outcome.source === 'absent' ? /gone/u : outcome);
    expect(await snapshotCount(desk)).toBe(1);
    const fresh = desk.serve('vietnamnet.vn', '/bai-moi-777.html', answer);
    expect(await desk.archive([fresh])).toMatchObject({ status: 1, err: expect.stringMatching(outcome) });
    expect(await snapshotCount(desk)).toBe(1);
    expect((await desk.run(['verify'])).status).toBe(0);
  });

  test('a body without an end is cut at the limit, and is no snapshot', async () => {
    const desk = await deskWithArchive();
    await writeFile(join(desk.cwd, 'baoluu.yaml'), 'limits:\n  maxWireMegabytes: 1\n');
    const url = desk.serve('vietnamnet.vn', '/khong-dut-5.html', (_request, response) => {
      response.writeHead(200, headers);
      const pour = (): void => {
        while (!response.destroyed && response.write('<p>Tin nữa, tin nữa.</p>'.repeat(1000)));
        if (!response.destroyed) response.once('drain', pour);
      };
      pour();
    });
    expect(await desk.archive([url])).toMatchObject({ status: 1, err: expect.stringMatching(/truncated/u) });
    expect(await snapshotCount(desk)).toBe(1);
  });
});

describe('what is on the disk', () => {
  test('articles without the file that says that this is an archive are no empty folder, and nothing is begun there', async () => {
    const desk = await deskWithArchive();
    await rm(join(desk.cwd, 'storage', 'archive.json'));
    for (const argv of [['list'], ['verify'], ['doctor']]) {
      const { status, out, err } = await desk.run(argv);
      expect(status).not.toBe(0);
      expect(out + err).toMatch(
        /holds articles, but no archive\.json.*Restore it from a backup; it holds \{"schema": "baoluu\.archive\/1"\}/u,
      );
    }
    expect((await desk.archive()).status).toBe(10);
  });

  test('no archive, and one of an unknown format, have a status of their own', async () => {
    const desk = await newDesk();
    expect(await desk.run(['list'])).toMatchObject({ status: 10, err: expect.stringContaining('There is no archive in') });
    await mkdir(join(desk.cwd, 'storage'));
    await writeFile(join(desk.cwd, 'storage', 'archive.json'), '{"schema":"baoluu.archive/9"}');
    for (const argv of [['list'], ['verify'], ['import', 'x.txt'], ['log', 'x']])
      expect(await desk.run(argv)).toMatchObject({ status: 10, err: expect.stringContaining('does not know') });
    expect(desk.newsroom.requests).toHaveLength(0);
    expect((await desk.archive()).status).toBe(10);
    expect(desk.newsroom.requests).toHaveLength(0);
  });

  test('a torn article.json is named, is not written over, and stops no other article', async () => {
    const desk = await deskWithArchive();
    const torn = join(desk.cwd, 'storage', 'articles', 'vietnamplus', '9900', '9900101', 'article.json');
    await writeFile(torn, '{"schema": "baoluu.ar');
    for (const argv of [['log', 'vietnamplus/9900101'], ['verify'], ['list']]) expect(await desk.run(argv)).toMatchObject({ status: 12 });
    const ran = await desk.archive();
    expect(ran).toMatchObject({ status: 12, err: expect.stringContaining('article.json is damaged: it is not JSON') });
    expect(await readFile(torn, 'utf8')).toBe('{"schema": "baoluu.ar');
    expect(await snapshotCount(desk)).toBe(desk.newsroom.urls().length);
  });

  test('a snapshot whose bytes do not match its name is never shown as evidence', async () => {
    const desk = await deskWithArchive();
    const folder = join(desk.cwd, 'storage', 'articles', 'vietnamplus', '9900', '9900101');
    const name = (await readdir(folder)).find((file) => file.endsWith('.txt')) ?? '';
    await writeFile(join(folder, name), (await readFile(join(folder, name), 'utf8')).replace('lú', 'lũ'));
    for (const argv of [['show', '9900101'], ['verify'], ['export', 'x']]) expect((await desk.run(argv)).status).toBe(12);
    expect((await desk.run(['show', '9900101'])).err).toContain('does not match its name');
  });

  test('a broken YAML key is named with its file and line', async () => {
    const desk = await deskWithArchive();
    await writeFile(join(desk.cwd, 'baoluu.yaml'), 'contact: https://thuvien.example.vn\nlimts:\n  maxWireMegabytes: 1\n');
    expect(await desk.run(['list'])).toMatchObject({
      status: 2,
      err: expect.stringMatching(/baoluu\.yaml:2: limts: .*did you mean "limits"/u),
    });
    expect(await desk.run(['config', 'validate'])).toMatchObject({ status: 2, out: expect.stringContaining('baoluu.yaml:2: limts') });
  });
});
