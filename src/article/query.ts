/** What a person looks for in texts, and where it stands in one. */
import { UsageError } from './errors.ts';
import { foldText, normaliseText } from './text.ts';

/** One thing that is looked for: words that stand next to each other. */
export interface Phrase {
  readonly words: readonly string[];
  /** Whether it was written with Vietnamese marks, and is to be found with exactly these. */
  readonly isMarked: boolean;
}

const LONGEST = 1000;
const MOST_WORDS = 64;

const WORD = /[\p{L}\p{N}\p{M}\p{Co}]+/gu;
const QUOTED = /["“”„]([^"“”„]*)["“”„]|[^\s"“”„]+/gu;

/**
 * Reads a query: words, all of which are to be found, and phrases in quotation marks. Nothing else means anything: what
 * would be an operator elsewhere is a word here, and a word that holds a comma or a hyphen is a phrase.
 * @throws UsageError where there is no word, or too many
 */
export function parseQuery(text: string): Phrase[] {
  if (text.length > LONGEST) throw new UsageError(`The query has ${text.length} characters; look for at most ${LONGEST}.`);
  const parts = [...normaliseText(text).matchAll(QUOTED)].map(([whole, quoted]) => quoted ?? whole);
  const phrases = parts.map(phraseOf).filter(({ words }) => words.length > 0);
  const count = phrases.reduce((sum, { words }) => sum + words.length, 0);
  if (count > MOST_WORDS) throw new UsageError(`The query has ${count} words; look for at most ${MOST_WORDS}.`);
  if (count === 0) throw new UsageError(`"${text}" holds no word to look for; write words such as "Hà Nội", with or without their marks.`);
  return phrases;
}

function phraseOf(text: string): Phrase {
  const words = text.match(WORD) ?? [];
  return { words, isMarked: words.some((word) => foldText(word) !== word.toLowerCase()) };
}

/** Where something that was looked for stands in a text: character positions, in order, none over another. */
export function hitsIn(text: string, phrases: readonly Phrase[]): { readonly from: number; readonly to: number }[] {
  const words = [...text.matchAll(WORD)].map((match) => ({ word: match[0], from: match.index, to: match.index + match[0].length }));
  const plain = words.map(({ word }) => foldText(word));
  const exact = words.map(({ word }) => word.toLowerCase());
  const found = phrases.flatMap((phrase) => {
    const wanted = phrase.words.map((word) => (phrase.isMarked ? word.toLowerCase() : foldText(word)));
    const among = phrase.isMarked ? exact : plain;
    return words.flatMap(({ from }, index) =>
      wanted.every((word, offset) => among[index + offset] === word) ? [{ from, to: words[index + wanted.length - 1]?.to ?? from }] : [],
    );
  });
  return joined(found.toSorted((a, b) => a.from - b.from || b.to - a.to));
}

/** Hits that lie over each other, or with nothing but spaces between them, as one. */
function joined(hits: readonly { readonly from: number; readonly to: number }[]): { readonly from: number; readonly to: number }[] {
  const apart: { from: number; to: number }[] = [];
  for (const hit of hits) {
    const last = apart.at(-1);
    if (last !== undefined && hit.from <= last.to + 1) last.to = Math.max(last.to, hit.to);
    else apart.push({ ...hit });
  }
  return apart;
}
