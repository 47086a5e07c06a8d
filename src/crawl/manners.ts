/**
 * Politeness: before each request, whether a host may be asked, and when; after it, what is to be learnt from the answer.
 * What it goes by stands in the catalogue, so that all processes are polite together.
 *
 * In this order: robots.txt, the site's quiet hours, the host's back-off, the site's budget for the day, the gap.
 */
import type { Hosts } from '../archive/catalogueContract.ts';
import { siteOf } from '../article/identity.ts';
import type { Visit } from '../article/page.ts';
import { formatTime } from '../article/vietnamTime.ts';
import type { Clock } from './clock.ts';
import type { Trouble } from './failure.ts';
import { HostHealth } from './hostHealth.ts';
import { nextDay, quietUntil, siteDay } from './quietHours.ts';
import type { Answer } from './receive.ts';
import { RobotsBook } from './robotsBook.ts';
import { visitOf, type Pace } from './visitOf.ts';

export interface MannersMeans {
  readonly hosts: Hosts;
  readonly clock: Clock;
  /** 0 to 1, anew each time: so that processes and hosts don't move in step. */
  readonly random: () => number;
  /** What a host's gap is, wherever the request comes from: a redirect keeps the gap of where it leads. */
  readonly pace: Pace;
  /** Whether what robots.txt forbids is left alone: not where a person asks for this one page all the same. */
  readonly obeysRobots: boolean;
  /** Somebody sits there and waits: a rest is waited for only where the host answered when it was last asked. */
  readonly isHasty?: boolean;
  /** Told, in a sentence, to whoever sits there while a resting host is waited for. */
  readonly tellRest?: (sentence: string) => void;
}

/** A shorter rest of a host is waited for; for a longer one nobody stays. */
const PATIENCE_MS = 60_000;

/** The gap is up to so much longer than asked for. */
const JITTER = 0.2;

/** Nobody wonders about less. */
const WORTH_TELLING_MS = 3000;

/** Until when a host is left alone, and why. */
interface Rest {
  readonly until: number;
  readonly why: string;
}

/** One request, wherever to. Undefined where it was cut off by us. */
export type Ask = (url: URL) => Promise<Answer | undefined>;

export class Manners {
  readonly #means: MannersMeans;
  readonly #health: HostHealth;
  readonly #robots: RobotsBook;
  /** The hosts that answered when they were last asked, whatever they answered. */
  readonly #answering = new Set<string>();
  /** Host → the rest of it that was told. */
  readonly #told = new Map<string, number>();

  constructor(means: MannersMeans) {
    this.#means = means;
    this.#health = new HostHealth(means.hosts, means.random);
    this.#robots = new RobotsBook(means.hosts);
  }

  /**
   * Asks when it is time to.
   * @returns the answer; a trouble of kind `robots` or `later` where it was not asked; undefined where the crawl was stopped
   */
  async ask(url: URL, { delayMs }: Pick<Visit, 'delayMs'>, stop: AbortSignal, ask: Ask): Promise<Answer | undefined> {
    const gapMs = this.#gapOf(url, delayMs);
    const known = await this.#robots.of(url.origin, this.#now(), (target) => this.#inTurn(target, this.#gapOf(target, gapMs), stop, ask));
    const { obeysRobots } = this.#means;
    if (known === undefined || ('trouble' in known && obeysRobots)) return known;
    if ('trouble' in known) return await this.#inTurn(url, gapMs, stop, ask);
    const refusal = obeysRobots ? known.robots.refusal(`${url.pathname}${url.search}`) : undefined;
    if (refusal !== undefined) return this.#notAsked(known.isClosed ? later(url, refusal, known.expiresAt) : forbidden(url, refusal));
    return await this.#inTurn(url, Math.max(gapMs, (known.robots.crawlDelaySeconds ?? 0) * 1000), stop, ask);
  }

  #gapOf(target: URL, gapMs: number): number {
    return Math.max(gapMs, visitOf(target, this.#means.pace).delayMs);
  }

  async #inTurn(url: URL, gapMs: number, stop: AbortSignal, ask: Ask): Promise<Answer | undefined> {
    const { hosts, clock, random } = this.#means;
    const host = url.hostname;
    const longerGapMs = gapMs * (1 + JITTER * random());
    for (;;) {
      const rest = await this.#rest(url);
      if (rest !== undefined && rest.until - this.#now() > this.#patienceMs(host)) return this.#notAsked(later(url, rest.why, rest.until));
      if (stop.aborted) return undefined;
      if (rest !== undefined) this.#tellRest(host, rest);
      // Of quiet hours the catalogue's turns know nothing.
      const turn =
        rest === undefined ? await hosts.takeTurn(host, longerGapMs, this.#now()) : { may: false, waitMs: rest.until - this.#now() };
      if (turn.may) break;
      await clock.sleepUntil(clock.steady() + turn.waitMs, stop);
    }
    try {
      return (await this.#spent(url)) ?? (await this.#asked(url, ask));
    } finally {
      await hosts.endTurn(host, this.#now());
    }
  }

  /** Each rest once. */
  #tellRest(host: string, { until, why }: Rest): void {
    if (until - this.#now() < WORTH_TELLING_MS || this.#told.get(host) === until) return;
    this.#told.set(host, until);
    this.#means.tellRest?.(`${host} is asked again in ${Math.ceil((until - this.#now()) / 1000)} seconds: ${withoutEnd(why)}.`);
  }

  #patienceMs(host: string): number {
    return this.#means.isHasty === true && !this.#answering.has(host) ? 0 : PATIENCE_MS;
  }

  async #asked(url: URL, ask: Ask): Promise<Answer | undefined> {
    const host = url.hostname;
    await this.#health.asking(host, this.#now());
    const answer = await ask(url);
    if (answer === undefined) return undefined;
    if ('exchange' in answer) this.#answering.add(host);
    else this.#answering.delete(host);
    await this.#health.asked(host, answer, this.#now());
    return answer;
  }

  /** Why and until when the host is to be left alone, the quiet hours of its site included. */
  async #rest(url: URL): Promise<Rest | undefined> {
    const { quietHours, utcOffset } = siteOf(url, this.#means.pace.sites);
    const until = quietUntil(quietHours, utcOffset, this.#now());
    return until === undefined ? await this.#health.rest(url.hostname, this.#now()) : { until, why: 'these are its quiet hours' };
  }

  /** Takes the request from the site's budget for the day; what to say where nothing is left of it. */
  async #spent(url: URL): Promise<Answer | undefined> {
    const { name, dailyBudget, utcOffset } = siteOf(url, this.#means.pace.sites);
    if (dailyBudget === undefined || (await this.#means.hosts.spend(name, siteDay(utcOffset, this.#now()), dailyBudget))) return undefined;
    return this.#notAsked(later(url, `the day's ${dailyBudget} requests are spent`, nextDay(utcOffset, this.#now())));
  }

  #notAsked(trouble: Trouble): Answer {
    return { trouble, at: this.#means.clock.now().toISOString() };
  }

  #now(): number {
    return this.#means.clock.now().getTime();
  }
}

function forbidden(url: URL, refusal: string): Trouble {
  return { kind: 'robots', message: `${url.href} was not asked for: ${refusal}.` };
}

function later(url: URL, why: string, notBefore: number): Trouble {
  const until = formatTime(new Date(notBefore).toISOString());
  return { kind: 'later', message: `${url.hostname} is left alone until ${until}: ${withoutEnd(why)}.`, notBefore };
}

function withoutEnd(text: string): string {
  return text.replace(/[.\s]+$/u, '');
}
