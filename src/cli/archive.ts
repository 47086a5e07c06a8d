/** `baoluu archive`: keep these pages now, and say what was kept. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { EXIT, UsageError, type ExitStatus } from '../article/errors.ts';
import { parseUrl } from '../article/identity.ts';
import { printable } from '../article/printable.ts';
import type { PictureKept } from '../crawl/pictures.ts';
import { ArchiveReport } from './archiveReport.ts';
import { contextOf, withArchive, type Context } from './context.ts';
import { addFetchOptions, delayMsOf, fetchOptionsOf, type FetchFlags } from './fetchOptions.ts';
import { reasonOf } from './format.ts';
import { movesInRun } from './health.ts';
import type { Io } from './io.ts';
import { withManners } from './manners.ts';
import type { Finish } from './main.ts';

interface ArchiveFlags extends FetchFlags {
  readonly input?: string;
  readonly partial?: boolean;
  readonly delay?: string;
  readonly errorFile?: string;
  readonly force?: boolean;
}

const HELP = `
Examples:
  baoluu archive https://vietnamnet.vn/some-article-2495349.html
  baoluu archive -i urls.txt --error-file again.txt

A page that is gone, unread, truncated, refused or blocked is recorded as a capture that says so, and never
becomes a snapshot. Where no page came at all (unknown host, bad certificate) nothing is recorded.

A page that the newsroom's robots.txt asks crawlers to leave alone is not fetched. --force fetches it, and says so; the gap,
Crawl-delay, the host's back-off and all else hold as before. It is for a person who keeps one page, not for a crawl.`;

export function defineArchive(program: Command, io: Io, finish: Finish): void {
  const command = program
    .command('archive')
    .description('keep these pages now, each as a snapshot of its article')
    .argument('[url...]', 'the pages’ addresses')
    .option('-i, --input <file>', 'read addresses from a file, one a line; - reads standard input')
    .option('--error-file <file>', 'write the addresses that failed to a file, for --input to read')
    .option('--partial', 'keep what there is of a page that lacks its title, date or body')
    .option('--delay <seconds>', 'the gap between two requests to one host; the site’s own gap is the least on public addresses')
    .option('--force', 'fetch also what the newsroom’s robots.txt asks crawlers to leave alone');
  addFetchOptions(command)
    .addHelpText('after', HELP)
    .action(async (urls: string[], flags: ArchiveFlags, self: Command) => {
      finish(await run(urls, flags, await contextOf(self, io, { readsPages: true }), io));
    });
}

/** An address that was asked for, or a line that is none and why. */
type Asked = { readonly url: URL } | { readonly text: string; readonly problem: string };

async function run(args: readonly string[], flags: ArchiveFlags, context: Context, io: Io): Promise<ExitStatus> {
  // A mistyped argument stops everything before anything is fetched; a bad line in a long list is one failure.
  const asked: Asked[] = [...args.map((text) => ({ url: urlOf(text, io) })), ...(await fromInput(flags.input, io))];
  if (asked.length === 0)
    throw new UsageError(
      flags.input === undefined ? 'Name at least one URL, or a file of URLs with --input.' : `There is no address in ${flags.input}.`,
    );
  const fetch = await fetchOptionsOf(flags, context, io);
  const delayMs = delayMsOf(flags.delay);
  return await withArchive(context, { create: true }, async (archive) => {
    const begun = io.now().toISOString();
    const report = new ArchiveReport(archive, context, io);
    // Before anything is fetched: a file that can't be written is told now, and a kill leaves the whole list to try again.
    await writeErrorFile(
      flags.errorFile,
      asked.map((item) => ('url' in item ? item.url.href : item.text)),
      io,
    );
    for (const item of asked) if ('problem' in item) report.addProblem(item.text, item.problem);
    const { archiveUrls } = await import('../crawl/archiveUrls.ts');
    const urls = asked.flatMap((item) => ('url' in item ? [item.url] : []));
    const means = {
      archive,
      sites: context.config.sites,
      isPartialWelcome: flags.partial ?? false,
      tellPicture: (picture: PictureKept) => report.addPicture(picture),
    };
    for (const url of urls) report.expect(url);
    if (flags.force === true)
      io.err.write(
        'baoluu: --force: what robots.txt forbids is fetched all the same; its Crawl-delay and the gap between requests hold as before.\n',
      );
    try {
      const tellRest = (sentence: string): void => io.err.write(`baoluu: ${printable(sentence)}\n`);
      await withManners(archive, context, { options: fetch, obeysRobots: flags.force !== true, delayMs, tellRest }, (polite) =>
        archiveUrls(urls, { ...means, fetch: polite, ...(delayMs === undefined ? {} : { delayMs }) }, (archived) => report.add(archived)),
      );
    } finally {
      await writeErrorFile(flags.errorFile, report.again, io);
    }
    const status = report.finish(asked.length);
    for (const line of await movesInRun(archive, context.config.sites, report.health, begun)) io.err.write(`baoluu: ${line}\n`);
    return io.signal.aborted ? EXIT.interrupted : status;
  });
}

/** An address as typed; the name of a file that is there is a slip worth more than "does not resolve". */
function urlOf(text: string, io: Io): URL {
  if (!text.includes('://') && existsSync(resolve(io.cwd, text)))
    throw new UsageError(
      `${text} is a file here: "baoluu import ${text}" takes in a page, "baoluu archive -i ${text}" reads a list of addresses.`,
    );
  return parseUrl(text);
}

async function fromInput(input: string | undefined, io: Io): Promise<Asked[]> {
  if (input === undefined) return [];
  const text = input === '-' ? await io.readInput() : await readList(resolve(io.cwd, input));
  const name = input === '-' ? 'standard input' : input;
  return text.split(/\r?\n/u).flatMap((line, index) => {
    const address = line.replace(/^\uFEFF/u, '').trim();
    return address === '' || address.startsWith('#') ? [] : [askedOf(address, `${name}:${index + 1}`)];
  });
}

function askedOf(text: string, place: string): Asked {
  try {
    return { url: parseUrl(text) };
  } catch (error) {
    if (error instanceof UsageError) return { text, problem: `${place}: ${error.message}` };
    throw error;
  }
}

async function readList(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(`Can't read the list ${path}: ${reasonOf(error)}. Check the name.`, { cause: error });
  }
}

async function writeErrorFile(path: string | undefined, failed: readonly string[], io: Io): Promise<void> {
  if (path === undefined) return;
  try {
    await writeFile(resolve(io.cwd, path), failed.map((url) => `${url}\n`).join(''));
  } catch (error) {
    throw new UsageError(`Can't write ${path}: ${reasonOf(error)}. Name another file with --error-file.`, { cause: error });
  }
}
