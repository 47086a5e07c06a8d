/** Captures: what came of visiting one URL at one instant, kept even when the text was the same. */
import type { Facts, FieldName, Reader } from './content.ts';
import type { RawRecord } from './raw.ts';
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
  /** In one sentence, what was wrong; with `read`, what speaks against a text that was kept all the same because somebody asked for it. */
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
  /** Where the bytes are, if they were kept. */
  readonly raw?: RawRecord;
}

/** What a capture was taken for before its page was read again; the difference is ours, not the newsroom's. */
export interface FormerReading extends Pick<CaptureFacts, 'outcome' | 'why' | 'snapshot' | 'missing' | 'reader'> {
  /** When it was read again: UTC. */
  readonly until: string;
  /** Who has read it since. */
  readonly by?: Reader;
}

/**
 * Names the page that a run of captures was read from. Its time alone does not: within one second an article may have been seen at two
 * addresses, and one record may serve several visits.
 */
export function readFrom({ first, raw: [page] = [] }: CaptureRun): string {
  return JSON.stringify([first, page?.record, page?.url]);
}

/** What a page is taken for: all that a reading can change of a capture. */
export type Judgement = Pick<CaptureFacts, 'outcome' | 'why' | 'missing' | 'reader' | 'facts' | 'agreement' | 'digest'>;

/**
 * A run whose page was read again. Where it is taken for another text, or for one instead of none, what it was taken
 * for before is kept beside it.
 * @param snapshot what the new reading says, where it says anything
 */
export function readAgain(run: CaptureRun, judgement: Judgement, snapshot: SnapshotName | undefined, at: string): CaptureRun {
  const { outcome, why, snapshot: old, missing, reader, facts: _facts, agreement: _agreement, digest: _digest, former = [], ...rest } = run;
  const before = { outcome, why, snapshot: old, missing, reader, by: judgement.reader, until: at };
  const isOther = outcome !== judgement.outcome || old !== snapshot;
  const kept = isOther ? [...former, defined(before) as FormerReading] : former;
  return { ...rest, ...judgement, ...defined({ snapshot }), ...(kept.length === 0 ? {} : { former: kept }) } as CaptureRun;
}

function defined(facts: object): object {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}

/** Captures in a row that tell the same, kept as one: the first, the last, and how many. */
export interface CaptureRun extends CaptureFacts {
  readonly first: string;
  readonly last: string;
  readonly visits: number;
  /** Visits more that told the same, of which only is known that they lay between the run before and this one. */
  readonly undated?: number;
  /** Where the bytes of its visits are, in time order; not every visit's are kept. */
  readonly raw?: readonly RawRecord[];
  /** What it was taken for before, the oldest first. */
  readonly former?: readonly FormerReading[];
}

/**
 * The runs with one capture more, in time order. A capture that tells the same as its neighbour lengthens that run;
 * one that falls inside another run divides it, and of the visits inside that run the times are then unknown.
 */
export function addCapture(runs: readonly CaptureRun[], capture: Capture): CaptureRun[] {
  const { at, raw, ...facts } = capture;
  const run: CaptureRun = { first: at, last: at, visits: 1, ...facts, ...(raw === undefined ? {} : { raw: [raw] }) };
  const inside = runs.findIndex((other) => other.first <= at && at <= other.last && tellsTheSame(other, run));
  if (inside >= 0)
    return runs.map((other, index) => (index === inside ? { ...other, visits: other.visits + 1, ...rawOf(other, run) } : other));
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
  const { undated = 0, raw = [], ...dated } = run;
  const lost = undated + run.visits - 2;
  const [earlier, later] = [raw.filter((each) => each.at <= at), raw.filter((each) => each.at > at)];
  const left = { ...dated, last: run.first, visits: 1, ...(earlier.length === 0 ? {} : { raw: earlier }) };
  const right = { ...dated, first: run.last, visits: 1, ...(later.length === 0 ? {} : { raw: later }) };
  return [left, lost === 0 ? right : { ...right, undated: lost }];
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
  const visits = earlier.visits + later.visits;
  const former = [...(earlier.former ?? []), ...(later.former ?? [])];
  const run = { ...later, first: earlier.first, visits, ...rawOf(earlier, later), ...(former.length === 0 ? {} : { former }) };
  return undated === 0 ? run : { ...run, undated };
}

function rawOf(a: CaptureRun, b: CaptureRun): Pick<CaptureRun, 'raw'> {
  const raw = [...(a.raw ?? []), ...(b.raw ?? [])];
  return raw.length === 0 ? {} : { raw: raw.toSorted((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at))) };
}
