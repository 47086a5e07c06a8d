/** `baoluu log`: the history of an article. */
import type { Command } from 'commander';
import { historyOf, type HistoryEvent } from '../article/history.ts';
import { formatRef } from '../article/identity.ts';
import type { Archive } from '../archive/archive.ts';
import { printable } from '../article/printable.ts';
import { contextOf, withArchive, writeJson } from './context.ts';
import { formatInterruption, formatResumption, formatSpan, plural } from './format.ts';
import type { Io } from './io.ts';
import { findRecord, formerLines, summaryOf, titleOf, type Found } from './revisions.ts';

export function defineLog(program: Command, io: Io): void {
  program
    .command('log')
    .description('show the history of an article: its revisions, and when it was gone or could not be read')
    .argument('<article>', 'a URL in any of its forms, site/number, or a part of either')
    .addHelpText('after', '\nTimes are in Vietnam time. Examples:\n  baoluu log vietnamnet/2495349\n  baoluu log 2495349 --json')
    .action(async (article: string, _flags: object, self: Command) => {
      const context = await contextOf(self, io);
      await withArchive(context, { create: false }, async (archive) => {
        const found = await findRecord(archive, context.config.sites, article);
        if (context.isJson) await writeEvents(archive, found, io);
        else await writeLog(archive, found, io);
      });
    });
}

async function writeLog(archive: Archive, found: Found, io: Io): Promise<void> {
  const { ref, record, revisions } = found;
  const title = await titleOf(archive, ref, revisions.at(-1));
  io.out.write(`${formatRef(ref)}   ${printable(title)}\n`);
  for (const { url } of record.urls) io.out.write(`  ${printable(url)}\n`);
  for (const event of historyOf(record.captures)) {
    const former = 'revision' in event ? formerLines(event.revision) : [];
    for (const line of [await lineOf(archive, found, event), ...former]) io.out.write(`${line}\n`);
  }
}

async function lineOf(archive: Archive, found: Found, event: HistoryEvent): Promise<string> {
  if ('interruption' in event) return formatInterruption(event.interruption);
  if ('resumption' in event) return formatResumption(event.resumption);
  const { revision } = event;
  const head = `revision ${revision.number}`.padEnd(11);
  const summary = await summaryOf(archive, found, revision);
  return `${head} ${formatSpan(revision.first, revision.last)}   ${revision.snapshot}   ${plural(revision.visits, 'visit')}   ${summary}`;
}

async function writeEvents(archive: Archive, found: Found, io: Io): Promise<void> {
  const article = formatRef(found.ref);
  for (const event of historyOf(found.record.captures)) {
    if ('interruption' in event) writeJson(io, 'baoluu.event/1', { article, ...event.interruption });
    else if ('resumption' in event) writeJson(io, 'baoluu.event/1', { article, outcome: 'back', ...event.resumption });
    else
      writeJson(io, 'baoluu.event/1', {
        article,
        outcome: 'read',
        ...event.revision,
        summary: await summaryOf(archive, found, event.revision),
      });
  }
}
