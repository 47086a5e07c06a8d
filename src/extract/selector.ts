/** Whether a text is a CSS selector that our parser understands. */
import { parseHtml } from './parse.ts';

/** Why a selector can't be used, or undefined where it can. */
export function selectorProblem(selector: string): string | undefined {
  try {
    parseHtml('<p></p>')(selector);
    return strayMark(selector);
  } catch (error) {
    return error instanceof Error ? error.message.replace(/, found \.?$/u, ', found the end') : String(error);
  }
}

// Our parser takes `article@content` and `p;q` for names of elements, which no page has.
function strayMark(selector: string): string | undefined {
  const bare = selector.replace(/\\.|"[^"]*"|'[^']*'/gu, '').replace(/\[[^\]]*\]/gu, '');
  const mark = /[@!?;{}<=/`$%^]/u.exec(bare)?.[0];
  return mark === undefined ? undefined : `"${mark}" has no meaning here${mark === '@' ? '; only a field rule may name an attribute' : ''}`;
}
