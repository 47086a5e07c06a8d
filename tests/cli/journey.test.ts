/** What a person does: archive, archive again after an edit, read the history and the difference, export, verify. */
import { execFileSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { digestOf } from '../../src/article/snapshot.ts';
import { contentOf, standingOn } from '../../src/demo/edition.ts';
import { threeDays } from '../../src/demo/script.ts';
import { newDesk, type Desk } from './support.ts';

const NOON = (day: number): string => `2026-10-0${day + 4}T05:00:00.000Z`;

async function archiveDays(desk: Desk, days: number): Promise<void> {
  for (let day = 1; day <= days; day += 1) {
    desk.newsroom.setDay(day);
    const ran = await desk.archive(undefined, { now: NOON(day) });
    expect(ran).toMatchObject({ status: 0 });
  }
}

async function snapshotFiles(desk: Desk): Promise<string[]> {
  const names = await readdir(join(desk.cwd, 'storage', 'articles'), { recursive: true });
  return names.filter((name) => name.endsWith('.txt')).map((name) => join(desk.cwd, 'storage', 'articles', name));
}

describe('three days of a newsroom', () => {
  test('are kept text by text, neither one more nor one less', async () => {
    const desk = await newDesk();
    await archiveDays(desk, 3);
    for (const article of threeDays.articles) {
      const texts = [1, 2, 3].flatMap((day) => {
        const standing = standingOn(threeDays, article, day);
        return standing !== undefined && 'edition' in standing ? [digestOf(contentOf(standing.edition))] : [];
      });
      const part = article.outlet === 'baosong' ? article.slug : `${article.outlet}/${article.number}`;
      const events = (await desk.run(['log', part, '--json'])).out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      const kept = events.filter((event) => event['outcome'] === 'read').map((event) => String(event['snapshot']).slice(4, 20));
      const expected = texts.filter((digest, index) => digest !== texts[index - 1]).map((digest) => digest.slice(7, 23));
      expect({ article: part, kept }).toEqual({ article: part, kept: expected });
    }
  });

  test('show a headline that changed by one mark, and nothing else', async () => {
    const desk = await newDesk();
    await archiveDays(desk, 2);
    const { status, out } = await desk.run(['diff', 'vietnamplus/9900101']);
    expect(status).toBe(0);
    expect(out).toContain('title: Cầu vượt [-lú-]{+lũ+} nối hai bờ sông');
    expect(out.match(/\[-|\{\+/gu)).toHaveLength(2);
    expect((await desk.run(['diff', 'vietnamplus/9900101', '--exit-code'])).status).toBe(1);
    expect((await desk.run(['diff', 'vietnamplus/9900101', '2', '2', '--exit-code'])).status).toBe(0);
  });

  test('end with an article that is gone, which its history says', async () => {
    const desk = await newDesk();
    await archiveDays(desk, 3);
    const { out } = await desk.run(['log', 'vietnamnet/9900203']);
    expect(out.trim().split('\n').at(-1)).toMatch(/^gone +2026-10-07T12:00:00\+07:00 {3}410 {3}1 visit/u);
    expect((await desk.run(['list'])).out).toMatch(/^vietnamnet\/9900203 {3}gone {3}1 revision/mu);
  });

  test('leave an archive in which nothing is damaged, and every name can be checked by hand', async () => {
    const desk = await newDesk();
    await archiveDays(desk, 3);
    expect(await desk.run(['verify'])).toMatchObject({
      status: 0,
      out: expect.stringMatching(/^8 articles, 14 snapshots, .*: no damage\n$/u),
    });
    for (const path of await snapshotFiles(desk)) {
      const printed = execFileSync('sh', ['-c', `tail -n +3 "${path}" | sha256sum`], { encoding: 'utf8' });
      expect(path.slice(-20, -4)).toBe(printed.slice(0, 16));
    }
  });

  test('give their texts to other programs', async () => {
    const desk = await newDesk();
    await archiveDays(desk, 3);
    expect((await desk.run(['export', '--format', 'seeds', 'texts'])).status).toBe(0);
    const texts = (await readdir(join(desk.cwd, 'texts'))).toSorted();
    expect(texts.map((name) => name.slice(0, 3))).toEqual(texts.map((_, index) => String(index).padStart(3, '0')));
    expect((await desk.run(['export', '--format', 'jsonl', 'lines', 'vietnamplus'])).status).toBe(1);
    expect((await desk.run(['export', '--format', 'jsonl', 'lines', 'vietnamplus/9900102'])).status).toBe(0);
    const lines = (await readFile(join(desk.cwd, 'lines', 'revisions.jsonl'), 'utf8')).trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { revision: number }).revision)).toEqual([1, 2, 3]);
    expect(await desk.run(['export', 'texts'])).toMatchObject({ status: 2, err: expect.stringContaining('is not empty') });
  });
});

describe('archiving', () => {
  test('says where the text is, and what the next edit changed', async () => {
    const desk = await newDesk();
    const [url = ''] = desk.newsroom.urls();
    const first = await desk.archive([url]);
    expect(first.out).toMatch(
      /^2026-10-05T12:00:00\+07:00 vietnamplus\/9900101 200 revision 1 {3}new {3}storage\/articles\/vietnamplus\/9900\/9900101\/000_[0-9a-f]{16}\.txt\n$/u,
    );
    expect((await desk.archive([url])).out).toContain('unchanged   revision 1');
    desk.newsroom.setDay(2);
    expect((await desk.archive([url])).out).toContain('revision 2   title   storage/');
  });

  test('reads addresses from a file or from standard input, and names each line that is none', async () => {
    const desk = await newDesk();
    const urls = desk.newsroom.urls();
    await writeFile(join(desk.cwd, 'urls.txt'), `# hôm nay\n${urls[0]}\n\nkhông phải địa chỉ\n`);
    const ran = await desk.archive([], { flags: ['-i', 'urls.txt', '--error-file', 'again.txt'] });
    expect(ran).toMatchObject({ status: 3, err: expect.stringContaining('urls.txt:4: "không phải địa chỉ" is not a URL') });
    expect(await readFile(join(desk.cwd, 'again.txt'), 'utf8')).toBe('không phải địa chỉ\n');
    expect((await desk.archive([], { flags: ['-i', '-'], input: urls.join('\r\n') })).status).toBe(0);
  });

  test('takes old, new and tracked addresses for one article, and follows it to its new slug', async () => {
    const desk = await newDesk();
    desk.newsroom.setDay(2);
    const [, , renamed = ''] = desk.newsroom.urls();
    await desk.archive([renamed, `${renamed}?utm_source=zalo`]);
    expect((await desk.run(['list', '--site', 'vietnamplus'])).out.trim().split('\n')).toHaveLength(1);
    const { out } = await desk.run(['log', `${renamed}#binh-luan`]);
    expect(out).toContain('2 visits');
  });

  test('never takes a page to which it is led astray for the article', async () => {
    const desk = await newDesk();
    const [first = '', second = ''] = desk.newsroom.urls();
    const away = desk.serve('vietnamnet.vn', '/bai-cu-123456.html', { status: 302, headers: { location: new URL(second).pathname } });
    await desk.archive([first]);
    const ran = await desk.archive([away]);
    expect(ran.status).toBe(1);
    expect((await desk.run(['log', 'vietnamnet/123456'])).out).toMatch(/^(?:redirected|absent)/mu);
  });

  test('prints one JSON object a line when asked, and nothing else', async () => {
    const desk = await newDesk();
    const { out } = await desk.archive(undefined, { flags: ['--json'] });
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { schema: string });
    expect(lines).toHaveLength(desk.newsroom.urls().length);
    expect(new Set(lines.map((line) => line.schema))).toEqual(new Set(['baoluu.archived/1']));
  });
});

describe('an article', () => {
  test('is found by any part of its name or address that means it alone', async () => {
    const desk = await newDesk();
    await desk.archive();
    for (const name of ['vietnamplus/9900101', '9900101', '900101', 'cau-vuot-lu', desk.newsroom.urls()[0] ?? ''])
      expect((await desk.run(['show', name])).out).toContain('Cầu vượt lú');
    const unclear = await desk.run(['show', 'vietnamplus']);
    expect(unclear).toMatchObject({ status: 1, err: expect.stringContaining('could mean 4 articles') });
    expect((await desk.run(['show', 'báo nào đó'])).err).toContain('No article in');
  });

  test('is shown byte for byte as its snapshot stands on the disk', async () => {
    const desk = await newDesk();
    await desk.archive([desk.newsroom.urls()[0] ?? '']);
    const [path = ''] = await snapshotFiles(desk);
    expect((await desk.run(['show', '9900101@1'])).out).toBe(await readFile(path, 'utf8'));
    expect(await desk.run(['show', '9900101@2'])).toMatchObject({ status: 1, err: expect.stringContaining('it has 1 revision') });
  });
});
