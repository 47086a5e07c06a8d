/** Finding the article that a person means: by URL in any form, `site/number`, or a part of its name, address or title. */
import { existsSync } from 'node:fs';
import { BaoluuError, UsageError } from '../article/errors.ts';
import { revisionsOf } from '../article/history.ts';
import { formatRef, identify, isNumbered, longerId, normaliseUrl, parseUrl, siteOf, type ArticleRef } from '../article/identity.ts';
import type { ArticleRecord } from '../article/record.ts';
import type { Site } from '../article/site.ts';
import { foldText } from '../article/text.ts';
import type { Archive } from './archive.ts';
import { DamageError } from './errors.ts';
import { articleFile, keptSites } from './folders.ts';

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
 * The articles of an archive by their addresses: for many look-ups in one run, each site's articles being read once.
 * Articles with a number in the address need no look-up.
 */
export class AddressBook {
  readonly #archive: Archive;
  readonly #sites: readonly Site[];
  /** Site → normalised address → article; only of articles without a number. */
  readonly #pages = new Map<string, Promise<Map<string, ArticleRef>>>();

  constructor(archive: Archive, sites: readonly Site[]) {
    this.#archive = archive;
    this.#sites = sites;
  }

  /** The article that was seen at an address, or undefined. */
  async known(url: URL): Promise<ArticleRef | undefined> {
    const ref = identify(url, this.#sites);
    if (isNumbered(ref)) return ref;
    const site = siteOf(url, this.#sites);
    return (await this.#pageOf(site)).get(normaliseUrl(url, site));
  }

  /** The article that an address is kept under: the one that was seen there, or the one that it is to become. */
  async articleOf(url: URL): Promise<ArticleRef> {
    const known = await this.known(url);
    if (known !== undefined) return known;
    const ref = identify(url, this.#sites);
    const site = siteOf(url, this.#sites);
    const record = await this.#archive.article(ref);
    // Another process may have recorded this very page since the addresses were read.
    const isThisPage = addressesOf(record).some((each) => normaliseUrl(each, site) === normaliseUrl(url, site));
    // A document without captures is what a kill left of a first visit, perhaps of this very page: it takes no name.
    const isTaken = !isThisPage && (record?.captures.length ?? 0) > 0;
    return isTaken ? { ...ref, id: longerId(url, site) } : ref;
  }

  /** Takes note of addresses that have just been recorded. */
  async learn(ref: ArticleRef, urls: readonly string[]): Promise<void> {
    if (isNumbered(ref)) return;
    for (const text of urls.filter((each) => URL.canParse(each))) {
      const url = new URL(text);
      const site = siteOf(url, this.#sites);
      if (site.name === ref.site) (await this.#pageOf(site)).set(normaliseUrl(url, site), ref);
    }
  }

  #pageOf(site: Site): Promise<Map<string, ArticleRef>> {
    const page = this.#pages.get(site.name) ?? this.#read(site);
    this.#pages.set(site.name, page);
    return page;
  }

  async #read(site: Site): Promise<Map<string, ArticleRef>> {
    const page = new Map<string, ArticleRef>();
    for await (const ref of this.#archive.refs(site.name)) {
      if (isNumbered(ref)) continue;
      for (const url of addressesOf(await readable(this.#archive, ref))) page.set(normaliseUrl(url, site), ref);
    }
    return page;
  }
}

async function byUrl(archive: Archive, sites: readonly Site[], url: URL): Promise<ArticleRef[]> {
  const ref = await new AddressBook(archive, sites).known(url);
  return ref === undefined || (await archive.article(ref)) === undefined ? [] : [ref];
}

async function byName(archive: Archive, wanted: string): Promise<ArticleRef[]> {
  const part = wanted.toLowerCase();
  const [site = '', id = '', ...rest] = part.split('/');
  if (isName(site) && isName(id) && rest.length === 0 && (await archive.article({ site, id })) !== undefined) return [{ site, id }];
  const exact = isName(part) ? await byId(archive, part) : [];
  if (exact.length > 0) return exact;
  const refs: ArticleRef[] = [];
  for await (const ref of archive.refs()) refs.push(ref);
  const partly = refs.filter((ref) => formatRef(ref).includes(part));
  if (partly.length > 0) return partly;
  const folded = foldText(wanted);
  const isIn = (url: URL): boolean => url.href.toLowerCase().includes(part) || asRead(url).includes(folded);
  const byAddress = await matching(archive, refs, (record) => addressesOf(record).some(isIn));
  return byAddress.length > 0 ? byAddress : await byTitle(archive, refs, folded);
}

/** An address as a person reads it, with letters where it has `%C3%AA`, and without marks. */
function asRead({ href }: URL): string {
  return foldText(href.replaceAll(/(?:%[\da-f]{2})+/giu, decoded));
}

function decoded(escaped: string): string {
  try {
    return decodeURIComponent(escaped);
  } catch {
    return escaped; // In an older encoding of Vietnamese.
  }
}

function isName(text: string): boolean {
  return /^[\w-][\w.-]*$/u.test(text);
}

// Site by site: to look through the folders of a million articles for a number takes seconds.
async function byId(archive: Archive, id: string): Promise<ArticleRef[]> {
  const refs = (await keptSites(archive.storage)).map((site) => ({ site, id }));
  return refs.filter((ref) => existsSync(articleFile(archive.storage, ref)));
}

async function byTitle(archive: Archive, refs: readonly ArticleRef[], part: string): Promise<ArticleRef[]> {
  return await matching(archive, refs, async (record) => {
    const latest = revisionsOf(record.captures).at(-1);
    if (latest === undefined) return false;
    const { content } = await archive.snapshot(record, latest.snapshot);
    return foldText(content.title).includes(part);
  });
}

async function matching(
  archive: Archive,
  refs: readonly ArticleRef[],
  suits: (record: ArticleRecord) => boolean | Promise<boolean>,
): Promise<ArticleRef[]> {
  const found: ArticleRef[] = [];
  for (const ref of refs) {
    const record = await readable(archive, ref);
    if (record !== undefined && (await unlessDamaged(() => suits(record))) === true) found.push(ref);
  }
  return found;
}

async function readable(archive: Archive, ref: ArticleRef): Promise<ArticleRecord | undefined> {
  return await unlessDamaged(() => archive.article(ref));
}

// One torn article must not hide all the others from a search; `verify` is what names it.
async function unlessDamaged<T>(read: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof DamageError) return undefined;
    throw error;
  }
}

/** Where the article was read, and, where it never was, where it was looked for. */
function addressesOf(record: ArticleRecord | undefined): URL[] {
  const known = record?.urls ?? [];
  const urls = known.length > 0 ? known : (record?.captures ?? []);
  return urls.flatMap(({ url }) => (URL.canParse(url) ? [new URL(url)] : []));
}

function isUrl(text: string): boolean {
  return /^https?:/iu.test(text) || /^[\w-]+(?:\.[\w-]+)+(?::\d+)?\/\S+\.\w+$|^www\./u.test(text);
}

function unknown(archive: Archive, wanted: string): NotFoundError {
  return new NotFoundError(
    `No article in ${archive.storage} answers to "${wanted}", by number, address or title. "baoluu list" shows what is there.`,
  );
}

function unclear(wanted: string, found: readonly ArticleRef[]): NotFoundError {
  const listed = found.slice(0, MOST_LISTED).map((ref) => `  ${formatRef(ref)}`);
  const more = found.length > MOST_LISTED ? [`  … and ${found.length - MOST_LISTED} more`] : [];
  return new NotFoundError([`"${wanted}" could mean ${found.length} articles; name one of them:`, ...listed, ...more].join('\n'));
}
