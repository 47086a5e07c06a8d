/** What is in WARC files: each record that may hold a page, by its header alone, and all that is unsound. */
import { instantOf } from '../warc/exchangeOf.ts';
import type { Fault, Found } from '../warc/faults.ts';
import { splitHttp } from '../warc/http.ts';
import { beginsAsWarc } from '../warc/kind.ts';
import { readWarc } from '../warc/readWarc.ts';
import { fieldOf, idOf, targetOf, typeOf, type Place, type WarcRecord } from '../warc/record.ts';
import type { NamedSource } from '../warc/waczSource.ts';

/** A record by what its header says; the block is read again when it is wanted. */
export interface Listed extends Place {
  readonly from: NamedSource;
  readonly type: string;
  /** Its own name, without angle brackets. */
  readonly id: string;
  /** UTC with milliseconds. */
  readonly at: string;
  readonly url: string;
  /** The payload's digest as the record states it. */
  readonly payload?: string;
  readonly status?: number;
  /** The content's type, in small letters and without parameters; `''` where none is named. */
  readonly mime: string;
  /** With a revisit, what it says of the record that it refers to. */
  readonly refersTo?: { readonly id?: string; readonly url?: string; readonly at?: string };
  /** The records of the same event, as far as it names them. */
  readonly concurrent: readonly string[];
}

/** Why a record, or a whole file, was not taken. */
export interface Unsound extends Pick<Fault, 'offset' | 'reason'> {
  readonly file: string;
  /** The record is sound; what it refers to is not at hand. */
  readonly isUnresolved?: true;
}

export interface Survey {
  readonly records: number;
  /** Records without damage. */
  readonly sound: number;
  readonly listed: readonly Listed[];
  /** Departures from the standard by which nothing is lost. */
  readonly notices: number;
  /** False where the file does not even begin as a WARC file does, and holds no record. */
  readonly isWarc: boolean;
}

/** A compressed stretch with many records is read from its start for each of them; larger ones would take days. */
const MOST_SHARED_BYTES = 16 << 20;

export interface SurveyOptions {
  readonly tellUnsound: (unsound: Unsound) => void;
  /** Where in the file the reading is, in bytes. */
  readonly tellPlace: (offset: number) => void;
  /** Requests and metadata are listed, too, so that they can be copied with their pages. */
  readonly withCompanions: boolean;
  readonly signal?: AbortSignal;
}

/** Reads a file from end to end, and keeps no block. */
export async function survey(from: NamedSource, { tellUnsound, tellPlace, withCompanions, signal }: SurveyOptions): Promise<Survey> {
  const listed: Listed[] = [];
  let [records, sound, notices] = [0, 0, 0];
  for await (const found of readWarc(from.source)) {
    if (signal?.aborted === true) break;
    const damages = found.faults.filter(({ severity }) => severity === 'damage');
    notices += found.faults.length - damages.length;
    for (const { offset, reason } of damages) tellUnsound({ file: from.file, offset, reason });
    tellPlace(found.place.offset);
    if (found.record === undefined) continue;
    records += 1;
    if (damages.length > 0) continue;
    sound += 1;
    const type = typeOf(found.record);
    const isCompanion = withCompanions && (type === 'request' || type === 'metadata');
    if (isPageType(type) || isCompanion) take(found, found.record, from, listed, tellUnsound);
  }
  const isWarc = records > 0 || (await beginsAsWarc(from.source));
  return { records, sound, listed: readable(listed, tellUnsound), notices, isWarc };
}

function take({ place }: Found, record: WarcRecord, from: NamedSource, listed: Listed[], tell: SurveyOptions['tellUnsound']): void {
  const entry = listedFrom(record, place, from);
  const problem = isPage(entry) ? problemOf(record, entry) : undefined;
  if (problem === undefined) listed.push(entry);
  else tell({ file: from.file, offset: place.offset, reason: problem });
}

/** Whether records of a type hold pages, or tell of them. */
export function isPageType(type: string): boolean {
  return type === 'response' || type === 'revisit' || type === 'resource';
}

function isPage({ type, url }: Listed): boolean {
  return isPageType(type) && /^https?:/iu.test(url);
}

function problemOf(record: WarcRecord, { at, url }: Listed): string | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u.test(at)) return `its WARC-Date ${JSON.stringify(at)} is no time of the calendar`;
  if (!URL.canParse(url)) return `its WARC-Target-URI ${JSON.stringify(url.slice(0, 200))} is no address of the web`;
  const segment = fieldOf(record, 'WARC-Segment-Number');
  return segment === undefined ? undefined : `it is segment ${segment} of a record in several pieces, which are not put together`;
}

function listedFrom(record: WarcRecord, place: Place, from: NamedSource): Listed {
  const type = typeOf(record);
  const message = type === 'resource' ? undefined : splitHttp(record.block);
  const contentType = type === 'resource' ? fieldOf(record, 'Content-Type') : valueOf(message?.headers, 'content-type');
  const payload = fieldOf(record, 'WARC-Payload-Digest');
  return {
    ...place,
    from,
    type,
    id: idOf(record),
    at: instantOf(fieldOf(record, 'WARC-Date') ?? ''),
    url: targetOf(record) ?? '',
    mime: contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? '',
    concurrent: [...valuesOf(record, 'WARC-Concurrent-To'), ...(type === 'metadata' ? valuesOf(record, 'WARC-Refers-To') : [])],
    ...(message?.status === undefined ? {} : { status: message.status }),
    ...(payload === undefined ? {} : { payload }),
    ...(type === 'revisit' ? { refersTo: referenceIn(record) } : {}),
  };
}

function referenceIn(record: WarcRecord): NonNullable<Listed['refersTo']> {
  const [id] = valuesOf(record, 'WARC-Refers-To');
  const [url] = valuesOf(record, 'WARC-Refers-To-Target-URI');
  const date = fieldOf(record, 'WARC-Refers-To-Date');
  return {
    ...(id === undefined ? {} : { id }),
    ...(url === undefined ? {} : { url }),
    ...(date === undefined ? {} : { at: instantOf(date) }),
  };
}

function valuesOf({ fields }: WarcRecord, name: string): string[] {
  const values = fields.filter(([field]) => field.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
  return values.map((value) => value.replace(/^<(.*)>$/u, '$1')).filter((value) => value !== '');
}

function valueOf(headers: WarcRecord['fields'] | undefined, name: string): string | undefined {
  return headers?.find(([header]) => header.toLowerCase() === name)?.[1];
}

/** Records that share a gzip member have the place of the whole member, which is known at its end. */
function readable(listed: readonly Listed[], tell: SurveyOptions['tellUnsound']): Listed[] {
  const lengths = new Map<number, number>();
  const counts = new Map<number, number>();
  for (const { offset, length } of listed) {
    lengths.set(offset, Math.max(length, lengths.get(offset) ?? 0));
    counts.set(offset, (counts.get(offset) ?? 0) + 1);
  }
  const placed = listed.map((each) => ({ ...each, length: lengths.get(each.offset) ?? each.length }));
  const isTooLarge = ({ offset, length }: Listed): boolean => (counts.get(offset) ?? 0) > 1 && length > MOST_SHARED_BYTES;
  const largest = placed.find(isTooLarge);
  if (largest !== undefined) tell({ file: largest.from.file, offset: largest.offset, reason: TOO_LARGE });
  return placed.filter((each) => !isTooLarge(each));
}

const TOO_LARGE =
  'all records are packed into one piece, in which none can be found by itself; unpack the file with gunzip, and import the .warc';
