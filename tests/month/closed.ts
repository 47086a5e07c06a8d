/** When a polite crawler could not see an article: its site was in trouble, or robots.txt forbade it. */
import { instantOf } from '../../src/demo/month/calendar.ts';
import { forbids } from '../../src/demo/month/robots.ts';
import type { MonthArticle, MonthScript } from '../../src/demo/month/script.ts';
import { OUTLETS } from '../../src/demo/month/sites.ts';
import type { Trouble } from '../../src/demo/month/troubles.ts';

const HOUR_MS = 3_600_000;

/** An answer to robots.txt may be kept for a day (RFC 9309), one that forbids as well as one that failed. */
const ROBOTS_MS = 24 * HOUR_MS;

/** Whoever was refused backs off, and need not be back in the same minute. */
const BACK_OFF_MS = HOUR_MS;

interface Stretch {
  readonly from: number;
  readonly until: number;
}

/** How many milliseconds of a stretch an article was out of reach. */
export function closedMs(script: MonthScript, article: MonthArticle, { from, until }: Stretch): number {
  const stretches = script.troubles.flatMap((trouble) => closedBy(trouble, article)).toSorted((a, b) => a.from - b.from);
  let [closed, done] = [0, from];
  for (const each of stretches) {
    const [begin, end] = [Math.max(each.from, done), Math.min(each.until, until)];
    if (end > begin) closed += end - begin;
    done = Math.max(done, end);
  }
  return closed;
}

function closedBy(trouble: Trouble, { outlet, slug, number }: MonthArticle): Stretch[] {
  if (trouble.outlet !== outlet) return [];
  const after = AFTER_MS[trouble.what];
  const isSpared = trouble.what === 'robots' && !forbids(trouble, OUTLETS[outlet].pathOf(slug, number));
  return after === undefined || isSpared ? [] : [{ from: instantOf(trouble.from), until: instantOf(trouble.until) + after }];
}

/** How long each trouble of a whole site lasts on; the others close nothing. */
const AFTER_MS: Partial<Record<Trouble['what'], number>> = {
  robots: ROBOTS_MS,
  robotsDown: ROBOTS_MS,
  storm: BACK_OFF_MS,
  outage: BACK_OFF_MS,
  dropped: BACK_OFF_MS,
};
