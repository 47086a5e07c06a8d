/** What was found on a page, before it is known whether it makes an article. */
import { normaliseContent, type Content } from '../article/content.ts';
import { lineOf, type Block } from './blocks.ts';
import { unsigned } from './byline.ts';
import type { FoundFacts } from './facts.ts';
import type { Field } from './fields.ts';
import type { Element } from './parse.ts';

export interface Draft {
  readonly title: Field<string>;
  readonly date: Field<string>;
  /** Which selectors gave the lead and the body. */
  readonly sapoRule?: string;
  readonly bodyRule?: string;
  /** The body is what text there is on the page, and no article's: it counts as missing. */
  readonly isLastResort?: boolean;
  readonly bodyRulesTriedBefore: readonly string[];
  readonly body: readonly Block[];
  readonly captions: readonly Element[];
  /** Where pictures are looked for. */
  readonly pictureRoots: readonly Element[];
  readonly isDropped: (element: Element) => boolean;
  readonly dropped: readonly Dropped[];
  readonly facts: FoundFacts;
}

/** What was left out by one selector, or for one reason of the fallback. */
export interface Dropped {
  readonly selector: string;
  readonly elements: readonly Element[];
}

/** A draft's content as it is kept: in normal form, the signature under the text taken off. */
export function contentOf({ title, date, body, captions }: Draft): Content {
  return normaliseContent({
    title: title.value ?? '',
    ...(date.value === undefined ? {} : { date: date.value }),
    body: unsigned(body).body.map((block) => block.text),
    captions: captions.map((caption) => lineOf(caption)),
  });
}
