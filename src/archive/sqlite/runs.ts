/** The runs in the SQLite catalogue: what each crawl of a site came to. */
import type { Instant, Run, RunEnd } from '../catalogueContract.ts';
import { present, type Sql } from './sql.ts';

interface RunRow {
  readonly id: number;
  readonly site: string;
  readonly begun_at: number;
  readonly ended_at: number | null;
  readonly status: string;
  readonly counts: string;
}

/** What was longer ago is in a log, if anywhere. */
const KEPT_MS = 400 * 24 * 60 * 60 * 1000;

/** No found address is told to wait for longer. */
const FARTHEST_WAIT_MS = 3 * 24 * 60 * 60 * 1000;

/** To be called by who holds the site's lock: whatever run is unfinished now was killed. */
export function begin(sql: Sql, site: string, now: Instant, farthest: Instant | undefined): Run {
  freeClaims(sql, site);
  mendTimes(sql, site, now, farthest);
  sql.run("UPDATE runs SET status = 'killed' WHERE site = ? AND status = 'running'", [site]);
  sql.run('DELETE FROM runs WHERE site = ? AND begun_at < ?', [site, now - KEPT_MS]);
  const row = sql.get<{ id: number }>("INSERT INTO runs (site, begun_at, status, counts) VALUES (?, ?, 'running', '{}') RETURNING id", [
    site,
    now,
  ]);
  return { id: row?.id ?? 0, site, begunAt: now, status: 'running', counts: {} };
}

export function end(sql: Sql, { id, site }: Run, { endedAt, status, counts }: RunEnd): void {
  freeClaims(sql, site);
  sql.run('UPDATE runs SET ended_at = ?, status = ?, counts = ? WHERE id = ?', [endedAt, status, JSON.stringify(counts), id]);
}

/** Until the run ends, as if it had claimed all of that host. */
export function passOver(sql: Sql, site: string, host: string, { id, begunAt }: Run): void {
  const isThere = '(instr(url, ?3) > 0 OR instr(url, ?4) > 0)';
  const values = [String(id), site, `://${host}/`, `://${host}:`];
  sql.run(`UPDATE found SET owner = ?1, leased_until = 9e15 WHERE site = ?2 AND state = 'pending' AND ${isThere}`, values);
  sql.run(`UPDATE articles SET owner = ?1, leased_until = 9e15 WHERE site = ?2 AND due_at <= ?5 AND ${isThere}`, [...values, begunAt]);
}

/** Times that lie too far ahead to be meant were written by a clock that has been put back since. */
function mendTimes(sql: Sql, site: string, now: Instant, farthest: Instant | undefined): void {
  if (farthest !== undefined) sql.run('UPDATE articles SET due_at = ?1 WHERE site = ?2 AND due_at > ?3', [now, site, farthest]);
  const pending = "site = ? AND state = 'pending'";
  sql.run(`UPDATE found SET not_before = 0 WHERE ${pending} AND not_before > ?`, [site, now + FARTHEST_WAIT_MS]);
  sql.run(`UPDATE found SET tried_at = NULL WHERE ${pending} AND tried_at > ?`, [site, now + FARTHEST_WAIT_MS]);
}

/** Frees what was claimed of a site. */
function freeClaims(sql: Sql, site: string): void {
  for (const table of ['articles', 'found'])
    sql.run(`UPDATE ${table} SET owner = NULL, leased_until = 0 WHERE site = ? AND owner IS NOT NULL`, [site]);
}

export function runs(sql: Sql, site: string, limit: number): Run[] {
  return sql.all<RunRow>('SELECT * FROM runs WHERE site = ? ORDER BY id DESC LIMIT ?', [site, limit]).map(runFrom);
}

function runFrom({ id, site, begun_at: begunAt, ended_at: endedAt, status, counts }: RunRow): Run {
  return present<Run>({ id, site, begunAt, endedAt, status, counts: JSON.parse(counts) as Run['counts'] });
}
