/** What a reader reads of an article, and the facts that stand beside it. */
import { normaliseParagraphs, normaliseText } from './text.ts';

/**
 * Title, date, body and captions, in text normal form: exactly what a snapshot holds and a digest covers.
 * `date` is ISO 8601 with its offset (`2017-03-21T18:45:00+07:00`), or a bare day (`2017-03-21`) where the
 * page gives no time. A title that is not there is the empty string; only a partial reading has one.
 */
export interface Content {
  readonly title: string;
  readonly date?: string;
  readonly body: readonly string[];
  readonly captions: readonly string[];
}

export type FieldName = 'title' | 'date' | 'body' | 'captions';

/** A picture of an article: where it stands on the web, and the caption under it where there is one. */
export interface Picture {
  readonly url: string;
  readonly caption?: string;
}

/** Facts about a capture that are no part of the content: a change in them is no revision. */
export interface Facts {
  readonly author?: string;
  readonly section?: string;
  readonly tags?: readonly string[];
  readonly pictures?: readonly Picture[];
  /** When the page says that it was last changed: ISO 8601 with offset. Not to be trusted, but evidence. */
  readonly modified?: string;
  readonly canonicalUrl?: string;
  readonly language?: string;
  /** The outlet or agency that the page credits: `TTXVN/Vietnam+`, `Thái An - VietNamNet`. */
  readonly source?: string;
}

/** Who read a page: the layout's name and the extractor's version, so that our change is never taken for their edit. */
export interface Reader {
  readonly layout: string;
  readonly extractor: number;
}

/** What came of reading a page: its content, or the fields without which it is no article. */
export type Reading =
  | { readonly content: Content; readonly facts: Facts; readonly reader: Reader }
  | { readonly missing: readonly FieldName[]; readonly partial: Content; readonly facts: Facts; readonly reader: Reader };

/** Content in normal form, however it was found. */
export function normaliseContent(found: Content): Content {
  const date = found.date === undefined ? {} : { date: normaliseText(found.date) };
  return {
    title: normaliseText(found.title),
    ...date,
    body: normaliseParagraphs(found.body),
    captions: normaliseParagraphs(found.captions),
  };
}
