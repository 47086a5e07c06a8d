/** Links that are text: a paragraph of an article may be one sentence in a link, and a cross-head may lead to what it names. */
import type { Block } from './blocks.ts';
import { isMostlyLinks, isProse, isSentence } from './densest.ts';

/** A block with more of its text in links than this is nothing but a link. */
const WHOLE = 0.9;

/** "Xem thêm: …", "Read our full review here.": a sentence that asks the reader to go elsewhere. */
const INVITATION =
  /^(?:\(|\W*(?:also|book|buy|check|click|discover|explore|find|follow|get|join|learn|listen|more|order|read|register|related|see|shop|sign|subscribe|try|watch)\b|(?:\W|👉)*(?:bấm|click|đăng ký|đọc|mời|nghe|tải|theo dõi|tham khảo|xem)\s)/iu;

/** `Read more: …`, `Xem thêm: …`: what comes after the colon is another article's headline. */
const POINTER = /^\W*(?:also|đọc|more|read|related|see|tham khảo|watch|xem)\b[^:]{0,15}:/iu;

/** One linked heading between paragraphs is a teaser; this many are the headings of a list that the article is. */
const FEWEST_HEADINGS = 2;

/** The blocks without those that lead elsewhere: links, but for those that are a part of the text. */
export function withoutLinks(blocks: readonly Block[]): Block[] {
  const headings = new Set(blocks.filter((block, index) => isHeading(block) && isBetween(blocks, index)));
  const isPart = (block: Block, index: number): boolean =>
    headings.has(block) ? headings.size >= FEWEST_HEADINGS : isLinkedSentence(block, blocks, index);
  return blocks.filter((block, index) => !isMostlyLinks(block) || isPart(block, index));
}

function isHeading(block: Block): boolean {
  return /^h[2-4]$/u.test(block.element?.name ?? '') && isMostlyLinks(block) && !INVITATION.test(block.text);
}

// Several teasers stand in a row, and mostly at the end; between two paragraphs of the text, a sentence is one of them.
function isLinkedSentence(block: Block, blocks: readonly Block[], index: number): boolean {
  const name = block.element?.name ?? '';
  if (block.linked < block.text.length * WHOLE)
    return /^(?:p|li|blockquote)$/u.test(name) && isSentence(block) && !POINTER.test(block.text);
  return name === 'p' && isStatement(block) && isBetween(blocks, index) && isBeside(block, [blocks[index - 1], blocks[index + 1]]);
}

function isBetween(blocks: readonly Block[], index: number): boolean {
  return isText(blocks[index - 1]) && isText(blocks[index + 1]);
}

// A headline may end in a question or an outcry; one that ends in a full stop is rare.
function isStatement(block: Block): boolean {
  return isSentence(block) && /[.…。．](?:\/\.)?["”’»)」』）]*$/u.test(block.text) && !INVITATION.test(block.text);
}

function isBeside({ element }: Block, others: readonly (Block | undefined)[]): boolean {
  return others.some((other) => other?.element?.name === 'p' && other.element.parent === element?.parent);
}

function isText(block: Block | undefined): boolean {
  return block !== undefined && !isMostlyLinks(block) && (isProse(block) || isSentence(block));
}
