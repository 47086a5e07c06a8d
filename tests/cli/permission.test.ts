/** A storage folder that can't be written to: told in a sentence, before a newsroom is asked for anything. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { storageError } from '../../src/archive/errors.ts';
import { ended, newDesk, PROGRAM, type Desk, type Ran } from './support.ts';

const NOBODY = 65_534;

/** Root may write anywhere, so that the program has to run as somebody else. */
async function asNobody(desk: Desk, argv: readonly string[]): Promise<Ran> {
  const isRoot = process.getuid?.() === 0;
  return await ended(
    spawn(process.execPath, [PROGRAM, ...argv], {
      cwd: desk.cwd,
      env: { ...process.env, HOME: desk.cwd },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
    }),
  );
}

/** Takes a right from a whole folder, and gives it back when the test is over. */
async function forbid(folder: string, mode: { readonly file: number; readonly folder: number }): Promise<void> {
  const found = (await readdir(folder, { recursive: true, withFileTypes: true })).map(
    (entry) => [join(entry.parentPath, entry.name), entry] as const,
  );
  for (const [path, entry] of found) await chmod(path, entry.isDirectory() ? mode.folder : mode.file);
  await chmod(folder, mode.folder);
  onTestFinished(async () => {
    await chmod(folder, 0o755);
    for (const [path, entry] of found) if (entry.isDirectory()) await chmod(path, 0o755);
  });
}

test('a storage folder without write permission is named, and nothing is fetched', async () => {
  const desk = await newDesk();
  await chmod(desk.cwd, 0o755);
  await mkdir(join(desk.cwd, 'kho'));
  await chmod(join(desk.cwd, 'kho'), 0o555);
  const ran = await asNobody(desk, ['archive', ...desk.newsroom.urls(), ...desk.pins(), '--storage', 'kho']);
  expect(ran).toMatchObject({ status: 1, out: '', err: expect.stringMatching(/^baoluu: Can't .*kho.*: permission denied\. .*--storage/u) });
  expect(desk.newsroom.requests).toHaveLength(0);
  expect(await readdir(join(desk.cwd, 'kho'))).toEqual([]);
});

// A folder there says that it is not there as soon as something is to be made in it.
test.skipIf(!existsSync('/proc/self'))('a folder in which nothing can be made is refused like one without write permission', async () => {
  const desk = await newDesk();
  const argv = ['archive', ...desk.newsroom.urls(), ...desk.pins(), '--storage', '/proc/kho/bao'];
  const refused = { status: 1, out: '', err: expect.stringMatching(/^baoluu: Can't make the folder .*: permission denied\. .*--storage/u) };
  expect(await ended(desk.start(argv))).toMatchObject(refused);
  expect(desk.newsroom.requests).toHaveLength(0);
  await desk.archive();
  expect(await ended(desk.start(['export', '/proc/kho']))).toMatchObject({
    status: 2,
    err: "baoluu: Can't write into /proc/kho: permission denied. Name another folder.\n",
  });
  expect(
    await ended(spawn(process.execPath, [PROGRAM, 'list'], { cwd: desk.cwd, env: { ...process.env, XDG_CACHE_HOME: '/proc/kho' } })),
  ).toMatchObject({
    status: 0,
  });
});

test('an archive that can only be read is named with what to do, by all that would write to it', async () => {
  const desk = await newDesk();
  await chmod(desk.cwd, 0o755);
  await desk.archive();
  await forbid(join(desk.cwd, 'storage'), { file: 0o444, folder: 0o555 });
  const asked = desk.newsroom.requests.length;
  for (const argv of [
    ['archive', ...desk.newsroom.urls()],
    ['crawl', 'vietnamnet'],
    ['crawl', 'vietnamnet', '--dry-run'],
  ]) {
    const ran = await asNobody(desk, [...argv, ...desk.pins()]);
    expect(ran).toMatchObject({
      status: 1,
      out: '',
      err: expect.stringMatching(/^baoluu: Can't .*storage.*: permission denied\. Give .*--storage\.$/mu),
    });
    expect(ran.err).not.toContain('ConnectionFailed');
  }
  expect(desk.newsroom.requests).toHaveLength(asked);
  expect(await asNobody(desk, ['list'])).toMatchObject({ status: 0 });
});

test('an article that can’t be read is no damage, whoever asks for it', async () => {
  const desk = await newDesk();
  await chmod(desk.cwd, 0o755);
  await desk.archive([desk.newsroom.urls()[0] ?? '']);
  const folder = join(desk.cwd, 'storage', 'articles', 'vietnamplus', '9900', '9900101');
  const file = join(folder, 'article.json');
  await writeFile(file, `${await readFile(file, 'utf8')}\n`); // So that list looks into it.
  await forbid(folder, { file: 0o000, folder: 0o755 });
  for (const argv of [['list'], ['log', '9900101'], ['show', '9900101']])
    expect(await asNobody(desk, argv)).toMatchObject({
      status: 1,
      out: '',
      err: expect.stringMatching(
        /^baoluu: Can't read .*article\.json: permission denied\. Give yourself the right to read it, .*no damage\.$/mu,
      ),
    });
});

test('a lock that a full disk has no room for says what to do', () => {
  const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
  expect(storageError('lock', 'storage/lock.sqlite', full).message).toMatch(
    /^Can't lock storage\/lock\.sqlite: the disk is full\. Make room and /u,
  );
});
