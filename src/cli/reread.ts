/** `baoluu reread`: history through today's layouts. */
import type { Command } from 'commander';
import type { Archive } from '../archive/archive.ts';
import { DamageError } from '../archive/errors.ts';
import { EXIT, UsageError, type ExitStatus } from '../article/errors.ts';
import { formatRef, type ArticleRef } from '../article/identity.ts';
import { printable, printableLines } from '../article/printable.ts';
import type { ArticleRecord } from '../article/record.ts';
import type { Reread, RereadArticle, RereadResult } from '../crawl/reread.ts';
import { changesOf } from '../diff/change.ts';
import { diffContents } from '../diff/compare.ts';
import { summarise } from '../diff/summary.ts';
import { contextOf, withArchive, writeJson, type Context } from './context.ts';
import { spanOf } from './days.ts';
import { formatTime, plural } from './format.ts';
import type { Io } from './io.ts';
import type { Finish } from './main.ts';
import { Progress } from './progress.ts';
import { findRecord, readingChange } from './revisions.ts';
import { withKeptSite } from './siteOption.ts';

const HELP = `
The pages that the archive has kept are read again with the layouts as they are now. Where another text comes out, its
snapshot is written beside the old one, and "baoluu log" says "reading changed": such a difference is ours, and never
counts as an edit. A page that the layouts can't read any more keeps the reading that it has, and is named.
Examples:
  baoluu reread --dry-run --site vietnamnet       what a changed layout would do to all of history
  baoluu reread vietnamnet/2495349`;

interface RereadFlags {
  readonly site?: string;
  readonly since?: string;
  readonly dryRun?: boolean;
}

export function defineReread(program: Command, io: Io, finish: Finish): void {
  program
    .command('reread')
    .description('read the stored pages again with today’s layouts')
    .argument('[article...]', 'only these articles: a URL, site/number, or a part of either')
    .option('--site <site>', 'only the articles of one site')
    .option('--since <day>', 'only articles visited on that day or later, such as 2026-03-01')
    .option('--dry-run', 'tell what would come out differently, and write nothing')
    .addHelpText('after', HELP)
    .action(async (articles: string[], flags: RereadFlags, self: Command) => {
      const context = await contextOf(self, io, { readsPages: true });
      finish(
        await withArchive(context, { create: false, writes: flags.dryRun !== true }, (archive) =>
          rereadChosen(archive, articles, flags, context),
        ),
      );
    });
}

/** What a run came to. */
interface Tally {
  pages: number;
  other: number;
  lost: number;
  damaged: number;
  changedArticles: number;
}

const NOTHING: Readonly<Tally> = { pages: 0, other: 0, lost: 0, damaged: 0, changedArticles: 0 };

async function rereadChosen(archive: Archive, articles: readonly string[], flags: RereadFlags, context: Context): Promise<ExitStatus> {
  const { io, config } = context;
  if (articles.length > 0 && flags.site !== undefined) throw new UsageError('Name articles or a site, not both.');
  const { site } = await withKeptSite(context, flags);
  const { since } = spanOf(flags.since === undefined ? {} : { since: flags.since });
  const refs = articles.length > 0 ? await named(archive, context, articles) : await all(archive, site);
  const { rereadAll } = await import('../crawl/rereadPool.ts');
  const means = {
    isDry: flags.dryRun === true,
    tally: { ...NOTHING },
    context,
    progress: new Progress(io, refs.length, 'articles'),
    told: new Set<string>(),
  };
  let done = 0;
  const settle = async (ref: ArticleRef, reread: RereadArticle) => await trouble(archive, ref, reread, means);
  const options = { sites: config.sites, since, signal: io.signal, settle };
  for await (const { reread, settled } of rereadAll(archive, refs, options)) {
    await report(archive, reread, settled, means);
    means.progress.at((done += 1));
  }
  means.progress.end();
  writeSum(means.tally, means.isDry, context);
  return means.tally.damaged > 0 ? EXIT.damaged : EXIT.done;
}

interface Means {
  readonly isDry: boolean;
  readonly tally: Tally;
  readonly context: Context;
  readonly progress: Progress;
  /** What was said of damage. */
  readonly told: Set<string>;
}

/** Writes down what differs of one article. Returns what is damaged, which is the article's own trouble, and told. */
async function trouble(archive: Archive, ref: ArticleRef, reread: RereadArticle, { isDry, context }: Means): Promise<string | undefined> {
  if ('damage' in reread) return reread.damage;
  if (isDry || 'isPassedOver' in reread) return undefined;
  const { recordRereads } = await import('../crawl/reread.ts');
  try {
    await recordRereads(archive, ref, reread.results, context.io.now().toISOString());
    return undefined;
  } catch (error) {
    if (error instanceof DamageError) return error.message;
    throw error;
  }
}

/** Tells what came of one article. */
async function report(archive: Archive, reread: RereadArticle, damage: string | undefined, means: Means): Promise<void> {
  const { tally, context, progress } = means;
  if ('isPassedOver' in reread) return;
  if (damage !== undefined || 'damage' in reread) {
    tally.damaged += 1;
    progress.clear();
    return context.io.err.write(`baoluu: ${printableLines(damage ?? '')}\n`);
  }
  const { article, results } = reread;
  count(tally, results);
  if (results.some((result) => 'damage' in result || result.effect !== 'same')) progress.clear();
  for (const result of results) await tell(archive, article, result, means);
}

function count(tally: Tally, results: readonly RereadResult[]): void {
  const effects = results.map((result) => ('effect' in result ? result.effect : 'damaged'));
  const of = (effect: string): number => effects.filter((each) => each === effect).length;
  tally.pages += results.length;
  tally.other += of('other');
  tally.lost += of('lost');
  tally.damaged += of('damaged');
  tally.changedArticles += of('other') > 0 ? 1 : 0;
}

/** A file that is gone is the trouble of many pages, and one sentence. */
function tellOnce(damage: string, told: Set<string>, io: Io): void {
  if (!told.has(damage)) io.err.write(`baoluu: ${printableLines(damage)}\n`);
  told.add(damage);
}

async function tell(archive: Archive, article: ArticleRecord, result: RereadResult, { isDry, told, context }: Means): Promise<void> {
  const { io } = context;
  if ('damage' in result) return tellOnce(result.damage, told, io);
  if (result.effect === 'same') return;
  const { run, judgement } = result;
  const what =
    result.effect === 'lost'
      ? `can't be read any more: ${judgement.why ?? judgement.outcome}; what was read is kept`
      : await difference(archive, article, result);
  if (context.isJson)
    return writeJson(io, 'baoluu.reread/1', {
      article: formatRef(article),
      at: run.first,
      effect: result.effect,
      isWritten: !isDry && result.effect === 'other',
      was: run.snapshot ?? run.outcome,
      reader: run.reader,
      by: judgement.reader,
      what,
    });
  return io.out.write(
    `${formatRef(article)}   ${formatTime(run.first)}   ${readingChange(run.reader, judgement.reader)}   ${printable(what)}\n`,
  );
}

/** What comes out differently: the fields, or that there is a text where there was none. */
async function difference(archive: Archive, article: ArticleRecord, { run, rereading: { content }, judgement }: Reread): Promise<string> {
  if (content === undefined) return `${run.outcome} → ${judgement.outcome}: ${judgement.why ?? ''}`;
  if (run.snapshot === undefined) return `${run.outcome} → read: ${content.title}`;
  const before = await archive.snapshot(article, run.snapshot);
  return summarise(changesOf(diffContents(before.content, content)));
}

function writeSum({ pages, other, lost, damaged, changedArticles }: Tally, isDry: boolean, { isJson, io }: Context): void {
  if (isJson) return writeJson(io, 'baoluu.rereadSum/1', { pages, other, lost, damaged, changedArticles, isDry });
  const verb = isDry ? 'would read' : 'read';
  io.err.write(
    `${plural(pages, 'stored page')} read again: ${plural(other, 'page')} of ${plural(changedArticles, 'article')} ${verb} differently` +
      `${lost === 0 ? '' : `, ${lost} can't be read any more and ${lost === 1 ? 'keeps its' : 'keep their'} reading`}` +
      `${damaged === 0 ? '' : `, ${damaged} damaged`}.\n`,
  );
}

/** Each once, however often it is named. */
async function named(archive: Archive, { config }: Context, articles: readonly string[]): Promise<ArticleRef[]> {
  const refs = new Map<string, ArticleRef>();
  for (const article of articles) {
    const { ref } = await findRecord(archive, config.sites, article);
    refs.set(formatRef(ref), ref);
  }
  return [...refs.values()];
}

async function all(archive: Archive, site: string | undefined): Promise<ArticleRef[]> {
  const refs: ArticleRef[] = [];
  for await (const ref of archive.refs(site)) refs.push(ref);
  return refs;
}
