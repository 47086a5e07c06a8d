/** A layout of ours changes: history is read again, and the difference is never told as the newsroom's edit. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { digestOf, parseSnapshot, snapshotName } from '../../src/article/snapshot.ts';
import { ended, newDesk, type Desk } from './support.ts';

const HTML = { 'content-type': 'text/html; charset=utf-8' };

function page(wording: string): string {
  const paragraphs = Array.from(
    { length: 6 },
    (_, index) => `<p>Đoạn ${index}: ${wording} ở hai xã ven sông, hơn 2.300 hộ dân phải dời đồ lên gác.</p>`,
  );
  return `<html lang="vi"><body><h1>Nước ${wording}</h1><time>2026-10-05T07:00:00+07:00</time><div class="story">${paragraphs.join('')}<p class="box">Đọc thêm trên báo giấy số ra ngày mai.</p></div></body></html>`;
}

/** A site of the person's own, whose layout drops the box or doesn't. */
async function describeSite(desk: Desk, layout: string, drop: string): Promise<void> {
  const rules = `    match: [.story]\n    title: [h1]\n    date: [time]\n    body: [.story]\n    drop: [${drop}]\n`;
  const text = `name: baosong\ntitle: Báo Sông\nlanguage: vi\nutcOffset: "+07:00"\nhosts: [baosong.example]\narticleNumbers: ['/(?<number>\\d+)\\.html$']\nlayouts:\n  - name: ${layout}\n${rules}`;
  await mkdir(join(desk.cwd, 'config', 'sites'), { recursive: true });
  await writeFile(join(desk.cwd, 'config', 'sites', 'baosong.yaml'), text);
  await writeFile(join(desk.cwd, 'config', 'baoluu.yaml'), 'storage: ../storage\n');
}

/** Two revisions read by the layout of 2025, which took the box for text. */
async function archived(): Promise<{ desk: Desk; url: string }> {
  const desk = await newDesk();
  await describeSite(desk, 'baosong/2025', '');
  const url = desk.serve('baosong.example', '/101.html', { headers: HTML, body: page('dâng') });
  expect((await desk.archive([url])).status).toBe(0);
  desk.serve('baosong.example', '/101.html', { headers: HTML, body: page('rút') });
  await desk.archive([url], { now: '2026-10-06T05:00:00.000Z' });
  return { desk, url };
}

/** Articles 1000, 1001, … that the layout of 2025 read, and which that of 2026 reads otherwise now. */
async function manyArchived(count: number): Promise<Desk> {
  const desk = await newDesk();
  await describeSite(desk, 'baosong/2025', '');
  const urls = Array.from({ length: count }, (_, index) =>
    desk.serve('baosong.example', `/${1000 + index}.html`, { headers: HTML, body: page(`dâng ${index} cm`) }),
  );
  expect((await desk.archive(urls)).status).toBe(0);
  await describeSite(desk, 'baosong/2026', '.box');
  return desk;
}

describe('when a layout has changed', () => {
  test('reread writes the new snapshots beside the old, and log shows no edit', async () => {
    const { desk } = await archived();
    await describeSite(desk, 'baosong/2026', '.box');
    const ran = await desk.run(['reread', '--site', 'baosong'], { now: '2026-10-07T05:00:00.000Z' });
    expect(ran).toMatchObject({
      status: 0,
      err: expect.stringContaining('2 stored pages read again: 2 pages of 1 article read differently'),
    });
    const { out } = await desk.run(['log', '101']);
    expect(out.match(/^revision/gmu)).toHaveLength(2);
    expect(out.match(/reading changed \(layout baosong\/2025 → 2026\); before, it was 00\d_[0-9a-f]{16}\.txt/gu)).toHaveLength(2);
    expect(out).toContain('003_');
    expect((await desk.run(['show', '101@1'])).out).not.toContain('Đọc thêm');
    expect(await desk.run(['verify'])).toMatchObject({
      status: 0,
      out: expect.stringMatching(/^1 article, 4 snapshots, 2 captures, .*: no damage/u),
    });
    expect((await desk.run(['diff', '101'])).out).toMatch(/reading changed/u);
  });

  test('--dry-run tells the same, and writes nothing', async () => {
    const { desk } = await archived();
    await describeSite(desk, 'baosong/2026', '.box');
    const before = await desk.run(['log', '101']);
    const ran = await desk.run(['reread', '--dry-run']);
    expect(ran.out.match(/baosong\/101 .* 1 paragraph/gu)).toHaveLength(2);
    expect(ran.err).toContain('would read differently');
    expect((await desk.run(['log', '101'])).out).toBe(before.out);
  });

  test('the next visit reads the stored pages again first, so that only an edit is a revision', async () => {
    const { desk, url } = await archived();
    await describeSite(desk, 'baosong/2026', '.box');
    const ran = await desk.archive([url], { now: '2026-10-08T05:00:00.000Z' });
    expect(ran.out).toContain('unchanged');
    expect((await desk.run(['log', '101'])).out.match(/^revision/gmu)).toHaveLength(2);
  });

  test('a page is taken for what it was answered with, though the same bytes came with another answer before', async () => {
    const desk = await newDesk();
    const url = desk.serve('vietnamnet.vn', '/nuoc-dang-2495349.html', { status: 404, headers: HTML, body: page('dâng') });
    await desk.archive([url]);
    desk.serve('vietnamnet.vn', '/nuoc-dang-2495349.html', { headers: HTML, body: page('dâng') });
    await desk.archive([url], { now: '2026-10-06T05:00:00.000Z' });
    expect(await desk.run(['reread'])).toMatchObject({ status: 0, out: '', err: expect.stringContaining('0 pages of 0 articles') });
  });

  test('two pages that showed the article at the same instant are told apart', async () => {
    const { desk, url } = await archived();
    const other = desk.serve('baosong.example', '/in/101.html', { headers: HTML, body: page('đứng yên') });
    for (const each of [other, url]) await desk.archive([each], { now: '2026-10-07T05:00:00.000Z' });
    const { captures } = JSON.parse(await readFile(join(desk.cwd, 'storage/articles/baosong/0/101/article.json'), 'utf8'));
    expect(captures.slice(-2).map(({ first }: { first: string }) => first)).toEqual(Array(2).fill('2026-10-07T05:00:00.000Z'));
    const wordings = async (): Promise<(string | undefined)[]> =>
      await Promise.all([1, 2, 3, 4].map(async (number) => /Nước (.*)/u.exec((await desk.run(['show', `101@${number}`])).out)?.[1]));
    const before = await wordings();
    expect(before).toEqual(['dâng', 'rút', 'đứng yên', 'rút']);
    await describeSite(desk, 'baosong/2026', '.box');
    await desk.run(['reread']);
    expect(await wordings()).toEqual(before);
    expect((await desk.run(['show', '101@3'])).out).not.toContain('Đọc thêm');
  });

  test('what it reads as before keeps its snapshots', async () => {
    const { desk } = await archived();
    const before = (await desk.run(['export', 'a', '--format', 'jsonl'])).status;
    await describeSite(desk, 'baosong/2026', '');
    expect((await desk.run(['reread'])).err).toContain('0 pages of 0 articles read differently');
    await desk.run(['export', 'b', '--format', 'jsonl']);
    const digests = async (folder: string): Promise<string[]> =>
      (await readFile(join(desk.cwd, folder, 'revisions.jsonl'), 'utf8')).match(/"digest":"[^"]+"|"snapshot":"[^"]+"/gu) ?? [];
    expect(before).toBe(0);
    expect(await digests('b')).toEqual(await digests('a'));
  });

  test('many articles are read on several threads, and told as one alone tells them', { timeout: 60_000 }, async () => {
    const desk = await manyArchived(101);
    const alone = await desk.run(['reread', '--dry-run']); // From the sources, where there is no thread to start.
    const threads = await ended(desk.start(['reread', '--dry-run']));
    expect(threads).toMatchObject({ status: 0, out: alone.out, err: alone.err });
    expect(alone.out.trim().split('\n')).toHaveLength(101);
  });

  test('a reading that is stopped has told all that it wrote, and the next one does the rest', { timeout: 60_000 }, async () => {
    const desk = await manyArchived(150);
    const child = desk.start(['reread']);
    child.stdout?.once('data', () => child.kill('SIGINT'));
    const stopped = await ended(child);
    const told = stopped.out.trim().split('\n').length;
    expect(stopped.err).toContain(`${told} pages of ${told} articles read differently`);
    expect(told).toBeLessThan(150);
    const rest = await desk.run(['reread', '--dry-run']);
    expect(rest.out.trim().split('\n')).toHaveLength(150 - told);
    const texts = `${stopped.out}${rest.out}`.match(/^baosong\/\d+/gmu);
    expect(new Set(texts).size).toBe(150);
    expect((await desk.run(['verify'])).status).toBe(0);
  });

  test('a reading that one article puts an end to has told all that it wrote', { timeout: 60_000 }, async () => {
    const desk = await manyArchived(110);
    const folder = join(desk.cwd, 'storage/articles/baosong/1/1050');
    const first = (await readdir(folder)).find((name) => name.endsWith('.txt')) ?? '';
    const { content } = parseSnapshot(await readFile(join(folder, first), 'utf8'));
    // A folder stands where the next snapshot would.
    await mkdir(join(folder, snapshotName(1, digestOf({ ...content, body: content.body.slice(0, -1) }))));
    const ran = await ended(desk.start(['reread']));
    expect(ran).toMatchObject({ status: 1, err: expect.stringContaining('a folder stands where a file should be') });
    const rest = await desk.run(['reread', '--dry-run']);
    const told = [...ran.out.trim().split('\n'), ...rest.out.trim().split('\n')].map((line) => line.split(' ', 1)[0]);
    expect(told.toSorted()).toEqual(Array.from({ length: 110 }, (_, index) => `baosong/${1000 + index}`));
  });

  test('an article that may not be read ends a reading on several threads as it ends one on one', { timeout: 60_000 }, async () => {
    const desk = await manyArchived(110);
    const document = join(desk.cwd, 'storage/articles/baosong/1/1050/article.json');
    await rm(document);
    await mkdir(document);
    const alone = await desk.run(['reread', '--dry-run']);
    const threads = await ended(desk.start(['reread', '--dry-run']));
    expect(alone.out.trim().split('\n')).toHaveLength(50);
    expect(threads).toMatchObject({ status: alone.status, out: expect.stringContaining(alone.out), err: alone.err });
  });

  test('what speaks against a saved page stays, whoever reads it', async () => {
    const desk = await newDesk();
    await describeSite(desk, 'baosong/2025', '');
    const other = '<link rel="canonical" href="https://baosong.example/102.html"></head>';
    await writeFile(join(desk.cwd, 'trang.html'), page('dâng').replace('<body>', `<head>${other}<body>`));
    const argv = ['import', 'trang.html', '--url', 'https://baosong.example/101.html', '--partial', '--captured', '2026-10-05'];
    expect(await desk.run(argv)).toMatchObject({ status: 0, out: expect.stringMatching(/\(doubtful: .*the page gives another address/u) });
    await describeSite(desk, 'baosong/2026', '.box');
    expect((await desk.run(['reread'])).err).toContain('1 page of 1 article read differently');
    expect((await desk.run(['log', '101'])).out).toMatch(/doubtful: .*the page gives another address as its own/u);
  });

  test('a page that it can’t read any more keeps its reading, and is named', async () => {
    const { desk } = await archived();
    await describeSite(desk, 'baosong/2026', 'p');
    const ran = await desk.run(['reread']);
    expect(ran.out.match(/can't be read any more/gu)).toHaveLength(2);
    expect((await desk.run(['log', '101'])).out.match(/^revision/gmu)).toHaveLength(2);
  });

  test('and back again, the first snapshots stand again', async () => {
    const { desk } = await archived();
    await describeSite(desk, 'baosong/2026', '.box');
    await desk.run(['reread']);
    await describeSite(desk, 'baosong/2025', '');
    await desk.run(['reread']);
    expect((await desk.run(['show', '101@1'])).out).toContain('Đọc thêm');
    expect((await desk.run(['log', '101'])).out.match(/^revision/gmu)).toHaveLength(2);
  });
});

describe('show', () => {
  test('--raw gives the bytes as received, of either revision, and --headers the head', async () => {
    const { desk } = await archived();
    expect(Buffer.from((await desk.run(['show', '101@1', '--raw'])).out, 'latin1').toString('utf8')).toBe(page('dâng'));
    expect(Buffer.from((await desk.run(['show', '101', '--raw'])).out, 'latin1').toString('utf8')).toBe(page('rút'));
    expect((await desk.run(['show', '101', '--headers'])).out).toMatch(
      /^HTTP\/1\.1 200 OK\r\n(?:.*\r\n)*content-type: text\/html; charset=utf-8\r\n/iu,
    );
  });

  test('--raw and --headers together give the head and then the page', async () => {
    const { desk } = await archived();
    const [head, raw] = [await desk.run(['show', '101', '--headers']), await desk.run(['show', '101', '--raw'])];
    expect(await desk.run(['show', '101', '--raw', '--headers'])).toEqual({ status: 0, out: head.out + raw.out, err: '' });
  });

  test('two revisions that differ are refused, and the same one named twice is shown', async () => {
    const { desk } = await archived();
    expect(await desk.run(['show', '101@1', '2'])).toEqual({
      status: 2,
      out: '',
      err: 'baoluu: 101@1 names another revision than 2; leave out one.\n',
    });
    expect(await desk.run(['show', '101@1', '1'])).toEqual(await desk.run(['show', '101@1']));
  });

  test('--raw says so where no page was kept', async () => {
    const desk = await newDesk();
    await writeFile(
      join(desk.cwd, '000_0123456789abcdef.txt'),
      'https://vietnamnet.vn/a-1.html\n-----------------\nTên\n-----------------\nChữ.\n-----------------\n',
    );
    await desk.run(['import', '000_0123456789abcdef.txt']);
    expect(await desk.run(['show', 'vietnamnet/1', '--raw'])).toMatchObject({
      status: 1,
      err: expect.stringContaining('No page of vietnamnet/1@1 was kept'),
    });
  });
});
