/** The due list of the SQLite catalogue, and what is told of a site. */
import type { ArticleRef } from '../../article/identity.ts';
import type { ArticleEntry, Claim, Condition, DueArticle, Instant, SiteStatus, StatusSince } from '../catalogueContract.ts';
import { entryFrom, placeOf, type ArticleRow } from './articles.ts';
import { runs } from './runs.ts';
import { present, type Sql } from './sql.ts';
import { countDue, countRevisions, totals } from './tallies.ts';

export function plan(sql: Sql, { site, id }: ArticleRef, dueAt: Instant | undefined, condition?: Condition): Instant | undefined {
  const before = sql.get<{ due_at: number | null }>('SELECT due_at FROM articles WHERE site = ? AND place = ?', [site, placeOf(id)]);
  const values = [dueAt ?? null, condition === undefined ? null : JSON.stringify(condition), site, placeOf(id)];
  sql.run('UPDATE articles SET due_at = ?, condition = ?, owner = NULL, leased_until = 0 WHERE site = ? AND place = ?', values);
  return before?.due_at ?? undefined;
}

export function noteOnFront(sql: Sql, { site, id }: ArticleRef, at: Instant): void {
  sql.run('UPDATE articles SET on_front_at = ? WHERE site = ? AND place = ?', [at, site, placeOf(id)]);
}

export function hasten(sql: Sql, { site, id }: ArticleRef, dueAt: Instant): boolean {
  return sql.run('UPDATE articles SET due_at = ?1 WHERE site = ?2 AND place = ?3 AND due_at > ?1', [dueAt, site, placeOf(id)]) > 0;
}

/** When the first article is due. */
export function firstDue(sql: Sql, site: string): Instant | undefined {
  const at = sql.get<{ at: number | null }>('SELECT min(due_at) AS at FROM articles WHERE site = ?', [site])?.at;
  return at ?? undefined;
}

export function unplanned(sql: Sql, site: string, limit: number): ArticleEntry[] {
  return sql.all<ArticleRow>('SELECT * FROM articles WHERE site = ? AND due_at IS NULL LIMIT ?', [site, limit]).map(entryFrom);
}

const DUE = 'site = ? AND due_at <= ? AND leased_until <= ? ORDER BY due_at LIMIT ?';

interface DueRow extends ArticleRef {
  readonly url: string;
  readonly due_at: number;
  readonly condition: string | null;
  readonly on_front_at: number | null;
}

const DUE_COLUMNS = 'site, id, url, due_at, condition, on_front_at';

export function claimDue(sql: Sql, site: string, { owner, now, leaseMs, limit }: Claim): DueArticle[] {
  const claimed = sql.all<DueRow>(
    `UPDATE articles SET owner = ?, leased_until = ? WHERE article IN (SELECT article FROM articles WHERE ${DUE})
     RETURNING ${DUE_COLUMNS}`,
    [owner, now + leaseMs, site, now, now, limit],
  );
  return claimed.map(dueFrom).toSorted((a, b) => a.dueAt - b.dueAt);
}

export function peekDue(sql: Sql, site: string, now: Instant, limit: number): DueArticle[] {
  return sql.all<DueRow>(`SELECT ${DUE_COLUMNS} FROM articles WHERE ${DUE}`, [site, now, now, limit]).map(dueFrom);
}

function dueFrom({ site, id, url, due_at: dueAt, condition, on_front_at: onFrontAt }: DueRow): DueArticle {
  const parsed = condition === null ? undefined : (JSON.parse(condition) as Condition);
  return present<DueArticle>({ site, id, url, dueAt, condition: parsed, onFrontAt });
}

export function siteStatus(sql: Sql, now: Instant, { day, week }: StatusSince): SiteStatus[] {
  return totals(sql).flatMap(({ site, articles, hidden, bytes, unplanned: unplannedCount, waiting, waiting_old: waitingOld }) => {
    const [lastRun] = runs(sql, site, 1);
    // A site that is crawled, and of which nothing was kept yet, is told of; one that was forgotten is not.
    if (articles + hidden === 0 && lastRun === undefined) return [];
    const nextDue = sql.get<{ at: number }>('SELECT min(due_at) AS at FROM articles WHERE site = ? AND due_at > ?', [site, now])?.at;
    return {
      site,
      articles,
      hidden,
      revisionsToday: countRevisions(sql, site, day),
      revisionsThisWeek: countRevisions(sql, site, week),
      dueNow: countDue(sql, site, now),
      waiting: waiting - countLater(sql, site, now),
      waitingOld,
      unplanned: unplannedCount,
      bytes,
      ...(typeof nextDue === 'number' ? { nextDue } : {}),
      ...(lastRun === undefined ? {} : { lastRun }),
    };
  });
}

/** How many of the addresses that wait may not be visited yet: those that robots.txt forbids, or that failed. */
function countLater(sql: Sql, site: string, now: Instant): number {
  const later = "SELECT count(*) AS n FROM found WHERE site = ? AND state = 'pending' AND priority >= 0 AND not_before > ?";
  return sql.get<{ n: number }>(later, [site, now])?.n ?? 0;
}
