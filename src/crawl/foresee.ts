/** What a run would ask for now, and why; nothing is kept of what the seeds say, and no article is asked for. */
import type { Catalogue, DueArticle, FoundAddress } from '../archive/catalogueContract.ts';
import type { ArticleRef } from '../article/identity.ts';
import type { Site } from '../article/site.ts';
import { monthAt, monthsOf, openMonths } from './months.ts';
import { seedsDue, type SeedVisit } from './seedsDue.ts';
import { visitOf } from './visitOf.ts';
import type { CrawlOptions } from './crawlMeans.ts';
import type { FetchFailure, Fetched, FetchOptions } from './fetch.ts';
import type { Found } from './glean.ts';
import { leastPriority } from './urgency.ts';

export type Foreseen =
  | { readonly why: 'found'; readonly found: FoundAddress }
  | { readonly why: 'due'; readonly due: DueArticle }
  | { readonly why: 'new'; readonly url: string; readonly ref: ArticleRef; readonly seed: string; readonly title?: string }
  /** A month of a site's sitemaps that a back-fill has still to read. */
  | { readonly why: 'month'; readonly url: string }
  /** A seed that a run would ask; what it names follows it, unless there was a limit that others have reached. */
  | {
      readonly why: 'seed';
      readonly url: string;
      readonly trouble: readonly string[];
      readonly isAsked: boolean;
      readonly isFailed: boolean;
    };

export interface ForeseeMeans {
  readonly catalogue: Catalogue;
  readonly sites: readonly Site[];
  readonly fetch: FetchOptions;
  readonly options: CrawlOptions;
}

/** The addresses that wait and the articles that are due; as many as the allowance has room for. */
export async function* foreseeKnown(site: Site, means: ForeseeMeans): AsyncGenerator<Foreseen> {
  for (const each of await known(site, means)) {
    if (means.options.allowance.left-- <= 0) return;
    yield each;
  }
}

/** The old months that a back-fill has still to read, the latest first; nothing is asked. */
export async function* foreseeMonths(site: Site, { catalogue, options, fetch }: ForeseeMeans): AsyncGenerator<Foreseen> {
  const { backfill, allowance } = options;
  if (backfill === undefined) return;
  const now = fetch.clock.now().getTime();
  const states = new Map((await catalogue.seeds(site.name)).map((state) => [state.url, state]));
  for (const seed of site.seeds.filter(({ kind }) => kind === 'monthlySitemap'))
    for (const url of openMonths(seed, monthsOf(seed, backfill, monthAt(site.utcOffset, now)), { states, named: [], now }))
      if (allowance.left-- > 0) yield { why: 'month', url };
}

/** What the seeds that are due name and nobody knows: they are asked, politely, while the allowance has room. */
export async function* foreseeNew(site: Site, means: ForeseeMeans): AsyncGenerator<Foreseen> {
  if (means.options.allowance.left <= 0) return;
  const seen = new Set<string>();
  for (const seed of await seedsDue({ ...means, site })) {
    if (means.options.allowance.left <= 0) return;
    yield* named(seed, site, means, seen);
  }
}

/** No list for a person is longer. */
const MOST = 100_000;

async function known(site: Site, { catalogue, options, fetch }: ForeseeMeans): Promise<Foreseen[]> {
  const [now, limit] = [fetch.clock.now().getTime(), Math.max(0, Math.min(MOST, options.allowance.left))];
  const least = leastPriority(options);
  const found = await catalogue.peekFound(site.name, now, limit, { leastPriority: least });
  const due = await catalogue.peekDue(site.name, now, limit);
  return [...found.map((each) => ({ why: 'found' as const, found: each })), ...due.map((each) => ({ why: 'due' as const, due: each }))];
}

async function* named(seed: SeedVisit, site: Site, means: ForeseeMeans, seen: Set<string>): AsyncGenerator<Foreseen> {
  const { found, trouble, isAsked, isFailed } = await asked(seed, site, means);
  yield { why: 'seed', url: seed.url, trouble, isAsked, isFailed };
  for (const { url, article, title } of found) {
    if (seen.has(article.id) || (await means.catalogue.entry(article)) !== undefined || (await means.catalogue.found(url)) !== undefined)
      continue;
    if (means.options.allowance.left-- <= 0) return;
    seen.add(article.id);
    yield { why: 'new', url, ref: article, seed: seed.url, ...(title === undefined ? {} : { title }) };
  }
}

interface Named {
  readonly found: readonly Found[];
  readonly trouble: readonly string[];
  /** False where robots.txt forbids it, or its host is to be left alone for now. */
  readonly isAsked: boolean;
  /** It gave no list. */
  readonly isFailed: boolean;
}

async function asked({ seed, url }: SeedVisit, site: Site, means: ForeseeMeans): Promise<Named> {
  // Loaded only now: where the limit is reached before, nothing is parsed.
  const [{ fetchPages }, reader] = await Promise.all([import('./fetch.ts'), import('./discover.ts')]);
  let result: Named = { found: [], trouble: [], isAsked: false, isFailed: true };
  await fetchPages([visitOf(new URL(url), { ...means, ...means.options })], means.fetch, async (_visit, fetched) => {
    result = await read(fetched, seed, site, { ...means, reader });
  });
  return result;
}

type Reader = Pick<typeof import('./discover.ts'), 'discover' | 'seedPageOf'>;

async function read(
  fetched: Fetched,
  seed: SeedVisit['seed'],
  site: Site,
  { sites, fetch, options, reader }: ForeseeMeans & { readonly reader: Reader },
): Promise<Named> {
  if ('failure' in fetched) return unanswered(fetched.failure);
  const { page } = fetched;
  if (page.status !== 200) return { found: [], trouble: [`it answered ${page.status}`], isAsked: true, isFailed: true };
  const { found, trouble } = await reader.discover(seed, reader.seedPageOf(page), { site, sites, now: fetch.clock.now() });
  const since = options.since ?? '';
  return {
    found: found.filter(({ lastModified, publishedAt }) => (lastModified ?? publishedAt ?? since) >= since),
    trouble,
    isAsked: true,
    isFailed: false,
  };
}

function unanswered({ kind, message }: FetchFailure): Named {
  return { found: [], trouble: [message], isAsked: kind !== 'later' && kind !== 'robots', isFailed: true };
}
