/**
 * A difference in a sentence, with the kinds of what changed: little enough to be kept for every revision of an archive,
 * and to be filtered by.
 */
import type { Block } from './change.ts';
import type { FactKind } from './facts/facts.ts';
import type { Judged, Review } from './review.ts';
import { sentencesFor } from './sentencesFor.ts';
import { heavierThan, type Rule, type Severity } from './severity.ts';

/** To be raised whenever a pair of texts gets another gist than before: what was kept of older ones is then made anew. */
export const GIST_VERSION = 5;

/** What a change can be: facts, and where nothing more is known, by which rule it was weighed. As a person types them. */
export const CHANGE_KINDS = [
  'headline',
  'number',
  'date',
  'name',
  'quote',
  'speaker',
  'negation',
  'hedge',
  'legal-status',
  'person-title',
  'correction',
  'byline',
  'wording',
  'caption',
  'picture',
  'text-added',
  'text-removed',
  'moved',
  'publication-date',
  'stealth',
  'stale-slug',
  'reading',
] as const;

export type ChangeKind = (typeof CHANGE_KINDS)[number];

export interface Gist {
  readonly severity: Severity;
  readonly kinds: readonly ChangeKind[];
  /** What matters most of it; in Vietnamese. */
  readonly sentence: string;
}

/** @param isReadOtherwise by another layout or extractor on each side: `reading` says that the difference may be ours */
export function gistOf({ changes, severity, isStealth, isSlugStale, swaps }: Review, isReadOtherwise = false): Gist {
  const kinds = new Set(changes.flatMap(kindsOf));
  if (swaps.length > 0) kinds.add('picture');
  if (isStealth === true) kinds.add('stealth');
  if (isSlugStale) kinds.add('stale-slug');
  if (isReadOtherwise) kinds.add('reading');
  return { severity, kinds: CHANGE_KINDS.filter((kind) => kinds.has(kind)), sentence: sentenceOf(changes) };
}

function kindsOf({ block, operations }: Judged): ChangeKind[] {
  const told = operations.flatMap(({ rule, facts }) => [...facts.map(({ kind }) => FACT_KINDS[kind]), ...ruleKind(rule)]);
  return [...told, ...(isCaption(block) ? (['caption'] as const) : [])];
}

function isCaption({ field, kind }: Block): boolean {
  return field === 'caption' && kind !== 'move';
}

const FACT_KINDS: Readonly<Record<FactKind, ChangeKind>> = {
  number: 'number',
  date: 'date',
  name: 'name',
  quote: 'quote',
  negation: 'negation',
  hedge: 'hedge',
  legalStatus: 'legal-status',
  personTitle: 'person-title',
  speaker: 'speaker',
  correction: 'correction',
  headline: 'headline',
  byline: 'byline',
  wording: 'wording',
};

const RULE_KINDS: Readonly<Partial<Record<Rule, ChangeKind>>> = {
  'text added': 'text-added',
  'text removed': 'text-removed',
  moved: 'moved',
  'publication date': 'publication-date',
};

function ruleKind(rule: Rule): ChangeKind[] {
  const kind = RULE_KINDS[rule];
  return kind === undefined ? [] : [kind];
}

/** The first sentence of the change that weighs most, and how many there are besides. */
function sentenceOf(changes: readonly Judged[]): string {
  const heaviest = changes.reduce<Judged | undefined>(
    (most, change) => (most === undefined || heavierThan(change.verdict, most.verdict) ? change : most),
    undefined,
  );
  if (heaviest === undefined) return 'Không có gì thay đổi';
  const others = changes.reduce((count, change) => count + editsIn(change), 0) - 1;
  const [first = ''] = sentencesFor(heaviest);
  return others === 0 ? first : `${first}; và ${others} thay đổi khác`;
}

/** A title is edited once, whatever its words tell: the sentence with both titles has the number in it that became another. */
function editsIn(change: Judged): number {
  return change.block.field === 'title' ? 1 : sentencesFor(change).length;
}
