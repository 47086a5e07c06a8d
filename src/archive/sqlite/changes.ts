/** What comparing revisions gave, in the SQLite catalogue: it stands with each revision, and goes with it. */
import type { ArticleRef } from '../../article/identity.ts';
import type { ChangeQuery, ComparedRevision, KnownChange } from '../catalogueContract.ts';
import { placeOf } from './articles.ts';
import type { Sql, Value } from './sql.ts';

// A revision that an older baoluu catalogued has no snapshot's name; its article's next visit gives it one.
const NOTE = `UPDATE revisions SET compared_by = ?1, severity = ?2, kinds = ?3, sentence = ?4
  WHERE article = (SELECT article FROM articles WHERE site = ?5 AND place = ?6) AND number = ?7 AND coalesce(snapshot, ?8) = ?8
    AND EXISTS (SELECT 1 FROM revisions AS earlier
      WHERE earlier.article = revisions.article AND earlier.number = ?7 - 1 AND coalesce(earlier.snapshot, ?9) = ?9)`;

/** Keeps what came of comparing, in one transaction of the caller's. */
export function noteChanges(sql: Sql, version: number, compared: readonly ComparedRevision[]): void {
  for (const { site, id, revision, before, after, gist } of compared)
    sql.run(NOTE, [version, gist.severity, listOf(gist.kinds), gist.sentence, site, placeOf(id), revision, after, before]);
}

interface ChangeRow extends ArticleRef {
  readonly title: string;
  readonly revision: number;
  readonly at: string;
  readonly compared_by: number | null;
  readonly severity: string | null;
  readonly kinds: string | null;
  readonly sentence: string | null;
}

// Both indexes go on with the article and the number, so that rows come in this order without being sorted, and then with all that is
// asked of them: a rare kind is looked for in the index alone, and only what is told is looked up.
export function changes(sql: Sql, query: ChangeQuery): KnownChange[] {
  const { version, limit } = query;
  const { where, values } = amongOf(query);
  return sql
    .all<ChangeRow>(
      `SELECT a.site, a.id, a.title, r.number AS revision, r.first AS at, r.compared_by, r.severity, r.kinds, r.sentence
       FROM (SELECT r.article, r.number FROM revisions AS r WHERE ${where}
             ORDER BY r.first DESC, r.article DESC, r.number DESC LIMIT ?) AS such
         JOIN revisions AS r ON r.article = such.article AND r.number = such.number JOIN articles AS a ON a.article = r.article
       ORDER BY r.first DESC, r.article DESC, r.number DESC`,
      [...values, limit],
    )
    .map((row) => changeFrom(row, version));
}

function changeFrom({ site, id, title, revision, at, ...compared }: ChangeRow, version: number): KnownChange {
  const { severity, kinds, sentence } = compared;
  const known = { site, id, title, revision, at };
  if (compared.compared_by !== version || severity === null || kinds === null || sentence === null) return known;
  return { ...known, gist: { severity, kinds: kinds.split(' ').filter((kind) => kind !== ''), sentence } };
}

interface Condition {
  readonly where: string;
  readonly values: readonly Value[];
}

function amongOf({ version, site, since, until, kinds, severities }: ChangeQuery): Condition {
  const gist = allOf([
    ...(severities === undefined ? [] : [{ where: `r.severity IN (${severities.map(() => '?').join(', ')})`, values: severities }]),
    ...(kinds === undefined
      ? []
      : [{ where: `(${kinds.map(() => 'instr(r.kinds, ?) > 0').join(' OR ')})`, values: kinds.map((kind) => listOf([kind])) }]),
  ]);
  return allOf([
    { where: 'r.number > 1', values: [] },
    ...(site === undefined ? [] : [{ where: 'r.site = ?', values: [site] }]),
    ...(since === undefined ? [] : [{ where: 'r.first >= ?', values: [since] }]),
    ...(until === undefined ? [] : [{ where: 'r.first < ?', values: [until] }]),
    { where: `(r.compared_by IS NOT ? OR (${gist.where}))`, values: [version, ...gist.values] },
  ]);
}

function allOf(conditions: readonly Condition[]): Condition {
  const where = conditions.length === 0 ? 'TRUE' : conditions.map((condition) => condition.where).join(' AND ');
  return { where, values: conditions.flatMap(({ values }) => values) };
}

/** Words apart by spaces, with one at each end, so that a word is found and no part of one. */
function listOf(kinds: readonly string[]): string {
  return ` ${kinds.join(' ')} `;
}

export function noteSeen(sql: Sql, { site, id }: ArticleRef, first: string): void {
  sql.run('INSERT INTO seen (site, id, first) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET first = max(first, excluded.first)', [
    site,
    id,
    first,
  ]);
}

export function seen(sql: Sql, { site, id }: ArticleRef): string | undefined {
  return sql.get<{ first: string }>('SELECT first FROM seen WHERE site = ? AND id = ?', [site, id])?.first;
}
