/** The visits of a run: what to ask for next, out of the found addresses and the articles that are due. */
import type { Condition, DueArticle, FoundAddress } from '../archive/catalogueContract.ts';
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

/** The next visits: new articles, then those that are due, then old months. */
export async function nextVisits(crawl: CrawlRun): Promise<Planned[]> {
  const { catalogue, site, run, options } = crawl;
  const claim = { owner: String(run.id), now: nowOf(crawl), leaseMs: LEASE_MS };
  const untried = { untriedSince: run.begunAt };
  const most = Math.min(BATCH, options.allowance.left);
  if (most <= 0) return [];
  const found = await catalogue.claimFound(site.name, { ...claim, limit: most, leastPriority: 0, ...untried });
  const room = most - found.length;
  // As of the run's beginning, so that what was visited in it does not come round again.
  const due = room > 0 ? await catalogue.claimDue(site.name, { ...claim, now: run.begunAt, limit: room }) : [];
  const left = room - due.length;
  const old =
    left > 0 && leastPriority(options) < 0
      ? await catalogue.claimFound(site.name, { ...claim, limit: left, leastPriority: leastPriority(options), ...untried })
      : [];
  options.allowance.left -= found.length + due.length + old.length;
  return [
    ...found.map((each) => visitTo(each, crawl)),
    ...(await Promise.all(due.map((each) => revisitOf(each, crawl)))),
    ...old.map((each) => visitTo(each, crawl)),
  ];
}

function visitTo(found: FoundAddress, crawl: CrawlRun): Planned {
  const visit = visitOf(new URL(found.url), { ...crawl, ...crawl.options });
  return { visit: found.priority < 0 ? { ...visit, delayMs: visit.delayMs * BACKFILL_PACE } : visit, found };
}

async function revisitOf(due: DueArticle, crawl: CrawlRun): Promise<Planned> {
  const visit = visitOf(new URL(due.url), { ...crawl, ...crawl.options });
  const condition = sendable(due.condition, visit.url, nowOf(crawl));
  if (condition === undefined || !(await isKept(due, condition, crawl))) return { visit, due };
  return { visit: { ...visit, have: tagsOf(condition) }, due, condition };
}
