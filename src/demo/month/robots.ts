/** The outlets' robots.txt: what it says at a minute, and what whoever has read it knows. */
import type { Answer } from '../answer.ts';
import type { MonthOutlet } from './script.ts';
import { troublesAt, type Trouble } from './troubles.ts';

/** What a robots.txt means for everybody. */
export interface Rules {
  readonly disallow: readonly string[];
  readonly crawlDelaySeconds?: number;
}

/**
 * How a request stands to robots.txt. `unaware`: the file forbids the path by now, and the asker read it before it did, less
 * than a day ago. `disallowed`: it knew, or should have looked again. `closed`: the last answer to robots.txt was an error,
 * which means "stay out". `unasked`: it has never asked.
 */
export type RobotsStanding = 'allowed' | 'unaware' | 'disallowed' | 'closed' | 'unasked';

const ALWAYS = ['/tim-kiem', '/sportapi'];

/** RFC 9309, section 2.4: a copy is not to be used for longer. */
const CACHE_MINUTES = 1440;

export function rulesAt(troubles: readonly Trouble[], outlet: MonthOutlet, minute: number): Rules {
  const more = troublesAt(troubles, outlet, minute).filter((trouble) => trouble.what === 'robots');
  const [first] = more;
  const disallow = [...ALWAYS, ...more.flatMap((trouble) => trouble.disallow)];
  return first === undefined ? { disallow } : { disallow, crawlDelaySeconds: first.crawlDelaySeconds };
}

export function robotsFile({ disallow, crawlDelaySeconds }: Rules, origin: string): Answer {
  const delay = crawlDelaySeconds === undefined ? [] : [`Crawl-delay: ${crawlDelaySeconds}`];
  const lines = ['User-agent: *', ...disallow.map((path) => `Disallow: ${path}`), ...delay, '', `Sitemap: http://${origin}/sitemap.xml`];
  return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: `${lines.join('\n')}\n` };
}

export function forbids({ disallow }: Rules, path: string): boolean {
  return disallow.some((start) => path.startsWith(start));
}

/** What was last answered to robots.txt, and when. */
export interface Told {
  readonly minute: number;
  /** Undefined where it was an error. */
  readonly rules?: Rules;
}

/** How a request for a path stands to what is in force and to what was told. */
export function standingOf(path: string, minute: number, inForce: Rules, told: Told | undefined): RobotsStanding {
  if (path === '/robots.txt') return 'allowed';
  if (told === undefined) return 'unasked';
  if (told.rules === undefined) return 'closed';
  if (forbids(told.rules, path)) return 'disallowed';
  if (!forbids(inForce, path)) return 'allowed';
  return minute - told.minute > CACHE_MINUTES ? 'disallowed' : 'unaware';
}
