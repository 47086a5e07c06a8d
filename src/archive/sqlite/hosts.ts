/** What the SQLite catalogue knows of hosts: slots, trouble, robots.txt, budgets. */
import type { CachedRobots, HostTrouble, Instant } from '../catalogueContract.ts';
import { present, type Sql } from './sql.ts';

/** No queue for a host is that long: a slot further ahead was given by a clock that has been put back since. */
const FARTHEST_SLOT_MS = 60 * 60 * 1000;

/** One statement, so that two processes can't read the same last slot. */
const TAKE_SLOT = `INSERT INTO hosts (host, slot_at) VALUES (?1, ?2)
  ON CONFLICT DO UPDATE SET slot_at = max(?2, coalesce(until, 0),
    CASE WHEN slot_at IS NULL THEN 0 WHEN slot_at > max(?2, coalesce(until, 0)) + ?4 THEN ?2 + ?3 ELSE slot_at + ?3 END)
  RETURNING slot_at`;

export function takeSlot(sql: Sql, host: string, gapMs: number, now: Instant): Instant {
  // Whole milliseconds: a gap of 0.4 ms would be none.
  const gap = Math.ceil(gapMs);
  return sql.get<{ slot_at: number }>(TAKE_SLOT, [host, Math.ceil(now), gap, FARTHEST_SLOT_MS])?.slot_at ?? now;
}

interface TroubleRow {
  readonly host: string;
  readonly failures: number | null;
  readonly until: number | null;
  readonly why: string | null;
}

export function trouble(sql: Sql, host: string): HostTrouble | undefined {
  const row = sql.get<TroubleRow>('SELECT host, failures, until, why FROM hosts WHERE host = ?', [host]);
  return row === undefined || row.failures === null ? undefined : troubleFrom(row);
}

export function keepTrouble(sql: Sql, host: string, after: HostTrouble | undefined): void {
  const { failures = null, until = null, why = null } = after ?? {};
  sql.run(
    `INSERT INTO hosts (host, failures, until, why) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET failures = excluded.failures, until = excluded.until, why = excluded.why`,
    [host, failures, until, why],
  );
}

export function troubles(sql: Sql, now: Instant): (HostTrouble & { readonly host: string })[] {
  const rows = sql.all<TroubleRow>('SELECT host, failures, until, why FROM hosts WHERE until > ? ORDER BY host', [now]);
  return rows.map((row) => ({ host: row.host, ...troubleFrom(row) }));
}

function troubleFrom({ failures, until, why }: TroubleRow): HostTrouble {
  return { failures: failures ?? 0, until: until ?? 0, why: why ?? '' };
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

export function spend(sql: Sql, host: string, day: string, budget: number): boolean {
  if (spent(sql, host, day) >= budget) return false;
  sql.run('DELETE FROM budgets WHERE host = ? AND day < ?', [host, day]);
  sql.run('INSERT INTO budgets (host, day, spent) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET spent = spent + 1', [host, day]);
  return true;
}

export function spent(sql: Sql, host: string, day: string): number {
  return sql.get<{ spent: number }>('SELECT spent FROM budgets WHERE host = ? AND day = ?', [host, day])?.spent ?? 0;
}
