/**
 * How many there are of what, in the SQLite catalogue: kept by triggers with the rows themselves, in the same transaction, so that nobody
 * counts a million rows to tell it. What changes with the hour is counted hour by hour.
 *
 * Triggers and not the statements that write: no statement can forget it. `INSERT OR REPLACE` would: it deletes without a trigger.
 */
import type { Instant } from '../catalogueContract.ts';
import type { Sql } from './sql.ts';

const HOUR_MS = 3_600_000;

/** As a list has it: a damaged article is listed, an address at which none was ever read is hidden. */
const isListed = (row: string): string => `(${row}.revisions > 0 OR ${row}.state = 'damaged')`;
const dueHour = (row: string): string => `CAST(${row}.due_at / ${HOUR_MS} AS INTEGER)`;
const seenHour = (row: string): string => `substr(${row}.first, 1, 13)`;
const waits = (row: string): string => `(${row}.state = 'pending' AND ${row}.priority >= 0)`;
const waitsOld = (row: string): string => `(${row}.state = 'pending' AND ${row}.priority < 0)`;

const addToTotals = (row: string, sign: '+' | '-', facts: Readonly<Record<string, string>>): string => {
  const columns = Object.keys(facts);
  return `INSERT INTO totals (site, ${columns.join(', ')}) VALUES (${row}.site, ${Object.values(facts)
    .map((value) => `${sign} ${value}`)
    .join(', ')})
    ON CONFLICT DO UPDATE SET ${columns.map((column) => `${column} = ${column} + excluded.${column}`).join(', ')};`;
};

const articleFacts = (row: string) => ({
  articles: isListed(row),
  hidden: `(NOT ${isListed(row)})`,
  bytes: `${row}.bytes`,
  unplanned: `(${row}.due_at IS NULL)`,
});
const foundFacts = (row: string) => ({ waiting: waits(row), waiting_old: waitsOld(row) });

const addDue = (row: string): string =>
  `INSERT INTO due_hours (site, hour, articles) SELECT ${row}.site, ${dueHour(row)}, 1 WHERE ${row}.due_at IS NOT NULL
   ON CONFLICT DO UPDATE SET articles = articles + 1;`;
const takeDue = (row: string): string =>
  `UPDATE due_hours SET articles = articles - 1 WHERE site = ${row}.site AND hour = ${dueHour(row)};
   DELETE FROM due_hours WHERE site = ${row}.site AND hour = ${dueHour(row)} AND articles = 0;`;

/** The tables, and what keeps them: as of the catalogue's fifth version. */
export const KEPT_COUNTS: readonly string[] = [
  `CREATE TABLE totals (site TEXT PRIMARY KEY, articles INTEGER NOT NULL DEFAULT 0, hidden INTEGER NOT NULL DEFAULT 0,
     bytes INTEGER NOT NULL DEFAULT 0, unplanned INTEGER NOT NULL DEFAULT 0, waiting INTEGER NOT NULL DEFAULT 0,
     waiting_old INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID`,
  `CREATE TABLE due_hours (site TEXT NOT NULL, hour INTEGER NOT NULL, articles INTEGER NOT NULL, PRIMARY KEY (site, hour)) WITHOUT ROWID`,
  `CREATE TABLE revision_hours (site TEXT NOT NULL, hour TEXT NOT NULL, revisions INTEGER NOT NULL, PRIMARY KEY (site, hour)) WITHOUT ROWID`,
  `CREATE TRIGGER articles_came AFTER INSERT ON articles BEGIN ${addToTotals('NEW', '+', articleFacts('NEW'))} ${addDue('NEW')} END`,
  `CREATE TRIGGER articles_went AFTER DELETE ON articles BEGIN ${addToTotals('OLD', '-', articleFacts('OLD'))} ${takeDue('OLD')} END`,
  `CREATE TRIGGER articles_changed AFTER UPDATE OF state, revisions, bytes ON articles
   WHEN OLD.bytes <> NEW.bytes OR ${isListed('OLD')} <> ${isListed('NEW')}
   BEGIN UPDATE totals SET articles = articles + ${isListed('NEW')} - ${isListed('OLD')}, hidden = hidden - ${isListed('NEW')} + ${isListed('OLD')},
     bytes = bytes + NEW.bytes - OLD.bytes WHERE site = NEW.site; END`,
  `CREATE TRIGGER articles_planned AFTER UPDATE OF due_at ON articles WHEN OLD.due_at IS NOT NEW.due_at
   BEGIN UPDATE totals SET unplanned = unplanned + (NEW.due_at IS NULL) - (OLD.due_at IS NULL)
     WHERE site = NEW.site AND (NEW.due_at IS NULL) <> (OLD.due_at IS NULL); ${takeDue('OLD')} ${addDue('NEW')} END`,
  `CREATE TRIGGER revisions_came AFTER INSERT ON revisions
   BEGIN INSERT INTO revision_hours (site, hour, revisions) VALUES (NEW.site, ${seenHour('NEW')}, 1)
     ON CONFLICT DO UPDATE SET revisions = revisions + 1; END`,
  `CREATE TRIGGER revisions_went AFTER DELETE ON revisions
   BEGIN UPDATE revision_hours SET revisions = revisions - 1 WHERE site = OLD.site AND hour = ${seenHour('OLD')}; END`,
  `CREATE TRIGGER found_came AFTER INSERT ON found BEGIN ${addToTotals('NEW', '+', foundFacts('NEW'))} END`,
  `CREATE TRIGGER found_went AFTER DELETE ON found BEGIN ${addToTotals('OLD', '-', foundFacts('OLD'))} END`,
  `CREATE TRIGGER found_changed AFTER UPDATE OF state, priority ON found
   WHEN ${waits('OLD')} <> ${waits('NEW')} OR ${waitsOld('OLD')} <> ${waitsOld('NEW')}
   BEGIN UPDATE totals SET waiting = waiting + ${waits('NEW')} - ${waits('OLD')},
     waiting_old = waiting_old + ${waitsOld('NEW')} - ${waitsOld('OLD')} WHERE site = NEW.site; END`,
  `CREATE TRIGGER runs_began AFTER INSERT ON runs BEGIN INSERT INTO totals (site) VALUES (NEW.site) ON CONFLICT DO NOTHING; END`,
];

/** Counts all rows. */
export const COUNTED_ANEW: readonly string[] = [
  `DELETE FROM totals`,
  `DELETE FROM due_hours`,
  `DELETE FROM revision_hours`,
  `INSERT INTO totals (site, articles, hidden, bytes, unplanned)
   SELECT site, sum${isListed('a')}, sum(NOT ${isListed('a')}), sum(bytes), sum(due_at IS NULL) FROM articles AS a GROUP BY site`,
  `INSERT INTO totals (site, waiting, waiting_old) SELECT site, sum${waits('f')}, sum${waitsOld('f')} FROM found AS f WHERE TRUE GROUP BY site
   ON CONFLICT DO UPDATE SET waiting = excluded.waiting, waiting_old = excluded.waiting_old`,
  `INSERT INTO totals (site) SELECT DISTINCT site FROM runs WHERE TRUE ON CONFLICT DO NOTHING`,
  `INSERT INTO due_hours SELECT site, ${dueHour('a')} AS hour, count(*) FROM articles AS a WHERE due_at IS NOT NULL GROUP BY site, hour`,
  `INSERT INTO revision_hours SELECT site, ${seenHour('r')} AS hour, count(*) FROM revisions AS r GROUP BY site, hour`,
];

export function countAnew(sql: Sql): void {
  for (const statement of COUNTED_ANEW) sql.run(statement);
}

export interface Totals {
  readonly site: string;
  readonly articles: number;
  readonly hidden: number;
  /** What the texts take up on the disk. */
  readonly bytes: number;
  readonly unplanned: number;
  readonly waiting: number;
  readonly waiting_old: number;
}

/** Site by site. */
export function totals(sql: Sql): Totals[] {
  return sql.all<Totals>('SELECT site, articles, hidden, bytes, unplanned, waiting, waiting_old FROM totals ORDER BY site');
}

/** How many articles of a site are due: whole hours as they are kept, and of the last one those that are. */
export function countDue(sql: Sql, site: string, now: Instant): number {
  const hour = Math.floor(now / HOUR_MS);
  const whole = sql.get<{ n: number }>('SELECT coalesce(sum(articles), 0) AS n FROM due_hours WHERE site = ? AND hour < ?', [site, hour]);
  const last = sql.get<{ n: number }>('SELECT count(*) AS n FROM articles WHERE site = ? AND due_at >= ? AND due_at <= ?', [
    site,
    hour * HOUR_MS,
    now,
  ]);
  return (whole?.n ?? 0) + (last?.n ?? 0);
}

/** How many revisions of a site were first seen then or later. */
export function countRevisions(sql: Sql, site: string, since: string): number {
  const hour = since.slice(0, 13);
  const whole = sql.get<{ n: number }>('SELECT coalesce(sum(revisions), 0) AS n FROM revision_hours WHERE site = ? AND hour > ?', [
    site,
    hour,
  ]);
  const first = sql.get<{ n: number }>('SELECT count(*) AS n FROM revisions WHERE site = ? AND first >= ? AND first < ?', [
    site,
    since,
    `${hour}~`,
  ]);
  return (whole?.n ?? 0) + (first?.n ?? 0);
}
