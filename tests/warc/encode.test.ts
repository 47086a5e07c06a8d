/** A member of gzip for each record: whole again when it is unpacked, and not packed twice. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { encodeMember, encodeRecord } from '../../src/warc/encode.ts';
import { newRecordId, responseRecord } from '../../src/warc/exchange.ts';

const TEXT = Buffer.from('Sáng nay, giá vàng tăng 1,2 triệu đồng một lượng. '.repeat(2_000));

function answer(bytes: Buffer, ...headers: [string, string][]) {
  const exchange = { url: 'https://vietnamnet.vn/a-1.html', at: '2026-03-01T05:00:00.000Z', requestHead: '', httpVersion: '1.1', bytes };
  return responseRecord({ ...exchange, status: 200, statusText: 'OK', headers }, newRecordId(), newRecordId());
}

describe('a record’s member', () => {
  test.each([
    ['of a page', answer(TEXT, ['Content-Type', 'text/html'])],
    ['of a small page', answer(TEXT.subarray(0, 100), ['Content-Type', 'text/html'])],
    ['of a page that came gzipped', answer(gzipSync(TEXT), ['content-encoding', 'gzip'])],
    ['of an empty page', answer(Buffer.alloc(0))],
  ])('%s unpacks to the record, byte for byte', async (_name, record) => {
    expect(gunzipSync(await encodeMember(record)).equals(encodeRecord(record))).toBe(true);
  });

  test('holds what came compressed as it came', async () => {
    const packed = gzipSync(TEXT);
    for (const header of [
      ['Content-Encoding', 'gzip'],
      ['content-encoding', 'br'],
      ['Content-Type', 'image/jpeg'],
    ] as [string, string][])
      expect((await encodeMember(answer(packed, header))).includes(packed)).toBe(true);
  });

  test('is smaller where the page came as it is, whatever its text says', async () => {
    const said = Buffer.concat([Buffer.from('\r\n\r\nContent-Encoding: gzip\r\n'), TEXT]);
    expect((await encodeMember(answer(said, ['Content-Type', 'text/html']))).length).toBeLessThan(said.length / 5);
  });
});
