/** `baoluu list`: the articles of the archive. */
import type { Command } from 'commander';
import type { Archive } from '../archive/archive.ts';
import { DamageError } from '../archive/errors.ts';
import { EXIT } from '../article/errors.ts';
import { historyOf } from '../article/history.ts';
import { formatRef, type ArticleRef } from '../article/identity.ts';
import type { ArticleRecord } from '../article/record.ts';
import { visible } from '../diff/visible.ts';
import { contextOf, withArchive, writeJson, type Context } from './context.ts';
import { formatTime, plural, stateOf } from './format.ts';
import type { Io } from './io.ts';
import type { Finish } from './main.ts';

interface ListFlags {
  readonly site?: string;
}

export function defineList(program: Command, io: Io, finish: Finish): void {
  program
    .command('list')
    .description('list the articles of the archive, one a line')
    .option('--site <site>', 'only the articles of one site')
    .addHelpText('after', '\nEach line: article, its state, its revisions, when it was last visited, its latest title.')
    .action(async ({ site }: ListFlags, self: Command) => {
      const context = await contextOf(self, io);
      const isWhole = await withArchive(context, { create: false }, (archive) => writeList(archive, site, context, io));
      finish(isWhole ? EXIT.done : EXIT.damaged);
    });
}

async function writeList(archive: Archive, site: string | undefined, context: Context, io: Io): Promise<boolean> {
  let isWhole = true;
  for await (const ref of archive.refs()) {
    if (site !== undefined && ref.site !== site) continue;
    try {
      await writeEntry(archive, ref, context, io);
    } catch (error) {
      if (!(error instanceof DamageError)) throw error;
      isWhole = false;
      io.err.write(`baoluu: ${error.message}\n`);
    }
  }
  return isWhole;
}

async function writeEntry(archive: Archive, ref: ArticleRef, { isJson }: Context, io: Io): Promise<void> {
  const record = await archive.article(ref);
  if (record === undefined || record.captures.length === 0) return;
  const entry = await entryOf(archive, record);
  if (isJson) writeJson(io, 'baoluu.article/1', { article: formatRef(ref), ...entry });
  else
    io.out.write(
      `${formatRef(ref)}   ${entry.state}   ${plural(entry.revisions, 'revision')}   ${formatTime(entry.last)}   ${visible(entry.title)}\n`,
    );
}

async function entryOf(archive: Archive, record: ArticleRecord) {
  const events = historyOf(record.captures);
  const revisions = events.flatMap((event) => ('revision' in event ? [event.revision] : []));
  const latest = revisions.at(-1);
  const title = latest === undefined ? '' : (await archive.snapshot(record, latest.snapshot)).content.title;
  const { captures } = record;
  return {
    state: stateOf(events),
    revisions: revisions.length,
    snapshots: record.snapshots.length,
    first: captures[0]?.first ?? '',
    last: captures.at(-1)?.last ?? '',
    url: record.urls.at(-1)?.url ?? '',
    title,
  };
}
