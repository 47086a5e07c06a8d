/**
 * A difference as a plain object, for `--json` and for other programs.
 *
 * `changes` holds the blocks that are not equal, in reading order; `parts` of a change joined are its texts (all but
 * `added` and `movedHere` the old one, all but `removed` and `movedAway` the new one). A change's `operations` say what
 * happened to which sentence: `before` and `after` are places in the articles (`field`, `index` from 0, `from` and `to` in
 * UTF-16 units); the places of a fact count from the beginning of its operation's text.
 */
import type { Operation } from './change.ts';
import type { Review, Judged } from './review.ts';
import { sentencesFor } from './sentencesFor.ts';
import type { Severity, Verdict } from './severity.ts';
import { summarise } from './summary.ts';

export const DIFF_SCHEMA = 'baoluu.diff/2';

/** The changes with what the caller says of them: which article, which revisions. */
export type DiffDocument<About extends object> = Readonly<About> & {
  readonly schema: typeof DIFF_SCHEMA;
  readonly summary: string;
  readonly severity: Severity;
  readonly stealth?: boolean;
  readonly slugStale: boolean;
  /** Pictures that others took the place of. */
  readonly pictures?: readonly object[];
  readonly changes: readonly object[];
};

export function renderJson<About extends object>(about: About, reviewed: Review): DiffDocument<About> {
  const { changes, severity, isStealth, isSlugStale, swaps } = reviewed;
  return {
    schema: DIFF_SCHEMA,
    ...about,
    summary: summarise(changes.map(({ block }) => block)),
    severity,
    ...(isStealth === undefined ? {} : { stealth: isStealth }),
    slugStale: isSlugStale,
    ...(swaps.length === 0 ? {} : { pictures: swaps }),
    changes: changes.map(changeOf),
  };
}

function changeOf(judged: Judged): object {
  const { field, kind, before, after, parts, coarse } = judged.block;
  const { severity, rule } = judged.verdict;
  const sentences = sentencesFor(judged);
  return { field, kind, before, after, severity, rule, sentences, parts, coarse, operations: judged.operations.map(operationOf) };
}

function operationOf({ operation, severity, rule, facts }: Verdict & { readonly operation: Operation }): object {
  const { kind, before, after, coarse } = operation;
  return { kind, before, after, severity, rule, facts, coarse };
}
