/** Search, status and the catalogue as a person meets them. */
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openCatalogue } from '../../src/archive/catalogue.ts';
import { archiveVersions } from './revised.ts';
import { newDesk, type Desk } from './support.ts';

async function deskWithArchive(): Promise<Desk> {
  const desk = await newDesk();
  expect((await desk.archive()).status).toBe(0);
  return desk;
}

function catalogueOf(desk: Desk): string {
  return join(desk.cwd, 'storage', 'catalogue.sqlite');
}

describe('search', () => {
  test('shows each article that holds the words, marked, with and without their accents', async () => {
    const desk = await deskWithArchive();
    const title = (await desk.run(['list'])).out.split('\n')[0]?.split('   ').at(-1) ?? '';
    const { status, out } = await desk.run(['search', `"${title}"`]);
    expect(status).toBe(0);
    expect(out).toContain(`[${title}]`);
    const plain = title.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');
    expect((await desk.run(['search', plain])).out).toContain(`[${title}]`);
    const json = (await desk.run(['search', title, '--json', '--limit', '1'])).out.trim();
    expect(JSON.parse(json)).toMatchObject({ schema: 'baoluu.hit/1', title, marked: { title: `[${title}]` } });
  });

  test('says that nothing was found, and ends with 1', async () => {
    const desk = await deskWithArchive();
    for (const argv of [
      ['khongcotunhuvay'],
      ['*'.repeat(3), 'khongcotunhuvay'],
      ['lũ', '--site', 'tienphong'],
      ['lũ', '--since', '2030-01-01'],
    ])
      expect(await desk.run(['search', ...argv])).toEqual({ status: 1, out: '', err: 'Nothing found.\n' });
  });

  test('shows the newest text with the words, and says in which revisions it stands', async () => {
    const desk = await newDesk();
    await archiveVersions(desk, [
      { title: 'Lũ ở xã Đập Đá làm 7 người chết', body: ['Ông Lê Văn Đẫm cho biết.'] },
      { title: 'Lũ ở xã Đập Đá làm 8 người chết', body: ['Ông Lê Văn Đẫm cho biết.'] },
      { title: 'Lũ ở xã Đập Đá làm 9 người chết', body: ['Chính quyền cho biết.'] },
    ]);
    const lineOf = async (words: string): Promise<string> => (await desk.run(['search', words])).out.split('\n')[0] ?? '';
    expect(await lineOf('"Đập Đá"')).toMatch(/ 002_\w+\.txt {3}revisions 1–3 of 3 {3}2026-10-07.* \[Đập Đá\] làm 9 người/u);
    expect(await lineOf('"9 người chết"')).toContain('   revision 3 of 3   ');
    expect(await lineOf('le van dam')).toMatch(/ 001_\w+\.txt {3}only in revisions 1–2 of 3, gone since {3}.* làm 8 người/u);
    expect(await lineOf('"7 người chết"')).toMatch(/ 000_\w+\.txt {3}only in revision 1 of 3, gone since {3}/u);
    const { out } = await desk.run(['search', 'Đẫm'.normalize('NFD'), '--json']);
    expect(JSON.parse(out)).toMatchObject({ revisions: [1, 2], revisionCount: 3, snapshot: expect.stringMatching(/^001_/u) });
  });

  test("finds the articles of a site that the config no longer knows, and says so of a name that is no site's", async () => {
    const desk = await deskWithArchive();
    const [kept, old] = ['vietnamnet', 'bao-cu'].map((site) => join(desk.cwd, 'storage', 'articles', site)) as [string, string];
    await rename(kept, old);
    for (const file of (await readdir(old, { recursive: true })).filter((name) => name.endsWith('article.json'))) {
      const text = await readFile(join(old, file), 'utf8');
      await writeFile(join(old, file), text.replace('"site": "vietnamnet"', '"site": "bao-cu"'));
    }
    await desk.run(['reindex']);
    expect((await desk.run(['list', '--site', 'bao-cu'])).out).toMatch(/^bao-cu\/9900201 /mu);
    expect((await desk.run(['search', 'nước mắm', '--site', 'bao-cu'])).out).toMatch(/^bao-cu\/9900203 /mu);
    expect((await desk.run(['changes', '--site', 'bao-cu'])).status).toBe(0);
    for (const command of [['list'], ['search', 'lũ'], ['changes']])
      for (const [site, likely] of [
        ['bao-cu1', 'bao-cu'],
        ['vietnamnett', 'vietnamnet'],
      ] as const)
        expect(await desk.run([...command, '--site', site])).toMatchObject({
          status: 2,
          out: '',
          err: expect.stringMatching(
            new RegExp(`^baoluu: --site ${site}: no such site; there are .*vietnamplus.*, bao-cu, .*Did you mean "${likely}"\\?\n$`, 'u'),
          ),
        });
    expect(await desk.run(['list', '--site', 'không-có'])).toMatchObject({
      status: 2,
      err: expect.stringMatching(/each host of which something is kept\.\n$/u),
    });
  });

  test('a host is the site that its pages are filed under; one of which nothing is kept is no site', async () => {
    const desk = await deskWithArchive();
    for (const host of ['www.vietnamnet.vn', 'VietNamNet.vn', 'vietnamnet.vn'])
      for (const command of [['list'], ['search', 'nước mắm'], ['changes'], ['export', host]]) {
        const [asked, named] = [await desk.run([...command, '--site', host]), await desk.run([...command, '--site', 'vietnamnet'])];
        expect(asked.status).toBe(0);
        if (command[0] !== 'export') expect(asked).toEqual(named);
      }
    expect((await desk.run(['list', '--site', 'en.vietnamplus.vn'])).err).toContain('No article of the site "vietnamplus-en"');
    for (const host of ['khong-co.example', '127.0.0.1', 'localhost', 'vietnamnet.vn:8080', 'vietnamnet.vn/a'])
      for (const command of [['list'], ['search', 'lũ'], ['changes'], ['reread'], ['export', 'x']])
        expect(await desk.run([...command, '--site', host])).toMatchObject({
          status: 2,
          out: '',
          err: expect.stringContaining(`--site ${host}: no such site; there are`),
        });
  });

  test('answers what is no query with one sentence', async () => {
    const desk = await deskWithArchive();
    const junk = [
      [''],
      ['"" * ( ) : ^ -'],
      ['lũ '.repeat(350_000)],
      ['a '.repeat(100)],
      ['lũ', '--limit', '0'],
      ['lũ', '--since', 'hôm qua'],
    ];
    for (const argv of junk) {
      const { status, out, err } = await desk.run(['search', ...argv]);
      expect([status, out]).toEqual([2, '']);
      expect(err.slice(0, 500)).toMatch(/^baoluu: .+\n/u);
      expect(err.length).toBeLessThan(500);
    }
  });

  test('takes operators and quotation marks for words', async () => {
    const desk = await deskWithArchive();
    const odd = ['"lũ', 'a"b', 'NEAR(a b)', 'title:lũ', 'lũ OR', '-lũ', "lũ'; DROP TABLE articles", 'NOT', '{a} : b', '\u0000lũ', 'lũ*'];
    for (const query of odd) {
      const { status, err } = await desk.run(['search', '--', query]);
      expect([status, err]).toEqual(status === 0 ? [0, ''] : [1, 'Nothing found.\n']);
    }
  });

  test('makes a catalogue that is missing', async () => {
    const desk = await deskWithArchive();
    const before = await desk.run(['search', 'lu']);
    await rm(catalogueOf(desk));
    const { out, err } = await desk.run(['search', 'lu']);
    expect(out).toBe(before.out);
    expect(err).toMatch(/^The catalogue is missing or incomplete; .*\n\d+ articles catalogued\.\n$/u);
  });
});

describe('list', () => {
  test('says the same out of the catalogue and without one', async () => {
    const desk = await deskWithArchive();
    const [text, json] = [await desk.run(['list']), await desk.run(['list', '--json', '--all'])];
    await rm(catalogueOf(desk));
    expect([await desk.run(['list']), await desk.run(['list', '--json', '--all'])]).toEqual([text, json]);
  });

  test('stops after as many as were asked for', async () => {
    const desk = await deskWithArchive();
    const all = (await desk.run(['list'])).out.split('\n');
    expect((await desk.run(['list', '--limit', '2'])).out.split('\n')).toEqual([...all.slice(0, 2), '']);
    expect(await desk.run(['list', '--limit', 'nhieu'])).toMatchObject({
      status: 2,
      err: expect.stringContaining('--limit nhieu: expected a number of one or more, such as 50.'),
    });
  });
});

describe('status', () => {
  test('tells of each site what is kept and what is due, and which hosts are left alone', async () => {
    const desk = await deskWithArchive();
    const { catalogue } = openCatalogue(catalogueOf(desk));
    const now = Date.parse('2026-10-05T05:00:00.000Z');
    await catalogue.plan({ site: 'vietnamplus', id: '9900101' }, now - 1);
    await catalogue.changeTrouble('vietnamnet.vn', () => ({ kind: 'open', failures: 3, until: now + 60_000, why: 'answered 429' }));
    const run = await catalogue.beginRun('vietnamplus', now - 5000);
    await catalogue.endRun(run!, { endedAt: now, status: 'done', counts: { fetched: 2, failed: 1 } });
    catalogue.close();
    const { status, out, err } = await desk.run(['status']);
    expect([status, err]).toEqual([0, '']);
    expect(out).toMatch(
      /^vietnamplus {3}\d articles? {3}\d revisions? today, \d this week {3}1 due now, no visit planned {3}last run 2026-10-05T11:59:55\+07:00 done \(fetched 2, failed 1\) {3}texts [\d.]+ kB, raw pages [\d.]+ kB$/mu,
    );
    expect(out).toMatch(/^vietnamnet\.vn {3}left alone until 2026-10-05T12:01:00\+07:00 {3}3 failures in a row {3}answered 429$/mu);
    const json = (await desk.run(['status', '--json'])).out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { schema: string });
    expect(new Set(json.map(({ schema }) => schema))).toEqual(
      new Set(['baoluu.siteStatus/1', 'baoluu.crawlStatus/1', 'baoluu.hostStatus/1', 'baoluu.catalogueStatus/1']),
    );
  });

  test('says that there is nothing yet', async () => {
    const desk = await newDesk();
    expect(await desk.run(['status'])).toMatchObject({ status: 10 });
  });
});

test('reindex makes a damaged catalogue anew and says what became of the old one', async () => {
  const desk = await deskWithArchive();
  const listed = await desk.run(['list']);
  await rm(catalogueOf(desk));
  await writeFile(catalogueOf(desk), 'không phải cơ sở dữ liệu '.repeat(400));
  expect(await desk.run(['list'])).toEqual(listed);
  const { status, err } = await desk.run(['reindex']);
  expect(status).toBe(0);
  expect(err).toMatch(
    /set aside as .*catalogue-set-aside-1\.sqlite.*\n\d+ pages of \d+ WARC files? indexed\.\n\d+ articles catalogued\.\n$/u,
  );
  expect(await readdir(join(desk.cwd, 'storage'))).toContain('catalogue-set-aside-1.sqlite');
  expect(await desk.run(['list'])).toEqual(listed);
});

test('reindex names each article that is damaged, takes in what of it is sound, and ends with 12', async () => {
  const desk = await newDesk();
  await archiveVersions(desk, [{ title: 'Lũ làm 7 người chết' }, { title: 'Lũ làm 8 người chết' }]);
  await archiveVersions(desk, [{ title: 'Lũ rút' }], '/nuoc-da-rut-o-xa-khac-9900301.html');
  const site = join(desk.cwd, 'storage', 'articles', 'vietnamnet', '9900');
  const first = (await readdir(join(site, '9900300'))).find((file) => file.startsWith('000_')) ?? '';
  await writeFile(join(site, '9900300', first), 'khác');
  await rm(join(site, '9900301', 'article.json'));
  const { status, err } = await desk.run(['reindex']);
  expect(status).toBe(12);
  expect(err).toMatch(/9900300\/000_\w+\.txt does not match its name.* Restore it from a backup\./u);
  expect(err).toMatch(/9900301\/article\.json is missing, but 000_\w+\.txt is there. Restore it from a backup\./u);
  expect(err).toContain('2 articles catalogued; 2 are damaged, and only what of them is sound is in the catalogue.');
  const { out } = await desk.run(['reindex', '--json']);
  expect(JSON.parse(out)).toMatchObject({ articles: 2, damagedArticles: ['vietnamnet/9900300', 'vietnamnet/9900301'] });
  const left = 'vietnamnet/9900300, vietnamnet/9900301 are damaged; what can’t be read there is left out.';
  const told = { status: 12, err: expect.stringContaining(left) };
  expect(await desk.run(['search', '"8 người chết"'])).toMatchObject({ ...told, out: expect.stringContaining('[8 người chết]') });
  for (const words of [['search', '"lũ rút"'], ['changes'], ['related', 'vietnamnet/9900300']])
    expect(await desk.run(words)).toMatchObject(told);
  expect(await desk.run(['search', 'lũ', '--site', 'vietnamplus'])).toEqual({ status: 1, out: '', err: 'Nothing found.\n' });
  expect(await desk.run(['list'])).toMatchObject({ status: 12, err: expect.stringContaining('9900301/article.json is missing') });
});
