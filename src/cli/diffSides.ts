/** The two sides of a difference: a revision of an article, or a file with a text. */
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Archive } from '../archive/archive.ts';
import { normaliseContent, type Content, type Reading } from '../article/content.ts';
import { BaoluuError, EXIT } from '../article/errors.ts';
import type { Revision } from '../article/history.ts';
import { formatRef, parseUrl, siteOf } from '../article/identity.ts';
import { printable } from '../article/printable.ts';
import { looksLikeSnapshot, parseSnapshot, SnapshotFormatError } from '../article/snapshot.ts';
import { unknownSite, type Site } from '../article/site.ts';
import type { Context } from './context.ts';
import { formatTime, reasonOf } from './format.ts';
import { findRecord, latestRevision, revisionAt, revisionNumber, splitRevision, type Found } from './revisions.ts';

export interface Side {
  /** What it is, in one line. */
  readonly told: string;
  /** The same for a program. */
  readonly about: object;
  readonly content: Content;
}

/** A file that can't be compared. */
class UnreadableFileError extends BaoluuError {}

export async function isFile(text: string, { io }: Context): Promise<boolean> {
  try {
    return (await stat(resolve(io.cwd, text))).isFile();
  } catch {
    return false;
  }
}

export async function revisionSide(archive: Archive, { ref }: Found, revision: Revision): Promise<Side> {
  const { url, content } = await archive.snapshot(ref, revision.snapshot);
  const { number, snapshot, first } = revision;
  const told = `${formatRef(ref)}@${number}   ${formatTime(first)}   ${printable(url)}`;
  return { told, about: { article: formatRef(ref), revision: number, snapshot, first }, content };
}

/** A name that a file is likelier to have than an article; an address has a scheme. */
const FILE_NAME = /^(?!\w+:\/\/).*\.(?:txt|md|x?html?)$/iu;

/** A name that no article answers to: an address may end in `.html`, and none does in these. */
const TEXT_NAME = /^(?!\w+:\/\/).*\.(?:txt|md)$/iu;

/** Which names are to be told as those of files that are not there, should no article answer to them. */
export function missingFiles(names: readonly string[], files: readonly string[]): string[] {
  const missing = names.filter((name) => !files.includes(name));
  return files.length > 0 ? missing : missing.filter((name) => FILE_NAME.test(name));
}

/**
 * What is neither a file nor an article is told as both; where its name can only be a file's, or is likelier one and there is no
 * archive, as a file: who mistypes the name of a file has not asked for an archive.
 */
export async function orNoFile<T>(names: readonly string[], { io }: Context, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { NotFoundError } = await import('../archive/find.ts');
    const isWithoutArchive = error instanceof BaoluuError && error.exitStatus === EXIT.noArchive;
    if (names.length === 0 || (!isWithoutArchive && !(error instanceof NotFoundError))) throw error;
    const missing = `There is no file ${names.map((name) => `"${name}"`).join(', and no file ')}`;
    if (names.some((name) => (isWithoutArchive ? FILE_NAME : TEXT_NAME).test(name)))
      throw new UnreadableFileError(`${missing}. Names are taken from ${io.cwd} on; check what was typed.`, { cause: error });
    throw new BaoluuError(`${missing}. ${error.message}`, { cause: error, exitStatus: error.exitStatus });
  }
}

/** What `ARTICLE` or `ARTICLE@N` names: without N, the latest revision. */
export async function namedSide(archive: Archive, text: string, sites: readonly Site[]): Promise<Side> {
  const { article, number } = splitRevision(text);
  const found = await findRecord(archive, sites, article);
  return await revisionSide(
    archive,
    found,
    number === undefined ? latestRevision(found) : revisionAt(found, revisionNumber(String(number))),
  );
}

/**
 * A file's text: a snapshot, the text of a whole page that a site's rules know, a saved page, or any other text, whose
 * paragraphs stand apart by empty lines.
 * @throws UnreadableFileError where nothing can be read in it
 */
export async function fileSide(name: string, { config, io }: Context): Promise<Side> {
  const bytes = await bytesOf(name, resolve(io.cwd, name));
  const { content, url } = isHtml(name, bytes)
    ? await savedPage(name, bytes, config.sites, io.err)
    : await textFile(name, bytes, config.sites);
  return {
    told: [printable(name), ...(url === undefined ? [] : [printable(url)])].join('   '),
    about: { file: name, ...(url === undefined ? {} : { url }) },
    content,
  };
}

type FileText = Pick<Side, 'content'> & { readonly url?: string };

async function bytesOf(name: string, path: string): Promise<Buffer> {
  try {
    const bytes = await readFile(path);
    if (bytes.length > 0) return bytes;
  } catch (error) {
    throw new UnreadableFileError(`Can't read ${path}: ${reasonOf(error)}. Check the name.`, { cause: error });
  }
  throw new UnreadableFileError(`${name} is empty; there is nothing to compare.`);
}

function isHtml(name: string, bytes: Uint8Array): boolean {
  const begin = Buffer.from(bytes.subarray(0, 512)).toString('utf8');
  return /\.x?html?$/iu.test(name) || /^\uFEFF?\s*<(?:!doctype|html|head|\?xml|!--)/iu.test(begin);
}

/** A page that does not say where it stood is read as one of a site that nobody knows. */
async function savedPage(name: string, bytes: Uint8Array, sites: readonly Site[], err: Context['io']['err']): Promise<FileText> {
  const [{ decodeHtml }, { readPage }, { addressIn }] = await Promise.all([
    import('../extract/decode.ts'),
    import('../extract/read.ts'),
    import('../crawl/importFile.ts'),
  ]);
  const html = decodeHtml(bytes);
  const address = addressIn(html);
  const url = address === undefined ? undefined : parseUrl(address);
  const reading = readPage(html, url?.href ?? NOWHERE, url === undefined ? unknownSite('address.invalid') : siteOf(url, sites));
  return { content: contentOf(name, reading, err), ...(url === undefined ? {} : { url: url.href }) };
}

/** Not the root of a host, which would be a front page. */
const NOWHERE = 'https://address.invalid/page.html';

async function textFile(name: string, bytes: Uint8Array, sites: readonly Site[]): Promise<FileText> {
  const text = textOf(name, bytes);
  if (looksLikeSnapshot(text)) return snapshotIn(name, text);
  const { matchesText, readText } = await import('../extract/readText.ts');
  // Few sites have rules for bare text, and a long text is long in being looked through.
  const site = sites.find((candidate) => candidate.textLayouts.length > 0 && matchesText(text, candidate));
  if (site !== undefined) {
    const reading = readText(text, site);
    if ('content' in reading) return { content: reading.content };
  }
  const content = normaliseContent({ title: '', body: text.split(/\n\s*\n/u), captions: [] });
  if (content.body.length === 0) throw new UnreadableFileError(`${name} holds nothing but white space; there is nothing to compare.`);
  return { content };
}

function snapshotIn(name: string, text: string): FileText {
  try {
    return parseSnapshot(text);
  } catch (error) {
    if (error instanceof SnapshotFormatError) throw new UnreadableFileError(`${name}: ${error.message}`, { cause: error });
    throw error;
  }
}

function textOf(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r\n?/gu, '\n');
  } catch (error) {
    throw new UnreadableFileError(`${name} is neither UTF-8 text nor a page. Convert it, for example with iconv.`, { cause: error });
  }
}

/** What there is of a page that lacks something is compared all the same, and it is said what it lacks. */
function contentOf(name: string, reading: Reading, err: Context['io']['err']): Content {
  if ('content' in reading) return reading.content;
  const { partial, missing } = reading;
  if (partial.title === '' && partial.body.length === 0)
    throw new UnreadableFileError(`No article can be read in ${name} (missing: ${missing.join(', ')}); "baoluu try" shows why.`);
  err.write(`baoluu: ${printable(name)} is read without ${missing.join(', ')}.\n`);
  return partial;
}
