/** `doctor` says in sentences how each site is being read. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newDesk, type Desk } from './support.ts';

const DAY = { first: '2026-10-05T05:00:00.000Z', later: '2026-10-05T06:00:00.000Z', nextWeek: '2026-10-12T05:00:00.000Z' } as const;

async function reading(desk: Desk, now: string): Promise<string[]> {
  const { out } = await desk.run(['doctor'], { now });
  return out.split('\n').flatMap((line) => /^ok +reading +(?<told>.*)$/u.exec(line)?.groups?.['told'] ?? []);
}

test('a site of which no page came yet has nothing read, and no empty list of layouts', async () => {
  const desk = await newDesk();
  const url = desk.serve('vietnamnet.vn', '/dap-nuoc-o-xa-cu-lao-Ẫn-9900300.html', {
    status: 404,
    headers: { 'content-type': 'text/html' },
    body: 'không có',
  });
  await desk.archive([url], { now: DAY.first });
  expect(await reading(desk, DAY.later)).toEqual(['vietnamnet: nothing was read yet']);
});

test('a site that was read for the first time today was not read before, and a week later not since', async () => {
  const desk = await newDesk();
  await desk.archive(desk.newsroom.urls().slice(0, 1), { now: DAY.first });
  expect(await reading(desk, DAY.later)).toEqual([
    expect.stringMatching(/^vietnamplus: nothing was read before yesterday; since yesterday 1 reading \(\S+ 1\), unread 0, suspect 0$/u),
  ]);
  expect(await reading(desk, DAY.nextWeek)).toEqual([
    expect.stringMatching(/^vietnamplus: 1 reading \(\S+ 1\), unread 0, suspect 0; since yesterday nothing was read$/u),
  ]);
});

test('a config that pages can’t be read with is told by doctor and by a dry run as it is by archive', async () => {
  const desk = await newDesk();
  await mkdir(join(desk.cwd, 'config', 'sites'), { recursive: true });
  await writeFile(join(desk.cwd, 'config', 'baoluu.yaml'), 'sites: sites\n');
  const layout = 'name: baosong/2026\n    match: ["h1["]\n    title: [h1]\n    date: [time]\n    body: [article p]';
  await writeFile(join(desk.cwd, 'config', 'sites', 'baosong.yaml'), `name: baosong\nhosts: [baosong.example]\nlayouts:\n  - ${layout}\n`);
  const told = await desk.run(['archive', 'http://baosong.example/a-1.html']);
  expect(told).toMatchObject({ status: 2, out: '', err: expect.stringMatching(/baosong\.yaml:5: .*Expected name, found the end/u) });
  for (const argv of [['doctor'], ['crawl', 'baosong', '--dry-run']]) expect(await desk.run(argv)).toEqual(told);
});
