/** What a text mentions: numbers with their units, dates and times, names, titles, quotations, and words that turn a meaning. */
import { oneSpelling } from '../../article/spelling.ts';
import { isWord, tokensOf } from '../tokens.ts';
import { NOT_MEANT, WORD_RULES, type WordKind } from './lexicon.ts';
import { isCounted, isNumberWord, SCALES, UNITS, valuesOf, wordValue } from './numbers.ts';

export type MentionKind = 'number' | 'date' | 'name' | 'quote' | WordKind;

/** A stretch of a text that says something that can be right or wrong. Two mentions with one `value` say the same. */
export interface Mention {
  readonly kind: MentionKind;
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly value: string;
  /** Of a number: how much, in its unit. */
  readonly amount?: readonly number[];
  readonly unit?: string;
}

/** A word, or a sign that is none, by its offsets. */
interface Token {
  readonly text: string;
  readonly lower: string;
  readonly from: number;
  readonly to: number;
}

export function mentionsOf(text: string): Mention[] {
  const tokens = solidTokens(text);
  const mentions: Mention[] = [];
  for (let index = 0; index < tokens.length;) {
    const found = mayBegin(tokens[index]) ? mentionAt(text, tokens, index) : undefined;
    if (found !== undefined) mentions.push(found.mention);
    index = found?.next ?? index + 1;
  }
  const phrases = phrasesIn(text, tokens);
  // "Phó Chủ" of "Phó Chủ tịch" is no name.
  const offices = phrases.filter((phrase) => phrase.kind === 'personTitle' && phrase.value.includes(' '));
  const named = mentions.filter(
    ({ kind, from, to }) => kind !== 'name' || !offices.some((office) => from < office.to && office.from < to && to <= office.to),
  );
  return [...named, ...phrases, ...sourcesIn(text), ...quotesIn(text)].toSorted((one, other) => one.from - other.from);
}

interface Found {
  readonly mention: Mention;
  readonly next: number;
}

/** A notice of a correction, where the text has one. */
export function noticeIn(text: string): Mention | undefined {
  const lower = text.toLowerCase();
  // Taking a long text apart costs more than looking for how a notice may begin.
  if (!NOTICE_OPENERS.some((syllable) => lower.includes(syllable))) return undefined;
  return phrasesIn(text, solidTokens(text)).find(({ kind }) => kind === 'correction');
}

function mentionAt(text: string, tokens: readonly Token[], index: number): Found | undefined {
  return dateAt(text, tokens, index) ?? numberAt(text, tokens, index) ?? nameAt(text, tokens, index);
}

/** Most words begin no mention, which their first letter tells. */
function mayBegin(token: Token | undefined): boolean {
  if (token === undefined) return false;
  const { text, lower } = token;
  return /^[\p{Lu}\d]/u.test(text) || PART_OF_DAY.has(lower) || CALENDAR.has(lower) || isNumberWord(lower);
}

function solidTokens(text: string): Token[] {
  let at = 0;
  const tokens: Token[] = [];
  for (const token of tokensOf(text)) {
    if (/\S/u.test(token)) tokens.push({ text: token, lower: token.toLowerCase(), from: at, to: at + token.length });
    at += token.length;
  }
  return tokens;
}

const PART_OF_DAY = new Set(['sáng', 'trưa', 'chiều', 'tối', 'đêm', 'rạng', 'khuya']);
const DAY_WORD = new Set(['nay', 'qua', 'mai', 'ngày', 'hôm', 'cùng']);
const CALENDAR = new Set(
  `ngày tháng năm quý hôm mùng mồng january february march april may june july august september october november december
  jan feb mar apr jun jul aug sep sept oct nov dec`.split(/\s+/u),
);

/** `Sáng 12/5`, `12-5-2025`, `15h30`, `tháng 3`, `năm 2024`, `chiều nay`. */
function dateAt(text: string, tokens: readonly Token[], index: number): Found | undefined {
  const [token, next] = [tokens[index], tokens[index + 1]];
  if (token === undefined) return undefined;
  if (PART_OF_DAY.has(token.lower) && next !== undefined) {
    if (isDay(next.text, true)) return dated(text, tokens, index, index + 2);
    if (DAY_WORD.has(next.lower))
      return dated(text, tokens, index, index + (next.lower === 'ngày' && isDay(tokens[index + 2]?.text ?? '', true) ? 3 : 2));
  }
  if (CALENDAR.has(token.lower) && next !== undefined && (isDay(next.text, true) || /^\d{1,4}$/u.test(next.text)))
    return dated(text, tokens, index, index + 2);
  return isDay(token.text, false) || isTime(token.text) || isYear(tokens, index) ? dated(text, tokens, index, index + 1) : undefined;
}

/** Whether a token names a day: with slashes, with a year, or, after a word that says so, `5-8` and `12.5`. */
function isDay(text: string, isAnnounced: boolean): boolean {
  const parts = /^(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{2,4}))?$/u.exec(text);
  if (parts === null) return /^\d{1,2}[/-]\d{4}$/u.test(text);
  const [, day = '', sign, month = '', year] = parts;
  return Number(day) <= 31 && Number(month) <= 12 && (sign === '/' || year !== undefined || isAnnounced);
}

/** Four digits without a point are a year, unless something is counted: `2020`, but not `2020 người`. */
function isYear(tokens: readonly Token[], index: number): boolean {
  const [token, next] = [tokens[index], tokens[index + 1]];
  return (
    /^(?:19|20)\d{2}$/u.test(token?.text ?? '') &&
    SCALES[next?.lower ?? ''] === undefined &&
    unitAt(tokens, index + 1).unit === '' &&
    !isCounted(next?.lower ?? '')
  );
}

function isTime(text: string): boolean {
  return /^\d{1,2}(?::\d{2}){1,2}$|^\d{1,2}[hg](?:\d{2})?$/u.test(text);
}

/** Days have one value however their parts are joined. */
function dated(text: string, tokens: readonly Token[], from: number, to: number): Found {
  const words = tokens
    .slice(from, to)
    .map(({ lower }) =>
      isTime(lower) ? lower.replace(/[hg](?=\d)/u, ':') : lower.replaceAll(/[/.-]/gu, '/').replaceAll(/\b0(?=\d)/gu, ''),
    );
  const value = words.filter((word) => word !== 'ngày' && word !== 'hôm').join(' ');
  return { mention: mention('date', text, tokens, from, to, value), next: to };
}

/** `1,2 triệu đồng`, `5,5%`, `10-15`, `2-1`, `năm người`. */
function numberAt(text: string, tokens: readonly Token[], index: number): Found | undefined {
  const token = tokens[index];
  if (token === undefined) return undefined;
  const inWords = wordValue(token.text, tokens[index + 1]?.text ?? '');
  const { digits, glued } = takenApart(token.lower);
  const amounts = inWords === undefined ? valuesOf(digits) : [inWords];
  if (amounts === undefined) return undefined;
  const { scale, next } = scaleAt(tokens, index + 1);
  const { unit, next: end } = glued === '' ? unitAt(tokens, next) : { unit: glued, next };
  const sign = isNegative(text, token) ? -1 : 1;
  const amount = amounts.map((each) => Number((sign * each * scale).toPrecision(12)));
  const whole = mention('number', text, tokens, index, end, `${amount.join('-')} ${unit}`.trim());
  return { mention: { ...whole, amount, unit }, next: end };
}

/** `2000m2`, `8,6ha`: a number with its unit in one word. */
function takenApart(word: string): { digits: string; glued: string } {
  const [, digits = word, letters = ''] = /^(\d[\d.,]*)(\p{L}.*)$/u.exec(word) ?? [];
  const unit = UNITS[letters];
  return unit === undefined ? { digits: word, glued: '' } : { digits, glued: unit };
}

function isNegative(text: string, { from }: Token): boolean {
  return /(?:^|[\s(])[-−–]$/u.test(text.slice(Math.max(0, from - 2), from));
}

function scaleAt(tokens: readonly Token[], index: number): { scale: number; next: number } {
  const scale = SCALES[tokens[index]?.lower ?? ''];
  if (scale === undefined) return { scale: 1, next: index };
  const more = scaleAt(tokens, index + 1);
  return { scale: scale * more.scale, next: more.next };
}

/** The longest unit of up to three words. */
function unitAt(tokens: readonly Token[], index: number): { unit: string; next: number } {
  for (let length = 3; length > 0; length--) {
    const words = tokens.slice(index, index + length).map(({ lower }) => lower);
    const unit = words.length === length ? UNITS[words.join(' ')] : undefined;
    if (unit !== undefined) return { unit, next: index + length };
  }
  return { unit: '', next: index };
}

/** Words that begin a sentence and no name. */
const OPENERS = new Set(
  `ông bà anh chị em cô chú bác theo tại trong sau khi các những ngày sáng trưa chiều tối đêm trước từ đến với vì do nếu tuy nhưng và cùng đây đó này hiện hôm năm tháng một hai ba về để cũng có không chưa
  the a an in on at of for and but this that he she it they we i his her`.split(/\s+/u),
);

/** A run of words with capitals: two or more, or one where no sentence begins. A code (`U23`, `Covid-19`) is one too. */
function nameAt(text: string, tokens: readonly Token[], index: number): Found | undefined {
  const token = tokens[index];
  if (token === undefined || !isCapital(token.text)) return undefined;
  const begins = beginsSentence(text, token);
  if (OPENERS.has(token.lower) && (begins || isHonorific(token.lower))) return undefined;
  let end = index + 1;
  while (end < tokens.length && isCapital(tokens[end]?.text ?? '') && /^[ /-]$/u.test(text.slice(tokens[end - 1]?.to, tokens[end]?.from)))
    end++;
  if (
    begins &&
    end === index + 1 &&
    !/\d/u.test(token.text) &&
    !/^\p{Lu}{2}/u.test(token.text) &&
    !isHonorific(tokens[index - 1]?.lower ?? '')
  )
    return undefined;
  return { mention: mention('name', text, tokens, index, end, spelt(text.slice(token.from, tokens[end - 1]?.to))), next: end };
}

/** `Hoà Bình` and `Hòa Bình` are one name, and so are `TP.HCM` and `TP HCM`. */
export function spelt(text: string): string {
  return text
    .split(/[\s.]+/u)
    .map(oneSpelling)
    .join(' ');
}

function isCapital(text: string): boolean {
  return /^\p{Lu}/u.test(text);
}

function isHonorific(word: string): boolean {
  return ['ông', 'bà', 'anh', 'chị', 'cô', 'chú'].includes(word);
}

function beginsSentence(text: string, { from }: Token): boolean {
  return /(?:^|[.!?…:]["”’)]?\s+|^["“‘'(]|[:.!?…]\s+["“‘'(])$/u.test(text.slice(Math.max(0, from - 4), from)) || from === 0;
}

function mention(kind: MentionKind, text: string, tokens: readonly Token[], first: number, end: number, value: string): Mention {
  const [from, to] = [tokens[first]?.from ?? 0, tokens[end - 1]?.to ?? 0];
  return { kind, text: text.slice(from, to), from, to, value };
}

const NOTICE_OPENERS = WORD_RULES.filter(({ kind }) => kind === 'correction')
  .flatMap(({ phrases }) => phrases)
  .map((phrase) => phrase.split(' ')[0] ?? '');

/** Phrases by their first syllable, the longest first. */
const PHRASES = new Map<string, { readonly kind: WordKind; readonly syllables: readonly string[] }[]>();
for (const { kind, phrases } of WORD_RULES)
  for (const syllables of phrases.map((phrase) => phrase.split(' ')))
    PHRASES.set(syllables[0] ?? '', [...(PHRASES.get(syllables[0] ?? '') ?? []), { kind, syllables }]);
for (const list of PHRASES.values()) list.sort((one, other) => other.syllables.length - one.syllables.length);

function phrasesIn(text: string, all: readonly Token[]): Mention[] {
  const tokens = all.filter(({ text: token }) => isWord(token));
  const mentions: Mention[] = [];
  const until = new Map<WordKind, number>();
  for (const [index, { lower }] of tokens.entries())
    for (const { kind, syllables } of PHRASES.get(lower) ?? []) {
      const isTaken = index < (until.get(kind) ?? 0);
      if (isTaken || !syllables.every((syllable, at) => tokens[index + at]?.lower === syllable) || isNotMeant(kind, tokens, index))
        continue;
      until.set(kind, index + syllables.length);
      mentions.push(mention(kind, text, tokens, index, index + syllables.length, syllables.join(' ')));
    }
  return mentions;
}

function isNotMeant(kind: WordKind, tokens: readonly Token[], index: number): boolean {
  const around = (from: number, to: number): string =>
    tokens
      .slice(Math.max(0, from), to)
      .map(({ lower }) => lower)
      .join(' ');
  const [withLast, withNext] = [around(index - 1, index + 1), around(index, index + 2)];
  return (NOT_MEANT[kind] ?? []).some((phrase) => phrase === withLast || phrase === withNext);
}

/** `Theo công an, …`: who says what follows. */
function sourcesIn(text: string): Mention[] {
  return [...text.matchAll(/(?:^|[.!?…]\s)(Theo [^,.;:]{2,80}),/gu)].map(({ 0: whole, 1: source = '', index }) => {
    const from = index + whole.indexOf(source);
    return { kind: 'speaker', text: source, from, to: from + source.length, value: spelt(source.toLowerCase()) };
  });
}

/** What stands in quotation marks and is more than a word or two; whatever marks they are. */
function quotesIn(text: string): Mention[] {
  return [...text.matchAll(/["“”«]([^"“”«»]{2,2000})["”“»]|(?<![\p{L}\p{N}])['‘]([^'‘’]{2,400})['’](?![\p{L}\p{N}])/gu)].flatMap(
    ({ 0: whole, 1: double, 2: single, index }): Mention[] => {
      const words = tokensOf(double ?? single ?? '').filter(isWord);
      const value = spelt(words.join(' ').toLowerCase());
      return words.length < 3 ? [] : [{ kind: 'quote', text: whole, from: index, to: index + whole.length, value }];
    },
  );
}
