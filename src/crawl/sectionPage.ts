/** The page of a section, or a front page: its links, and the way to its next page. */
import { normaliseText } from '../article/text.ts';
import type { Seed } from '../article/seed.ts';
import type { Site } from '../article/site.ts';
import { parseHtml } from '../extract/parse.ts';
import type { Lead } from './lead.ts';

/** No link's text is longer than a title. */
const LONGEST_TITLE = 300;

/** Every link of the page, and the next page that it names itself. Which of them are articles is not asked here. */
export function* sectionLeads(html: string, pageUrl: URL): Generator<Lead> {
  const $ = parseHtml(html);
  const base = resolved($('base[href]').first().attr('href') ?? '', pageUrl.href) ?? pageUrl.href;
  for (const link of $('a[href]')) {
    const anchor = $(link);
    const href = resolved(anchor.attr('href') ?? '', base);
    if (href === undefined) continue;
    const title = normaliseText(anchor.text().slice(0, LONGEST_TITLE * 2)) || normaliseText(anchor.attr('title') ?? '');
    yield { kind: 'article', href, title: title === '' ? undefined : title.slice(0, LONGEST_TITLE) };
  }
  const next = resolved($('link[rel~="next"][href], a[rel~="next"][href]').first().attr('href') ?? '', base);
  if (next !== undefined) yield { kind: 'more', href: next };
}

/** The address of the page after this one, by the site's pattern. Undefined where it has none, for a front page, and for a page that isn't the seed's. */
export function nextPage(seed: Seed, site: Site, pageUrl: string): string | undefined {
  const { pagePattern, secondPage } = site;
  if (pagePattern === undefined || new URL(seed.url).pathname === '/') return undefined;
  const [before = '', after = ''] = pagePattern.replace('{section}', () => plain(seed.url)).split('{page}');
  const page = plain(pageUrl) === plain(seed.url) ? secondPage - 1 : numberBetween(pageUrl, before, after);
  return page === undefined ? undefined : `${before}${page + 1}${after}`;
}

function numberBetween(url: string, before: string, after: string): number | undefined {
  if (!url.startsWith(before) || !url.endsWith(after)) return undefined;
  const number = url.slice(before.length, url.length - after.length);
  return /^\d{1,6}$/u.test(number) ? Number(number) : undefined;
}

function plain(url: string): string {
  return url.replace(/\/$/u, '');
}

function resolved(href: string, base: string): string | undefined {
  return href !== '' && !href.startsWith('#') && URL.canParse(href, base) ? new URL(href, base).href : undefined;
}
