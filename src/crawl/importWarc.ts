/**
 * Other people's captures: the records of WARC files become captures here with their own times, in time order, by the
 * same way as a page that has just come. First everything is listed by its header, then each page is read by itself.
 */
import type { Archive } from '../archive/archive.ts';
import type { Recorded, Sighting } from '../archive/recorded.ts';
import { DamageError } from '../archive/errors.ts';
import type { Evidence } from '../archive/evidence.ts';
import { identify, isNumbered, siteOf } from '../article/identity.ts';
import { rawRecordsOf, type RawRecord } from '../article/raw.ts';
import { payloadDigest } from '../warc/exchange.ts';
import type { WarcRecord } from '../warc/record.ts';
import { seenOn, type KeepOptions } from './keep.ts';
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
  | { readonly listed: Listed; readonly known: true }
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
  for (const each of inOrder) {
    if (options.signal?.aborted === true) return;
    await tell(await takenFrom(each, means));
  }
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
  if (Date.parse(listed.at) > options.now.getTime()) return unsound(listed, `its date ${listed.at} lies in the future`);
  try {
    if (await isKnown(listed, means)) return { listed, known: true };
    const bytes = await bytesOf(listed, means.originals, options);
    if ('reason' in bytes) return unsound(listed, bytes.reason);
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
  const { status = 200, mime } = (listed.type === 'revisit' ? originals.of(listed) : undefined) ?? listed;
  if (status >= 300 && status < 400 && listed.type !== 'revisit') return 'redirected';
  const isText = mime === '' || mime === 'text/html' || mime === 'application/xhtml+xml';
  if (status >= 200 && status < 300 && !isText) return 'no page of text';
  if (url.pathname === '/robots.txt') return 'no page of text';
  return status >= 400 && !(await isArticleAddress(url, options)) ? 'no article' : undefined;
}

async function isArticleAddress(url: URL, { sites, ledger }: WarcOptions): Promise<boolean> {
  return isNumbered(identify(url, sites)) || (await ledger.addresses.known(url)) !== undefined;
}

async function isKnown(listed: Listed, { options: { archive, ledger }, originals }: Means): Promise<boolean> {
  const { url, at } = listed;
  const original = originals.of(listed);
  const names = new Set([listed.id, ...(original === undefined || original.at === at ? [] : [original.id])]);
  const ref = await ledger.addresses.known(new URL(url));
  const article = ref === undefined ? undefined : await archive.article(ref);
  return article?.captures.some(({ raw = [] }) => raw.some((each) => each.at === at && names.has(each.record))) === true;
}

async function keep(listed: Listed, bytes: Bytes, means: Means): Promise<Taken> {
  const { options } = means;
  const page = await pageOf({ ...bytes.exchange, url: new URL(listed.url).href });
  const seen = await seenOn(page, options);
  if (!(await isWorthKeeping(seen, new URL(page.url), options))) return { listed, passed: 'no article' };
  const sighting = { ...seen, capture: listed.type === 'resource' ? withoutStatus(seen.capture) : seen.capture };
  if (options.isDry) return { listed, sighting };
  const evidence = await evidenceOf(listed, bytes, sighting, means);
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

async function evidenceOf(listed: Listed, bytes: Bytes, { ref }: Sighting, means: Means): Promise<Evidence> {
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

function unsound(listed: Listed, reason: string): Taken {
  return { listed, unsound: { file: listed.from.file, offset: listed.offset, reason } };
}
