/** The history of an article, computed from its captures: which text stood there, from when to when. */
import type { CaptureRun, FormerReading, Outcome } from './capture.ts';
import type { FieldName, Reader } from './content.ts';
import { isElsewhere } from './raw.ts';
import type { SnapshotName } from './snapshot.ts';

/** A stretch of captures that show one snapshot. Numbered from 1; A, B, A is three revisions and two snapshots. */
export interface Revision {
  readonly number: number;
  readonly snapshot: SnapshotName;
  readonly first: string;
  readonly last: string;
  readonly visits: number;
  readonly url: string;
  /** Who read it last. */
  readonly reader?: Reader;
  /** The fields that it lacks, where it was kept although it is partial. */
  readonly missing?: readonly FieldName[];
  /** What speaks against its text, which was kept all the same, where no visit has confirmed it since. */
  readonly doubt?: string;
  /** Read by another layout or extractor than the revision before: the difference may be ours, not the newsroom's. */
  readonly readerChanged: boolean;
  /** The number of an earlier revision whose text this one returns to. */
  readonly returnsTo?: number;
  /** What its pages were taken for before they were read again, where that was another text or none. */
  readonly former?: readonly FormerReading[];
  /** Where its captures came from, as far as we did not make them ourselves: files, and web archives. */
  readonly sources?: readonly string[];
}

/** A stretch of captures that show no text. `gone`: absent from an address at which the article had been read. */
export interface Interruption {
  readonly outcome: Exclude<Outcome, 'read'> | 'gone';
  readonly first: string;
  readonly last: string;
  readonly visits: number;
  readonly url: string;
  readonly status?: number;
  readonly why?: string;
}

/** After an interruption the text of the last revision stood there again. */
export interface Resumption {
  readonly revision: number;
  readonly first: string;
  readonly last: string;
  readonly visits: number;
  readonly url: string;
}

export type HistoryEvent = { readonly revision: Revision } | { readonly interruption: Interruption } | { readonly resumption: Resumption };

/** Everything that happened to an article, in time order. A revision stands where it begins, and spans what resumes it. */
export function historyOf(captures: readonly CaptureRun[]): HistoryEvent[] {
  const story = new Story();
  for (const run of captures) {
    if (run.outcome === 'read' && run.snapshot !== undefined) story.show(run, run.snapshot);
    else story.interrupt(run);
  }
  return story.events;
}

export function revisionsOf(captures: readonly CaptureRun[]): Revision[] {
  return historyOf(captures).flatMap((event) => ('revision' in event ? [event.revision] : []));
}

/** What is to be said of the article now: the latest outcome, `absent` counting only where it means that it is gone. */
export function stateOf(events: readonly HistoryEvent[]): 'read' | Interruption['outcome'] | undefined {
  const isRead = events.some((event) => 'revision' in event);
  const last = events.findLast((event) => !isRead || !('interruption' in event) || event.interruption.outcome !== 'absent');
  if (last === undefined) return undefined;
  return 'interruption' in last ? last.interruption.outcome : 'read';
}

class Story {
  readonly events: HistoryEvent[] = [];
  #latest: { readonly index: number; readonly revision: Revision } | undefined;
  readonly #firstWith = new Map<SnapshotName, number>();
  /** The addresses at which the article was read. */
  readonly #addresses = new Set<string>();

  show(run: CaptureRun, snapshot: SnapshotName): void {
    for (const { url } of [run, ...(run.redirects ?? [])]) this.#addresses.add(addressOf(url));
    if (this.#latest?.revision.snapshot === snapshot) this.#lengthen(run, this.#latest);
    else this.#begin(run, snapshot);
  }

  interrupt(run: CaptureRun): void {
    const { first, last, url, status, why } = run;
    const isGone = run.outcome === 'absent' && this.#addresses.has(addressOf(url));
    const outcome = isGone ? 'gone' : run.outcome === 'read' ? 'unread' : run.outcome;
    const known = { ...(status === undefined ? {} : { status }), ...(why === undefined ? {} : { why }) };
    this.events.push({ interruption: { outcome, first, last, visits: visitsOf(run), url, ...known } });
  }

  #begin(run: CaptureRun, snapshot: SnapshotName): void {
    const previous = this.#latest?.revision;
    const returnsTo = this.#firstWith.get(snapshot);
    const revision: Revision = {
      number: (previous?.number ?? 0) + 1,
      snapshot,
      first: run.first,
      last: run.last,
      visits: visitsOf(run),
      url: run.url,
      ...(run.reader === undefined ? {} : { reader: run.reader }),
      ...(run.missing === undefined ? {} : { missing: run.missing }),
      ...(run.why === undefined ? {} : { doubt: run.why }),
      readerChanged: previous !== undefined && !sameReader(previous.reader, run.reader),
      ...(returnsTo === undefined ? {} : { returnsTo }),
      ...(run.former === undefined ? {} : { former: run.former }),
      ...sourcesOf(run),
    };
    if (returnsTo === undefined) this.#firstWith.set(snapshot, revision.number);
    this.#latest = { index: this.events.push({ revision }) - 1, revision };
  }

  #lengthen(run: CaptureRun, { index, revision }: { readonly index: number; readonly revision: Revision }): void {
    const reader = run.reader === undefined ? {} : { reader: run.reader };
    const former = run.former === undefined ? {} : { former: [...(revision.former ?? []), ...run.former] };
    const { doubt, ...confirmed } = revision;
    const longer = {
      ...confirmed,
      ...(doubt === undefined || run.why === undefined ? {} : { doubt }),
      ...reader,
      ...former,
      ...sourcesOf(run, revision.sources),
      last: run.last,
      visits: revision.visits + visitsOf(run),
    };
    this.events[index] = { revision: longer };
    this.#latest = { index, revision: longer };
    const last = this.events.at(-1);
    if (last === undefined || 'revision' in last) return;
    const { first, url } = 'resumption' in last ? last.resumption : run;
    const visits = visitsOf(run) + ('resumption' in last ? last.resumption.visits : 0);
    const resumption = { resumption: { revision: revision.number, first, last: run.last, visits, url } };
    if ('resumption' in last) this.events[this.events.length - 1] = resumption;
    else this.events.push(resumption);
  }
}

function sourcesOf({ source, raw = [] }: CaptureRun, before: readonly string[] = []): Pick<Revision, 'sources'> {
  const files = raw.flatMap(({ via, file }) =>
    via === undefined ? (isElsewhere(file) ? [file] : []) : [isElsewhere(via) ? via : originOf(via)],
  );
  const sources = [...new Set([...before, ...(source === undefined ? [] : [source.file]), ...files])];
  return sources.length === 0 ? {} : { sources };
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : url;
}

function visitsOf({ visits, undated = 0 }: CaptureRun): number {
  return visits + undated;
}

export function sameReader(a: Reader | undefined, b: Reader | undefined): boolean {
  return a?.layout === b?.layout && a?.extractor === b?.extractor;
}

// Scheme, host and port come and go with the way in which a page is asked for; the path is the address.
function addressOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}
