/** From a file to what the archive keeps of it: a snapshot in our format, the text of a whole page, or a saved page. */
import { createHash } from 'node:crypto';
import { cleanUrl, parseUrl, siteOf, unnumberedId, type ArticleRef } from '../article/identity.ts';
import type { Reading } from '../article/content.ts';
import type { Page } from '../article/page.ts';
import { unknownSite, type Site } from '../article/site.ts';
import { looksLikeSnapshot, parseSnapshot, SnapshotFormatError } from '../article/snapshot.ts';
import { normaliseText } from '../article/text.ts';
import type { Sighting } from '../archive/recorded.ts';
import { decodeHtml } from '../extract/decode.ts';
import { readPage } from '../extract/read.ts';
import { matchesText, readText } from '../extract/readText.ts';
import { gate } from './gate.ts';
import { ImportError } from './importError.ts';
import { judged, readWith, refOf, sightingFrom, type KeepOptions } from './keep.ts';
import { otherPageNamed } from './otherPage.ts';
import { misnamed, refuseChangedCopy } from './statedName.ts';

export interface ImportOptions extends KeepOptions {
  /** Where the document stood, where the file does not say it. */
  readonly url?: string;
  /** When it was seen: UTC, ISO 8601 with milliseconds and `Z`. */
  readonly at: string;
  /** Nobody said when it was seen; `at` is now. */
  readonly isUndated: boolean;
}

/** What is to be recorded of a file. */
export interface Imported extends Sighting {
  /** What a person may do about what is doubted: a sentence. */
  readonly advice?: string;
}

/**
 * What is to be recorded of a file's bytes.
 * @throws ImportError where it is neither a snapshot, nor the text of a page that a site's rules know, nor a page; and
 * where it is a changed copy of a snapshot
 */
export async function sightingOfFile(name: string, bytes: Uint8Array, options: ImportOptions): Promise<Imported> {
  if (bytes.length === 0) throw new ImportError(`${name} is empty: there is nothing to take in.`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const seen = { at: options.at, source: { file: name, sha256, ...(options.isUndated ? { isUndated: true as const } : {}) } };
  if (isHtml(name, bytes)) return await savedPage(name, bytes, seen, options);
  const text = textOf(name, bytes);
  return looksLikeSnapshot(text) ? await snapshot(name, text, seen, options) : await pageText(name, text, seen, options);
}

type Seen = Pick<Sighting['capture'], 'at' | 'source'>;

async function snapshot(name: string, text: string, seen: Seen, options: ImportOptions): Promise<Imported> {
  const { url, content } = parsed(name, text);
  if (options.url !== undefined) throw new ImportError(`${name} says itself where it stood (${url}); import it without --url.`);
  const ref = isWebAddress(url) ? await options.ledger.addresses.articleOf(new URL(url)) : unfiled(url, content.title);
  const sighting = { ref, capture: { ...seen, url, outcome: 'read' as const }, content };
  const wrong = misnamed(name, text, content);
  if (wrong === undefined) return sighting;
  await refuseChangedCopy(name, wrong, ref, options.ledger);
  const why = `its name says ${wrong.stated}, its text has ${wrong.found}`;
  return { ...sighting, capture: { ...sighting.capture, why }, advice: COMPARE };
}

const COMPARE =
  'The name does not state the text, which was taken under its own digest: another program named it, or somebody changed it since. ' +
  'Compare it with a copy that you trust.';

function parsed(name: string, text: string): ReturnType<typeof parseSnapshot> {
  try {
    return parseSnapshot(text);
  } catch (error) {
    if (error instanceof SnapshotFormatError) throw new ImportError(`${name}: ${error.message}`, { cause: error });
    throw error;
  }
}

async function pageText(name: string, text: string, seen: Seen, options: ImportOptions): Promise<Sighting> {
  const site = options.sites.find((candidate) => matchesText(text, candidate));
  if (site === undefined)
    throw new ImportError(
      `${name} is no snapshot (its second line is not seventeen hyphens), and no site's textLayouts know it as the text of one of its pages.`,
    );
  const reading = readText(text, site);
  // The text of a page does not say where the page stood. The file's name is what is known.
  if (options.url === undefined)
    return {
      ref: untraced(site, reading),
      ...sightingFrom(reading, { ...seen, url: `file:${encodeURI(name)}` }, options.isPartialWelcome),
    };
  const url = parseUrl(options.url);
  const ref = await options.ledger.addresses.articleOf(url);
  return { ref, ...sightingFrom(reading, { ...seen, url: cleanUrl(url, siteOf(url, options.sites)) }, options.isPartialWelcome) };
}

async function savedPage(name: string, bytes: Uint8Array, seen: Seen, options: ImportOptions): Promise<Imported> {
  const html = decodeHtml(bytes);
  const url = parseUrl(options.url ?? addressIn(html) ?? noAddress(name));
  const other = options.url === undefined ? undefined : await otherPageNamed(html, url, options);
  if (other !== undefined && !options.isPartialWelcome) refuseOtherPage(name, url, other);
  const site = siteOf(url, options.sites);
  const read = readWith(html, url, site);
  const ref = other === undefined ? await refOf(url, read.reading, options) : await options.ledger.addresses.articleOf(url);
  const where = { ...seen, url: cleanUrl(url, site) };
  const stopped = gate(asPage(url, bytes, options.at), html);
  const evidence = { saved: { url: url.href, at: options.at, bytes, contentType: 'text/html' }, policy: site.raw };
  if (stopped !== undefined) return { ref, evidence, capture: { ...where, ...stopped } };
  const { capture, ...seenThere } = await judged(read, ref, where, options);
  if (other === undefined || capture.outcome !== 'read') return { ref, evidence, ...seenThere, capture };
  const doubts = [...(capture.why === undefined ? [] : [capture.why]), `the page gives another address as its own, ${other.href}`];
  return { ref, evidence, ...seenThere, capture: { ...capture, why: doubts.join('; ') } };
}

// Nothing is written: a slip of the hand is no visit, and the page would stand in the history of an article that it is not.
function refuseOtherPage(name: string, url: URL, other: URL): never {
  throw new ImportError(
    `${name} gives another address as its own, ${other.href}, and not ${url.href}; it was not imported. ` +
      `If it stood there, import it with --url ${other.href}; --partial keeps it under the address that was given.`,
  );
}

function untraced(site: Site, reading: Reading): ArticleRef {
  const { title } = 'content' in reading ? reading.content : reading.partial;
  return { site: site.name, id: unnumberedId(title, `${site.name} ${title}`) };
}

/** The address that a saved page gives as its own. */
export function addressIn(html: string): string | undefined {
  const { canonicalUrl } = readPage(html, 'https://address.invalid/', unknownSite('address.invalid')).facts;
  return canonicalUrl === undefined || canonicalUrl.startsWith('https://address.invalid/') ? undefined : canonicalUrl;
}

function noAddress(name: string): never {
  throw new ImportError(`${name} does not say where it stood (it has no canonical link); name its address with --url URL.`);
}

function unfiled(url: string, title: string): ArticleRef {
  return { site: 'unfiled', id: unnumberedId(title, `${url} ${normaliseText(title)}`) };
}

function isWebAddress(url: string): boolean {
  return URL.canParse(url) && /^https?:$/u.test(new URL(url).protocol);
}

function isHtml(name: string, bytes: Uint8Array): boolean {
  return (
    /\.x?html?$/iu.test(name) ||
    /^(?:\uFEFF)?\s*<(?:!doctype|html|head|\?xml|!--)/iu.test(Buffer.from(bytes.subarray(0, 512)).toString('utf8'))
  );
}

function textOf(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r\n?/gu, '\n');
  } catch (error) {
    throw new ImportError(`${name} is not UTF-8 text. Convert it, for example with iconv, and import it again.`, { cause: error });
  }
}

// A file has no head; the gate judges what it says.
function asPage(url: URL, bytes: Uint8Array, at: string): Page {
  const { href } = url;
  const head = { requestHead: '', httpVersion: '1.1', status: 200, statusText: 'OK', headers: [['content-type', 'text/html']] as const };
  return { url: href, requested: href, at, ...head, bytes, body: bytes, redirects: [] };
}
