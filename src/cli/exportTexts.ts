/** `baoluu export --format seeds|jsonl`: the texts of the archive in a folder. */
import { existsSync } from 'node:fs';
import { readdir, rmdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Archive } from '../archive/archive.ts';
import { DamageError, StorageError, storageError } from '../archive/errors.ts';
import { makeFolder } from '../archive/files.ts';
import { BaoluuError, EXIT, UsageError, type ExitStatus } from '../article/errors.ts';
import { revisionsOf, type Revision } from '../article/history.ts';
import { formatRef, type ArticleRef } from '../article/identity.ts';
import type { ArticleRecord, SnapshotEntry } from '../article/record.ts';
import { printableLines } from '../article/printable.ts';
import { snapshotName } from '../article/snapshot.ts';
import { overlaps, type Span } from '../article/span.ts';
import { writeJson, type Context } from './context.ts';
import { plural, reasonOf } from './format.ts';
import type { Io } from './io.ts';

export type TextFormat = 'seeds' | 'jsonl';

/** What is to be exported, and where to. */
export interface ExportOrder {
  readonly archive: Archive;
  readonly records: AsyncIterable<ArticleRecord> | readonly ArticleRecord[];
  /** Sentences on articles that are damaged, and left out; they come while the records are gone through. */
  readonly damage: readonly string[];
  /** As it was typed. */
  readonly target: string;
  readonly span: Span;
  /** Whether the articles were named one by one. */
  readonly isNamed: boolean;
  readonly context: Context;
}

interface Count {
  written: number;
  damaged: number;
}

/** Writes into the folder what it is handed, article by article. */
type Writer = (order: ExportOrder, record: ArticleRecord, folder: string, count: Count) => Promise<void>;

export async function exportTexts(order: ExportOrder, format: TextFormat): Promise<ExitStatus> {
  const { io, isJson } = order.context;
  if (order.target === '-') throw new UsageError(`"-" is no folder for --format ${format}; name a new one, such as texts.`);
  const path = resolve(io.cwd, order.target);
  const isNew = !existsSync(path);
  const folder = await emptyFolder(path);
  const write = format === 'seeds' ? writeSeeds : writeLines;
  const count = { written: 0, damaged: 0 };
  for await (const record of order.records) {
    if (io.signal.aborted) break;
    await writeWhole(() => write(order, record, folder, count), count, io);
  }
  for (const sentence of order.damage) io.err.write(`baoluu: ${printableLines(sentence)}\n`);
  count.damaged += order.damage.length;
  if (count.written === 0 && count.damaged === 0 && !io.signal.aborted) {
    if (isNew) await rmdir(folder);
    throw nothing(order);
  }
  if (isJson) writeJson(io, 'baoluu.exported/1', { folder, ...count });
  else io.err.write(`${plural(count.written, format === 'seeds' ? 'snapshot' : 'revision')} written to ${order.target}\n`);
  return count.damaged > 0 ? EXIT.damaged : EXIT.done;
}

function nothing({ archive, span }: ExportOrder): BaoluuError {
  const when = span.since === undefined && span.until === undefined ? '' : ' in that time';
  return new BaoluuError(
    `No text was kept${when} of what was asked for in ${archive.storage}, so nothing is exported. "baoluu list" shows what is there.`,
  );
}

/** Goes on after an article that is damaged, which is told, and told again by the exit status. */
async function writeWhole(write: () => Promise<void>, count: Count, io: Io): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof DamageError)) throw error;
    count.damaged += 1;
    io.err.write(`baoluu: ${printableLines(error.message)}\n`);
  }
}

const writeSeeds: Writer = async ({ archive, span }, record, folder, count) => {
  for (const { file, digest } of snapshotsIn(record, span)) {
    const { text } = await archive.snapshot(record, file);
    await put(join(folder, snapshotName(count.written, digest)), text, 'wx');
    count.written += 1;
  }
};

const writeLines: Writer = async ({ archive, span }, record, folder, count) => {
  for (const revision of revisionsIn(record, span)) {
    const { url, content } = await archive.snapshot(record, revision.snapshot);
    const run = record.captures.findLast((candidate) => candidate.snapshot === revision.snapshot && candidate.first <= revision.last);
    const { number, snapshot, first, last, visits } = revision;
    const line = {
      schema: 'baoluu.revision/1',
      article: formatRef(record satisfies ArticleRef),
      revision: number,
      first,
      last,
      visits,
      snapshot,
      digest: record.snapshots.find((entry) => entry.file === snapshot)?.digest,
      url,
      ...content,
      ...(run?.facts === undefined ? {} : { facts: run.facts }),
    };
    await put(join(folder, 'revisions.jsonl'), `${JSON.stringify(line)}\n`, 'a');
    count.written += 1;
  }
};

/** All snapshots, those that no revision shows any more among them; of a span, those that a revision showed then. */
function snapshotsIn(record: ArticleRecord, span: Span): readonly SnapshotEntry[] {
  if (span.since === undefined && span.until === undefined) return record.snapshots;
  const shown = new Set(revisionsIn(record, span).map(({ snapshot }) => snapshot));
  return record.snapshots.filter(({ file }) => shown.has(file));
}

function revisionsIn({ captures }: ArticleRecord, span: Span): Revision[] {
  return revisionsOf(captures).filter((revision) => overlaps(revision, span));
}

async function put(path: string, text: string, flag: 'wx' | 'a'): Promise<void> {
  try {
    await writeFile(path, text, { flag });
  } catch (error) {
    throw storageError('write', path, error);
  }
}

async function emptyFolder(folder: string): Promise<string> {
  try {
    await makeFolder(folder);
    if ((await readdir(folder)).length === 0) return folder;
  } catch (error) {
    const reason = reasonOf(error instanceof StorageError ? error.cause : error);
    throw new UsageError(`Can't write into ${folder}: ${reason}. Name another folder.`, { cause: error });
  }
  throw new UsageError(`${folder} is not empty; name a new folder, so that nothing in it is mixed up or written over.`);
}
