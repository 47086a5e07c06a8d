import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Archive } from '../../src/archive/archive.ts';
import { DamageError, LockedError, NoArchiveError } from '../../src/archive/errors.ts';
import { articleFile, articleFolder, FORMAT_FILE, LOCK_FILE, snapshotFile } from '../../src/archive/folders.ts';
import { openLock } from '../../src/archive/lock.ts';
import { verify, type Finding } from '../../src/archive/verify.ts';
import { revisionsOf } from '../../src/article/history.ts';
import { digestOf, snapshotName, writeSnapshot } from '../../src/article/snapshot.ts';
import { absent, content, newArchive, openArchive, REF, seen, temporaryFolder } from './support.ts';

async function snapshotsOf(archive: Archive): Promise<string[]> {
  const names = await readdir(articleFolder(archive.storage, REF));
  return names.filter((name) => name.endsWith('.txt')).toSorted();
}

async function findings(archive: Archive): Promise<Finding[]> {
  const found: Finding[] = [];
  await verify(archive, (finding) => found.push(finding));
  return found;
}

describe('a document that was read or written before', () => {
  test('is read anew once another process has put another in its place', async () => {
    const archive = await newArchive();
    await archive.record(seen('Giá vàng tăng', 1));
    const other = await openArchive(archive.storage);
    await other.record(seen('Giá vàng giảm', 2));
    await other.close();
    expect((await archive.article(REF))?.snapshots).toHaveLength(2);
    await archive.record(seen('Giá vàng tăng', 3));
    expect((await archive.article(REF))?.captures).toHaveLength(3);
    expect(await findings(archive)).toEqual([]);
  });

  test('is read anew once somebody has written into it, and damage is told', async () => {
    const archive = await newArchive();
    await archive.record(seen('Giá vàng tăng', 1));
    const path = articleFile(archive.storage, REF);
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('"visits": 1', '"visits": 7'));
    expect((await archive.article(REF))?.captures[0]?.visits).toBe(7);
    await writeFile(path, text.replace('"visits": 1', '"visits": x'));
    await expect(archive.article(REF)).rejects.toThrow(DamageError);
    await unlink(path);
    await expect(archive.article(REF)).rejects.toThrow(/is missing/u);
  });

  test('is read anew once one of the same size has been written over it, and was given its time', async () => {
    const archive = await newArchive();
    await archive.record(seen('Giá vàng tăng', 1));
    const path = articleFile(archive.storage, REF);
    const backup = join(archive.storage, 'backup.json');
    execFileSync('cp', ['-p', path, backup]);
    await writeFile(path, (await readFile(path, 'utf8')).replace('"visits": 1', '"visits": 7'));
    execFileSync('touch', ['-r', backup, path]);
    expect((await archive.article(REF))?.captures[0]?.visits).toBe(7);
    await archive.record(seen('Giá vàng tăng', 2));
    expect((await archive.article(REF))?.captures[0]?.visits).toBe(8);
  });

  test('cannot be altered by whoever reads it', async () => {
    const archive = await newArchive();
    const { record } = await archive.record(seen('Giá vàng tăng', 1));
    for (const read of [await archive.article(REF), await archive.article(REF)]) {
      expect(read).toEqual(record);
      expect(Object.isFrozen(read?.captures[0]?.reader ?? read?.captures[0])).toBe(true);
    }
  });
});

describe('visits that are written down together', () => {
  const other = (id: string, title: string, day = 1) => ({ ...seen(title, day), ref: { ...REF, id } });

  test('are each whole, and in the catalogue', async () => {
    const archive = await newArchive();
    const ids = Array.from({ length: 30 }, (_, index) => String(2_500_000 + index));
    await Promise.all(ids.map((id) => archive.record(other(id, `Giá vàng ${id}`))));
    expect(await findings(archive)).toEqual([]);
    const entries = await Promise.all(ids.map(async (id) => (await archive.catalogue()).entry({ ...REF, id })));
    expect(entries.map((entry) => entry?.title)).toEqual(ids.map((id) => `Giá vàng ${id}`));
  });

  test('are all written before the archive is closed', async () => {
    const archive = await newArchive();
    const records = Promise.all(['1', '2', '3'].map((id) => archive.record(other(`250000${id}`, id))));
    await archive.close();
    await records;
    const again = await openArchive(archive.storage);
    expect(await findings(again)).toEqual([]);
    expect((await again.article({ ...REF, id: '2500003' }))?.snapshots).toHaveLength(1);
  });

  test('keep their order where they are of one article', async () => {
    const archive = await newArchive();
    await Promise.all([1, 2, 3, 4].map((day) => archive.record(seen(`Giá vàng ngày ${day}`, day))));
    const record = await archive.article(REF);
    expect(record?.captures.map(({ first }) => first.slice(0, 10))).toEqual(['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04']);
    expect(await findings(archive)).toEqual([]);
  });

  test('do not share the damage of one', async () => {
    const archive = await newArchive();
    await archive.record(seen('Giá vàng'));
    await writeFile(articleFile(archive.storage, REF), '{"schema": "baoluu.art');
    const settled = await Promise.allSettled(
      [other('1000001', 'a'), seen('b', 2), other('1000002', 'c')].map((each) => archive.record(each)),
    );
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});

describe('keeping', () => {
  test('an article stands in a folder of its own, under its site and number', async () => {
    const archive = await newArchive();
    await archive.record(seen('Giá vàng'));
    expect(articleFolder(archive.storage, REF)).toBe(join(archive.storage, 'articles', 'vietnamnet', '2495', '2495349'));
    expect(await snapshotsOf(archive)).toEqual([snapshotName(0, digestOf(content('Giá vàng')))]);
  });

  test('a snapshot is checked by hand with tail and sha256sum', async () => {
    const archive = await newArchive();
    const { snapshot } = await archive.record(seen('Giá vàng'));
    const printed = execFileSync('sh', ['-c', `tail -n +3 "${snapshotFile(archive.storage, REF, snapshot ?? '.txt')}" | sha256sum`], {
      encoding: 'utf8',
    });
    expect(snapshot?.slice(4, 20)).toBe(printed.slice(0, 16));
  });

  test('the same text again is the same snapshot and one visit more', async () => {
    const archive = await newArchive();
    await archive.record(seen('Giá vàng', 1));
    const again = await archive.record(seen('Giá vàng', 2));
    expect(again).toMatchObject({ isNewSnapshot: false, isNewRevision: false, revision: { visits: 2 } });
    expect(await snapshotsOf(archive)).toHaveLength(1);
    expect(again.record.captures).toHaveLength(1);
  });

  test('an article that returns to its first wording has three revisions and two snapshots', async () => {
    const archive = await newArchive();
    for (const [index, title] of ['Giá vàng tăng', 'Giá vàng giảm', 'Giá vàng tăng'].entries())
      await archive.record(seen(title, index + 1));
    const record = await archive.article(REF);
    expect(revisionsOf(record?.captures ?? [])).toHaveLength(3);
    expect(await snapshotsOf(archive)).toHaveLength(2);
  });

  test('a page that is gone is a capture that says so, and no snapshot', async () => {
    const archive = await newArchive();
    await archive.record(seen('Giá vàng', 1));
    const { record, snapshot } = await archive.record(absent(2));
    expect(snapshot).toBeUndefined();
    expect(record.captures.map((run) => run.outcome)).toEqual(['read', 'absent']);
    expect(await snapshotsOf(archive)).toHaveLength(1);
  });

  test('the addresses of an article are kept with the time when each was seen', async () => {
    const archive = await newArchive();
    await archive.record(seen('Giá vàng', 1));
    const moved = seen('Giá vàng', 3);
    const { record } = await archive.record({ ...moved, capture: { ...moved.capture, url: 'https://vietnamnet.vn/ten-moi-2495349.html' } });
    expect(record.urls.map(({ from, to }) => [from.slice(0, 10), to.slice(0, 10)])).toEqual([
      ['2026-03-01', '2026-03-01'],
      ['2026-03-03', '2026-03-03'],
    ]);
  });

  test('a file that was imported before changes nothing', async () => {
    const archive = await newArchive();
    const source = { file: '001_65d337136077779b.txt', sha256: 'ab'.repeat(32) };
    const first = seen('Giá vàng', 1);
    await archive.record({ ...first, capture: { ...first.capture, source } });
    const before = await readFile(articleFile(archive.storage, REF));
    const again = await archive.record({ ...first, capture: { ...first.capture, at: '2026-04-01T00:00:00.000Z', source } });
    expect(again.isNewCapture).toBe(false);
    expect(await readFile(articleFile(archive.storage, REF))).toEqual(before);
  });
});

describe('opening', () => {
  test('a folder without an archive is told apart from one of an unknown format', async () => {
    const folder = await temporaryFolder();
    await expect(Archive.open(folder)).rejects.toThrow(/There is no archive in/u);
    await writeFile(join(folder, FORMAT_FILE), '{"schema": "baoluu.archive/99"}');
    await expect(Archive.open(folder)).rejects.toThrow(/names the format "baoluu.archive\/99"/u);
    await expect(Archive.open(folder, { create: true })).rejects.toThrow(NoArchiveError);
    await writeFile(join(folder, FORMAT_FILE), '{"sche');
    await expect(Archive.open(folder)).rejects.toThrow(/can't be read/u);
  });

  test('no archive is begun among the files of somebody else', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'luan-van.docx'), '');
    await expect(Archive.open(folder, { create: true })).rejects.toThrow(/is not empty \(it holds luan-van.docx\)/u);
    expect(await readdir(folder)).toEqual(['luan-van.docx']);
  });

  test('many that open a new archive at once all succeed', async () => {
    const folder = join(await temporaryFolder(), 'kho', 'luu-tru');
    const archives = await Promise.all(Array.from({ length: 8 }, () => openArchive(folder)));
    expect(archives).toHaveLength(8);
  });
});

describe('a crash', () => {
  test('after the snapshot and before article.json leaves a snapshot that the next visit takes in', async () => {
    const archive = await newArchive();
    await archive.record(seen('Giá vàng', 1));
    const left = content('Giá vàng tăng');
    const name = snapshotName(1, digestOf(left));
    await writeFile(snapshotFile(archive.storage, REF, name), writeSnapshot('https://vietnamnet.vn/x-2495349.html', left));
    expect((await findings(archive)).map((finding) => finding.severity)).toEqual(['notice']);
    const { record } = await archive.record(seen('Giá vàng giảm', 2));
    expect(record.snapshots.map((entry) => entry.file.slice(0, 3))).toEqual(['000', '001', '002']);
    expect(await findings(archive)).toEqual([]);
  });

  test('in the middle of a file leaves nothing that counts', async () => {
    const archive = await newArchive();
    await archive.record(seen('Giá vàng'));
    await writeFile(join(articleFolder(archive.storage, REF), '.article.json.0123456789ab.tmp'), '{"schema": "bao');
    expect(await findings(archive)).toMatchObject([{ severity: 'notice' }]);
    expect((await archive.record(seen('Giá vàng', 2))).record.captures).toMatchObject([{ visits: 2 }]);
    expect(await findings(archive)).toEqual([]);
  });
});

describe('damage', () => {
  const cases: [string, (archive: Archive) => Promise<void>, RegExp][] = [
    ['one flipped bit in a snapshot', async (archive) => flipBit(await onlySnapshot(archive)), /does not match its name/u],
    ['a snapshot that is missing', async (archive) => unlink(await onlySnapshot(archive)), /which is missing/u],
    [
      'a snapshot cut short',
      async (archive) => writeFile(await onlySnapshot(archive), 'https://vietnamnet.vn/'),
      /does not match its name/u,
    ],
    ['a torn article.json', async (archive) => writeFile(articleFile(archive.storage, REF), '{"schema": "baoluu.art'), /is not JSON/u],
    ['an empty article.json', async (archive) => writeFile(articleFile(archive.storage, REF), ''), /it is empty/u],
    ['an article.json that is missing', async (archive) => unlink(articleFile(archive.storage, REF)), /is missing/u],
    ['an unknown key in article.json', async (archive) => editJson(archive, (record) => ({ ...record, note: 1 })), /Unrecognized key/u],
    [
      'an article.json of another article',
      async (archive) => editJson(archive, (record) => ({ ...record, id: '7' })),
      /it describes vietnamnet\/7/u,
    ],
    ['another digest in article.json', async (archive) => editJson(archive, otherDigest), /digest/u],
  ];

  test.each(cases)('%s is found, and named', async (_name, spoil, message) => {
    const archive = await newArchive();
    await archive.record(seen('Giá vàng'));
    expect(await findings(archive)).toEqual([]);
    await spoil(archive);
    const found = await findings(archive);
    expect(
      found
        .filter((finding) => finding.severity === 'damage')
        .map((finding) => finding.message)
        .join('\n'),
    ).toMatch(message);
  });

  test('in article.json stops a visit before it writes anything', async () => {
    const archive = await newArchive();
    await archive.record(seen('Giá vàng'));
    await writeFile(articleFile(archive.storage, REF), '{"schema": "baoluu.art');
    await expect(archive.record(seen('Giá vàng mới', 2))).rejects.toThrow(DamageError);
    expect(await readFile(articleFile(archive.storage, REF), 'utf8')).toBe('{"schema": "baoluu.art');
    expect(await snapshotsOf(archive)).toHaveLength(1);
  });

  test('of a snapshot is never written over, and a lost one comes back when its text is seen again', async () => {
    const archive = await newArchive();
    await archive.record(seen('Giá vàng'));
    const path = await onlySnapshot(archive);
    const whole = await readFile(path);
    await flipBit(path);
    const spoiled = await readFile(path);
    await expect(archive.record(seen('Giá vàng', 2))).rejects.toThrow(/does not match its name/u);
    expect(await readFile(path)).toEqual(spoiled);
    await unlink(path);
    await archive.record(seen('Giá vàng', 3));
    expect(await readFile(path)).toEqual(whole);
  });

  async function onlySnapshot(archive: Archive): Promise<string> {
    return join(articleFolder(archive.storage, REF), (await snapshotsOf(archive))[0] ?? '');
  }

  async function flipBit(path: string): Promise<void> {
    const bytes = await readFile(path);
    bytes[bytes.length - 5] = (bytes[bytes.length - 5] ?? 0) ^ 1;
    await writeFile(path, bytes);
  }

  async function editJson(archive: Archive, edit: (record: Record<string, unknown>) => object): Promise<void> {
    const path = articleFile(archive.storage, REF);
    await writeFile(path, JSON.stringify(edit(JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>)));
  }

  function otherDigest(record: Record<string, unknown>): object {
    const text = JSON.stringify(record['snapshots']).replace(/sha256:.{4}/u, 'sha256:0000');
    return { ...record, snapshots: JSON.parse(text) as unknown };
  }
});

describe('two writers', () => {
  test('at once on one article lose nothing of each other', async () => {
    const folder = await temporaryFolder();
    const [one, two] = [await openArchive(folder), await openArchive(folder)];
    const days = Array.from({ length: 20 }, (_, index) => index + 1);
    await Promise.all(days.map((day) => (day % 2 === 0 ? one : two).record(seen(`Giá vàng ngày ${day}`, day))));
    const record = await one.article(REF);
    expect(record?.captures).toHaveLength(20);
    expect(record?.snapshots).toHaveLength(20);
    expect(await findings(one)).toEqual([]);
  });

  test('the one that has waited too long is told who is in the way', async () => {
    const archive = await newArchive({ lockWaitMs: 50 });
    const other = openLock(join(archive.storage, LOCK_FILE), 1000);
    await other.hold(async () =>
      expect(await archive.record(seen('Giá vàng')).catch((error: unknown) => error)).toBeInstanceOf(LockedError),
    );
    other.close();
    expect((await archive.record(seen('Giá vàng'))).isNewSnapshot).toBe(true);
  });
});

test('a folder that can’t be written to is told before anything is fetched', async () => {
  const parent = await temporaryFolder();
  const folder = join(parent, 'kho');
  await mkdir(folder);
  await writeFile(join(folder, 'archive.json'), '{"schema":"baoluu.archive/1"}');
  await mkdir(join(folder, LOCK_FILE)); // A folder where the lock's file belongs: no right of root's gets around it.
  await chmod(folder, 0o755);
  await expect(Archive.open(folder, { create: true })).rejects.toThrow(/Can't open .*lock\.sqlite/u);
  expect((await stat(folder)).isDirectory()).toBe(true);
});
