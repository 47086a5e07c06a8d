/** A storage folder that can't be written to: told in a sentence, before a newsroom is asked for anything. */
import { chmod, mkdir, readdir } from 'node:fs/promises';
import { spawn } from 'node:child_process';
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
