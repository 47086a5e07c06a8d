/** A score as a small table that can be read aloud. */
import type { Found, Score } from './score.ts';
import type { Spread } from './spread.ts';

/** So many of what was missed are told. */
const MOST_LINES = 10;

export function formatScore({ seed, articles, days, states, deletions, returns, falseRevisions, delays, cost }: Score): string {
  const { standings } = cost;
  const rows: [string, string][] = [
    ['states captured', found(states)],
    ['  of those due', `${states.dueFound} of ${states.due}`],
    ['deletions noted', `${found(deletions)}; of those due ${deletions.dueFound} of ${deletions.due}`],
    ['returns noticed', `${found(returns)}; of those due ${returns.dueFound} of ${returns.due}`],
    ['false revisions', String(falseRevisions.length)],
    ['delay', spread(delays.all)],
    ['delay, new articles', spread(delays.published)],
    ['delay, edits', spread(delays.edited)],
    ['requests to articles', `${cost.articles}, ${percent(cost.articles, cost.hourly)} of hourly polling (${cost.hourly})`],
    [
      'requests in all',
      `${cost.requests}, ${percent(cost.requests, cost.hourly)}; seeds ${cost.seeds}, robots.txt ${cost.robots}, 304 ${cost.notModified}`,
    ],
    [
      'against robots.txt',
      `${standings.disallowed}; while it failed ${standings.closed}, unread ${standings.unasked}, changed unseen ${standings.unaware}`,
    ],
    ['before Retry-After', String(cost.tooSoon)],
    ['too close', `${cost.tooClose.length}; smallest gap ${gaps(cost.smallestGaps)}`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
  const more = [
    ...some('false', falseRevisions),
    ...some('missed', [...states.missed, ...deletions.missed]),
    ...some('close', cost.tooClose),
  ];
  return [`seed ${seed}: ${articles} articles, ${days} days`, ...lines, ...more].join('\n');
}

function found({ found: count, all }: Found): string {
  return `${count} of ${all} (${percent(count, all)})`;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;
}

function spread({ count, median, p90, p99, most }: Spread): string {
  if (median === undefined) return 'none';
  const minutes = (value: number | undefined) => (value ?? 0).toFixed(1);
  return `median ${minutes(median)} min, 90 % within ${minutes(p90)}, 99 % within ${minutes(p99)}, all within ${minutes(most)} (${count})`;
}

function gaps(smallest: Readonly<Record<string, number>>): string {
  const told = Object.entries(smallest).map(([host, seconds]) => `${host} ${seconds.toFixed(1)} s`);
  return told.length === 0 ? 'none' : told.join(', ');
}

function some(what: string, lines: readonly string[]): string[] {
  const rest = lines.length - MOST_LINES;
  return [...lines.slice(0, MOST_LINES).map((line) => `${what}: ${line}`), ...(rest > 0 ? [`${what}: ${rest} more`] : [])];
}
