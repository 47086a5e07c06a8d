/** The SQLite catalogue: the contract, and that an archive keeps it up whatever happens. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Archive } from '../../src/archive/archive.ts';
import { openCatalogue, readCatalogue } from '../../src/archive/catalogue.ts';
import { DAMAGED, type ArticleEntry, type Catalogue } from '../../src/archive/catalogueContract.ts';
import { CatalogueError } from '../../src/archive/errors.ts';
import { articleFile, articleFolder, CATALOGUE_FILE, snapshotFile } from '../../src/archive/folders.ts';
import { listed, reliableCatalogue } from '../../src/archive/listing.ts';
import { rebuildCatalogue } from '../../src/archive/reindex.ts';
import type { ArticleDamage } from '../../src/archive/upkeep.ts';
import { parseQuery } from '../../src/article/query.ts';
import { describeCatalogue, type Store, type Worker } from './catalogueContract.ts';
import { absent, newArchive, openArchive, REF, seen, temporaryFolder } from './support.ts';

const HERE = dirname(fileURLToPath(import.meta.url));
const BUILT = pathToFileURL(join(HERE, '..', '..', 'dist', 'archive', 'catalogue.js')).href;

function open(path: string): Catalogue {
  const { catalogue } = openCatalogue(path);
  onTestFinished(() => catalogue.close());
  return catalogue;
}

function start(path: string, job: string, ...words: readonly string[]): Worker {
  const child = spawn(process.execPath, [join(HERE, 'catalogueWorker.mjs'), BUILT, path, job, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async (): Promise<string> => ((await lines.next()).value as string | undefined) ?? '';
  return {
    line,
    async lines() {
      const all: string[] = [];
      for (let next = await lines.next(); next.done !== true; next = await lines.next()) all.push(next.value);
      await ended;
      return all;
    },
    async kill() {
      child.kill('SIGKILL');
      await new Promise<void>((resolve) =>
        child.exitCode === null && child.signalCode === null ? child.once('exit', () => resolve()) : resolve(),
      );
    },
  };
}

describeCatalogue('SQLite', {
  async newStore(): Promise<Store> {
    const path = join(await temporaryFolder(), CATALOGUE_FILE);
    return { open: async () => open(path), start: (job, ...words) => start(path, job, ...words) };
  },
});

function pathOf(archive: Archive): string {
  return join(archive.storage, CATALOGUE_FILE);
}

async function entriesOf(archive: Archive): Promise<ArticleEntry[]> {
  const catalogue = await reliableCatalogue(archive);
  expect(catalogue).toBeDefined();
  const entries: ArticleEntry[] = [];
  for await (const entry of catalogue!.entries({ all: true })) entries.push(entry);
  catalogue!.close();
  return entries;
}

async function listOf(archive: Archive) {
  const [all, catalogue] = [[], await reliableCatalogue(archive)] as [object[], Catalogue | undefined];
  for await (const each of listed(archive, catalogue, { all: true })) all.push(each);
  catalogue?.close();
  return all;
}

const NOW = Date.parse('2026-03-07T05:00:00.000Z');

async function statusOf(archive: Archive) {
  return await (await archive.catalogue()).siteStatus(NOW, { day: '2026-03-06T05:00:00.000Z', week: '2026-02-28T05:00:00.000Z' });
}

/** Takes out of a catalogue what its fifth version brought, and those after it. */
const TO_THE_FOURTH = `
  DROP INDEX articles_damaged;
  ${['articles_came', 'articles_went', 'articles_changed', 'articles_planned', 'revisions_came', 'revisions_went']
    .concat(['found_came', 'found_went', 'found_changed', 'runs_began'])
    .map((trigger) => `DROP TRIGGER ${trigger};`)
    .join(' ')}
  DROP TABLE totals; DROP TABLE due_hours; DROP TABLE revision_hours;
  CREATE INDEX articles_summed ON articles (site, revisions, bytes);
  DROP INDEX changes_in_time; CREATE INDEX changes_in_time ON revisions (first) WHERE number > 1;
  DROP INDEX changes_of_site_in_time; CREATE INDEX changes_of_site_in_time ON revisions (site, first) WHERE number > 1;`;

const never = new AbortController().signal;

describe('an archive', () => {
  test('keeps its catalogue up, visit by visit', async () => {
    const archive = await newArchive();
    await archive.record(seen('Giá vàng tăng', 1));
    await archive.record(seen('Giá vàng giảm', 2));
    await archive.record(absent(3));
    const expected = { ...REF, title: 'Giá vàng giảm', state: 'gone', revisions: 2, snapshots: 2 };
    expect(await entriesOf(archive)).toMatchObject([
      { ...expected, lastChange: '2026-03-02T05:00:00.000Z', last: '2026-03-03T05:00:00.000Z' },
    ]);
    const catalogue = readCatalogue(pathOf(archive))!;
    expect(await catalogue.search({ phrases: parseQuery('gia vang tang'), limit: 9 })).toHaveLength(1);
    catalogue.close();
  });

  test('has the same catalogue after its catalogue was deleted and made anew', async () => {
    const archive = await newArchive();
    for (const [index, title] of ['A', 'B', 'A'].entries()) await archive.record(seen(title, index + 1));
    const before = await entriesOf(archive);
    await archive.close();
    await rm(pathOf(archive));
    const again = await openArchive(archive.storage);
    expect(await reliableCatalogue(again)).toBeUndefined();
    await again.record(absent(4));
    expect(await reliableCatalogue(again)).toBeUndefined();
    expect(await rebuildCatalogue(again, () => undefined, never)).toBe(1);
    expect(await entriesOf(again)).toMatchObject([{ ...before[0], state: 'gone', last: '2026-03-04T05:00:00.000Z', stamp: {} }]);
  });

  test('that was killed between article.json and the catalogue is taken in by who comes next', async () => {
    const archive = await newArchive();
    await archive.record(seen('Giá vàng tăng', 1));
    const catalogue = open(pathOf(archive));
    const [before] = await entriesOf(archive);
    await archive.record(seen('Giá vàng giảm', 2));
    await catalogue.take([{ entry: before!, snapshots: [], revisions: [] }]); // As the kill leaves it:
    await catalogue.mark([REF]); // the article marked, and not taken in.
    await archive.close();
    expect(await entriesOf(await openArchive(archive.storage))).toMatchObject([{ title: 'Giá vàng giảm', revisions: 2 }]);
    expect(await catalogue.marked()).toEqual([]);
  });

  test('lists what its files say where they were changed behind the catalogue’s back', async () => {
    const archive = await newArchive();
    await archive.record(seen('Giá vàng', 1));
    const path = join(articleFolder(archive.storage, REF), 'article.json');
    await writeFile(path, '{"schema": "baoluu.ar');
    expect(await listOf(archive)).toMatchObject([{ damage: { message: expect.stringContaining('it is not JSON') } }]);
    await rm(articleFolder(archive.storage, REF), { recursive: true });
    expect(await listOf(archive)).toMatchObject([{ damage: { message: expect.stringMatching(/not there any more.*"Giá vàng"/u) } }]);
    await rebuildCatalogue(archive, () => undefined, never);
    expect(await listOf(archive)).toEqual([]);
  });

  test('tells of a damaged article after reindexing, too, and catalogues the others', async () => {
    const archive = await newArchive();
    await archive.record(seen('Giá vàng', 1));
    await archive.record({ ...seen('Giá bạc', 1), ref: { site: 'vietnamnet', id: '7' } });
    await writeFile(join(articleFolder(archive.storage, REF), 'article.json'), '');
    await rebuildCatalogue(archive, () => undefined, never);
    expect(await listOf(archive)).toMatchObject([
      { entry: { title: 'Giá bạc' } },
      { damage: { message: expect.stringContaining('it is empty') } },
    ]);
  });

  test('takes in what is sound of a damaged article, and says what is not', async () => {
    const archive = await newArchive();
    for (const [index, title] of ['Giá vàng tăng', 'Giá vàng giảm', 'Giá bạc'].entries()) await archive.record(seen(title, index + 1));
    const texts = (await archive.article(REF))?.snapshots.map(({ file }) => snapshotFile(archive.storage, REF, file)) ?? [];
    await writeFile(texts[0] ?? '', 'khác');
    await rm(texts[2] ?? '');
    const told: ArticleDamage[] = [];
    await rebuildCatalogue(archive, (_articles, damage) => void told.push(...damage), never);
    expect(told).toMatchObject([
      { ...REF, message: expect.stringMatching(/002_.* is missing/u) },
      { ...REF, message: expect.stringMatching(/000_.* does not match its name/u) },
    ]);
    expect(await entriesOf(archive)).toMatchObject([
      { state: DAMAGED, title: 'Giá vàng giảm', revisions: 3, url: expect.stringMatching(/^https:/u) },
    ]);
    const catalogue = open(pathOf(archive));
    expect(await catalogue.search({ phrases: parseQuery('giá'), limit: 9 })).toMatchObject([{ file: expect.stringMatching(/^001_/u) }]);
    expect(await catalogue.changes({ version: 1, limit: 9 })).toHaveLength(2);
  });

  test('tells after reindexing, too, of an article whose document is missing, and not of a folder without texts', async () => {
    const archive = await newArchive();
    await archive.record(seen('Giá vàng', 1));
    await archive.record({ ...absent(1), ref: { site: 'vietnamnet', id: '7' } });
    for (const ref of [REF, { site: 'vietnamnet', id: '7' }]) await rm(articleFile(archive.storage, ref));
    const told: ArticleDamage[] = [];
    await rebuildCatalogue(archive, (_articles, damage) => void told.push(...damage), never);
    expect(told).toMatchObject([{ ...REF, message: expect.stringMatching(/article\.json is missing, but 000_\S+ is there. Restore it/u) }]);
    expect(await listOf(archive)).toMatchObject([{ damage: { message: told[0]?.message } }]);
  });

  test.each([
    ['no database at all', 'Đây không phải là cơ sở dữ liệu.'.repeat(200)],
    ['an empty file', ''],
  ])('whose catalogue is %s goes on, and loses no capture', async (_what, bytes) => {
    const archive = await newArchive();
    await archive.record(seen('Giá vàng', 1));
    await archive.close();
    await rm(pathOf(archive)); // Another file: SQLite's locks in this process would hold on to the old one.
    await writeFile(pathOf(archive), bytes);
    const again = await openArchive(archive.storage);
    await again.record(seen('Giá vàng giảm', 2));
    expect(await listOf(again)).toMatchObject([{ entry: { title: 'Giá vàng giảm', revisions: 2 } }]);
    const aside = (await readdir(archive.storage)).filter((name) => /set-aside-\d+\.sqlite$/u.test(name));
    expect([aside.length, again.notices().length]).toEqual(bytes === '' ? [0, 0] : [1, 1]);
    await rebuildCatalogue(again, () => undefined, never);
    expect(await entriesOf(again)).toMatchObject([{ revisions: 2 }]);
  });

  test('takes the texts of a catalogue of an earlier version in again', async () => {
    const archive = await newArchive();
    await archive.record(seen('Giá vàng', 1));
    await archive.close();
    const { default: Database } = await import('libsql');
    const database = new Database(pathOf(archive));
    database.exec(TO_THE_FOURTH);
    const columns = ['snapshot', 'compared_by', 'severity', 'kinds', 'sentence'].map(
      (name) => `ALTER TABLE revisions DROP COLUMN ${name};`,
    );
    database.exec('DROP INDEX changes_in_time; DROP INDEX changes_of_site_in_time; DROP TABLE seen; DROP TABLE signatures;');
    database.exec(`${columns.join('')} PRAGMA user_version = 2`);
    database.close();
    const again = await openArchive(archive.storage);
    expect(await reliableCatalogue(again)).toBeUndefined();
    await rebuildCatalogue(again, () => undefined, never);
    expect(await entriesOf(again)).toMatchObject([{ title: 'Giá vàng' }]);
  });

  test('counts what a catalogue of an earlier version holds, and goes on with these counts', async () => {
    const archive = await newArchive();
    await archive.record(seen('Giá vàng', 1));
    await (await archive.catalogue()).plan(REF, NOW - 1);
    const url = 'https://baosong.vn/a-9.html';
    await (
      await archive.catalogue()
    ).addFound([{ url, ref: { site: 'baosong', id: '9' }, foundAt: NOW, seed: 'https://baosong.vn/rss', priority: 1 }]);
    const before = await statusOf(archive);
    expect(before).toMatchObject([{ articles: 1, dueNow: 1, revisionsThisWeek: 1, unplanned: 0 }]);
    await archive.close();
    const { default: Database } = await import('libsql');
    const database = new Database(pathOf(archive));
    database.exec(`${TO_THE_FOURTH} PRAGMA user_version = 4`);
    database.close();
    const again = await openArchive(archive.storage);
    expect(await statusOf(again)).toEqual(before);
    await again.record(seen('Giá vàng giảm', 2));
    expect(await statusOf(again)).toMatchObject([{ articles: 1, dueNow: 1, revisionsThisWeek: 2, unplanned: 0 }]);
  });

  test('that had to let go of its catalogue says so in a sentence to whoever still plans with it', async () => {
    const archive = await newArchive();
    const catalogue = await archive.catalogue();
    await archive.close();
    await expect(catalogue.plan(REF, 1)).rejects.toThrow(CatalogueError);
    await expect(catalogue.plan(REF, 1)).rejects.toThrow('run the command again');
  });

  test('sets a catalogue of a later version aside, with a sentence', async () => {
    const archive = await newArchive();
    await archive.close();
    const { default: Database } = await import('libsql');
    const database = new Database(pathOf(archive));
    database.exec('PRAGMA user_version = 99');
    database.close();
    expect(() => readCatalogue(pathOf(archive))).toThrow(CatalogueError);
    const again = await openArchive(archive.storage);
    await again.record(seen('Giá vàng', 1));
    expect(again.notices()).toEqual([expect.stringMatching(/set aside as .*catalogue-set-aside-1\.sqlite; .*No capture is lost/u)]);
    expect(existsSync(join(archive.storage, 'catalogue-set-aside-1.sqlite'))).toBe(true);
  });

  test('does not rely on a catalogue whose log was left by another start of the machine', async () => {
    const archive = await newArchive();
    await archive.record(seen('Giá vàng', 1));
    const { default: Database } = await import('libsql');
    const database = new Database(pathOf(archive));
    database.exec("UPDATE meta SET value = 'another' WHERE name = 'boot'");
    expect(await reliableCatalogue(archive)).toBeUndefined();
    expect(await listOf(archive)).toMatchObject([{ entry: { title: 'Giá vàng' } }]);
    await rebuildCatalogue(archive, () => undefined, never);
    expect(await entriesOf(archive)).toMatchObject([{ title: 'Giá vàng' }]);
    database.close();
  });
});
