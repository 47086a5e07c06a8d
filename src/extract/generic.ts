/** What a page says to a reader who knows nothing of its site: the second opinion on every layout. */
import type { Content } from '../article/content.ts';
import { contentOf } from './draft.ts';
import { readByFallback } from './fallback.ts';
import type { Sheet } from './fields.ts';

/** Reads the sheet that a layout has read, without parsing the page again. What can't be found is empty. */
export function genericContent(sheet: Sheet, utcOffset: string | undefined): Content {
  return contentOf(readByFallback(sheet, utcOffset, true));
}
