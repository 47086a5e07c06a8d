/** What once went wrong, or nearly did: cases in which an archive would have told something that did not happen. */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { newDesk, type Desk } from './support.ts';

const HTML = { 'content-type': 'text/html; charset=utf-8' };

/** A plain page of an outlet that nobody describes. */
function page(title: string, more: { readonly canonical?: string; readonly paragraphs?: number } = {}): string {
  const article = { '@type': 'NewsArticle', headline: title, datePublished: '2026-10-05T07:00:00+07:00' };
  const paragraphs = Array.from(
    { length: more.paragraphs ?? 6 },
    (_, index) => `<p>${title}, đoạn ${index}: nước sông dâng nhanh, hơn 2.300 hộ dân ở hai xã ven sông phải dời đồ lên gác.</p>`,
  );
  const canonical = more.canonical === undefined ? '' : `<link rel="canonical" href="${more.canonical}">`;
  return `<!doctype html><html lang="vi"><head>${canonical}<script type="application/ld+json">${JSON.stringify(article)}</script></head><body><article><h1>${title}</h1>${paragraphs.join('')}</article></body></html>`;
}

function publish(desk: Desk, path: string, body: string, host = 'baosong.example'): string {
  return desk.serve(host, path, { headers: HTML, body });
}

async function articles(desk: Desk): Promise<string[]> {
  return (await desk.run(['list', '--all'])).out
    .trim()
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '');
}

describe('two articles are never one', () => {
  test('because a site gives every page the same canonical link', async () => {
    const desk = await newDesk();
    const urls = ['mot', 'hai'].map((name) =>
      publish(desk, `/tin/${name}.html`, page(`Bài ${name}`, { canonical: 'https://baosong.example/vi' })),
    );
    expect((await desk.archive(urls)).status).toBe(0);
    expect(await articles(desk)).toEqual([expect.stringContaining('hai-'), expect.stringContaining('mot-')]);
  });

  test('because a template gives every page the canonical link of one, by its number in the query', async () => {
    const desk = await newDesk();
    const canonical = 'https://toasoan.example/xem.php?id=5';
    const urls = [5, 7].map((id) => publish(desk, `/xem.php?id=${id}`, page(`Đề tài ${id}`, { canonical }), 'toasoan.example'));
    expect((await desk.archive(urls)).status).toBe(0);
    expect(await articles(desk)).toHaveLength(2);
  });

  test('because their short names happen to be the same', async () => {
    const desk = await newDesk();
    const urls = [91_852, 96_959].map((id) => publish(desk, `/xem.php?id=${id}`, page(`Bài ${id}`), 'toasoan.example'));
    expect((await desk.archive(urls)).status).toBe(0);
    expect(await articles(desk)).toHaveLength(2);
    expect((await desk.archive(urls)).out.match(/unchanged/gu)).toHaveLength(2);
  });

  test('because the address of one stands in the query of another', async () => {
    const desk = await newDesk();
    const urls = [
      publish(desk, '/bai-777.html', page('Bài viết'), 'vietnamnet.vn'),
      publish(desk, '/binh-luan?url=/a-777.html', page('Bình luận'), 'vietnamnet.vn'),
    ];
    await desk.archive(urls);
    expect((await desk.run(['log', 'vietnamnet/777'])).out).not.toContain('Bình luận');
    expect(await articles(desk)).toHaveLength(2);
  });

  test('because a page without a number names the number of another', async () => {
    const desk = await newDesk();
    await desk.archive([
      publish(desk, '/chuyen-de.html', page('Chuyên đề', { canonical: 'https://vietnamnet.vn/bai-2495349.html' }), 'vietnamnet.vn'),
    ]);
    expect(await articles(desk)).toEqual([expect.stringMatching(/^vietnamnet\/chuyen-de-[0-9a-f]{8}$/u)]);
  });
});

describe('an article', () => {
  test('that came back is back, and not gone', async () => {
    const desk = await newDesk();
    const url = publish(desk, '/tin/bai.html', page('Bài viết'));
    await desk.archive([url]);
    desk.serve('baosong.example', '/tin/bai.html', { status: 404, headers: HTML, body: 'không có' });
    expect((await desk.archive([url], { now: '2026-10-06T05:00:00.000Z' })).out).toContain('404 gone');
    publish(desk, '/tin/bai.html', page('Bài viết'));
    expect((await desk.archive([url], { now: '2026-10-07T05:00:00.000Z' })).out).toContain('200 back   revision 1');
    expect((await desk.run(['list'])).out).toContain('   read   ');
    expect((await desk.run(['log', 'baosong'])).out).toMatch(/^gone [\s\S]*^back /mu);
  });

  test('is not gone because an address that somebody made up is absent', async () => {
    const desk = await newDesk();
    const url = publish(desk, '/bai-viet-777.html', page('Bài viết'), 'vietnamnet.vn');
    const invented = desk.serve('vietnamnet.vn', '/ten-bia-dat-777.html', { status: 404, headers: HTML, body: 'không có' });
    await desk.archive([url]);
    expect((await desk.archive([invented])).status).toBe(1);
    expect((await desk.run(['list'])).out).toContain('   read   ');
    expect((await desk.run(['log', '777'])).out).not.toContain('  http://vietnamnet.vn/ten-bia-dat');
  });

  test('that leads to another site says so in its own history', async () => {
    const desk = await newDesk();
    const url = publish(desk, '/tin/bai.html', page('Bài viết'));
    const away = publish(desk, '/tin/khac.html', page('Bài khác'), 'songbac.example');
    await desk.archive([url]);
    desk.serve('baosong.example', '/tin/bai.html', { status: 302, headers: { location: away } });
    expect((await desk.archive([url])).status).toBe(1);
    expect((await desk.run(['log', 'bai'])).out).toMatch(/^redirected .*songbac\.example/mu);
    expect(await articles(desk)).toHaveLength(1);
  });

  test('without a number that moves within its site stays one article, under both addresses', async () => {
    const desk = await newDesk();
    const old = publish(desk, '/tin/ten-cu.html', page('Bài viết'));
    await desk.archive([old]);
    const renamed = publish(desk, '/tin/ten-moi.html', page('Bài viết'));
    desk.serve('baosong.example', '/tin/ten-cu.html', { status: 301, headers: { location: '/tin/ten-moi.html' } });
    expect((await desk.archive([old])).out).toContain('unchanged');
    expect((await desk.archive([renamed])).out).toContain('unchanged');
    expect(await articles(desk)).toHaveLength(1);
  });

  test('without a number that leads to other words is not taken for renamed', async () => {
    const desk = await newDesk();
    const url = publish(desk, '/tin/bai.html', page('Bài viết'));
    await desk.archive([url]);
    const front = publish(
      desk,
      '/tin-tuc/',
      page('Giá gạo').replaceAll(
        'nước sông dâng nhanh, hơn 2.300 hộ dân ở hai xã ven sông phải dời đồ lên gác',
        'thương lái gom hàng sớm vì sợ thiếu nguồn trong tháng tới ở miền Tây',
      ),
    );
    desk.serve('baosong.example', '/tin/bai.html', { status: 302, headers: { location: '/tin-tuc/' } });
    expect((await desk.archive([url])).out).toContain('redirected');
    await desk.archive([front]);
    expect(await articles(desk)).toHaveLength(2);
  });

  test('of which only the first half came is truncated, however the connection ended', async () => {
    const desk = await newDesk();
    const whole = page('Bài viết');
    const url = publish(desk, '/tin/bai.html', whole);
    await desk.archive([url]);
    publish(desk, '/tin/bai.html', whole.slice(0, whole.length * 0.6));
    expect(await desk.archive([url])).toMatchObject({ status: 1, err: expect.stringContaining('truncated, the page breaks off') });
    await writeFile(join(desk.cwd, 'nua.html'), whole.slice(0, whole.length * 0.6));
    expect((await desk.run(['import', 'nua.html', '--url', 'https://baosong.example/tin/bai.html'])).status).toBe(1);
    expect((await desk.run(['log', 'bai'])).out.match(/^revision/gmu)).toHaveLength(1);
  });

  test.each([
    'Rất tiếc, bài viết này đã bị gỡ',
    'Xin lỗi, nội dung bạn tìm không còn',
    'Bài viết không tồn tại hoặc đã bị xoá',
    'Có lỗi xảy ra',
    '404',
    'Sorry, we could not find that page',
  ])('is absent where "%s" stands over the day’s other news', async (notice) => {
    const desk = await newDesk();
    const teasers = Array.from(
      { length: 6 },
      (_, index) =>
        `<div class="item"><h3><a href="/tin-${index}.html">Tin ${index}</a></h3><p>Nước sông dâng nhanh trong đêm thứ ${index}, hàng nghìn hộ dân ở hai xã ven sông phải dời đồ lên gác.</p></div>`,
    );
    const url = publish(
      desk,
      '/bai-777.html',
      `<html lang="vi"><body><h1>${notice}</h1>${teasers.join('')}</body></html>`,
      'vietnamnet.vn',
    );
    expect(await desk.archive([url])).toMatchObject({ status: 1, err: expect.stringContaining('absent') });
  });

  test('that was cut to a notice is kept as an edit once a second visit has confirmed it', async () => {
    const desk = await newDesk();
    const url = publish(desk, '/tin/bai.html', page('Bài viết', { paragraphs: 12 }));
    await desk.archive([url]);
    publish(desk, '/tin/bai.html', page('Bài viết', { paragraphs: 3 }));
    expect(await desk.archive([url], { now: '2026-10-06T05:00:00.000Z' })).toMatchObject({
      status: 1,
      err: expect.stringContaining('suspect, the body is far shorter'),
    });
    expect((await desk.archive([url], { now: '2026-10-06T06:00:00.000Z' })).out).toContain('revision 2');
  });
});

describe('a short article of an outlet that nobody describes', () => {
  const time = '<time datetime="2026-03-07T08:52:00+07:00">07/03/2026</time>';
  const words = ['Sáng nay trời mưa to ở Hà Nội.', 'Ngày 12/3/2024, ông A bị bắt.', 'Giá vàng tăng 3,2 triệu đồng.'];
  const short = (paragraphs: readonly string[]): string =>
    `<html lang="vi"><body><article><h1>Bài ngắn</h1>${time}${paragraphs.map((text) => `<p>${text}</p>`).join('')}</article></body></html>`;

  test('is read whole, with the date of the page and not of what it tells', async () => {
    const desk = await newDesk();
    expect((await desk.archive([publish(desk, '/tin/ngan.html', short(words))])).status).toBe(0);
    const shown = JSON.parse((await desk.run(['show', 'ngan', '--json'])).out) as Record<string, unknown>;
    expect(shown).toMatchObject({ title: 'Bài ngắn', date: '2026-03-07T08:52:00+07:00', body: words });
  });

  test('has a new revision when one digit of a sentence with a date changes', async () => {
    const desk = await newDesk();
    const url = publish(desk, '/tin/ngan.html', short(words));
    await desk.archive([url]);
    publish(desk, '/tin/ngan.html', short(words.map((text) => text.replace('12/3', '13/3'))));
    expect((await desk.archive([url])).out).toContain('revision 2   1 paragraph');
  });
});

describe('a first visit that was killed', () => {
  test.each(['before its snapshot', 'after its snapshot'])('%s is completed by the next one, under the same name', async (moment) => {
    const desk = await newDesk();
    const url = publish(desk, '/tin/bai.html', page('Bài viết'));
    await desk.archive([url]);
    const [name = ''] = await articles(desk);
    const folder = join(desk.cwd, 'storage', 'articles', 'baosong.example', name.slice(-8, -6), name.split('/')[1] ?? '');
    const { schema, site, id } = JSON.parse(await readFile(join(folder, 'article.json'), 'utf8')) as Record<string, string>;
    await writeFile(join(folder, 'article.json'), JSON.stringify({ schema, site, id, urls: [], snapshots: [], captures: [] }));
    const snapshot = (await readdir(folder)).find((file) => file.endsWith('.txt')) ?? '';
    if (moment.startsWith('before')) await rm(join(folder, snapshot));
    expect((await desk.archive([url])).status).toBe(0);
    expect(await articles(desk)).toEqual([name]);
    expect(await desk.run(['verify'])).toMatchObject({
      status: 0,
      out: expect.stringMatching(/^1 article, 1 snapshot, 1 capture, .*: no damage\n$/u),
    });
  });
});

describe('damage', () => {
  test('to article.json is never taken for a new beginning', async () => {
    const desk = await newDesk();
    const url = publish(desk, '/bai-777.html', page('Bài viết'), 'vietnamnet.vn');
    await desk.archive([url]);
    await rm(join(desk.cwd, 'storage', 'articles', 'vietnamnet', '0', '777', 'article.json'));
    expect(await desk.archive([url])).toMatchObject({ status: 12, err: expect.stringContaining('article.json is missing') });
    expect((await desk.run(['verify'])).status).toBe(12);
  });

  test('to one old text stops no other address of the list', async () => {
    const desk = await newDesk();
    const urls = [777, 778, 779].map((id) => publish(desk, `/bai-${id}.html`, page(`Bài ${id}`), 'vietnamnet.vn'));
    await desk.archive(urls.slice(0, 1));
    const folder = join(desk.cwd, 'storage', 'articles', 'vietnamnet', '0', '777');
    const name = (await readdir(folder)).find((file) => file.endsWith('.txt')) ?? '';
    await writeFile(join(folder, name), (await readFile(join(folder, name), 'utf8')).replace('Bài', 'Bãi'));
    publish(desk, '/bai-777.html', page('Bài 777 mới'), 'vietnamnet.vn');
    const ran = await desk.archive(urls);
    expect(ran.status).toBe(12);
    expect(ran.out).toContain('vietnamnet/779');
  });

  test('by a folder that was copied or renamed by hand is named, and nothing in it is listed twice', async () => {
    const desk = await newDesk();
    await desk.archive([publish(desk, '/bai-2495349.html', page('Bài viết'), 'vietnamnet.vn')]);
    const site = join(desk.cwd, 'storage', 'articles', 'vietnamnet');
    await rename(join(site, '2495'), join(site, '2495 (bản sao)'));
    await mkdir(join(site, '2495'));
    const ran = await desk.run(['verify']);
    expect(ran).toMatchObject({ status: 12, out: expect.stringContaining('does not stand where an article belongs') });
  });

  test('to the address in a snapshot’s first line, which its digest does not cover, is found', async () => {
    const desk = await newDesk();
    await desk.archive([publish(desk, '/bai-777.html', page('Bài viết'), 'vietnamnet.vn')]);
    const folder = join(desk.cwd, 'storage', 'articles', 'vietnamnet', '0', '777');
    const name = (await readdir(folder)).find((file) => file.endsWith('.txt')) ?? '';
    await writeFile(
      join(folder, name),
      (await readFile(join(folder, name), 'utf8')).replace(/^.*\n/u, 'https://bao-khac.example/bai.html\n'),
    );
    expect(await desk.run(['verify'])).toMatchObject({ status: 12, out: expect.stringContaining('at which the article was never read') });
  });
});

describe('an import', () => {
  const snapshot = 'https://vietnamnet.vn/bai-777.html\n-----------------\nBài cũ\n-----------------\nMột đoạn.\n-----------------\n';

  test('whose time nobody told can be given its time later, and no reversion remains', async () => {
    const desk = await newDesk();
    await desk.archive([publish(desk, '/bai-777.html', page('Bài mới'), 'vietnamnet.vn')]);
    await writeFile(join(desk.cwd, 'cu.txt'), snapshot);
    expect((await desk.run(['import', 'cu.txt'], { now: '2026-10-06T05:00:00.000Z' })).err).toContain('counts as seen now');
    await desk.run(['import', 'cu.txt', '--captured', '2017-03-21'], { now: '2026-10-07T05:00:00.000Z' });
    const { out } = await desk.run(['log', '777']);
    expect(out.match(/^revision \d/gmu)).toEqual(['revision 1', 'revision 2']);
    expect(out).toMatch(/^revision 1 +2017-03-21/mu);
  });

  test.each(['2026-02-30', '2999-01-01', '2026-10-05'])('as seen on %s, which is no day or lies in the future, is refused', async (day) => {
    const desk = await newDesk();
    await writeFile(join(desk.cwd, 'cu.txt'), snapshot);
    const now = '2026-10-01T00:00:00.000Z';
    expect((await desk.run(['import', 'cu.txt', '--captured', day], { now })).status).toBe(2);
  });
});

describe('one bad page', () => {
  test('that leaves HTTP, or never ends its number, stops no other', async () => {
    const desk = await newDesk();
    const upgrade = desk.serve(
      'baosong.example',
      '/tin/101.html',
      (request) => void request.socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nhi'),
    );
    const long = publish(desk, `/x-${'9'.repeat(200)}.html`, page('Bài dài'), 'vietnamnet.vn');
    const sound = publish(desk, '/tin/bai.html', page('Bài viết'));
    const ran = await desk.archive([upgrade, long, sound]);
    expect(ran).toMatchObject({ status: 3, err: expect.stringContaining('switched to another protocol') });
    expect(ran.out).toContain('baosong.example/bai-');
  });

  test.each([
    ['bars', `<p>${'|'.repeat(100_000)}x</p>`],
    ['white space in its JSON-LD', `<script type="application/ld+json">--&gt;-->${' '.repeat(100_000)}x</script>`],
    ['marks on one letter', `<p>e${'\u0323\u0301'.repeat(200_000)}</p>`],
  ])('of a hundred thousand %s is read in no time', async (_what, hostile) => {
    const desk = await newDesk();
    const url = publish(desk, '/tin/bai.html', page('Bài viết').replace('<article>', `${hostile}<article>`));
    expect((await desk.archive([url])).status).toBe(0);
  });
});

test('the demo never plays in an archive of real articles', async () => {
  const desk = await newDesk();
  await desk.archive([desk.newsroom.urls()[0] ?? '']);
  expect(await desk.run(['demo', '--storage', 'storage'])).toMatchObject({ status: 2, err: expect.stringContaining('is not empty') });
});

test('the demo ends with a command that can be typed where it was started', async () => {
  const desk = await newDesk();
  const [npx, own] = [join(desk.cwd, 'node_modules', '.bin'), join(desk.cwd, 'bin')];
  for (const folder of [npx, own]) await mkdir(folder, { recursive: true });
  for (const folder of [npx, own]) await writeFile(join(folder, 'baoluu'), '#!/usr/bin/env node\n');
  for (const [path, storage, typed] of [
    [[npx], 'thử', `npx baoluu list --storage ${join(desk.cwd, 'thử')}`],
    [[npx, own], 'bản thử', `baoluu list --storage "${join(desk.cwd, 'bản thử')}"`],
  ] as const) {
    const { out } = await desk.run(['demo', '--storage', storage], { env: { PATH: path.join(delimiter) } });
    expect(out.trimEnd().split('\n').at(-1)).toBe(`  ${typed}`);
    expect(out).toContain(`\n$ ${typed.replace(/ list .*/u, '')} verify\n`);
  }
});

test('nothing that an article says can steer a terminal', async () => {
  const desk = await newDesk();
  const url = publish(desk, '/tin/bai.html', page('Bài \u001B]0;x\u0007viết \u202Eđảo'));
  const ran = await desk.archive([url]);
  const printed = [ran, await desk.run(['list']), await desk.run(['log', 'bai']), await desk.run(['diff', 'bai'])]
    .map(({ out, err }) => out + err)
    .join('');
  expect(printed).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E]/u);
});
