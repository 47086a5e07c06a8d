/** A WACZ of two visits to one page, and everything that can be wrong with one. */
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync, spawnSync } from 'node:child_process';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { onTestFinished, describe, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { copyOf, memberFrom, memberLength, type Copied } from '../../src/warc/copy.ts';
import { cdxIndex, entryOf } from '../../src/warc/cdxj.ts';
import { sha256Of } from '../../src/warc/digest.ts';
import { encodeMember, encodeRecord } from '../../src/warc/encode.ts';
import { excerptOf, type Excerpt } from '../../src/warc/excerpt.ts';
import * as records from '../../src/warc/exchange.ts';
import type { WarcRecord } from '../../src/warc/record.ts';
import { bytesSource } from '../../src/warc/source.ts';
import { waczStream, type Wacz } from '../../src/warc/wacz.ts';
import { exchange } from '../archive/warcSupport.ts';
import { checkWacz, membersOf, type Member } from './checkWacz.ts';

const INFO = 'urn:uuid:00000000-0000-4000-8000-000000000000';
const [FIRST, SECOND, OTHER, HOP] = ['1', '2', '3', '4'].map((digit) => `urn:uuid:00000000-0000-4000-8000-00000000000${digit}`) as [
  string,
  string,
  string,
  string,
];

/** A redirect, a page, another site's page, and the first page's bytes again. */
function visits(): WarcRecord[] {
  const page = exchange(Buffer.from('<h1>Giá vàng</h1>'), 1);
  const hop = exchange(Buffer.from(''), 1, { url: 'https://vietnamnet.vn/2495349', status: 301, headers: [['Location', page.url]] });
  const other = exchange(Buffer.from('khác'), 2, { url: 'https://vietnamnet.vn/khac.html' });
  const again = exchange(page.bytes, 3);
  return [
    records.warcinfoRecord(INFO, page.at, 'a.warc.gz', [['software', 'baoluu/test']]),
    records.requestRecord(hop, HOP, INFO),
    records.responseRecord(hop, HOP, INFO),
    records.requestRecord(page, FIRST, INFO),
    records.responseRecord(page, FIRST, INFO),
    records.metadataRecord(page, FIRST, INFO, [['outcome', 'read']]),
    records.requestRecord(other, OTHER, INFO),
    records.responseRecord(other, OTHER, INFO),
    records.metadataRecord(other, OTHER, INFO, [['outcome', 'read']]),
    records.revisitRecord(again, SECOND, INFO, { record: FIRST, url: page.url, at: page.at }),
  ];
}

interface Stored {
  readonly bytes: Buffer;
  readonly offsets: readonly number[];
}

function stored(members: readonly Buffer[]): Stored {
  let offset = 0;
  return { bytes: Buffer.concat(members), offsets: members.map(({ length }) => (offset += length) - length) };
}

/** The pages of both visits, out of a file of members. */
async function excerptFrom({ bytes, offsets }: Stored): Promise<Excerpt> {
  return await excerptOf(bytesSource(bytes), 'a.warc.gz', [
    { record: FIRST, offset: offsets[4] ?? -1 },
    { record: SECOND, offset: offsets[9] ?? -1 },
  ]);
}

async function copiedFrom(from: Stored): Promise<Copied[]> {
  const source = bytesSource(from.bytes);
  const { pieces } = await excerptFrom(from);
  return await Promise.all(
    pieces.map(async (piece) => ({
      ...piece,
      length: await memberLength(source, piece.place),
      read: () => memberFrom(source, piece.place),
    })),
  );
}

async function draft(): Promise<Wacz> {
  const members = await Promise.all(visits().map((record) => encodeMember(record)));
  const created = '2026-03-09T05:00:00.000Z';
  const warc = await copyOf('data.warc.gz', created, [['software', 'baoluu/test']], await copiedFrom(stored(members)));
  const page = { url: exchange(new Uint8Array()).url, title: 'Giá vàng' };
  const pages = [
    { id: '1', at: '2026-03-01T05:00:00.000Z', ...page },
    { id: '2', at: '2026-03-03T05:00:00.000Z', ...page },
  ];
  return { title: 'Giá vàng', created, software: 'baoluu/test', warc, pages };
}

async function temporaryFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'baoluu-wacz-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, 'pages.wacz');
}

async function written(): Promise<string> {
  const path = await temporaryFile();
  await pipeline(waczStream(await draft()), createWriteStream(path));
  return path;
}

describe('an excerpt', () => {
  test('has the pages with their requests, their readings and the redirects that led to them, and nobody else’s', async () => {
    const members = await Promise.all(visits().map((record) => encodeMember(record)));
    const { pieces, lost } = await excerptFrom(stored(members));
    const offsets = stored(members).offsets;
    expect(pieces.map(({ place }) => offsets.indexOf(place.offset))).toEqual([0, 1, 2, 3, 4, 5, 9]);
    expect(lost).toEqual([]);
  });

  test('is the same by the file’s index, which spares reading the rest', async () => {
    const members = await Promise.all(visits().map((record) => encodeMember(record)));
    const from = stored(members);
    const wanted = [{ record: FIRST, offset: from.offsets[4] ?? -1 }];
    const read: number[] = [];
    const source = bytesSource(from.bytes);
    const watched = { ...source, read: (offset: number, length: number) => (read.push(offset), source.read(offset, length)) };
    const index = cdxIndex(
      visits().flatMap((record, at) => entryOf(record, { offset: from.offsets[at] ?? 0, length: members[at]?.length ?? 0 }, 'a') ?? []),
    );
    const byIndex = await excerptOf(watched, 'a.warc.gz', wanted, index);
    expect(Math.max(...read)).toBeLessThan(from.offsets[7] ?? 0);
    expect(byIndex).toEqual(await excerptOf(source, 'a.warc.gz', wanted));
    for (const useless of ['', 'not an index\n', 'a 1 null\n', index.replaceAll(`"offset":"${from.offsets[4]}"`, '"offset":"1"')])
      expect(await excerptOf(source, 'a.warc.gz', wanted, useless)).toEqual(byIndex);
  });

  test('tells what is not where it should be, and what is damaged', async () => {
    const members = await Promise.all(visits().map((record) => encodeMember(record)));
    const { bytes, offsets } = stored(members);
    bytes[(offsets[4] ?? 0) + 60]! ^= 0xff; // There: the page's own member.
    const { lost, pieces } = await excerptOf(bytesSource(bytes), 'a.warc.gz', [
      { record: FIRST, offset: offsets[4] ?? -1 },
      { record: SECOND, offset: 7 },
      { record: OTHER, offset: offsets[7] ?? -1 },
    ]);
    expect(lost.map(({ wanted }) => wanted.record)).toEqual([FIRST, SECOND]);
    expect(lost[1]?.reason).toContain('not there');
    expect(pieces.map(({ id }) => id)).toContain(OTHER);
    expect(pieces.map(({ id }) => id)).not.toContain(FIRST);
  });

  test('copies gzip members byte for byte, and packs records of a plain file', async () => {
    const members = await Promise.all(visits().map((record) => encodeMember(record)));
    const plain = stored(visits().map((record) => encodeRecord(record)));
    const [fromGzip, fromPlain] = [await copiedFrom(stored(members)), await copiedFrom(plain)];
    expect(await fromGzip.find(({ id }) => id === FIRST)?.read()).toEqual(members[4]);
    for (const { read, length } of fromPlain) expect(await read()).toHaveLength(length);
    expect(fromPlain.map(({ id }) => id).filter((id) => [FIRST, SECOND, INFO].includes(id))).toEqual([INFO, FIRST, SECOND]);
  });
});

describe('a WACZ', () => {
  test('is one by the rules of version 1.1.1', async () => {
    const path = await written();
    expect(await checkWacz(path)).toEqual([]);
    expect((await membersOf(path)).map((member) => member.path)).toEqual([
      'archive/data.warc.gz',
      'indexes/index.cdx',
      'pages/pages.jsonl',
      'datapackage.json',
      'datapackage-digest.json',
    ]);
    const descriptor = JSON.parse(String((await membersOf(path))[3]?.bytes)) as object;
    expect(descriptor).toMatchObject({ title: 'Giá vàng', software: 'baoluu/test', mainPageUrl: exchange(new Uint8Array()).url });
  });

  test('is the same bytes for the same pages at the same instant, whatever the machine’s time zone', async () => {
    const zone = process.env['TZ'];
    const made: Buffer[] = [];
    const once = await draft();
    for (const name of ['Asia/Ho_Chi_Minh', 'America/St_Johns']) {
      process.env['TZ'] = name;
      made.push(await buffer(waczStream(once)));
    }
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
    expect(sha256Of(made[0] ?? Buffer.alloc(0))).toBe(sha256Of(made[1] ?? Buffer.alloc(1)));
  });

  test.skipIf(spawnSync('unzip', ['-v']).status !== 0)('is whole for unzip', async () => {
    expect(String(execFileSync('unzip', ['-t', await written()]))).toContain('No errors detected');
  });

  test('that a source fails fails as a whole', async () => {
    const wacz = await draft();
    const warc = {
      ...wacz.warc,
      async *pieces(): AsyncGenerator<Uint8Array, void> {
        yield Buffer.from('half');
        throw await Promise.resolve(new Error('the disk is gone'));
      },
    };
    await expect(buffer(waczStream({ ...wacz, warc }))).rejects.toThrow('the disk is gone');
  });
});

/** Alters a file of the WACZ, or with `undefined` takes it out. */
type Alter = (member: Member) => Member | undefined;

describe('what is wrong with a WACZ is found', () => {
  const only =
    (path: string, change: (bytes: Buffer) => Buffer): Alter =>
    (member) =>
      member.path === path ? { ...member, bytes: change(member.bytes) } : member;

  test.each<[string, Alter, RegExp]>([
    ['a page list that is missing', (member) => (member.path.startsWith('pages/') ? undefined : member), /pages\/ is missing/u],
    ['a WARC that is packed twice', (member) => ({ ...member, isStored: false }), /data\.warc\.gz is compressed twice/u],
    ['another hash', only('pages/pages.jsonl', (bytes) => Buffer.from(String(bytes).replace('Giá', 'Gia'))), /another hash than listed/u],
    ['another size', only('pages/pages.jsonl', (bytes) => Buffer.concat([bytes, Buffer.from('\n')])), /another size than listed/u],
    ['a descriptor of another digest', only('datapackage.json', (bytes) => Buffer.from(`${bytes}\n`)), /another digest/u],
    ['another version', only('datapackage.json', (bytes) => Buffer.from(String(bytes).replace('1.1.1', '1.0.0'))), /wacz_version/u],
    [
      'a file beside the WARC',
      (member) => ({ ...member, path: member.path.replace('pages/pages.jsonl', 'archive/notes.txt') }),
      /no place in archive/u,
    ],
    [
      'a file that nobody lists',
      (member) => ({ ...member, path: member.path.replace('index.cdx', 'other.cdx') }),
      /other\.cdx is not listed/u,
    ],
    [
      'an index that is not sorted',
      only('indexes/index.cdx', (bytes) => Buffer.from(String(bytes).split('\n').slice(0, -1).toReversed().join('\n').concat('\n'))),
      /is not sorted/u,
    ],
    [
      'an index that leads elsewhere',
      only('indexes/index.cdx', (bytes) => Buffer.from(String(bytes).replace(/"offset":"\d/u, '"offset":"9'))),
      /no such record/u,
    ],
    [
      'a WARC with a wrong byte',
      only('archive/data.warc.gz', (bytes) => bytes.with(bytes.length - 200, 0) as Buffer),
      /data\.warc\.gz at byte/u,
    ],
  ])('%s', async (_name, alter, finding) => {
    const members = (await membersOf(await written())).flatMap((member) => alter(member) ?? []);
    const zip = new ZipFile();
    for (const { path, bytes, isStored } of members) zip.addBuffer(Buffer.from(bytes), path, { compress: !isStored });
    zip.end();
    const path = await temporaryFile();
    await writeFile(path, await buffer(zip.outputStream));
    expect((await checkWacz(path)).join('\n')).toMatch(finding);
  });

  test('a revisit whose page is not there', async () => {
    const wacz = await draft();
    const members = await Promise.all(visits().map((record) => encodeMember(record)));
    const { bytes, offsets } = stored(members);
    const alone = await excerptOf(bytesSource(bytes), 'a.warc.gz', [{ record: SECOND, offset: offsets[9] ?? -1 }]);
    const copied = alone.pieces.map((piece) => ({
      ...piece,
      length: piece.place.length,
      read: () => memberFrom(bytesSource(bytes), piece.place),
    }));
    const warc = await copyOf('data.warc.gz', wacz.created, [], copied);
    const path = await temporaryFile();
    await writeFile(path, await buffer(waczStream({ ...wacz, warc, pages: wacz.pages.slice(1) })));
    expect((await checkWacz(path)).join('\n')).toMatch(/refers to is missing/u);
    expect(await readFile(path)).not.toHaveLength(0);
  });
});
