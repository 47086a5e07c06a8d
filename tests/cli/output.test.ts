/** What is printed comes out, or the program says that it did not. The program runs as a process of its own. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { ended, newDesk, PROGRAM, type Desk, type Ran } from './support.ts';

const FULL = '/dev/full'; // A disk without room.

async function toFull(desk: Desk, argv: readonly string[], stream: 'out' | 'err' = 'out'): Promise<Ran> {
  const full = await open(FULL, 'w');
  try {
    const stdio = stream === 'out' ? (['ignore', full.fd, 'pipe'] as const) : (['ignore', 'pipe', full.fd] as const);
    return await ended(spawn(process.execPath, [PROGRAM, ...argv], { cwd: desk.cwd, stdio: [...stdio] }));
  } finally {
    await full.close();
  }
}

describe.skipIf(!existsSync(FULL))('a disk that is full where the output goes', () => {
  const SENTENCE = /^baoluu: Standard output can't be written: the disk is full\. .*Make room.*run the command again\./mu;

  test.each([
    [['list']],
    [['show', '9900101']],
    [['log', '9900101']],
    [['search', 'lũ']],
    [['changes']],
    [['status']],
    [['verify']],
    [['--help']],
  ])('%j says so and fails', async (argv) => {
    const desk = await newDesk();
    await desk.archive([desk.newsroom.urls()[0] ?? '']);
    const ran = await toFull(desk, argv);
    expect(ran).toMatchObject({ status: 1, err: expect.stringMatching(SENTENCE) });
    expect(ran.err.match(/can't be written/gu)).toHaveLength(1);
  });

  test('an index that did not come out is not said to have been written', async () => {
    const desk = await newDesk();
    await desk.archive();
    const ran = await toFull(desk, ['export', '--format', 'cdxj', '-']);
    expect(ran).toMatchObject({ status: 1, err: expect.stringMatching(SENTENCE) });
    expect(ran.err).not.toContain('pages');
  });

  test('archiving fails, and what was kept until then is whole', async () => {
    const desk = await newDesk();
    const argv = ['archive', desk.newsroom.urls()[0] ?? '', ...desk.pins(), '--delay', '0'];
    expect(await toFull(desk, argv)).toMatchObject({
      status: 1,
      err: expect.stringMatching(/What was kept in the archive until then is kept\./u),
    });
    expect(await desk.run(['verify'])).toMatchObject({ status: 0, out: expect.stringContaining('1 article') });
  });

  test('messages that are lost make a command fail whose results came out', async () => {
    const desk = await newDesk();
    await desk.archive();
    expect(await toFull(desk, ['export', '--format', 'cdxj', '-'], 'err')).toMatchObject({
      status: 1,
      out: expect.stringContaining('.warc.gz'),
    });
  });
});
