/** Troubles: what goes wrong with the outlets' sites during the month, and what their robots.txt says. */
import { DAY_MINUTES } from './calendar.ts';
import type { MonthOutlet } from './script.ts';

/** A stretch of the script, in minutes; the first is in it, the last no more. */
interface Stretch {
  readonly outlet: MonthOutlet;
  readonly from: number;
  readonly until: number;
}

export type Trouble = Stretch &
  (
    | { readonly what: 'robots'; readonly disallow: readonly string[]; readonly crawlDelaySeconds: number }
    /** robots.txt answers 503, and nothing else does. */
    | { readonly what: 'robotsDown' }
    /** 429 to everything but robots.txt; `Retry-After` in one of its two forms. */
    | { readonly what: 'storm'; readonly retryAfter: 'seconds' | 'date' }
    /** 503 to everything. */
    | { readonly what: 'outage' }
    /** Every connection is closed without a word. */
    | { readonly what: 'dropped' }
    /** A feed is a page for readers. */
    | { readonly what: 'feedIsPage'; readonly path: string }
    /** A sitemap with another site's addresses and impossible dates among its own. */
    | { readonly what: 'strangeSitemap'; readonly path: string }
  );

/** `Omit` of each member of a union on its own. */
type Apart<Union, Key extends string> = Union extends unknown ? Omit<Union, Key> : never;

/** By a month of thirty days: the day and the hour, and how long. */
type Planned = Apart<Trouble, 'from' | 'until'> & { readonly day: number; readonly hours: number };

const PLAN: readonly Planned[] = [
  { outlet: 'vietnamplus', what: 'storm', retryAfter: 'seconds', day: 5.4, hours: 0.7 },
  { outlet: 'vietnamnet', what: 'strangeSitemap', path: '/sitemap-news.xml', day: 6, hours: 24 },
  { outlet: 'vietnamnet', what: 'storm', retryAfter: 'date', day: 8.6, hours: 1.5 },
  { outlet: 'vietnamplus', what: 'outage', day: 9.45, hours: 1 },
  { outlet: 'vietnamnet', what: 'robots', disallow: ['/tin-tuc-24h', '/ban-doc-'], crawlDelaySeconds: 10, day: 12, hours: 120 },
  { outlet: 'vietnamnet', what: 'dropped', day: 18.6, hours: 1 },
  { outlet: 'vietnamplus', what: 'feedIsPage', path: '/rss/home.rss', day: 19, hours: 24 },
  { outlet: 'vietnamnet', what: 'robotsDown', day: 21, hours: 24 },
  { outlet: 'vietnamplus', what: 'storm', retryAfter: 'date', day: 23.5, hours: 1 },
  { outlet: 'vietnamplus', what: 'dropped', day: 25.3, hours: 1 },
  { outlet: 'vietnamnet', what: 'outage', day: 26.7, hours: 1 },
];

const PLANNED_DAYS = 30;

/** The plan for a script of so many days. What lasts for days shrinks with it; an hour stays an hour. */
export function troublesOf(days: number): Trouble[] {
  return PLAN.map(({ day, hours, ...trouble }) => {
    const from = Math.round((day * DAY_MINUTES * days) / PLANNED_DAYS);
    const minutes = hours < 24 ? hours * 60 : (hours * 60 * days) / PLANNED_DAYS;
    return { ...trouble, from, until: Math.round(from + minutes) };
  });
}

/** What troubles an outlet at a minute. */
export function troublesAt(troubles: readonly Trouble[], outlet: MonthOutlet, minute: number): Trouble[] {
  return troubles.filter((trouble) => trouble.outlet === outlet && trouble.from <= minute && minute < trouble.until);
}
