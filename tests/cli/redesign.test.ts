/** A site is redesigned in the middle of a run: the run says so, and makes no snapshot of what it can't be sure of. */
import { expect, test } from 'vitest';
import { newDesk } from './support.ts';

const HTML = { 'content-type': 'text/html; charset=utf-8' };

function paragraphs(number: number): string {
  return Array.from(
    { length: 8 },
    (_, index) => `<p>Tổ công tác số ${number} đã kiểm tra ${index * 7 + 3} hộ ven sông, nơi nước rút chậm và đường còn ngập.</p>`,
  ).join('');
}

function today(number: number): string {
  return `<html lang="vi"><body><div class="bread-crumb-detail__time">Thứ Hai, 05/10/2026 - 07:30</div><h1 class="content-detail-title">Nước rút ở xã ${number}</h1>
    <div class="content-detail-sapo">Sau ba ngày, nước đã rút ở xã thứ ${number}.</div><div id="maincontent" class="maincontent main-content">${paragraphs(number)}</div></body></html>`;
}

function redesigned(number: number): string {
  return `<html lang="vi"><head><meta property="article:published_time" content="2026-10-05T07:30:00+07:00"></head><body><main><h1 class="headline-xl">Nước rút ở xã ${number}</h1>
    <p class="standfirst">Sau ba ngày, nước đã rút ở xã thứ ${number}.</p><section class="story">${paragraphs(number)}</section></main></body></html>`;
}

test('a redesign half-way through a run is reported within that run, and makes no snapshot', async () => {
  const desk = await newDesk();
  const urls = Array.from({ length: 20 }, (_, index) =>
    desk.serve('vietnamnet.vn', `/nuoc-rut-${9_900_300 + index}.html`, {
      headers: HTML,
      body: index < 10 ? today(index) : redesigned(index),
    }),
  );
  const ran = await desk.archive(urls);
  expect(ran).toMatchObject({
    status: 3,
    err: expect.stringMatching(/vietnamnet: 10 of 20 pages in this run .*: has the site been redesigned\?/u),
  });
  expect(ran.out.match(/ revision 1 /gu)).toHaveLength(10);
  expect(ran.out.match(/ unread {3}no layout of its site fits the page/gu)).toHaveLength(10);
  expect((await desk.run(['list'])).out.trim().split('\n')).toHaveLength(10);
  const examined = await desk.run(['doctor'], { now: '2026-10-05T06:00:00.000Z' });
  expect(examined.out).toMatch(/warning +reading +vietnamnet: 10 of 20 pages since yesterday could not be read/u);
});

test('a redesign makes no false revision of articles that were read before', async () => {
  const desk = await newDesk();
  const url = desk.serve('vietnamnet.vn', '/nuoc-rut-9900300.html', { headers: HTML, body: today(1) });
  await desk.archive([url]);
  desk.serve('vietnamnet.vn', '/nuoc-rut-9900300.html', { headers: HTML, body: redesigned(1) });
  expect((await desk.archive([url], { now: '2026-10-06T05:00:00.000Z' })).out).toContain('unread');
  const { out } = await desk.run(['log', '9900300']);
  expect(out.match(/^revision/gmu)).toHaveLength(1);
});
