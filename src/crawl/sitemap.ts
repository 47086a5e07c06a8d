/** Sitemaps (sitemaps.org protocol 0.9) with Google's news and image fields, and indexes of sitemaps. */
import { partsOf, type Fields } from './entries.ts';
import { CUT, type Lead } from './lead.ts';
import type { XmlEvent } from './xml.ts';

const WANTED = new Set(['loc', 'lastmod', 'news:news/news:publication_date', 'news:news/news:title', 'image:image/image:title']);

/** A line that is longer is no address; it would only fill the memory. */
const LONGEST_LINE = 4096;

/** `<urlset>`: one article a `<url>`. */
export function* urlsetLeads(events: Iterable<XmlEvent>, root: string): Generator<Lead> {
  for (const part of partsOf(events, root, 'url', WANTED)) if (part.kind !== 'next') yield part.kind === 'cut' ? CUT : article(part.fields);
}

/** `<sitemapindex>`: one further sitemap a `<sitemap>`. */
export function* indexLeads(events: Iterable<XmlEvent>, root: string): Generator<Lead> {
  for (const part of partsOf(events, root, 'sitemap', WANTED)) {
    if (part.kind === 'cut') yield CUT;
    if (part.kind === 'entry') yield { kind: 'more', href: part.fields.get('loc') ?? '', lastModified: part.fields.get('lastmod') };
  }
}

/** A sitemap of plain text: one address a line. */
export function* textLeads(pieces: Iterable<string>): Generator<Lead> {
  let rest = '';
  for (const piece of pieces) {
    const lines = `${rest}${piece}`.split(/\r\n?|\n/u);
    rest = (lines.pop() ?? '').slice(0, LONGEST_LINE);
    for (const line of lines) if (line.trim() !== '') yield { kind: 'article', href: line.trim() };
  }
  if (rest.trim() !== '') yield { kind: 'article', href: rest.trim() };
}

function article(fields: Fields): Lead {
  return {
    kind: 'article',
    href: fields.get('loc') ?? '',
    lastModified: fields.get('lastmod'),
    publishedAt: fields.get('news:news/news:publication_date'),
    title: fields.get('news:news/news:title') ?? fields.get('image:image/image:title'),
  };
}
