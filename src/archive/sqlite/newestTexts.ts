/** Of articles that were found: their newest text with the words, and the revisions that have them. */
import type { SearchHit, TextHit } from '../catalogueContract.ts';
import type { SnapshotName } from '../../article/snapshot.ts';
import { isCommon } from './expression.ts';
import type { Sql } from './sql.ts';

/** A text that was found, before it is known in which others of its article the words stand. */
export type FoundText = SearchHit & { readonly article: number };

interface Text extends Pick<SearchHit, 'file' | 'first' | 'last'> {
  readonly article: number;
  readonly snapshot: number;
  /** How many texts its article has. */
  readonly count: number;
}

/** A revision, and the snapshot that it shows: none where an older baoluu catalogued it. */
interface Shown {
  readonly article: number;
  readonly number: number;
  readonly file: SnapshotName | null;
}

/** Of each article the newest text in which everything stands, whichever was ranked best, and all revisions that show such a one. */
export function newestTexts(sql: Sql, found: readonly FoundText[], expression: string): TextHit[] {
  const articles = JSON.stringify(found.map(({ article }) => article));
  const texts = byArticle(textsWith(sql, articles, expression));
  const shown = byArticle(
    sql.all<Shown>(`SELECT article, number, snapshot AS file FROM ${EACH_OF} revisions ON article = wanted.value ORDER BY number`, [
      articles,
    ]),
  );
  return found.map((hit) => newestOf(hit, texts.get(hit.article) ?? [], shown.get(hit.article) ?? []));
}

function newestOf({ site, id, article: _article, ...best }: FoundText, texts: readonly Text[], shown: readonly Shown[]): TextHit {
  const showing = shown.filter(({ file }) => texts.some((text) => text.file === file));
  const newest = showing.at(-1)?.file;
  const { file, first, last } = texts.find((text) => text.file === newest) ?? texts[0] ?? best;
  if (shown.some((revision) => revision.file === null)) return { site, id, file, first, last };
  return { site, id, file, first, last, revisions: { numbers: showing.map(({ number }) => number), count: shown.length } };
}

function byArticle<Row extends { readonly article: number }>(rows: readonly Row[]): Map<number, Row[]> {
  const rowsOf = new Map<number, Row[]>();
  for (const row of rows) rowsOf.set(row.article, [...(rowsOf.get(row.article) ?? []), row]);
  return rowsOf;
}

/** Numbers that are handed in as one JSON list, each looked up for itself. */
const EACH_OF = 'json_each(?) AS wanted CROSS JOIN';

/** The articles' texts in which everything stands, those that were seen last first. An article of one text, as most are, was found by that one. */
function textsWith(sql: Sql, articles: string, expression: string): Text[] {
  const texts = sql.all<Text>(
    `SELECT article, snapshot, file, first, last, count(*) OVER (PARTITION BY article) AS count
     FROM ${EACH_OF} snapshots ON article = wanted.value ORDER BY last DESC, snapshot DESC`,
    [articles],
  );
  const several = texts.filter(({ count }) => count > 1).map(({ snapshot }) => snapshot);
  if (several.length === 0) return texts;
  const withAll = snapshotsWith(sql, JSON.stringify(several), expression);
  return texts.filter(({ count, snapshot }) => count === 1 || withAll.has(snapshot));
}

/**
 * Those of these snapshots in which everything stands. Where that is common, each is asked for by itself: FTS5 jumps to it in the lists of its
 * words, but begins with the first text that has them all, so that what is rare is looked for once for all.
 */
function snapshotsWith(sql: Sql, snapshots: string, expression: string): Set<number> {
  const statement = isCommon(sql, expression)
    ? `SELECT texts.rowid AS snapshot FROM ${EACH_OF} texts ON texts.rowid = wanted.value WHERE texts MATCH ?`
    : `SELECT value AS snapshot FROM json_each(?) WHERE value IN (SELECT rowid FROM texts WHERE texts MATCH ?)`;
  return new Set(sql.all<{ snapshot: number }>(statement, [snapshots, expression]).map(({ snapshot }) => snapshot));
}
