/** A piece of a text around what was looked for, with that marked. */
import { hitsIn, type Phrase } from '../article/query.ts';

/** Characters on either side of the first hit. */
const AROUND = 70;

/** The piece around the first hit; where there is none, the beginning of the text. */
export function excerptOf(paragraphs: readonly string[], phrases: readonly Phrase[]): string {
  const paragraph = paragraphs.find((each) => hitsIn(each, phrases).length > 0) ?? paragraphs[0] ?? '';
  const hit = hitsIn(paragraph, phrases)[0] ?? { from: 0, to: 0 };
  const [from, to] = [wordBreak(paragraph, hit.from - AROUND), wordBreak(paragraph, hit.to + AROUND)];
  return `${from > 0 ? '… ' : ''}${paragraph.slice(from, to).trim()}${to < paragraph.length ? ' …' : ''}`;
}

/** The text with each hit between two signs. */
export function markedIn(text: string, phrases: readonly Phrase[], before: string, after: string): string {
  let [marked, done] = ['', 0];
  for (const { from, to } of hitsIn(text, phrases)) {
    marked += `${text.slice(done, from)}${before}${text.slice(from, to)}${after}`;
    done = to;
  }
  return marked + text.slice(done);
}

function wordBreak(text: string, at: number): number {
  if (at <= 0) return 0;
  if (at >= text.length) return text.length;
  const space = text.indexOf(' ', at);
  return space < 0 || space - at > AROUND ? at : space;
}
