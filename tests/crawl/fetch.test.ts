import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { createGzip, gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { headerOf } from '../../src/article/page.ts';
import { systemClock } from '../../src/crawl/clock.ts';
import { fetchPages } from '../../src/crawl/fetch.ts';
import { selfSigned } from './certificate.ts';
import { failureOf, fetchAll, html, options, origin, pageOf, redirect, text, USER_AGENT, visit } from './origin.ts';

test('a newsroom sees who asks, in a fixed set of headers, and no browser', async () => {
  const { url, port, asked } = await origin(html);
  const page = await pageOf(`${url}/gia-vang.html#binh-luan`);
  expect(asked.map(({ path }) => path)).toEqual(['/gia-vang.html']);
  expect(pairs(asked[0]?.rawHeaders ?? [])).toEqual([
    `user-agent: ${USER_AGENT}`,
    'accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'accept-language: vi',
    'accept-encoding: gzip, deflate, br',
    `Host: 127.0.0.1:${port}`,
    'Connection: close',
  ]);
  expect(page.requestHead).toMatch(/^GET \/gia-vang\.html HTTP\/1\.1\r\nuser-agent: baoluu\/0\.1 .*\r\nConnection: close\r\n\r\n$/su);
});

test('a page is kept as it was received, with its headers in their order and case', async () => {
  const body = gzipSync('<p>Giá vàng tăng.</p>');
  const { url, port } = await origin((_request, response) => {
    const headers = [
      'X-Zeta',
      '1',
      'Content-Type',
      'text/html',
      'Set-Cookie',
      'a=1',
      'set-cookie',
      'b=2',
      'Content-Encoding',
      'gzip',
      'Date',
      'x',
    ];
    response.writeHead(200, 'Rat tot', headers).end(body);
  });
  const page = await pageOf(`${url}/a`, { clock: systemClock(() => new Date('2026-03-04T02:15:02.123Z')) });
  expect(page).toMatchObject({
    requested: `http://127.0.0.1:${port}/a`,
    url: `http://127.0.0.1:${port}/a`,
    at: '2026-03-04T02:15:02.123Z',
  });
  expect(page).toMatchObject({ ip: '127.0.0.1', httpVersion: '1.1', status: 200, statusText: 'Rat tot', redirects: [] });
  expect(page.headers.slice(0, 5).map(([name]) => name)).toEqual([
    'X-Zeta',
    'Content-Type',
    'Set-Cookie',
    'set-cookie',
    'Content-Encoding',
  ]);
  expect(Buffer.from(page.bytes).equals(body)).toBe(true);
  expect(text(page.body)).toBe('<p>Giá vàng tăng.</p>');
  expect(page.truncated).toBeUndefined();
});

test('a header in plain UTF-8 does not disturb, and keeps its bytes', async () => {
  const { url } = await rawOrigin(Buffer.from('HTTP/1.1 200 OK\r\nX-Tin: Đường dẫn\r\nContent-Length: 2\r\n\r\nok'));
  const page = await pageOf(url);
  expect(Buffer.from(headerOf(page, 'x-tin') ?? '', 'latin1').toString('utf8')).toBe('Đường dẫn');
});

test.each([200, 203, 304, 400, 401, 403, 404, 410, 429, 451, 500, 503])(
  'an answer of %i is a page like any other, asked for once',
  async (status) => {
    const { url, asked } = await origin((_request, response) => {
      response.writeHead(status, { 'Retry-After': '1' }).end(status === 304 ? undefined : 'said');
    });
    expect(await pageOf(url)).toMatchObject({ status });
    expect(asked).toHaveLength(1);
  },
);

test('the same address twice in a list is visited twice', async () => {
  const { url, asked } = await origin(html);
  await fetchAll([visit(`${url}/a`), visit(`${url}/a`), visit(`${url}/a#b`)]);
  expect(asked.map(({ path }) => path)).toEqual(['/a', '/a', '/a']);
});

test('two hundred pages of one host come in their order', async () => {
  const { url, asked } = await origin(html);
  const paths = Array.from({ length: 200 }, (_, index) => `/${index}`);
  const pages = await fetchAll(paths.map((path) => visit(`${url}${path}`)));
  expect(pages).toHaveLength(200);
  expect(asked.map(({ path }) => path)).toEqual(paths);
});

test('each step of a redirect is kept, and the page is the one at its end', async () => {
  const { url } = await origin({ '/old': redirect('/newer', 301), '/newer': redirect('/new?a=1#x', 307), '/new?a=1': html });
  const page = await pageOf(`${url}/old`);
  expect([page.requested, page.url, page.status]).toEqual([`${url}/old`, `${url}/new?a=1`, 200]);
  expect(page.redirects.map((hop) => [hop.url, hop.status, headerOf(hop, 'location'), text(hop.bytes)])).toEqual([
    [`${url}/old`, 301, '/newer', 'moved to /newer'],
    [`${url}/newer`, 307, '/new?a=1#x', 'moved to /new?a=1#x'],
  ]);
  expect(page.redirects[1]?.requestHead).toMatch(/^GET \/newer HTTP/u);
});

test('a redirect whose address is written in plain Vietnamese is followed', async () => {
  const { url, asked } = await origin((request, response) => {
    if (request.url === '/') response.writeHead(302, { Location: Buffer.from('/tin-tức').toString('latin1') }).end();
    else html(request, response);
  });
  expect((await pageOf(url)).status).toBe(200);
  expect(asked[1]?.path).toBe('/tin-t%E1%BB%A9c');
});

test('a redirect in a page, or without an address, is not followed', async () => {
  const { url, asked } = await origin({
    '/meta': (_request, response) => void response.writeHead(200).end('<meta http-equiv="refresh" content="0; url=/elsewhere">'),
    '/nowhere': (_request, response) => void response.writeHead(302).end('?'),
    '/choice': (_request, response) => void response.writeHead(300, { Location: '/a' }).end('?'),
  });
  for (const path of ['/meta', '/nowhere', '/choice']) expect((await pageOf(url + path)).redirects).toEqual([]);
  expect(asked).toHaveLength(3);
});

test('a redirect that goes in a circle ends at once, with the way that it went', async () => {
  const { url, asked } = await origin({ '/a': redirect('/b'), '/b': redirect('/a') });
  const failure = await failureOf(`${url}/a`);
  expect(failure).toMatchObject({ kind: 'redirect-loop', url: `${url}/b`, at: failure.redirects[0]?.at });
  expect(failure.message).toContain(`${url}/a redirects in a circle, back to ${url}/a: try again later`);
  expect(failure.redirects.map((hop) => hop.url)).toEqual([`${url}/a`, `${url}/b`]);
  expect(asked).toHaveLength(2);
});

test('a redirect that never ends is given up after as many steps as are allowed', async () => {
  const { url, asked } = await origin((request, response) => redirect(`/${Number(request.url?.slice(1)) + 1}`)(request, response));
  expect(await failureOf(`${url}/1`, { maxRedirects: 3 })).toMatchObject({ kind: 'redirect-loop' });
  expect(asked.map(({ path }) => path)).toEqual(['/1', '/2', '/3', '/4']);
});

test.each(['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x', 'http://', 'https://a b/'])(
  'a redirect to %s is a failure, and is not gone to',
  async (location) => {
    const { url } = await origin(redirect(location));
    const failure = await failureOf(url);
    expect(failure.kind).toBe('bad-redirect');
    expect(failure.message).toContain(location);
    expect(failure.redirects).toHaveLength(1);
  },
);

test('a name and a password in an address are not sent, and so not kept', async () => {
  const { url, asked } = await origin(html);
  const page = await pageOf(url.replace('http://', 'http://an:matkhau@'));
  expect(asked[0]?.rawHeaders.map((name) => name.toLowerCase())).not.toContain('authorization');
  expect(page.url).not.toContain('matkhau');
});

test('a page longer than we take is cut at the cap, and says so', async () => {
  const { url } = await origin((_request, response) => void response.writeHead(200).end('a'.repeat(10_000)));
  const page = await pageOf(url, { maxWireBytes: 4000 });
  expect(page.bytes).toHaveLength(4000);
  expect(page.truncated).toBe('the body is longer than 4000 bytes, and was broken off there');
  expect((await pageOf(url, { maxWireBytes: 10_000 })).truncated).toBeUndefined();
});

test('a page that never ends is broken off by its size', async () => {
  const { url } = await origin(endless(0));
  expect((await pageOf(url, { maxWireBytes: 300_000 })).bytes).toHaveLength(300_000);
});

test('a page that drips for ever is broken off by the clock', async () => {
  const { url } = await origin(endless(20));
  expect((await pageOf(url, { bodyTimeoutMs: 300 })).truncated).toMatch(
    /^the body was still coming after 0\.3 seconds, and was broken off at \d+ bytes$/u,
  );
});

test('a connection that is cut before its promised length gives half a page, and says so', async () => {
  const { url } = await rawOrigin(Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'));
  expect(await pageOf(url)).toMatchObject({ status: 200, truncated: 'the connection broke off after 4 of 100 bytes' });
});

test('a connection that is cut between two chunks gives half a page, and says so', async () => {
  const { url } = await rawOrigin(Buffer.from('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n'));
  const page = await pageOf(url);
  expect([text(page.body), page.truncated]).toEqual(['half', 'the connection broke off after 4 of an unknown number of bytes']);
});

test('a gzip body that stops half way gives half a page, although its length is as promised', async () => {
  const whole = gzipSync('Giá vàng tăng. '.repeat(50) + Math.random());
  const half = whole.subarray(0, whole.length - 12);
  const { url } = await origin(
    (_request, response) => void response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Length': half.length }).end(half),
  );
  const page = await pageOf(url);
  expect(page.truncated).toBe('the gzip body stops before its end');
  expect(text(page.body)).toMatch(/^Giá vàng tăng\. Giá/u);
});

test('a small body that unpacks to 200 megabytes is cut at the cap, and costs no such memory', async () => {
  const bomb = await gzipped(200_000_000);
  const { url } = await origin((_request, response) => void response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(bomb));
  const before = process.memoryUsage().rss;
  const page = await pageOf(url, { maxBodyBytes: 5_000_000 });
  const grown = process.memoryUsage().rss - before;
  expect(page.body).toHaveLength(5_000_000);
  expect(page.bytes).toHaveLength(bomb.length);
  expect(page.truncated).toBe('the body is longer than 5000000 bytes when unpacked, and was cut there');
  expect(grown).toBeLessThan(100_000_000);
});

test('an encoding that nobody knows keeps the bytes and says that there is no text', async () => {
  const { url } = await origin((_request, response) => void response.writeHead(200, { 'Content-Encoding': 'zstd' }).end('????'));
  expect(await pageOf(url)).toMatchObject({
    truncated: `the body has the content encoding "zstd", which can't be undone`,
    body: new Uint8Array(),
  });
});

test('a certificate that nobody vouches for is refused, and nothing is fetched', async () => {
  const asked: string[] = [];
  const server = createTlsServer(selfSigned, (request, response) => {
    asked.push(request.url ?? '');
    response.end('x');
  });
  const port = await listen(server);
  const failure = await failureOf(`https://127.0.0.1:${port}/a`);
  expect(failure.kind).toBe('tls');
  expect(failure.message).toContain(
    `https://127.0.0.1:${port}: its TLS certificate does not verify (self-signed certificate); nothing was fetched.`,
  );
  expect(asked).toEqual([]);
});

test('plain HTTP where TLS was expected is a failure in words', async () => {
  const { port } = await origin(html);
  expect(await failureOf(`https://127.0.0.1:${port}/`)).toMatchObject({
    kind: 'tls',
    message: expect.stringContaining('no secure connection could be made'),
  });
});

test('a host that is not known is a failure in words', async () => {
  const failure = await failureOf('http://vietnamnet.invalid/a');
  expect(failure.kind).toBe('dns');
  expect(failure.message).toBe('vietnamnet.invalid does not resolve: check the spelling of the address, or the network.');
});

test('a server that is down, hangs up, keeps silent or speaks no HTTP is a failure in words', async () => {
  const closed = await origin(html);
  const down = `http://127.0.0.1:1`;
  expect(await failureOf(down)).toMatchObject({
    kind: 'connect',
    message: expect.stringContaining("127.0.0.1:1 can't be reached (ECONNREFUSED)"),
  });
  const { url } = await rawOrigin(Buffer.alloc(0));
  expect(await failureOf(url)).toMatchObject({
    kind: 'connect',
    message: expect.stringContaining('broke the connection off without an answer'),
  });
  const silent = await origin(() => undefined);
  expect(await failureOf(silent.url, { responseTimeoutMs: 200 })).toMatchObject({
    kind: 'timeout',
    message: expect.stringContaining('sent no answer in time'),
  });
  const strange = await rawOrigin(Buffer.from('SSH-2.0-OpenSSH\r\n'));
  expect(await failureOf(strange.url)).toMatchObject({ kind: 'protocol', message: expect.stringContaining("can't be understood as HTTP") });
  expect(closed.asked).toEqual([]);
});

test('a header whose name is no ASCII is a failure in words', async () => {
  const { url } = await rawOrigin(Buffer.from('HTTP/1.1 200 OK\r\nĐường: x\r\nContent-Length: 0\r\n\r\n'));
  expect(await failureOf(url)).toMatchObject({ kind: 'protocol' });
});

test('a failure of one page does not keep the others from coming', async () => {
  const { url } = await origin(html);
  const all = await fetchAll([visit('http://vietnamnet.invalid/'), visit(`${url}/a`), visit('http://127.0.0.1:1/'), visit(`${url}/b`)]);
  expect(all.map((fetched) => ('page' in fetched ? 'page' : fetched.failure.kind)).toSorted()).toEqual(['connect', 'dns', 'page', 'page']);
});

test('a disk fault stops everything: nothing more is asked for, and the fault is the answer', async () => {
  // One page is on its way for ever, at another host; the other comes once that one was asked for.
  let come = (): void => undefined;
  const slowIsAsked = new Promise<void>((resolve) => (come = resolve));
  const { url, port, asked } = await origin((request, response) => {
    if (request.url === '/slow') come();
    else void slowIsAsked.then(() => html(request, response));
  });
  const visits = [
    visit(`http://slow.test:${port}/slow`),
    visit(`${url}/a`),
    visit(`${url}/b`),
    visit(`http://other.test:${port}/c`, { delayMs: 0 }),
  ];
  const fault = new Error('ENOSPC: no space left on device');
  const told: string[] = [];
  const resolve = [{ host: '*', port, address: '127.0.0.1' }];
  const crawl = fetchPages(visits, options({ resolve, concurrency: 2 }), async ({ url: { pathname } }) => {
    told.push(pathname);
    throw fault;
  });
  await expect(crawl).rejects.toBe(fault);
  const before = asked.length;
  await new Promise((done) => {
    setTimeout(done, 700);
  });
  expect(told).toEqual(['/a']);
  expect(asked.map(({ path }) => path).toSorted()).toEqual(['/a', '/slow']);
  expect(asked).toHaveLength(before);
});

test('a crawl that is asked to stop hands over what is under way, and asks for nothing more', async () => {
  const stop = new AbortController();
  const { url, asked } = await origin((request, response) => {
    stop.abort();
    setTimeout(() => html(request, response), 100);
  });
  const pages = await fetchAll([visit(`${url}/a`), visit(`${url}/b`), visit(`http://localhost:${new URL(url).port}/c`)], {
    signal: stop.signal,
    concurrency: 1,
  });
  expect(pages).toHaveLength(1);
  expect(asked.map(({ path }) => path)).toEqual(['/a']);
});

test('a crawl that is asked to stop goes to no further step of a redirect, and hands nothing over', async () => {
  const stop = new AbortController();
  const { url, asked } = await origin((request, response) => {
    stop.abort();
    redirect('/next')(request, response);
  });
  expect(await fetchAll([visit(`${url}/a`)], { signal: stop.signal })).toEqual([]);
  expect(asked).toHaveLength(1);
});

test('a crawl that is asked to stop waits five seconds for pages that do not come, and no longer', async () => {
  const stop = new AbortController();
  const { url, asked } = await origin((request, response) => {
    if (request.url === '/half') response.writeHead(200).write('half');
    if (asked.length === 2) stop.abort();
  });
  const visits = [visit(`${url}/never`), visit(`${url.replace('127.0.0.1', 'localhost')}/half`)];
  expect(await fetchAll(visits, { signal: stop.signal, responseTimeoutMs: 3_600_000, bodyTimeoutMs: 3_600_000 })).toEqual([]);
  expect(asked).toHaveLength(2);
});

test('a crawl that was stopped before it began asks for nothing', async () => {
  const { url, asked } = await origin(html);
  expect(await fetchAll([visit(url)], { signal: AbortSignal.abort() })).toEqual([]);
  expect(asked).toEqual([]);
});

test('a crawl of nothing is over', async () => {
  expect(await fetchAll([])).toEqual([]);
});

function pairs(raw: readonly string[]): string[] {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${raw[index + 1]}`] : []));
}

function endless(everyMs: number): (request: unknown, response: import('node:http').ServerResponse) => void {
  return (_request, response) => {
    response.writeHead(200);
    const drip = (): void => {
      if (response.destroyed) return;
      response.write('x'.repeat(1000));
      setTimeout(drip, everyMs);
    };
    drip();
  };
}

/** A server that answers every connection with these bytes, and hangs up. */
async function rawOrigin(answer: Buffer): Promise<{ url: string }> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(answer));
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  return { url: `http://127.0.0.1:${await listen(server)}/` };
}

async function listen(server: ReturnType<typeof createTcpServer>): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => void server.close());
  // The type of `address()` covers pipes too; this is a port.
  return (server.address() as AddressInfo).port;
}

/** So many zero bytes, packed without ever being held. */
async function gzipped(length: number): Promise<Buffer> {
  const gzip = createGzip();
  const parts: Buffer[] = [];
  gzip.on('data', (part: Buffer) => parts.push(part));
  const block = Buffer.alloc(1_000_000);
  for (let written = 0; written < length; written += block.length)
    if (!gzip.write(block)) {
      await new Promise<void>((resolve) => {
        gzip.once('drain', resolve);
      });
    }
  gzip.end();
  await new Promise((resolve) => {
    gzip.once('end', resolve);
  });
  return Buffer.concat(parts);
}
