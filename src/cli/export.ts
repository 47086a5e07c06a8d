/** `baoluu export`: the texts of the archive, for other programs. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import type { Archive } from '../archive/archive.ts';
import { DamageError, storageError } from '../archive/errors.ts';
import { EXIT, UsageError } from '../article/errors.ts';
import { revisionsOf } from '../article/history.ts';
import { formatRef, type ArticleRef } from '../article/identity.ts';
import type { ArticleRecord } from '../article/record.ts';
import { snapshotName } from '../article/snapshot.ts';
import { printableLines } from '../article/printable.ts';
import { contextOf, withArchive, writeJson, type Context } from './context.ts';
import { plural, reasonOf } from './format.ts';
import type { Io } from './io.ts';
import type { Finish } from './main.ts';
import { findRecord } from './revisions.ts';

const HELP = `
Formats:
  seeds   every snapshot as a text file in one flat folder, counted through: 000_<16 hex>.txt, 001_<16 hex>.txt, …
  jsonl   one file, revisions.jsonl: a JSON object for each revision, with its text, times and facts
The folder must be new or empty. Without articles, the whole archive is exported.`;

interface ExportFlags {
  readonly format: 'seeds' | 'jsonl';
}

interface Count {
  written: number;
  damaged: number;
}

/** Writes into the folder what it is handed, article by article. */
type Writer = (archive: Archive, record: ArticleRecord, folder: string, count: Count) => Promise<void>;

export function defineExport(program: Command, io: Io, finish: Finish): void {
  program
    .command('export')
    .description('write the texts of the archive into a folder')
    .addOption(new Option('--format <format>', 'what to write').choices(['seeds', 'jsonl']).default('seeds'))
    .argument('<dir>', 'the folder to write into')
    .argument('[article...]', 'only these articles: a URL, site/number, or a part of either')
    .addHelpText('after', HELP)
    .action(async (dir: string, articles: string[], { format }: ExportFlags, self: Command) => {
      const context = await contextOf(self, io);
      await withArchive(context, { create: false }, async (archive) => {
        const records = await chosen(archive, context, articles); // Before the folder: a name that is none leaves nothing behind.
        const folder = await emptyFolder(resolve(io.cwd, dir));
        const write = format === 'seeds' ? seedsWriter() : jsonlWriter;
        const count = { written: 0, damaged: 0 };
        for await (const record of records) {
          if (io.signal.aborted) break;
          await writeWhole(() => write(archive, record, folder, count), count, io);
        }
        if (context.isJson) writeJson(io, 'baoluu.exported/1', { folder, ...count });
        else io.err.write(`${plural(count.written, format === 'seeds' ? 'snapshot' : 'revision')} written to ${dir}\n`);
        if (count.damaged > 0) finish(EXIT.damaged);
      });
    });
}

async function chosen(
  archive: Archive,
  { config }: Context,
  articles: readonly string[],
): Promise<AsyncIterable<ArticleRecord> | ArticleRecord[]> {
  if (articles.length === 0) return everything(archive);
  const records: ArticleRecord[] = [];
  for (const article of articles) records.push((await findRecord(archive, config.sites, article)).record);
  return records;
}

async function* everything(archive: Archive): AsyncGenerator<ArticleRecord> {
  for await (const ref of archive.refs()) {
    const record = await archive.article(ref);
    if (record !== undefined) yield record;
  }
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

function seedsWriter(): Writer {
  return async (archive, record, folder, count) => {
    for (const { file, digest } of record.snapshots) {
      const { text } = await archive.snapshot(record, file);
      await put(join(folder, snapshotName(count.written, digest)), text, 'wx');
      count.written += 1;
    }
  };
}

const jsonlWriter: Writer = async (archive, record, folder, count) => {
  const revisions = revisionsOf(record.captures);
  for (const revision of revisions) {
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

async function put(path: string, text: string, flag: 'wx' | 'a'): Promise<void> {
  try {
    await writeFile(path, text, { flag });
  } catch (error) {
    throw storageError('write', path, error);
  }
}

async function emptyFolder(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true });
    if ((await readdir(folder)).length === 0) return folder;
  } catch (error) {
    throw new UsageError(`Can't write into ${folder}: ${reasonOf(error)}. Name another folder.`, { cause: error });
  }
  throw new UsageError(`${folder} is not empty; name a new folder, so that nothing in it is mixed up or written over.`);
}
