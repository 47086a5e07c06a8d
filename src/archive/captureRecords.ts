/** The records of one capture: its way, its page, and what was read in it. */
import type { Capture } from '../article/capture.ts';
import { formatRef, type ArticleRef } from '../article/identity.ts';
import type { Exchange, Page } from '../article/page.ts';
import { isElsewhere, type Keeping, type RawRecord } from '../article/raw.ts';
import type { Digest } from '../article/snapshot.ts';
import { copiedRecord } from '../warc/copiedRecord.ts';
import { sha256Of } from '../warc/digest.ts';
import * as records from '../warc/exchange.ts';
import { idOf, type Fields, type WarcRecord } from '../warc/record.ts';
import type { Evidence } from './evidence.ts';

/** The records of one capture, which of them holds its page, and how that one is named. */
export interface Draft {
  readonly records: readonly WarcRecord[];
  readonly index: number;
  readonly raw: Omit<RawRecord, 'file' | 'offset' | 'length'>;
}

export function ofPage(page: Page, keeping: Keeping, facts: Fields, warcinfo: string): Draft {
  const id = records.newRecordId();
  const raw = { at: page.at, url: page.url, record: id, payload: records.payloadDigest(page) };
  if (keeping.kind === 'response') {
    const before = [...page.redirects.flatMap((hop) => hopRecords(hop, warcinfo)), records.requestRecord(page, id, warcinfo)];
    const after = [records.responseRecord(page, id, warcinfo), records.metadataRecord(page, id, warcinfo, facts)];
    return { records: [...before, ...after], index: before.length, raw: { kind: 'response', ...raw } };
  }
  const { record, via } = keeping.original;
  // The record of a memento has the web archive's address, and the date of our asking there, which the record alone knows.
  const original = via === undefined || isElsewhere(via) ? keeping.original : { record };
  const revisit = records.revisitRecord(page, id, warcinfo, original);
  const told = { kind: 'revisit', ...raw, original: record } as const;
  if (keeping.kind === 'revisitAlone') return { records: [revisit], index: 0, raw: told };
  const before = [...page.redirects.flatMap((hop) => hopRecords(hop, warcinfo)), records.requestRecord(page, id, warcinfo)];
  return { records: [...before, revisit, records.metadataRecord(page, id, warcinfo, facts)], index: before.length, raw: told };
}

/** What came from a web archive is the page of another address and time: those that the capture has. */
export function withMemento(draft: Draft, { page, memento }: Extract<Evidence, { page: unknown }>): Draft {
  return memento === undefined ? draft : { ...draft, raw: { ...draft.raw, ...memento, via: page.url } };
}

/** Records as another archive wrote them, under their own names and dates. */
export function ofCopies({ copies, raw }: Extract<Evidence, { copies: unknown }>, warcinfo: string): Draft {
  const { file, offset: _offset, length: _length, ...rest } = raw;
  const index = copies.findIndex((record) => idOf(record) === raw.record);
  return { records: copies.map((record) => copiedRecord(record, warcinfo)), index, raw: { ...rest, via: raw.via ?? file } };
}

function hopRecords(hop: Exchange, warcinfo: string): WarcRecord[] {
  const id = records.newRecordId();
  return [records.requestRecord(hop, id, warcinfo), records.responseRecord(hop, id, warcinfo)];
}

export function ofSaved(saved: Extract<Evidence, { saved: unknown }>['saved'], warcinfo: string): Draft {
  const id = records.newRecordId();
  const raw = { kind: 'resource', at: saved.at, url: saved.url, record: id, payload: records.payloadDigest(saved) } as const;
  return { records: [records.resourceRecord(saved, id, warcinfo, saved.contentType)], index: 0, raw };
}

/** What a metadata record says of a reading. */
export function readingFacts(ref: ArticleRef, { outcome, why, reader, missing }: Capture, bytes: Uint8Array, digest?: Digest): Fields {
  const optional: readonly (readonly [string, string | undefined])[] = [
    ['why', why],
    ['digest', digest],
    ['layout', reader?.layout],
    ['extractor', reader === undefined ? undefined : String(reader.extractor)],
    ['missing', missing?.join(', ')],
  ];
  const known = optional.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return [['article', formatRef(ref)], ['outcome', outcome], ...known, ['payload-digest', sha256Of(bytes)]];
}
