/** The due list of the SQLite catalogue, and what is told of a site. */
import type { ArticleRef } from '../../article/identity.ts';
import type { ArticleEntry, Claim, Condition, DueArticle, Instant, SiteStatus, StatusSince } from '../catalogueContract.ts';
import { DAMAGED } from '../catalogueContract.ts';
import { entryFrom, placeOf, type ArticleRow } from './articles.ts';
import { runs } from './runs.ts';
import { present, type Sql } from './sql.ts';

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

export function countDue(sql: Sql, site: string, now: Instant): number {
  return sql.get<{ n: number }>('SELECT count(*) AS n FROM articles WHERE site = ? AND due_at <= ?', [site, now])?.n ?? 0;
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

interface SumRow {
  readonly site: string;
  readonly articles: number;
  readonly hidden: number;
  readonly bytes: number;
}

export function siteStatus(sql: Sql, now: Instant, { day, week }: StatusSince): SiteStatus[] {
  const sums = sql.all<SumRow>(
    `SELECT site, sum(revisions > 0) AS articles, sum(revisions = 0) AS hidden, sum(bytes) AS bytes FROM articles GROUP BY site`,
  );
  // A site that is crawled, and of which nothing was kept yet.
  const others = sql.all<{ site: string }>('SELECT DISTINCT site FROM runs').filter(({ site }) => !sums.some((sum) => sum.site === site));
  const all = [...sums, ...others.map(({ site }) => ({ site, articles: 0, hidden: 0, bytes: 0 }))];
  return all
    .toSorted((a, b) => (a.site < b.site ? -1 : 1))
    .map(({ site, articles, hidden, bytes }) => {
      const count = (where: string, ...values: (string | number)[]): number =>
        sql.get<{ n: number }>(`SELECT count(*) AS n FROM ${where}`, [site, ...values])?.n ?? 0;
      const nextDue = sql.get<{ at: number }>('SELECT min(due_at) AS at FROM articles WHERE site = ? AND due_at > ?', [site, now])?.at;
      const [lastRun] = runs(sql, site, 1);
      const damaged = count('articles WHERE site = ? AND revisions = 0 AND state = ?', DAMAGED);
      return {
        site,
        articles: articles + damaged,
        hidden: hidden - damaged,
        revisionsToday: count('revisions WHERE site = ? AND first >= ?', day),
        revisionsThisWeek: count('revisions WHERE site = ? AND first >= ?', week),
        dueNow: count('articles WHERE site = ? AND due_at <= ?', now),
        waiting: count("found WHERE site = ? AND state = 'pending' AND priority >= 0"),
        waitingOld: count("found WHERE site = ? AND state = 'pending' AND priority < 0"),
        unplanned: count('articles WHERE site = ? AND due_at IS NULL'),
        bytes,
        ...(typeof nextDue === 'number' ? { nextDue } : {}),
        ...(lastRun === undefined ? {} : { lastRun }),
      };
    });
}
