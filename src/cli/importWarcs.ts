/** `baoluu import FILE.warc.gz`: telling what came of each record, and what it all came to. */
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Archive } from '../archive/archive.ts';
import { NoArchiveYetError } from '../archive/errors.ts';
import { BaoluuError, type ExitStatus } from '../article/errors.ts';
import type { Listed, Survey } from '../crawl/warcSurvey.ts';
import { fileSource } from '../warc/source.ts';
import type { NamedSource } from '../warc/waczSource.ts';
import { withArchive, type Context } from './context.ts';
import { reasonOf } from './format.ts';
import { WarcReport } from './importReport.ts';
import { Progress } from './progress.ts';
import { withAnySite } from './siteOption.ts';

export interface WarcFlags {
  readonly partial?: boolean;
  readonly site?: string;
  readonly copy?: boolean;
  readonly dryRun?: boolean;
}

/** Whether a file holds records of pages, or means to: by its name, else by how it begins. */
export async function isWarcFile(path: string): Promise<boolean> {
  // Its neighbours too: what they are is told in the words of web archives.
  if (/\.(?:warc(?:\.gz)?(?:\.open)?|wacz|arc|cdxj?|gz)$/iu.test(path)) return true;
  const start = await firstBytes(path);
  return /^(?:WARC\/|PK\x03\x04|\x1f\x8b)/u.test(start);
}

/** Takes in all records of all files, as one story in time order. */
export async function importWarcs(files: readonly string[], flags: WarcFlags, context: Context): Promise<ExitStatus> {
  const { io } = context;
  const asked = withAnySite(context.config, flags);
  return await withArchiveFor(flags, context, async (archive) => {
    const report = new WarcReport(flags.dryRun === true, context);
    const opened: Opened[] = [];
    try {
      const listed: Listed[] = [];
      for (const file of files)
        if (!io.signal.aborted) listed.push(...(await surveyFile(resolve(io.cwd, file), opened, flags, report, context)));
      await takeIn(archive, listed, asked, report, context);
    } finally {
      for (const each of opened) await each.close();
    }
    return report.finish(files.length);
  });
}

interface Opened {
  readonly warcs: readonly NamedSource[];
  close(): Promise<void>;
}

async function takeIn(archive: Archive, listed: readonly Listed[], flags: WarcFlags, report: WarcReport, context: Context): Promise<void> {
  const { io, config } = context;
  const [{ importRecords, pagesAmong }, { Ledger }] = await Promise.all([import('../crawl/importWarc.ts'), import('../crawl/ledger.ts')]);
  const [isCopy, isDry, isPartialWelcome] = [flags.copy === true, flags.dryRun === true, flags.partial === true];
  const means = { archive, sites: config.sites, ledger: new Ledger(archive, config.sites), isPartialWelcome };
  const options = { ...means, isCopy, isDry, now: io.now(), signal: io.signal, ...(flags.site === undefined ? {} : { site: flags.site }) };
  const progress = new Progress(io, pagesAmong(listed), 'records');
  let done = 0;
  await importRecords(listed, options, async (taken) => {
    progress.at((done += 1));
    if ('passed' in taken || 'known' in taken) return report.count(taken);
    progress.clear();
    report.add(taken);
  });
  progress.end();
}

async function surveyFile(
  path: string,
  opened: Opened[],
  flags: WarcFlags,
  report: WarcReport,
  context: Context,
): Promise<readonly Listed[]> {
  try {
    const file = await openFile(path);
    opened.push(file);
    const surveys: Survey[] = [];
    for (const from of file.warcs) surveys.push(await surveySource(from, flags.copy === true, report, context));
    if (surveys.every(({ isWarc }) => !isWarc)) report.refuse(path);
    for (const each of surveys) report.addSurvey(each);
    return surveys.flatMap(({ listed }) => listed);
  } catch (error) {
    const reason = error instanceof BaoluuError ? error.message : fileTrouble(path, error);
    report.refuse(path, reason);
    return [];
  }
}

async function surveySource(from: NamedSource, withCompanions: boolean, report: WarcReport, { io }: Context): Promise<Survey> {
  const { survey } = await import('../crawl/warcSurvey.ts');
  const progress = new Progress(io, Math.ceil(from.source.size / 1_000_000), 'MB listed');
  const tellUnsound = (unsound: Parameters<WarcReport['addUnsound']>[0]): void => {
    progress.clear();
    report.addUnsound(unsound);
  };
  const found = await survey(from, {
    tellUnsound,
    withCompanions,
    tellPlace: (offset) => progress.at(Math.floor(offset / 1_000_000)),
    signal: io.signal,
  });
  progress.end();
  return found;
}

async function openFile(path: string): Promise<Opened> {
  const { openWacz } = await import('../warc/waczSource.ts');
  if (/\.wacz$/iu.test(path) || (await firstBytes(path)).startsWith('PK\x03\x04')) return await openWacz(path);
  const source = await fileSource(path);
  return { warcs: [{ file: path, source }], close: () => source.close() };
}

/** The first bytes, one letter each; none of a file that can't be read, of which its opening tells. */
async function firstBytes(path: string): Promise<string> {
  try {
    const file = await open(path, 'r');
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0).finally(() => file.close());
    return buffer.toString('latin1', 0, bytesRead);
  } catch {
    return '';
  }
}

function fileTrouble(path: string, error: unknown): string {
  // What the file system did not do has a code; anything else is a fault of ours, and not to be hidden.
  if (!(error instanceof Error && 'code' in error)) throw error;
  return `Can't read ${path}: ${reasonOf(error)}. Check the name.`;
}

/** A dry run needs no archive: where there is none, an empty one stands in for it, and is taken away. */
async function withArchiveFor(flags: WarcFlags, context: Context, work: (archive: Archive) => Promise<ExitStatus>): Promise<ExitStatus> {
  if (flags.dryRun !== true) return await withArchive(context, { create: true }, work);
  try {
    return await withArchive(context, { create: false }, work);
  } catch (error) {
    if (!(error instanceof NoArchiveYetError)) throw error;
  }
  const storage = await mkdtemp(join(tmpdir(), 'baoluu-dry-'));
  try {
    return await withArchive({ ...context, storage }, { create: true }, work);
  } finally {
    await rm(storage, { recursive: true, force: true });
  }
}
