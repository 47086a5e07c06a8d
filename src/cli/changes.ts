/** `baoluu changes`: what newsrooms changed, across the archive, the newest first. */
import type { Command } from 'commander';
import type { Archive } from '../archive/archive.ts';
import type { ChangeQuery } from '../archive/catalogueContract.ts';
import { EXIT, UsageError, type ExitStatus } from '../article/errors.ts';
import { formatRef } from '../article/identity.ts';
import { printable } from '../article/printable.ts';
import { CHANGE_KINDS, GIST_VERSION, type ChangeKind } from '../diff/gist.ts';
import { SEVERITIES, type Severity } from '../diff/severity.ts';
import { withCatalogue } from './catalogue.ts';
import { comparedChanges, type ComparedChange } from './comparedChanges.ts';
import { contextOf, withArchive, writeJson, type Context } from './context.ts';
import { damagedIn, tellDamaged } from './damaged.ts';
import { spanOf } from './days.ts';
import { formatTime, countFor } from './format.ts';
import type { Io } from './io.ts';
import type { Finish } from './main.ts';
import { withKeptSite } from './siteOption.ts';

interface ChangesFlags {
  readonly since?: string;
  readonly until?: string;
  readonly site?: string;
  readonly kind?: readonly ChangeKind[];
  readonly severity?: readonly Severity[];
  readonly limit?: number;
}

const MOST_CHANGES = 50;

const HELP = `
A line for each revision but an article's first: when it was first seen, which revision, how much its change matters, of
what kinds it is, the article's title; below it, what matters most. Severities: ${SEVERITIES.join(', ')}.
Kinds: ${CHANGE_KINDS.slice(0, 13).join(', ')}, ${CHANGE_KINDS.slice(13).join(', ')}.
"stealth" is a substantive change without a notice and without a new stamp of change; "stale-slug" an address that still
has the words of the old headline; "reading" a page that was read by other rules, whose difference may be ours.
Revisions that were not compared yet are compared first, which takes a while for many. Examples:
  baoluu changes --since 7d --kind number,headline
  baoluu changes --since 2026-03-01 --until 2026-03-31 --site vietnamnet --severity substantive`;

export function defineChanges(program: Command, io: Io, finish: Finish): void {
  program
    .command('changes')
    .description('show what newsrooms changed, across the archive, the newest first')
    .option('--since <time>', 'only revisions first seen since: 12h, 7d, 4w, or a day such as 2026-03-01')
    .option('--until <day>', 'only revisions first seen until then, the day included')
    .option('--site <site>', 'only the articles of one site')
    .option('--kind <kinds>', 'only changes of one of these kinds, such as number,headline', parseKinds)
    .option('--severity <severity>', 'only changes that matter so much or more', parseSeverity)
    .option('--limit <number>', `at most so many (default: ${MOST_CHANGES})`, countFor('--limit'))
    .addHelpText('after', HELP)
    .action(async (flags: ChangesFlags, self: Command) => {
      const context = await contextOf(self, io);
      const query = queryOf(await withKeptSite(context, flags), io.now());
      finish(await withArchive(context, { create: false }, (archive) => showChanges(archive, query, context)));
    });
}

function parseKinds(text: string): ChangeKind[] {
  return text.split(',').map((word) => {
    const kind = CHANGE_KINDS.find((each) => each === word.trim());
    if (kind === undefined) throw new UsageError(`"${word.trim()}" is no kind of change. There are: ${CHANGE_KINDS.join(', ')}.`);
    return kind;
  });
}

function parseSeverity(text: string): Severity[] {
  const least = SEVERITIES.findIndex((each) => each === text);
  if (least < 0) throw new UsageError(`"${text}" is no severity. There are, from the lightest on: ${SEVERITIES.join(', ')}.`);
  return SEVERITIES.slice(least);
}

function queryOf({ since, until, site, kind, severity, limit = MOST_CHANGES }: ChangesFlags, now: Date): ChangeQuery {
  const days = spanOf({ ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) }, now);
  const among = {
    ...(site === undefined ? {} : { site }),
    ...(kind === undefined ? {} : { kinds: kind }),
    ...(severity === undefined ? {} : { severities: severity }),
  };
  return { version: GIST_VERSION, limit, ...days, ...among };
}

async function showChanges(archive: Archive, query: ChangeQuery, context: Context): Promise<ExitStatus> {
  const { found, isDamaged, known } = await withCatalogue(archive, context, async (catalogue) => ({
    ...(await comparedChanges(archive, catalogue, query, context)),
    known: await damagedIn(catalogue, query.site),
  }));
  for (const change of found) writeChange(change, context);
  if (found.length === 0 && !context.isJson) context.io.err.write('No change found.\n');
  return tellDamaged(known, context.io) || isDamaged ? EXIT.damaged : EXIT.done;
}

function writeChange(change: ComparedChange, { isJson, io }: Context): void {
  const { revision, at, title, gist } = change;
  const { severity, kinds, sentence } = gist;
  if (isJson) return writeJson(io, 'baoluu.change/1', { article: formatRef(change), revision, at, severity, kinds, sentence, title });
  io.out.write(`${formatTime(at)} ${formatRef(change)}@${revision}   ${[severity, ...kinds].join(', ')}   ${printable(title)}\n`);
  io.out.write(`    ${printable(sentence)}\n`);
}
