/** A storage folder that can't be written to: told in a sentence, before a newsroom is asked for anything. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ended, newDesk, PROGRAM } from './support.ts';

const NOBODY = 65_534;

test('a storage folder without write permission is named, and nothing is fetched', async () => {
  const desk = await newDesk();
  await chmod(desk.cwd, 0o755);
  await mkdir(join(desk.cwd, 'kho'));
  await chmod(join(desk.cwd, 'kho'), 0o555);
  // Root may write anywhere, so that the program has to run as somebody else.
  const isRoot = process.getuid?.() === 0;
  const argv = [PROGRAM, 'archive', ...desk.newsroom.urls(), ...desk.pins(), '--storage', 'kho'];
  const ran = await ended(
    spawn(process.execPath, argv, {
      cwd: desk.cwd,
      env: { ...process.env, HOME: desk.cwd },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
    }),
  );
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
