/** Editions: an article as the newsroom shows it on one day, worked out from the script. */
import { normaliseContent, type Content } from '../article/content.ts';
import type { Dress, Script, ScriptedArticle, ScriptEvent, Wording } from './script.ts';

/** The article of the script with its wording as of that day. */
export interface Edition extends ScriptedArticle {
  readonly dress: Dress;
  /** When the newsroom last changed the text: ISO 8601 with offset. */
  readonly modified: string;
}

/** What stands at an article's address. */
export type Standing = { readonly edition: Edition } | { readonly deleted: 404 | 410 };

/** An event that leaves the article standing. */
type Edit = Exclude<ScriptEvent, { readonly what: 'published' | 'deleted' }>;

/** What stands there on a day; undefined as long as the article is not published. */
export function standingOn(script: Script, article: ScriptedArticle, day: number): Standing | undefined {
  const past = article.events.filter((event) => event.day <= day);
  return past.reduce<Standing | undefined>((standing, event) => standingAfter(standing, event, article, script), undefined);
}

/** Every slug under which the article has stood until a day, oldest first. */
export function slugsUntil(article: ScriptedArticle, day: number): string[] {
  const past = article.events.filter((event) => event.day <= day);
  return past.flatMap((event) => (event.what === 'published' ? [article.slug] : event.what === 'renamed' ? [event.slug] : []));
}

/** What a reader reads of an edition: what any archive of it should hold. */
export function contentOf({ title, published, sapo, paragraphs, photos }: Edition): Content {
  const captions = photos.flatMap(({ caption }) => caption ?? []);
  return normaliseContent({ title, date: published, body: [sapo, ...paragraphs], captions });
}

function standingAfter(standing: Standing | undefined, event: ScriptEvent, article: ScriptedArticle, script: Script): Standing {
  if (event.what === 'published')
    return { edition: { ...article, dress: { unicode: 'NFC', spacing: 'tight' }, modified: article.published } };
  if (event.what === 'deleted') return { deleted: event.status };
  if (standing === undefined || 'deleted' in standing)
    throw new RangeError(`The script has ${article.number} ${event.what} on day ${event.day}, when it does not stand on the site.`);
  return { edition: editionAfter(standing.edition, event, script) };
}

function editionAfter(edition: Edition, event: Edit, script: Script): Edition {
  if (event.what === 'renamed') return { ...edition, slug: event.slug };
  if (event.what === 'redressed') return { ...edition, dress: event.dress };
  // One hour does for all edits: the newsroom reads its letters in the morning.
  const modified = `${script.dates[event.day - 1] ?? ''}T09:30:00+07:00`;
  if (event.what === 'extended') return { ...edition, paragraphs: [...edition.paragraphs, event.paragraph], modified };
  return { ...edition, ...reworded(edition, event.from, event.to), modified };
}

function reworded(wording: Wording, from: string, to: string): Omit<Wording, 'slug'> {
  const change = (text: string) => text.replaceAll(from, to);
  const photos = wording.photos.map(({ file, caption }) => (caption === undefined ? { file } : { file, caption: change(caption) }));
  return { title: change(wording.title), sapo: change(wording.sapo), paragraphs: wording.paragraphs.map(change), photos };
}
