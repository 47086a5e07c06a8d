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

/** To be called by who holds the site's lock: whatever run is unfinished now was killed. */
export function begin(sql: Sql, site: string, now: Instant): Run {
  freeClaims(sql, site);
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
