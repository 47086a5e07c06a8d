/** What every process knows of a host's health: the breaker, kept in the catalogue. */
import type { Hosts, HostTrouble } from '../archive/catalogueContract.ts';
import { headerOf } from '../article/page.ts';
import { afterFailure, afterSuccess, isStrain, retryAfterMs, turnOf, WELL, type Breaker } from './backoff.ts';
import type { FailureKind } from './failure.ts';
import type { Answer } from './receive.ts';

export class HostHealth {
  readonly #hosts: Hosts;
  /** 0 to 1, anew each time. */
  readonly #random: () => number;

  constructor(hosts: Hosts, random: () => number) {
    this.#hosts = hosts;
    this.#random = random;
  }

  /** Until when the host is to be left alone, and why; undefined where it may be asked. */
  async rest(host: string, now: number): Promise<{ readonly until: number; readonly why: string } | undefined> {
    const trouble = await this.#hosts.trouble(host);
    const turn = turnOf(breakerOf(trouble), now);
    return turn.may ? undefined : { until: turn.notBefore, why: trouble?.why ?? '' };
  }

  /** Notes that a host is about to be asked. One that rested is asked once, to see how it is. */
  async asking(host: string, now: number): Promise<void> {
    const trouble = await this.#hosts.trouble(host);
    if (trouble?.kind !== 'open') return;
    await this.#hosts.changeTrouble(host, (before) => {
      const turn = turnOf(breakerOf(before), now);
      return turn.may ? troubleOf(turn.breaker, before?.why ?? '') : before;
    });
  }

  /** Learns from what came. */
  async asked(host: string, answer: Answer, now: number): Promise<void> {
    const why = strainIn(answer);
    const known = await this.#hosts.trouble(host);
    if (why === undefined && (known === undefined || !isWell(answer))) return;
    const askedMs = 'exchange' in answer ? retryAfterMs(headerOf(answer.exchange, 'retry-after'), now) : undefined;
    await this.#hosts.changeTrouble(host, (before) => {
      const breaker = breakerOf(before);
      if (why === undefined) return troubleOf(afterSuccess(breaker), '');
      return troubleOf(afterFailure(breaker, { now, askedMs, jitter: this.#random() }), why);
    });
  }
}

const UNREACHED: ReadonlySet<FailureKind> = new Set(['dns', 'connect', 'timeout']);

/** In a clause, what says that a host has too much to do, or is ill. */
function strainIn(answer: Answer): string | undefined {
  if ('trouble' in answer) return UNREACHED.has(answer.trouble.kind) ? answer.trouble.message : undefined;
  const { status, brokenOff } = answer.exchange;
  if (brokenOff === 'time') return 'its answers take too long to come';
  return isStrain(status) ? `it answered ${status}` : undefined;
}

// An address that may not be asked, or a certificate that does not verify, says nothing of the host's health.
function isWell(answer: Answer): boolean {
  return 'exchange' in answer;
}

function breakerOf(trouble: HostTrouble | undefined): Breaker {
  if (trouble === undefined) return WELL;
  const { kind, failures, until } = trouble;
  return kind === 'closed' ? { kind, failures, notBefore: until } : { kind, trips: failures, until };
}

function troubleOf(breaker: Breaker, why: string): HostTrouble | undefined {
  if (breaker.kind !== 'closed') return { kind: breaker.kind, failures: breaker.trips, until: breaker.until, why };
  return breaker.failures === 0 ? undefined : { kind: 'closed', failures: breaker.failures, until: breaker.notBefore, why };
}
