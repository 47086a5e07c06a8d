/** Making the visits of a run: fetch, keep, and plan the next one; each is settled before the next request to its host. */
import type { Condition, DueArticle, Fate, FoundAddress, Region } from '../archive/catalogueContract.ts';
import { formatRef, type ArticleRef } from '../article/identity.ts';
import type { Page } from '../article/page.ts';
import type { Archived } from './archiveUrls.ts';
import { fetchPictures } from './archiveUrls.ts';
import { waitMs } from './backoff.ts';
import { nowOf, type CrawlRun } from './crawlMeans.ts';
import type { FailureKind } from './failure.ts';
import type { FetchFailure, Fetched } from './fetch.ts';
import { absencesOf, nextVisit } from './nextVisit.ts';
import { conditionOf, knownRegion, sightingOfSame } from './notModified.ts';
import { picturesDue, type PictureDue } from './pictures.ts';
import { recordKnown, recordPage, type Kept } from './recordPage.ts';
import type { Became } from './tally.ts';
import type { Planned } from './visits.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** An address at which nothing ever answers is given up after so many tries, over some hours; a seed may name it again. */
const MOST_TRIES = 6;

/** Days after which an address that may not be asked for is given up; a seed may name it again. */
const MOST_REFUSALS = 60;

/** An article that could not be reached: the host's back-off is longer where the host is the reason. */
const UNREACHED_MS = 30 * 60 * 1000;

/** The visits of a batch as they are settled. */
interface Batch {
  readonly pictures: PictureDue[];
  /** Articles that were due and are in the books already: another address of theirs was visited before their own. */
  readonly counted: Set<string>;
}

export async function makeVisits(planned: readonly Planned[], crawl: CrawlRun): Promise<void> {
  const { fetchPages } = await import('./fetch.ts');
  const batch: Batch = { pictures: [], counted: new Set() };
  await fetchPages(
    planned.map(({ visit }) => visit),
    crawl.fetch,
    async (_visit, fetched, index) => {
      const each = planned[index];
      if (each !== undefined) await settle(each, fetched, batch, crawl);
    },
  );
  await fetchPictures(batch.pictures, {
    ...crawl,
    ...crawl.options,
    tellPicture: (picture) => void crawl.tell({ kind: 'picture', picture }),
  });
}

async function settle(planned: Planned, fetched: Fetched, { pictures, counted }: Batch, crawl: CrawlRun): Promise<void> {
  // An article that is in the books already is none of this visit's.
  const own = planned.due !== undefined && counted.has(formatRef(planned.due)) ? 0 : 1;
  if ('failure' in fetched && fetched.failure.kind === 'later') return await leave(fetched.failure, crawl);
  if ('failure' in fetched) return await failed(planned, fetched.failure, own, crawl);
  const { page } = fetched;
  const { kept, condition } = await keep(planned, page, crawl);
  if ('damage' in kept) return await damaged(planned, kept, own, crawl);
  const { recorded, capture, ref } = kept;
  pictures.push(...picturesDue(ref, capture, recorded, crawl.sites));
  const captures = recorded.record.captures;
  const isUnchanged = !recorded.isNewRevision && (captures.at(-1)?.visits ?? 1) > 1;
  const isOther = await plan(planned, ref, nextVisit(captures, circumstances(planned, crawl)), condition, crawl);
  if (planned.found !== undefined) await settleFound(planned.found, { state: 'fetched' }, crawl);
  // The article was due as well, at another address: one page has done for both.
  if (isOther) counted.add(formatRef(ref));
  count(kept, isUnchanged, own + (isOther ? 1 : 0), crawl);
  await tell(planned, kept, { isUnchanged, absences: absencesOf(captures) }, crawl);
}

/** The host is to be left alone for now: the address is as due as before, and so is everything else there. */
async function leave({ url }: FetchFailure, { catalogue, site, run, options }: CrawlRun): Promise<void> {
  options.allowance.left += 1;
  await catalogue.passOver(site.name, new URL(url).hostname, run);
}

/** Never before the run, whatever the clock does: what was tried in a run does not come round in it again. */
async function settleFound({ url }: FoundAddress, fate: Fate, crawl: CrawlRun): Promise<void> {
  await crawl.catalogue.settle(url, fate, Math.max(nowOf(crawl), crawl.run.begunAt));
}

/** What was kept of a page, and what is to be asked by when it is visited again. */
interface KeptForNext {
  readonly kept: Kept;
  readonly condition?: Condition | undefined;
}

async function keep(planned: Planned, page: Page, crawl: CrawlRun): Promise<KeptForNext> {
  if (page.redirects.length > 0 || page.truncated !== undefined) return { kept: await recordPage(page, crawl.archive, crawl.keep) };
  if (page.status === 304) return await keepNotModified(planned, page, crawl);
  return await keepWhole(planned, page, crawl);
}

async function keepNotModified({ due, condition }: Planned, page: Page, crawl: CrawlRun): Promise<KeptForNext> {
  if (due === undefined || condition === undefined) return { kept: await recordPage(page, crawl.archive, crawl.keep) };
  const kept = await keepSame(page, due, condition, crawl);
  // Where the archive has lost what the server speaks of, the page is to be had in full again.
  return 'capture' in kept && kept.capture.outcome === 'read' ? { kept, condition } : { kept };
}

async function keepWhole({ due }: Planned, page: Page, crawl: CrawlRun): Promise<KeptForNext> {
  const known = knownRegion(page, due?.condition);
  const look = await crawl.lookAgain(page, known);
  const isSame = 'isSame' in look;
  const kept =
    isSame && due?.condition !== undefined
      ? await keepSame(page, due, due.condition, crawl)
      : await recordPage(page, crawl.archive, isSame ? crawl.keep : { ...crawl.keep, look: async () => look });
  if (!('capture' in kept)) return { kept };
  return { kept, condition: conditionOf(page, kept.capture, isSame ? known : readNow(look.region, page)) };
}

function readNow(region: Region | undefined, { at: readAt }: Page): Region | undefined {
  return region === undefined ? undefined : { ...region, readAt };
}

async function keepSame(page: Page, due: DueArticle, condition: Condition, crawl: CrawlRun): Promise<Kept> {
  return await recordKnown(page, () => sightingOfSame(page, due, condition, crawl), crawl.archive, crawl.keep);
}

/** @param addresses for how many of the books this page has done */
function count(
  { capture, recorded }: Extract<Kept, { recorded: unknown }>,
  isUnchanged: boolean,
  addresses: number,
  { tally }: CrawlRun,
): void {
  const { outcome, reader } = capture;
  const wasRead = recorded.record.snapshots.length > 0;
  const isNews = outcome === 'read' || ((outcome === 'absent' || outcome === 'redirected') && wasRead);
  const became = isUnchanged && isNews ? 'unchanged' : isNews ? 'fetched' : 'failed';
  tally.count(became, isNews ? undefined : (capture.why ?? outcome), addresses);
  if (recorded.isNewRevision) tally.note(recorded.revision?.number === 1 ? 'new' : 'revisions');
  if (outcome === 'absent' && wasRead && !isUnchanged) tally.note('gone');
  if (outcome === 'read' && reader !== undefined) tally.note(`layout ${reader.layout}`);
  if (outcome === 'unread' || outcome === 'suspect') tally.note(outcome);
}

async function failed(planned: Planned, failure: FetchFailure, addresses: number, crawl: CrawlRun): Promise<void> {
  const now = nowOf(crawl);
  const became: Became = failure.kind === 'robots' || failure.kind === 'refused-address' ? 'refused' : 'failed';
  if (planned.found !== undefined) await settleFound(planned.found, fateOf(planned.found.tries + 1, failure, became, crawl), crawl);
  if (planned.due !== undefined) {
    const dueAt = now + (became === 'refused' ? DAY_MS : UNREACHED_MS);
    await plan(planned, planned.due, dueAt, planned.due.condition, crawl);
  }
  crawl.tally.count(became, REASONS[failure.kind] ?? 'no answer', addresses);
  if (became === 'refused') crawl.options.allowance.left += 1; // Nobody was asked for it.
  await tell(planned, { failure }, { isUnchanged: false, absences: 0 }, crawl);
}

/** In a clause, without the address: what a run's line counts by. */
const REASONS: Readonly<Partial<Record<FailureKind, string>>> = {
  robots: 'robots.txt forbids it',
  'refused-address': 'a private address',
  dns: 'the host does not resolve',
  tls: 'no secure connection',
  timeout: 'no answer in time',
  'redirect-loop': 'endless redirects',
  'bad-redirect': 'a redirect to nowhere',
};

function fateOf(tries: number, { message: why }: FetchFailure, became: Became, crawl: CrawlRun): Fate {
  // What robots.txt forbids today it may allow tomorrow, and no list may name the article then; asking ourselves costs nobody anything.
  if (became === 'refused')
    return tries >= MOST_REFUSALS ? { state: 'refused', why } : { state: 'pending', notBefore: nowOf(crawl) + DAY_MS, why };
  if (tries >= MOST_TRIES) return { state: 'failed', why };
  return { state: 'pending', notBefore: nowOf(crawl) + waitMs(tries, crawl.random()) * 10, why };
}

async function damaged(planned: Planned, kept: Extract<Kept, { damage: unknown }>, addresses: number, crawl: CrawlRun): Promise<void> {
  const { message: why } = kept.damage;
  if (planned.found !== undefined) await settleFound(planned.found, { state: 'failed', why }, crawl);
  if (planned.due !== undefined) await plan(planned, planned.due, nowOf(crawl) + DAY_MS, undefined, crawl);
  crawl.tally.count('failed', 'its article is damaged in the archive', addresses);
  await tell(planned, kept, { isUnchanged: false, absences: 0 }, crawl);
}

/**
 * Plans the next visit to what was recorded; an article whose address has led to another one is looked at again, too. Another
 * site's articles keep their own rhythm.
 * @returns whether the article was due in this run and this was not the visit that it was due for
 */
async function plan(
  { due }: Planned,
  ref: ArticleRef,
  dueAt: number,
  condition: Condition | undefined,
  { catalogue, run, site }: CrawlRun,
): Promise<boolean> {
  // Whatever the clock does: what was visited in a run is not due in it again.
  const next = Math.max(dueAt, run.begunAt + 1);
  const isOwn = due !== undefined && due.id === ref.id && due.site === ref.site;
  const before = ref.site === site.name ? await catalogue.plan(ref, next, condition) : undefined;
  if (due !== undefined && !isOwn) await catalogue.plan(due, Math.max(next, run.begunAt + DAY_MS));
  return !isOwn && before !== undefined && before <= run.begunAt;
}

function circumstances({ due }: Planned, crawl: CrawlRun) {
  return { schedule: crawl.site.schedule, now: nowOf(crawl), onFrontAt: due?.onFrontAt, random: crawl.random() };
}

type Told = Archived extends infer Each ? (Each extends unknown ? Omit<Each, 'url'> : never) : never;

async function tell(
  { visit }: Planned,
  told: Told,
  more: { readonly isUnchanged: boolean; readonly absences: number },
  crawl: CrawlRun,
): Promise<void> {
  await crawl.tell({ kind: 'article', archived: { url: visit.url, ...told } as Archived, ...more });
}
