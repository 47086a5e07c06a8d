/** Feeds: RSS 0.9x, 1.0 (RDF) and 2.0, Atom (RFC 4287), JSON Feed 1.1. */
import { partsOf, type Fields } from './entries.ts';
import { CUT, type Lead } from './lead.ts';
import type { XmlEvent } from './xml.ts';

const RSS = new Set([
  'title',
  'link',
  'guid',
  'guid@isPermaLink',
  'pubDate',
  'dc:date',
  'atom:updated',
  '@rdf:about',
  'link[alternate]@href',
]);
const ATOM = new Set(['title', 'link[alternate]@href', 'id', 'published', 'updated', 'issued', 'modified']);

/** `<rss>` and `<rdf:RDF>`: one article an `<item>`. */
export function* rssLeads(events: Iterable<XmlEvent>, root: string): Generator<Lead> {
  yield* leads(events, root, 'item', RSS, (fields) => ({
    kind: 'article',
    href: rssAddress(fields),
    publishedAt: fields.get('pubDate') ?? fields.get('dc:date'),
    lastModified: fields.get('atom:updated'),
    title: fields.get('title'),
  }));
}

/** `<feed>`: one article an `<entry>`. */
export function* atomLeads(events: Iterable<XmlEvent>, root: string): Generator<Lead> {
  yield* leads(events, root, 'entry', ATOM, (fields) => ({
    kind: 'article',
    href: fields.get('link[alternate]@href') ?? fields.get('id') ?? '',
    publishedAt: fields.get('published') ?? fields.get('issued'),
    lastModified: fields.get('updated') ?? fields.get('modified'),
    title: fields.get('title'),
  }));
}

/** A JSON Feed: one article an item. */
export function* jsonLeads(text: string): Generator<Lead> {
  const feed = objectIn(text);
  if (feed === undefined) return yield { kind: 'trouble', text: 'it begins like JSON and is none; nothing was read' };
  const { items, next_url: next } = feed;
  if (!Array.isArray(items)) return yield { kind: 'trouble', text: 'it is JSON, but no JSON Feed: it has no items; nothing was read' };
  for (const item of items.map(record)) {
    const { url, id, title, date_published: publishedAt, date_modified: lastModified } = item;
    yield {
      kind: 'article',
      href: textOf(url) ?? textOf(id) ?? '',
      title: textOf(title),
      publishedAt: textOf(publishedAt),
      lastModified: textOf(lastModified),
    };
  }
  if (typeof next === 'string') yield { kind: 'more', href: next };
}

function* leads(
  events: Iterable<XmlEvent>,
  root: string,
  element: string,
  wanted: ReadonlySet<string>,
  read: (fields: Fields) => Lead,
): Generator<Lead> {
  for (const part of partsOf(events, root, element, wanted)) {
    if (part.kind === 'entry') yield read(part.fields);
    else yield part.kind === 'cut' ? CUT : { kind: 'more', href: part.href };
  }
}

// A guid is an address unless it says that it isn't (RSS 2.0); many say nothing and aren't.
function rssAddress(fields: Fields): string {
  const link = fields.get('link')?.trim() || fields.get('link[alternate]@href') || fields.get('@rdf:about');
  const guid = fields.get('guid@isPermaLink') === 'false' ? '' : (fields.get('guid')?.trim() ?? '');
  return link ?? (/^https?:/iu.test(guid) ? guid : '');
}

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return record(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function record(found: unknown): Readonly<Record<string, unknown>> {
  return typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : {};
}

function textOf(found: unknown): string | undefined {
  return typeof found === 'string' ? found : undefined;
}
