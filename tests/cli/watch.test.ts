/** `baoluu watch` and kills, as processes of their own. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { newOutlet, type Outlet } from './outlet.ts';
import { ended } from './support.ts';

async function published(count: number): Promise<Outlet> {
  const outlet = await newOutlet();
  for (let number = 1; number <= count; number += 1) outlet.publish(number);
  return outlet;
}

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 600 && !isSo(); tries += 1) await sleep(100);
  expect(isSo()).toBe(true);
}

const asked = (outlet: Outlet) => outlet.desk.newsroom.requests.filter(({ path }) => path.endsWith('.html')).map(({ path }) => path);

test('watch crawls, finishes what is in flight when it is told to stop, and ends well', async () => {
  const outlet = await published(3);
  outlet.answers.set('/2.html', (_request, response) => void setTimeout(() => response.writeHead(404).end(), 1500));
  const child = outlet.desk.start(['watch', 'baosong', '--delay', '0', ...outlet.desk.pins()]);
  const over = ended(child);
  await until(() => asked(outlet).includes('/2.html'));
  child.kill('SIGTERM');
  const ran = await over;
  expect(ran).toMatchObject({ status: 0, signal: null, err: expect.stringContaining('finishing what is in flight') });
  expect(ran.out).toMatch(/found 3 = .* crawled|crawled {3}found 3 = /u);
});

test('watch reads its config again on SIGHUP, and keeps the old one where the new one is broken', async () => {
  const outlet = await published(1);
  const child = outlet.desk.start(['watch', 'baosong', '--delay', '0', ...outlet.desk.pins()]);
  const over = ended(child);
  let err = '';
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));
  await until(() => asked(outlet).length === 1);
  const path = join(outlet.desk.cwd, 'config', 'sites', 'baosong.yaml');
  const sound = await readFile(path, 'utf8');
  await writeFile(path, 'name: [');
  child.kill('SIGHUP');
  await until(() => err.includes('is not read again'));
  await writeFile(path, sound);
  child.kill('SIGHUP');
  await until(() => err.includes('was read again'));
  child.kill('SIGTERM');
  expect((await over).status).toBe(0);
});

test('a crawl that is killed at any moment loses nothing that it told, and asks for nothing twice but what was in flight', async () => {
  const outlet = await published(60);
  /** Number → how often it had been asked for when it was told. */
  const told = new Map<string, number>();
  const timesAsked = (id: string): number => asked(outlet).filter((path) => path === `/${id}.html`).length;
  let kills = 0;
  for (; kills < 8; kills += 1) {
    const child = outlet.desk.start(['crawl', 'baosong', '--delay', '0', ...outlet.desk.pins()]);
    child.stdout?.on('data', (chunk: Buffer) => {
      for (const [, id = ''] of chunk.toString('utf8').matchAll(/baosong\/(\d+) 200 revision/gu)) told.set(id, timesAsked(id));
    });
    const over = ended(child);
    const [before, enough] = [asked(outlet).length, 1 + (kills % 5)];
    await until(() => asked(outlet).length >= before + enough || child.exitCode !== null);
    await sleep((kills * 7) % 23);
    child.kill('SIGKILL');
    await over;
    if (child.exitCode !== null) break;
  }
  const last = await outlet.crawl([], new Date().toISOString());
  expect(last.isBalanced).toBe(true);
  const counts = new Map<string, number>();
  for (const path of asked(outlet)) counts.set(path, (counts.get(path) ?? 0) + 1);
  expect([counts.size, [...counts.values()].reduce((sum, count) => sum + count - 1, 0) <= kills]).toEqual([60, true]);
  for (const [id, times] of told) expect(timesAsked(id)).toBe(times);
  const { out } = await outlet.desk.run(['list']);
  expect(out.trim().split('\n')).toHaveLength(60);
  expect((await outlet.desk.run(['verify'])).status).toBe(0);
});

test('two crawls of a site never run at once: the second leaves with status 11, or waits', async () => {
  const outlet = await published(2);
  outlet.answers.set('/1.html', (_request, response) => void setTimeout(() => response.writeHead(404).end(), 3000));
  outlet.answers.set('/2.html', (_request, response) => void setTimeout(() => response.writeHead(404).end(), 3000));
  const child = outlet.desk.start(['crawl', 'baosong', '--delay', '0', ...outlet.desk.pins()]);
  const over = ended(child);
  await until(() => asked(outlet).length === 1);
  const now = new Date().toISOString();
  expect(await outlet.crawl(['--skip'], now)).toMatchObject({ status: 11, out: '', err: expect.stringContaining('is running') });
  expect(await outlet.crawl(['--wait'], now)).toMatchObject({ out: expect.stringContaining('crawled') });
  expect((await over).out).toContain('crawled');
  expect(new Set(asked(outlet)).size).toBe(asked(outlet).length);
});
