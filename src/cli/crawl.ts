/** `baoluu crawl`: one run for cron, which finds what is new, looks again at what is known, and ends by itself. */
import type { Command } from 'commander';
import type { Archive } from '../archive/archive.ts';
import { EXIT, UsageError, type ExitStatus } from '../article/errors.ts';
import { siteOf } from '../article/identity.ts';
import type { Site } from '../article/site.ts';
import type { Config } from '../config/load.ts';
import type { CrawlOptions } from '../crawl/crawlMeans.ts';
import { contextOf, withArchive, type Context } from './context.ts';
import { crawlSites, type CrawlDesk } from './crawlSites.ts';
import { CrawlReport } from './crawlReport.ts';
import { spanOf } from './days.ts';
import { addFetchOptions, delayMsOf, fetchOptionsOf, type FetchFlags } from './fetchOptions.ts';
import { countFor } from './format.ts';
import type { Io } from './io.ts';
import type { Finish } from './main.ts';
import { withManners } from './manners.ts';

export interface CrawlFlags extends FetchFlags {
  readonly limit?: number;
  readonly timeLimit?: number;
  readonly since?: string;
  readonly stopAfterKnown?: number;
  readonly backfill?: string;
  readonly delay?: string;
  readonly quiet?: boolean;
}

interface OnceFlags extends CrawlFlags {
  readonly dryRun?: boolean;
  readonly wait?: boolean;
  readonly skip?: boolean;
}

const HELP = `
Without a SITE all sites are crawled that have seeds. A run asks the seeds whose time has come (news sitemaps, feeds, sections),
fetches new articles and looks again at those that are due, and ends when nothing is. All processes that use the archive keep
each host's gap, robots.txt, back-off, quiet hours and budget together. A run that is killed goes on where it was.

Every address is accounted for:  found = fetched + unchanged + failed + refused + still due.

Examples:
  baoluu crawl --time-limit 10m --quiet >> crawl.log 2>&1     for cron, every few minutes
  baoluu crawl vietnamnet --dry-run --limit 20
  baoluu crawl vietnamplus --backfill 2017-03 --time-limit 8h

Exit status 3: some addresses failed, the rest are kept. 11: another crawl of a site is running.`;

export function defineCrawl(program: Command, io: Io, finish: Finish): void {
  const command = program
    .command('crawl')
    .description('find new articles and look again at known ones, once')
    .argument('[site...]', 'the sites’ short names')
    .option('--dry-run', 'print what would be fetched and why; nothing is kept')
    .option('--wait', 'wait where another crawl of a site is running')
    .option('--skip', 'leave a site alone where another crawl of it is running, as happens without --wait');
  addCrawlOptions(command)
    .addHelpText('after', HELP)
    .action(async (sites: string[], flags: OnceFlags, self: Command) => {
      finish(await run(sites, flags, await contextOf(self, io, { readsPages: true })));
    });
}

/** The options of `crawl` and `watch`. */
export function addCrawlOptions(command: Command): Command {
  return addFetchOptions(
    command
      .option('--limit <count>', 'fetch at most so many pages of articles in a run', countFor('--limit'))
      .option('--time-limit <time>', 'begin nothing after so long: 90s, 10m, 8h', parseTime)
      .option('--since <day>', 'only articles that are dated then or later, or not at all')
      .option(
        '--stop-after-known <count>',
        'follow each list page by page until so many articles in a row are known',
        countFor('--stop-after-known'),
      )
      .option('--backfill <month>', 'old articles too: the sitemaps’ months from the latest back to this one, 2017-03')
      .option('--delay <seconds>', 'the gap between two requests to one host; the site’s own gap is the least on public addresses')
      .option('-q, --quiet', 'only one line a run'),
  );
}

async function run(names: readonly string[], flags: OnceFlags, context: Context): Promise<ExitStatus> {
  if (flags.wait === true && flags.skip === true) throw new UsageError('--wait and --skip contradict each other; name one of them.');
  const sites = await sitesFor(names, context.config);
  for (const { name } of sites.filter(({ seeds }) => seeds.length === 0))
    context.io.err.write(
      `baoluu: ${name} has no seeds, so that nothing new is found there: only what the archive has is looked at again. docs/new-site.md says how to name seeds.\n`,
    );
  const options = await crawlOptionsOf(flags, context.io.now());
  if (flags.dryRun === true) {
    const { dryRun } = await import('./crawlDryRun.ts');
    return await dryRun(sites, options, flags, context);
  }
  return await withArchive(context, { create: true }, async (archive) => {
    const report = new CrawlReport(archive, context, flags.quiet ?? false);
    await atDesk({ archive, context, flags, report }, async (desk) => {
      await crawlSites(sites, options, desk, { waits: flags.wait ?? false });
    });
    return context.io.signal.aborted ? EXIT.interrupted : report.status;
  });
}

/** What crawls work with, for as long as the archive is open. */
export async function atDesk<T>(
  { archive, context, flags, report }: { archive: Archive; context: Context; flags: CrawlFlags; report: CrawlReport },
  work: (desk: CrawlDesk) => Promise<T>,
): Promise<T> {
  const { completeCatalogue } = await import('./catalogue.ts');
  await completeCatalogue(archive, context);
  const options = await fetchOptionsOf(flags, context, context.io);
  const manners = { options, obeysRobots: true, delayMs: delayMsOf(flags.delay), tellRest: report.tellRest };
  return await withManners(archive, context, manners, async (fetch) => {
    const { timeLimit } = flags;
    const desk = { archive, context, report, fetch, ...(timeLimit === undefined ? {} : { timeLimitMs: timeLimit }) };
    return await work(desk).finally(() => report.close());
  });
}

/** @throws UsageError for a name that is no site */
export async function sitesFor(names: readonly string[], { sites }: Pick<Config, 'sites'>): Promise<Site[]> {
  const withSeeds = sites.filter(({ seeds }) => seeds.length > 0);
  if (names.length > 0) return [...new Set(names)].map((name) => sites.find((site) => site.name === name) ?? byHost(name, sites));
  if (withSeeds.length === 0) throw new UsageError('No site has seeds to crawl from; docs/new-site.md says how to name them.');
  return withSeeds;
}

// A host that no file describes has no seeds; what is known of it is looked at again.
function byHost(name: string, sites: readonly Site[]): Site {
  const known = URL.canParse(`https://${name}/`) ? siteOf(new URL(`https://${name}/`), sites) : undefined;
  if (known !== undefined && /^[\w-]{1,63}(?:\.[\w-]{1,63})+$/u.test(name) && name.length < 200) return known;
  throw new UsageError(`There is no site "${name}"; there are ${sites.map((site) => site.name).join(', ')}.`);
}

/** @throws UsageError for what can't be crawled */
export async function crawlOptionsOf({ limit, since, stopAfterKnown, backfill, delay }: CrawlFlags, now: Date): Promise<CrawlOptions> {
  const { monthAt, parseMonth } = await import('../crawl/months.ts');
  const month = backfill === undefined ? undefined : parseMonth(backfill);
  if (backfill !== undefined && month === undefined) throw new UsageError(`--backfill ${backfill}: expected a month such as 2017-03.`);
  // Where the day begins first.
  const latest = monthAt('+14:00', now.getTime());
  if (month !== undefined && (month.year - latest.year || month.month - latest.month) > 0)
    throw new UsageError(`--backfill ${backfill}: that month has not come yet; name the earliest month that you want, such as 2017-03.`);
  const delayMs = delayMsOf(delay);
  return {
    allowance: { left: limit ?? Infinity },
    ...spanOf(since === undefined ? {} : { since }),
    ...(stopAfterKnown === undefined ? {} : { stopAfterKnown }),
    ...(month === undefined ? {} : { backfill: month }),
    ...(delayMs === undefined ? {} : { delayMs }),
  };
}

const UNITS_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `90s`, `10m`, `8h`, in milliseconds. */
function parseTime(text: string): number {
  const { count, unit = '' } = /^(?<count>\d{1,6})(?<unit>[smhd])$/u.exec(text)?.groups ?? {};
  if (count !== undefined && Number(count) > 0) return Number(count) * (UNITS_MS[unit] ?? 1000);
  throw new UsageError(`--time-limit ${text}: expected a time longer than none, with its unit, such as 90s, 10m or 8h.`);
}
