/** How many sentences two texts have in common: the share that a person can check by eye. */
import type { Content } from '../article/content.ts';
import { oneSpelling } from '../article/spelling.ts';
import { sentencesOf } from './sentences.ts';
import { isWord, tokensOf } from './tokens.ts';

export interface CommonSentences {
  readonly common: number;
  /** How many each text has. */
  readonly here: number;
  readonly there: number;
}

/** Counts the sentences of the paragraphs, wherever they stand. They are the same where their words are, in whatever spelling; one other number makes another. */
export function commonSentences(here: Content, there: Content): CommonSentences {
  const [mine, theirs] = [sentenceKeys(here), sentenceKeys(there)];
  const left = new Map<string, number>();
  for (const sentence of theirs) left.set(sentence, (left.get(sentence) ?? 0) + 1);
  const common = mine.filter((sentence) => {
    const count = left.get(sentence) ?? 0;
    left.set(sentence, count - 1);
    return count > 0;
  });
  return { common: common.length, here: mine.length, there: theirs.length };
}

function sentenceKeys({ body }: Content): string[] {
  return body
    .flatMap((text) => sentencesOf(text).map(({ from, to }) => text.slice(from, to)))
    .map((sentence) =>
      tokensOf(sentence)
        .filter(isWord)
        .map((word) => oneSpelling(word.toLowerCase()))
        .join(' '),
    )
    .filter((words) => words !== '');
}
