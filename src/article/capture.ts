/** Captures: what came of visiting one URL at one instant, kept even when the text was the same. */
import type { Facts, FieldName, Reader } from './content.ts';
import type { Digest, SnapshotName } from './snapshot.ts';

/**
 * What came of a visit. `suspect`: a layout read the page, but what it read can't be trusted to be the article. `read`: the page was read, and `snapshot` names what it said. `unread`: the page came,
 * and no layout could read it. `absent`: 404 or 410. `redirected`: the address leads to something that is not
 * this article. `blocked`: a captcha, a challenge or a login page stood in its place. `refused`: the server
 * refused us. `failed`: the server failed. `truncated`: the page broke off, or was longer than we take.
 */
export type Outcome = 'read' | 'unread' | 'suspect' | 'absent' | 'redirected' | 'blocked' | 'refused' | 'failed' | 'truncated';

/** One step of the way from the address asked for to the page. */
export interface Redirect {
  readonly url: string;
  readonly status: number;
}

/** Where a capture came from that we didn't make ourselves. */
export interface ImportSource {
  /** The file's own name. */
  readonly file: string;
  /** SHA-256 of the file's bytes, in hex; a file that was imported before is known by it. */
  readonly sha256: string;
  /** Nobody said when the document was seen; the capture's time is that of the import. */
  readonly isUndated?: true;
}

/**
 * How far the layout's reading agreed with the generic reader's, measured on the page itself, so that a redesign is
 * noticed. `body` and `title` are the shares of words in common, from 0 to 1.
 */
export interface Agreement {
  readonly body: number;
  readonly title: number;
  readonly sameDay: boolean;
  readonly captions: number;
  readonly genericCaptions: number;
}

/** Everything about a capture but when it was. */
export interface CaptureFacts {
  /** The address of the page that came, after redirects. */
  readonly url: string;
  /** The HTTP status; undefined where the page came from a file. */
  readonly status?: number;
  readonly outcome: Outcome;
  /** In one sentence, what was wrong; for every outcome but `read`. */
  readonly why?: string;
  readonly snapshot?: SnapshotName;
  /** With `read`, fields that were kept although the reading was partial; with `unread`, those without which it was none. */
  readonly missing?: readonly FieldName[];
  readonly reader?: Reader;
  readonly facts?: Facts;
  /** With a layout's reading; not with the fallback's, which is the generic reader itself. */
  readonly agreement?: Agreement;
  /** With `suspect`, the digest of what was read: a later visit that reads the same can confirm it. */
  readonly digest?: Digest;
  readonly redirects?: readonly Redirect[];
  readonly source?: ImportSource;
}

/** One capture. `at` is when the visit began: UTC, ISO 8601 with milliseconds and `Z`. */
export interface Capture extends CaptureFacts {
  readonly at: string;
}

/** Captures in a row that tell the same, kept as one: the first, the last, and how many. */
export interface CaptureRun extends CaptureFacts {
  readonly first: string;
  readonly last: string;
  readonly visits: number;
  /** Visits more that told the same, of which only is known that they lay between the run before and this one. */
  readonly undated?: number;
}

/**
 * The runs with one capture more, in time order. A capture that tells the same as its neighbour lengthens that run;
 * one that falls inside another run divides it, and of the visits inside that run the times are then unknown.
 */
export function addCapture(runs: readonly CaptureRun[], capture: Capture): CaptureRun[] {
  const { at, ...facts } = capture;
  const run: CaptureRun = { first: at, last: at, visits: 1, ...facts };
  const inside = runs.findIndex((other) => other.first <= at && at <= other.last && tellsTheSame(other, run));
  if (inside >= 0) return runs.map((other, index) => (index === inside ? { ...other, visits: other.visits + 1 } : other));
  const divided = runs.flatMap((other) => divideAt(other, at));
  const place = divided.findIndex((other) => other.last > at);
  const before = place < 0 ? divided : divided.slice(0, place);
  const after = place < 0 ? [] : divided.slice(place);
  const [previous, next] = [before.at(-1), after[0]];
  return [...before.slice(0, -1), ...join([previous, run, next].filter((each) => each !== undefined)), ...after.slice(1)];
}

/** Whether two captures say the same of an article; the order of tags and a picture's signature don't count. */
export function tellsTheSame(a: CaptureFacts, b: CaptureFacts): boolean {
  return comparable(a) === comparable(b);
}

function comparable(capture: CaptureFacts): string {
  const { url, status, outcome, why, snapshot, missing, reader, facts, redirects, source } = capture;
  const tags = facts?.tags?.toSorted();
  const pictures = facts?.pictures?.map((picture) => [picture.url.replace(/\?.*$/u, ''), picture.caption]);
  const { author, section, modified, canonicalUrl, language } = facts ?? {};
  const rest = [author, section, modified, canonicalUrl, language, facts?.source, tags, pictures];
  return JSON.stringify([url, status, outcome, why, snapshot, missing, reader?.layout, reader?.extractor, rest, redirects, source?.sha256]);
}

function divideAt(run: CaptureRun, at: string): CaptureRun[] {
  if (at <= run.first || run.last <= at) return [run];
  const { undated = 0, ...dated } = run;
  const lost = undated + run.visits - 2;
  const right = { ...dated, first: run.last, visits: 1 };
  return [{ ...dated, last: run.first, visits: 1 }, lost === 0 ? right : { ...right, undated: lost }];
}

function join(runs: readonly CaptureRun[]): CaptureRun[] {
  const joined: CaptureRun[] = [];
  for (const run of runs) {
    const previous = joined.at(-1);
    if (previous !== undefined && tellsTheSame(previous, run)) joined[joined.length - 1] = joinedRun(previous, run);
    else joined.push(run);
  }
  return joined;
}

function joinedRun(earlier: CaptureRun, later: CaptureRun): CaptureRun {
  const undated = (earlier.undated ?? 0) + (later.undated ?? 0);
  const run = { ...later, first: earlier.first, visits: earlier.visits + later.visits };
  return undated === 0 ? run : { ...run, undated };
}
