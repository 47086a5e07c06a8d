/** `baoluu log`: the history of an article. */
import type { Command } from 'commander';
import { flipFlopSince } from '../article/flipFlop.ts';
import { historyOf, type HistoryEvent, type Revision } from '../article/history.ts';
import { formatRef } from '../article/identity.ts';
import type { Archive } from '../archive/archive.ts';
import { DamageError } from '../archive/errors.ts';
import { EXIT } from '../article/errors.ts';
import { printable, printableLines } from '../article/printable.ts';
import { gistOf } from '../diff/gist.ts';
import { contextOf, withArchive, writeJson } from './context.ts';
import { formatInterruption, formatResumption, formatSpan, plural } from './format.ts';
import type { Io } from './io.ts';
import type { Finish } from './main.ts';
import { changeIn, type Comparison } from './revisionChange.ts';
import { findRecord, formerLines, summaryOf, titleOf, type Found } from './revisions.ts';

const HELP = `
Below a revision stands how much its change matters (none, cosmetic, minor, substantive), of what kind it is, and what
matters most of it. Where a newsroom goes to and fro between two wordings, "flip-flop since revision 1" says so.
Times are in Vietnam time. Where a snapshot is damaged, it is named, and the status is 12. Examples:
  baoluu log vietnamnet/2495349
  baoluu log 2495349 --json`;

export function defineLog(program: Command, io: Io, finish: Finish): void {
  program
    .command('log')
    .description('show the history of an article: its revisions, and when it was gone or could not be read')
    .argument('<article>', 'a URL in any of its forms, site/number, or a part of either')
    .addHelpText('after', HELP)
    .action(async (article: string, _flags: object, self: Command) => {
      const context = await contextOf(self, io);
      await withArchive(context, { create: false }, async (archive) => {
        const found = await findRecord(archive, context.config.sites, article);
        if (context.isJson) await writeEvents(archive, found, io);
        else await writeLog(archive, found, io);
        if (await tellDamage(archive, found, io)) finish(EXIT.damaged);
      });
    });
}

async function writeLog(archive: Archive, found: Found, io: Io): Promise<void> {
  const { ref, record, revisions } = found;
  const title = await titleOf(archive, ref, revisions.at(-1));
  io.out.write(`${formatRef(ref)}   ${printable(title)}\n`);
  for (const { url } of record.urls) io.out.write(`  ${printable(url)}\n`);
  for (const event of historyOf(record.captures)) for (const line of await linesOf(archive, found, event)) io.out.write(`${line}\n`);
}

async function linesOf(archive: Archive, found: Found, event: HistoryEvent): Promise<string[]> {
  if ('interruption' in event) return [formatInterruption(event.interruption)];
  if ('resumption' in event) return [formatResumption(event.resumption)];
  const { revision } = event;
  const change = await changeIn(archive, found, revision);
  const { first, last, snapshot, visits } = revision;
  const head = `${`revision ${revision.number}`.padEnd(11)} ${formatSpan(first, last)}   ${snapshot}   ${plural(visits, 'visit')}`;
  const lines = [...gistLines(revision, change), ...doubtLines(revision), ...formerLines(revision)];
  return [`${head}   ${summaryOf(found, revision, change)}`, ...lines];
}

/** What speaks against a text that was kept all the same. */
function doubtLines({ doubt }: Revision): string[] {
  return doubt === undefined ? [] : [`${''.padEnd(11)} doubtful: ${printable(doubt)}`];
}

/** How much it matters, and what matters most of it. */
function gistLines(revision: Revision, change: Comparison | 'damaged' | undefined): string[] {
  if (change === undefined || change === 'damaged') return [];
  const { severity, kinds, sentence } = gistOf(change.review, revision.readerChanged);
  return [`${''.padEnd(11)} ${[severity, ...kinds].join(', ')}   ${printable(sentence)}`];
}

async function writeEvents(archive: Archive, found: Found, io: Io): Promise<void> {
  const article = formatRef(found.ref);
  for (const event of historyOf(found.record.captures)) {
    if ('interruption' in event) writeJson(io, 'baoluu.event/1', { article, ...event.interruption });
    else if ('resumption' in event) writeJson(io, 'baoluu.event/1', { article, outcome: 'back', ...event.resumption });
    else
      writeJson(io, 'baoluu.event/1', { article, outcome: 'read', ...event.revision, ...(await toldOf(archive, found, event.revision)) });
  }
}

/**
 * Says which of the snapshots that were shown can't be read, and why: their lines say no more than that.
 * @returns whether there is any
 */
async function tellDamage(archive: Archive, { ref, revisions }: Found, io: Io): Promise<boolean> {
  let isDamaged = false;
  for (const name of new Set(revisions.map(({ snapshot }) => snapshot)))
    try {
      await archive.snapshot(ref, name);
    } catch (error) {
      if (!(error instanceof DamageError)) throw error;
      io.err.write(`baoluu: ${printableLines(error.message)}\n`);
      isDamaged = true;
    }
  return isDamaged;
}

async function toldOf(archive: Archive, found: Found, revision: Revision): Promise<object> {
  const change = await changeIn(archive, found, revision);
  const since = flipFlopSince(found.revisions, revision.number);
  const gist = change === undefined || change === 'damaged' ? {} : gistOf(change.review, revision.readerChanged);
  return { summary: summaryOf(found, revision, change), ...gist, ...(since === undefined ? {} : { flipFlopSince: since }) };
}
