/**
 * Other people's captures: the records of WARC files become captures here with their own times, in time order, by the
 * same way as a page that has just come. First everything is listed by its header, then each page is read by itself.
 */
import type { Archive } from '../archive/archive.ts';
import type { Recorded, Sighting } from '../archive/recorded.ts';
import { DamageError } from '../archive/errors.ts';
import type { FoundEvidence } from '../archive/evidence.ts';
import { rawRecord } from '../archive/rawPages.ts';
import { articleNumber, identify, isNumbered, siteOf, type ArticleRef } from '../article/identity.ts';
import type { Site } from '../article/site.ts';
import { isElsewhere, rawRecordsOf, type RawRecord } from '../article/raw.ts';
import { payloadDigest } from '../warc/exchange.ts';
import type { WarcRecord } from '../warc/record.ts';
import { seenOn, type KeepOptions } from './keep.ts';
import { Readers } from './readers.ts';
import { sideBySide } from './sideBySide.ts';
import { pageOf } from './storedPage.ts';
import { bytesOf, recordOf, type Bytes } from './warcBytes.ts';
import { Companions, Originals } from './warcOriginals.ts';
import { isPageType, type Listed, type Unsound } from './warcSurvey.ts';

export interface WarcOptions extends KeepOptions {
  readonly archive: Archive;
  /** Only pages of this site. */
  readonly site?: string;
  /** Records are copied into the archive's own files, not referred to where they are. */
  readonly isCopy: boolean;
  /** Nothing is written. */
  readonly isDry: boolean;
  readonly now: Date;
  readonly signal?: AbortSignal;
}

/** Why a record that is sound is no capture. */
export type Passed = 'redirected' | 'no page of text' | 'no article' | 'of another site' | 'not of the web';

/** What came of one record. */
export type Taken =
  | { readonly listed: Listed; readonly sighting: Sighting; readonly recorded?: Recorded }
  /** `isMoved`: the archive had lost sight of its file, or had it elsewhere, and has it now. */
  | { readonly listed: Listed; readonly known: true; readonly isMoved?: true }
  | { readonly listed: Listed; readonly passed: Passed }
  | { readonly listed: Listed; readonly unsound: Unsound }
  | { readonly listed: Listed; readonly damage: DamageError };

/** How many of the records are to be looked at. */
export function pagesAmong(listed: readonly Listed[]): number {
  return listed.filter(({ type }) => isPageType(type)).length;
}

/**
 * Takes in what was listed, in time order, and tells what came of each record. What was told is on the disk.
 * @throws what the disk or the lock would not do
 */
export async function importRecords(listed: readonly Listed[], options: WarcOptions, tell: (taken: Taken) => Promise<void>): Promise<void> {
  const means = { options, originals: new Originals(listed), companions: new Companions(listed) };
  const inOrder = listed.filter(({ type }) => isPageType(type)).toSorted(byTime);
  const way = { most: AT_ONCE, keyOf: ({ url }: Listed) => keyOf(url, options.sites) };
  const readers = new Readers(options.sites);
  const reading = { ...means, options: { ...options, look: readers.look } };
  try {
    for await (const taken of sideBySide(inOrder, way, (each) => takenFrom(each, reading))) {
      await tell(taken);
      if (options.signal?.aborted === true) return;
    }
  } finally {
    await readers.end();
  }
}

/** Enough that threads read and the disk syncs several at once. */
const AT_ONCE = 32;

/** The visits of one article come one after the other; without a number, two addresses may turn out to be one article. */
function keyOf(url: string, sites: readonly Site[]): string {
  if (!URL.canParse(url)) return '';
  const site = siteOf(new URL(url), sites);
  const number = articleNumber(new URL(url), site);
  return number === undefined ? site.name : `${site.name}/${number}`;
}

// Within one second, what is repeated comes first.
function byTime(a: Listed, b: Listed): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  return Number(a.type === 'revisit') - Number(b.type === 'revisit');
}

interface Means {
  readonly options: WarcOptions;
  readonly originals: Originals;
  readonly companions: Companions;
}

async function takenFrom(listed: Listed, means: Means): Promise<Taken> {
  const { options } = means;
  const passed = await passedOver(listed, means);
  if (passed !== undefined) return { listed, passed };
  if (Date.parse(listed.at) > options.now.getTime()) return unsound(listed, { reason: `its date ${listed.at} lies in the future` });
  try {
    const known = await knownAs(listed, means);
    if (known !== undefined) return await again(listed, known, means);
    const bytes = await bytesOf(listed, means.originals, options);
    if ('reason' in bytes) return unsound(listed, bytes);
    return await keep(listed, bytes, means);
  } catch (error) {
    // One torn article is its own trouble; a full disk or a lock is everybody's.
    if (error instanceof DamageError) return { listed, damage: error };
    throw error;
  }
}

/** Why a record need not even be read. Of a page that may be a known article's, errors tell something, too. */
async function passedOver(listed: Listed, { options, originals }: Means): Promise<Passed | undefined> {
  if (!/^https?:/iu.test(listed.url)) return 'not of the web';
  const url = new URL(listed.url);
  if (options.site !== undefined && siteOf(url, options.sites).name !== options.site) return 'of another site';
  if (listed.type === 'response' && listed.status === undefined) return 'not of the web';
  const { status = 200, mime } = listed.type === 'revisit' ? toldBy(listed, originals.of(listed)) : listed;
  // Of a revisit, 304 is what the server said of a page that is not here; any other is a redirect.
  if (status >= 300 && status < 400 && !(listed.type === 'revisit' && status === 304)) return 'redirected';
  const isText = mime === '' || mime === 'text/html' || mime === 'application/xhtml+xml';
  if (status >= 200 && status < 300 && !isText) return 'no page of text';
  if (url.pathname === '/robots.txt') return 'no page of text';
  return status >= 400 && !(await isArticleAddress(url, options)) ? 'no article' : undefined;
}

/** What a revisit says of its page: by its own head, or, where it has none or says "not modified", as of the page that it repeats. */
function toldBy(revisit: Listed, original: Listed | undefined): Pick<Listed, 'status' | 'mime'> {
  if (original === undefined) return revisit;
  const isRepeated = revisit.status === undefined || revisit.status === 304;
  return isRepeated ? original : { status: revisit.status, mime: revisit.mime === '' ? original.mime : revisit.mime };
}

async function isArticleAddress(url: URL, { sites, ledger }: WarcOptions): Promise<boolean> {
  return isNumbered(identify(url, sites)) || (await ledger.addresses.known(url)) !== undefined;
}

/** What the archive has of a record: by its own name, or by that of the one whose bytes it repeats. */
async function knownAs(listed: Listed, { options: { archive, ledger }, originals }: Means): Promise<Known | undefined> {
  const url = new URL(listed.url);
  const original = originals.of(listed);
  // The original's own capture is another visit, even within the same second.
  const isItsOwn = original?.at === listed.at && original.url === listed.url;
  const names = new Set([listed.id, isItsOwn ? undefined : original?.id]);
  const ref = await ledger.addresses.known(url);
  const article = ref === undefined ? undefined : await archive.article(ref);
  const isIt = (raw: RawRecord): boolean => raw.at === listed.at && raw.url === url.href && names.has(raw.record);
  const raw = rawRecordsOf(article?.captures ?? []).find(isIt);
  return article === undefined || raw === undefined ? undefined : { ref: article, raw };
}

interface Known {
  readonly ref: ArticleRef;
  readonly raw: RawRecord;
}

/**
 * A record that is known needs nothing, unless the file that the archive read it in was moved: then this is where it is
 * now. With --copy it comes into the archive's own files.
 */
async function again(listed: Listed, { ref, raw }: Known, means: Means): Promise<Taken> {
  const { isCopy, isDry, archive } = means.options;
  const isHere = raw.file === listed.from.file && raw.offset === listed.offset;
  const isWanted = isElsewhere(raw.file) && (isCopy || (!isHere && !(await isReadable(archive, raw))));
  if (!isWanted || isDry) return { listed, known: true };
  const bytes = await bytesOf(listed, means.originals, means.options);
  if ('reason' in bytes) return unsound(listed, bytes);
  await archive.replaceRaw(ref, raw, await evidenceFor(listed, bytes, ref, means));
  return { listed, known: true, isMoved: true };
}

async function isReadable(archive: Archive, raw: RawRecord): Promise<boolean> {
  try {
    await rawRecord(archive.storage, raw);
    return true;
  } catch (error) {
    if (error instanceof DamageError) return false;
    throw error;
  }
}

async function keep(listed: Listed, bytes: Bytes, means: Means): Promise<Taken> {
  const { options } = means;
  const page = await pageOf({ ...bytes.exchange, url: new URL(listed.url).href });
  const seen = await seenOn(page, options);
  if (!(await isWorthKeeping(seen, new URL(page.url), options))) return { listed, passed: 'no article' };
  const sighting = { ...seen, capture: listed.type === 'resource' ? withoutStatus(seen.capture) : seen.capture };
  if (options.isDry) return { listed, sighting };
  const evidence = await evidenceFor(listed, bytes, sighting.ref, means);
  const recorded = await options.archive.record({ ...sighting, evidence });
  if (!recorded.isNewCapture) return { listed, known: true };
  await options.ledger.learn(sighting.ref, sighting.capture, sighting.content === undefined ? [] : [sighting.capture.url]);
  return { listed, sighting, recorded };
}

/** A page that was read as an article, or anything at all at the address of one. */
async function isWorthKeeping({ capture, content }: Sighting, url: URL, options: WarcOptions): Promise<boolean> {
  return (content !== undefined && capture.missing === undefined) || (await isArticleAddress(url, options));
}

// A file that somebody saved came without an answer's head.
function withoutStatus({ status: _status, ...capture }: Sighting['capture']): Sighting['capture'] {
  return capture;
}

async function evidenceFor(listed: Listed, bytes: Bytes, ref: ArticleRef, means: Means): Promise<FoundEvidence> {
  const article = await means.options.archive.article(ref);
  const isHeld = rawRecordsOf(article?.captures ?? []).some(({ record }) => record === bytes.original?.id);
  // The bytes of a page that came under another address belong to no article of ours: the capture refers to them directly.
  const holder = bytes.original === undefined || isHeld ? listed : (bytes.original.listed ?? listed);
  const raw = rawOf(holder, listed, bytes);
  if (!means.options.isCopy) return { stored: raw };
  const records = await Promise.all([holder, ...means.companions.of(holder)].map((each) => recordOf(each)));
  return { copies: records.filter((record): record is WarcRecord => !('reason' in record)), raw };
}

function rawOf(holder: Listed, { url, at }: Listed, { exchange, original }: Bytes): RawRecord {
  const { type, id, offset, length, from } = holder;
  const kind = type === 'revisit' ? 'revisit' : type === 'resource' ? 'resource' : 'response';
  const referred = kind === 'revisit' && original !== undefined ? { original: original.id } : {};
  return { kind, at, url: new URL(url).href, file: from.file, offset, length, record: id, payload: payloadDigest(exchange), ...referred };
}

function unsound(listed: Listed, why: Pick<Unsound, 'reason' | 'isUnresolved'>): Taken {
  return { listed, unsound: { ...why, file: listed.from.file, offset: listed.offset } };
}
