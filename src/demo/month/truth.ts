/** The truth of a month: which texts an article had, from when to when, and when it was not there. */
import { digestOf, type Digest } from '../../article/snapshot.ts';
import { contentOf } from '../edition.ts';
import { endOf, instantOf } from './calendar.ts';
import type { MonthArticle, MonthScript } from './script.ts';
import { standingAt } from './standing.ts';

/** A stretch in which an article says one thing. Instants are milliseconds since 1970; the last is in it no more. */
export interface ContentState {
  readonly digest: Digest;
  readonly title: string;
  readonly from: number;
  readonly until: number;
  readonly begins: 'published' | 'edited' | 'returned';
}

/** A stretch in which an article is not there. */
export interface Absence {
  readonly from: number;
  readonly until: number;
  readonly answer: 404 | 410 | 'front';
}

type Stretch = ContentState | Absence;

/**
 * The texts of an article in order. A redesign, another Unicode form, another address or section begin no new one. The
 * last one lasts until the end of the script.
 */
export function statesOf(script: MonthScript, article: MonthArticle): ContentState[] {
  return stretchesOf(script, article).filter((stretch) => 'digest' in stretch);
}

export function absencesOf(script: MonthScript, article: MonthArticle): Absence[] {
  return stretchesOf(script, article).filter((stretch) => 'answer' in stretch);
}

function stretchesOf(script: MonthScript, article: MonthArticle): Stretch[] {
  const minutes = [...new Set([article.publishedMinute, ...article.events.map(({ minute }) => minute)])];
  const stretches: Stretch[] = [];
  for (const minute of minutes) {
    const next = stretchFrom(article, minute, endOf(script), stretches.at(-1));
    if (next === undefined) continue;
    const before = stretches.pop();
    stretches.push(...(before === undefined ? [] : [{ ...before, until: next.from }]), next);
  }
  return stretches;
}

/** What begins at a minute; undefined where it goes on as before. */
function stretchFrom(article: MonthArticle, minute: number, until: number, before: Stretch | undefined): Stretch | undefined {
  const standing = standingAt(article, minute);
  const from = instantOf(minute);
  if (standing === undefined) return undefined;
  if ('deleted' in standing) return { from, until, answer: standing.deleted };
  const content = contentOf(standing.edition);
  const digest = digestOf(content);
  if (before !== undefined && 'digest' in before && before.digest === digest) return undefined;
  const begins = before === undefined ? 'published' : 'digest' in before ? 'edited' : 'returned';
  return { digest, title: content.title, from, until, begins };
}
