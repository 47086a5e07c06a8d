/** A program that is asked to stop does, whatever it waits for. It runs as a process of its own. */
import { execFileSync, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ended, newDesk } from './support.ts';

/** A program that reads a list which nobody ever writes on, so that one of Node's threads hangs. */
async function hanging(): Promise<ChildProcess> {
  const desk = await newDesk();
  const list = join(desk.cwd, 'list');
  execFileSync('mkfifo', [list]);
  const child = desk.start(['archive', '-i', 'list']);
  const writer = await open(list, 'w'); // Which waits for the reader.
  onTestFinished(() => writer.close());
  return child;
}

describe.skipIf(process.platform === 'win32')('a program that hangs', () => {
  const FINISHING = /^baoluu: finishing what is in flight, for 8 seconds at most; once more stops at once\.\n$/u;

  test('is ended by SIGTERM all the same', async () => {
    const child = await hanging();
    const running = ended(child);
    child.kill('SIGTERM');
    expect(await running).toMatchObject({ signal: 'SIGINT', out: '', err: expect.stringMatching(FINISHING) });
  });

  test('is ended at once by a second one, or by a third where a thread of it hangs', async () => {
    const child = await hanging();
    const running = ended(child);
    child.kill('SIGTERM');
    child.stderr?.once('data', () => {
      child.kill('SIGTERM');
      const again = setInterval(() => child.kill('SIGTERM'), 300);
      void running.finally(() => clearInterval(again));
    });
    expect(await running).toMatchObject({ out: '', err: expect.stringMatching(FINISHING) });
  });
});

test('a second signal ends a program with status 130', async () => {
  const desk = await newDesk();
  const site = createServer(() => undefined); // Which never answers.
  await new Promise<void>((resolve) => void site.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void site.close().closeAllConnections());
  const { port } = site.address() as AddressInfo;
  const asked = new Promise((resolve) => void site.once('request', resolve));
  const child = desk.start(['archive', `http://127.0.0.1:${port}/gia-vang-2495349.html`, '--allow-private']);
  const running = ended(child);
  await asked;
  child.kill('SIGINT');
  child.stderr?.on('data', () => child.kill('SIGINT'));
  expect(await running).toMatchObject({ status: 130, signal: null });
});
