/** What an archive has seen of one article, matched with what the script says stood there. */
import type { CaptureRun } from '../../src/article/capture.ts';
import { historyOf, revisionsOf } from '../../src/article/history.ts';
import type { ArticleRecord } from '../../src/article/record.ts';
import type { Absence, ContentState } from '../../src/demo/month/truth.ts';

/** A capture bears the time when its request began, and the page is that of a moment later. */
const LATE_MS = 60_000;

const NOT_THERE: ReadonlySet<string> = new Set(['gone', 'absent', 'redirected']);

/** Captures in a row that read one text. */
interface Sight {
  readonly digest: string;
  readonly first: number;
  readonly last: number;
}

export class Seen {
  readonly #ref: string;
  readonly #captures: readonly CaptureRun[];
  readonly #sights: readonly Sight[];

  constructor(ref: string, { snapshots, captures }: Pick<ArticleRecord, 'snapshots' | 'captures'>) {
    const digests = new Map(snapshots.map(({ file, digest }) => [file, digest]));
    this.#ref = ref;
    this.#captures = captures;
    this.#sights = captures.flatMap(({ outcome, snapshot, first, last }) =>
      outcome === 'read' && snapshot !== undefined
        ? [{ digest: digests.get(snapshot) ?? '', first: Date.parse(first), last: Date.parse(last) }]
        : [],
    );
  }

  hasRead(before: number): boolean {
    return this.#sights.some(({ first }) => first < before);
  }

  /** Whether a capture shows a state. Of captures in a row only the first and the last have a known time. */
  shows(state: ContentState): boolean {
    return this.#sights.some((sight) => sight.digest === state.digest && [sight.first, sight.last].some((at) => isIn(state, at)));
  }

  /** When a state was first seen; undefined where it was not, or where the captures before it showed the same text. */
  firstSight(state: ContentState): number | undefined {
    return this.#sights.find((sight) => sight.digest === state.digest && isIn(state, sight.first))?.first;
  }

  /** Whether the history says that the article was away. */
  misses(absence: Absence): boolean {
    return historyOf(this.#captures).some((event) => {
      if (!('interruption' in event) || !NOT_THERE.has(event.interruption.outcome)) return false;
      const { first, last } = event.interruption;
      return Date.parse(last) >= absence.from - LATE_MS && Date.parse(first) < absence.until;
    });
  }

  /** Revisions that show what never stood there, or not then; and those that are more than the states that were seen. */
  falseRevisions(states: readonly ContentState[]): string[] {
    const stood = (digest: string, at: number) => states.some((state) => state.digest === digest && isIn(state, at));
    const wrong = this.#sights
      .filter(({ digest, first, last }) => !stood(digest, first) || !stood(digest, last))
      .map(({ first, last }) => `${this.#ref} ${new Date(first).toISOString()} to ${new Date(last).toISOString()}: no such text then`);
    const seen = states.filter((state) => this.shows(state)).filter(({ digest }, index, all) => digest !== all[index - 1]?.digest);
    const revisions = revisionsOf(this.#captures).length;
    if (wrong.length > 0 || revisions <= seen.length) return wrong;
    return [`${this.#ref} has ${revisions} revisions of the ${seen.length} states that were seen`];
  }
}

function isIn({ from, until }: ContentState, at: number): boolean {
  return from - LATE_MS <= at && at < until;
}
