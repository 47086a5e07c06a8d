import { expect, test } from 'vitest';
import { splitHttp, unchunked } from '../../src/warc/http.ts';

const CHUNKED = [['Transfer-Encoding', 'Chunked']] as const;

test('a response comes apart in status, reason, headers as written, and body', () => {
  const { body, ...head } = splitHttp(Buffer.from('HTTP/1.1 404 Không có\r\nX-A: một\r\nx-a: hai\r\n\r\nxin\r\n\r\nlỗi', 'utf8')) ?? {};
  expect(head).toEqual({
    startLine: Buffer.from('HTTP/1.1 404 Không có').toString('latin1'),
    status: 404,
    reason: Buffer.from('Không có').toString('latin1'),
    headers: [
      ['X-A', Buffer.from('một').toString('latin1')],
      ['x-a', 'hai'],
    ],
  });
  expect(Buffer.from(body ?? []).toString()).toBe('xin\r\n\r\nlỗi');
});

test.each([
  ['HTTP/2 200\r\n\r\n', 200, ''],
  ['HTTP/1.0 304 Not Modified\r\nETag: "x"\r\n', 304, ''],
  ['HTTP/1.1 200 OK\nServer: x\n\nbody', 200, 'body'],
  ['GET / HTTP/1.1\r\nHost: a.vn\r\n\r\n', undefined, ''],
])('%j', (text, status, body) => {
  const message = splitHttp(Buffer.from(text));
  expect(message?.status).toBe(status);
  expect(Buffer.from(message?.body ?? []).toString()).toBe(body);
});

test('bytes that are no HTTP message are none', () => expect(splitHttp(Buffer.from('<html>'))).toBeUndefined());

test.each([
  ['4\r\nGiá\r\n0\r\n\r\n', 'Giá', []],
  ['4;x=y\r\nGiá\r\n00\r\nX-Sum: 1\r\n\r\n', 'Giá', []],
  ['4\r\nGiá\r\n', 'Giá', ["the HTTP body's chunks stop without a last one"]],
  ['4\r\nGiá\r\nff\r\nvàng', 'Giávàng', ['an HTTP chunk of 255 bytes has only 5']],
  ['4\r\nGiá\r\n??\r\nvàng', 'Giá', ["the HTTP body's chunks are broken at byte 9"]],
  ['<html>', '<html>', ['the HTTP body is not chunked, although its header says so']],
  ['', '', []],
])('chunks are undone as far as they go: %j', (text, body, reasons) => {
  const { body: plain, findings } = unchunked({ headers: CHUNKED, body: Buffer.from(text) });
  expect(Buffer.from(plain).toString()).toBe(body);
  expect(findings.map(({ reason }) => reason)).toEqual(reasons);
});
