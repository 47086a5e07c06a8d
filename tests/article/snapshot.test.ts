import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Content } from '../../src/article/content.ts';
import { normaliseContent } from '../../src/article/content.ts';
import {
  digestOf,
  digestOfFile,
  parseSnapshot,
  parseSnapshotName,
  SnapshotFormatError,
  snapshotName,
  writeSnapshot,
} from '../../src/article/snapshot.ts';

const URL = 'https://www.vietnamplus.vn/cau-moi-post9900101.vnp';

const CONTENT: Content = {
  title: 'Giá vàng tăng 1,2 triệu đồng',
  date: '2026-03-21T18:45:00+07:00',
  body: ['Sáng nay, giá vàng tăng.', 'Chiều nay thì không.'],
  captions: ['Một tiệm vàng. (Ảnh: Lê Na/TTXVN)'],
};

const WRITTEN = `${URL}
-----------------
Giá vàng tăng 1,2 triệu đồng
-----------------
Sáng nay, giá vàng tăng.

Chiều nay thì không.
-----------------
date: 2026-03-21T18:45:00+07:00
caption: Một tiệm vàng. (Ảnh: Lê Na/TTXVN)
`;

/** What `tail -n +3 FILE | sha256sum` prints. */
function tailDigest(file: string): string {
  return createHash('sha256').update(file.split('\n').slice(2).join('\n')).digest('hex');
}

describe('a snapshot file', () => {
  test('is laid out as the source documents are', () => expect(writeSnapshot(URL, CONTENT)).toBe(WRITTEN));

  test('without date and captions ends after the third separator', () =>
    expect(writeSnapshot(URL, { title: 'A', body: ['B'], captions: [] })).toBe(
      `${URL}\n-----------------\nA\n-----------------\nB\n-----------------\n`,
    ));

  test('carries the digest that tail and sha256sum give', () => {
    expect(digestOf(CONTENT)).toBe(`sha256:${tailDigest(WRITTEN)}`);
    expect(digestOfFile(Buffer.from(WRITTEN))).toBe(digestOf(CONTENT));
  });

  test('has the same digest under every URL', () =>
    expect(digestOfFile(Buffer.from(writeSnapshot('http://other.example/', CONTENT)))).toBe(digestOf(CONTENT)));

  test('is named by its number and its first sixteen digits', () => {
    const digest = digestOf(CONTENT);
    expect(snapshotName(7, digest)).toMatch(/^007_[0-9a-f]{16}\.txt$/u);
    expect(parseSnapshotName(snapshotName(1234, digest))).toEqual({ number: 1234, hex: digest.slice(7, 23) });
    expect(parseSnapshotName('notes.txt')).toBeUndefined();
  });

  test('gives back any content that was written, lines of hyphens among them', () => {
    const hyphens = fc.tuple(fc.nat(3), fc.constantFrom(16, 17, 18)).map(([slashes, dashes]) => '\\'.repeat(slashes) + '-'.repeat(dashes));
    const line = fc.oneof(fc.string({ unit: 'binary' }), hyphens, fc.constantFrom('date: 2026', 'caption: x', 'Đường ẫ', '\r\n', '\u2028'));
    const content = fc.record({ title: line, body: fc.array(line), captions: fc.array(line) });
    fc.assert(
      fc.property(content, fc.option(fc.constant('2026-03-21'), { nil: undefined }), (found, date) => {
        const expected = normaliseContent(date === undefined ? found : { ...found, date });
        expect(parseSnapshot(writeSnapshot(URL, expected))).toEqual({ url: URL, content: expected });
        expect(digestOfFile(Buffer.from(writeSnapshot(URL, expected)))).toBe(digestOf(expected));
      }),
    );
  });

  test.each([
    ['no separators', 'một\nhai\nba'],
    ['a fourth separator', `${WRITTEN}-----------------\n`],
    ['a stray line after the captions', `${WRITTEN}Theo TTXVN\n`],
    ['two dates', `${WRITTEN}date: 2026-03-22\n`],
    ['a title of two lines', WRITTEN.replace('triệu đồng', 'triệu\nđồng')],
  ])('with %s is refused', (_name, text) => expect(() => parseSnapshot(text)).toThrow(SnapshotFormatError));
});
