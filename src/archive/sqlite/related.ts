/**
 * Texts that are nearly alike, in the SQLite catalogue: the numbers of each snapshot's signature are the words of an FTS5 table.
 *
 * FTS5 and not a table of pairs: 48 places all over a large index are written anew for each article otherwise, and FTS5 gathers them.
 */
import type { Content } from '../../article/content.ts';
import { signatureOf } from '../../article/likeness.ts';
import type { RelatedQuery, SearchHit } from '../catalogueContract.ts';
import type { Sql } from './sql.ts';

export function sign(sql: Sql, snapshot: number, content: Content): void {
  const numbers = signatureOf(content).map(nameOf).join(' ');
  if (numbers !== '') sql.run('INSERT INTO signatures (rowid, numbers) VALUES (?, ?)', [snapshot, numbers]);
}

export function unsign(sql: Sql, article: number): void {
  sql.run('DELETE FROM signatures WHERE rowid IN (SELECT snapshot FROM snapshots WHERE article = ?)', [article]);
}

export function unsignAll(sql: Sql): void {
  sql.run("INSERT INTO signatures (signatures) VALUES ('delete-all')");
}

// What stands in so many snapshots is a form that a newsroom fills in every day; of these the latest ones are looked at.
const MOST_OF_A_NUMBER = 500;

/** One number in common is chance as often as not. */
const LEAST_SHARED = 2;

export function related(sql: Sql, { signature, except, limit }: RelatedQuery): SearchHit[] {
  const articles = new Map<string, SearchHit>();
  for (const snapshot of ranked(sql, signature)) {
    if (articles.size >= limit) break;
    for (const { site, id, ...shown } of hitFor(sql, snapshot))
      if ((site !== except.site || id !== except.id) && !articles.has(`${site}/${id}`))
        articles.set(`${site}/${id}`, { site, id, ...shown });
  }
  return [...articles.values()];
}

/** The snapshots that share the most, the latest first among equals. A rare number says more than one of a form. */
function ranked(sql: Sql, signature: readonly number[]): number[] {
  const [weights, counts] = [new Map<number, number>(), new Map<number, number>()];
  for (const number of signature) {
    const holders = sql.all<{ rowid: number }>(
      `SELECT rowid FROM signatures WHERE signatures MATCH ? ORDER BY rowid DESC LIMIT ${MOST_OF_A_NUMBER}`,
      [nameOf(number)],
    );
    const weight = holders.length < MOST_OF_A_NUMBER ? 1 : 0.1;
    for (const { rowid } of holders) {
      weights.set(rowid, (weights.get(rowid) ?? 0) + weight);
      counts.set(rowid, (counts.get(rowid) ?? 0) + 1);
    }
  }
  const least = Math.min(LEAST_SHARED, signature.length);
  return [...weights.keys()]
    .filter((snapshot) => (counts.get(snapshot) ?? 0) >= least)
    .toSorted((a, b) => (weights.get(b) ?? 0) - (weights.get(a) ?? 0) || b - a);
}

function hitFor(sql: Sql, snapshot: number): SearchHit[] {
  return sql.all<SearchHit>(
    `SELECT a.site, a.id, s.file, s.first, s.last FROM snapshots AS s JOIN articles AS a ON a.article = s.article WHERE s.snapshot = ?`,
    [snapshot],
  );
}

/** A number as a word that no tokenizer takes apart. */
function nameOf(number: number): string {
  return `n${number.toString(36)}`;
}
