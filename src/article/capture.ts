/** Captures: what came of visiting one URL at one instant, kept even when the text was the same. */
import type { Facts, FieldName, Reader } from './content.ts';
import type { SnapshotName } from './snapshot.ts';

/**
 * What came of a visit. `read`: the page was read, and `snapshot` names what it said. `unread`: the page came,
 * and no layout could read it. `absent`: 404 or 410. `redirected`: the address leads to something that is not
 * this article. `blocked`: a captcha, a challenge or a login page stood in its place. `refused`: the server
 * refused us. `failed`: the server failed. `truncated`: the page broke off, or was longer than we take.
 */
export type Outcome = 'read' | 'unread' | 'absent' | 'redirected' | 'blocked' | 'refused' | 'failed' | 'truncated';

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
}

/**
 * The runs with one capture more, in time order. A capture that tells the same as its neighbour lengthens that
 * run; one that falls inside another run divides it, whose inner visits are then counted to its later half.
 */
export function addCapture(runs: readonly CaptureRun[], capture: Capture): CaptureRun[] {
  const { at, ...facts } = capture;
  const run: CaptureRun = { first: at, last: at, visits: 1, ...facts };
  const inside = runs.find((other) => tellsTheSame(other, run) && other.first <= at && at <= other.last);
  if (inside !== undefined) return runs.map((other) => (other === inside ? { ...other, visits: other.visits + 1 } : other));
  const divided = runs.flatMap((other) => divideAt(other, at));
  const before = divided.filter((other) => other.last <= at);
  return join([...before, run, ...divided.slice(before.length)]);
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
  return [
    { ...run, last: run.first, visits: 1 },
    { ...run, first: run.last, visits: run.visits - 1 },
  ];
}

function join(runs: readonly CaptureRun[]): CaptureRun[] {
  const joined: CaptureRun[] = [];
  for (const run of runs) {
    const previous = joined.at(-1);
    if (previous !== undefined && tellsTheSame(previous, run))
      joined[joined.length - 1] = { ...run, first: previous.first, visits: previous.visits + run.visits };
    else joined.push(run);
  }
  return joined;
}
