/** What the reader takes although the standard has it otherwise, and what it refuses. */
import { expect, test } from 'vitest';
import { gzipSync } from 'node:zlib';
import { fieldOf } from '../../src/warc/record.ts';
import { MEMBERS, PACKED, PLAIN, readAll, recordBytes, soundOnes, THREE, told } from './files.ts';

const URLS = [1, 2, 3].map((number) => `https://vi.du.vn/${number}`);

test.each([
  ['', 'the file is empty'],
  ['filedesc://x.arc 0.0.0.0 20260304091502 text/plain 77\n', 'this is an ARC file, the format before WARC, which is not read'],
  ['PK\u0003\u0004....', 'this is a ZIP file; if it is a WACZ, its WARC files are inside, under archive/'],
  ['vn,du,vi)/bai 20260304091502 {"url": "…"}\n', 'this is a CDX index: it tells where records are, and holds none'],
  ['<?xml version="1.0"?><urlset/>', 'this is XML or HTML, and no WARC file'],
  ['{"format":"json-pages-1.0"}', 'this is JSON, and no WARC file'],
  ['Bảo lưu', 'this is no WARC file: no record begins anywhere in it'],
])('a file that is no WARC is refused in one clause: %j', async (text, reason) => {
  expect(await told(Buffer.from(text))).toEqual([[undefined, `damage at 0: ${reason}`]]);
});

test('a gzip file without a record is refused in one clause', async () => {
  expect(await told(gzipSync('Bảo lưu'))).toEqual([[undefined, 'damage at 0: this is a gzip file that holds no WARC record']]);
  expect(await told(gzipSync('filedesc://x.arc'))).toEqual([
    [undefined, 'damage at 0: this is an ARC file, the format before WARC, which is not read'],
  ]);
});

test('a file packed as a whole is read, with one notice', async () => {
  const founds = await readAll(gzipSync(PLAIN));
  expect(soundOnes(founds)).toEqual(URLS);
  expect(founds.flatMap(({ faults }) => faults)).toEqual([
    {
      severity: 'notice',
      offset: 0,
      reason: 'this gzip member holds several records, which can only be read one after the other (WARC 1.1, annex D)',
    },
  ]);
});

test('a file that begins with something else is read from its first record on', async () => {
  for (const file of [PLAIN, PACKED]) {
    const founds = await readAll(Buffer.concat([Buffer.from('something else\n'), file]));
    expect(founds[0]).toMatchObject({ place: { offset: 0, length: 15 }, faults: [{ severity: 'damage' }] });
    expect(soundOnes(founds)).toEqual(URLS);
  }
});

test('gzip headers may have fields of their own', async () => {
  const member = MEMBERS[0] as Buffer;
  const extra = Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 3, 4, 0, 0x73, 0x6c, 0, 0]), member.subarray(10)]);
  expect(await told(Buffer.concat([extra, MEMBERS[1] as Buffer]))).toEqual([[URLS[0]], [URLS[1]]]);
});

test('a member of many pieces is put together byte for byte', async () => {
  const block = Buffer.from(Array.from({ length: 600_000 }, (_, index) => (index * 7919) % 251));
  for (const level of [0, 1, 9]) {
    const [found] = await readAll(Buffer.concat([gzipSync(recordBytes(block), { level }), PACKED]));
    expect(found?.faults).toEqual([]);
    expect(block.equals(found?.record?.block ?? Buffer.alloc(0))).toBe(true);
  }
});

test('field names have no case, values may go on in the next line, and Latin-1 is read where it is no UTF-8', async () => {
  const record = Buffer.concat([
    Buffer.from('WARC/1.0\r\nwarc-type: resource\r\nX-Note: một\r\n \thai\r\nX-Old: '),
    Buffer.from([0xe9]),
    Buffer.from('\r\nCONTENT-LENGTH: 0\r\n\r\n\r\n\r\n'),
  ]);
  const [latin] = await readAll(record);
  expect(fieldOf(latin?.record ?? { fields: [] }, 'x-old')).toBe('é');
  expect(latin?.faults.map(({ reason }) => reason)).toContain('the header is not UTF-8 and was read as Latin-1 (WARC 1.1, 4)');
  const [utf8] = await readAll(Buffer.from(record.toString('latin1').replace('\u00e9', 'e'), 'latin1'));
  expect(fieldOf(utf8?.record ?? { fields: [] }, 'x-note')).toBe('một hai');
});

test('lines may end in LF, and records in more or fewer line ends: notices', async () => {
  const text = (THREE[0] as Buffer).toString();
  const head = text.slice(0, text.indexOf('\r\n\r\n') + 4);
  const notice = (what: string): string => `notice at 0: ${what} (WARC 1.1, 4)`;
  expect(await told(Buffer.from(text.replace(head, head.replaceAll('\r\n', '\n'))))).toEqual([
    [URLS[0], notice('lines of the header do not end in CR LF')],
  ]);
  for (const end of ['', '\r\n', '\n\n', '\r\n\r\n\r\n'])
    expect(await told(Buffer.concat([Buffer.from(text.trimEnd() + '\n' + end), THREE[1] as Buffer]))).toEqual([
      [URLS[0], notice('the record does not end in two line ends, CR LF CR LF')],
      [URLS[1]],
    ]);
});
