/** `baoluu list`: the articles of the archive. */
import type { Command } from 'commander';
import type { Archive } from '../archive/archive.ts';
import type { ArticleEntry } from '../archive/catalogueContract.ts';
import { DamageError } from '../archive/errors.ts';
import type { Listed } from '../archive/listing.ts';
import { EXIT, type ExitStatus } from '../article/errors.ts';
import { formatRef } from '../article/identity.ts';
import { printable, printableLines } from '../article/printable.ts';
import { contextOf, withArchive, writeJson, type Context } from './context.ts';
import { formatTime, countFor, plural } from './format.ts';
import type { Io } from './io.ts';
import type { Finish } from './main.ts';
import { withKeptSite } from './siteOption.ts';

interface ListFlags {
  readonly site?: string;
  readonly all?: boolean;
  readonly limit?: number;
}

const HELP = `
Each line: article, its state, its revisions, when it was last visited, its latest title. The state is "read", or why
the latest visit showed no text: gone, absent, unread, suspect, blocked, refused, failed, truncated, redirected. The list comes out of the catalogue; where that
is missing or out of date, every article is read instead ("baoluu reindex" makes it anew).`;

export function defineList(program: Command, io: Io, finish: Finish): void {
  program
    .command('list')
    .description('list the articles of the archive, one a line')
    .option('--site <site>', 'only the articles of one site')
    .option('--all', 'also addresses at which no article was ever read')
    .option('--limit <number>', 'at most so many', countFor('--limit'))
    .addHelpText('after', HELP)
    .action(async (flags: ListFlags, self: Command) => {
      const context = await contextOf(self, io);
      const asked = await withKeptSite(context, flags);
      finish(await withArchive(context, { create: false }, (archive) => writeList(archive, asked, context, io)));
    });
}

async function writeList(archive: Archive, flags: ListFlags, context: Context, io: Io): Promise<ExitStatus> {
  const { listed, reliableCatalogue } = await import('../archive/listing.ts');
  const catalogue = await reliableCatalogue(archive);
  const { site, all = false, limit = Infinity } = flags;
  const count = { listed: 0, hidden: 0, damaged: 0, unreadable: 0 };
  try {
    for await (const each of listed(archive, catalogue, { ...(site === undefined ? {} : { site }), all })) {
      if (io.signal.aborted || count.listed + count.damaged + count.unreadable >= limit) break;
      count[writeListed(each, all, context, io)] += 1;
    }
    if (catalogue !== undefined && !all) count.hidden += await catalogue.hiddenCount(site);
  } finally {
    catalogue?.close();
  }
  writeRest(count, flags, context, io);
  if (count.damaged > 0) return EXIT.damaged;
  return count.unreadable > 0 ? EXIT.failed : EXIT.done;
}

interface Count {
  readonly listed: number;
  readonly hidden: number;
  readonly damaged: number;
  /** Which says nothing of whether they are whole. */
  readonly unreadable: number;
}

function writeRest(count: Count, { site }: ListFlags, { storage }: Context, io: Io): void {
  if (count.listed + count.damaged + count.unreadable === 0)
    io.err.write(`No article${site === undefined ? '' : ` of the site "${site}"`} in ${storage}.\n`);
  if (count.hidden > 0)
    io.err.write(`${plural(count.hidden, 'address', 'addresses')} at which no article was ever read; --all lists them too.\n`);
}

function writeListed(each: Listed, all: boolean, context: Context, io: Io): keyof Count {
  if ('damage' in each) {
    io.err.write(`baoluu: ${printableLines(each.damage.message)}\n`);
    return each.damage instanceof DamageError ? 'damaged' : 'unreadable';
  }
  // Without a first visit it is what a kill left of one.
  if (each.entry.first === '' || (each.entry.revisions === 0 && !all)) return 'hidden';
  writeEntry(each.entry, context, io);
  return 'listed';
}

function writeEntry(entry: ArticleEntry, context: Context, io: Io): void {
  const { state, revisions, snapshots: snapshotCount, first, last, url, title } = entry;
  const article = formatRef(entry);
  if (context.isJson) writeJson(io, 'baoluu.entry/1', { article, state, revisions, snapshotCount, first, last, url, title });
  else io.out.write(`${article}   ${state}   ${plural(revisions, 'revision')}   ${formatTime(last)}   ${printable(title)}\n`);
}
