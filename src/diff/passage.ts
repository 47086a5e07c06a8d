/**
 * A paragraph that was edited, sentence by sentence.
 *
 * A sentence that left a paragraph and came into another is matched over all passages, so that it is shown as moved.
 */
import { alignTexts, matchElsewhere, type Effort, type Group } from './align.ts';
import { joinParts, type Block, type Field, type Kind, type Operation, type Part, type Place } from './change.ts';
import { movedMatches } from './moves.ts';
import { inReadingOrder, type Step } from './order.ts';
import { sentencesOf } from './sentences.ts';
import { compareWords } from './words.ts';

/** A sentence with the white space behind it. */
interface Phrase {
  readonly place: Place;
  readonly text: string;
}

/** A pair of paragraphs, or a paragraph by itself, with its sentences and which of them became which. */
export interface Passage {
  readonly field: Field;
  readonly blocks: Group;
  readonly before: readonly Phrase[];
  readonly after: readonly Phrase[];
  readonly links: readonly Group[];
  readonly coarse: boolean;
}

/** Which sentence of one passage became which of another. */
export interface Exchange {
  readonly isTouched: (passage: Passage) => boolean;
  readonly cameFrom: (phrase: Phrase) => Phrase | undefined;
  readonly wentTo: (phrase: Phrase) => Phrase | undefined;
}

/** Where several blocks are one text, this stands between them. */
export const BREAK = '\n\n';

interface Sides {
  readonly field: Field;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export function passageOf({ field, before, after }: Sides, blocks: Group, effort: Effort): Passage {
  const [old, now] = [phrasesOf(field, blocks.before, before), phrasesOf(field, blocks.after, after)];
  const { groups: links, coarse } =
    old.length === 0 || now.length === 0 ? { groups: [], coarse: false } : alignTexts(old.map(coreOf), now.map(coreOf), effort);
  return { field, blocks, before: old, after: now, links, coarse };
}

function phrasesOf(field: Field, indexes: readonly number[], texts: readonly string[]): Phrase[] {
  return indexes.flatMap((index, at) => {
    const text = texts[index] ?? '';
    const end = at < indexes.length - 1 ? BREAK : '';
    return sentencesOf(text).map(({ from, to }) => {
      const place = { field, index, from, to };
      return { place, text: `${text.slice(from, to)}${to === text.length ? end : ''}` };
    });
  });
}

/** Whether sentences changed their places within the passage, which comparing its words in order would not tell. */
export function isReordered(passage: Passage): boolean {
  return linksOf(passage).some(({ isMoved }) => isMoved);
}

function coreOf({ text }: Phrase): string {
  return text.trimEnd();
}

/** Pairs what the passages have left over. */
export function exchanged(passages: readonly Passage[], effort: Effort): Exchange {
  const before = passages.flatMap((passage) =>
    unlinked(
      passage.before,
      passage.links.flatMap((link) => link.before),
    ),
  );
  const after = passages.flatMap((passage) =>
    unlinked(
      passage.after,
      passage.links.flatMap((link) => link.after),
    ),
  );
  const matches = before.length === 0 || after.length === 0 ? [] : matchElsewhere(before.map(coreOf), after.map(coreOf), effort);
  const [came, went] = [new Map<Phrase, Phrase>(), new Map<Phrase, Phrase>()];
  for (const [b, a] of matches) {
    const [from, to] = [before[b], after[a]];
    if (from === undefined || to === undefined) continue;
    came.set(to, from);
    went.set(from, to);
  }
  return {
    isTouched: (passage) => passage.before.some((phrase) => went.has(phrase)) || passage.after.some((phrase) => came.has(phrase)),
    cameFrom: (phrase) => came.get(phrase),
    wentTo: (phrase) => went.get(phrase),
  };
}

function unlinked(phrases: readonly Phrase[], linked: readonly number[]): Phrase[] {
  const known = new Set(linked);
  return phrases.filter((_, index) => !known.has(index));
}

/** The passage as a block: its operations in reading order, and their parts as one text. */
export function passageBlock(passage: Passage, kind: Kind, exchange: Exchange, effort: Effort): Block {
  const tales = inReadingOrder(linksOf(passage)).map((step) => taleOf(step, passage, exchange, effort));
  const operations = joinEqual(tales.flatMap(({ operation }) => operation ?? []));
  const isCoarse = passage.coarse || operations.some(({ coarse }) => coarse);
  const { field, blocks } = passage;
  return { field, kind, ...blocks, parts: joinParts(tales.flatMap(({ parts }) => parts)), operations, coarse: isCoarse };
}

interface Link extends Group {
  readonly isMoved: boolean;
}

/** Every sentence once: linked ones together, and the others by themselves. */
function linksOf({ before, after, links }: Passage): Link[] {
  const moved = movedMatches(
    links.map((link) => [link.before[0] ?? 0, link.after[0] ?? 0]),
    weighing(before, after, links),
  );
  const [known, knownAfter] = [new Set(links.flatMap((link) => link.before)), new Set(links.flatMap((link) => link.after))];
  return [
    ...links.map((link, index) => ({ ...link, isMoved: moved.has(index) })),
    ...[...before.keys()].filter((at) => !known.has(at)).map((at) => ({ before: [at], after: [], isMoved: false })),
    ...[...after.keys()].filter((at) => !knownAfter.has(at)).map((at) => ({ before: [], after: [at], isMoved: false })),
  ];
}

function weighing(before: readonly Phrase[], after: readonly Phrase[], links: readonly Group[]) {
  const textOf = (index: number): string =>
    [...(links[index]?.before ?? []).map((at) => before[at]?.text), ...(links[index]?.after ?? []).map((at) => after[at]?.text)]
      .toSorted()
      .join('\n');
  return { weightOf: (index: number) => textOf(index).length, sortsBefore: (one: number, other: number) => textOf(one) < textOf(other) };
}

/** What a step in reading adds: parts to look at, and an operation, which is told once. */
interface Tale {
  readonly parts: readonly Part[];
  readonly operation?: Operation;
}

function taleOf({ item, side }: Step<Link>, passage: Passage, exchange: Exchange, effort: Effort): Tale {
  const [old, now] = [item.before.flatMap((at) => passage.before[at] ?? []), item.after.flatMap((at) => passage.after[at] ?? [])];
  if (item.isMoved) return movedTale(side, old, now, effort);
  const [first, firstAfter] = [old[0], now[0]];
  if (side === 'before' && first !== undefined) {
    const there = exchange.wentTo(first);
    return there === undefined ? goneTale(first) : movedTale('before', [first], [there], effort);
  }
  if (side === 'after' && firstAfter !== undefined) {
    const from = exchange.cameFrom(firstAfter);
    return from === undefined ? newTale(firstAfter) : movedTale('after', [from], [firstAfter], effort);
  }
  const operation = comparedPhrases(old, now, false, effort);
  return { parts: operation.parts, operation };
}

function goneTale({ place, text }: Phrase): Tale {
  const parts: Part[] = [{ kind: 'removed', text }];
  return { parts, operation: { kind: 'delete', before: [place], after: [], parts, coarse: false } };
}

function newTale({ place, text }: Phrase): Tale {
  const parts: Part[] = [{ kind: 'added', text }];
  return { parts, operation: { kind: 'add', before: [], after: [place], parts, coarse: false } };
}

/** What was moved is shown in both places, without the words that belong to the other one; its operation stands where it is now. */
function movedTale(side: 'before' | 'after' | 'both', old: readonly Phrase[], now: readonly Phrase[], effort: Effort): Tale {
  const operation = comparedPhrases(old, now, true, effort);
  const [hidden, moved] = side === 'before' ? (['added', 'movedAway'] as const) : (['removed', 'movedHere'] as const);
  const parts = operation.parts
    .filter(({ kind }) => kind !== hidden)
    .map((part): Part => (part.kind === 'kept' || operation.kind === 'move' ? { kind: moved, text: part.text } : part));
  return side === 'before' ? { parts } : { parts, operation };
}

function comparedPhrases(old: readonly Phrase[], now: readonly Phrase[], isMoved: boolean, effort: Effort): Operation {
  const [before, after] = [old.map(({ text }) => text).join(''), now.map(({ text }) => text).join('')];
  const places = { before: old.map(({ place }) => place), after: now.map(({ place }) => place) };
  if (before.trimEnd() === after.trimEnd())
    return { kind: isMoved ? 'move' : 'equal', ...places, parts: sameWords(before, after), coarse: false };
  const kind = old.length > 1 ? 'merge' : now.length > 1 ? 'split' : isMoved ? 'move+edit' : 'edit';
  return { kind, ...places, ...compareWords(before, after, effort.maxEdits) };
}

/** The same sentence, which may have another white space behind it where it ends the paragraph now. */
function sameWords(before: string, after: string): Part[] {
  const core = before.trimEnd();
  return joinParts(
    before === after
      ? [{ kind: 'kept', text: before }]
      : [
          { kind: 'kept', text: core },
          { kind: 'removed', text: before.slice(core.length) },
          { kind: 'added', text: after.slice(core.length) },
        ],
  );
}

/** Sentences that stayed and stand side by side are one operation. */
function joinEqual(operations: readonly Operation[]): Operation[] {
  const joined: Operation[] = [];
  for (const operation of operations) {
    const last = joined.at(-1);
    if (last?.kind === 'equal' && operation.kind === 'equal' && touch(last, operation))
      joined[joined.length - 1] = together(last, operation);
    else joined.push(operation);
  }
  return joined;
}

function touch(one: Operation, other: Operation): boolean {
  return one.before.at(-1)?.to === other.before[0]?.from && one.after.at(-1)?.to === other.after[0]?.from;
}

function together(one: Operation, other: Operation): Operation {
  const join = (places: readonly Place[], more: readonly Place[]): Place[] =>
    places.flatMap((place) => more.map(({ to }) => ({ ...place, to })));
  return {
    ...one,
    before: join(one.before, other.before),
    after: join(one.after, other.after),
    parts: joinParts([...one.parts, ...other.parts]),
  };
}
