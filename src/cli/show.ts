/** `baoluu show`: the text of an article as it stood at one revision. */
import type { Command } from 'commander';
import { formatRef } from '../article/identity.ts';
import { contextOf, withArchive, writeJson } from './context.ts';
import type { Io } from './io.ts';
import { findRecord, latestRevision, revisionAt, revisionNumber, splitRevision } from './revisions.ts';

const HELP = `
Without @N, the latest revision is shown. What is printed is the snapshot's file, byte for byte.
Examples:
  baoluu show vietnamnet/2495349
  baoluu show vietnamnet/2495349@1 --json`;

export function defineShow(program: Command, io: Io): void {
  program
    .command('show')
    .description('print the text of an article')
    .argument('<article[@N]>', 'a URL in any of its forms, site/number, or a part of either; @N names a revision')
    .argument('[n]', 'the revision, where it is not said with @')
    .addHelpText('after', HELP)
    .action(async (named: string, n: string | undefined, _flags: object, self: Command) => {
      const context = await contextOf(self, io);
      const { article, number = n === undefined ? undefined : revisionNumber(n) } = splitRevision(named);
      await withArchive(context, { create: false }, async (archive) => {
        const found = await findRecord(archive, context.config.sites, article);
        const revision = number === undefined ? latestRevision(found) : revisionAt(found, revisionNumber(String(number)));
        const { url, content, text } = await archive.snapshot(found.ref, revision.snapshot);
        if (!context.isJson) return io.out.write(text);
        const run = found.record.captures.findLast(
          (candidate) => candidate.snapshot === revision.snapshot && candidate.first <= revision.last,
        );
        const { snapshot, first, last } = revision;
        const facts = run?.facts === undefined ? {} : { facts: run.facts };
        return writeJson(io, 'baoluu.revision/1', {
          article: formatRef(found.ref),
          revision: revision.number,
          first,
          last,
          snapshot,
          url,
          ...content,
          ...facts,
        });
      });
    });
}
