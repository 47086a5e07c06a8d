/**
 * WACZ: a web archive in one file that ReplayWeb.page opens: WARC, index and list of pages in a ZIP file.
 * https://specs.webrecorder.net/wacz/1.1.1/
 *
 * Nothing in it is compressed a second time: readers ask for stretches of it, and the same input gives the same bytes
 * on every machine.
 */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { WarcCopy } from './copy.ts';
import { sha256Of } from './digest.ts';

/** A page that the list names: an address at an instant. */
export interface WaczPage {
  /** Unique in the list. */
  readonly id: string;
  readonly url: string;
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly title: string;
}

/** What goes into a WACZ. */
export interface Wacz {
  readonly title: string;
  /** When it is made: UTC, ISO 8601. */
  readonly created: string;
  readonly software: string;
  readonly warc: WarcCopy;
  /** In time order; the first is the one that is opened. */
  readonly pages: readonly WaczPage[];
}

interface Resource {
  readonly name: string;
  readonly path: string;
  readonly hash: string;
  readonly bytes: number;
}

/** The bytes of a WACZ, made while they are read. What goes wrong with a source goes wrong with the stream. */
export function waczStream(wacz: Wacz): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable; // A PassThrough, which its types don't tell.
  const fail = (error: Error): void => void output.destroy(error);
  zip.on('error', fail);
  const options = { compress: false, mtime: zipTime(lastOf(wacz)), forceDosTimestamp: true, mode: 0o100644 };
  const resources: Resource[] = [];
  const add = (path: string, size: number, pieces: () => AsyncIterable<Uint8Array>): void =>
    zip.addReadStreamLazy(path, { ...options, size }, (give) => {
      const counted = counting(path, size, pieces(), resources);
      give(undefined, Readable.from(counted, { objectMode: false }).on('error', fail));
    });
  const addText = (path: string, text: string): void => add(path, Buffer.byteLength(text), () => once(text));
  add(`archive/${wacz.warc.name}`, wacz.warc.size, () => wacz.warc.pieces());
  addText('indexes/index.cdx', wacz.warc.index);
  addText('pages/pages.jsonl', pageList(wacz.pages));
  // What these two hold is known when the others have been written.
  zip.addReadStreamLazy('datapackage.json', options, (give) => give(undefined, Readable.from([Buffer.from(descriptor(wacz, resources))])));
  zip.addReadStreamLazy('datapackage-digest.json', options, (give) =>
    give(undefined, Readable.from([Buffer.from(digestOf(descriptor(wacz, resources)))])),
  );
  zip.end();
  return output;
}

async function* counting(
  path: string,
  bytes: number,
  pieces: AsyncIterable<Uint8Array>,
  resources: Resource[],
): AsyncGenerator<Uint8Array, void> {
  const hash = createHash('sha256');
  for await (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
  resources.push({ name: path.replace(/^.*\//u, ''), path, hash: `sha256:${hash.digest('hex')}`, bytes });
}

async function* once(text: string): AsyncGenerator<Uint8Array, void> {
  yield await Promise.resolve(Buffer.from(text));
}

function pageList(pages: readonly WaczPage[]): string {
  const header = { format: 'json-pages-1.0', id: 'pages', title: 'All Pages' };
  const lines = pages.map(({ id, url, at, title }) => ({ id, url, ts: at, title }));
  return [header, ...lines].map((line) => `${JSON.stringify(line)}\n`).join('');
}

function descriptor({ title, created, software, pages }: Wacz, resources: readonly Resource[]): string {
  const [main] = pages;
  const facts = {
    profile: 'data-package',
    wacz_version: '1.1.1',
    title,
    created,
    modified: created,
    software,
    ...(main === undefined ? {} : { mainPageUrl: main.url, mainPageDate: main.at }),
    resources,
  };
  return `${JSON.stringify(facts, undefined, 2)}\n`;
}

function digestOf(text: string): string {
  return `${JSON.stringify({ path: 'datapackage.json', hash: sha256Of(Buffer.from(text)) }, undefined, 2)}\n`;
}

function lastOf({ pages, created }: Wacz): Date {
  return new Date(pages.at(-1)?.at ?? created);
}

/** A ZIP file's times have no zone, and are written from the machine's own: this date's local time is the instant's UTC. */
function zipTime(at: Date): Date {
  return new Date(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate(), at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds());
}
