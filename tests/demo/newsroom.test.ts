import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { test } from 'vitest';
import { ask, newsroomForTest } from './ask.ts';

const RENAMED_FROM = '/le-hoi-dua-ghe-song-vam-nho-hut-40000-luot-khach-post9900103.vnp';
const RENAMED_TO = '/dua-ghe-song-vam-nho-doi-phu-hoa-dong-ve-nhat-post9900103.vnp';
const DELETED = '/lang-mui-cat-xon-xao-chuyen-nuoc-mam-u-3-ngay-9900203.html';
const SMALL_PAPER = '/tin/pha-en-ngung-chay-vi-gio-lon.html';

test('every address of the script leads to a page under its own host name', async () => {
  const newsroom = await newsroomForTest();
  const urls = newsroom.urls();
  assert.deepEqual(
    new Set(urls.map((url) => new URL(url).host)),
    new Set([`www.vietnamplus.vn:${newsroom.port}`, `vietnamnet.vn:${newsroom.port}`]),
  );
  for (const url of urls) {
    const { status, headers } = await ask(url);
    assert.equal(status, 200, url);
    assert.equal(headers['content-type'], 'text/html; charset=utf-8');
  }
});

test('every host is to be looked for on this machine, those of extra routes too', async () => {
  const newsroom = await newsroomForTest();
  newsroom.serve('AloBacsi.com', '/', {});
  const { port } = newsroom;
  assert.deepEqual(
    newsroom.resolveEntries(),
    ['www.vietnamplus.vn', 'vietnamnet.vn', 'baosong.example', 'alobacsi.com'].map((host) => ({ host, port, address: '127.0.0.1' })),
  );
});

test('one outlet does not answer for another', async () => {
  const { port } = await newsroomForTest();
  assert.equal((await ask(`http://vietnamnet.vn:${port}${RENAMED_FROM}`)).status, 404);
  const elsewhere = await ask(`http://news.example:${port}${RENAMED_FROM}`);
  assert.equal(elsewhere.status, 421);
  assert.match(elsewhere.text, /No outlet of this newsroom is called "news\.example"\. It has: www\.vietnamplus\.vn, /u);
});

test('an unknown path is a 404 page in the manner of its outlet', async () => {
  const { port } = await newsroomForTest();
  for (const [host, words] of [
    ['www.vietnamplus.vn', 'chưa từng có trên VietnamPlus'],
    ['vietnamnet.vn', 'trang bạn tìm không tồn tại'],
    ['baosong.example', 'Báo Sông không có trang này'],
  ] as const) {
    const { status, text } = await ask(`http://${host}:${port}/khong-co`);
    assert.equal(status, 404);
    assert.ok(text.includes(words), host);
  }
});

test('from day two the old address of a renamed article redirects to the new one, which did not exist before', async () => {
  const newsroom = await newsroomForTest();
  const site = `http://www.vietnamplus.vn:${newsroom.port}`;
  assert.equal((await ask(site + RENAMED_FROM)).status, 200);
  assert.equal((await ask(site + RENAMED_TO)).status, 404);
  newsroom.setDay(2);
  const moved = await ask(`${site}${RENAMED_FROM}?utm_source=zalo`);
  assert.deepEqual([moved.status, moved.headers.location], [301, RENAMED_TO]);
  assert.equal((await ask(site + RENAMED_TO)).status, 200);
  assert.ok(newsroom.urls().includes(site + RENAMED_FROM), 'the crawler keeps to the address that it knows');
});

test('a deleted article is gone on day three and not before', async () => {
  const newsroom = await newsroomForTest();
  const statuses: number[] = [];
  for (const day of [1, 2, 3]) {
    newsroom.setDay(day);
    statuses.push((await ask(`http://vietnamnet.vn:${newsroom.port}${DELETED}`)).status);
  }
  assert.deepEqual(statuses, [200, 200, 410]);
});

test('an article of the second day is neither listed nor served on the first', async () => {
  const newsroom = await newsroomForTest();
  const url = `http://baosong.example:${newsroom.port}${SMALL_PAPER}`;
  assert.ok(!newsroom.urls().includes(url));
  assert.equal((await ask(url)).status, 404);
  newsroom.setDay(2);
  assert.ok(newsroom.urls().includes(url));
  assert.equal((await ask(url)).status, 200);
});

test('a day that the script does not have is refused', async () => {
  const newsroom = await newsroomForTest();
  for (const day of [0, 4, 1.5]) assert.throws(() => newsroom.setDay(day), { message: `The script has days 1 to 3, and no day ${day}.` });
});

test('a page comes packed to those who can unpack it, and is the same page', async () => {
  const newsroom = await newsroomForTest();
  newsroom.setDay(2);
  const url = `http://baosong.example:${newsroom.port}${SMALL_PAPER}`;
  const packed = await ask(url, { 'accept-encoding': 'br, gzip;q=0.8' });
  const plain = await ask(url, { 'accept-encoding': 'br, gzip;q=0' });
  assert.deepEqual([packed.headers['content-encoding'], plain.headers['content-encoding']], ['gzip', undefined]);
  assert.equal(packed.headers.vary, 'Accept-Encoding');
  assert.equal(packed.headers['content-length'], String(packed.bytes.length));
  assert.deepEqual(gunzipSync(packed.bytes), plain.bytes);
});

test('an ETag saves the second journey as long as the page is the same', async () => {
  const newsroom = await newsroomForTest();
  newsroom.setDay(2);
  const url = `http://baosong.example:${newsroom.port}${SMALL_PAPER}`;
  const { headers } = await ask(url);
  assert.equal(headers['last-modified'], 'Mon, 05 Oct 2026 23:50:00 GMT');
  const again = await ask(url, { 'if-none-match': headers.etag ?? '' });
  assert.deepEqual([again.status, again.bytes.length, again.headers.etag], [304, 0, headers.etag]);
  newsroom.setDay(3);
  const later = await ask(url, { 'if-none-match': headers.etag ?? '' });
  assert.deepEqual([later.status, later.headers['last-modified']], [200, 'Wed, 07 Oct 2026 02:30:00 GMT']);
});

test('the log tells when, for what and how the newsroom was asked', async () => {
  const newsroom = await newsroomForTest();
  const site = `http://VietNamNet.vn:${newsroom.port}`;
  await ask(`${site}/a?b=1`, { 'user-agent': 'baoluu-test' });
  await ask(`${site}/c`);
  const [first, second] = newsroom.requests;
  assert.deepEqual(
    [first?.method, first?.host, first?.path, first?.headers['user-agent']],
    ['GET', 'vietnamnet.vn', '/a?b=1', 'baoluu-test'],
  );
  assert.ok(first !== undefined && second !== undefined && second.at > first.at);
});

test('a saved page can be served under its own host name, as it stands', async () => {
  const newsroom = await newsroomForTest();
  const headers = { 'content-type': 'text/html; charset=utf-8', 'x-cache': 'HIT' };
  newsroom.serve('alobacsi.com', '/hoi-dap-n1.html', { headers, body: Buffer.from('<p>Hỏi & đáp</p>') });
  const url = `http://alobacsi.com:${newsroom.port}/hoi-dap-n1.html`;
  const { status, text, headers: received } = await ask(`${url}?utm_source=zalo`, { 'accept-encoding': 'gzip' });
  assert.deepEqual([status, text, received['x-cache'], received['content-encoding']], [200, '<p>Hỏi & đáp</p>', 'HIT', undefined]);
  assert.equal((await ask(new URL('/khac', url).href)).status, 404);
});

test('an extra route goes before the script, and one with a query before one without', async () => {
  const newsroom = await newsroomForTest();
  const site = `http://vietnamnet.vn:${newsroom.port}`;
  newsroom.serve('vietnamnet.vn', DELETED, { status: 503, headers: { 'retry-after': '120' } });
  newsroom.serve('vietnamnet.vn', `${DELETED}?p=2`, { body: 'trang hai' });
  const refused = await ask(site + DELETED);
  assert.deepEqual([refused.status, refused.headers['retry-after']], [503, '120']);
  assert.equal((await ask(`${site}${DELETED}?p=2`)).text, 'trang hai');
});

test('a handler may break off in the middle, and one that fails says so', async () => {
  const newsroom = await newsroomForTest();
  newsroom.serve('vietnamnet.vn', '/dut', (_, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('nửa', () => response.destroy());
  });
  newsroom.serve('vietnamnet.vn', '/loi', () => Promise.reject(new Error('hết giấy')));
  const site = `http://vietnamnet.vn:${newsroom.port}`;
  await assert.rejects(ask(`${site}/dut`), /aborted/u);
  const failed = await ask(`${site}/loi`);
  assert.deepEqual([failed.status, failed.text], [500, 'The answer to /loi failed: Error: hết giấy']);
});

test('closing frees the port at once, although a connection is kept open, and can be done twice', async () => {
  const newsroom = await newsroomForTest();
  const agent = new Agent({ keepAlive: true });
  await ask(`http://vietnamnet.vn:${newsroom.port}/`, {}, agent);
  await newsroom.close();
  await newsroom.close();
  assert.equal(await knock(newsroom.port), 'ECONNREFUSED');
  agent.destroy();
});

test('two newsrooms play side by side', async () => {
  const [one, other] = [await newsroomForTest(), await newsroomForTest()];
  one.setDay(3);
  assert.equal((await ask(`http://vietnamnet.vn:${one.port}${DELETED}`)).status, 410);
  assert.equal((await ask(`http://vietnamnet.vn:${other.port}${DELETED}`)).status, 200);
  assert.deepEqual([one.requests.length, other.requests.length], [1, 1]);
});

function knock(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve('open');
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
  });
}
