/** A paragraph's sentences, cut where a Vietnamese reader would: not behind `TP.`, `PGS.TS.` or `1.`, nor inside a short quotation. */

/** A sentence by its offsets, with the white space behind it: the sentences of a paragraph joined are the paragraph. */
export interface Sentence {
  readonly from: number;
  readonly to: number;
}

/** What ends with a full stop and no sentence: titles, places, and what English-language names bring along. */
const ABBREVIATIONS = new Set(
  `TP Tp tp Q P H TX TT Tx Tt TS Ts ThS Ths GS Gs PGS BS Bs KS LS CN TSKH NSND NSƯT NGND NGƯT ĐH Đ/c đ/c Mr Mrs Ms Dr Prof St No Nr vs
  Tr tr tt Co Inc Ltd Corp Jr Sr Gen Sen Rep Gov Lt Col Sgt Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec v.v`.split(/\s+/u),
);

// A quotation that is longer than this is cut inside: as one sentence it would hide what changed in it.
const LONG_QUOTATION = 300;

const END = /[.!?…]+["”’»)\]]*(?=\s)|[。！？]+["”’»」』）]*/gu;
const BEGINNING = /^\s+["“‘'«([–-]*\s*[\p{Lu}\p{Lt}\p{Nd}\p{Lo}]/u;

export function sentencesOf(text: string): Sentence[] {
  const quotations = quotationsOf(text);
  const ends = [...text.matchAll(END)].map((match) => ({ mark: match.index, end: match.index + match[0].length }));
  const sentences: Sentence[] = [];
  let from = 0;
  for (const { mark, end } of ends) {
    if (!isSentenceEnd(text, from, mark, end) || quotations.some((range) => range.from < mark && end < range.to)) continue;
    const to = end + spaceBehind(text, end);
    sentences.push({ from, to });
    from = to;
  }
  return from < text.length || sentences.length === 0 ? [...sentences, { from, to: text.length }] : sentences;
}

function isSentenceEnd(text: string, from: number, mark: number, end: number): boolean {
  if (/[。！？]/u.test(text.charAt(mark))) return true;
  if (!BEGINNING.test(text.slice(end, end + 12))) return false;
  if (text.charAt(mark) !== '.' || end - mark > 1) return true;
  const word = /[^\s("“]*$/u.exec(text.slice(Math.max(from, mark - 12), mark))?.[0] ?? '';
  return !isAbbreviation(word) && !isEnumeration(text.slice(from, mark));
}

/** `PGS.TS` is what its last part is; a single capital is somebody's initial. */
function isAbbreviation(word: string): boolean {
  const last = word.slice(word.lastIndexOf('.') + 1);
  return ABBREVIATIONS.has(word) || ABBREVIATIONS.has(last) || /^\p{Lu}$/u.test(last);
}

function isEnumeration(sentence: string): boolean {
  return /^\d{1,3}$/u.test(sentence.trim());
}

function spaceBehind(text: string, at: number): number {
  return /^\s*/u.exec(text.slice(at, at + 64))?.[0].length ?? 0;
}

/** The short quotations, from their first character to behind their last. A mark that nothing answers opens none. */
function quotationsOf(text: string): Sentence[] {
  return [...text.matchAll(/"[^"]{1,300}"|“[^“”]{1,300}”|«[^«»]{1,300}»/gu)]
    .filter(({ 0: quotation, index }) => quotation.length <= LONG_QUOTATION && !endsSentence(text, index + quotation.length))
    .map(({ 0: quotation, index }) => ({ from: index, to: index + quotation.length }));
}

// `"Đi đâu? Về đâu?" là câu hỏi` goes on behind the quotation, `"Tôi đi. Anh ở lại." Ông nói thêm` does not; there the
// sentences of the quotation are sentences of the text.
function endsSentence(text: string, at: number): boolean {
  return /[.!?…]/u.test(text.charAt(at - 2)) && (at === text.length || BEGINNING.test(text.slice(at, at + 12)));
}
