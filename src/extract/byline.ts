/** The signature under an article: a last paragraph that names who wrote it, or whom it was taken from. */
import type { Block } from './blocks.ts';
import { creditIn, signatureIn } from './facts.ts';
import { parentOf, type Element } from './parse.ts';

/** A signature is short, even that of two writers and their agency; a sentence of twelve words rarely lacks its full stop. */
const MOST_WORDS = 12;
const LONGEST = 80;

const SOURCE = /^\(?(?:[Tt]heo|THEO|Nguồn:)\s+[\p{Lu}\p{N}"“].*[^.!?…:;,]$/u;

/** The body without its signature, and what that says. */
export interface Signed {
  readonly body: readonly Block[];
  readonly author?: string;
  readonly source?: string;
}

/**
 * Takes off last paragraphs that are set apart and read like a name (`<p><strong>Hà Thu</strong> (tổng hợp)</p>`), that
 * name an agency (`(TTXVN/Vietnam+)`) or another outlet (`Theo VGP`); and what stands behind the end mark `./.`.
 */
export function unsigned(blocks: readonly Block[]): Signed {
  const last = blocks.at(-1);
  if (last === undefined || blocks.length < 2) return { body: blocks };
  const rest = blocks.slice(0, -1);
  const { text = '', tail = '' } = GLUED.exec(last.text)?.groups ?? {};
  if (signatureIn(tail).agency !== undefined) return { body: [...rest, { ...last, text }], ...signed(tail) };
  if (isSource(last)) {
    const source = creditIn(last.text);
    return { ...unsigned(rest), ...(source === undefined ? {} : { source }) };
  }
  if (isAgency(last)) return { ...unsigned(rest), ...signed(last.text) };
  return isName(last) ? { body: rest, author: last.text } : { body: blocks };
}

/** TTXVN ends its texts with `./.`; what follows in the same paragraph is no sentence of it. */
const GLUED = /^(?<text>.*\.\/\.)\s*(?<tail>\([^()]{2,60}\))$/u;

function signed(line: string): Pick<Signed, 'author' | 'source'> {
  const { author, agency } = signatureIn(line);
  return { ...(author === undefined ? {} : { author }), ...(agency === undefined ? {} : { source: agency }) };
}

function isAgency(block: Block): boolean {
  const { author, agency } = isShort(block) ? signatureIn(block.text) : {};
  return agency !== undefined && (author === undefined || readsLikeNames(author)) && block.element?.name !== 'li';
}

function isShort({ text }: Block): boolean {
  return text.length <= LONGEST && text.split(' ').length <= MOST_WORDS;
}

function isSource(block: Block): boolean {
  return isShort(block) && SOURCE.test(block.text);
}

function isName(block: Block): boolean {
  return isShort(block) && isSetApart(block) && readsLikeNames(block.text) && !isHeading(block.element);
}

// Most words of a name have capitals, a title before it or "tổng hợp" behind it may have none: "Bác sĩ Nguyễn Văn An".
function readsLikeNames(text: string): boolean {
  const words = text.replace(/\([^()]*\)/gu, '').match(/[\p{L}\p{M}.'’+]+/gu) ?? [];
  const capitals = words.filter((word) => /^\p{Lu}/u.test(word)).length;
  const isSentence = /[?!…:;]$|\p{Ll}\.$/u.test(text);
  return words.length > 0 && capitals / words.length >= 0.6 && !isSentence && !/\d/u.test(text);
}

function isSetApart({ text, stressed, element }: Block): boolean {
  return stressed >= text.replace(/\s/gu, '').length * 0.9 || isAtTheRight(element);
}

function isAtTheRight(element: Element | undefined): boolean {
  for (let each = element, steps = 0; each !== undefined && steps < 3; each = parentOf(each), steps += 1) {
    const { style = '', align = '', class: classes = '' } = each.attribs;
    if (/text-align:\s*right/iu.test(style) || align === 'right' || /(?:^|[\s_-])(?:right|author|t-r)(?:$|[\s_-])/iu.test(classes))
      return true;
  }
  return false;
}

function isHeading(element: Element | undefined): boolean {
  return element !== undefined && /^h\d$/u.test(element.name);
}
