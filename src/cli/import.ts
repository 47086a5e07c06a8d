/** `baoluu import`: source documents, saved pages and other archives' records become captures of their articles. */
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Archive } from '../archive/archive.ts';
import type { Recorded } from '../archive/recorded.ts';
import { articleFolder } from '../archive/folders.ts';
import { DamageError } from '../archive/errors.ts';
import { EXIT, UsageError, type ExitStatus } from '../article/errors.ts';
import { formatRef, parseUrl } from '../article/identity.ts';
import { printable, printableLines } from '../article/printable.ts';
import { ImportError } from '../crawl/importError.ts';
import type { Imported, ImportOptions } from '../crawl/importFile.ts';
import { contextOf, withArchive, writeJson, type Context } from './context.ts';
import { formatTime, reasonOf, shortPath } from './format.ts';
import type { Io } from './io.ts';
import { importWarcs, isWarcFile, type WarcFlags } from './importWarcs.ts';
import type { Finish } from './main.ts';
import { reservations, takenFacts } from './takenIn.ts';

interface ImportFlags extends WarcFlags {
  readonly url?: string;
  readonly captured?: string;
}

const HELP = `
A file is a snapshot in our format, the plain text of a whole page of a site that has textLayouts, or a saved
HTML page. A saved page that gives the address of another page as its own than --url is refused, unless --partial
says to keep it. Importing the same file twice changes nothing. Without --captured a file counts as seen now: that it
existed by then is all that is known.

A WARC or WACZ file (GNU wget, Browsertrix, Heritrix, Common Crawl, ArchiveBox) says itself where and when its pages were
seen. Its pages of articles become captures with their own times, across all files that are named in one command; what
is redirected, no page of text or no article is passed over and counted. The records are referred to where they are, or
copied with --copy. A record that is cut, changed or unresolved is named with its place and not imported: status 3 where
others were sound, 12 where none was.
Examples:
  baoluu import 001_65d337136077779b.txt
  baoluu import page.html --url https://vietnamnet.vn/some-article-2495349.html --captured 2026-03-07T09:00:00+07:00
  baoluu import crawl-00000.warc.gz crawl-00001.warc.gz --copy
  baoluu import collection.wacz --site vietnamnet --dry-run`;

export function defineImport(program: Command, io: Io, finish: Finish): void {
  program
    .command('import')
    .description('take source documents, saved pages, WARC and WACZ files into the archive')
    .argument('<file...>', 'text documents (.txt), saved pages (.html), or .warc, .warc.gz and .wacz files')
    .option('--url <url>', 'where the document stood; for one file')
    .option('--captured <time>', 'when it was seen: 2026-03-07T09:00:00+07:00, or a day in Vietnam time')
    .option('--partial', 'keep what there is of a page that lacks its title, date or body, or is doubted')
    .option('--copy', 'copy the records of WARC files into the archive; without it they are read where they are')
    .option('--site <site>', 'only the pages of one site; for WARC and WACZ files')
    .option('--dry-run', 'tell what would be taken from WARC and WACZ files, and write nothing')
    .addHelpText('after', HELP)
    .action(async (files: string[], flags: ImportFlags, self: Command) => {
      finish(await run(files, flags, await contextOf(self, io, { readsPages: true }), io));
    });
}

async function run(files: readonly string[], flags: ImportFlags, context: Context, io: Io): Promise<ExitStatus> {
  const kinds = await Promise.all(files.map((file) => isWarcFile(resolve(io.cwd, file))));
  const [warcs, documents] = [files.filter((_, index) => kinds[index]), files.filter((_, index) => !kinds[index])];
  refuseMisfits(warcs, documents, flags);
  const statuses: ExitStatus[] = [];
  if (documents.length > 0) statuses.push(await importDocuments(documents, flags, context, io));
  if (warcs.length > 0) statuses.push(await importWarcs(warcs, flags, context));
  const [first = EXIT.done, second = first] = statuses;
  if (first === second) return first;
  return statuses.includes(EXIT.damaged) ? EXIT.damaged : EXIT.someFailed;
}

function refuseMisfits(warcs: readonly string[], documents: readonly string[], flags: ImportFlags): void {
  const [warc] = warcs;
  if (warc !== undefined && (flags.url !== undefined || flags.captured !== undefined))
    throw new UsageError(`${warc} says itself where and when its pages were seen; import it without --url and --captured.`);
  const [document] = documents;
  if (document !== undefined && (flags.copy !== undefined || flags.site !== undefined || flags.dryRun !== undefined))
    throw new UsageError(`--copy, --site and --dry-run are for WARC and WACZ files, and ${document} is none; import it by itself.`);
}

async function importDocuments(files: readonly string[], flags: ImportFlags, context: Context, io: Io): Promise<ExitStatus> {
  if (flags.url !== undefined && files.length > 1)
    throw new UsageError('--url names the place of one document; import the files one by one.');
  if (flags.url !== undefined) parseUrl(flags.url);
  const at = flags.captured === undefined ? io.now().toISOString() : capturedAt(flags.captured, io.now());
  return await withArchive(context, { create: true }, async (archive) => {
    const { Ledger } = await import('../crawl/ledger.ts');
    const { sites } = context.config;
    const isUndated = flags.captured === undefined;
    const url = flags.url === undefined ? {} : { url: flags.url };
    const options = { sites, at, isUndated, isPartialWelcome: flags.partial ?? false, ledger: new Ledger(archive, sites), ...url };
    const came = { kept: 0, failed: 0, damaged: 0 };
    for (const file of files) if (!io.signal.aborted) came[await importOne(archive, file, options, context, io)] += 1;
    if (came.damaged > 0) return EXIT.damaged;
    if (came.kept === files.length) return EXIT.done;
    return came.kept === 0 ? EXIT.failed : EXIT.someFailed;
  });
}

async function importOne(
  archive: Archive,
  file: string,
  options: ImportOptions,
  context: Context,
  io: Io,
): Promise<'kept' | 'failed' | 'damaged'> {
  const { sightingOfFile } = await import('../crawl/importFile.ts');
  try {
    const sighting = await sightingOfFile(basename(file), await bytesOf(resolve(io.cwd, file)), options);
    const recorded = await archive.record(sighting);
    const { capture, content } = sighting;
    await options.ledger.learn(sighting.ref, capture, content === undefined ? [] : [capture.url]);
    return tell(file, sighting, recorded, context, io);
  } catch (error) {
    // A full disk or a lock is every file's trouble; what is wrong with this file or its article is its own.
    if (!(error instanceof ImportError) && !(error instanceof DamageError)) throw error;
    if (context.isJson) writeJson(io, 'baoluu.imported/1', { file, failure: { why: error.message } });
    io.err.write(`baoluu: ${printableLines(error.message)}\n`);
    return error instanceof DamageError ? 'damaged' : 'failed';
  }
}

function tell(file: string, sighting: Imported, recorded: Recorded, context: Context, io: Io): 'kept' | 'failed' {
  const { ref, capture } = sighting;
  const { snapshot, isNewCapture, isNewSnapshot } = recorded;
  const isKept = capture.outcome === 'read';
  const what = !isNewCapture ? 'imported before' : isNewSnapshot ? 'new snapshot' : isKept ? 'known text' : capture.outcome;
  const at = recorded.at ?? capture.at;
  const path = snapshot === undefined ? [] : [shortPath(join(articleFolder(context.storage, ref), snapshot), io.cwd)];
  const head = `${formatTime(at)} ${formatRef(ref)} ${what}`;
  if (context.isJson) writeJson(io, 'baoluu.imported/1', { file, ...takenFacts(sighting, recorded, context), at });
  else io.out.write(`${[head, file, ...path, ...reservations(sighting)].join('   ')}\n`);
  for (const note of notesOn(file, sighting, recorded)) io.err.write(`baoluu: ${printable(note)}\n`);
  return isKept ? 'kept' : 'failed';
}

function notesOn(file: string, { capture, advice }: Imported, recorded: Recorded): string[] {
  if (capture.outcome === 'read') return [...(advice === undefined ? [] : [`${file}: ${advice}`]), ...notesOnTime(file, capture, recorded)];
  return [`${file}: ${capture.outcome}, ${capture.why ?? ''}. The visit is recorded. ${advice ?? PARTIAL}`];
}

const PARTIAL = '--partial keeps what there is of a page that is unread or suspect.';

function notesOnTime(file: string, { at, source }: Imported['capture'], recorded: Recorded): string[] {
  if (!recorded.isNewCapture && recorded.at !== undefined && recorded.at !== at && source?.isUndated === undefined)
    return [`${file} was imported before, as seen at ${formatTime(recorded.at)}; nothing was changed.`];
  const isGuess = recorded.isNewCapture && source?.isUndated === true && recorded.record.captures.length > 1;
  return isGuess
    ? [`${file} counts as seen now, which makes it the latest text of its article; import it again with --captured if it is older.`]
    : [];
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new ImportError(`Can't read ${path}: ${reasonOf(error)}. Check the name.`, { cause: error });
  }
}

/** A time as typed, in UTC. The day that comes out must be the day that was put in: there is no 30th of February. */
function capturedAt(text: string, now: Date): string {
  const [, day, rest] = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/u.exec(text) ?? [];
  const instant = new Date(`${day}${rest ?? 'T00:00:00+07:00'}`);
  const noon = new Date(`${day}T12:00:00Z`);
  const isDay = day !== undefined && !Number.isNaN(noon.getTime()) && noon.toISOString().slice(0, 10) === day;
  if (!isDay || Number.isNaN(instant.getTime()))
    throw new UsageError(
      `--captured ${text}: expected a time with its offset, such as 2026-03-07T09:00:00+07:00, or a day, such as 2026-03-07.`,
    );
  if (instant > now) throw new UsageError(`--captured ${text} lies in the future; say when the document was seen.`);
  return instant.toISOString();
}
