import { expect, test } from 'vitest';
import { isPublicAddress } from '../../src/crawl/addresses.ts';
import { parseResolve } from '../../src/crawl/resolve.ts';
import { failureOf, fetchAll, html, origin, redirect, visit } from './origin.ts';

const PRIVATE = [
  ['127.0.0.1', '127.255.255.255', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.64.0.1'],
  ['0.0.0.0', '0.1.2.3', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255', '192.0.2.1', '198.18.0.1'],
  ['::', '::1', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd12:3456::1', 'ff02::1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:7f00:1'],
  ['64:ff9b::7f00:1', '64:ff9b::808:808', '2002:7f00:1::', '2001:0:1::1', '2001:db8::1', '::127.0.0.1', 'localhost', ''],
].flat();
const PUBLIC = ['8.8.8.8', '123.30.1.1', '172.32.0.1', '100.128.0.1', '2001:4860:4860::8888', '2405:4800::1', '::ffff:8.8.8.8'];

test.each(PRIVATE)('%s is no address of the public internet', (address) => expect(isPublicAddress(address)).toBe(false));
test.each(PUBLIC)('%s is an address of the public internet', (address) => expect(isPublicAddress(address)).toBe(true));

test.each([
  'http://127.0.0.1:PORT/',
  'http://2130706433:PORT/',
  'http://0x7f.1:PORT/',
  'http://0177.0.0.1:PORT/',
  'http://[::ffff:127.0.0.1]:PORT/',
  'http://localhost:PORT/',
  'http://0:PORT/',
])('%s is this machine, and is not asked', async (address) => {
  const { port, asked } = await origin(html);
  const failure = await failureOf(address.replace('PORT', String(port)), {}, { allowPrivate: false });
  expect(failure.kind).toBe('refused-address');
  expect(failure.message).toMatch(/is an address of this machine or of a private network; it was not asked\. .*--allow-private/u);
  expect(asked).toEqual([]);
});

test('a private address is asked where the site, or the operator, allows it', async () => {
  const { url, asked } = await origin(html);
  await fetchAll([visit(url, { allowPrivate: true })]);
  await fetchAll([visit(url, { allowPrivate: false })], { allowPrivate: true });
  expect(asked).toHaveLength(2);
});

test('a host that the operator pinned is found at that address, and keeps its name', async () => {
  const { port, asked } = await origin(html);
  const [fetched] = await fetchAll([visit(`http://vietnamnet.test:${port}/a`, { allowPrivate: false })], {
    resolve: [parseResolve(`VietNamNet.test:${port}:127.0.0.1`)],
  });
  expect(asked[0]?.host).toBe(`vietnamnet.test:${port}`);
  expect(fetched).toMatchObject({ page: { ip: '127.0.0.1', url: `http://vietnamnet.test:${port}/a` } });
});

test.each([
  'http://127.0.0.1:PORT/inside',
  'http://localhost:PORT/inside',
  'http://[::1]:PORT/inside',
  'http://169.254.169.254/latest/meta-data',
])('a redirect from an allowed page to %s is not followed', async (address) => {
  const { port, asked } = await origin((request, response) => redirect(address.replace('PORT', String(port)))(request, response));
  const resolve = [{ host: 'vietnamnet.test', port, address: '127.0.0.1' }];
  const failure = await failureOf(`http://vietnamnet.test:${port}/a`, { resolve }, { allowPrivate: false });
  expect(failure).toMatchObject({ kind: 'refused-address', url: address.replace('PORT', String(port)) });
  expect(failure.redirects.map((hop) => hop.status)).toEqual([302]);
  expect(asked).toHaveLength(1);
});

test('a pin for one port says nothing of another', async () => {
  const { port } = await origin(html);
  const failure = await failureOf(
    `http://localhost:${port}/`,
    { resolve: [{ host: 'localhost', port: port + 1, address: '127.0.0.1' }] },
    { allowPrivate: false },
  );
  expect(failure.kind).toBe('refused-address');
});

test.each([
  ['vietnamnet.vn:443:203.0.113.7', { host: 'vietnamnet.vn', port: 443, address: '203.0.113.7' }],
  ['VietNamNet.vn:80:[2001:db8::7]', { host: 'vietnamnet.vn', port: 80, address: '2001:db8::7' }],
  ['a.vn:80:2001:db8::7', { host: 'a.vn', port: 80, address: '2001:db8::7' }],
  ['*:8080:127.0.0.1', { host: '*', port: 8080, address: '127.0.0.1' }],
  ['a.vn:80:127.0.0.1,127.0.0.2', { host: 'a.vn', port: 80, address: '127.0.0.1' }],
  ['127.0.0.1:80:127.0.0.1', { host: '127.0.0.1', port: 80, address: '127.0.0.1' }],
])('--resolve %s is read', (typed, pin) => expect(parseResolve(typed)).toEqual(pin));

test.each([
  ['vietnamnet.vn', 'it names no host'],
  [':80:127.0.0.1', 'it names no host'],
  ['a.vn:http:127.0.0.1', '"http" is no port from 1 to 65535'],
  ['a.vn:0:127.0.0.1', '"0" is no port'],
  ['a.vn:70000:127.0.0.1', '"70000" is no port'],
  ['a.vn:80:', '"" is no IP address'],
  ['a.vn:80:b.vn', '"b.vn" is no IP address'],
  ['8.8.8.8:80:127.0.0.1', "8.8.8.8 is an address itself, and can't be found at another"],
])('--resolve %s is refused in words', (typed, why) => {
  expect(() => parseResolve(typed)).toThrow(`--resolve "${typed}" can't be used: ${why}`);
  expect(() => parseResolve(typed)).toThrow('Write HOST:PORT:ADDRESS, as ');
});
