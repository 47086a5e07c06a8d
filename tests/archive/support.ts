/** Real folders for the tests of the archive. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Archive, type ArchiveOptions } from '../../src/archive/archive.ts';
import type { Sighting } from '../../src/archive/recorded.ts';
import type { Content } from '../../src/article/content.ts';

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'baoluu-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function newArchive(options: ArchiveOptions = {}): Promise<Archive> {
  return await openArchive(await temporaryFolder(), options);
}

export async function openArchive(storage: string, options: ArchiveOptions = {}): Promise<Archive> {
  const archive = await Archive.open(storage, { create: true, ...options });
  onTestFinished(() => archive.close());
  return archive;
}

export const REF = { site: 'vietnamnet', id: '2495349' };
const ADDRESS = 'https://vietnamnet.vn/gia-vang-2495349.html';

export function content(title: string): Content {
  return { title, date: '2026-03-07T08:52:00+07:00', body: ['Sáng nay, giá vàng tăng.', 'Chiều nay thì không.'], captions: [] };
}

/** A visit on a day of March 2026 that read a page with this title. */
export function seen(title: string, day = 1): Sighting {
  const at = `2026-03-${String(day).padStart(2, '0')}T05:00:00.000Z`;
  return {
    ref: REF,
    content: content(title),
    capture: { at, url: ADDRESS, status: 200, outcome: 'read', reader: { layout: 'vietnamnet/2026', extractor: 1 } },
  };
}

/** A visit that found the page deleted. */
export function absent(day: number): Sighting {
  const at = `2026-03-${String(day).padStart(2, '0')}T05:00:00.000Z`;
  return { ref: REF, capture: { at, url: ADDRESS, status: 404, outcome: 'absent', why: 'the server answered 404' } };
}
