/** `baoluu diff`: what changed between two revisions, or what differs between two articles or files. */
import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import type { Archive } from '../archive/archive.ts';
import { BaoluuError, EXIT, UsageError, type ExitStatus } from '../article/errors.ts';
import type { Revision } from '../article/history.ts';
import { formatRef } from '../article/identity.ts';
import { contextOf, withArchive, type Context } from './context.ts';
import { DIFF_FORMATS, writeSteps, type DiffFormat } from './diffReport.ts';
import { fileSide, isFile, missingFiles, namedSide, orNoFile, type Side } from './diffSides.ts';
import { hasChanges, historySteps, pairStep, stretchOf, type DiffStep } from './diffSteps.ts';
import type { Io } from './io.ts';
import type { Finish } from './main.ts';
import { findRecord, latestRevision, revisionAt, revisionNumber, splitRevision, type Found } from './revisions.ts';
import { lastSeen, noteSeen } from './seen.ts';

const HELP = `
Without N and M, the last two revisions are compared; with N alone, revision N and the latest. --all goes step by step
through the whole history, or from N to M. --since-seen begins with the revision that you looked at last ("show" and
"diff" note that in the catalogue; with --json they don't).
Two articles are compared where the second is site/number, a URL, ARTICLE@N or a file. A file is a snapshot, a saved page,
or any text in UTF-8.
As text, removed words stand in [-…-], added words in {+…+}; on a terminal in red and green, and side by side where it is
wide. A sentence that was moved stands in [>…>] where it was and in {<…<} where it is.
A revision that there is not, a file that is empty or can't be read: status 1, and with --exit-code 2.
Examples:
  baoluu diff vietnamnet/2495349
  baoluu diff vietnamnet/2495349 1 3 --exit-code
  baoluu diff vietnamnet/2495349 --all --format html -o history.html
  baoluu diff vietnamplus/436993 alobacsi/99123
  baoluu diff ours.txt theirs.html --format markdown`;

interface DiffFlags {
  readonly all?: boolean;
  readonly sinceSeen?: boolean;
  readonly format?: DiffFormat;
  readonly output?: string;
  readonly exitCode?: boolean;
}

/** What was typed after `diff`. */
interface Words {
  readonly article: string;
  readonly n?: string;
  readonly m?: string;
}

export function defineDiff(program: Command, io: Io, finish: Finish): void {
  program
    .command('diff')
    .description('show what changed between two revisions: title, date, captions, then paragraphs')
    .argument('<article>', 'a URL in any of its forms, site/number, or a part of either; or a file')
    .argument('[n]', 'the earlier revision; or another article or file')
    .argument('[m]', 'the later revision')
    .option('--all', 'each revision and the one before, through the whole history')
    .option('--since-seen', 'from the revision that you looked at last to the latest')
    .addOption(new Option('--format <format>', 'how it is told (default: text)').choices(DIFF_FORMATS))
    .option('-o, --output <file>', 'write into a file')
    .option('--exit-code', 'exit with 1 where there is a difference, as git has it; with 2 or more where something went wrong')
    .addHelpText('after', HELP)
    .action(async (article: string, n: string | undefined, m: string | undefined, flags: DiffFlags, self: Command) => {
      const words = { article, ...(n === undefined ? {} : { n }), ...(m === undefined ? {} : { m }) };
      const status = await asGitHasIt(flags.exitCode === true, async () => await run(words, flags, await contextOf(self, io)));
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

async function run(typed: Words, flags: DiffFlags, context: Context): Promise<ExitStatus> {
  const words = await asOneArticle(typed, context);
  refuseMisfits(words, flags, context);
  const isPair = await namesTwo(words, context);
  if (isPair && (words.m !== undefined || flags.all === true || flags.sinceSeen === true))
    throw new UsageError(`${words.article} and ${words.n} are compared as they are; leave out the third word, --all and --since-seen.`);
  return isPair ? await diffPair(words.article, words.n ?? '', flags, context) : await diffHistory(words, flags, context);
}

/** `ARTICLE@2 ARTICLE@3` says what `ARTICLE 2 3` says. */
async function asOneArticle(typed: Words, context: Context): Promise<Words> {
  const [before, after] = [splitRevision(typed.article), splitRevision(typed.n ?? '')];
  if (before.number === undefined || after.number === undefined || before.article !== after.article || typed.m !== undefined) return typed;
  if ((await isFile(typed.article, context)) || (await isFile(typed.n ?? '', context))) return typed;
  return { article: before.article, n: String(before.number), m: String(after.number) };
}

function refuseMisfits({ article, n }: Words, { sinceSeen, format }: DiffFlags, { isJson }: Context): void {
  if (isJson && format !== undefined && format !== 'json')
    throw new UsageError(`--json and --format ${format} contradict each other; leave out one.`);
  if (sinceSeen === true && (n !== undefined || splitRevision(article).number !== undefined))
    throw new UsageError('--since-seen says itself where to begin; leave out the numbers of revisions.');
}

/** A bare number is a revision, but beside a file, which has none. */
async function namesTwo({ article, n }: Words, context: Context): Promise<boolean> {
  const isBesideFile = await isFile(article, context);
  if (isBesideFile && n === undefined) throw new UsageError(`${article} is a file; name another file or an article to compare it with.`);
  return n !== undefined && (isBesideFile || /[/@:]|\.[a-z]/iu.test(n) || (await isFile(n, context)));
}

async function diffPair(a: string, b: string, flags: DiffFlags, context: Context): Promise<ExitStatus> {
  const [isFileA, isFileB] = [await isFile(a, context), await isFile(b, context)];
  const target = [a, b].find(
    (name) => flags.output !== undefined && resolve(context.io.cwd, name) === resolve(context.io.cwd, flags.output),
  );
  if (target !== undefined) throw new UsageError(`${target} is one of the texts that are compared; name another file to write into.`);
  const read = async (name: string, isPath: boolean, archive?: Archive): Promise<Side> =>
    isPath || archive === undefined ? await fileSide(name, context) : await namedSide(archive, name, context.config.sites);
  const both = async (archive?: Archive): Promise<DiffStep> => pairStep(await read(a, isFileA, archive), await read(b, isFileB, archive));
  const work = async (): Promise<DiffStep> => await withArchive(context, { create: false }, both);
  const missing = missingFiles([a, b], [...(isFileA ? [a] : []), ...(isFileB ? [b] : [])]);
  const step = isFileA && isFileB ? await both() : await orNoFile(missing, context, work);
  return await show([step], flags, context);
}

async function diffHistory(words: Words, flags: DiffFlags, context: Context): Promise<ExitStatus> {
  return await withArchive(context, { create: false }, async (archive) => {
    const { article, n, m } = revisionsIn(words);
    const found = await findRecord(archive, context.config.sites, article);
    const isForPeople = !isForPrograms(flags, context);
    const [from, to] = flags.sinceSeen === true ? await stretchSinceSeen(archive, found, context) : pick(found, n, m, flags);
    const nothing = isForPeople ? nothingToCompare(found, from, flags) : undefined;
    const steps = nothing === undefined ? await historySteps(archive, found, stretchOf(found, from, to, flags.all === true)) : [];
    const status = nothing === undefined ? await show(steps, flags, context) : EXIT.done;
    if (nothing !== undefined) context.io.out.write(`${nothing}\n`);
    if (isForPeople) await noteSeen(archive, found, to);
    return status;
  });
}

/** `ARTICLE@2 3` says what `ARTICLE 2 3` says. */
function revisionsIn({ article: named, n, m }: Words): Words {
  const { article, number } = splitRevision(named);
  const word = [n, m].find((each) => each !== undefined && !/^[-+]?\d/u.test(each));
  if (word !== undefined)
    throw new UsageError(`"${word}" is no revision, and no article or file: an article beside another is site/number, a URL or ARTICLE@N.`);
  if (number === undefined) return { article, ...(n === undefined ? {} : { n }), ...(m === undefined ? {} : { m }) };
  if (m !== undefined) throw new UsageError(`${named} names a revision, and ${n} and ${m} name two others; leave out one.`);
  return { article, n: String(number), ...(n === undefined ? {} : { m: n }) };
}

function isForPrograms({ format }: DiffFlags, { isJson }: Context): boolean {
  return isJson || format === 'json';
}

/** The revisions that are named; without a name, the last two, or with --all the first and the last. */
function pick(found: Found, n: string | undefined, m: string | undefined, { all }: DiffFlags): readonly [Revision, Revision] {
  const after = m === undefined ? latestRevision(found) : revisionAt(found, revisionNumber(m));
  const first = all === true ? 1 : Math.max(1, after.number - 1);
  const before = revisionAt(found, n === undefined ? first : revisionNumber(n));
  if (all === true && before.number > after.number)
    throw new UsageError(
      `--all goes forward, and revision ${after.number} comes before revision ${before.number}; name the earlier one first.`,
    );
  return [before, after];
}

async function stretchSinceSeen(archive: Archive, found: Found, { io }: Context): Promise<readonly [Revision, Revision]> {
  const latest = latestRevision(found);
  const seen = await lastSeen(archive, found);
  if (seen === undefined)
    io.err.write(`You have not looked at ${formatRef(found.ref)} yet; its first revision counts as the one that you know.\n`);
  return [seen ?? revisionAt(found, 1), latest];
}

function nothingToCompare({ ref, revisions }: Found, from: Revision, { sinceSeen: isSinceSeen }: DiffFlags): string | undefined {
  if (revisions.length === 1) return `${formatRef(ref)} has one revision only; there is nothing to compare.`;
  if (isSinceSeen !== true || from.number < revisions.length) return undefined;
  return `${formatRef(ref)} has not changed since revision ${from.number}, which you looked at last.`;
}

async function show(steps: readonly DiffStep[], flags: DiffFlags, context: Context): Promise<ExitStatus> {
  const format = isForPrograms(flags, context) ? 'json' : (flags.format ?? 'text');
  await writeSteps(steps, format, flags.output, context);
  return steps.some(hasChanges) ? EXIT.failed : EXIT.done;
}
