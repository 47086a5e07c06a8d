/** What a damaged file still gives: all that is whole, and a word on all that is not. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gzipSync } from 'node:zlib';
import { fieldOf, type WarcRecord } from '../../src/warc/record.ts';
import { MEMBERS, PACKED, PLAIN, readAll, recordBytes, soundOnes, startsOf, THREE, told } from './files.ts';

const URLS = [1, 2, 3].map((number) => `https://vi.du.vn/${number}`);
const FILES = [
  ['uncompressed', PLAIN, THREE],
  ['compressed', PACKED, MEMBERS],
] as const;

describe.each(FILES)('a file of three records, %s', (form, file, parts) => {
  const starts = startsOf(parts);

  test('is read without a word against it', async () => {
    const founds = await readAll(file);
    expect(founds.flatMap(({ faults }) => faults)).toEqual([]);
    expect(soundOnes(founds)).toEqual(URLS);
    expect(founds.map(({ place }) => place)).toEqual(starts.map((offset, index) => ({ offset, length: parts[index]?.length })));
  });

  test('cut at any byte gives all records before the cut, and says that there was more', async () => {
    for (let cut = 1; cut < file.length; cut += 1) {
      const founds = await readAll(file.subarray(0, cut));
      // The line ends behind a record's block are no part of what is kept in it.
      const trailing = form === 'uncompressed' ? 4 : 0;
      const whole = URLS.filter((_, index) => (starts[index] ?? 0) + (parts[index]?.length ?? 0) - trailing <= cut);
      expect(soundOnes(founds), `cut at ${cut}`).toEqual(whole);
      const isBetween = starts.includes(cut);
      expect(
        founds.some(({ faults }) => faults.length > 0),
        `cut at ${cut}`,
      ).toBe(!isBetween);
    }
  });

  test('with a flipped bit gives the other two records, and names the place of the damaged one', async () => {
    for (let at = 0; at < file.length; at += 7) {
      const flipped = Buffer.from(file);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
      const hit = starts.findLastIndex((start) => start <= at);
      const founds = await readAll(flipped);
      expect(soundOnes(founds), `flipped at ${at}`).toEqual(expect.arrayContaining(URLS.toSpliced(hit, 1)));
      const isTold = founds.some(({ place, faults }) => faults.length > 0 && place.offset >= (starts[hit] ?? 0) && place.offset <= at);
      // A gzip header's time, and the bits behind the data's last one, mean nothing; letters of an uncompressed header have no checksum.
      const isHarmless = form === 'compressed' ? founds.every(({ record }, index) => isRecord(record, index)) : isInHeader(at);
      expect(isTold || isHarmless, `flipped at ${at}`).toBe(true);
    }
  });

  function isRecord(record: WarcRecord | undefined, index: number): boolean {
    const [, text = ''] = THREE[index]?.toString().split('\r\n\r\n') ?? [];
    return fieldOf(record ?? { fields: [] }, 'WARC-Target-URI') === URLS[index] && text === Buffer.from(record?.block ?? []).toString();
  }

  function isInHeader(at: number): boolean {
    const start = starts.findLast((each) => each <= at) ?? 0;
    return at < file.indexOf('\r\n\r\n', start);
  }

  test('with bytes changed, put in and taken out at random never throws and always ends', async () => {
    const change = fc.record({ at: fc.nat(file.length - 1), taken: fc.nat(40), put: fc.uint8Array({ maxLength: 40 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        let bytes: Buffer = file;
        for (const { at, taken, put } of changes) bytes = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + taken)]);
        const founds = await readAll(bytes);
        const isSame = bytes.equals(file);
        expect(founds.length).toBeGreaterThan(0);
        for (const { place } of founds) expect(place.offset + place.length).toBeLessThanOrEqual(bytes.length);
        if (isSame) expect(soundOnes(founds)).toEqual(URLS);
      }),
      { numRuns: 300 },
    );
  });
});

describe('what stands between records', () => {
  const [one, two] = [MEMBERS[0] as Buffer, MEMBERS[1] as Buffer];

  test('zeros behind the last record are a notice', async () => {
    const notice = 'notice at %: 500 bytes of zeros or empty lines stand where a record should (WARC 1.1, 4)';
    expect(await told(Buffer.concat([one, Buffer.alloc(500)]))).toEqual([[URLS[0]], [undefined, notice.replace('%', `${one.length}`)]]);
    const plain = THREE[0] as Buffer;
    expect(await told(Buffer.concat([plain, Buffer.alloc(500)]))).toEqual([[URLS[0]], [undefined, notice.replace('%', `${plain.length}`)]]);
  });

  test('anything else may have been a record, and is damage', async () => {
    const garbage = Buffer.from('not a record at all');
    const damage = 'damage at %: 19 bytes are no record (WARC 1.1, 4)'.replace('%', `${one.length}`);
    expect(await told(Buffer.concat([one, garbage, two]))).toEqual([[URLS[0]], [undefined, damage], [URLS[1]]]);
    expect(await told(Buffer.concat([one, two, garbage]))).toHaveLength(3);
  });

  test('a member without its end does not take the next one with it', async () => {
    const founds = await told(Buffer.concat([one.subarray(0, -30), two]));
    expect(founds.at(-1)).toEqual([URLS[1]]);
    expect(JSON.stringify(founds[0])).toContain('damage at 0: the gzip member');
  });

  test('an empty gzip member is a notice', async () => {
    const founds = await told(Buffer.concat([one, gzipSync(''), two]));
    expect(founds).toEqual([[URLS[0]], [undefined, `notice at ${one.length}: the gzip member is empty`], [URLS[1]]]);
  });
});

describe('a length that is not that of the block', () => {
  const next = THREE[1] as Buffer;

  test('too small: the rest of the block is no record, and the next one is found', async () => {
    const founds = await told(Buffer.concat([recordBytes('Giá vàng tăng 1,2 triệu', { 'Content-Length': '10' }), next]));
    expect(founds[0]).toContain(
      'damage at 0: no record and no end follows the block: its Content-Length is wrong, or it was changed (WARC 1.1, 5.3)',
    );
    expect(founds.at(-1)).toEqual([URLS[1]]);
  });

  test.each(['60', '999999'])('too large (%s): the next record is not taken for a part of it', async (length) => {
    const founds = await told(Buffer.concat([recordBytes('Giá vàng tăng', { 'Content-Length': length }), next]));
    expect(founds).toHaveLength(2);
    expect(founds[0]).toContain(`damage at 0: the next record begins 20 bytes into a block that should have ${length} (WARC 1.1, 5.3)`);
    expect(founds[1]).toEqual([URLS[1]]);
  });

  test('a record within a block is none of the file, where the lengths are right', async () => {
    expect(await told(Buffer.concat([recordBytes(Buffer.concat([Buffer.from('\r\n'), PLAIN])), next]))).toHaveLength(2);
  });
});

describe('more than is held in memory', () => {
  test('a record larger than the cap is told and passed over', async () => {
    const reason = 'damage at 0: the block has 5000 bytes, more than the 1000 that are read; it was passed over';
    const large = recordBytes('x'.repeat(5000), {});
    for (const file of [
      [large, THREE[0] as Buffer],
      [gzipSync(large), MEMBERS[0] as Buffer],
    ])
      expect(await told(Buffer.concat(file), { maxBlockBytes: 1000 })).toEqual([[undefined, reason], [URLS[0]]]);
  });

  test('a bomb is given up, and the next member is read', async () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from('WARC/1.1\r\nContent-Length: 9999999999\r\n\r\n'), Buffer.alloc(60_000_000)]));
    const founds = await told(Buffer.concat([bomb, MEMBERS[0] as Buffer]), { maxBlockBytes: 1000 });
    expect(founds[0]).toContain('damage at 0: no record follows within 4000 bytes; the rest of the gzip member was not read');
    expect(founds.at(-1)).toEqual([URLS[0]]);
  });
});
