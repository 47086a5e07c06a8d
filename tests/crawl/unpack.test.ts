import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { undoContentEncoding } from '../../src/crawl/unpack.ts';

const TEXT = Array.from({ length: 4000 }, (_, index) => `Dòng thứ ${index * 7919}: giá vàng tăng.`).join('\n');
const PLAIN = Buffer.from(TEXT);
const CAP = 1_000_000;
const EMPTY = gzipSync('');

async function undone(bytes: Uint8Array, header: string | undefined, maxBytes = CAP): Promise<[string, string | undefined]> {
  const { body, truncated } = await undoContentEncoding(bytes, header, maxBytes);
  return [Buffer.from(body).toString('utf8'), truncated];
}

test.each([
  ['no header', undefined, PLAIN],
  ['identity', 'identity', PLAIN],
  ['gzip', 'gzip', gzipSync(PLAIN)],
  ['x-gzip, in capitals', ' X-GZIP ', gzipSync(PLAIN)],
  ['gzip of several members', 'gzip', Buffer.concat([gzipSync(PLAIN.subarray(0, 1000)), gzipSync(PLAIN.subarray(1000))])],
  ['gzip with a name, a comment and extra fields', 'gzip', withFields(gzipSync(PLAIN))],
  ['gzip with something after it', 'gzip', Buffer.concat([gzipSync(PLAIN), Buffer.from('<!-- cache -->')])],
  ['gzip with zero bytes after it', 'gzip', Buffer.concat([gzipSync(PLAIN), Buffer.alloc(100)])],
  ['deflate', 'deflate', deflateSync(PLAIN)],
  ['deflate without its header', 'deflate', deflateRawSync(PLAIN)],
  ['br', 'br', brotliCompressSync(PLAIN)],
  ['a chain', 'gzip, br', brotliCompressSync(gzipSync(PLAIN))],
  ['a chain with identity', 'deflate, identity,gzip', gzipSync(deflateSync(PLAIN))],
])('%s gives the text back', async (_name, header, bytes) => expect(await undone(bytes, header)).toEqual([TEXT, undefined]));

test.each([
  ['gzip', gzipSync(PLAIN)],
  ['deflate', deflateSync(PLAIN)],
  ['deflate', deflateRawSync(PLAIN)],
  ['br', brotliCompressSync(PLAIN)],
])('a %s body that stops half way gives what there is, and says so', async (header, whole) => {
  const [text, truncated] = await undone(whole.subarray(0, Math.floor(whole.length / 2)), header);
  expect(truncated).toBe(`the ${header} body stops before its end`);
  expect(text.length).toBeGreaterThan(TEXT.length / 5);
  expect(TEXT.startsWith(text.replace(/�+$/u, ''))).toBe(true);
});

test('a gzip body that lacks only its trailer, or a byte of it, is not whole', async () => {
  const whole = gzipSync(PLAIN);
  for (const missing of [1, 7, 8])
    expect(await undone(whole.subarray(0, -missing), 'gzip')).toEqual([TEXT, 'the gzip body stops before its end']);
});

test('a gzip body that stops within its first bytes is not whole', async () => {
  for (const length of [1, 2, 5, 10])
    expect(await undone(gzipSync(PLAIN).subarray(0, length), 'gzip')).toEqual(['', 'the gzip body stops before its end']);
});

test('a gzip body whose second member stops half way is not whole', async () => {
  const both = Buffer.concat([gzipSync('một '), gzipSync(PLAIN)]);
  const [text, truncated] = await undone(both.subarray(0, -200), 'gzip');
  expect([text.startsWith('một Dòng thứ'), truncated]).toEqual([true, 'the gzip body stops before its end']);
});

test('a body that is not what its header says, or was changed on the way, is called damaged', async () => {
  expect(await undone(PLAIN, 'gzip')).toEqual(['', 'the body is called gzip, but its bytes are damaged or something else']);
  expect((await undone(PLAIN, 'br'))[1]).toMatch(/^the (?:body is called br|br body stops)/u);
  const changed = gzipSync(PLAIN);
  changed[changed.length - 6]! ^= 1; // In its checksum: the array is longer than this.
  expect((await undone(changed, 'gzip'))[1]).toBe('the body is called gzip, but its bytes are damaged or something else');
});

test('a body that unpacks to more than the cap is cut there', async () => {
  for (const [header, bytes] of [
    ['gzip', gzipSync(PLAIN)],
    ['deflate', deflateSync(PLAIN)],
    ['br', brotliCompressSync(PLAIN)],
    ['identity', PLAIN],
  ] as const)
    expect(await undone(bytes, header, 1000)).toEqual([
      PLAIN.subarray(0, 1000).toString('utf8'),
      'the body is longer than 1000 bytes when unpacked, and was cut there',
    ]);
  expect(await undone(gzipSync(PLAIN), 'gzip', PLAIN.length)).toEqual([TEXT, undefined]);
});

test('a bomb within a bomb is cut at the cap of each', async () => {
  const bomb = gzipSync(gzipSync(Buffer.alloc(50_000_000)));
  const { body, truncated } = await undoContentEncoding(bomb, 'gzip, gzip', 100_000);
  expect([body.length, truncated]).toEqual([100_000, 'the body is longer than 100000 bytes when unpacked, and was cut there']);
});

test('a body of two thousand empty members is given up', async () => {
  const [, truncated] = await undone(Buffer.concat(Array.from({ length: 2000 }, () => EMPTY)), 'gzip');
  expect(truncated).toBe('the body is called gzip, but its bytes are damaged or something else');
});

test('an unknown encoding is named', async () =>
  expect(await undone(PLAIN, 'zstd')).toEqual(['', `the body has the content encoding "zstd", which can't be undone`]));

test('an empty body is empty, whatever its encoding', async () => expect(await undone(new Uint8Array(), 'gzip')).toEqual(['', undefined]));

/** The same stream with the four optional fields of RFC 1952. */
function withFields(gzip: Buffer): Buffer {
  const head = Buffer.from(gzip.subarray(0, 10));
  head[3] = 4 | 8 | 16 | 2;
  return Buffer.concat([head, Buffer.from([3, 0, 1, 2, 3]), Buffer.from('tin.html\0ghi chú\0'), Buffer.from([0, 0]), gzip.subarray(10)]);
}
