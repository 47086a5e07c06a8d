/** `baoluu export`: the texts of the archive, for other programs. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import type { Archive } from '../archive/archive.ts';
import { UsageError } from '../article/errors.ts';
import { revisionsOf } from '../article/history.ts';
import { formatRef, type ArticleRef } from '../article/identity.ts';
import type { ArticleRecord } from '../article/record.ts';
import { parseSnapshotName, snapshotName } from '../article/snapshot.ts';
import { contextOf, withArchive, type Context } from './context.ts';
import { plural } from './format.ts';
import type { Io } from './io.ts';
import { findRecord } from './revisions.ts';

const HELP = `
Formats:
  seeds   every snapshot as a text file in one flat folder, counted through: 000_<16 hex>.txt, 001_<16 hex>.txt, …
  jsonl   one file, revisions.jsonl: a JSON object for each revision, with its text, times and facts
The folder must be new or empty. Without articles, the whole archive is exported.`;

interface ExportFlags {
  readonly format: 'seeds' | 'jsonl';
}

/** Writes into the folder what it is handed, article by article. */
type Writer = (archive: Archive, record: ArticleRecord, folder: string) => Promise<number>;

export function defineExport(program: Command, io: Io): void {
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
        const folder = await emptyFolder(resolve(io.cwd, dir));
        const write = format === 'seeds' ? seedsWriter() : jsonlWriter;
        let written = 0;
        for await (const record of chosen(archive, context, articles)) written += await write(archive, record, folder);
        io.err.write(`${plural(written, format === 'seeds' ? 'snapshot' : 'revision')} written to ${dir}\n`);
      });
    });
}

async function* chosen(archive: Archive, { config }: Context, articles: readonly string[]): AsyncGenerator<ArticleRecord> {
  if (articles.length > 0) {
    for (const article of articles) yield (await findRecord(archive, config.sites, article)).record;
    return;
  }
  for await (const ref of archive.refs()) {
    const record = await archive.article(ref);
    if (record !== undefined) yield record;
  }
}

function seedsWriter(): Writer {
  let count = 0;
  return async (archive, record, folder) => {
    for (const { file, digest } of record.snapshots) {
      const { text } = await archive.snapshot(record, file);
      await writeFile(join(folder, snapshotName(count, digest)), text, { flag: 'wx' });
      count += 1;
    }
    return record.snapshots.length;
  };
}

const jsonlWriter: Writer = async (archive, record, folder) => {
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
      digest: record.snapshots.find((entry) => parseSnapshotName(entry.file)?.number === parseSnapshotName(snapshot)?.number)?.digest,
      url,
      ...content,
      ...(run?.facts === undefined ? {} : { facts: run.facts }),
    };
    await writeFile(join(folder, 'revisions.jsonl'), `${JSON.stringify(line)}\n`, { flag: 'a' });
  }
  return revisions.length;
};

async function emptyFolder(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true });
    if ((await readdir(folder)).length === 0) return folder;
  } catch (error) {
    throw new UsageError(`Can't write into ${folder}: ${error instanceof Error ? error.message : String(error)}.`, { cause: error });
  }
  throw new UsageError(`${folder} is not empty; name a new folder, so that nothing in it is mixed up or written over.`);
}
