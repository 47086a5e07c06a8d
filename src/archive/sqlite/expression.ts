/** What is asked of FTS5, and whether very many texts have it. */
import type { Phrase } from '../../article/query.ts';
import { foldText } from '../../article/text.ts';
import type { Sql } from './sql.ts';

/** Words reach FTS5 within quotation marks only, where nothing is an operator. */
export function expressionOf(phrases: readonly Phrase[]): string {
  return phrases
    .map(({ words, isMarked }) => {
      const text = words.join(' ').replaceAll('"', ' ');
      return isMarked ? `{title body} : "${text}"` : `{plain_title plain_body} : "${foldText(text)}"`;
    })
    .join(' AND ');
}

/**
 * What stands in more texts is common. To rank them, each has to be looked at, and for a word's weight all that have it (measured with a million
 * texts: four seconds for a word of most of them).
 */
const MOST_RANKED = 10_000;

export function isCommon(sql: Sql, expression: string): boolean {
  const count = `SELECT count(*) AS n FROM (SELECT 1 FROM texts WHERE texts MATCH ? LIMIT ${MOST_RANKED + 1})`;
  return (sql.get<{ n: number }>(count, [expression])?.n ?? 0) > MOST_RANKED;
}
