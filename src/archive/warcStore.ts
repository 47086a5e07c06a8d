/**
 * The raw pages of the archive: `warc/<site>/*.warc.gz`, written under the archive's lock.
 *
 * Each process writes files of its own, one a site, and closes them at 1 GB, after a day, and at its end. What a killed
 * process left open is cut back to its last whole record and closed by the next one that opens the archive to write.
 */
import { randomBytes } from 'node:crypto';
import { rm, truncate } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isElsewhere, keepingOf, type Keeping, type RawRecord } from '../article/raw.ts';
import type { Capture, CaptureRun } from '../article/capture.ts';
import { formatRef, type ArticleRef } from '../article/identity.ts';
import type { Exchange, Page } from '../article/page.ts';
import type { Digest } from '../article/snapshot.ts';
import { entryOf, timestampOf, type CdxEntry } from '../warc/cdxj.ts';
import { sha256Of } from '../warc/digest.ts';
import * as records from '../warc/exchange.ts';
import { readWarc } from '../warc/readWarc.ts';
import { copiedRecord } from '../warc/copiedRecord.ts';
import { idOf, type Fields, type WarcRecord } from '../warc/record.ts';
import { fileSource } from '../warc/source.ts';
import { storageError } from './errors.ts';
import type { Evidence } from './evidence.ts';
import { makeFolder, namesIn } from './files.ts';
import { warcFolder } from './folders.ts';
import { closeWarc, OPEN_SUFFIX, WarcFile } from './warcFile.ts';

/** Who writes, and when it is. */
export interface WarcWriter {
  readonly now: () => Date;
  /** What each file says of its making: `software`, `operator`, `robots`, … */
  readonly about: Fields;
}

/** A file that a killed process left open, closed now. */
export interface Recovery {
  readonly file: string;
  /** Whole records that it holds. */
  readonly records: number;
  /** Bytes of a record that was being written, cut off; nothing of it was acknowledged. */
  readonly cut: number;
}

const LARGEST = 1_000_000_000;
const LONGEST_MS = 24 * 60 * 60 * 1000;

interface Open {
  readonly file: WarcFile;
  readonly since: number;
}

export class WarcStore {
  readonly #storage: string;
  readonly #writer: WarcWriter;
  readonly #open = new Map<string, Open>();

  constructor(storage: string, writer: WarcWriter) {
    this.#storage = storage;
    this.#writer = writer;
  }

  /**
   * Keeps what the policy keeps of a capture's bytes, and returns where they are; they are on the disk then.
   * @param runs the article's captures so far
   * @param digest of what was read, if anything was
   */
  async keep(
    ref: ArticleRef,
    evidence: Evidence,
    runs: readonly CaptureRun[],
    capture: Capture,
    digest?: Digest,
  ): Promise<RawRecord | undefined> {
    if ('stored' in evidence) return evidence.stored;
    if ('copies' in evidence) return await this.#append(ref, (warcinfo) => ofCopies(evidence, warcinfo));
    const kept = 'page' in evidence ? evidence.page : evidence.saved;
    const keeping = keepingOf(runs, capture, records.payloadDigest(kept), evidence.policy);
    if (keeping === undefined) return undefined;
    const facts = readingFacts(ref, capture, kept.bytes, digest);
    return await this.#append(ref, (warcinfo) =>
      'page' in evidence ? withMemento(ofPage(evidence.page, keeping, facts, warcinfo), evidence) : ofSaved(evidence.saved, warcinfo),
    );
  }

  async #append(ref: ArticleRef, draftFor: (warcinfo: string) => Draft): Promise<RawRecord> {
    const file = await this.#fileOf(ref.site);
    const draft = draftFor(file.warcinfo);
    const places = await file.append(draft.records);
    const place = places[draft.index] ?? { offset: 0, length: 0 };
    return { ...draft.raw, file: `warc/${ref.site}/${basename(file.path)}`, ...place };
  }

  get isWriting(): boolean {
    return this.#open.size > 0;
  }

  /** Closes what this process has written. */
  async close(): Promise<void> {
    for (const site of this.#open.keys()) await this.#closeOf(site);
  }

  async #fileOf(site: string): Promise<WarcFile> {
    const open = this.#open.get(site);
    const now = this.#writer.now();
    const isFull = open !== undefined && (open.file.size >= LARGEST || now.getTime() - open.since >= LONGEST_MS);
    if (isFull || (open !== undefined && !(await open.file.isOurs()))) await this.#closeOf(site);
    return this.#open.get(site)?.file ?? (await this.#begin(site, now));
  }

  async #begin(site: string, now: Date): Promise<WarcFile> {
    const at = now.toISOString();
    const name = `${site}-${timestampOf(at)}${at.slice(20, 23)}-${randomBytes(3).toString('hex')}.warc.gz`;
    const path = join(warcFolder(this.#storage, site), name);
    await makeFolder(warcFolder(this.#storage, site));
    const id = records.newRecordId();
    const about: Fields = [...this.#writer.about, ['isPartOf', site], ...records.FORMAT];
    const file = await WarcFile.create(path, id, records.warcinfoRecord(id, at, name, about));
    this.#open.set(site, { file, since: now.getTime() });
    return file;
  }

  async #closeOf(site: string): Promise<void> {
    const open = this.#open.get(site);
    this.#open.delete(site);
    await ((await open?.file.isOurs()) === true ? open?.file.close() : open?.file.release());
  }
}

/** The records of one capture, which of them holds its page, and how that one is named. */
interface Draft {
  readonly records: readonly WarcRecord[];
  readonly index: number;
  readonly raw: Omit<RawRecord, 'file' | 'offset' | 'length'>;
}

function ofPage(page: Page, keeping: Keeping, facts: Fields, warcinfo: string): Draft {
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
function withMemento(draft: Draft, { page, memento }: Extract<Evidence, { page: unknown }>): Draft {
  return memento === undefined ? draft : { ...draft, raw: { ...draft.raw, ...memento, via: page.url } };
}

/** Records as another archive wrote them, under their own names and dates. */
function ofCopies({ copies, raw }: Extract<Evidence, { copies: unknown }>, warcinfo: string): Draft {
  const { file, offset: _offset, length: _length, ...rest } = raw;
  const index = copies.findIndex((record) => idOf(record) === raw.record);
  return { records: copies.map((record) => copiedRecord(record, warcinfo)), index, raw: { ...rest, via: raw.via ?? file } };
}

function hopRecords(hop: Exchange, warcinfo: string): WarcRecord[] {
  const id = records.newRecordId();
  return [records.requestRecord(hop, id, warcinfo), records.responseRecord(hop, id, warcinfo)];
}

function ofSaved(saved: Extract<Evidence, { saved: unknown }>['saved'], warcinfo: string): Draft {
  const id = records.newRecordId();
  const raw = { kind: 'resource', at: saved.at, url: saved.url, record: id, payload: records.payloadDigest(saved) } as const;
  return { records: [records.resourceRecord(saved, id, warcinfo, saved.contentType)], index: 0, raw };
}

function readingFacts(ref: ArticleRef, { outcome, why, reader, missing }: Capture, bytes: Uint8Array, digest?: Digest): Fields {
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

/**
 * Closes what killed processes left open: cut back to the last whole record, indexed, renamed. Under the lock.
 * A living process whose file is closed this way begins a new one.
 */
export async function recoverWarcs(storage: string): Promise<Recovery[]> {
  const recovered: Recovery[] = [];
  for (const site of await namesIn(warcFolder(storage)))
    for (const name of await namesIn(warcFolder(storage, site)))
      if (name.endsWith(OPEN_SUFFIX)) recovered.push(await recover(join(warcFolder(storage, site), name), `warc/${site}/${name}`));
  return recovered;
}

async function recover(path: string, file: string): Promise<Recovery> {
  const { entries, count, end, size } = await wholeRecords(path);
  try {
    if (count === 0) await rm(path);
    else if (end < size) await truncate(path, end);
  } catch (error) {
    throw storageError('cut', path, error);
  }
  if (count > 0) await closeWarc(path.slice(0, -OPEN_SUFFIX.length), entries);
  return { file, records: count, cut: size - end };
}

/** What stands whole at the beginning of a file: nothing after a torn record was ever acknowledged. */
async function wholeRecords(path: string): Promise<{ entries: CdxEntry[]; count: number; end: number; size: number }> {
  const filename = basename(path).slice(0, -OPEN_SUFFIX.length);
  const entries: CdxEntry[] = [];
  let [count, end] = [0, 0];
  const source = await fileSource(path);
  try {
    for await (const { record, place, faults } of readWarc(source)) {
      if (record === undefined || place.offset !== end || faults.some(({ severity }) => severity === 'damage')) break;
      entries.push(...[entryOf(record, place, filename)].filter((entry) => entry !== undefined));
      count += 1;
      end = place.offset + place.length;
    }
    return { entries, count, end, size: source.size };
  } finally {
    await source.close();
  }
}
