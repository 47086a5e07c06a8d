/** Whether a saved page is another one than a person takes it for: it gives the address of another page as its own. */
import { articleNumber, asksForAnother, normaliseUrl, sameSlug, siteOf } from '../article/identity.ts';
import type { Site } from '../article/site.ts';
import { ownAddresses } from '../extract/ownAddresses.ts';
import type { KeepOptions } from './keep.ts';

/**
 * The address that a page gives as its own, where none that it gives is that of the page at `url`. Undefined where one
 * is, and where it gives none: many pages have no canonical link, or one and the same front page for all.
 */
export async function otherPageNamed(
  html: string,
  url: URL,
  { ledger, sites }: Pick<KeepOptions, 'ledger' | 'sites'>,
): Promise<URL | undefined> {
  const named = ownAddresses(html, url.href).map(originalOf);
  const pages = named.filter((address) => !isFrontPage(address, sites));
  if (pages.some((address) => isSamePage(address, url, sites))) return undefined;
  const { site, id } = await ledger.addresses.articleOf(url);
  const known = await Promise.all(pages.map((address) => ledger.addresses.known(address)));
  return known.some((ref) => ref?.site === site && ref.id === id) ? undefined : pages[0];
}

/** The page's own address in a web archive's address of it: `https://web.archive.org/web/20170321000000/http://…`. */
function originalOf(address: string): URL {
  const [, original = ''] = /\/\d{4,14}(?:[a-z]{2}_)?\/(https?:\/\/.+)$/iu.exec(address) ?? [];
  return new URL(URL.canParse(original) ? original : address);
}

/** Of a site, or of one of its languages. */
function isFrontPage(url: URL, sites: readonly Site[]): boolean {
  return /^https:\/\/[^/?]+(?:\/[a-z]{2})?\/?(?:(?:index|default|home)(?:\.\w+)?)?$/iu.test(normaliseUrl(url, siteOf(url, sites)));
}

/** The number decides, where both have one; else the words at the end, of one outlet. */
function isSamePage(a: URL, b: URL, sites: readonly Site[]): boolean {
  const [site, other] = [siteOf(a, sites), siteOf(b, sites)];
  const [number, otherNumber] = [articleNumber(a, site), articleNumber(b, other)];
  if (site.name === other.name && number !== undefined && otherNumber !== undefined) return number === otherNumber;
  if (normaliseUrl(a, site) === normaliseUrl(b, other)) return true;
  return (
    (site.name === other.name || isWithin(a, b) || isWithin(b, a)) && sameSlug(withoutForm(a), withoutForm(b)) && !asksForAnother(a, b)
  );
}

/** Whether a host lies within the domain of another: `kinhte.baosong.vn` in `www.baosong.vn`. */
function isWithin(a: URL, b: URL): boolean {
  return a.hostname.endsWith(`.${b.hostname.replace(/^www\./u, '')}`);
}

/** Without the ending that asks for a page of several, or for one to print or for telephones. */
function withoutForm(url: URL): URL {
  const plain = new URL(url);
  plain.pathname = url.pathname.replace(/(?:[-/](?:(?:trang|page)-?\d{1,4}|amp|print))+(?=(?:\.\w{2,5})?\/?$)/iu, '');
  return plain;
}
