/** Full text in the SQLite catalogue: FTS5 over every snapshot, with the marks and without. */
import type { SearchHit, TextHit, TextQuery } from '../catalogueContract.ts';
import type { Phrase } from '../../article/query.ts';
import { expressionOf, isCommon } from './expression.ts';
import { newestTexts, type FoundText } from './newestTexts.ts';
import type { Sql } from './sql.ts';

/**
 * The best hits: first where all the words stand next to each other, as the syllables of a Vietnamese word do. Words that stand in very many
 * texts are looked for like any, but decide nothing of the order.
 */
export function search(sql: Sql, query: TextQuery): TextHit[] {
  const found: FoundText[] = [];
  for (const phrases of [...adjacent(query.phrases), query.phrases]) {
    if (found.length >= query.limit) break;
    const known = new Set(found.map(keyOf));
    const more = matching(sql, { ...query, phrases, limit: query.limit + known.size }).filter((hit) => !known.has(keyOf(hit)));
    found.push(...more.slice(0, query.limit - found.length));
  }
  return newestTexts(sql, found, expressionOf(query.phrases));
}

function matching(sql: Sql, query: TextQuery): FoundText[] {
  const rare = query.phrases.filter((phrase) => !isCommon(sql, expressionOf([phrase])));
  return rare.length > 0 ? best(sql, query, rare) : latest(sql, query);
}

/** The words of a query as one phrase, where they can stand so. */
function adjacent(phrases: readonly Phrase[]): Phrase[][] {
  const [first] = phrases;
  const isOne = phrases.length > 1 && phrases.every(({ isMarked }) => isMarked === first?.isMarked);
  return isOne ? [[{ words: phrases.flatMap(({ words }) => words), isMarked: first?.isMarked ?? false }]] : [];
}

/** A word in a title says more than one in a text. */
const WEIGHTS = '8.0, 1.0, 8.0, 1.0';

/** In the order that the rare phrases give. */
function best(sql: Sql, query: TextQuery, rare: readonly Phrase[]): FoundText[] {
  const { where, values } = amongOf(query);
  // The plus sign keeps SQLite from asking for each of these texts by itself.
  const [all, expressions] =
    rare.length === query.phrases.length
      ? ['', [expressionOf(rare)]]
      : ['AND +texts.rowid IN (SELECT rowid FROM texts WHERE texts MATCH ?)', [expressionOf(rare), expressionOf(query.phrases)]];
  return sql
    .all<FoundText & { score: number }>(
      `WITH hits AS MATERIALIZED (
         SELECT s.article, s.file, s.first, s.last, bm25(texts, ${WEIGHTS}) AS score
         FROM texts JOIN snapshots AS s ON s.snapshot = texts.rowid WHERE texts MATCH ? ${all} ${where})
       SELECT h.article, a.site, a.id, h.file, h.first, h.last, h.score FROM
         (SELECT article, file, first, last, min(score) AS score FROM hits GROUP BY article ORDER BY min(score), article LIMIT ?) AS h
         JOIN articles AS a ON a.article = h.article ORDER BY h.score, h.article`,
      [...expressions, ...values, query.limit],
    )
    .map(({ score: _score, ...hit }) => hit);
}

/** Those that were taken in last, whose list FTS5 gives from its end: no more of it is read than is asked for. */
function latest(sql: Sql, query: TextQuery): FoundText[] {
  const { where, values } = amongOf(query);
  for (let most = 4 * query.limit; ; most *= 4) {
    const texts = sql.all<FoundText>(
      `SELECT s.article, a.site, a.id, s.file, s.first, s.last
       FROM texts CROSS JOIN snapshots AS s ON s.snapshot = texts.rowid CROSS JOIN articles AS a ON a.article = s.article
       WHERE texts MATCH ? ${where} ORDER BY texts.rowid DESC LIMIT ?`,
      [expressionOf(query.phrases), ...values, most],
    );
    const hits = oneOfEach(texts);
    if (hits.length >= query.limit || texts.length < most) return hits.slice(0, query.limit);
  }
}

function oneOfEach(texts: readonly FoundText[]): FoundText[] {
  const hits = new Map<string, FoundText>();
  for (const text of texts) if (!hits.has(keyOf(text))) hits.set(keyOf(text), text);
  return [...hits.values()];
}

function amongOf({ site, since }: TextQuery): { readonly where: string; readonly values: readonly string[] } {
  const where = `${site === undefined ? '' : 'AND s.site = ?'} ${since === undefined ? '' : 'AND s.last >= ?'}`;
  return { where, values: [site, since].filter((value) => value !== undefined) };
}

function keyOf({ site, id }: SearchHit): string {
  return `${site}/${id}`;
}
