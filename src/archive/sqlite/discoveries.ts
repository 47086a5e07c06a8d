/** The queue of found addresses in the SQLite catalogue, and the seeds that named them. */
import type { Claim, Discovery, Fate, FateCounts, FoundAddress, Instant, SeedState } from '../catalogueContract.ts';
import { present, type Sql } from './sql.ts';

const ADD = `INSERT INTO found (url, site, id, found_at, seed, priority, state) VALUES (?, ?, ?, ?, ?, ?, 'pending')
  ON CONFLICT DO NOTHING`;

const URGE = `UPDATE found SET priority = ? WHERE url = ? AND state = 'pending' AND priority < ?`;

export function addFound(sql: Sql, found: readonly Discovery[]): number {
  let added = 0;
  for (const { url, ref, foundAt, seed, priority } of found) {
    const isNew = sql.run(ADD, [url, ref.site, ref.id, foundAt, seed, priority]) > 0;
    if (isNew) added += 1;
    else sql.run(URGE, [priority, url, priority]);
  }
  return added;
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
const NEXT = "site = ? AND state = 'pending' AND not_before <= ? AND leased_until <= ? ORDER BY priority DESC, found_at DESC LIMIT ?";

export function claimFound(sql: Sql, site: string, { owner, now, leaseMs, limit }: Claim): FoundAddress[] {
  const claimed = sql.all<FoundRow>(
    `UPDATE found SET owner = ?, leased_until = ? WHERE url IN (SELECT url FROM found WHERE ${NEXT}) RETURNING ${COLUMNS}`,
    [owner, now + leaseMs, site, now, now, limit],
  );
  return claimed.map(foundFrom).toSorted((a, b) => b.priority - a.priority || b.foundAt - a.foundAt);
}

export function peekFound(sql: Sql, site: string, now: Instant, limit: number): FoundAddress[] {
  return sql.all<FoundRow>(`SELECT ${COLUMNS} FROM found WHERE ${NEXT}`, [site, now, now, limit]).map(foundFrom);
}

export function settle(sql: Sql, url: string, fate: Fate): void {
  const why = 'why' in fate ? fate.why : null;
  const notBefore = fate.state === 'pending' ? fate.notBefore : 0;
  sql.run('UPDATE found SET state = ?, why = ?, not_before = ?, tries = tries + 1, owner = NULL, leased_until = 0 WHERE url = ?', [
    fate.state,
    why,
    notBefore,
    url,
  ]);
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
}

export function keepSeed(sql: Sql, { url, site, etag, lastModified, lastPoll, nextPoll, deadCount }: SeedState): void {
  sql.run('INSERT OR REPLACE INTO seeds (url, site, etag, last_modified, last_poll, next_poll, dead_count) VALUES (?, ?, ?, ?, ?, ?, ?)', [
    url,
    site,
    etag ?? null,
    lastModified ?? null,
    lastPoll,
    nextPoll,
    deadCount,
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
  return present<SeedState>({ url, site, etag, lastModified, lastPoll, nextPoll, deadCount });
}
