/** `baoluu import`: source documents and saved pages become captures of their articles. */
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Archive, Recorded, Sighting } from '../archive/archive.ts';
import { articleFolder } from '../archive/folders.ts';
import { BaoluuError, EXIT, UsageError, type ExitStatus } from '../article/errors.ts';
import { formatRef, parseUrl } from '../article/identity.ts';
import { contextOf, withArchive, writeJson, type Context } from './context.ts';
import { formatTime, shortPath } from './format.ts';
import type { Io } from './io.ts';
import type { Finish } from './main.ts';

interface ImportFlags {
  readonly url?: string;
  readonly captured?: string;
  readonly partial?: boolean;
}

const HELP = `
A file is a snapshot in our format, the plain text of a whole page of a site that has textLayouts, or a saved
HTML page. Importing the same file twice changes nothing. Without --captured a file counts as seen now: that it
existed by then is all that is known.
Examples:
  baoluu import 001_65d337136077779b.txt
  baoluu import page.html --url https://vietnamnet.vn/some-article-2495349.html --captured 2026-03-07T09:00:00+07:00`;

export function defineImport(program: Command, io: Io, finish: Finish): void {
  program
    .command('import')
    .description('take source documents and saved pages into the archive')
    .argument('<file...>', 'text documents (.txt) or saved pages (.html)')
    .option('--url <url>', 'where the document stood; for one file')
    .option('--captured <time>', 'when it was seen: 2026-03-07T09:00:00+07:00, or a day in Vietnam time')
    .option('--partial', 'keep what there is of a page that lacks its title, date or body')
    .addHelpText('after', HELP)
    .action(async (files: string[], flags: ImportFlags, self: Command) => {
      finish(await run(files, flags, await contextOf(self, io, { readsPages: true }), io));
    });
}

async function run(files: readonly string[], flags: ImportFlags, context: Context, io: Io): Promise<ExitStatus> {
  if (flags.url !== undefined && files.length > 1)
    throw new UsageError('--url names the place of one document; import the files one by one.');
  if (flags.url !== undefined) parseUrl(flags.url);
  const at = flags.captured === undefined ? io.now().toISOString() : capturedAt(flags.captured);
  let kept = 0;
  await withArchive(context, { create: true }, async (archive) => {
    for (const file of files) if (await importOne(archive, file, at, flags, context, io)) kept += 1;
  });
  if (kept === files.length) return EXIT.done;
  return kept === 0 ? EXIT.failed : EXIT.someFailed;
}

/** @returns whether the document is in the archive as a snapshot */
async function importOne(archive: Archive, file: string, at: string, flags: ImportFlags, context: Context, io: Io): Promise<boolean> {
  const { sightingOfFile } = await import('../crawl/importFile.ts');
  const { articleOf } = await import('../archive/find.ts');
  try {
    const sighting = await sightingOfFile(basename(file), await bytesOf(resolve(io.cwd, file)), {
      sites: context.config.sites,
      at,
      isPartialWelcome: flags.partial ?? false,
      articleOf: (url) => articleOf(archive, context.config.sites, url),
      ...(flags.url === undefined ? {} : { url: flags.url }),
    });
    return tell(file, sighting, await archive.record(sighting), context, io);
  } catch (error) {
    if (!(error instanceof BaoluuError) || error.exitStatus !== EXIT.failed || error.name === 'StorageError') throw error;
    if (context.isJson) writeJson(io, 'baoluu.imported/1', { file, outcome: 'failed', why: error.message });
    io.err.write(`baoluu: ${error.message}\n`);
    return false;
  }
}

function tell(file: string, { ref, capture }: Sighting, recorded: Recorded, context: Context, io: Io): boolean {
  const { snapshot, isNewCapture, isNewSnapshot } = recorded;
  const isKept = capture.outcome === 'read';
  const what = !isNewCapture ? 'imported before' : isNewSnapshot ? 'new snapshot' : isKept ? 'known text' : capture.outcome;
  if (context.isJson)
    writeJson(io, 'baoluu.imported/1', {
      file,
      article: formatRef(ref),
      outcome: capture.outcome,
      isNewCapture,
      isNewSnapshot,
      ...(snapshot === undefined ? {} : { snapshot }),
      ...(capture.why === undefined ? {} : { why: capture.why }),
    });
  else {
    const path = snapshot === undefined ? '' : `   ${shortPath(join(articleFolder(context.storage, ref), snapshot), io.cwd)}`;
    io.out.write(`${formatTime(capture.at)} ${formatRef(ref)} ${what}   ${file}${path}\n`);
  }
  if (!isKept)
    io.err.write(
      `baoluu: ${file}: ${capture.outcome}, ${capture.why ?? ''}. The visit is recorded; --partial keeps what there is of an unread page.\n`,
    );
  return isKept;
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new BaoluuError(`Can't read ${path}: ${error instanceof Error ? error.message : String(error)}. Check the name.`, {
      cause: error,
    });
  }
}

function capturedAt(text: string): string {
  const isDay = /^\d{4}-\d\d-\d\d$/u.test(text);
  const isInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/u.test(text);
  const instant = new Date(isDay ? `${text}T00:00:00+07:00` : text);
  if ((isDay || isInstant) && !Number.isNaN(instant.getTime())) return instant.toISOString();
  throw new UsageError(
    `--captured ${text}: expected a time with its offset, such as 2026-03-07T09:00:00+07:00, or a day, such as 2026-03-07.`,
  );
}
