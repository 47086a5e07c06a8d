/** Signs of life: real processes that come and go at once. */
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { temporaryFolder } from './support.ts';

const BUILT = pathToFileURL(join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'dist', 'archive', 'life.js')).href;

const COME_AND_GO = `
  const { beginLife, showLife, showsLife } = await import(process.argv[1]);
  for (let round = 0; round < 200; round += 1) {
    const life = beginLife(process.argv[2]);
    const end = showLife(process.argv[2], 'tin-' + process.pid);
    if (!showsLife(process.argv[2], 'tin-' + process.pid)) throw new Error('taken for dead');
    end();
    life.end();
  }`;

test('processes that begin and end at once never stumble over each other’s signs of life', async () => {
  const storage = await temporaryFolder();
  const argv = ['--input-type=module', '-e', COME_AND_GO, BUILT, storage];
  const ran = await Promise.allSettled(Array.from({ length: 4 }, () => promisify(execFile)(process.execPath, argv)));
  expect(ran.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []))).toEqual([]);
});
