/** Pages as they come from a server, and WARC files read by a program that is not ours. */
import { createReadStream } from 'node:fs';
import { cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { WARCParser } from 'warcio';
import type { Sighting } from '../../src/archive/recorded.ts';
import type { WarcWriter } from '../../src/archive/warcStore.ts';
import type { Exchange, Page } from '../../src/article/page.ts';
import type { RawPolicy } from '../../src/article/raw.ts';
import { seen, temporaryFolder } from './support.ts';

/** A writer whose clock stands still unless a test turns it. */
export function writerAt(day = 1): WarcWriter {
  return { now: () => new Date(instant(day)), about: [['software', 'baoluu/test']] };
}

export function instant(day: number): string {
  return `2026-03-${String(day).padStart(2, '0')}T05:00:00.000Z`;
}

export const URL_OF_PAGE = 'https://vietnamnet.vn/gia-vang-2495349.html?ref=trang-chủ';

export function exchange(bytes: Uint8Array, day = 1, facts: Partial<Exchange> = {}): Exchange {
  return {
    url: new URL(URL_OF_PAGE).href,
    at: instant(day),
    ip: '::ffff:127.0.0.1',
    requestHead: 'GET /gia-vang-2495349.html HTTP/1.1\r\nHost: vietnamnet.vn\r\n\r\n',
    httpVersion: '1.1',
    status: 200,
    statusText: 'OK',
    headers: [
      ['Content-Type', 'text/html; charset=utf-8'],
      ['Transfer-Encoding', 'chunked'],
      ['Set-Cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ],
    bytes,
    ...facts,
  };
}

/** A visit on a day of March 2026 that read this title in a page of these bytes. */
export function seenOn(day: number, title: string, html: string, policy: RawPolicy = 'changed', facts: Partial<Page> = {}): Sighting {
  const bytes = Buffer.from(html);
  const page: Page = { ...exchange(bytes, day), requested: URL_OF_PAGE, redirects: [], body: bytes, ...facts };
  return { ...seen(title, day), evidence: { page, policy } };
}

export interface Told {
  readonly type: string;
  readonly url: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly status: number | undefined;
  readonly payload: Buffer;
}

/** The records of a file, as npm warcio reads them. */
export async function recordsOf(path: string): Promise<Told[]> {
  const told: Told[] = [];
  for await (const record of new WARCParser(createReadStream(path))) {
    const payload = Buffer.from(await record.readFully(false));
    const headers = new Map([...record.warcHeaders.headers].map(([name, value]) => [name.toLowerCase(), value]));
    told.push({
      type: record.warcType ?? '',
      url: record.warcTargetURI ?? '',
      headers,
      status: record.httpHeaders === null ? undefined : (record.httpHeaders.statusCode as number),
      payload,
    });
  }
  return told;
}

export async function warcsOf(storage: string, site = 'vietnamnet'): Promise<string[]> {
  const folder = join(storage, 'warc', site);
  const names = await readdir(folder).catch(() => []);
  return names.toSorted().map((name) => join(folder, name));
}

/** What a kill leaves of an archive's folder at this moment: nobody lives who holds a lock in it. */
export async function leftByKill(storage: string): Promise<string> {
  const folder = await temporaryFolder();
  // Reading a lock's file here would give the lock back.
  await cp(storage, folder, { recursive: true, filter: (path) => !path.includes('.sqlite') });
  return folder;
}
