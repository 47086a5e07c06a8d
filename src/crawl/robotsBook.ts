/** The robots.txt of every host that is asked, fetched once a day and shared by all processes. */
import type { CachedRobots, Hosts } from '../archive/catalogueContract.ts';
import type { Exchange } from '../article/page.ts';
import { redirectTarget } from './redirect.ts';
import type { Answer } from './receive.ts';
import { MOST_ROBOTS_BYTES, robotsOf, type Robots } from './robots.ts';
import { codingsOf, undoContentEncoding } from './unpack.ts';

/** RFC 9309, section 2.4: not longer than a day. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** An answer of trouble is asked for again sooner: until then nothing of the host is fetched. */
const KEPT_TROUBLE_MS = 10 * 60 * 1000;

/** RFC 9309, section 2.3.1.2. */
const MOST_REDIRECTS = 5;

/** What robots.txt says, and until when that is believed. */
export interface KnownRobots {
  readonly robots: Robots;
  readonly expiresAt: number;
  /** The answer was one of trouble: the host is left alone as a whole, for a while (section 2.3.1.4). */
  readonly isClosed: boolean;
}

type NoAnswer = Extract<Answer, { readonly trouble: unknown }>;

export class RobotsBook {
  readonly #hosts: Hosts;
  readonly #known = new Map<string, KnownRobots>();

  constructor(hosts: Hosts) {
    this.#hosts = hosts;
  }

  /**
   * @param ask one polite request
   * @returns the trouble where no answer came, and undefined where the crawl was stopped before
   */
  async of(origin: string, now: number, ask: (url: URL) => Promise<Answer | undefined>): Promise<KnownRobots | NoAnswer | undefined> {
    const known = this.#known.get(origin) ?? fromCache(await this.#hosts.robots(origin));
    // Kept for longer than a day, it was written by a clock that has been put back since.
    if (known !== undefined && now < known.expiresAt && known.expiresAt - now <= KEPT_MS) return this.#learn(origin, known);
    const answer = await follow(new URL('/robots.txt', origin), ask);
    if (answer === undefined || 'trouble' in answer) return answer;
    const cached = await cacheOf(answer.exchange, now);
    await this.#hosts.keepRobots(origin, cached);
    return this.#learn(origin, fromCache(cached));
  }

  #learn(origin: string, known: KnownRobots): KnownRobots {
    this.#known.set(origin, known);
    return known;
  }
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

async function cacheOf(exchange: Exchange, now: number): Promise<CachedRobots> {
  // Half of the rules could allow what the whole forbids; a longer file than a crawler must read is no such half.
  const { body, truncated } = await undoContentEncoding(exchange.bytes, codingsOf(exchange), MOST_ROBOTS_BYTES + 1);
  const isLonger = exchange.brokenOff === 'length' || body.length > MOST_ROBOTS_BYTES;
  const isHalf = !isLonger && (exchange.brokenOff !== undefined || truncated !== undefined);
  const status = isHalf ? undefined : exchange.status;
  const expiresAt = now + (isTrouble(status) ? KEPT_TROUBLE_MS : KEPT_MS);
  // As Latin-1 a text of bytes is kept as it came.
  return { fetchedAt: now, expiresAt, ...(status === undefined ? {} : { status }), text: Buffer.from(body).toString('latin1') };
}

function fromCache(cached: CachedRobots): KnownRobots;
function fromCache(cached: CachedRobots | undefined): KnownRobots | undefined;
function fromCache(cached: CachedRobots | undefined): KnownRobots | undefined {
  if (cached === undefined) return undefined;
  const { status, text, expiresAt } = cached;
  return { robots: robotsOf(status, Buffer.from(text, 'latin1')), expiresAt, isClosed: isTrouble(status) };
}

function isTrouble(status: number | undefined): boolean {
  return status === undefined || status >= 500 || status === 429;
}
