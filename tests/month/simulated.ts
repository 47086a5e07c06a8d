/** A crawler without a network: it visits the truth of a script when the schedule says so, and writes down what it saw. */
import { addCapture, type Capture, type CaptureRun } from '../../src/article/capture.ts';
import { DEFAULT_SCHEDULE } from '../../src/article/seed.ts';
import { snapshotName, type Digest } from '../../src/article/snapshot.ts';
import type { SnapshotEntry } from '../../src/article/record.ts';
import { nextVisitInterval } from '../../src/crawl/rhythm.ts';
import { endOf, instantOf } from '../../src/demo/month/calendar.ts';
import type { MonthRequest } from '../../src/demo/month/newsroom.ts';
import type { MonthArticle, MonthScript } from '../../src/demo/month/script.ts';
import { OUTLETS } from '../../src/demo/month/sites.ts';
import { absencesOf, statesOf, type Absence, type ContentState } from '../../src/demo/month/truth.ts';
import { closedMs } from './closed.ts';
import type { Records } from './records.ts';

const RUN_MS = 5 * 60_000;

export interface Simulation {
  readonly records: Records;
  readonly requests: readonly MonthRequest[];
}

/** Every article is found 12 minutes after it comes out; all visits fall on runs five minutes apart, none while the site is closed. */
export function simulated(script: MonthScript): Simulation {
  const requests: MonthRequest[] = [];
  const records = script.articles.map((article) => {
    const { outlet, number } = article;
    return [`${outlet}/${number}`, recordOf(script, article, requests)] as const;
  });
  return { records: new Map(records), requests: requests.toSorted((a, b) => a.at - b.at) };
}

function recordOf(script: MonthScript, article: MonthArticle, requests: MonthRequest[]) {
  const stretches = [...statesOf(script, article), ...absencesOf(script, article)];
  const snapshots: SnapshotEntry[] = [];
  let captures: CaptureRun[] = [];
  let [lastChange, absences] = [0, 0];
  const openRun = (at: number) => nextOpenRun(script, article, at);
  for (let at = openRun(instantOf(article.publishedMinute) + 12 * 60_000); at < endOf(script);) {
    const stretch = stretches.find(({ from, until }) => from <= at && at < until);
    requests.push(requestAt(at, article));
    const before = captures.at(-1)?.snapshot;
    captures = addCapture(captures, captureOf(article, at, stretch, snapshots));
    absences = stretch !== undefined && 'answer' in stretch ? absences + 1 : 0;
    if (captures.at(-1)?.snapshot !== before || lastChange === 0) lastChange = at;
    at = openRun(at + nextVisitInterval({ lastChange, isOnFront: false, absences }, DEFAULT_SCHEDULE, at));
  }
  return { snapshots, captures };
}

/** What a visit brings; a new text gets the next number. */
function captureOf(
  { outlet, slug, number }: MonthArticle,
  at: number,
  stretch: ContentState | Absence | undefined,
  snapshots: SnapshotEntry[],
): Capture {
  const seen = { at: new Date(at).toISOString(), url: `https://${OUTLETS[outlet].host}${OUTLETS[outlet].pathOf(slug, number)}` };
  if (stretch === undefined || 'answer' in stretch) return { ...seen, outcome: stretch?.answer === 'front' ? 'redirected' : 'absent' };
  return { ...seen, outcome: 'read', snapshot: snapshotOf(stretch.digest, snapshots) };
}

function snapshotOf(digest: Digest, snapshots: SnapshotEntry[]) {
  const known = snapshots.find((entry) => entry.digest === digest);
  const file = known?.file ?? snapshotName(snapshots.length, digest);
  if (known === undefined) snapshots.push({ file, digest });
  return file;
}

function requestAt(at: number, { outlet, slug, number }: MonthArticle): MonthRequest {
  const { host } = OUTLETS[outlet];
  const path = OUTLETS[outlet].pathOf(slug, number);
  return { at, realMs: 0, host, path, kind: 'article', status: 200, robots: 'allowed', isTooSoon: false };
}

function nextOpenRun(script: MonthScript, article: MonthArticle, earliest: number): number {
  let at = Math.ceil(earliest / RUN_MS) * RUN_MS;
  while (closedMs(script, article, { from: at, until: at + 1 }) > 0) at += RUN_MS;
  return at;
}
