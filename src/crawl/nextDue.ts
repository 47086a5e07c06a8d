/** When a site has something to ask for again. */
import type { Catalogue, Instant } from '../archive/catalogueContract.ts';
import type { Site } from '../article/site.ts';
import { monthsAsked } from './months.ts';

/** The first time at which a seed, a found address or a known article is due; one that is never asked yet is due now. */
export async function nextDue(site: Site, catalogue: Catalogue, now: Instant): Promise<Instant> {
  const { utcOffset } = site;
  const urls = site.seeds.flatMap((seed) => (seed.kind === 'monthlySitemap' ? monthsAsked(seed, { utcOffset, now }) : [seed.url]));
  const polls = await Promise.all(urls.map(async (url) => (await catalogue.seed(url))?.nextPoll ?? now));
  const visit = await catalogue.nextDue(site.name, { leastPriority: 0 });
  return Math.min(...polls, visit ?? Infinity);
}
