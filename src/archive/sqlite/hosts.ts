/** What the SQLite catalogue knows of hosts: turns, trouble, robots.txt, budgets. */
import type { CachedRobots, HostTrouble, Instant, Turn } from '../catalogueContract.ts';
import { present, type Sql } from './sql.ts';

/** How soon to come again where another process is asking the host. */
const HELD_MS = 50;

/** A longer rest was set by a clock that has been put back since. */
const LONGEST_REST_MS = 24 * 60 * 60 * 1000;

/** By so much the time that is handed in may be older than what another process has written since. */
const LONGEST_LAG_MS = 60_000;

interface HostRow {
  readonly holder: string | null;
  readonly ended_at: number | null;
  readonly until: number | null;
}

/**
 * The host's turn for a holder, in a transaction of the caller's.
 * @param isAlive whether another holder's process still runs
 */
export function takeTurn(
  sql: Sql,
  host: string,
  gapMs: number,
  now: Instant,
  { holder, isAlive }: { readonly holder: string; readonly isAlive: (other: string) => boolean },
): Turn {
  const row = sql.get<HostRow>('SELECT holder, ended_at, until FROM hosts WHERE host = ?', [host]);
  if (row?.holder === holder || (typeof row?.holder === 'string' && isAlive(row.holder))) return { may: false, waitMs: HELD_MS };
  // Whoever was killed while asking may have asked a moment ago; so may one that ended in a future that a clock has taken back.
  const isUnsure = typeof row?.holder === 'string' || (row?.ended_at ?? 0) - now > LONGEST_LAG_MS;
  if (isUnsure) endTurn(sql, host, now);
  const endedAt = isUnsure ? now : (row?.ended_at ?? -Infinity);
  const until = (row?.until ?? 0) - now > LONGEST_REST_MS ? 0 : (row?.until ?? 0);
  const waitMs = Math.max(endedAt + gapMs, until) - now;
  if (waitMs > 0) return { may: false, waitMs };
  sql.run('INSERT INTO hosts (host, holder) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET holder = ?2', [host, holder]);
  return { may: true };
}

export function endTurn(sql: Sql, host: string, now: Instant): void {
  sql.run('UPDATE hosts SET holder = NULL, ended_at = ? WHERE host = ?', [Math.ceil(now), host]);
}

interface TroubleRow {
  readonly host: string;
  readonly kind: HostTrouble['kind'] | null;
  readonly failures: number | null;
  readonly until: number | null;
  readonly why: string | null;
}

export function trouble(sql: Sql, host: string): HostTrouble | undefined {
  const row = sql.get<TroubleRow>('SELECT host, kind, failures, until, why FROM hosts WHERE host = ?', [host]);
  return row === undefined || row.failures === null ? undefined : troubleFrom(row);
}

export function keepTrouble(sql: Sql, host: string, after: HostTrouble | undefined): void {
  const { kind = null, failures = null, until = null, why = null } = after ?? {};
  sql.run(
    `INSERT INTO hosts (host, kind, failures, until, why) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET kind = excluded.kind, failures = excluded.failures, until = excluded.until, why = excluded.why`,
    [host, kind, failures, until, why],
  );
}

export function troubles(sql: Sql, now: Instant): (HostTrouble & { readonly host: string })[] {
  const rows = sql.all<TroubleRow>('SELECT host, kind, failures, until, why FROM hosts WHERE until > ? ORDER BY host', [now]);
  return rows.map((row) => ({ host: row.host, ...troubleFrom(row) }));
}

function troubleFrom({ kind, failures, until, why }: TroubleRow): HostTrouble {
  return { kind: kind ?? 'closed', failures: failures ?? 0, until: until ?? 0, why: why ?? '' };
}

interface RobotsRow {
  readonly fetched_at: number;
  readonly expires_at: number;
  readonly status: number | null;
  readonly text: string;
}

export function robots(sql: Sql, host: string): CachedRobots | undefined {
  const row = sql.get<RobotsRow>('SELECT fetched_at, expires_at, status, text FROM robots WHERE host = ?', [host]);
  if (row === undefined) return undefined;
  const { fetched_at: fetchedAt, expires_at: expiresAt, status, text } = row;
  return present<CachedRobots>({ fetchedAt, expiresAt, status, text });
}

export function keepRobots(sql: Sql, host: string, { fetchedAt, expiresAt, status, text }: CachedRobots): void {
  sql.run('INSERT OR REPLACE INTO robots (host, fetched_at, expires_at, status, text) VALUES (?, ?, ?, ?, ?)', [
    host,
    fetchedAt,
    expiresAt,
    status ?? null,
    text,
  ]);
}

export function spend(sql: Sql, site: string, day: string, budget: number): boolean {
  if (spent(sql, site, day) >= budget) return false;
  sql.run('DELETE FROM budgets WHERE host = ? AND day < ?', [site, day]);
  sql.run('INSERT INTO budgets (host, day, spent) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET spent = spent + 1', [site, day]);
  return true;
}

export function spent(sql: Sql, site: string, day: string): number {
  return sql.get<{ spent: number }>('SELECT spent FROM budgets WHERE host = ? AND day = ?', [site, day])?.spent ?? 0;
}
