/**
 * The raw pages of the archive: `warc/<site>/*.warc.gz`, written under the archive's lock.
 *
 * Each process writes files of its own, one a site, and closes them at 1 GB, after a day, and at its end. As long as it writes
 * one it shows a sign of life under its name. What a killed process left open is cut back to its last whole record and closed by
 * the next one that opens the archive to write.
 */
import { randomBytes } from 'node:crypto';
import { basename, join } from 'node:path';
import type { Capture, CaptureRun } from '../article/capture.ts';
import { formatRef, type ArticleRef } from '../article/identity.ts';
import type { Page } from '../article/page.ts';
import { keepingOf, keepingOfNotModified, type RawRecord } from '../article/raw.ts';
import type { Digest } from '../article/snapshot.ts';
import { timestampOf } from '../warc/cdxj.ts';
import * as records from '../warc/exchange.ts';
import type { Fields } from '../warc/record.ts';
import { ofCopies, ofPage, ofSaved, readingFacts, withMemento, type Draft } from './captureRecords.ts';
import type { Evidence } from './evidence.ts';
import { makeFolder } from './files.ts';
import { warcFolder } from './folders.ts';
import { showLife } from './life.ts';
import { WarcFile, writtenAs } from './warcFile.ts';

/** Who writes, and when it is. */
export interface WarcWriter {
  readonly now: () => Date;
  /** What each file says of its making: `software`, `operator`, `robots`, … */
  readonly about: Fields;
}

const LARGEST = 1_000_000_000;
const LONGEST_MS = 24 * 60 * 60 * 1000;

interface Open {
  readonly file: WarcFile;
  readonly since: number;
  /** Ends the sign of life that is shown for it. */
  readonly endLife: () => void;
}

export class WarcStore {
  readonly #storage: string;
  readonly #writer: WarcWriter;
  readonly #open = new Map<string, Open>();
  readonly #turns = new Map<string, Promise<unknown>>();

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
    if ('copies' in evidence) return await this.copy(ref, evidence);
    const kept = 'page' in evidence ? evidence.page : evidence.saved;
    // Taken for what it repeats, and not for a page of that status.
    const isNotModified = 'page' in evidence && evidence.page.status === 304 && capture.status !== 304;
    const keeping = isNotModified
      ? keepingOfNotModified(runs, capture, evidence.policy)
      : keepingOf(runs, capture, records.payloadDigest(kept), evidence.policy);
    if (keeping === undefined) return undefined;
    const facts = readingFacts(ref, capture, kept.bytes, digest);
    return await this.#append(ref, (warcinfo) =>
      'page' in evidence ? withMemento(ofPage(evidence.page, keeping, facts, warcinfo), evidence) : ofSaved(evidence.saved, warcinfo),
    );
  }

  /** Copies records as another archive wrote them. */
  async copy(ref: ArticleRef, evidence: Extract<Evidence, { copies: unknown }>): Promise<RawRecord> {
    return await this.#append(ref, (warcinfo) => ofCopies(evidence, warcinfo));
  }

  /** Keeps a picture of an article, as a revisit where its bytes are among those that are kept. */
  async keepPicture(ref: ArticleRef, page: Page, pictures: readonly RawRecord[]): Promise<RawRecord> {
    const payload = records.payloadDigest(page);
    const original = pictures.find((raw) => raw.kind === 'response' && raw.payload === payload);
    const keeping = original === undefined ? ({ kind: 'response' } as const) : ({ kind: 'revisit', original } as const);
    return await this.#append(ref, (warcinfo) => ofPage(page, keeping, [['picture-of', formatRef(ref)]], warcinfo));
  }

  async #append(ref: ArticleRef, draftFor: (warcinfo: string) => Draft): Promise<RawRecord> {
    const { draft, file, places } = await this.#inTurn(ref.site, async () => {
      const open = await this.#fileOf(ref.site);
      const made = draftFor(open.warcinfo);
      return { draft: made, file: open, places: open.append(made.records) };
    });
    const place = (await places)[draft.index] ?? { offset: 0, length: 0 };
    return { ...draft.raw, file: `warc/${ref.site}/${basename(file.path)}`, ...place };
  }

  /** One after the other for a site, so that none writes to a file that another is closing. */
  async #inTurn<T>(site: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(site) ?? Promise.resolve()).then(work);
    this.#turns.set(
      site,
      turn.catch(() => undefined), // Whoever comes next is not concerned with this one's failure.
    );
    return await turn;
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
    if (isFull || (open !== undefined && !open.file.isOurs())) await this.#closeOf(site);
    return this.#open.get(site)?.file ?? (await this.#begin(site, now));
  }

  async #begin(site: string, now: Date): Promise<WarcFile> {
    const at = now.toISOString();
    const name = `${site}-${timestampOf(at)}${at.slice(20, 23)}-${randomBytes(3).toString('hex')}.warc.gz`;
    const path = join(warcFolder(this.#storage, site), name);
    await makeFolder(warcFolder(this.#storage, site));
    const id = records.newRecordId();
    const about: Fields = [...this.#writer.about, ['isPartOf', site], ...records.FORMAT];
    // Before the file is there: whoever finds one of which nobody alive gives a sign closes it.
    const endLife = showLife(this.#storage, writtenAs(name));
    const file = await WarcFile.create(path, id, records.warcinfoRecord(id, at, name, about)).catch((error: unknown) => {
      endLife();
      throw error;
    });
    this.#open.set(site, { file, since: now.getTime(), endLife });
    return file;
  }

  async #closeOf(site: string): Promise<void> {
    const open = this.#open.get(site);
    this.#open.delete(site);
    try {
      await (open?.file.isOurs() === true ? open.file.close() : open?.file.release());
    } finally {
      open?.endLife();
    }
  }
}
