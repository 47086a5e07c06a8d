/** The visits of a run: what to ask for next, out of the found addresses and the articles that are due. */
import type { Claim, Condition, DueArticle, FoundAddress } from '../archive/catalogueContract.ts';
import { DamageError } from '../archive/errors.ts';
import { formatRef } from '../article/identity.ts';
import type { Visit } from '../article/page.ts';
import { visitOf } from './visitOf.ts';
import { nowOf, type CrawlRun } from './crawlMeans.ts';
import { isKept, sendable, tagsOf } from './notModified.ts';
import { BACKFILL_PACE } from './oldMonths.ts';
import { leastPriority } from './urgency.ts';

/** One intended visit to an article, and why it is made. */
export interface Planned {
  readonly visit: Visit;
  readonly found?: FoundAddress;
  readonly due?: DueArticle;
  /** What the server is asked to say "not modified" to. */
  readonly condition?: Condition;
}

/** Few enough that the seeds get their turn between two batches, and that a stop gives little back. */
const BATCH = 40;

/** Longer than any run; what a killed one had claimed is free when the next one begins. */
const LEASE_MS = 24 * 60 * 60 * 1000;

/** After this time an article whose address nobody knows, mostly since it is damaged, is looked at again. */
const ADDRESSLESS_MS = 24 * 60 * 60 * 1000;

/** The next visits: new articles, then those that are due, then old months. */
export async function nextVisits(crawl: CrawlRun): Promise<Planned[]> {
  const { catalogue, site, run, options } = crawl;
  // As of the run's beginning, so that what was visited in it does not come round again, and the books know all that does.
  const claim = { owner: String(run.id), now: run.begunAt, leaseMs: LEASE_MS };
  const untried = { untriedSince: run.begunAt };
  const most = Math.min(BATCH, options.allowance.left);
  if (most <= 0) return [];
  const found = await catalogue.claimFound(site.name, { ...claim, limit: most, leastPriority: 0, ...untried });
  const room = most - found.length;
  const due = room > 0 ? await dueVisits({ ...claim, limit: room }, crawl) : [];
  const left = room - due.length;
  const old =
    left > 0 && leastPriority(options) < 0
      ? await catalogue.claimFound(site.name, { ...claim, limit: left, leastPriority: leastPriority(options), ...untried })
      : [];
  options.allowance.left -= found.length + due.length + old.length;
  return [...found.map((each) => visitTo(each, crawl)), ...due, ...old.map((each) => visitTo(each, crawl))];
}

function visitTo(found: FoundAddress, crawl: CrawlRun): Planned {
  const visit = visitOf(new URL(found.url), { ...crawl, ...crawl.options });
  return { visit: found.priority < 0 ? { ...visit, delayMs: visit.delayMs * BACKFILL_PACE } : visit, found };
}

/** Those of a known address; of the others is told, and they take nobody's place. */
async function dueVisits(claim: Claim, crawl: CrawlRun): Promise<Planned[]> {
  const visits: Planned[] = [];
  for (;;) {
    const limit = claim.limit - visits.length;
    const due = await crawl.catalogue.claimDue(crawl.site.name, { ...claim, limit });
    visits.push(...(await Promise.all(due.map((each) => revisitOf(each, crawl)))).flat());
    if (due.length < limit || visits.length === claim.limit) return visits;
  }
}

async function revisitOf(due: DueArticle, crawl: CrawlRun): Promise<Planned[]> {
  const address = URL.canParse(due.url) ? due.url : await addressKept(due, crawl);
  if (address === undefined) return [];
  const visit = visitOf(new URL(address), { ...crawl, ...crawl.options });
  const condition = sendable(due.condition, visit.url, nowOf(crawl));
  if (condition === undefined || !(await isKept(due, condition, crawl))) return [{ visit, due }];
  return [{ visit: { ...visit, have: tagsOf(condition) }, due, condition }];
}

/** The address of an article that was damaged when it was catalogued: it may have been restored since. Where there is none, that is told. */
async function addressKept(due: DueArticle, crawl: CrawlRun): Promise<string | undefined> {
  try {
    const record = await crawl.archive.article(due);
    const url = record?.urls.at(-1)?.url ?? record?.captures.at(-1)?.url ?? '';
    if (URL.canParse(url)) return url;
    await passOver(due, record === undefined ? 'nothing is kept of it any more' : 'it has no address', crawl);
    if (record === undefined) await crawl.catalogue.forget(due);
  } catch (error) {
    if (!(error instanceof DamageError)) throw error;
    await passOver(due, 'its article is damaged in the archive', crawl);
    await crawl.tell({ kind: 'damage', article: formatRef(due), damage: error });
  }
  return undefined;
}

/** Whatever the clock does: it does not come round in this run again. */
async function passOver(due: DueArticle, why: string, crawl: CrawlRun): Promise<void> {
  await crawl.catalogue.plan(due, Math.max(nowOf(crawl), crawl.run.begunAt) + ADDRESSLESS_MS);
  crawl.tally.count('failed', why);
}
