/** Whether a text is a CSS selector that our parser understands. */
import { parseHtml } from './parse.ts';

/** Why a selector can't be used, or undefined where it can. */
export function selectorProblem(selector: string): string | undefined {
  try {
    parseHtml('<p></p>')(selector);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
