/** The entries of a sitemap or feed: each with the few fields that are asked for, everything else passed over. */
import { attributesOf, type XmlEvent } from './xml.ts';

/**
 * The fields of one entry by their place in it: `loc`, `news:news/news:title`, `link[alternate]@href`. Names are without
 * prefix where it is the entry's own (`<sm:url><sm:loc>`); other vocabularies go by the prefixes that everybody gives them.
 */
export type Fields = ReadonlyMap<string, string>;

export type Part =
  | { readonly kind: 'entry'; readonly fields: Fields }
  /** A link to the next page of a feed (RFC 5005). */
  | { readonly kind: 'next'; readonly href: string }
  /** The text stopped before the root element was closed. */
  | { readonly kind: 'cut' };

/** No address and no title is longer; what follows in the field is left out. */
const LONGEST_FIELD = 4096;

const DEEPEST = 8;

/** The name of the first element, or undefined where there is none. */
export function rootOf(events: Iterator<XmlEvent, undefined>): string | undefined {
  for (let next = events.next(); next.done !== true; next = events.next()) if (next.value.kind === 'open') return next.value.name;
  return undefined;
}

/** What stands in the root element: the entries of that name, and links to further pages. */
export function* partsOf(events: Iterable<XmlEvent>, root: string, element: string, wanted: ReadonlySet<string>): Generator<Part> {
  let entry: OpenEntry | undefined;
  for (const event of events) {
    if (entry !== undefined) {
      if (!entry.take(event)) continue;
      yield { kind: 'entry', fields: entry.fields };
      entry = undefined;
    } else if (event.kind === 'open') {
      if (localName(event.name) === element) entry = new OpenEntry(event.name, event.attributes, wanted);
      const href = nextPage(event.name, event.attributes);
      if (href !== undefined) yield { kind: 'next', href };
    } else if (event.kind === 'close' && event.name === root) return;
  }
  yield { kind: 'cut' };
}

export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

class OpenEntry {
  readonly fields = new Map<string, string>();
  readonly #name: string;
  readonly #prefix: string;
  readonly #wanted: ReadonlySet<string>;
  readonly #path: string[] = [];
  #tooDeep = 0;
  /** The wanted field that we are in. */
  #field: string | undefined;

  constructor(name: string, attributes: string, wanted: ReadonlySet<string>) {
    this.#name = name;
    this.#prefix = name.slice(0, name.length - localName(name).length);
    this.#wanted = wanted;
    this.#takeAttributes('', attributes);
  }

  /** True when the entry ends here. */
  take(event: XmlEvent): boolean {
    if (event.kind === 'text') this.#takeText(event.text);
    else if (event.kind === 'open') this.#open(event.name, event.attributes);
    else if (event.name === this.#name) return true;
    else this.#close();
    return false;
  }

  #open(name: string, attributes: string): void {
    if (this.#path.length >= DEEPEST) return void this.#tooDeep++;
    this.#path.push(name.startsWith(this.#prefix) ? name.slice(this.#prefix.length) : name);
    const place = this.#path.join('/');
    // The first of its name counts.
    this.#field = this.#wanted.has(place) && !this.fields.has(place) ? place : undefined;
    this.#takeAttributes(place, attributes);
  }

  #close(): void {
    if (this.#tooDeep > 0) return void this.#tooDeep--;
    this.#path.pop();
    this.#field = undefined;
  }

  #takeText(text: string): void {
    if (this.#field === undefined) return;
    const before = this.fields.get(this.#field) ?? '';
    if (before.length < LONGEST_FIELD) this.fields.set(this.#field, `${before}${text.slice(0, LONGEST_FIELD - before.length)}`);
  }

  #takeAttributes(place: string, written: string): void {
    if (written === '' || !written.includes('=')) return;
    const attributes = attributesOf(written);
    const rel = place === 'link' ? `[${attributes.get('rel') ?? 'alternate'}]` : '';
    for (const [name, value] of attributes) {
      const key = `${place}${rel}@${name}`;
      if (this.#wanted.has(key) && !this.fields.has(key)) this.fields.set(key, value.slice(0, LONGEST_FIELD));
    }
  }
}

function nextPage(name: string, written: string): string | undefined {
  if (localName(name) !== 'link' || !written.includes('next')) return undefined;
  const attributes = attributesOf(written);
  return attributes.get('rel') === 'next' ? attributes.get('href') : undefined;
}
