import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readRecordAt } from '../../src/warc/locate.ts';
import { targetOf } from '../../src/warc/record.ts';
import { bytesSource, fileSource, type ByteSource } from '../../src/warc/source.ts';
import { MEMBERS, PACKED, PLAIN, readAll, startsOf, THREE } from './files.ts';

test('every record is found again by its place, with its length and without', async () => {
  for (const file of [PLAIN, PACKED])
    for (const found of await readAll(file)) {
      expect(await readRecordAt(bytesSource(file), found.place)).toEqual(found);
      expect(await readRecordAt(bytesSource(file), { offset: found.place.offset })).toEqual(found);
    }
});

test('where no record begins a fault says so, and the neighbour is not given', async () => {
  for (const offset of [1, (MEMBERS[0]?.length ?? 0) - 1, PACKED.length, PACKED.length + 100])
    expect(await readRecordAt(bytesSource(PACKED), { offset })).toMatchObject({ faults: [{ offset, reason: 'no record begins here' }] });
});

test('a record that is cut says so, at its offset in the file', async () => {
  const offset = startsOf(THREE)[1] ?? 0;
  const found = await readRecordAt(bytesSource(PLAIN), { offset, length: 400 });
  expect(found.faults).toMatchObject([{ severity: 'damage', offset }]);
});

test('nothing of the file behind the record is read', async () => {
  const read: number[] = [];
  const [offset, length] = [startsOf(MEMBERS)[1] ?? 0, MEMBERS[1]?.length ?? 0];
  const source: ByteSource = {
    size: PACKED.length,
    read: (from, wanted) => {
      read.push(from, from + wanted);
      return bytesSource(PACKED).read(from, wanted);
    },
  };
  expect(targetOf((await readRecordAt(source, { offset, length })).record ?? { fields: [] })).toBe('https://vi.du.vn/2');
  expect([Math.min(...read), Math.max(...read)]).toEqual([offset, offset + length]);
});

test('a file on disk is read like an array', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'warc-'));
  await writeFile(join(folder, 'a.warc.gz'), PACKED);
  const source = await fileSource(join(folder, 'a.warc.gz'));
  for (const found of await readAll(PACKED)) expect(await readRecordAt(source, found.place)).toEqual(found);
  expect(await source.read(PACKED.length - 2, 10)).toHaveLength(2);
  await source.close();
  await rm(folder, { recursive: true });
});
