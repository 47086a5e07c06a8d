/** The queue of found addresses in the SQLite catalogue, and the seeds that named them. */
import type { Among, Claim, Discovery, Fate, FateCounts, FoundAddress, Instant, SeedState } from '../catalogueContract.ts';
import { present, type Sql } from './sql.ts';

/** After this time an address that was refused or failed is worth another try, if it is still named. */
const AGAIN_MS = 24 * 60 * 60 * 1000;

const ADD = `INSERT INTO found (url, site, id, found_at, seed, priority, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'pending')
  ON CONFLICT DO UPDATE SET state = 'pending', priority = ?6, found_at = ?4, seed = ?5, not_before = 0
  WHERE state IN ('refused', 'failed') AND tried_at <= ?4 - ${AGAIN_MS}`;

const URGE = `UPDATE found SET priority = ?1 WHERE site = ?2 AND id = ?3 AND state = 'pending' AND priority < ?1`;

export function addFound(sql: Sql, found: readonly Discovery[]): Discovery[] {
  return found.filter((discovery) => {
    const { url, ref, foundAt, seed, priority } = discovery;
    if (!isWaiting(sql, discovery)) return sql.run(ADD, [url, ref.site, ref.id, foundAt, seed, priority]) > 0;
    sql.run(URGE, [priority, ref.site, ref.id]);
    return false;
  });
}

function isWaiting(sql: Sql, { ref }: Discovery): boolean {
  return sql.get("SELECT 1 FROM found WHERE site = ? AND id = ? AND state = 'pending' LIMIT 1", [ref.site, ref.id]) !== undefined;
}

interface FoundRow {
  readonly url: string;
  readonly site: string;
  readonly id: string;
  readonly found_at: number;
  readonly seed: string;
  readonly priority: number;
  readonly state: Fate['state'];
  readonly why: string | null;
  readonly tries: number;
}

const COLUMNS = 'url, site, id, found_at, seed, priority, state, why, tries';
const ALL: Among = {};

const EVER = Number.MAX_SAFE_INTEGER;

function amongOf({ leastPriority = Number.MIN_SAFE_INTEGER, untriedSince = EVER, freeBy = EVER }: Among): [string, number[]] {
  return ['priority >= ? AND (tried_at IS NULL OR tried_at < ?) AND not_before <= ?', [leastPriority, untriedSince, freeBy]];
}

function nextOf(site: string, now: Instant, limit: number, among: Among): [string, (string | number)[]] {
  const [such, values] = amongOf(among);
  const next = `site = ? AND state = 'pending' AND not_before <= ? AND leased_until <= ? AND ${such}`;
  return [`${next} ORDER BY priority DESC, found_at DESC LIMIT ?`, [site, now, now, ...values, limit]];
}

export function claimFound(sql: Sql, site: string, claim: Claim & Among): FoundAddress[] {
  const [next, values] = nextOf(site, claim.now, claim.limit, claim);
  const claimed = sql.all<FoundRow>(
    `UPDATE found SET owner = ?, leased_until = ? WHERE url IN (SELECT url FROM found WHERE ${next}) RETURNING ${COLUMNS}`,
    [claim.owner, claim.now + claim.leaseMs, ...values],
  );
  return claimed.map(foundFrom).toSorted((a, b) => b.priority - a.priority || b.foundAt - a.foundAt);
}

export function peekFound(sql: Sql, site: string, now: Instant, limit: number, among: Among = ALL): FoundAddress[] {
  const [next, values] = nextOf(site, now, limit, among);
  return sql.all<FoundRow>(`SELECT ${COLUMNS} FROM found WHERE ${next}`, values).map(foundFrom);
}

export function countFound(sql: Sql, site: string, among: Among = ALL): number {
  const [such, values] = amongOf(among);
  const count = `SELECT count(*) AS n FROM found WHERE site = ? AND state = 'pending' AND ${such}`;
  return sql.get<{ n: number }>(count, [site, ...values])?.n ?? 0;
}

/** When the first found address may be visited. */
export function firstFound(sql: Sql, site: string, among: Among = ALL): Instant | undefined {
  const [such, values] = amongOf(among);
  const least = `SELECT min(not_before) AS at FROM found WHERE site = ? AND state = 'pending' AND ${such}`;
  return sql.get<{ at: number | null }>(least, [site, ...values])?.at ?? undefined;
}

export function settle(sql: Sql, url: string, fate: Fate, now: Instant): void {
  const why = 'why' in fate ? fate.why : null;
  const notBefore = fate.state === 'pending' ? fate.notBefore : 0;
  sql.run(
    'UPDATE found SET state = ?, why = ?, not_before = ?, tried_at = ?, tries = tries + 1, owner = NULL, leased_until = 0 WHERE url = ?',
    [fate.state, why, notBefore, now, url],
  );
}

export function foundUnder(sql: Sql, url: string): FoundAddress | undefined {
  const row = sql.get<FoundRow>(`SELECT ${COLUMNS} FROM found WHERE url = ?`, [url]);
  return row === undefined ? undefined : foundFrom(row);
}

export function fates(sql: Sql, site: string): FateCounts {
  const rows = sql.all<{ state: Fate['state']; n: number }>('SELECT state, count(*) AS n FROM found WHERE site = ? GROUP BY state', [site]);
  return { pending: 0, fetched: 0, refused: 0, failed: 0, ...Object.fromEntries(rows.map(({ state, n }) => [state, n])) };
}

function foundFrom({ url, site, id, found_at: foundAt, seed, priority, state, why, tries }: FoundRow): FoundAddress {
  return present<FoundAddress>({ url, ref: { site, id }, foundAt, seed, priority, state, why, tries });
}

interface SeedRow {
  readonly url: string;
  readonly site: string;
  readonly etag: string | null;
  readonly last_modified: string | null;
  readonly last_poll: number;
  readonly next_poll: number;
  readonly dead_count: number;
  readonly read_at: number | null;
}

export function keepSeed(sql: Sql, { url, site, etag, lastModified, lastPoll, nextPoll, deadCount, readAt }: SeedState): void {
  const columns = 'url, site, etag, last_modified, last_poll, next_poll, dead_count, read_at';
  sql.run(`INSERT OR REPLACE INTO seeds (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, [
    url,
    site,
    etag ?? null,
    lastModified ?? null,
    lastPoll,
    nextPoll,
    deadCount,
    readAt ?? null,
  ]);
}

export function seedOf(sql: Sql, url: string): SeedState | undefined {
  const row = sql.get<SeedRow>('SELECT * FROM seeds WHERE url = ?', [url]);
  return row === undefined ? undefined : seedFrom(row);
}

export function seeds(sql: Sql, site: string): SeedState[] {
  return sql.all<SeedRow>('SELECT * FROM seeds WHERE site = ? ORDER BY next_poll, url', [site]).map(seedFrom);
}

function seedFrom(row: SeedRow): SeedState {
  const { url, site, etag, last_modified: lastModified, last_poll: lastPoll, next_poll: nextPoll, dead_count: deadCount } = row;
  return present<SeedState>({ url, site, etag, lastModified, lastPoll, nextPoll, deadCount, readAt: row.read_at });
}
