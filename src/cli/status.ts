/** `baoluu status`: what is kept of each site, what is due, and which hosts want to be left alone. */
import type { Command } from 'commander';
import type { Archive } from '../archive/archive.ts';
import type { HostTrouble, Run, SiteStatus } from '../archive/catalogueContract.ts';
import { catalogueBytes, warcBytes } from '../archive/diskUse.ts';
import { printable } from '../article/printable.ts';
import { withCatalogue } from './catalogue.ts';
import { contextOf, withArchive, writeJson, type Context } from './context.ts';
import { formatBytes, formatTime, plural } from './format.ts';
import type { Io } from './io.ts';

const HELP = `
Of each site: its articles; the revisions that were first seen in the last 24 hours and in the last 7 days; how many articles
are due for a visit and when the next one is; its last run; what its texts and raw pages take up. Then the hosts that are
left alone for a while because they failed or refused us, and the size of the catalogue.`;

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
  const ago = (days: number): string => new Date(now - days * DAY_MS).toISOString();
  const { sites, hosts } = await withCatalogue(archive, context, async (catalogue) => ({
    sites: await catalogue.siteStatus(now, { day: ago(1), week: ago(7) }),
    hosts: await catalogue.troubles(now),
  }));
  if (sites.length === 0) context.io.err.write(`No article in ${archive.storage}.\n`);
  for (const site of sites) writeSite(site, await warcBytes(archive.storage, site.site), context);
  for (const host of hosts) writeHost(host, context);
  writeCatalogue(await catalogueBytes(archive.storage), context);
}

function writeSite(status: SiteStatus, rawBytes: number, { isJson, io }: Context): void {
  const { site, articles, hidden, revisionsToday, revisionsThisWeek, dueNow, nextDue, unplanned, bytes, lastRun } = status;
  if (isJson) {
    const due = { dueNow, unplanned, ...(nextDue === undefined ? {} : { nextDue: instantOf(nextDue) }) };
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
      `${dueNow} due now, ${next}   ${runInWords(lastRun)}   texts ${formatBytes(bytes)}, raw pages ${formatBytes(rawBytes)}\n`,
  );
}

function runInWords(run: Run | undefined): string {
  if (run === undefined) return 'no run yet';
  const counts = Object.entries(run.counts).map(([what, count]) => `${what} ${count}`);
  return `last run ${formatTime(instantOf(run.begunAt))} ${run.status}${counts.length === 0 ? '' : ` (${counts.join(', ')})`}`;
}

function runAsJson({ begunAt, endedAt, status, counts }: Run) {
  return { begun: instantOf(begunAt), ...(endedAt === undefined ? {} : { ended: instantOf(endedAt) }), status, counts };
}

function writeHost({ host, failures, until, why }: HostTrouble & { readonly host: string }, { isJson, io }: Context): void {
  if (isJson) return writeJson(io, 'baoluu.hostStatus/1', { host, failures, until: instantOf(until), why });
  return io.out.write(
    `${printable(host)}   left alone until ${formatTime(instantOf(until))}   ${plural(failures, 'failure')} in a row   ${printable(why)}\n`,
  );
}

function writeCatalogue(bytes: number, { isJson, io }: Context): void {
  if (isJson) writeJson(io, 'baoluu.catalogueStatus/1', { bytes });
  else io.out.write(`catalogue   ${formatBytes(bytes)}\n`);
}

function instantOf(at: number): string {
  return new Date(at).toISOString();
}
