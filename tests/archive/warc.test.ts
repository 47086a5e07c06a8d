import { createHash } from 'node:crypto';
import { appendFile, open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Archive } from '../../src/archive/archive.ts';
import { DamageError } from '../../src/archive/errors.ts';
import { articleFile } from '../../src/archive/folders.ts';
import { rawRecord } from '../../src/archive/rawPages.ts';
import { reindex } from '../../src/archive/reindex.ts';
import { verify } from '../../src/archive/verify.ts';
import { rawRecordsOf, type RawRecord } from '../../src/article/raw.ts';
import { base32 } from '../../src/warc/digest.ts';
import { readWarc } from '../../src/warc/readWarc.ts';
import { fileSource } from '../../src/warc/source.ts';
import { absent, openArchive, REF, temporaryFolder } from './support.ts';
import { exchange, instant, leftByKill, recordsOf, seenOn, URL_OF_PAGE, warcsOf, writerAt, type Told } from './warcSupport.ts';

const PAGE = '<html><h1>Giá vàng</h1><p>Sáng nay, giá vàng tăng.</p></html>';

async function written(...sightings: Parameters<Archive['record']>[0][]): Promise<{ storage: string; warc: string; records: Told[] }> {
  const storage = await temporaryFolder();
  const archive = await openArchive(storage, { writer: writerAt() });
  for (const sighting of sightings) await archive.record(sighting);
  await archive.close();
  const warc = (await warcsOf(storage)).find((name) => name.endsWith('.warc.gz')) ?? '';
  return { storage, warc, records: warc === '' ? [] : await recordsOf(warc) };
}

const types = (records: readonly Told[]): string[] => records.map(({ type }) => type);
const header = (record: Told | undefined, name: string): string | undefined => record?.headers.get(name.toLowerCase());

describe('a page that came', () => {
  test('is kept as received, with its request and its reading, and read by npm warcio', async () => {
    const { records } = await written(seenOn(1, 'Giá vàng', PAGE));
    expect(types(records)).toEqual(['warcinfo', 'request', 'response', 'metadata']);
    const [, request, response, metadata] = records;
    expect(response?.payload.toString('utf8')).toBe(PAGE);
    expect(header(response, 'warc-date')).toBe(instant(1));
    expect(header(response, 'warc-ip-address')).toBe('127.0.0.1');
    expect(header(response, 'warc-payload-digest')).toBe(`sha1:${base32(createHash('sha1').update(PAGE).digest())}`);
    expect(header(request, 'warc-concurrent-to')).toBe(header(response, 'warc-record-id'));
    expect(metadata?.payload.toString('utf8')).toMatch(
      /^article: vietnamnet\/2495349\r\noutcome: read\r\ndigest: sha256:[0-9a-f]{64}\r\nlayout: vietnamnet\/2026\r\nextractor: 1\r\npayload-digest: sha256:[0-9a-f]{64}\r\n$/u,
    );
  });

  test('keeps its content encoding, and tells of its chunking under another name', async () => {
    const bytes = gzipSync(PAGE);
    const page = {
      bytes,
      body: Buffer.from(PAGE),
      headers: [
        ['Content-Encoding', 'gzip'],
        ['Transfer-Encoding', 'chunked'],
      ] as const,
    };
    const { warc } = await written(seenOn(1, 'Giá vàng', PAGE, 'changed', page));
    const source = await fileSource(warc);
    const blocks: Buffer[] = [];
    for await (const { record } of readWarc(source)) blocks.push(Buffer.from(record?.block ?? []));
    await source.close();
    const head = `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nX-Archive-Orig-Transfer-Encoding: chunked\r\nContent-Length: ${bytes.length}\r\n\r\n`;
    expect(blocks[2]?.equals(Buffer.concat([Buffer.from(head), bytes]))).toBe(true);
  });

  test('brings every step of its way with it', async () => {
    const hop = exchange(Buffer.from(''), 1, {
      url: 'https://vietnamnet.vn/2495349',
      status: 301,
      statusText: 'Moved',
      headers: [['Location', URL_OF_PAGE]],
    });
    const { records } = await written(seenOn(1, 'Giá vàng', PAGE, 'changed', { redirects: [hop] }));
    expect(types(records)).toEqual(['warcinfo', 'request', 'response', 'request', 'response', 'metadata']);
    expect([records[2]?.url, records[2]?.status]).toEqual(['https://vietnamnet.vn/2495349', 301]);
  });

  test('says why it was broken off, and how long it was called', async () => {
    const page = { brokenOff: 'disconnect' as const, headers: [['Content-Length', '999999']] as const };
    const { records } = await written(seenOn(1, 'Giá vàng', PAGE, 'changed', page));
    expect(header(records[2], 'warc-truncated')).toBe('disconnect');
    expect(records[2]?.payload.length).toBe(Buffer.byteLength(PAGE));
  });
});

describe('what is kept', () => {
  test('the same bytes again are one revisit that refers to the page, and after that nothing', async () => {
    const { records } = await written(...[1, 2, 3, 4].map((day) => seenOn(day, 'Giá vàng', PAGE)));
    expect(types(records)).toEqual(['warcinfo', 'request', 'response', 'metadata', 'revisit']);
    const revisit = records.at(-1);
    expect(header(revisit, 'warc-refers-to')).toBe(header(records[2], 'warc-record-id'));
    expect(header(revisit, 'warc-refers-to-date')).toBe(instant(1));
    expect(header(revisit, 'warc-profile')).toBe('http://netpreserve.org/warc/1.1/revisit/identical-payload-digest');
    expect(header(revisit, 'warc-truncated')).toBe('length');
    expect(header(revisit, 'warc-payload-digest')).toBe(header(records[2], 'warc-payload-digest'));
  });

  test('other advertising around the same text is not kept', async () => {
    const { records } = await written(seenOn(1, 'Giá vàng', PAGE), seenOn(2, 'Giá vàng', `${PAGE}<!-- 1.234 lượt xem -->`));
    expect(types(records)).toEqual(['warcinfo', 'request', 'response', 'metadata']);
  });

  test('a text that returns with the same bytes refers to the first page, never to a revisit', async () => {
    const other = PAGE.replace('tăng', 'giảm');
    const { records } = await written(
      seenOn(1, 'A', PAGE),
      seenOn(2, 'B', other),
      seenOn(3, 'A', PAGE),
      seenOn(4, 'B', other),
      seenOn(5, 'A', PAGE),
    );
    const responses = records.filter(({ type }) => type === 'response').map((record) => header(record, 'warc-record-id'));
    const revisits = records.filter(({ type }) => type === 'revisit');
    expect(responses).toHaveLength(2);
    expect(revisits.map((record) => header(record, 'warc-refers-to'))).toEqual([responses[0], responses[1], responses[0]]);
  });

  test('every page that could not be read, as long as its bytes are new', async () => {
    const unread = (day: number, html: string): ReturnType<typeof seenOn> => {
      const { content: _, ...sighting } = seenOn(day, '', html);
      return { ...sighting, capture: { ...sighting.capture, outcome: 'unread', why: 'missing: body (layout vietnamnet/2026)' } };
    };
    const { records } = await written(unread(1, 'a'), unread(2, 'b'), unread(3, 'b'), unread(4, 'b'));
    expect(types(records).filter((type) => type === 'response' || type === 'revisit')).toEqual(['response', 'response', 'revisit']);
  });

  test('everything where the site’s policy is `all`, and nothing where it is `none`', async () => {
    const all = await written(...[1, 2, 3].map((day) => seenOn(day, 'Giá vàng', `${PAGE}${day}`, 'all')));
    expect(types(all.records).filter((type) => type === 'response')).toHaveLength(3);
    const none = await written(seenOn(1, 'Giá vàng', PAGE, 'none'));
    expect(none.warc).toBe('');
  });

  test('ten days of pages that do not change take little more room than one', async () => {
    const html = `${PAGE}${Array.from({ length: 400 }, (_, index) => createHash('sha1').update(String(index)).digest('hex')).join(' ')}`;
    const once = await written(seenOn(1, 'Giá vàng', html));
    const tenTimes = await written(...Array.from({ length: 10 }, (_, index) => seenOn(index + 1, 'Giá vàng', html)));
    expect((await stat(tenTimes.warc)).size).toBeLessThan(1.1 * (await stat(once.warc)).size);
  });

  test('article.json says where each page is, and a capture without a page names none', async () => {
    const { storage } = await written(seenOn(1, 'Giá vàng', PAGE), absent(2));
    const record = await (await Archive.open(storage)).article(REF);
    expect(record?.captures.map(({ raw }) => raw?.length)).toEqual([1, undefined]);
    expect(record?.captures[0]?.raw?.[0]).toMatchObject({
      kind: 'response',
      file: expect.stringMatching(/^warc\/vietnamnet\/.*\.warc\.gz$/u) as string,
    });
  });
});

describe('a file', () => {
  test('has no fault that the standard knows', async () => {
    const { warc } = await written(seenOn(1, 'A', PAGE), seenOn(2, 'A', PAGE), seenOn(3, 'B', `${PAGE} `));
    const source = await fileSource(warc);
    const faults: unknown[] = [];
    for await (const found of readWarc(source)) faults.push(...found.faults);
    await source.close();
    expect(faults).toEqual([]);
  });

  test('has an index beside it, sorted by its bytes, that leads to every page', async () => {
    const { warc } = await written(seenOn(1, 'A', PAGE), seenOn(2, 'A', PAGE), seenOn(3, 'B', `${PAGE} `));
    const cdxj = warc.replace('.warc.gz', '.cdxj');
    execFileSync('sort', ['-c', cdxj], { env: { LC_ALL: 'C' } });
    const lines = (await readFile(cdxj, 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(
      [1, 2, 3].map((day) => `vn,vietnamnet)/gia-vang-2495349.html?ref=trang-ch%e1%bb%a7 2026030${day}050000`),
    );
    expect(JSON.parse(lines[1]?.replace(/^\S+ \S+ /u, '') ?? '')).toMatchObject({ mime: 'warc/revisit', status: '200' });
  });

  test('is closed after a day, and another one begun', async () => {
    const storage = await temporaryFolder();
    let day = 1;
    const archive = await openArchive(storage, { writer: { ...writerAt(), now: () => new Date(instant(day)) } });
    await archive.record(seenOn(1, 'A', PAGE));
    day = 2;
    await archive.record(seenOn(2, 'B', `${PAGE} `));
    expect((await warcsOf(storage)).map((name) => name.replace(/^.*[0-9a-f]{6}\./u, ''))).toEqual(['cdxj', 'warc.gz', 'warc.gz.open']);
  });

  test('that a killed process left open is cut back to its last whole record, closed and told of', async () => {
    const { storage, left } = await killedAfter('A');
    const whole = (await stat(left)).size;
    await appendFile(left, gzipSync('WARC/1.1\r\n').subarray(0, 17));
    const next = await openArchive(storage, { writer: writerAt(2) });
    expect(next.recovered).toEqual([{ file: expect.stringMatching(/^warc\/vietnamnet\/.*\.open$/u) as string, records: 4, cut: 17 }]);
    const files = await warcsOf(storage);
    expect(files.map((name) => name.replace(/^.*[0-9a-f]{6}\./u, ''))).toEqual(['cdxj', 'warc.gz']);
    expect((await stat(files[1] ?? '')).size).toBe(whole);
  });

  test('that a living process writes is left alone by whoever else opens the archive', async () => {
    const storage = await temporaryFolder();
    const archive = await openArchive(storage, { writer: writerAt() });
    await archive.record(seenOn(1, 'A', PAGE));
    const other = await openArchive(storage, { writer: writerAt(2) });
    expect(other.recovered).toEqual([]);
    await other.record(seenOn(2, 'B', `${PAGE} `));
    await archive.record(seenOn(3, 'C', `${PAGE}  `));
    expect((await warcsOf(storage)).filter((name) => name.endsWith('.open'))).toHaveLength(2);
    for (const each of [archive, other]) await each.close();
    expect((await warcsOf(storage)).filter((name) => name.endsWith('.warc.gz'))).toHaveLength(2);
    expect(await damageIn(storage)).toEqual([]);
    expect(await readdir(join(storage, 'processes'))).toEqual([]);
  });

  test('that was damaged before it was closed keeps what was acknowledged behind the damage', async () => {
    const { storage, left, raws } = await killedAfter('A', 'B', 'C');
    await overwrite(left, raws[0]?.offset ?? 0);
    const next = await openArchive(storage, { writer: writerAt(9) });
    expect(next.recovered).toMatchObject([{ cut: 0, damagedAt: raws[0]?.offset }]);
    for (const raw of raws.slice(1)) expect(await rawRecord(storage, raw)).toHaveProperty('block');
    await expect(rawRecord(storage, raws[0] as RawRecord)).rejects.toThrow(DamageError);
    expect((await damageIn(storage)).join('\n')).toContain(`at byte ${raws[0]?.offset}`);
    await reindex(storage);
    const index = (await warcsOf(storage)).find((name) => name.endsWith('.cdxj')) ?? '';
    expect((await readFile(index, 'utf8')).match(/"status": ?"200"/gu)).toHaveLength(2);
  });

  test('of which the beginning was damaged is not taken away', async () => {
    const { storage, left, raws } = await killedAfter('A', 'B');
    await overwrite(left, 0);
    await openArchive(storage, { writer: writerAt(9) });
    for (const raw of raws) expect(await rawRecord(storage, raw)).toHaveProperty('block');
  });

  test('is cut back where what is whole behind a gap was never acknowledged', async () => {
    const { storage, left, raws } = await killedAfter('A');
    const whole = (await stat(left)).size;
    const again = (await readFile(left)).subarray(raws[0]?.offset);
    await appendFile(left, Buffer.concat([gzipSync('WARC/1.1\r\n').subarray(0, 17), again]));
    const next = await openArchive(storage, { writer: writerAt(9) });
    expect(next.recovered).toMatchObject([{ records: 4, cut: 17 + again.length }]);
    expect((await stat(left.replace(/\.open$/u, ''))).size).toBe(whole);
    expect(await damageIn(storage)).toEqual([]);
  });

  test('that somebody has cut short is not written to again', async () => {
    const storage = await temporaryFolder();
    const archive = await openArchive(storage, { writer: writerAt() });
    await archive.record(seenOn(1, 'A', PAGE));
    await truncate((await warcsOf(storage))[0] ?? '', 100);
    await archive.record(seenOn(2, 'B', `${PAGE} `));
    await archive.close();
    const raw = rawRecordsOf((await archive.article(REF))?.captures ?? []).at(-1) as RawRecord;
    const page = await rawRecord(storage, raw);
    expect(Buffer.from(page.block).toString('utf8')).toContain(PAGE);
    const closed = (await warcsOf(storage)).find((name) => name.endsWith('.warc.gz'));
    expect(types(await recordsOf(closed ?? ''))).toEqual(['warcinfo', 'request', 'response', 'metadata']);
  });

  test('that another process has closed is not written to again', async () => {
    const storage = await temporaryFolder();
    const archive = await openArchive(storage, { writer: writerAt() });
    await archive.record(seenOn(1, 'A', PAGE));
    await rm(join(storage, 'processes'), { recursive: true }); // As for a baoluu that knows no signs of life.
    const other = await openArchive(storage, { writer: writerAt(2) });
    expect(other.recovered).toHaveLength(1);
    await archive.record(seenOn(2, 'B', `${PAGE} `));
    await archive.close();
    expect((await warcsOf(storage)).filter((name) => name.endsWith('.warc.gz'))).toHaveLength(2);
  });

  test('of which nothing was whole is taken away', async () => {
    const { storage, left } = await killedAfter('A');
    const file = await open(left, 'r+');
    await file.truncate(20);
    await file.close();
    await openArchive(storage, { writer: writerAt(2) });
    expect(await warcsOf(storage)).toEqual([]);
  });
});

describe('damage', () => {
  test('in a record is told once, and its index leaves it out when it is made anew', async () => {
    const { storage, warc } = await written(seenOn(1, 'A', PAGE), seenOn(2, 'B', `${PAGE} `));
    const bytes = await readFile(warc);
    bytes[bytes.length - 700] = (bytes[bytes.length - 700] ?? 0) ^ 0xff;
    await writeFile(warc, bytes);
    expect(await damageIn(storage)).not.toEqual([]);
    const { damaged } = await reindex(storage);
    expect(damaged).toEqual([warc]);
    expect((await damageIn(storage)).join(' ')).not.toContain('reindex');
  });

  test('in article.json is not laid to the file that is sound', async () => {
    const { storage } = await written(seenOn(1, 'A', PAGE));
    const path = articleFile(storage, REF);
    await writeFile(path, (await readFile(path, 'utf8')).replace(/"offset": \d+/u, '"offset": 1'));
    expect(await damageIn(storage)).toEqual([expect.stringContaining('The file is sound; restore article.json from a backup')]);
  });

  test('in a lost index is mended by making it anew', async () => {
    const { storage, warc } = await written(seenOn(1, 'A', PAGE));
    const index = warc.replace('.warc.gz', '.cdxj');
    const before = await readFile(index, 'utf8');
    await writeFile(index, before.replace('200', '404'));
    expect(await damageIn(storage)).toEqual([expect.stringContaining('"baoluu reindex" makes it anew')]);
    await reindex(storage);
    expect(await readFile(index, 'utf8')).toBe(before);
    expect(await damageIn(storage)).toEqual([]);
  });
});

/** An archive whose process was killed after it had kept a page a day; where its pages are. */
async function killedAfter(...titles: string[]): Promise<{ storage: string; left: string; raws: RawRecord[] }> {
  const killed = await openArchive(await temporaryFolder(), { writer: writerAt() });
  for (const [index, title] of titles.entries()) await killed.record(seenOn(index + 1, title, `${PAGE}${title}`));
  const storage = await leftByKill(killed.storage);
  const [left = ''] = await warcsOf(storage);
  return { storage, left, raws: rawRecordsOf((await killed.article(REF))?.captures ?? []) };
}

/** As a failing disk does: some bytes in the midst of the record that stands there. */
async function overwrite(path: string, offset: number): Promise<void> {
  const file = await open(path, 'r+');
  await file.write(Buffer.alloc(8, 0x55), 0, 8, offset + 60);
  await file.close();
}

async function damageIn(storage: string): Promise<string[]> {
  const found: string[] = [];
  await verify(await Archive.open(storage), ({ severity, message }) => void (severity === 'damage' && found.push(message)));
  return found;
}
