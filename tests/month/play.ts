/** A month in the newsroom: the crawl itself, run after run, while a month passes on a clock that only waiting moves. */
import { Archive } from '../../src/archive/archive.ts';
import { loadSites } from '../../src/config/sites.ts';
import { crawl, type Crawled } from '../../src/crawl/crawl.ts';
import type { Clock } from '../../src/crawl/clock.ts';
import { Manners } from '../../src/crawl/manners.ts';
import { endOf, instantOf } from '../../src/demo/month/calendar.ts';
import { openMonth } from '../../src/demo/month/newsroom.ts';
import type { MonthScript } from '../../src/demo/month/script.ts';
import { sitesAt } from '../../src/demo/month/twins.ts';
import { recordsOf } from './records.ts';
import { scoreOf, type Score } from './score.ts';

/** Time that passes by being waited for, and by nothing else. */
export class PassingClock implements Clock {
  #steady = 0;
  readonly #begin: number;

  constructor(begin: number) {
    this.#begin = begin;
  }

  now(): Date {
    return new Date(this.#begin + Math.ceil(this.#steady));
  }

  steady(): number {
    return this.#steady;
  }

  async sleepUntil(steady: number, signal?: AbortSignal): Promise<void> {
    await Promise.resolve();
    if (signal?.aborted !== true) this.#steady = Math.max(this.#steady, steady);
  }

  passTo(instant: number): void {
    this.#steady = Math.max(this.#steady, instant - this.#begin);
  }
}

export interface Played {
  readonly score: Score;
  readonly runs: readonly Crawled[];
}

export interface PlayOptions {
  readonly script: MonthScript;
  readonly storage: string;
  /** The folder of the sites' config files. */
  readonly config: string;
  readonly runEveryMinutes: number;
  readonly tell?: (line: string) => void;
}

export async function playMonth({ script, storage, config, runEveryMinutes, tell = () => undefined }: PlayOptions): Promise<Played> {
  const clock = new PassingClock(instantOf(0));
  const month = await openMonth({ script, clock });
  const archive = await Archive.open(storage, { create: true, writer: { now: () => clock.now(), about: [] } });
  try {
    const sites = sitesAt(month.port, await loadSites(config)).filter(({ seeds }) => seeds.length > 0);
    const catalogue = await archive.catalogue();
    const asking = { ...LIMITS, clock, resolve: month.resolveEntries(), log: tell };
    const pace = { sites, fetch: asking };
    const fetch = { ...asking, manners: new Manners({ hosts: catalogue, pace, clock, random: seeded(script.seed), obeysRobots: true }) };
    const runs: Crawled[] = [];
    for (let at = instantOf(0); at < endOf(script); at += runEveryMinutes * 60_000) {
      clock.passTo(at);
      for (const site of sites) {
        const options = { allowance: { left: Infinity } };
        const crawled = await crawl(site, { archive, catalogue, sites, fetch, options, random: seeded(at), tell: async () => undefined });
        if (crawled === undefined) throw new Error('Two runs of a site overlap.');
        runs.push(crawled);
      }
      if ((at - instantOf(0)) % DAY_MS === 0) tell(`day ${1 + (at - instantOf(0)) / DAY_MS}: ${month.requests.length} requests`);
    }
    const records = await recordsOf(archive);
    const delaySeconds = Math.min(...sites.map((site) => site.delaySeconds));
    return { score: scoreOf({ script, records, requests: month.requests, runEveryMinutes, delaySeconds }), runs };
  } finally {
    await archive.close();
    await month.close();
  }
}

const DAY_MS = 24 * 60 * 60_000;

const LIMITS = {
  userAgent: 'baoluu/0.1 (+https://example.org/baoluu)',
  maxWireBytes: 20_000_000,
  maxBodyBytes: 20_000_000,
  connectTimeoutMs: 10_000,
  responseTimeoutMs: 10_000,
  bodyTimeoutMs: 10_000,
  maxRedirects: 10,
  allowPrivate: false,
  concurrency: 4,
};

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
