/** `baoluu show`: the text of an article as it stood at one revision. */
import type { Command } from 'commander';
import type { Archive } from '../archive/archive.ts';
import { BaoluuError, UsageError } from '../article/errors.ts';
import type { Revision } from '../article/history.ts';
import { formatRef } from '../article/identity.ts';
import { contextOf, withArchive, writeJson } from './context.ts';
import type { Io } from './io.ts';
import { findRecord, latestRevision, revisionAt, revisionNumber, splitRevision, type Found } from './revisions.ts';
import { noteSeen } from './seen.ts';

const HELP = `
Without @N, the latest revision is shown. What is printed is the snapshot's file, byte for byte.
Examples:
  baoluu show vietnamnet/2495349
  baoluu show vietnamnet/2495349@1 --json
  baoluu show vietnamnet/2495349@1 --raw | zcat      (where --headers says Content-Encoding: gzip)`;

interface ShowFlags {
  readonly raw?: boolean;
  readonly headers?: boolean;
}

export function defineShow(program: Command, io: Io): void {
  program
    .command('show')
    .description('print the text of an article')
    .argument('<article[@N]>', 'a URL in any of its forms, site/number, or a part of either; @N names a revision')
    .argument('[n]', 'the revision, where it is not said with @')
    .option('--raw', 'the page as the server sent it, byte for byte, in its content encoding')
    .option('--headers', 'the head that came with the page; with --raw, before it')
    .addHelpText('after', HELP)
    .action(async (named: string, n: string | undefined, flags: ShowFlags, self: Command) => {
      const context = await contextOf(self, io);
      const { article, number: said } = splitRevision(named);
      const typed = n === undefined ? undefined : revisionNumber(n);
      if (said !== undefined && typed !== undefined && said !== typed)
        throw new UsageError(`${named} names another revision than ${typed}; leave out one.`);
      const number = typed ?? said;
      await withArchive(context, { create: false }, async (archive) => {
        const found = await findRecord(archive, context.config.sites, article);
        const revision = number === undefined ? latestRevision(found) : revisionAt(found, revisionNumber(String(number)));
        if (flags.raw === true || flags.headers === true) return await writeRaw(archive, found, revision, flags, io);
        const { url, content, text } = await archive.snapshot(found.ref, revision.snapshot);
        if (!context.isJson) {
          io.out.write(text);
          return await noteSeen(archive, found, revision);
        }
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

/** @throws BaoluuError where no page of the revision was kept */
async function writeRaw(
  archive: Archive,
  { ref, record }: Found,
  revision: Revision,
  { headers, raw: isPageWanted }: ShowFlags,
  io: Io,
): Promise<void> {
  const kept = record.captures
    .filter((run) => run.snapshot === revision.snapshot && revision.first <= run.first && run.first <= revision.last)
    .flatMap((run) => run.raw ?? []);
  const [raw] = kept;
  const named = `${formatRef(ref)}@${revision.number}`;
  if (raw === undefined)
    throw new BaoluuError(`No page of ${named} was kept: its site's "raw" policy, or an import without pages, left none.`);
  const { originalOf, rawRecord } = await import('../archive/rawPages.ts');
  const { exchangeOf, headOf } = await import('../warc/exchangeOf.ts');
  const head = headers === true ? headOf(await rawRecord(archive.storage, raw)) : undefined;
  if (head !== undefined && isPageWanted !== true) return io.out.write(head);
  const original = originalOf(record, raw);
  if (original === undefined)
    throw new BaoluuError(`The page of ${named} is a revisit of ${raw.original}, which this archive does not hold.`);
  const page = exchangeOf(await rawRecord(archive.storage, original)).bytes;
  if (head !== undefined) io.out.write(head);
  return io.out.write(page);
}
