/** Pictures are kept with the pages of an article where its site's file asks for them. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recordsOf, warcsOf } from '../archive/warcSupport.ts';
import { newDesk, type Desk } from './support.ts';

const HTML = { 'content-type': 'text/html; charset=utf-8' };
const PNG = { 'content-type': 'image/png' };

async function describeSite(desk: Desk, pictures: boolean): Promise<void> {
  const text = `name: baosong
title: Báo Sông
language: vi
utcOffset: "+07:00"
hosts: [baosong.example]
articleNumbers: ['/(?<number>\\d+)\\.html$']
pictures: ${pictures}
layouts:
  - name: baosong/2026
    match: [.story]
    title: [h1]
    date: [time]
    body: [.story]
`;
  await mkdir(join(desk.cwd, 'config', 'sites'), { recursive: true });
  await writeFile(join(desk.cwd, 'config', 'sites', 'baosong.yaml'), text);
  await writeFile(join(desk.cwd, 'config', 'baoluu.yaml'), 'storage: ../storage\n');
}

function page(...pictures: string[]): string {
  const figures = pictures.map((src) => `<figure><img src="${src}"><figcaption>Nước lên. Ảnh: Minh Quyết</figcaption></figure>`);
  const paragraphs = Array.from(
    { length: 6 },
    (_, index) => `<p>Đoạn ${index}: nước dâng ở hai xã, hơn 2.300 hộ dân phải dời đồ lên gác.</p>`,
  );
  return `<html lang="vi"><body><h1>Nước dâng</h1><time>2026-10-05T07:00:00+07:00</time><div class="story">${paragraphs.join('')}${figures.join('')}</div></body></html>`;
}

async function archived(pictures: boolean): Promise<{ desk: Desk; url: string; ran: Awaited<ReturnType<Desk['archive']>> }> {
  const desk = await newDesk();
  await describeSite(desk, pictures);
  desk.serve('baosong.example', '/a.png', { headers: PNG, body: 'a' });
  desk.serve('baosong.example', '/b.png', { headers: PNG, body: 'a' });
  const url = desk.serve('baosong.example', '/101.html', { headers: HTML, body: page('/a.png?w=600', '/b.png', '/gone.png', '/101.html') });
  return { desk, url, ran: await desk.archive([url]) };
}

test('each picture is kept once, and equal bytes refer to the first', async () => {
  const { desk, url, ran } = await archived(true);
  expect(ran).toMatchObject({ status: 0, err: expect.stringContaining('2 pictures kept') });
  expect(ran.err).toMatch(/gone\.png is not kept: the server answered 404/u);
  expect(ran.err).toMatch(/101\.html is not kept: it is no picture, but text\/html/u);
  const warc = (await warcsOf(join(desk.cwd, 'storage'), 'baosong')).find((name) => name.endsWith('.gz')) ?? '';
  const kept = (await recordsOf(warc)).filter(({ type }) => type === 'response' || type === 'revisit');
  expect(kept.map((record) => `${record.type} ${new URL(record.url).pathname}`)).toEqual([
    'response /101.html',
    'response /a.png',
    'revisit /b.png',
  ]);
  const again = await desk.archive([url], { now: '2026-10-06T05:00:00.000Z' });
  expect(again.err).not.toContain('pictures kept');
  expect(await desk.run(['verify'])).toMatchObject({ status: 0 });
});

test('an export takes them along', async () => {
  const { desk } = await archived(true);
  await desk.run(['export', 'x.warc.gz', '--format', 'warc']);
  const records = await recordsOf(join(desk.cwd, 'x.warc.gz'));
  expect(
    records
      .filter(({ url, type }) => url.includes('.png') && type !== 'request')
      .map(({ type }) => type)
      .toSorted(),
  ).toEqual(['metadata', 'metadata', 'response', 'revisit']);
});

test('none is fetched where the site’s file does not ask for them', async () => {
  const { desk, ran } = await archived(false);
  expect(ran).toMatchObject({ status: 0 });
  const [bucket = ''] = await readdir(join(desk.cwd, 'storage', 'articles', 'baosong'));
  const record = JSON.parse(
    await readFile(join(desk.cwd, 'storage', 'articles', 'baosong', bucket, '101', 'article.json'), 'utf8'),
  ) as object;
  expect(record).not.toHaveProperty('pictures');
});
