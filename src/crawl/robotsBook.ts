/** The robots.txt of every host that is asked, fetched once a day and shared by all processes. */
import type { CachedRobots, Hosts } from '../archive/catalogueContract.ts';
import { redirectTarget } from './redirect.ts';
import type { Answer } from './receive.ts';
import { MOST_ROBOTS_BYTES, robotsOf, type Robots } from './robots.ts';

const HOUR_MS = 60 * 60 * 1000;

/** RFC 9309, section 2.4: not longer than a day. */
const KEPT_MS = 24 * HOUR_MS;

/** What could not be had is asked for again sooner: until then nothing of the host is fetched. */
const KEPT_FAILURE_MS = HOUR_MS / 2;

/** RFC 9309, section 2.3.1.2. */
const MOST_REDIRECTS = 5;

/** What robots.txt says, and until when that is believed; undefined where the crawl was stopped before it came. */
export interface KnownRobots {
  readonly robots: Robots;
  readonly expiresAt: number;
  /** No answer came, or one of trouble: the host is left alone as a whole, for a while. */
  readonly isClosed: boolean;
}

export class RobotsBook {
  readonly #hosts: Hosts;
  readonly #known = new Map<string, KnownRobots>();

  constructor(hosts: Hosts) {
    this.#hosts = hosts;
  }

  /** @param ask one polite request; what it can't have now is an answer like any other */
  async of(origin: string, now: number, ask: (url: URL) => Promise<Answer | undefined>): Promise<KnownRobots | undefined> {
    const known = this.#known.get(origin) ?? fromCache(await this.#hosts.robots(origin));
    // Kept for longer than a day, it was written by a clock that has been put back since.
    if (known !== undefined && now < known.expiresAt && known.expiresAt - now <= KEPT_MS) return this.#learn(origin, known);
    const answer = await follow(new URL('/robots.txt', origin), ask);
    if (answer === undefined) return undefined;
    // Said by ourselves (a back-off, a budget): no fact about robots.txt.
    if ('trouble' in answer && answer.trouble.kind === 'later') return closedUntil(answer.trouble.notBefore ?? now + KEPT_FAILURE_MS);
    const cached = cacheOf(answer, now);
    await this.#hosts.keepRobots(origin, cached);
    return this.#learn(origin, fromCache(cached));
  }

  #learn(origin: string, known: KnownRobots | undefined): KnownRobots | undefined {
    if (known !== undefined) this.#known.set(origin, known);
    return known;
  }
}

function closedUntil(expiresAt: number): KnownRobots {
  return { robots: robotsOf(undefined, new Uint8Array()), expiresAt, isClosed: true };
}

async function follow(first: URL, ask: (url: URL) => Promise<Answer | undefined>): Promise<Answer | undefined> {
  let answer = await ask(first);
  for (let redirects = 0; redirects < MOST_REDIRECTS && answer !== undefined && 'exchange' in answer; redirects += 1) {
    const next = redirectTarget(answer.exchange);
    if (next === undefined || 'trouble' in next) return answer;
    answer = await ask(next.url);
  }
  return answer;
}

function cacheOf(answer: Answer, now: number): CachedRobots {
  const status = 'exchange' in answer && answer.exchange.brokenOff !== 'time' ? answer.exchange.status : undefined;
  const keptMs = status === undefined || status >= 500 || status === 429 ? KEPT_FAILURE_MS : KEPT_MS;
  // As Latin-1 a text of bytes is kept as it came; more than a crawler must read is let go.
  const bytes = 'exchange' in answer ? answer.exchange.bytes.subarray(0, MOST_ROBOTS_BYTES + 1) : new Uint8Array();
  const text = Buffer.from(bytes).toString('latin1');
  return { fetchedAt: now, expiresAt: now + keptMs, ...(status === undefined ? {} : { status }), text };
}

function fromCache(cached: CachedRobots | undefined): KnownRobots | undefined {
  if (cached === undefined) return undefined;
  const { status, text, expiresAt } = cached;
  const isClosed = status === undefined || status >= 500 || status === 429;
  return { robots: robotsOf(status, Buffer.from(text, 'latin1')), expiresAt, isClosed };
}
