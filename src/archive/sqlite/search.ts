/** Full text in the SQLite catalogue: FTS5 over every snapshot, with the marks and without. */
import type { SearchHit, TextQuery } from '../catalogueContract.ts';
import type { Phrase } from '../../article/query.ts';
import { foldText } from '../../article/text.ts';
import type { Sql } from './sql.ts';

/** The best hits: first where all the words stand next to each other, as the syllables of a Vietnamese word do. */
export function search(sql: Sql, query: TextQuery): SearchHit[] {
  const found: SearchHit[] = [];
  for (const phrases of [...adjacent(query.phrases), query.phrases]) {
    if (found.length >= query.limit) break;
    const known = new Set(found.map(keyOf));
    const more = matching(sql, query, expressionOf(phrases), query.limit + known.size).filter((hit) => !known.has(keyOf(hit)));
    found.push(...more.slice(0, query.limit - found.length));
  }
  return found;
}

/** The words of a query as one phrase, where they can stand so. */
function adjacent(phrases: readonly Phrase[]): Phrase[][] {
  const [first] = phrases;
  const isOne = phrases.length > 1 && phrases.every(({ isMarked }) => isMarked === first?.isMarked);
  return isOne ? [[{ words: phrases.flatMap(({ words }) => words), isMarked: first?.isMarked ?? false }]] : [];
}

/** Words reach FTS5 within quotation marks only, where nothing is an operator. */
function expressionOf(phrases: readonly Phrase[]): string {
  return phrases
    .map(({ words, isMarked }) => {
      const text = words.join(' ').replaceAll('"', ' ');
      return isMarked ? `{title body} : "${text}"` : `{plain_title plain_body} : "${foldText(text)}"`;
    })
    .join(' AND ');
}

/** A word in a title says more than one in a text. */
const WEIGHTS = '8.0, 1.0, 8.0, 1.0';

function matching(sql: Sql, { site, since }: TextQuery, expression: string, limit: number): SearchHit[] {
  const among = `${site === undefined ? '' : 'AND s.site = ?'} ${since === undefined ? '' : 'AND s.last >= ?'}`;
  const values = [expression, ...[site, since].filter((value) => value !== undefined), limit];
  return sql
    .all<SearchHit & { score: number }>(
      `WITH hits AS MATERIALIZED (
         SELECT s.article, s.file, s.first, s.last, bm25(texts, ${WEIGHTS}) AS score
         FROM texts JOIN snapshots AS s ON s.snapshot = texts.rowid WHERE texts MATCH ? ${among})
       SELECT a.site, a.id, h.file, h.first, h.last, h.score FROM
         (SELECT article, file, first, last, min(score) AS score FROM hits GROUP BY article ORDER BY min(score), article LIMIT ?) AS h
         JOIN articles AS a ON a.article = h.article ORDER BY h.score, h.article`,
      values,
    )
    .map(({ score: _score, ...hit }) => hit);
}

function keyOf({ site, id }: SearchHit): string {
  return `${site}/${id}`;
}
