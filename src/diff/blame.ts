/**
 * Where each sentence of a text comes from: the contents that an article had, one after the other, → the last one's
 * sentences, each with the content that it began in and the one that last changed its words.
 *
 * Step by step, the operations between two contents say which sentence became which; what of a sentence was kept names
 * its sources. So a sentence that was moved, split or merged takes its origin along.
 */
import type { Content } from '../article/content.ts';
import { textOf, type Field, type Operation, type Part, type Place } from './change.ts';
import { diffContents } from './compare.ts';
import { sentencesOf } from './sentences.ts';
import { isWord, tokensOf } from './tokens.ts';

/** What is known of a sentence. Contents are told by their index in the list, from 0. */
interface Origin {
  /** The content in which it first stood, in whatever words; of a merged one, the first of its pieces. */
  readonly began: number;
  /** The content that brought its last word; `began` where it was never edited. */
  readonly edited: number;
  /** An earlier content that had it in these very words, before it was edited to and fro. */
  readonly returnsTo?: number;
  /** It was taken out, and stood there again later; the last time that this happened. */
  readonly absence?: Absence;
}

export interface Absence {
  /** The content that lacked it first. */
  readonly from: number;
  /** The content that has it again. */
  readonly until: number;
}

/** A sentence, the title, or the date, with its place and its origin; without the white space behind it. */
export interface BlamedSentence extends Place, Origin {
  readonly text: string;
}

/** The sentences of the last content in the order title, date, paragraphs, captions; none where there is no content. */
export function blame(contents: readonly Content[]): BlamedSentence[] {
  const story = new Story();
  for (const content of contents) story.go(content);
  return story.sentences.map(({ wordings: _wordings, ...sentence }) => sentence);
}

/** A sentence with the content that first had it in each of its words. */
interface Known extends BlamedSentence {
  readonly wordings: ReadonlyMap<string, number>;
}

interface Bare extends Place {
  readonly text: string;
}

/** One content after the other, with what is remembered of sentences that were taken out. */
class Story {
  sentences: readonly Known[] = [];
  #content: Content | undefined;
  #at = -1;
  readonly #gone = new Map<string, Known & { readonly from: number }>();

  go(content: Content): void {
    this.#at += 1;
    const bare = bareSentences(content);
    const traceOf = this.#content === undefined ? () => NO_SOURCES : tracing(this.#content, content, this.sentences, bare);
    const traced = bare.map((each) => ({ bare: each, ...traceOf(each) }));
    this.#miss(new Set(traced.flatMap(({ sources }) => sources)));
    const shared = sharedAmong(traced.map(({ sources }) => sources));
    this.sentences = traced.map(({ bare: each, sources, changed }) => this.#known(each, sources, changed, sources.some(shared)));
    this.#content = content;
  }

  #miss(stayed: ReadonlySet<Known>): void {
    for (const sentence of this.sentences) if (!stayed.has(sentence)) this.#gone.set(keyOf(sentence), { ...sentence, from: this.#at });
  }

  #known(bare: Bare, sources: readonly Known[], changed: () => boolean, isShared: boolean): Known {
    const [first] = sources;
    if (first === undefined) return this.#back(bare) ?? { ...bare, ...this.#newOrigin(), wordings: new Map([[bare.text, this.#at]]) };
    const origin = { began: least(sources, 'began'), edited: greatest(sources, 'edited'), ...kept(sources) };
    const wordings = wordingsOf(sources, bare.text, this.#at);
    // What was split or merged has other marks and capitals where it was cut; only other words make it edited.
    const isEdited = sources.length > 1 || isShared ? changed() : first.text !== bare.text;
    if (!isEdited) return { ...bare, ...origin, wordings };
    const before = sources.length === 1 ? first.wordings.get(bare.text) : undefined;
    const { returnsTo: _returnsTo, ...rest } = origin;
    return { ...bare, ...rest, edited: this.#at, ...(before === undefined ? {} : { returnsTo: before }), wordings };
  }

  #newOrigin(): Origin {
    return { began: this.#at, edited: this.#at };
  }

  #back(bare: Bare): Known | undefined {
    const known = this.#gone.get(keyOf(bare));
    if (known === undefined) return undefined;
    this.#gone.delete(keyOf(bare));
    const { from, ...sentence } = known;
    // Short sentences are not looked for in other paragraphs by the comparison: out here and in there is still, and not back.
    return { ...sentence, ...bare, ...(from === this.#at ? {} : { absence: { from, until: this.#at } }) };
  }
}

function keyOf({ field, text }: Bare): string {
  return `${field} ${text}`;
}

function least(sources: readonly Known[], name: 'began' | 'edited'): number {
  return Math.min(...sources.map((source) => source[name]));
}

function greatest(sources: readonly Known[], name: 'began' | 'edited'): number {
  return Math.max(...sources.map((source) => source[name]));
}

/** What holds on for the sentence that came of others. */
function kept(sources: readonly Known[]): Pick<Origin, 'returnsTo' | 'absence'> {
  const [first] = sources;
  const absence = sources.findLast((source) => source.absence !== undefined)?.absence;
  const returnsTo = sources.length === 1 ? first?.returnsTo : undefined;
  return { ...(absence === undefined ? {} : { absence }), ...(returnsTo === undefined ? {} : { returnsTo }) };
}

function wordingsOf(sources: readonly Known[], text: string, at: number): ReadonlyMap<string, number> {
  const [first] = sources;
  if (sources.length === 1 && first?.wordings.has(text) === true) return first.wordings;
  return new Map([...sources.flatMap(({ wordings }) => [...wordings]), [text, at]]);
}

/** Whether a sentence became several. */
function sharedAmong(all: readonly (readonly Known[])[]): (source: Known) => boolean {
  const counts = new Map<Known, number>();
  for (const source of all.flat()) counts.set(source, (counts.get(source) ?? 0) + 1);
  return (source) => (counts.get(source) ?? 0) > 1;
}

function bareSentences({ title, date, body, captions }: Content): Bare[] {
  const whole = (field: Field, text: string): Bare[] => (text === '' ? [] : [{ field, index: 0, from: 0, to: text.length, text }]);
  const cut = (field: Field, texts: readonly string[]): Bare[] =>
    texts.flatMap((text, index) =>
      sentencesOf(text).map(({ from, to }) => ({ field, index, from, to, text: text.slice(from, to).trimEnd() })),
    );
  return [...whole('title', title), ...whole('date', date ?? ''), ...cut('paragraph', body), ...cut('caption', captions)];
}

interface Trace {
  readonly sources: readonly Known[];
  /** Whether words came or went in it; asked only of what was split or merged. */
  readonly changed: () => boolean;
}

const NO_SOURCES: Trace = { sources: [], changed: () => true };

/** Which sentences of the content before those of the one after came of. */
function tracing(before: Content, after: Content, olds: readonly Known[], news: readonly Bare[]): (bare: Bare) => Trace {
  const operations = diffContents(before, after).flatMap((block) => block.operations);
  const [oldIn, newIn] = [sentencesIn('before', operations, olds), sentencesIn('after', operations, news)];
  const found = new Map(operations.flatMap((operation) => tracesOf(operation, oldIn.get(operation) ?? [], newIn.get(operation) ?? [])));
  return (bare) => found.get(bare) ?? NO_SOURCES;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** A sentence with where it stands in the text of an operation. */
interface Located<Sentence extends Bare> extends Range {
  readonly sentence: Sentence;
}

/** The sentences on one side of each operation. Operations cover each text from end to end, and are cut between sentences. */
function sentencesIn<Sentence extends Bare>(
  side: 'before' | 'after',
  operations: readonly Operation[],
  sentences: readonly Sentence[],
): Map<Operation, Located<Sentence>[]> {
  const located = new Map(operations.map((operation) => [operation, [] as Located<Sentence>[]]));
  const placed = operations.flatMap((operation) => placedIn(operation, side)).toSorted((a, b) => byPlace(a.place, b.place));
  let at = 0;
  for (const sentence of sentences.toSorted(byPlace)) {
    for (let next = placed[at + 1]; next !== undefined && byPlace(next.place, sentence) <= 0; next = placed[at + 1]) at += 1;
    const { operation, place, start } = placed[at] ?? {};
    if (operation === undefined || place === undefined || start === undefined) continue;
    const from = start + sentence.from - place.from;
    located.get(operation)?.push({ sentence, from, to: from + sentence.text.length });
  }
  return located;
}

function byPlace(one: Place, other: Place): number {
  if (one.field !== other.field) return one.field < other.field ? -1 : 1;
  return one.index - other.index || one.from - other.from;
}

/** The places of an operation with where each begins in its text, in which they follow each other with or without an empty line between. */
function placedIn(operation: Operation, side: 'before' | 'after') {
  const places = operation[side];
  const lengths = places.reduce((sum, { from, to }) => sum + to - from, 0);
  const gap = places.length > 1 ? (textOf(side, operation.parts).length - lengths) / (places.length - 1) : 0;
  let start = -gap;
  return places.map((place) => {
    const placed = { operation, place, start: start + gap };
    start = placed.start + place.to - place.from;
    return placed;
  });
}

function tracesOf(operation: Operation, olds: readonly Located<Known>[], news: readonly Located<Bare>[]): [Bare, Trace][] {
  const isSame = (operation.kind === 'equal' || operation.kind === 'move') && olds.length === news.length;
  if (isSame)
    return news.map(({ sentence }, index) => [
      sentence,
      { sources: olds.slice(index, index + 1).map((old) => old.sentence), changed: () => false },
    ]);
  const stretches = stretchesOf(operation.parts);
  // However little of it was kept, an edited title is the title, and an edited sentence its one counterpart.
  const isPair = olds.length === 1 && news.length === 1 && operation.kind !== 'split' && operation.kind !== 'merge';
  const sourcesOf = isPair ? () => olds.map(({ sentence }) => sentence) : sourcesAmong(olds, news, stretches);
  return news.map((now) => [now.sentence, { sources: sourcesOf(now), changed: () => hasOtherWords(stretches, now) }]);
}

/** A part with where it stands on both sides. */
interface Stretch extends Part {
  readonly before: Range;
  readonly after: Range;
}

function stretchesOf(parts: readonly Part[]): Stretch[] {
  let [old, now] = [0, 0];
  return parts.map((part) => {
    const { length } = part.text;
    const before = { from: old, to: old + (part.kind === 'added' ? 0 : length) };
    const after = { from: now, to: now + (part.kind === 'removed' ? 0 : length) };
    [old, now] = [before.to, after.to];
    return { ...part, before, after };
  });
}

/** A piece of a sentence is enough to be a source where it is at least half of the shorter one of the two. */
const ENOUGH = 0.5;

function sourcesAmong(olds: readonly Located<Known>[], news: readonly Located<Bare>[], stretches: readonly Stretch[]) {
  const sources = new Map<Located<Bare>, Known[]>();
  for (const [now, common] of keptLetters(olds, news, stretches))
    for (const [old, letters] of common)
      if (letters > 0 && letters >= ENOUGH * Math.min(lettersIn(old.sentence.text), lettersIn(now.sentence.text)))
        sources.set(now, [...(sources.get(now) ?? []), old.sentence]);
  return (now: Located<Bare>): readonly Known[] => sources.get(now) ?? [];
}

/** How many letters and digits of which old sentence were kept in which new one. Both rise, so that one walk tells. */
function keptLetters(olds: readonly Located<Known>[], news: readonly Located<Bare>[], stretches: readonly Stretch[]) {
  const common = new Map(news.map((now) => [now, new Map<Located<Known>, number>()]));
  let [o, n] = [0, 0];
  for (const { text, before, after } of stretches.filter(({ kind }) => kind === 'kept'))
    for (let [old, now] = [olds[o], news[n]]; old !== undefined && now !== undefined; [old, now] = [olds[o], news[n]]) {
      const [oldEnd, newEnd] = [old.to - before.from, now.to - after.from];
      const [from, to] = [Math.max(0, old.from - before.from, now.from - after.from), Math.min(text.length, oldEnd, newEnd)];
      const counts = common.get(now);
      if (from < to) counts?.set(old, (counts.get(old) ?? 0) + lettersIn(text.slice(from, to)));
      if (Math.min(oldEnd, newEnd) > text.length) break;
      if (oldEnd <= newEnd) o += 1;
      if (newEnd <= oldEnd) n += 1;
    }
  return common;
}

function lettersIn(text: string): number {
  return text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
}

/** Whether other words were added in a stretch of the text after than were removed there. */
function hasOtherWords(stretches: readonly Stretch[], { from, to }: Range): boolean {
  const words = (kind: Part['kind']): string =>
    stretches
      .filter((stretch) => stretch.kind === kind && stretch.after.from >= from && stretch.after.from < to)
      .flatMap(({ text }) => wordsOf(text))
      .toSorted()
      .join(' ');
  return words('added') !== words('removed');
}

function wordsOf(text: string): string[] {
  return tokensOf(text)
    .filter(isWord)
    .map((word) => word.toLowerCase());
}
