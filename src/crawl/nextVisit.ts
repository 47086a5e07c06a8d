/** When to look at an article again, by what its captures tell of it. */
import type { ArticleEntry, Instant } from '../archive/catalogueContract.ts';
import type { CaptureRun } from '../article/capture.ts';
import { revisionsOf } from '../article/history.ts';
import type { Schedule } from '../article/seed.ts';
import { longestVisitInterval, nextVisitInterval, troubleInterval } from './rhythm.ts';

/** A front page that showed it longer ago says nothing any more. */
const ON_FRONT_MS = 2 * 60 * 60 * 1000;

/** So that articles that were seen together don't stay together. */
const JITTER = 0.05;

export interface Circumstances {
  readonly schedule: Schedule;
  readonly now: Instant;
  readonly onFrontAt?: Instant | undefined;
  /** 0 to 1. */
  readonly random: number;
}

/** When the next visit is due, after one that has just been recorded. */
export function nextVisit(captures: readonly CaptureRun[], circumstances: Circumstances): Instant {
  const { schedule, now } = circumstances;
  const troubles = trailing(captures, (run) => !ENDED.has(run.outcome) && run.outcome !== 'read');
  if (troubles > 0) return now + jittered(troubleInterval(troubles, schedule), circumstances);
  const absences = absencesOf(captures);
  return now + jittered(nextVisitInterval(stateOf(lastChangeOf(captures, now), absences, circumstances), schedule, now), circumstances);
}

/** No visit is planned for later than this from now. */
export function farthestVisitInterval(schedule: Schedule): number {
  return Math.ceil(longestVisitInterval(schedule) * (1 + JITTER));
}

/** How many visits in a row found nothing of the article. */
export function absencesOf(captures: readonly CaptureRun[]): number {
  return trailing(captures, (run) => ENDED.has(run.outcome));
}

/** When the next visit is due to an article of which only its entry in the catalogue is known, such as all of them after a rebuild. */
export function nextVisitTo({ last, lastChange, first, state }: ArticleEntry, circumstances: Circumstances): Instant {
  const { schedule, now } = circumstances;
  const seen = instantOf(last, now);
  const absences = state === 'gone' || state === 'absent' ? 3 : 0;
  const article = stateOf(instantOf(lastChange === '' ? first : lastChange, now), absences, { ...circumstances, now: seen });
  return seen + jittered(nextVisitInterval(article, schedule, seen), circumstances);
}

// What leads elsewhere is asked as rarely as what is gone: nothing of the article stands there.
const ENDED: ReadonlySet<CaptureRun['outcome']> = new Set(['absent', 'redirected']);

function stateOf(lastChange: Instant, absences: number, { onFrontAt, now }: Circumstances) {
  return { lastChange, absences, isOnFront: onFrontAt !== undefined && now - onFrontAt <= ON_FRONT_MS };
}

/** The visits at the end of its history that are all of one kind. */
function trailing(captures: readonly CaptureRun[], isSuch: (run: CaptureRun) => boolean): number {
  const others = captures.findLastIndex((run) => !isSuch(run));
  return captures.slice(others + 1).reduce((sum, { visits }) => sum + visits, 0);
}

function lastChangeOf(captures: readonly CaptureRun[], now: Instant): Instant {
  return instantOf(revisionsOf(captures).at(-1)?.first ?? captures[0]?.first ?? '', now);
}

function instantOf(written: string, otherwise: Instant): Instant {
  const instant = Date.parse(written);
  return Number.isNaN(instant) ? otherwise : Math.min(instant, otherwise);
}

function jittered(interval: number, { random }: Circumstances): number {
  return Math.round(interval * (1 + JITTER * random));
}
