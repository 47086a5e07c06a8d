/** Standing: what is at an article's address at a minute, worked out from the script. */
import type { Dress } from '../script.ts';
import type { Edition } from '../edition.ts';
import { localIso } from './calendar.ts';
import type { MonthArticle, MonthEvent, MonthOutlet, MonthScript } from './script.ts';

export type MonthStanding =
  | { readonly edition: Edition; /** The minute of the last event: the page is another since. */ readonly since: number }
  | { readonly deleted: 404 | 410 | 'front' };

export const PLAIN: Dress = { unicode: 'NFC', spacing: 'tight' };

/** An article that stands, with its edition. */
export interface Listed {
  readonly article: MonthArticle;
  readonly edition: Edition;
}

/** What stands there; undefined as long as the article is not published. */
export function standingAt(article: MonthArticle, minute: number): MonthStanding | undefined {
  return standingsOf(article).findLast(([from]) => from <= minute)?.[1];
}

type Dated = readonly [from: number, standing: MonthStanding];

// Worked out once for each article: a feed asks for hundreds of them every few minutes, for a month.
const worked = new WeakMap<MonthArticle, readonly Dated[]>();

function standingsOf(article: MonthArticle): readonly Dated[] {
  const known = worked.get(article);
  if (known !== undefined) return known;
  const standings: Dated[] = [article.publishedMinute, ...article.events.map((event) => event.minute)].map((from) => [
    from,
    workedOut(article, from),
  ]);
  worked.set(article, standings);
  return standings;
}

function workedOut(article: MonthArticle, minute: number): MonthStanding {
  const past = article.events.filter((event) => event.minute <= minute);
  const end = past.findLast(({ what }) => what === 'deleted' || what === 'returned');
  if (end?.what === 'deleted') return { deleted: end.answer };
  return { edition: past.reduce(editionAfter, firstEdition(article)), since: past.at(-1)?.minute ?? article.publishedMinute };
}

/** The articles of an outlet that stand at a minute, the newest first. */
export function listedAt({ articles }: MonthScript, outlet: MonthOutlet, minute: number, since = Number.NEGATIVE_INFINITY): Listed[] {
  const out = articles.filter(
    (article) => article.outlet === outlet && article.publishedMinute >= since && article.publishedMinute <= minute,
  );
  const listed = out.flatMap((article) => {
    const standing = standingAt(article, minute);
    return standing !== undefined && 'edition' in standing ? [{ article, edition: standing.edition }] : [];
  });
  return listed.toReversed();
}

function firstEdition(article: MonthArticle): Edition {
  return { ...article, events: [], dress: PLAIN, modified: article.published };
}

function editionAfter(edition: Edition, event: MonthEvent): Edition {
  if (event.what === 'edited') return { ...edition, ...event.changes, modified: localIso(event.minute) };
  if (event.what === 'renamed') return { ...edition, slug: event.slug };
  if (event.what === 'moved') return { ...edition, section: event.section };
  return edition;
}
