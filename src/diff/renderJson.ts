/** A difference as a plain object, for `--json` and for other programs. */
import type { Change } from './change.ts';
import { summarise } from './summary.ts';

export const DIFF_SCHEMA = 'baoluu.diff/1';

/** The changes with what the caller says of them: which article, which revisions. Indexes count from 0. */
export type DiffDocument<About extends object> = Readonly<About> & {
  readonly schema: typeof DIFF_SCHEMA;
  readonly summary: string;
  readonly changes: readonly Change[];
};

export function renderJson<About extends object>(about: About, changes: readonly Change[]): DiffDocument<About> {
  return { schema: DIFF_SCHEMA, ...about, summary: summarise(changes), changes };
}
