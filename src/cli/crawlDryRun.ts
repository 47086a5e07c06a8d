/** `baoluu crawl --dry-run`: what a run would fetch now, and why. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { FORMAT_FILE } from '../archive/folders.ts';
import { EXIT, type ExitStatus } from '../article/errors.ts';
import { formatRef } from '../article/identity.ts';
import { printable } from '../article/printable.ts';
import type { Site } from '../article/site.ts';
import type { CrawlOptions } from '../crawl/crawlMeans.ts';
import type { Foreseen } from '../crawl/foresee.ts';
import type { FetchOptions } from '../crawl/fetch.ts';
import type { Catalogue } from '../archive/catalogueContract.ts';
import { withCatalogue } from './catalogue.ts';
import { withArchive, writeJson, type Context } from './context.ts';
import { fetchOptionsOf, type FetchFlags } from './fetchOptions.ts';
import { formatTime } from './format.ts';
import { withOwnCatalogue } from './manners.ts';

export async function dryRun(sites: readonly Site[], options: CrawlOptions, flags: FetchFlags, context: Context): Promise<ExitStatus> {
  const fetch = await fetchOptionsOf(flags, context, context.io);
  let isAnswered = true;
  const tell = async (catalogue: Catalogue): Promise<void> => {
    isAnswered = await tellAll(sites, options, { catalogue, fetch, context });
  };
  // Before the first crawl there is no archive yet, and a dry run makes none.
  if (!existsSync(join(context.storage, FORMAT_FILE))) await withOwnCatalogue(tell);
  else await withArchive(context, { create: false }, (archive) => withCatalogue(archive, context, tell));
  if (context.io.signal.aborted) return EXIT.interrupted;
  return isAnswered ? EXIT.done : EXIT.failed;
}

/** @returns false where there was nothing to tell because no seed gave a list */
async function tellAll(
  sites: readonly Site[],
  options: CrawlOptions,
  { catalogue, fetch, context }: { readonly catalogue: Catalogue; readonly fetch: FetchOptions; readonly context: Context },
): Promise<boolean> {
  const [{ foreseeKnown, foreseeMonths, foreseeNew }, { Manners }] = await Promise.all([
    import('../crawl/foresee.ts'),
    import('../crawl/manners.ts'),
  ]);
  const means = { catalogue, sites: context.config.sites, options };
  const { delayMs } = options;
  const pace = { sites: means.sites, fetch, ...(delayMs === undefined ? {} : { delayMs }) };
  const manners = new Manners({ hosts: catalogue, pace, clock: fetch.clock, random: Math.random, obeysRobots: true, isHasty: true });
  const polite = { ...means, fetch: { ...fetch, manners } };
  let [lines, seeds, troubled] = [0, 0, 0];
  // What is known of all sites first: where that reaches the limit, no seed is asked.
  for (const look of [foreseeKnown, foreseeNew, foreseeMonths])
    for (const site of sites)
      for await (const foreseen of look(site, polite)) {
        if (foreseen.why !== 'seed') lines += 1;
        else seeds += 1;
        if (foreseen.why === 'seed' && foreseen.isFailed) troubled += 1;
        write(site, foreseen, context);
      }
  const isUnanswered = lines === 0 && seeds > 0 && troubled === seeds;
  if (lines === 0 && !context.isJson)
    context.io.err.write(
      isUnanswered ? 'No seed gave a list: whether anything is new is not known.\n' : 'Nothing is due, and no seed names anything new.\n',
    );
  return !isUnanswered;
}

function write({ name }: Site, foreseen: Foreseen, { io, isJson }: Context): void {
  if (isJson) return writeJson(io, 'baoluu.foreseen/1', { site: name, ...asJson(foreseen) });
  if (foreseen.why !== 'seed') return io.out.write(`${lineOf(name, foreseen)}\n`);
  io.err.write(`${name}: ${foreseen.isAsked ? 'asked' : 'left alone'} ${printable(foreseen.url)}\n`);
  for (const trouble of foreseen.trouble) io.err.write(`baoluu: ${printable(foreseen.url)}: ${printable(trouble)}\n`);
}

function lineOf(name: string, foreseen: Exclude<Foreseen, { readonly why: 'seed' }>): string {
  if (foreseen.why === 'month') return `month   ${name}   ${printable(foreseen.url)}   not read to its end yet`;
  if (foreseen.why === 'new')
    return `new     ${foreseen.ref.site}/${foreseen.ref.id}   ${printable(foreseen.url)}   named by ${printable(foreseen.seed)}`;
  if (foreseen.why === 'due')
    return `due     ${formatRef(foreseen.due)}   ${printable(foreseen.due.url) || NO_ADDRESS}   since ${time(foreseen.due.dueAt)}`;
  const { ref, url, seed, foundAt, tries, why } = foreseen.found;
  const tried = tries === 0 ? '' : `, tried ${tries} times: ${printable(why ?? '')}`;
  return `found   ${formatRef(ref)}   ${printable(url)}   named by ${printable(seed)} at ${time(foundAt)}${tried}`;
}

const NO_ADDRESS = 'damaged, its address is not known: see "baoluu verify"';

function asJson(foreseen: Foreseen): object {
  if (foreseen.why === 'found') return { reason: 'found', article: formatRef(foreseen.found.ref), ...foreseen.found };
  if (foreseen.why === 'due')
    return { reason: 'due', article: formatRef(foreseen.due), url: foreseen.due.url, dueAt: new Date(foreseen.due.dueAt).toISOString() };
  const { why: reason, ...rest } = foreseen;
  return { reason, ...('ref' in rest ? { article: formatRef(rest.ref) } : {}), ...rest };
}

function time(at: number): string {
  return formatTime(new Date(at).toISOString());
}
