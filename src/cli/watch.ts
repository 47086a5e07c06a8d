/** `baoluu watch`: crawls for ever, run after run, until it is told to stop. */
import type { Command } from 'commander';
import type { Archive } from '../archive/archive.ts';
import { EXIT, type ExitStatus } from '../article/errors.ts';
import type { Site } from '../article/site.ts';
import { contextOf, withArchive, type Context } from './context.ts';
import { addCrawlOptions, atDesk, crawlOptionsOf, sitesFor, type CrawlFlags } from './crawl.ts';
import { CrawlReport } from './crawlReport.ts';
import { crawlSites, LONGEST_RUN_MS, type CrawlDesk } from './crawlSites.ts';
import { countFor } from './format.ts';
import type { Io } from './io.ts';
import type { Finish } from './main.ts';

interface WatchFlags extends CrawlFlags {
  readonly runs?: number;
}

const HELP = `
The same as crawl, again and again: it sleeps until a seed or an article is due, and takes no time between runs from anybody.

SIGTERM or Ctrl-C: what is in flight is finished and kept, then it ends with status 0. Once more: it stops at once.
SIGHUP: the config is read again before the next run. docs/scheduling.md has a service for systemd.`;

/** Due times lie minutes apart; a clock that jumps, and articles kept by hand, are noticed within one. */
const LONGEST_SLEEP_MS = 60_000;
const SHORTEST_SLEEP_MS = 1000;

export function defineWatch(program: Command, io: Io, finish: Finish): void {
  const command = program
    .command('watch')
    .description('crawl for ever: run after run, each when something is due')
    .argument('[site...]', 'the sites’ short names')
    .option('--runs <count>', 'end after so many runs', countFor('--runs'));
  addCrawlOptions(command)
    .addHelpText('after', HELP)
    .action(async (names: string[], flags: WatchFlags, self: Command) => {
      // Being stopped is how it ends.
      finish(await run(names, flags, () => contextOf(self, io, { readsPages: true }), io), { evenIfStopped: true });
    });
}

async function run(names: readonly string[], flags: WatchFlags, load: () => Promise<Context>, io: Io): Promise<ExitStatus> {
  io.heedHangups();
  let [context, left] = [await load(), flags.runs ?? Infinity];
  while (left > 0) {
    const config = context;
    const done = await withArchive(config, { create: true }, (archive) => {
      return watch(names, { archive, context: config, flags, report: new CrawlReport(archive, config, flags.quiet ?? false) }, left);
    });
    if (io.signal.aborted) break;
    left -= done;
    context = await reloaded(config, load, names);
  }
  return EXIT.done;
}

/** The config as it is now; one that can't be used is told, and the old one stays. */
async function reloaded(before: Context, load: () => Promise<Context>, names: readonly string[]): Promise<Context> {
  if (before.io.signal.aborted || !before.io.takeHangup()) return before;
  try {
    const context = await load();
    await sitesFor(names, context.config);
    context.io.err.write('baoluu: the config was read again.\n');
    return context;
  } catch (error) {
    before.io.err.write(`baoluu: the config is not read again: ${error instanceof Error ? error.message : String(error)}\n`);
    return before;
  }
}

interface Watch {
  readonly archive: Archive;
  readonly context: Context;
  readonly flags: WatchFlags;
  readonly report: CrawlReport;
}

/** Runs until a stop or a hangup. @returns how many runs there were */
async function watch(names: readonly string[], { archive, context, flags, report }: Watch, most: number): Promise<number> {
  const { io } = context;
  const sites = await sitesFor(names, context.config);
  return await atDesk({ archive, context, flags, report }, async (desk) => {
    let runs = 0;
    while (runs < most && !io.signal.aborted && !io.hasHangup()) {
      // Each run has an allowance of its own.
      const timeLimitMs = Math.min(desk.timeLimitMs ?? Infinity, LONGEST_RUN_MS);
      const isBusy = await crawlSites(sites, await crawlOptionsOf(flags, io.now()), { ...desk, timeLimitMs }, { tellsIdle: false });
      runs += 1;
      if (runs < most) await sleep(sites, desk, isBusy ? SHORTEST_SLEEP_MS : LONGEST_SLEEP_MS);
    }
    return runs;
  });
}

/** @param leastMs longer where nothing could be asked though something was due: in quiet hours, or with the day's budget spent */
async function sleep(sites: readonly Site[], { archive, fetch, context: { io } }: CrawlDesk, leastMs: number): Promise<void> {
  const { nextDue } = await import('../crawl/nextDue.ts');
  const catalogue = await archive.catalogue();
  const { clock } = fetch;
  const now = clock.now().getTime();
  const due = await Promise.all(sites.map((site) => nextDue(site, catalogue, now)));
  const waitMs = Math.min(LONGEST_SLEEP_MS, Math.max(leastMs, Math.min(...due) - now));
  const until = clock.steady() + waitMs;
  // In short naps, so that a hangup is noticed.
  while (clock.steady() < until && !io.signal.aborted && !io.hasHangup())
    await clock.sleepUntil(Math.min(until, clock.steady() + SHORTEST_SLEEP_MS), io.signal);
}
