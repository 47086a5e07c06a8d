/** What a crawl cost the newsrooms, and how polite it was, by the origin's own log. */
import type { RobotsStanding } from '../../src/demo/month/robots.ts';
import { instantOf } from '../../src/demo/month/calendar.ts';
import type { MonthRequest } from '../../src/demo/month/newsroom.ts';
import type { Performance } from './score.ts';

export interface Cost {
  readonly requests: number;
  readonly articles: number;
  readonly seeds: number;
  readonly robots: number;
  /** Answered with 304: the page was not sent again. */
  readonly notModified: number;
  /** What polling every article once an hour from its publishing on would have asked. */
  readonly hourly: number;
  readonly standings: Readonly<Record<RobotsStanding, number>>;
  /** Requests before the time that `Retry-After` had named. */
  readonly tooSoon: number;
  /** By host, the shortest time between two requests, in seconds of the script. */
  readonly smallestGaps: Readonly<Record<string, number>>;
  /** Requests that came sooner after the one before than the site's delay or its `Crawl-delay`, a line each. */
  readonly tooClose: readonly string[];
}

const HOUR_MS = 3_600_000;

export function costOf({ script, requests, delaySeconds }: Performance, until: number): Cost {
  const count = (isCounted: (request: MonthRequest) => boolean) => requests.filter(isCounted).length;
  const hours = script.articles.map(({ publishedMinute }) => Math.max(0, Math.floor((until - instantOf(publishedMinute)) / HOUR_MS)));
  const pairs = pairsOf(requests);
  return {
    requests: requests.length,
    articles: count(({ kind }) => kind === 'article'),
    seeds: count(({ kind }) => kind === 'seed'),
    robots: count(({ kind }) => kind === 'robots'),
    notModified: count(({ status }) => status === 304),
    hourly: hours.reduce((sum, each) => sum + each, 0),
    standings: standingsOf(requests),
    tooSoon: count(({ isTooSoon }) => isTooSoon),
    smallestGaps: smallestGaps(pairs),
    tooClose: pairs.filter(({ request, gap }) => gap < Math.max(delaySeconds, request.crawlDelaySeconds ?? 0)).map(told),
  };
}

/** Two requests in a row to one host. */
interface Pair {
  readonly request: MonthRequest;
  /** Seconds since the one before. */
  readonly gap: number;
}

function pairsOf(requests: readonly MonthRequest[]): Pair[] {
  const latest = new Map<string, number>();
  return requests.flatMap((request) => {
    const before = latest.get(request.host);
    latest.set(request.host, request.at);
    return before === undefined ? [] : [{ request, gap: (request.at - before) / 1000 }];
  });
}

function smallestGaps(pairs: readonly Pair[]): Record<string, number> {
  const gaps: Record<string, number> = {};
  for (const { request, gap } of pairs) gaps[request.host] = Math.min(gaps[request.host] ?? Number.POSITIVE_INFINITY, gap);
  return gaps;
}

function standingsOf(requests: readonly MonthRequest[]): Record<RobotsStanding, number> {
  const counts: Record<RobotsStanding, number> = { allowed: 0, unaware: 0, disallowed: 0, closed: 0, unasked: 0 };
  for (const { robots } of requests) counts[robots]++;
  return counts;
}

function told({ request, gap }: Pair): string {
  return `${new Date(request.at).toISOString()} ${request.host}${request.path} ${gap.toFixed(3)} s after the one before`;
}
