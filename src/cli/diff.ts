/** `baoluu diff`: what changed between two revisions. */
import type { Command } from 'commander';
import type { Archive } from '../archive/archive.ts';
import { BaoluuError, EXIT, UsageError, type ExitStatus } from '../article/errors.ts';
import { sameReader, type Revision } from '../article/history.ts';
import { formatRef } from '../article/identity.ts';
import { changesOf, type Block } from '../diff/change.ts';
import { diffContents } from '../diff/compare.ts';
import { review } from '../diff/review.ts';
import { printable } from '../article/printable.ts';
import { contextOf, withArchive, type Context } from './context.ts';
import { formatTime } from './format.ts';
import type { Io } from './io.ts';
import type { Finish } from './main.ts';
import {
  findRecord,
  formerLines,
  latestRevision,
  readingChange,
  revisionAt,
  revisionNumber,
  splitRevision,
  type Found,
} from './revisions.ts';

const HELP = `
Without N and M, the last two revisions are compared; with N alone, revision N and the latest.
Removed words stand in [-…-], added words in {+…+}; on a terminal in red and green. A sentence
that was moved stands in [>…>] where it was and in {<…<} where it is.
Examples:
  baoluu diff vietnamnet/2495349
  baoluu diff vietnamnet/2495349 1 3 --exit-code`;

interface DiffFlags {
  readonly exitCode?: boolean;
}

export function defineDiff(program: Command, io: Io, finish: Finish): void {
  program
    .command('diff')
    .description('show what changed between two revisions: title, date, captions, then paragraphs')
    .argument('<article>', 'a URL in any of its forms, site/number, or a part of either')
    .argument('[n]', 'the earlier revision')
    .argument('[m]', 'the later revision')
    .option('--exit-code', 'exit with 1 where there is a difference, as git has it; with 2 or more where something went wrong')
    .addHelpText('after', HELP)
    .action(async (article: string, n: string | undefined, m: string | undefined, flags: DiffFlags, self: Command) => {
      const context = await contextOf(self, io);
      const status = await asGitHasIt(flags.exitCode === true, () =>
        withArchive(context, { create: false }, async (archive) => {
          const named = splitRevision(article);
          const found = await findRecord(archive, context.config.sites, named.article);
          return await compare(archive, found, pick(found, n ?? named.number?.toString(), m), context, io);
        }),
      );
      finish(flags.exitCode === true ? status : EXIT.done);
    });
}

/** With --exit-code, 1 means a difference and nothing else: what went wrong ends with 2 or more. */
async function asGitHasIt(isAsked: boolean, work: () => Promise<ExitStatus>): Promise<ExitStatus> {
  try {
    return await work();
  } catch (error) {
    if (isAsked && error instanceof BaoluuError && error.exitStatus === EXIT.failed) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

function pick(found: Found, n: string | undefined, m: string | undefined): readonly [Revision, Revision] {
  const after = m === undefined ? latestRevision(found) : revisionAt(found, revisionNumber(m));
  const before = n === undefined ? revisionAt(found, Math.max(1, after.number - 1)) : revisionAt(found, revisionNumber(n));
  return [before, after];
}

async function compare(
  archive: Archive,
  found: Found,
  [before, after]: readonly [Revision, Revision],
  context: Context,
  io: Io,
): Promise<ExitStatus> {
  const old = await archive.snapshot(found.ref, before.snapshot);
  const current = await archive.snapshot(found.ref, after.snapshot);
  const blocks = diffContents(old.content, current.content);
  if (context.isJson) await writeJsonDiff(found, before, after, blocks, io);
  else await writeTextDiff(found, [before, after], [old.url, current.url], blocks, context, io);
  return changesOf(blocks).length === 0 ? EXIT.done : EXIT.failed;
}

async function writeTextDiff(
  { ref, revisions }: Found,
  [before, after]: readonly [Revision, Revision],
  [oldUrl, newUrl]: readonly [string, string],
  blocks: readonly Block[],
  { hasColour }: Context,
  io: Io,
): Promise<void> {
  const { renderText, COLOURED, PLAIN } = await import('../diff/renderText.ts');
  if (revisions.length === 1) return io.out.write(`${formatRef(ref)} has one revision only; there is nothing to compare.\n`);
  io.out.write(`--- ${formatRef(ref)}@${before.number}   ${formatTime(before.first)}   ${printable(oldUrl)}\n`);
  io.out.write(`+++ ${formatRef(ref)}@${after.number}   ${formatTime(after.first)}   ${printable(newUrl)}\n`);
  for (const line of [...formerLines(before), ...formerLines(after)]) io.out.write(`${line.trimStart()}\n`);
  if (!sameReader(before.reader, after.reader)) io.out.write(`${readingChange(before.reader, after.reader)}; the difference may be ours\n`);
  io.out.write(renderText(blocks, hasColour ? COLOURED : PLAIN));
}

async function writeJsonDiff({ ref }: Found, before: Revision, after: Revision, blocks: readonly Block[], io: Io): Promise<void> {
  const { renderJson } = await import('../diff/renderJson.ts');
  const side = ({ number, snapshot, first }: Revision): object => ({ revision: number, snapshot, first });
  const about = { article: formatRef(ref), before: side(before), after: side(after) };
  io.out.write(`${JSON.stringify(renderJson(about, review(blocks)))}\n`);
}
