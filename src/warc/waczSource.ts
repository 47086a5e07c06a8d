/**
 * A WACZ file as the WARC files that it holds. Everything that its datapackage.json lists must be there, byte for byte.
 *
 * https://specs.webrecorder.net/wacz/1.1.1/
 */
import type { Entry } from 'yauzl';
import type { ByteSource, FileSource } from './source.ts';
import { openZip, WaczError, type Zip } from './zip.ts';

/** What stands between the WACZ file and the file inside it, in the name of a place: `/a/b.wacz!/archive/data.warc.gz`. */
const INSIDE = '!/';
const FOLDER = 'archive/';

const PACKAGE = 'datapackage.json';
const PACKAGE_DIGEST = 'datapackage-digest.json';
const MOST_PACKAGE_BYTES = 64 << 20;
const ALGORITHMS: ReadonlySet<string> = new Set(['sha256', 'sha512', 'sha1', 'md5']);

/** A WARC file, by the name that a capture keeps of it. */
export interface NamedSource {
  readonly file: string;
  readonly source: ByteSource;
}

export interface Wacz {
  readonly warcs: readonly NamedSource[];
  close(): Promise<void>;
}

/**
 * Opens a WACZ, once all of it is found to be what its datapackage.json says.
 * @throws WaczError that names the resource; and what the file system throws
 */
export async function openWacz(path: string): Promise<Wacz> {
  const zip = await openZip(path);
  try {
    await checkResources(zip);
    const names = [...zip.entries.keys()].filter(isWarc).toSorted();
    if (names.length === 0) throw new WaczError(`${path} holds no WARC file under archive/, so there is nothing to import.`);
    const warcs: NamedSource[] = [];
    for (const name of names) warcs.push({ file: `${path}${INSIDE}${name}`, source: await zip.source(entryOf(zip, name)) });
    return { warcs, close: () => zip.close() };
  } catch (error) {
    await zip.close();
    throw error;
  }
}

/** Whether a name is that of a file inside a WACZ. */
export function isInsideWacz(file: string): boolean {
  return file.includes(`${INSIDE}${FOLDER}`);
}

/** One file inside a WACZ, by the name that a capture keeps of it; the rest of the WACZ is not looked at. */
export async function waczEntrySource(file: string): Promise<FileSource> {
  const at = file.lastIndexOf(`${INSIDE}${FOLDER}`);
  const zip = await openZip(file.slice(0, at));
  try {
    const source = await zip.source(entryOf(zip, file.slice(at + INSIDE.length)));
    return { size: source.size, read: (offset, length) => source.read(offset, length), close: () => zip.close() };
  } catch (error) {
    await zip.close();
    throw error;
  }
}

function isWarc(name: string): boolean {
  return /^archive\/.+\.warc(?:\.gz)?$/iu.test(name);
}

function entryOf(zip: Zip, name: string): Entry {
  const entry = zip.entries.get(name);
  if (entry === undefined) throw new WaczError(`${zip.path} has no ${name}, which it should hold; get the file again.`);
  return entry;
}

interface Resource {
  readonly path: string;
  readonly hash?: string;
  readonly bytes?: number;
}

async function checkResources(zip: Zip): Promise<void> {
  const resources = await resourcesOf(zip);
  for (const resource of [...resources, ...(await ownDigest(zip))]) await checkResource(zip, resource);
  const listed = new Set(resources.map(({ path }) => path));
  const stranger = [...zip.entries.keys()].find((name) => isWarc(name) && !listed.has(name));
  if (stranger !== undefined)
    throw new WaczError(
      `${zip.path} holds ${stranger}, which its ${PACKAGE} does not list, so that nothing vouches for it. Unpack it, and import that file by itself.`,
    );
}

async function checkResource(zip: Zip, { path, hash, bytes }: Resource): Promise<void> {
  if (path.startsWith('/') || path.split(/[/\\]/u).includes('..'))
    throw new WaczError(`${zip.path}: its ${PACKAGE} lists ${JSON.stringify(path)}, which lies outside of it. Nothing of it was taken.`);
  const entry = zip.entries.get(path);
  if (entry === undefined) throw new WaczError(`${zip.path} lacks ${path}, which its ${PACKAGE} lists. It is not whole; get it again.`);
  if (bytes !== undefined && bytes !== entry.uncompressedSize)
    throw new WaczError(
      `${zip.path}: ${path} has ${entry.uncompressedSize} bytes, and its ${PACKAGE} says ${bytes}. It was changed; get it again.`,
    );
  const [, label = '', value = ''] = /^([\w-]+):([0-9a-f]+)$/iu.exec(hash ?? '') ?? [];
  const algorithm = label.toLowerCase().replace('-', '');
  if (!ALGORITHMS.has(algorithm)) return;
  const { hex } = await zip.digest(entry, algorithm);
  if (hex !== value.toLowerCase())
    throw new WaczError(
      `${zip.path}: ${path} is not what its ${PACKAGE} says (${algorithm} ${hex}, expected ${value}). Get it again, or unpack it and import its WARC files: their records have digests of their own.`,
    );
}

async function resourcesOf(zip: Zip): Promise<readonly Resource[]> {
  if (!zip.entries.has(PACKAGE))
    throw new WaczError(`${zip.path} has no ${PACKAGE}, so it is no WACZ file. WARC files in a ZIP are imported once it is unpacked.`);
  const { resources } = (await jsonOf(zip, PACKAGE)) as { readonly resources?: unknown };
  if (!Array.isArray(resources) || !resources.every(isResource))
    throw new WaczError(`${zip.path}: its ${PACKAGE} does not list its files under "resources" with a "path" each, so it is no WACZ file.`);
  return resources;
}

/** The digest that stands beside datapackage.json, as a resource. */
async function ownDigest(zip: Zip): Promise<readonly Resource[]> {
  if (!zip.entries.has(PACKAGE_DIGEST)) return [];
  const { path, hash } = (await jsonOf(zip, PACKAGE_DIGEST)) as Partial<Record<string, unknown>>;
  return path === PACKAGE && typeof hash === 'string' ? [{ path, hash }] : [];
}

async function jsonOf(zip: Zip, name: string): Promise<object> {
  const entry = entryOf(zip, name);
  if (entry.uncompressedSize > MOST_PACKAGE_BYTES)
    throw new WaczError(`${zip.path}: ${name} has ${entry.uncompressedSize} bytes, too many to be believed.`);
  const source = await zip.source(entry);
  const text = Buffer.from(await source.read(0, source.size)).toString('utf8');
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value === 'object' && value !== null) return value;
  } catch (error) {
    throw new WaczError(`${zip.path}: ${name} is not JSON. It is damaged; get it again.`, { cause: error });
  }
  throw new WaczError(`${zip.path}: ${name} holds no JSON object. It is damaged; get it again.`);
}

function isResource(value: unknown): value is Resource {
  return typeof value === 'object' && value !== null && 'path' in value && typeof value.path === 'string';
}
