/** Finding the article that a person means: by URL in any form, `site/number`, or a part of either. */
import { BaoluuError, UsageError } from '../article/errors.ts';
import { formatRef, identify, normaliseUrl, parseUrl, siteOf, type ArticleRef } from '../article/identity.ts';
import type { Site } from '../article/site.ts';
import type { Archive } from './archive.ts';
import { DamageError } from './errors.ts';

/** No article, or more than one, answers to what was typed. */
export class NotFoundError extends BaoluuError {}

const MOST_LISTED = 10;

/**
 * The one article that `text` names.
 * @throws NotFoundError that lists what it could mean; UsageError for a URL that can't be read
 */
export async function findArticle(archive: Archive, sites: readonly Site[], text: string): Promise<ArticleRef> {
  const wanted = text.trim();
  if (wanted === '') throw new UsageError('Name an article: a URL, site/number, or a part of either.');
  const found = isUrl(wanted) ? await byUrl(archive, sites, parseUrl(wanted)) : await byName(archive, wanted);
  if (found.length === 1 && found[0] !== undefined) return found[0];
  throw found.length === 0 ? unknown(archive, wanted) : unclear(wanted, found);
}

/**
 * The article that a URL is kept under: by its number, or, without one, as the article that was seen there before.
 * Where nothing was, the article that it would become.
 */
export async function articleOf(archive: Archive, sites: readonly Site[], url: URL): Promise<ArticleRef> {
  const ref = identify(url, sites);
  if (/^\d+$/u.test(ref.id)) return ref;
  return (await byUrl(archive, sites, url))[0] ?? ref;
}

async function byUrl(archive: Archive, sites: readonly Site[], url: URL): Promise<ArticleRef[]> {
  const ref = identify(url, sites);
  if ((await hasRecord(archive, ref)) || /^\d+$/u.test(ref.id)) return (await hasRecord(archive, ref)) ? [ref] : [];
  const site = siteOf(url, sites);
  const wanted = normaliseUrl(url, site);
  return await matching(archive, site.name, (known) => normaliseUrl(known, site) === wanted);
}

async function byName(archive: Archive, wanted: string): Promise<ArticleRef[]> {
  const part = wanted.toLowerCase();
  const refs: ArticleRef[] = [];
  for await (const ref of archive.refs()) refs.push(ref);
  const exact = refs.filter((ref) => formatRef(ref) === part || ref.id === part);
  if (exact.length > 0) return exact;
  const partly = refs.filter((ref) => formatRef(ref).includes(part));
  return partly.length > 0 ? partly : await matching(archive, undefined, (known) => known.href.toLowerCase().includes(part));
}

async function matching(archive: Archive, site: string | undefined, suits: (url: URL) => boolean): Promise<ArticleRef[]> {
  const found: ArticleRef[] = [];
  for await (const ref of archive.refs()) {
    if (site !== undefined && ref.site !== site) continue;
    const urls = await knownUrls(archive, ref);
    if (urls.some((url) => URL.canParse(url) && suits(new URL(url)))) found.push(ref);
  }
  return found;
}

// One torn article must not hide all the others from a search; `verify` is what names it.
async function knownUrls(archive: Archive, ref: ArticleRef): Promise<string[]> {
  try {
    return (await archive.article(ref))?.urls.map((known) => known.url) ?? [];
  } catch (error) {
    if (error instanceof DamageError) return [];
    throw error;
  }
}

async function hasRecord(archive: Archive, ref: ArticleRef): Promise<boolean> {
  return (await archive.article(ref)) !== undefined;
}

function isUrl(text: string): boolean {
  return /^https?:/iu.test(text) || /^[\w-]+(?:\.[\w-]+)+(?::\d+)?\/\S+\.\w+$|^www\./u.test(text);
}

function unknown(archive: Archive, wanted: string): NotFoundError {
  return new NotFoundError(`No article in ${archive.storage} answers to "${wanted}". "baoluu list" shows what is there.`);
}

function unclear(wanted: string, found: readonly ArticleRef[]): NotFoundError {
  const listed = found.slice(0, MOST_LISTED).map((ref) => `  ${formatRef(ref)}`);
  const more = found.length > MOST_LISTED ? [`  … and ${found.length - MOST_LISTED} more`] : [];
  return new NotFoundError([`"${wanted}" could mean ${found.length} articles; name one of them:`, ...listed, ...more].join('\n'));
}
