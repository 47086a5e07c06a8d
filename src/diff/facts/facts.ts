/** What an edit changed of what can be right or wrong: an old value, a new one, and where they stand. */
import { textOf, type Field, type Operation, type Part } from '../change.ts';
import { isWord, tokensOf } from '../tokens.ts';
import { mentionsOf, spelt, type Mention, type MentionKind } from './mentions.ts';

/** `headline` is the whole of a title's edit. `wording` is a short change of words that none of the others tells: in a title there is none. */
export type FactKind = MentionKind | 'headline' | 'byline' | 'wording';

/** A stretch of the operation's text on one side, in UTF-16 units. */
export interface Said {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** A fact that was changed, or that only one side has. */
export interface Fact {
  readonly kind: FactKind;
  readonly before?: Said;
  readonly after?: Said;
  /** Of numbers in one unit: how much more. Of scores and ranges, in the part that changed. */
  readonly delta?: number;
  /** The unit, where there is one; both where it changed: `triệu → tỷ` is told by the texts. */
  readonly unit?: string;
}

export interface Findings {
  readonly facts: readonly Fact[];
  /** Something was written in another way and says the same: `5 người` → `năm người`. */
  readonly sameValues: boolean;
  /** All that the operation's text mentions, on each side. */
  readonly mentions: { readonly before: readonly Mention[]; readonly after: readonly Mention[] };
}

export function factsOf({ parts }: Pick<Operation, 'parts'>, field: Field): Findings {
  const [before, after] = [textOf('before', parts), textOf('after', parts)];
  const hunks = hunksOf(parts);
  const mentions = { before: mentionsOf(before), after: mentionsOf(after) };
  const [old, now] = [touched(mentions.before, hunks, 'before'), touched(mentions.after, hunks, 'after')];
  const isLong = longOnes(hunks, before, after);
  const pairs = paired(old, now, isLong).filter((pair) => !isSweptAlong(pair, isLong));
  const changed = pairs.filter((pair) => !saysTheSame(pair, before, after, hunks));
  const facts = changed.map((pair) => withoutOthers(factOf(pair, before, after, hunks, isLong), pair, pairs));
  const headline: Fact[] = field === 'title' && before !== after ? [{ kind: 'headline', before: allOf(before), after: allOf(after) }] : [];
  const wordings = headline.length > 0 ? [] : wordingsOf(before, after, untold(hunks, pairs), isLong);
  return {
    facts: [...headline, ...withoutDoubles(facts), ...wordings],
    sameValues: pairs.some((pair) => (pair.kind === 'number' || pair.kind === 'date') && !changed.includes(pair)),
    mentions,
  };
}

function saysTheSame({ kind, before, after }: Pair, old: string, now: string, hunks: readonly Hunk[]): boolean {
  if (before !== undefined && after !== undefined) return before.mention.value === after.mention.value;
  if (kind !== 'quote') return false;
  // One of the marks was lost, or put right: it is a quotation all the same.
  const there = before === undefined ? inPlaceOf(after, old, hunks, 'after') : inPlaceOf(before, now, hunks, 'before');
  const words = tokensOf(there?.text ?? '').filter(isWord);
  return spelt(words.join(' ').toLowerCase()) === (before ?? after)?.mention.value && /["“”«»]/u.test(there?.text ?? '');
}

/** The hunks that no mention touches, by index. */
function untold(hunks: readonly Hunk[], pairs: readonly Pair[]): (readonly [Hunk, number])[] {
  const touches = pairs.flatMap(({ before, after }) => [before ?? [], after ?? []].flat());
  return hunks
    .map((hunk, index) => [hunk, index] as const)
    .filter(([, index]) => !touches.some(({ first, last }) => first <= index && index <= last));
}

function wordingsOf(before: string, after: string, hunks: readonly (readonly [Hunk, number])[], isLong: IsLong): Fact[] {
  return hunks.flatMap(([hunk, index]): Fact[] => {
    const [old, now] = [trimmed(before, hunk.before), trimmed(after, hunk.after)];
    const hasWords = tokensOf(`${old?.text ?? ''} ${now?.text ?? ''}`).some(isWord);
    if (!hasWords || isLong({ first: index, last: index })) return [];
    return [{ kind: 'wording', ...(old === undefined ? {} : { before: old }), ...(now === undefined ? {} : { after: now }) }];
  });
}

function trimmed(text: string, [from, to]: readonly [number, number]): Said | undefined {
  const words = text.slice(from, to).trim();
  const start = from + text.slice(from, to).indexOf(words);
  return words === '' ? undefined : { text: words, from: start, to: start + words.length };
}

type Side = 'before' | 'after';

/** What changed between two kept parts: a stretch on each side, one of which may be empty. */
interface Hunk {
  readonly before: readonly [from: number, to: number];
  readonly after: readonly [from: number, to: number];
}

function hunksOf(parts: readonly Part[]): Hunk[] {
  const hunks: Hunk[] = [];
  let [before, after, isOpen] = [0, 0, false];
  for (const { kind, text } of parts) {
    const [beforeTo, afterTo] = [
      before + (kind === 'added' || kind === 'movedHere' ? 0 : text.length),
      after + (kind === 'removed' || kind === 'movedAway' ? 0 : text.length),
    ];
    const last = hunks.at(-1);
    if (kind !== 'kept' && isOpen && last !== undefined)
      hunks[hunks.length - 1] = { before: [last.before[0], beforeTo], after: [last.after[0], afterTo] };
    else if (kind !== 'kept') hunks.push({ before: [before, beforeTo], after: [after, afterTo] });
    [before, after, isOpen] = [beforeTo, afterTo, kind !== 'kept'];
  }
  return hunks;
}

/** A mention with the first and the last hunk that touches it. */
interface Touched {
  readonly mention: Mention;
  readonly first: number;
  readonly last: number;
}

function touched(mentions: readonly Mention[], hunks: readonly Hunk[], side: 'before' | 'after'): Touched[] {
  return mentions.flatMap((mention): Touched[] => {
    const isHit = (hunk: Hunk): boolean => hits(mention, hunk[side]);
    const first = hunks.findIndex(isHit);
    return first < 0 ? [] : [{ mention, first, last: hunks.findLastIndex(isHit) }];
  });
}

/** A stretch that holds nothing touches what it stands inside of. */
function hits({ from, to }: Mention, [start, end]: readonly [number, number]): boolean {
  return start === end ? from < start && start < to : start < to && from < end;
}

interface Pair {
  readonly kind: MentionKind;
  readonly before?: Touched;
  readonly after?: Touched;
}

type IsLong = (touch: Pick<Touched, 'first' | 'last'>) => boolean;

/** From so many words on, a hunk is a text of its own: what it mentions did not take the place of what the other one mentions. */
const LONG = 7;

function longOnes(hunks: readonly Hunk[], before: string, after: string): IsLong {
  const wordsIn = (text: string, [from, to]: readonly [number, number]): number => text.slice(from, to).split(' ').filter(Boolean).length;
  const long = hunks.map((hunk) => Math.max(wordsIn(before, hunk.before), wordsIn(after, hunk.after)) >= LONG);
  return ({ first, last }) => first === last && long[first] === true;
}

const SWEPT = new Set<MentionKind>(['number', 'date', 'quote', 'hedge', 'speaker', 'personTitle', 'legalStatus']);

/** A number, a day or a quotation that came or went with a whole clause was not changed: the clause was. */
function isSweptAlong({ kind, before, after }: Pair, isLong: IsLong): boolean {
  const alone = before === undefined ? after : after === undefined ? before : undefined;
  return alone !== undefined && isLong(alone) && SWEPT.has(kind);
}

/** Mentions of one kind that the same hunk touches, in order; what is left over stands alone. */
function paired(old: readonly Touched[], now: readonly Touched[], isLong: IsLong): Pair[] {
  const free = new Set(now);
  const partnerOf = ({ mention: { kind, value, unit }, first, last }: Touched): Touched | undefined => {
    const candidates = [...free].filter((each) => each.mention.kind === kind && each.first <= last && first <= each.last);
    const same = candidates.find(({ mention }) => mention.value === value);
    return same ?? candidates.find((each) => !isLong(each) || (kind === 'number' && each.mention.unit === unit));
  };
  const pairs = old.map((before): Pair => {
    const after = partnerOf(before);
    if (after !== undefined) free.delete(after);
    return { kind: before.mention.kind, before, ...(after === undefined ? {} : { after }) };
  });
  return [...pairs, ...[...free].map((after): Pair => ({ kind: after.mention.kind, after }))];
}

/** A text without the words that stand beside the mention on its own side too: `Theo công an, xe …` → `Xe …` puts nothing in its place. */
function withoutNeighbours(there: Said | undefined, behind: string): Said | undefined {
  const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const [own, others] = [words(there?.text ?? ''), words(behind)];
  return others.length > 0 && own.join(' ') === others.join(' ') ? undefined : there;
}

function factOf({ kind, before, after }: Pair, old: string, now: string, hunks: readonly Hunk[], isLong: IsLong): Fact {
  const one = before === undefined ? instead(after, now, old, hunks, 'after', isLong) : said(before.mention);
  const other = after === undefined ? instead(before, old, now, hunks, 'before', isLong) : said(after.mention);
  const unit = after?.mention.unit ?? before?.mention.unit;
  return {
    kind,
    ...(one === undefined ? {} : { before: one }),
    ...(other === undefined ? {} : { after: other }),
    ...deltaOf(before?.mention, after?.mention),
    ...(unit === undefined || unit === '' ? {} : { unit }),
  };
}

/** What is told as the other half of another pair did not give its place to this one: `3` became `5`, and `ít nhất` came before it. */
function withoutOthers(fact: Fact, { before, after }: Pair, pairs: readonly Pair[]): Fact {
  const isOthers = (side: Side, there: Said | undefined): boolean =>
    there !== undefined && pairs.some((pair) => isWhole(pair) && isWithin(pair[side]?.mention, there));
  if (before === undefined && isOthers('before', fact.before)) return without(fact, 'before');
  return after === undefined && isOthers('after', fact.after) ? without(fact, 'after') : fact;
}

function isWhole({ before, after }: Pair): boolean {
  return before !== undefined && after !== undefined;
}

function isWithin(mention: Mention | undefined, { from, to }: Said): boolean {
  return mention !== undefined && mention.from === from && mention.to === to;
}

function without({ before, after, ...fact }: Fact, side: Side): Fact {
  const other = side === 'before' ? (after === undefined ? {} : { after }) : before === undefined ? {} : { before };
  return { ...fact, ...other };
}

/** What the other side has instead of a mention that stands alone. Of a whole clause nothing can be said to be in its place. */
function instead(
  touch: Touched | undefined,
  here: string,
  there: string,
  hunks: readonly Hunk[],
  side: Side,
  isLong: IsLong,
): Said | undefined {
  if (touch === undefined || isLong(touch)) return undefined;
  const behind = here.slice(touch.mention.to, hunks[touch.last]?.[side][1]);
  return withoutNeighbours(inPlaceOf(touch, there, hunks, side), behind);
}

/** What stands on the other side where a mention stood: nothing, where it was only left out or put in. */
function inPlaceOf(touch: Touched | undefined, text: string, hunks: readonly Hunk[], side: Side): Said | undefined {
  const [first, last] = [hunks[touch?.first ?? -1], hunks[touch?.last ?? -1]];
  if (touch === undefined || first === undefined || last === undefined) return undefined;
  const there = side === 'before' ? 'after' : 'before';
  const [from, to] = [
    first[there][0] - Math.max(0, first[side][0] - touch.mention.from),
    last[there][1] + Math.max(0, touch.mention.to - last[side][1]),
  ];
  return trimmed(text, [from, to]);
}

function said({ text, from, to }: Mention): Said {
  return { text, from, to };
}

function allOf(text: string): Said {
  return { text, from: 0, to: text.length };
}

function deltaOf(before: Mention | undefined, after: Mention | undefined): { delta?: number } {
  const [old, now] = [before?.amount ?? [], after?.amount ?? []];
  if (old.length === 0 || old.length !== now.length || before?.unit !== after?.unit) return {};
  const at = old.findIndex((amount, index) => amount !== now[index]);
  return at < 0 ? {} : { delta: Number(((now[at] ?? 0) - (old[at] ?? 0)).toPrecision(12)) };
}

/** A name inside a quotation is told as the name; a number that a date holds, as the date. */
function withoutDoubles(facts: readonly Fact[]): Fact[] {
  const key = ({ kind, before, after }: Fact): string => `${kind} ${before?.from} ${before?.to} ${after?.from} ${after?.to}`;
  return [...new Map(facts.map((fact) => [key(fact), fact])).values()];
}
