/** A month's newsroom in a test, with a clock that the test sets. */
import { onTestFinished } from 'vitest';
import { instantOf } from '../../src/demo/month/calendar.ts';
import { openMonth, type Month } from '../../src/demo/month/newsroom.ts';
import { monthScript, type MonthArticle, type MonthOutlet, type MonthScript } from '../../src/demo/month/script.ts';
import type { Trouble } from '../../src/demo/month/troubles.ts';
import { OUTLETS } from '../../src/demo/month/sites.ts';
import { ask } from './ask.ts';

export const SMALL = monthScript({ seed: 7, articles: 60, days: 2 });

export interface MonthForTest extends Month {
  setMinute(minute: number): void;
  /** Asks an outlet for a path. */
  ask(outlet: MonthOutlet, path: string, headers?: Record<string, string>): ReturnType<typeof ask>;
}

/** A newsroom that is closed when the test is over. It begins at minute 0. */
export async function monthForTest(script: MonthScript = SMALL): Promise<MonthForTest> {
  let now = instantOf(0);
  const month = await openMonth({ script, clock: { now: () => new Date(now) } });
  onTestFinished(() => month.close());
  return {
    ...month,
    setMinute: (minute) => void (now = instantOf(minute)),
    ask: (outlet, path, headers) => ask(`http://${OUTLETS[outlet].host}:${month.port}${path}`, headers),
  };
}

/** Where an article was first to be found. */
export function firstPath({ outlet, slug, number }: MonthArticle): string {
  return OUTLETS[outlet].pathOf(slug, number);
}

/** The trouble of a kind, and an outlet's. */
export function troubleOf<What extends Trouble['what']>(what: What, script: MonthScript = SMALL): Extract<Trouble, { what: What }> {
  const found = script.troubles.find((trouble): trouble is Extract<Trouble, { what: What }> => trouble.what === what);
  if (found === undefined) throw new Error(`The script has no ${what}.`);
  return found;
}
