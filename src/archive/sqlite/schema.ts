/** The tables of the SQLite catalogue, version by version. */
import type { Sql } from './sql.ts';
import { COUNTED_ANEW, KEPT_COUNTS } from './tallies.ts';

/** What the file says that it is: `bluu`. */
export const APPLICATION_ID = 0x62_6c_75_75;

/**
 * From each version to the next, the first from an empty file. A version that was released is never altered: another is
 * added, which `migrate` runs on what is there.
 */
const STEPS: readonly (readonly string[])[] = [
  [
    `CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID`,
    `CREATE TABLE articles (
       article INTEGER PRIMARY KEY, site TEXT NOT NULL, place TEXT NOT NULL, id TEXT NOT NULL,
       title TEXT NOT NULL, state TEXT NOT NULL, revisions INTEGER NOT NULL, snapshots INTEGER NOT NULL,
       first TEXT NOT NULL, last TEXT NOT NULL, last_change TEXT NOT NULL, url TEXT NOT NULL, bytes INTEGER NOT NULL,
       modified_ms REAL NOT NULL, file_bytes INTEGER NOT NULL, generation INTEGER NOT NULL,
       due_at INTEGER, owner TEXT, leased_until INTEGER NOT NULL DEFAULT 0)`,
    `CREATE UNIQUE INDEX articles_in_order ON articles (site, place)`,
    `CREATE INDEX articles_due ON articles (site, due_at)`,
    // Sums over a million articles are read from this index alone.
    `CREATE INDEX articles_summed ON articles (site, revisions, bytes)`,
    `CREATE INDEX articles_claimed ON articles (site) WHERE owner IS NOT NULL`,
    `CREATE TABLE revisions (article INTEGER NOT NULL, number INTEGER NOT NULL, site TEXT NOT NULL, first TEXT NOT NULL,
       PRIMARY KEY (article, number)) WITHOUT ROWID`,
    `CREATE INDEX revisions_in_time ON revisions (site, first)`,
    `CREATE TABLE snapshots (snapshot INTEGER PRIMARY KEY, article INTEGER NOT NULL, site TEXT NOT NULL, file TEXT NOT NULL,
       first TEXT NOT NULL, last TEXT NOT NULL, bytes INTEGER NOT NULL, UNIQUE (article, file))`,
    // The text itself stays in the snapshots' files; only where its words stand is kept here. Twice: with all marks, and without.
    `CREATE VIRTUAL TABLE texts USING fts5(title, body, plain_title, plain_body,
       content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0")`,
    `CREATE TABLE marks (site TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (site, id)) WITHOUT ROWID`,
    `CREATE TABLE hosts (host TEXT PRIMARY KEY, slot_at INTEGER, failures INTEGER, until INTEGER, why TEXT) WITHOUT ROWID`,
    `CREATE TABLE robots (host TEXT PRIMARY KEY, fetched_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, status INTEGER,
       text TEXT NOT NULL)`,
    `CREATE TABLE budgets (host TEXT NOT NULL, day TEXT NOT NULL, spent INTEGER NOT NULL, PRIMARY KEY (host, day)) WITHOUT ROWID`,
    `CREATE TABLE found (
       url TEXT PRIMARY KEY, site TEXT NOT NULL, id TEXT NOT NULL, found_at INTEGER NOT NULL, seed TEXT NOT NULL,
       priority INTEGER NOT NULL, state TEXT NOT NULL, why TEXT, tries INTEGER NOT NULL DEFAULT 0, not_before INTEGER NOT NULL DEFAULT 0,
       owner TEXT, leased_until INTEGER NOT NULL DEFAULT 0)`,
    `CREATE INDEX found_pending ON found (site, priority DESC, found_at DESC) WHERE state = 'pending'`,
    `CREATE INDEX found_states ON found (site, state)`,
    `CREATE INDEX found_claimed ON found (site) WHERE owner IS NOT NULL`,
    `CREATE TABLE seeds (url TEXT PRIMARY KEY, site TEXT NOT NULL, etag TEXT, last_modified TEXT, last_poll INTEGER NOT NULL,
       next_poll INTEGER NOT NULL, dead_count INTEGER NOT NULL) WITHOUT ROWID`,
    `CREATE INDEX seeds_of_site ON seeds (site, next_poll)`,
    `CREATE TABLE runs (id INTEGER PRIMARY KEY AUTOINCREMENT, site TEXT NOT NULL, begun_at INTEGER NOT NULL, ended_at INTEGER,
       status TEXT NOT NULL, counts TEXT NOT NULL)`,
    `CREATE INDEX runs_of_site ON runs (site, id)`,
  ],
  // The scheduled crawl. What was known of hosts is made anew by asking them.
  [
    `DROP TABLE hosts`,
    `CREATE TABLE hosts (host TEXT PRIMARY KEY, holder TEXT, ended_at INTEGER, kind TEXT, failures INTEGER, until INTEGER,
       why TEXT) WITHOUT ROWID`,
    `ALTER TABLE articles ADD COLUMN condition TEXT`,
    `ALTER TABLE articles ADD COLUMN on_front_at INTEGER`,
    `ALTER TABLE found ADD COLUMN tried_at INTEGER`,
    `ALTER TABLE seeds ADD COLUMN read_at INTEGER`,
    `CREATE INDEX found_articles ON found (site, id)`,
  ],
  // What texts look like. Those that are in it already are taken in again: until then the catalogue is incomplete.
  [
    `CREATE VIRTUAL TABLE signatures USING fts5(numbers, content='', contentless_delete=1, detail=none, tokenize="ascii")`,
    `UPDATE meta SET value = '0' WHERE name = 'complete'`,
  ],
  // What revisions changed, and which of them somebody looked at.
  [
    `ALTER TABLE revisions ADD COLUMN snapshot TEXT`,
    `ALTER TABLE revisions ADD COLUMN compared_by INTEGER`,
    `ALTER TABLE revisions ADD COLUMN severity TEXT`,
    `ALTER TABLE revisions ADD COLUMN kinds TEXT`,
    `ALTER TABLE revisions ADD COLUMN sentence TEXT`,
    `CREATE INDEX changes_in_time ON revisions (first) WHERE number > 1`,
    `CREATE INDEX changes_of_site_in_time ON revisions (site, first) WHERE number > 1`,
    `CREATE TABLE seen (site TEXT NOT NULL, id TEXT NOT NULL, first TEXT NOT NULL, PRIMARY KEY (site, id)) WITHOUT ROWID`,
  ],
  // Counts that are kept, and indexes that hold all that a question of changes asks.
  [
    ...KEPT_COUNTS,
    ...COUNTED_ANEW,
    `DROP INDEX articles_summed`,
    `DROP INDEX changes_in_time`,
    `DROP INDEX changes_of_site_in_time`,
    `CREATE INDEX changes_in_time ON revisions (first, article, number, compared_by, severity, kinds) WHERE number > 1`,
    `CREATE INDEX changes_of_site_in_time ON revisions (site, first, article, number, compared_by, severity, kinds) WHERE number > 1`,
  ],
  // Which articles are damaged.
  [`CREATE INDEX articles_damaged ON articles (site, place) WHERE state = 'damaged'`],
];

export const SCHEMA_VERSION = STEPS.length;

/**
 * Brings the tables to this version.
 * @returns whether the file was empty; undefined where it is another program's, or of a later version
 */
export function migrate(sql: Sql): { readonly isNew: boolean } | undefined {
  if (isCurrent(sql)) return { isNew: false };
  return sql.transaction(() => {
    const { version, application } = labelOf(sql);
    const tables = Number(sql.get<{ n: number }>('SELECT count(*) AS n FROM sqlite_schema')?.n);
    const isNew = version === 0 && application === 0 && tables === 0;
    if (!isNew && (application !== APPLICATION_ID || version < 1 || version > SCHEMA_VERSION)) return undefined;
    for (const statement of STEPS.slice(version).flat()) sql.run(statement);
    sql.run(`PRAGMA application_id = ${APPLICATION_ID}`);
    sql.run(`PRAGMA user_version = ${SCHEMA_VERSION}`);
    return { isNew };
  });
}

// Asked before anything is locked: whoever only reads writes nothing, and syncs nothing when it closes.
function isCurrent(sql: Sql): boolean {
  const { version, application } = labelOf(sql);
  return version === SCHEMA_VERSION && application === APPLICATION_ID;
}

function labelOf(sql: Sql): { readonly version: number; readonly application: number } {
  const version = Number(sql.get<{ user_version: number }>('PRAGMA user_version')?.user_version);
  const application = Number(sql.get<{ application_id: number }>('PRAGMA application_id')?.application_id);
  return { version, application };
}
