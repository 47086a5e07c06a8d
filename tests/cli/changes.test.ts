/** What newsrooms changed across the archive, and how a history tells it. */
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Archive } from '../../src/archive/archive.ts';
import { openCatalogue } from '../../src/archive/catalogue.ts';
import { GIST_VERSION } from '../../src/diff/gist.ts';
import { archiveVersions, day, type Version } from './revised.ts';
import { newDesk, type Desk } from './support.ts';

const DEATHS: readonly Version[] = [
  { body: ['Lũ làm 7 người chết.'] },
  { body: ['Lũ làm 8 người chết.'] },
  { body: ['Lũ làm 8 người chết'] },
];

async function deskWith(versions: readonly Version[]): Promise<Desk> {
  const desk = await newDesk();
  await archiveVersions(desk, versions);
  return desk;
}

async function changesOf(desk: Desk, ...argv: readonly string[]): Promise<Record<string, unknown>[]> {
  const { status, out } = await desk.run(['changes', '--json', ...argv], { now: day(4) });
  expect(status).toBe(0);
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

function catalogueOf(desk: Desk): string {
  return join(desk.cwd, 'storage', 'catalogue.sqlite');
}

describe('changes', () => {
  test('show each revision but the first, the newest first, with what matters most of it', async () => {
    const desk = await deskWith(DEATHS);
    const { status, out, err } = await desk.run(['changes']);
    expect([status, err]).toEqual([0, '']);
    expect(out).toBe(`2026-10-07T12:00:00+07:00 vietnamnet/9900300@3   cosmetic   Nước đã rút ở xã Phú Hòa
    Đoạn 7: sửa ‘Lũ làm 8 người chết’
2026-10-06T12:00:00+07:00 vietnamnet/9900300@2   substantive, number, stealth   Nước đã rút ở xã Phú Hòa
    Số liệu: 7 → 8 (+1)
`);
  });

  test('can be cut to a time, a site, a kind, a severity and a number', async () => {
    const desk = await deskWith(DEATHS);
    const numbers = async (...argv: readonly string[]) => (await changesOf(desk, ...argv)).map(({ revision }) => revision);
    expect(await numbers('--since', '1d')).toEqual([3]);
    expect(await numbers('--since', '2026-10-06', '--until', '2026-10-06')).toEqual([2]);
    expect(await numbers('--kind', 'headline,number')).toEqual([2]);
    expect(await numbers('--severity', 'minor')).toEqual([2]);
    expect(await numbers('--severity', 'cosmetic')).toEqual([3, 2]);
    expect(await numbers('--site', 'vietnamnet', '--limit', '1')).toEqual([3]);
    expect(await desk.run(['changes', '--site', 'vietnamplus'])).toEqual({ status: 0, out: '', err: 'No change found.\n' });
  });

  test('are the same when nobody had compared the revisions before, as after reindex', async () => {
    const desk = await deskWith(DEATHS);
    const noted = await changesOf(desk);
    await desk.run(['reindex']);
    expect(await changesOf(desk)).toEqual(noted);
    await rm(catalogueOf(desk));
    expect(await changesOf(desk)).toEqual(noted);
    expect(await changesOf(desk, '--kind', 'number')).toEqual(noted.slice(1));
  });

  test('read each article once, however many of its revisions are compared', async () => {
    const desk = await deskWith(DEATHS);
    await desk.run(['reindex']);
    const reading = vi.spyOn(Archive.prototype, 'article');
    onTestFinished(() => reading.mockRestore());
    expect(await changesOf(desk)).toHaveLength(2);
    expect(reading).toHaveBeenCalledTimes(1);
  });

  test('are noted when a visit is written down, so that asking compares nothing', async () => {
    const desk = await deskWith(DEATHS);
    const { catalogue } = openCatalogue(catalogueOf(desk));
    const known = await catalogue.changes({ version: GIST_VERSION, limit: 9 });
    catalogue.close();
    expect(known.map(({ gist }) => gist?.severity)).toEqual(['cosmetic', 'substantive']);
  });

  test('that other rules of comparing gave are compared anew', async () => {
    const desk = await deskWith(DEATHS);
    const before = await changesOf(desk);
    const { default: Database } = await import('libsql');
    const database = new Database(catalogueOf(desk));
    database.exec("UPDATE revisions SET compared_by = 0, sentence = 'cũ', kinds = ''");
    database.close();
    expect(await changesOf(desk)).toEqual(before);
  });

  test('that an older baoluu catalogued, which kept no snapshots’ names with revisions, are compared too', async () => {
    const desk = await deskWith(DEATHS);
    const before = await changesOf(desk);
    const { default: Database } = await import('libsql');
    const database = new Database(catalogueOf(desk));
    database.exec('UPDATE revisions SET compared_by = NULL, snapshot = NULL');
    database.close();
    expect(await changesOf(desk)).toEqual(before);
  });

  test('of an article that is damaged are left out and told, and the others shown', async () => {
    const desk = await deskWith(DEATHS);
    await archiveVersions(desk, DEATHS.slice(0, 2), '/nuoc-da-rut-o-xa-khac-9900301.html');
    await desk.run(['reindex']);
    const folder = join(desk.cwd, 'storage', 'articles', 'vietnamnet', '9900', '9900300');
    const second = (await readdir(folder)).find((file) => file.startsWith('001_')) ?? '';
    await writeFile(join(folder, second), 'khác');
    const { status, out, err } = await desk.run(['changes', '--limit', '1']);
    expect([status, out.match(/@\d/gu)]).toEqual([12, ['@2']]);
    expect(out).toContain('vietnamnet/9900301@2');
    expect(err).toMatch(/does not match its name.*\n2 revisions could not be compared and are left out/u);
  });

  test.each([
    [['--kind', 'tittle'], /"tittle" is no kind of change. There are: headline, number/u],
    [['--kind', ''], /"" is no kind of change/u],
    [['--severity', 'heavy'], /"heavy" is no severity. There are, from the lightest on: none, cosmetic/u],
    [['--since', 'hôm qua'], /expected a day such as 2026-03-01, or a time such as 12h, 7d or 4w/u],
    [['--until', '7d'], /--until 7d: expected a day/u],
    [['--site', 'vietnamnett'], /--site vietnamnett: no such site; there are .*vietnamnet, /u],
    [['--since', '2026-10-07', '--until', '2026-10-01'], /comes after --until/u],
  ])('asked for with %j are answered in a sentence', async (argv, sentence) => {
    const desk = await newDesk();
    expect(await desk.run(['changes', ...argv])).toMatchObject({ status: 2, out: '', err: expect.stringMatching(sentence) });
  });
});

describe('a change', () => {
  test('with a new stamp or a notice is no stealth', async () => {
    const notice = 'Đính chính: Bản trước viết 7 người chết.';
    const desk = await deskWith([
      { body: ['Lũ làm 7 người chết.'] },
      { body: ['Lũ làm 8 người chết.'], modified: '2026-10-06T11:00:00+07:00' },
      { body: ['Lũ làm 9 người chết.'], modified: '2026-10-06T11:00:00+07:00' },
      { body: ['Lũ làm 10 người chết.', notice], modified: '2026-10-06T11:00:00+07:00' },
    ]);
    const kinds = (await changesOf(desk)).map((change) => change['kinds']);
    expect(kinds).toEqual([expect.arrayContaining(['correction']), ['number', 'stealth'], ['number']]);
    expect(kinds[0]).not.toContain('stealth');
  });

  test('of the headline makes the address stale, and one of a picture is told beside others', async () => {
    const desk = await deskWith([
      { picture: 'w600/lu.jpg' },
      { picture: 'w1200/lu.jpg?s=1', body: ['Xã đã có điện.'] },
      { picture: 'cau.jpg', title: 'Xã Phú Hòa có điện trở lại sau cơn bão' },
    ]);
    const [headline, text] = await changesOf(desk);
    expect(headline?.['kinds']).toEqual(expect.arrayContaining(['headline', 'picture', 'stale-slug']));
    expect(text?.['kinds']).not.toContain('picture');
    const { out } = await desk.run(['diff', '9900300']);
    expect(out).toMatch(/^stale slug: the address still has the words of the old headline$/mu);
    expect(out).toMatch(/^picture: another one under ‘Nước rút. Ảnh: Hồng Khanh’: https:\/\/static.vietnamnet.vn\/w1200\/lu.jpg/mu);
  });
});

describe('log', () => {
  test.each([
    ['changed', 2, async (path: string) => await writeFile(path, 'khác'), /000_\w+\.txt does not match its name/u],
    ['missing', 2, async (path: string) => await rm(path), /000_\w+\.txt is missing/u],
    ['changed, the only one', 1, async (path: string) => await writeFile(path, 'khác'), /000_\w+\.txt does not match its name/u],
  ])('shows what there is beside a snapshot that is %s, names it, and ends with 12', async (_what, revisions, spoil, message) => {
    const desk = await newDesk();
    await archiveVersions(desk, DEATHS.slice(0, revisions));
    expect((await desk.run(['log', '9900300'])).status).toBe(0);
    const folder = join(desk.cwd, 'storage', 'articles', 'vietnamnet', '9900', '9900300');
    await spoil(join(folder, (await readdir(folder)).find((file) => file.startsWith('000_')) ?? ''));
    for (const argv of [
      ['log', '9900300'],
      ['log', '9900300', '--json'],
    ]) {
      const { status, out, err } = await desk.run(argv);
      expect([status, err.match(/^baoluu: .*Restore it from a backup\.$/gmu)?.length]).toEqual([12, 1]);
      expect(err).toMatch(message);
      expect(out.match(/000_\w+\.txt/gu)).not.toBeNull();
    }
  });

  test('says of each revision how much it matters, and labels what goes to and fro', async () => {
    const [seven, eight] = [{ body: ['Lũ làm 7 người chết.'] }, { body: ['Lũ làm 8 người chết.'] }];
    const desk = await deskWith([seven, eight, seven, eight, { body: ['Lũ làm 9 người chết.'] }]);
    const { out } = await desk.run(['log', '9900300']);
    const lines = out.split('\n').filter((line) => /^revision|^ +substantive/u.test(line));
    expect(lines.map((line) => line.replace(/^.*(?:\d visits? {3}|substantive)/u, ''))).toEqual([
      'new',
      '1 paragraph',
      ', number, stealth   Số liệu: 7 → 8 (+1)',
      'back to revision 1: 1 paragraph',
      ', number, stealth   Số liệu: 8 → 7 (−1)',
      'back to revision 2, flip-flop since revision 1: 1 paragraph',
      ', number, stealth   Số liệu: 7 → 8 (+1)',
      '1 paragraph',
      ', number, stealth   Số liệu: 8 → 9 (+1)',
    ]);
    const json = (await desk.run(['log', '9900300', '--json'])).out.trim().split('\n');
    expect(JSON.parse(json[3] ?? '')).toMatchObject({
      returnsTo: 2,
      flipFlopSince: 1,
      severity: 'substantive',
      kinds: ['number', 'stealth'],
    });
  });
});
