/** `baoluu list`: the articles of the archive. */
import type { Command } from 'commander';
import type { Archive } from '../archive/archive.ts';
import { DamageError, StorageError } from '../archive/errors.ts';
import { EXIT } from '../article/errors.ts';
import { historyOf, stateOf } from '../article/history.ts';
import { formatRef, type ArticleRef } from '../article/identity.ts';
import type { ArticleRecord } from '../article/record.ts';
import { printable, printableLines } from '../article/printable.ts';
import { contextOf, withArchive, writeJson, type Context } from './context.ts';
import { formatTime, plural } from './format.ts';
import type { Io } from './io.ts';
import type { Finish } from './main.ts';

interface ListFlags {
  readonly site?: string;
  readonly all?: boolean;
}

const HELP = `
Each line: article, its state, its revisions, when it was last visited, its latest title. The state is "read", or why
the latest visit showed no text: gone, absent, unread, suspect, blocked, refused, failed, truncated, redirected.`;

export function defineList(program: Command, io: Io, finish: Finish): void {
  program
    .command('list')
    .description('list the articles of the archive, one a line')
    .option('--site <site>', 'only the articles of one site')
    .option('--all', 'also addresses at which no article was ever read')
    .addHelpText('after', HELP)
    .action(async (flags: ListFlags, self: Command) => {
      const context = await contextOf(self, io);
      const isWhole = await withArchive(context, { create: false }, (archive) => writeList(archive, flags, context, io));
      finish(isWhole ? EXIT.done : EXIT.damaged);
    });
}

/** @returns whether no article is damaged */
async function writeList(archive: Archive, { site, all = false }: ListFlags, context: Context, io: Io): Promise<boolean> {
  const count = { listed: 0, hidden: 0, damaged: 0 };
  for await (const ref of archive.refs(site)) {
    if (io.signal.aborted) break;
    count[await writeEntry(archive, ref, all, context, io)] += 1;
  }
  if (count.listed === 0 && count.damaged === 0)
    io.err.write(`No article${site === undefined ? '' : ` of the site "${site}"`} in ${context.storage}.\n`);
  if (count.hidden > 0)
    io.err.write(`${plural(count.hidden, 'address', 'addresses')} at which no article was ever read; --all lists them too.\n`);
  return count.damaged === 0;
}

async function writeEntry(
  archive: Archive,
  ref: ArticleRef,
  all: boolean,
  context: Context,
  io: Io,
): Promise<'listed' | 'hidden' | 'damaged'> {
  try {
    const record = await archive.article(ref);
    if (record === undefined || record.captures.length === 0) return 'hidden';
    const entry = await entryOf(archive, record);
    if (entry.revisions === 0 && !all) return 'hidden';
    if (context.isJson) writeJson(io, 'baoluu.entry/1', { article: formatRef(ref), ...entry });
    else
      io.out.write(
        `${formatRef(ref)}   ${entry.state}   ${plural(entry.revisions, 'revision')}   ${formatTime(entry.last)}   ${printable(entry.title)}\n`,
      );
    return 'listed';
  } catch (error) {
    if (!(error instanceof DamageError) && !(error instanceof StorageError)) throw error;
    io.err.write(`baoluu: ${printableLines(error.message)}\n`);
    return 'damaged';
  }
}

async function entryOf(archive: Archive, record: ArticleRecord) {
  const events = historyOf(record.captures);
  const revisions = events.flatMap((event) => ('revision' in event ? [event.revision] : []));
  const latest = revisions.at(-1);
  const title = latest === undefined ? '' : (await archive.snapshot(record, latest.snapshot)).content.title;
  const { captures } = record;
  return {
    state: stateOf(events) ?? 'read',
    revisions: revisions.length,
    snapshotCount: record.snapshots.length,
    first: captures[0]?.first ?? '',
    last: captures.at(-1)?.last ?? '',
    url: record.urls.at(-1)?.url ?? captures.at(-1)?.url ?? '',
    title,
  };
}
