/** Whether a file is a WACZ 1.1.1, strictly: https://specs.webrecorder.net/wacz/1.1.1/ */
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { openPromise } from 'yauzl';
import { cdxIndex, entryOf, timestampOf, type CdxEntry } from '../../src/warc/cdxj.ts';
import { readWarc } from '../../src/warc/readWarc.ts';
import { fieldOf, typeOf, type WarcRecord } from '../../src/warc/record.ts';
import { bytesSource } from '../../src/warc/source.ts';

/** A file of a ZIP file. */
export interface Member {
  readonly path: string;
  readonly isStored: boolean;
  readonly bytes: Buffer;
}

const STORED = 0;

const DESCRIPTORS = ['datapackage.json', 'datapackage-digest.json'];

/** Which names may stand in which folder. */
const FOLDERS: readonly (readonly [folder: string, names: RegExp])[] = [
  ['archive/', /^[^/]+\.warc(?:\.gz)?$/u],
  ['indexes/', /^[^/]+\.(?:cdx|cdxj|idx)(?:\.gz)?$/u],
  ['pages/', /^[^/]+\.jsonl$/u],
];

/** What stands in a ZIP file, in the order of its directory. */
export async function membersOf(path: string): Promise<Member[]> {
  const zip = await openPromise(path);
  const members: Member[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      const bytes = await buffer(await zip.openReadStreamPromise(entry));
      members.push({ path: entry.fileName, isStored: entry.compressionMethod === STORED, bytes });
    }
    return members;
  } finally {
    zip.close();
  }
}

/** What is wrong with it, a clause each; nothing where all is well. */
export async function checkWacz(path: string): Promise<string[]> {
  const members = await membersOf(path);
  return [...checkFiles(members), ...checkDescriptor(members), ...(await checkRecords(members))];
}

function checkFiles(members: readonly Member[]): string[] {
  const names = members.map((member) => member.path);
  return [
    ...names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${name} stands twice`),
    ...['archive/', 'indexes/', 'pages/']
      .filter((folder) => !names.some((name) => name.startsWith(folder)))
      .map((folder) => `${folder} is missing`),
    ...[...DESCRIPTORS, 'pages/pages.jsonl'].filter((name) => !names.includes(name)).map((name) => `${name} is missing`),
    ...FOLDERS.flatMap(([folder, allowed]) =>
      names
        .filter((name) => name.startsWith(folder) && !allowed.test(name.slice(folder.length)))
        .map((name) => `${name} has no place in ${folder}`),
    ),
    ...members
      .filter((member) => !member.isStored && /\.gz$|^archive\//u.test(member.path))
      .map((member) => `${member.path} is compressed twice`),
  ];
}

interface Descriptor {
  readonly profile?: string;
  readonly wacz_version?: string;
  readonly created?: string;
  readonly modified?: string;
  readonly software?: string;
  readonly title?: string;
  readonly mainPageUrl?: string;
  readonly resources?: readonly { readonly name: string; readonly path: string; readonly hash: string; readonly bytes: number }[];
}

function checkDescriptor(members: readonly Member[]): string[] {
  const [descriptor, digest] = DESCRIPTORS.map((name) => members.find((member) => member.path === name)?.bytes ?? Buffer.from('{}'));
  const { profile, wacz_version: version, created = '', resources = [] } = JSON.parse(String(descriptor)) as Descriptor;
  const signed = JSON.parse(String(digest)) as { path?: string; hash?: string };
  const listed = new Set([...DESCRIPTORS, ...resources.map((resource) => resource.path)]);
  return [
    ...(profile === 'data-package' ? [] : ['profile is not data-package']),
    ...(version === '1.1.1' ? [] : ['wacz_version is not 1.1.1']),
    ...(Number.isNaN(Date.parse(created)) ? ['created is no time'] : []),
    ...(signed.path === 'datapackage.json' && signed.hash === sha256(descriptor) ? [] : ['datapackage-digest.json has another digest']),
    ...members.filter((member) => !listed.has(member.path)).map((member) => `${member.path} is not listed`),
    ...resources.flatMap((resource) => checkResource(resource, members)),
  ];
}

function checkResource({ name, path, hash, bytes }: NonNullable<Descriptor['resources']>[number], members: readonly Member[]): string[] {
  const member = members.find((each) => each.path === path);
  if (member === undefined) return [`${path} is listed and missing`];
  return [
    ...(path.endsWith(`/${name}`) ? [] : [`${path} is named ${name}`]),
    ...(member.bytes.length === bytes ? [] : [`${path} has another size than listed`]),
    ...(sha256(member.bytes) === hash ? [] : [`${path} has another hash than listed`]),
  ];
}

interface Held {
  readonly record: WarcRecord;
  readonly entry: CdxEntry | undefined;
}

async function checkRecords(members: readonly Member[]): Promise<string[]> {
  const faults: string[] = [];
  const held: Held[] = [];
  for (const { path, bytes } of members.filter((member) => member.path.startsWith('archive/')))
    for await (const found of readWarc(bytesSource(bytes))) {
      faults.push(...found.faults.map(({ offset, reason }) => `${path} at byte ${offset}: ${reason}`));
      const { record, place } = found;
      if (record !== undefined) held.push({ record, entry: entryOf(record, place, path.slice('archive/'.length)) });
    }
  return [
    ...faults,
    ...checkIndex(members, held),
    ...held.flatMap(({ record }) => checkReference(record, held)),
    ...checkPages(members, held),
  ];
}

/** The index is what a scan of the WARC files gives, line by line. */
function checkIndex(members: readonly Member[], held: readonly Held[]): string[] {
  const index = members.find((member) => member.path === 'indexes/index.cdx')?.bytes ?? Buffer.alloc(0);
  const lines = index.toString('latin1').split('\n').slice(0, -1);
  const scan = cdxIndex(held.flatMap(({ entry }) => entry ?? []));
  const places = new Set(held.flatMap(({ entry }) => (entry === undefined ? [] : [placeOf(entry)])));
  return [
    ...(lines.every((line, at) => at === 0 || (lines[at - 1] ?? '') <= line) ? [] : ['indexes/index.cdx is not sorted']),
    ...lines
      .filter((line) => !places.has(placeOf(JSON.parse(line.replace(/^\S+ \S+ /u, '')) as CdxEntry)))
      .map((line) => `no such record: ${line}`),
    ...(index.toString('utf8') === scan ? [] : ['indexes/index.cdx is not what a scan gives']),
  ];
}

function placeOf({ filename, offset, length }: Pick<CdxEntry, 'filename' | 'offset' | 'length'>): string {
  return `${filename} ${offset} ${length}`;
}

/** What a revisit refers to is there. */
function checkReference(record: WarcRecord, held: readonly Held[]): string[] {
  if (typeOf(record) !== 'revisit') return [];
  const original = held.find(({ record: other }) => fieldOf(other, 'WARC-Record-ID') === fieldOf(record, 'WARC-Refers-To'))?.record;
  const isThere =
    original !== undefined &&
    typeOf(original) === 'response' &&
    fieldOf(original, 'WARC-Target-URI') === fieldOf(record, 'WARC-Refers-To-Target-URI') &&
    fieldOf(original, 'WARC-Date') === fieldOf(record, 'WARC-Refers-To-Date');
  return isThere ? [] : [`what ${fieldOf(record, 'WARC-Record-ID')} refers to is missing`];
}

function checkPages(members: readonly Member[], held: readonly Held[]): string[] {
  const text = members.find((member) => member.path === 'pages/pages.jsonl')?.bytes.toString('utf8') ?? '';
  const [header = '{}', ...lines] = text.split('\n').filter((line) => line !== '');
  const { format } = JSON.parse(header) as { format?: string };
  const there = new Set(held.flatMap(({ entry }) => (entry === undefined ? [] : [`${entry.url} ${timestampOf(entry.at)}`])));
  const pages = lines.map((line) => JSON.parse(line) as { url: string; ts: string; title: string; id: string });
  return [
    ...(format === 'json-pages-1.0' ? [] : ['pages/pages.jsonl has no header']),
    ...(new Set(pages.map(({ id }) => id)).size === pages.length ? [] : ['two pages have one id']),
    ...pages.filter(({ url, ts }) => !there.has(`${url} ${timestampOf(ts)}`)).map(({ url, ts }) => `the page ${url} of ${ts} is not there`),
  ];
}

function sha256(bytes: Uint8Array = new Uint8Array()): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
