/** `baoluu status`: what is kept of each site, what is due, and which hosts want to be left alone. */
import type { Command } from 'commander';
import type { Archive } from '../archive/archive.ts';
import type { Catalogue, HostTrouble, Instant, Run, SiteStatus } from '../archive/catalogueContract.ts';
import { catalogueBytes, warcBytes } from '../archive/diskUse.ts';
import { printable } from '../article/printable.ts';
import type { Site } from '../article/site.ts';
import { nextDay, siteDay } from '../crawl/quietHours.ts';
import { withCatalogue } from './catalogue.ts';
import { contextOf, withArchive, writeJson, type Context } from './context.ts';
import { formatBytes, formatTime, plural } from './format.ts';
import type { Io } from './io.ts';

const HELP = `
Of each site: its articles; the revisions that were first seen in the last 24 hours and in the last 7 days; how many articles
are due for a visit and when the next one is; its last run; what its texts and raw pages take up; by which layouts the crawls
of a week read its pages, and which of its seeds lead nowhere. Then the hosts that are left alone for a while because they
failed or refused us, the sites whose requests of the day are spent, and the size of the catalogue.`;

export function defineStatus(program: Command, io: Io): void {
  program
    .command('status')
    .description('tell what is kept of each site, what is due, and what is in trouble')
    .addHelpText('after', HELP)
    .action(async (_flags: object, self: Command) => {
      const context = await contextOf(self, io);
      await withArchive(context, { create: false }, (archive) => writeStatus(archive, context));
    });
}

const DAY_MS = 24 * 60 * 60 * 1000;

async function writeStatus(archive: Archive, context: Context): Promise<void> {
  const now = context.io.now().getTime();
  const { sites, hosts, crawls, spent } = await withCatalogue(archive, context, (catalogue) =>
    lookedUp(catalogue, context.config.sites, now),
  );
  if (sites.length === 0) context.io.err.write(`No article in ${archive.storage}.\n`);
  for (const [index, site] of sites.entries()) {
    writeSite(site, await warcBytes(archive.storage, site.site), context);
    writeCrawls(site, crawls[index], context);
  }
  for (const host of hosts) writeHost(host, context);
  for (const budget of spent) writeSpent(budget, context);
  writeCatalogue(await catalogueBytes(archive.storage), context);
}

async function lookedUp(catalogue: Catalogue, described: readonly Site[], now: number) {
  const ago = (days: number): string => new Date(now - days * DAY_MS).toISOString();
  const sites = await catalogue.siteStatus(now, { day: ago(1), week: ago(7) });
  const crawls = await Promise.all(sites.map(({ site }) => crawlsOf(catalogue, site, now - 7 * DAY_MS)));
  return { sites, hosts: await catalogue.troubles(now), crawls, spent: await spentOf(catalogue, described, now) };
}

/** A site that is left alone because its budget for the day is spent. */
interface Spent {
  readonly site: string;
  readonly budget: number;
  readonly until: Instant;
}

async function spentOf(catalogue: Catalogue, sites: readonly Site[], now: number): Promise<Spent[]> {
  const spent: Spent[] = [];
  for (const { name: site, dailyBudget: budget, utcOffset } of sites)
    if (budget !== undefined && (await catalogue.spent(site, siteDay(utcOffset, now))) >= budget)
      spent.push({ site, budget, until: nextDay(utcOffset, now) });
  return spent;
}

function writeSite(status: SiteStatus, rawBytes: number, { isJson, io }: Context): void {
  const { site, articles, hidden, revisionsToday, revisionsThisWeek, dueNow, waiting, waitingOld, nextDue, unplanned, bytes, lastRun } =
    status;
  if (isJson) {
    const due = { dueNow, waiting, waitingOld, unplanned, ...(nextDue === undefined ? {} : { nextDue: instantOf(nextDue) }) };
    const run = lastRun === undefined ? {} : { lastRun: runAsJson(lastRun) };
    return writeJson(io, 'baoluu.siteStatus/1', {
      site,
      articles,
      hidden,
      revisionsToday,
      revisionsThisWeek,
      ...due,
      bytes,
      rawBytes,
      ...run,
    });
  }
  const next = nextDue === undefined ? 'no visit planned' : `next visit ${formatTime(instantOf(nextDue))}`;
  return io.out.write(
    `${site}   ${plural(articles, 'article')}   ${plural(revisionsToday, 'revision')} today, ${revisionsThisWeek} this week   ` +
      `${dueNow + waiting} due now${waitingOld === 0 ? '' : ` (and ${waitingOld} of old months)`}, ${next}   ${runInWords(lastRun)}   texts ${formatBytes(bytes)}, raw pages ${formatBytes(rawBytes)}\n`,
  );
}

/** How a site's pages were read by the crawls of a week, and which of its seeds lead nowhere. */
interface Crawls {
  readonly runs: number;
  /** Layout → pages that it read; `unread` and `suspect` beside them. */
  readonly readings: Readonly<Record<string, number>>;
  readonly deadSeeds: readonly string[];
}

/** Five minutes apart, for a week. */
const MOST_RUNS = 2016;

async function crawlsOf(catalogue: Catalogue, site: string, since: number): Promise<Crawls> {
  const runs = (await catalogue.runs(site, MOST_RUNS)).filter(({ begunAt }) => begunAt >= since);
  const readings: Record<string, number> = {};
  for (const [what, count] of runs.flatMap(({ counts }) => Object.entries(counts))) {
    const name = /^layout (?<layout>.+)$/u.exec(what)?.groups?.['layout'] ?? (what === 'unread' || what === 'suspect' ? what : undefined);
    if (name !== undefined) readings[name] = (readings[name] ?? 0) + count;
  }
  const deadSeeds = (await catalogue.seeds(site)).filter(({ deadCount }) => deadCount > 0).map(({ url }) => url);
  return { runs: runs.length, readings, deadSeeds };
}

function writeCrawls({ site }: SiteStatus, crawls: Crawls | undefined, { isJson, io }: Context): void {
  if (crawls === undefined || crawls.runs === 0) return;
  if (isJson) return writeJson(io, 'baoluu.crawlStatus/1', { site, ...crawls });
  const read = Object.entries(crawls.readings)
    .toSorted(([, a], [, b]) => b - a)
    .map(([layout, count]) => `${layout} ${count}`);
  const readings = read.length === 0 ? 'no page read' : `pages read by ${read.join(', ')}`;
  const dead = crawls.deadSeeds.map((url) => `   seed leads nowhere: ${printable(url)}`).join('');
  io.out.write(`${site}   ${plural(crawls.runs, 'crawl')} this week   ${readings}${dead}\n`);
}

function runInWords(run: Run | undefined): string {
  if (run === undefined) return 'no run yet';
  const counts = SUMMED.filter(([key]) => key in run.counts).map(([key, word]) => `${word} ${run.counts[key] ?? 0}`);
  return `last run ${formatTime(instantOf(run.begunAt))} ${run.status}${counts.length === 0 ? '' : ` (${counts.join(', ')})`}`;
}

const SUMMED = [
  ['found', 'found'],
  ['fetched', 'fetched'],
  ['unchanged', 'unchanged'],
  ['failed', 'failed'],
  ['refused', 'refused'],
  ['stillDue', 'still due'],
  ['seedsFailed', 'seeds failed'],
] as const;

function runAsJson({ begunAt, endedAt, status, counts }: Run) {
  return { begun: instantOf(begunAt), ...(endedAt === undefined ? {} : { ended: instantOf(endedAt) }), status, counts };
}

function writeHost({ host, failures, until, why }: HostTrouble & { readonly host: string }, { isJson, io }: Context): void {
  if (isJson) return writeJson(io, 'baoluu.hostStatus/1', { host, failures, until: instantOf(until), why });
  return io.out.write(
    `${printable(host)}   left alone until ${formatTime(instantOf(until))}   ${plural(failures, 'failure')} in a row   ${printable(why)}\n`,
  );
}

function writeSpent({ site, budget, until }: Spent, { isJson, io }: Context): void {
  if (isJson) return writeJson(io, 'baoluu.budgetStatus/1', { site, budget, until: instantOf(until) });
  return io.out.write(`${site}   left alone until ${formatTime(instantOf(until))}   the day's ${budget} requests are spent\n`);
}

function writeCatalogue(bytes: number, { isJson, io }: Context): void {
  if (isJson) writeJson(io, 'baoluu.catalogueStatus/1', { bytes });
  else io.out.write(`catalogue   ${formatBytes(bytes)}\n`);
}

function instantOf(at: number): string {
  return new Date(at).toISOString();
}
