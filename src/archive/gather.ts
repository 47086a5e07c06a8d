/** Pages out of the archive's WARC files, with all that belongs to them, to be copied into a file of their own. */
import { join } from 'node:path';
import { rawRecordsOf, type RawRecord } from '../article/raw.ts';
import type { ArticleRecord } from '../article/record.ts';
import { pagesIn, type Span } from '../article/span.ts';
import type { SnapshotName } from '../article/snapshot.ts';
import { memberFrom, memberLength, type Copied } from '../warc/copy.ts';
import { excerptOf, type Excerpt, type Piece } from '../warc/excerpt.ts';
import type { FileSource } from '../warc/source.ts';
import { DamageError } from './errors.ts';
import { readIfThere } from './files.ts';
import { warcSource } from './rawPages.ts';
import { cdxjPath } from './warcFile.ts';

/** A page that is to be copied, and the one that it refers to where its bytes are there. */
export interface ChosenPage {
  readonly raw: RawRecord;
  readonly original?: RawRecord;
  /** What was read in it. */
  readonly snapshot?: SnapshotName;
}

export interface Chosen {
  readonly pages: readonly ChosenPage[];
  /** Pages that are told by a reference only, to one that the archive doesn't have. */
  readonly dangling: readonly RawRecord[];
}

/** The pages of an article that were kept in a span of time. */
export function choosePages({ captures }: ArticleRecord, span: Span): Chosen {
  const all = new Map(rawRecordsOf(captures).map((raw) => [raw.record, raw]));
  const pages = captures.flatMap((run) =>
    pagesIn(run, span).map((raw): ChosenPage => {
      const original = raw.original === undefined ? undefined : all.get(raw.original);
      return {
        raw,
        ...(original === undefined ? {} : { original }),
        ...(run.snapshot === undefined ? {} : { snapshot: run.snapshot }),
      };
    }),
  );
  const isDangling = ({ raw, original }: ChosenPage): boolean => raw.kind === 'revisit' && original === undefined;
  return { pages: pages.filter((page) => !isDangling(page)), dangling: pages.filter(isDangling).map(({ raw }) => raw) };
}

/** The pictures of an article, which go with its pages. */
export function choosePictures({ pictures = [] }: ArticleRecord): ChosenPage[] {
  const originals = new Map(pictures.map((raw) => [raw.record, raw]));
  return pictures.map((raw) => {
    const original = raw.original === undefined ? undefined : originals.get(raw.original);
    return original === undefined ? { raw } : { raw, original };
  });
}

export interface Gathered<Page extends ChosenPage> {
  readonly pages: readonly Page[];
  /** In time order: the pages, what they refer to, and what belongs to both. */
  readonly records: readonly Copied[];
  /** Why pages are left out, a sentence for each record that can't be read. */
  readonly damage: readonly string[];
}

/**
 * Finds the records of pages. A page that is damaged is left out and told of, and so is one that refers to it.
 * @throws StorageError
 */
export async function gather<Page extends ChosenPage>(warcs: WarcSources, pages: readonly Page[]): Promise<Gathered<Page>> {
  const [found, lost, damage] = [[] as Copied[], new Set<string>(), [] as string[]];
  for (const [file, wanted] of byFile(pages)) {
    const excerpt = await excerptIn(warcs, file, wanted);
    for (const { wanted: each } of excerpt.lost) lost.add(each.record);
    damage.push(...lossesIn(file, excerpt.lost));
    for (const piece of excerpt.pieces) found.push(await copied(warcs, file, piece));
  }
  if (lost.size === 0) return { pages, records: inTimeOrder(found), damage };
  const sound = pages.filter(({ raw, original }) => !lost.has(raw.record) && !lost.has(original?.record ?? ''));
  return { ...(await gather(warcs, sound)), damage };
}

/** A sentence for each record, or one for a file that is not there at all. */
function lossesIn(file: string, lost: Excerpt['lost']): string[] {
  if (lost.length > 0 && lost.every(({ reason }) => reason === MISSING))
    return [`${file} is missing. Restore it from a backup, or import it from where it is now; ${lost.length} of its pages are left out.`];
  return lost.map(
    ({ wanted, reason }) => `${file} is damaged at byte ${wanted.offset}: ${reason}. Restore it from a backup; its page is left out.`,
  );
}

const MISSING = 'the file is missing';

/** The WARC files of an archive, one open at a time: records are mostly asked for in the order of their files. */
export class WarcSources {
  readonly #storage: string;
  #file = '';
  #source: FileSource | undefined;

  constructor(storage: string) {
    this.#storage = storage;
  }

  /** @throws DamageError where the file is missing */
  async of(file: string): Promise<FileSource> {
    if (this.#source !== undefined && this.#file === file) return this.#source;
    await this.close();
    this.#source = await warcSource(this.#storage, file);
    this.#file = file;
    return this.#source;
  }

  /** The index beside a file of the archive's own; undefined where there is none, as while the file is being written. */
  async indexOf(file: string): Promise<string | undefined> {
    const isOwn = file.startsWith('warc/');
    return isOwn ? (await readIfThere(join(this.#storage, cdxjPath(file))))?.toString('utf8') : undefined;
  }

  async close(): Promise<void> {
    const source = this.#source;
    this.#source = undefined;
    await source?.close();
  }
}

/** The records that pages need, each once, file by file. */
function byFile(pages: readonly ChosenPage[]): Map<string, RawRecord[]> {
  const both = pages.flatMap(({ raw, original }) => (original === undefined ? [raw] : [raw, original]));
  const needed = new Map(both.map((raw) => [raw.record, raw]));
  const files = new Map<string, RawRecord[]>();
  for (const raw of needed.values()) {
    const inFile = files.get(raw.file) ?? [];
    files.set(raw.file, inFile);
    inFile.push(raw);
  }
  return files;
}

async function excerptIn(warcs: WarcSources, file: string, wanted: readonly RawRecord[]): Promise<Excerpt> {
  try {
    return await excerptOf(await warcs.of(file), file.replace(/^.*[/\\]/u, ''), wanted, await warcs.indexOf(file));
  } catch (error) {
    if (!(error instanceof DamageError)) throw error;
    return { pieces: [], lost: wanted.map((each) => ({ wanted: each, reason: MISSING })) };
  }
}

async function copied(warcs: WarcSources, file: string, piece: Piece): Promise<Copied> {
  const length = await memberLength(await warcs.of(file), piece.place);
  return { ...piece, length, read: async () => await memberFrom(await warcs.of(file), piece.place) };
}

function inTimeOrder(records: readonly Copied[]): Copied[] {
  const once = new Map(records.map((record) => [record.id, record]));
  return [...once.values()].toSorted((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
}
