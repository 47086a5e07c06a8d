/** The articles of the SQLite catalogue: taking them in, and listing them. */
import type { Content } from '../../article/content.ts';
import type { ArticleRef } from '../../article/identity.ts';
import { foldText } from '../../article/text.ts';
import type { SnapshotName } from '../../article/snapshot.ts';
import {
  DAMAGED,
  type ArticleEntry,
  type DamagedQuery,
  type IndexedArticle,
  type IndexedRevision,
  type IndexedSnapshot,
  type ListQuery,
  type TitledSnapshot,
} from '../catalogueContract.ts';
import { sign, unsign, unsignAll } from './related.ts';
import type { Sql } from './sql.ts';
import { countAnew, totals } from './tallies.ts';

/** Where an article stands among those of its site: numbers first, by their size, then names. */
export function placeOf(id: string): string {
  return /^\d+$/u.test(id) ? `0${String(id.length).padStart(3, '0')}${id}` : `1${id}`;
}

export function isComplete(sql: Sql): boolean {
  return metaOf(sql, 'complete') === '1';
}

export function setComplete(sql: Sql, complete: boolean): void {
  setMeta(sql, 'complete', complete ? '1' : '0');
}

export function beginRebuild(sql: Sql): void {
  setComplete(sql, false);
  setMeta(sql, 'generation', String(generationOf(sql) + 1));
  sql.run("INSERT INTO texts (texts) VALUES ('delete-all')");
  unsignAll(sql);
  sql.run('DELETE FROM snapshots');
  sql.run('UPDATE revisions SET compared_by = NULL WHERE compared_by IS NOT NULL');
}

export function endRebuild(sql: Sql): void {
  const lost = sql.all<ArticleRef>('SELECT site, id FROM articles WHERE generation < ?', [generationOf(sql)]);
  for (const ref of lost) forget(sql, ref);
  countAnew(sql);
  setComplete(sql, true);
}

export function mark(sql: Sql, refs: readonly ArticleRef[]): void {
  for (const { site, id } of refs) sql.run('INSERT OR IGNORE INTO marks (site, id) VALUES (?, ?)', [site, id]);
}

export function marked(sql: Sql): ArticleRef[] {
  return sql.all<ArticleRef>('SELECT site, id FROM marks').map(({ site, id }) => ({ site, id }));
}

const COLUMNS = 'site, place, id, title, state, revisions, snapshots, first, last, last_change, url, modified_ms, file_bytes';

const TAKE = `INSERT INTO articles (${COLUMNS}, bytes, generation) VALUES (${'?, '.repeat(14)}?)
  ON CONFLICT (site, place) DO UPDATE SET title = excluded.title, state = excluded.state, revisions = excluded.revisions,
    snapshots = excluded.snapshots, first = excluded.first, last = excluded.last, last_change = excluded.last_change,
    url = excluded.url, modified_ms = excluded.modified_ms, file_bytes = excluded.file_bytes, bytes = excluded.bytes,
    generation = excluded.generation
  RETURNING article`;

interface KnownSnapshot {
  readonly snapshot: number;
  readonly file: SnapshotName;
  readonly first: string;
  readonly last: string;
  readonly bytes: number;
}

/**
 * Takes in articles, in one transaction of the caller's. Their texts come last, all together: SQLite has FTS5 write down what it gathered
 * as soon as a statement with triggers follows, which took as long as the texts themselves.
 */
export function take(sql: Sql, taken: readonly IndexedArticle[]): void {
  const generation = generationOf(sql);
  const rows = taken.flatMap((article) => takeArticle(sql, article, generation));
  for (const row of rows) takeText(sql, row);
  for (const { snapshot, content } of rows) sign(sql, snapshot, content);
}

/** A snapshot's row, and the text that is to be found by it. */
interface TextRow {
  readonly snapshot: number;
  readonly content: Content;
}

/** Returns the texts that are new. */
function takeArticle(sql: Sql, { entry, snapshots, revisions }: IndexedArticle, generation: number): TextRow[] {
  const { site, id, title, state, first, last, lastChange, url, stamp } = entry;
  const known = snapshotsOf(sql, entry);
  const others = snapshots.filter(({ file }) => !known.some((each) => each.file === file));
  const bytes = [...known, ...others.map(({ text }) => text ?? { bytes: 0 })].reduce((sum, each) => sum + each.bytes, stamp.bytes);
  const facts = [site, placeOf(id), id, title, state, entry.revisions, entry.snapshots, first, last, lastChange, url];
  const article = sql.get<{ article: number }>(TAKE, [...facts, stamp.modifiedMs, stamp.bytes, bytes, generation])?.article ?? 0;
  takeRevisions(sql, article, site, revisions);
  for (const snapshot of snapshots) seeAgain(sql, known, snapshot);
  sql.run('DELETE FROM marks WHERE site = ? AND id = ?', [site, id]);
  return others.flatMap((snapshot) => takeSnapshot(sql, article, site, snapshot));
}

function snapshotsOf(sql: Sql, { site, id }: ArticleRef): KnownSnapshot[] {
  return sql.all<KnownSnapshot>(
    `SELECT snapshot, file, first, last, bytes FROM snapshots
     WHERE article = (SELECT article FROM articles WHERE site = ? AND place = ?)`,
    [site, placeOf(id)],
  );
}

// Most visits change nothing, and then nothing is written. What was compared stays compared up to the first revision that is another.
function takeRevisions(sql: Sql, article: number, site: string, revisions: readonly IndexedRevision[]): void {
  const known = sql.all<IndexedRevision>('SELECT first, snapshot FROM revisions WHERE article = ? ORDER BY number', [article]);
  const isSame = ({ first, snapshot }: IndexedRevision, index: number): boolean =>
    known[index]?.first === first && known[index].snapshot === snapshot;
  const other = revisions.findIndex((revision, index) => !isSame(revision, index));
  const same = other < 0 ? revisions.length : other;
  if (known.length > same) sql.run('DELETE FROM revisions WHERE article = ? AND number > ?', [article, same]);
  for (const [index, { first, snapshot }] of revisions.entries())
    if (index >= same)
      sql.run('INSERT INTO revisions (article, number, site, first, snapshot) VALUES (?, ?, ?, ?, ?)', [
        article,
        index + 1,
        site,
        first,
        snapshot,
      ]);
}

function seeAgain(sql: Sql, known: readonly KnownSnapshot[], { file, first, last }: IndexedSnapshot): void {
  const before = known.find((each) => each.file === file);
  if (before === undefined || (before.first === first && before.last === last)) return;
  sql.run('UPDATE snapshots SET first = ?, last = ? WHERE snapshot = ?', [first, last, before.snapshot]);
}

function takeSnapshot(sql: Sql, article: number, site: string, { file, first, last, text }: IndexedSnapshot): TextRow[] {
  if (text === undefined) return [];
  const row = sql.get<{ snapshot: number }>(
    'INSERT INTO snapshots (article, site, file, first, last, bytes) VALUES (?, ?, ?, ?, ?, ?) RETURNING snapshot',
    [article, site, file, first, last, text.bytes],
  );
  return [{ snapshot: row?.snapshot ?? 0, content: text.content }];
}

function takeText(sql: Sql, { snapshot, content: { title, body, captions } }: TextRow): void {
  const words = [...body, ...captions].join('\n');
  const columns = [title, words, foldText(title), foldText(words)];
  sql.run('INSERT INTO texts (rowid, title, body, plain_title, plain_body) VALUES (?, ?, ?, ?, ?)', [snapshot, ...columns]);
}

export function forget(sql: Sql, { site, id }: ArticleRef): void {
  const row = sql.get<{ article: number }>('SELECT article FROM articles WHERE site = ? AND place = ?', [site, placeOf(id)]);
  sql.run('DELETE FROM marks WHERE site = ? AND id = ?', [site, id]);
  if (row === undefined) return;
  sql.run('DELETE FROM texts WHERE rowid IN (SELECT snapshot FROM snapshots WHERE article = ?)', [row.article]);
  unsign(sql, row.article);
  for (const table of ['snapshots', 'revisions', 'articles']) sql.run(`DELETE FROM ${table} WHERE article = ?`, [row.article]);
}

export interface ArticleRow {
  readonly site: string;
  readonly place: string;
  readonly id: string;
  readonly title: string;
  readonly state: string;
  readonly revisions: number;
  readonly snapshots: number;
  readonly first: string;
  readonly last: string;
  readonly last_change: string;
  readonly url: string;
  readonly modified_ms: number;
  readonly file_bytes: number;
}

export function entryFrom(row: ArticleRow): ArticleEntry {
  const { place: _place, last_change: lastChange, modified_ms: modifiedMs, file_bytes: bytes, ...same } = row;
  const { site, id, title, state, revisions, snapshots, first, last, url } = same;
  return { site, id, title, state, revisions, snapshots, first, last, lastChange, url, stamp: { modifiedMs, bytes } };
}

export function entryOf(sql: Sql, { site, id }: ArticleRef): ArticleEntry | undefined {
  const row = sql.get<ArticleRow>(`SELECT ${COLUMNS} FROM articles WHERE site = ? AND place = ?`, [site, placeOf(id)]);
  return row === undefined ? undefined : entryFrom(row);
}

export function texts(sql: Sql, ref: ArticleRef): SnapshotName[] {
  return snapshotsOf(sql, ref).map(({ file }) => file);
}

export function latest(sql: Sql, { site, id }: ArticleRef): TitledSnapshot | undefined {
  const row = sql.get<{ file: SnapshotName; title: string }>(
    `SELECT revisions.snapshot AS file, articles.title AS title FROM articles JOIN revisions USING (article)
     WHERE articles.site = ? AND place = ? ORDER BY number DESC LIMIT 1`,
    [site, placeOf(id)],
  );
  return row === undefined ? undefined : { file: row.file, title: row.title };
}

/** So many rows at first, for who wants the first ones only, and at most. */
const PAGE = { first: 64, most: 512 };

// Page by page: a reader who holds one long answer would keep the log of changes from being cleared.
export function* entries(sql: Sql, { site, all = false, limit = Infinity }: ListQuery): Generator<ArticleEntry> {
  const among = `${all ? '' : `AND (revisions > 0 OR state = '${DAMAGED}')`}`;
  // Said so for one site, its rows are a piece of the index; else the end of the index is looked through for others of the site.
  const later = site === undefined ? '(site, place) > (?, ?)' : 'site = ? AND place > ?';
  let [after, left]: [readonly string[], number] = [[site ?? '', ''], limit];
  for (let page = PAGE.first; left > 0; page = Math.min(2 * page, PAGE.most)) {
    const most = Math.min(page, left);
    const rows = sql.all<ArticleRow>(`SELECT ${COLUMNS} FROM articles WHERE ${later} ${among} ORDER BY site, place LIMIT ?`, [
      ...after,
      most,
    ]);
    for (const row of rows) yield entryFrom(row);
    const last = rows.at(-1);
    if (last === undefined || rows.length < most) return;
    after = [last.site, last.place];
    left -= rows.length;
  }
}

export function hiddenCount(sql: Sql, site: string | undefined): number {
  const among = totals(sql).filter((each) => site === undefined || each.site === site);
  return among.reduce((sum, { hidden }) => sum + hidden, 0);
}

/** From an index of those alone: there are few, and everybody who searches asks. */
export function damaged(sql: Sql, { site, limit }: DamagedQuery): ArticleRef[] {
  const among = `state = '${DAMAGED}' ${site === undefined ? '' : 'AND site = ?'}`;
  const values = [...(site === undefined ? [] : [site]), limit];
  return sql
    .all<ArticleRef>(`SELECT site, id FROM articles WHERE ${among} ORDER BY site, place LIMIT ?`, values)
    .map(({ site: of, id }) => ({ site: of, id }));
}

function generationOf(sql: Sql): number {
  return Number(metaOf(sql, 'generation') ?? '0');
}

export function metaOf(sql: Sql, name: string): string | undefined {
  return sql.get<{ value: string }>('SELECT value FROM meta WHERE name = ?', [name])?.value;
}

export function setMeta(sql: Sql, name: string, value: string): void {
  sql.run('INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value', [name, value]);
}
