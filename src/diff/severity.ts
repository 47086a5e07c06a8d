/**
 * How much a change matters, and by which rule. It filters what is shown, and never decides what is kept.
 *
 * `none`: a line that a page adds and nobody writes. `cosmetic`: the same words, numbers and days, set otherwise. `minor`:
 * an order, a spelling, a little word. `substantive`: what is said changed, or may have.
 */
import { textOf, type Block, type Operation } from './change.ts';
import { factsOf, type Fact, type FactKind, type Findings } from './facts/facts.ts';
import { NOISE } from './facts/lexicon.ts';
import { noticeIn } from './facts/mentions.ts';
import { canonicalWords, differingWords, isLittle, isMisspelling } from './spelling.ts';

export type Severity = 'none' | 'cosmetic' | 'minor' | 'substantive';

/** From the lightest on. */
export const SEVERITIES: readonly Severity[] = ['none', 'cosmetic', 'minor', 'substantive'];

/** Why a change has its severity: a kind of fact, or one of these. */
export type Rule =
  | FactKind
  | 'equal'
  | 'noise'
  | 'typography'
  | 'orthography'
  | 'number format'
  | 'moved'
  | 'split'
  | 'merged'
  | 'repeated'
  | 'publication date'
  | 'question mark'
  | 'spelling'
  | 'function words'
  | 'text added'
  | 'text removed'
  | 'not compared';

export interface Verdict {
  readonly severity: Severity;
  readonly rule: Rule;
  readonly facts: readonly Fact[];
}

/** An operation's verdict. `context` tells whether a text stands in the article besides. */
export function judge(block: Block, operation: Operation, isRepeated: (text: string) => boolean): Verdict {
  const { kind, parts } = operation;
  if (kind === 'equal') return { severity: 'none', rule: 'equal', facts: [] };
  const [before, after] = [textOf('before', parts).trim(), textOf('after', parts).trim()];
  if ([before, after].every((text) => text === '' || isNoise(text))) return { severity: 'none', rule: 'noise', facts: [] };
  if (block.field === 'date') return { severity: 'minor', rule: 'publication date', facts: [] };
  if (kind === 'move') return { severity: 'minor', rule: 'moved', facts: [] };
  if (isByline(block, before) && isByline(block, after)) return { severity: 'minor', rule: 'byline', facts: [bylineFact(before, after)] };
  if (kind === 'add' || kind === 'delete') return judgeWhole(kind, before + after, isRepeated);
  return judgeEdit(block, operation, before, after);
}

/** The verdict that weighs most; of equal ones the first. */
export function heaviest(verdicts: readonly Verdict[]): Verdict {
  const nothing: Verdict = { severity: 'none', rule: 'equal', facts: [] };
  return verdicts.reduce((most, verdict) => (heavierThan(verdict, most) ? verdict : most), verdicts[0] ?? nothing);
}

export function heavierThan(a: Pick<Verdict, 'severity'>, b: Pick<Verdict, 'severity'>): boolean {
  return SEVERITIES.indexOf(a.severity) > SEVERITIES.indexOf(b.severity);
}

function judgeWhole(kind: 'add' | 'delete', text: string, isRepeated: (text: string) => boolean): Verdict {
  const notice = noticeIn(text);
  if (notice !== undefined) {
    const said = { text: notice.text, from: notice.from, to: notice.to };
    return {
      severity: 'substantive',
      rule: 'correction',
      facts: [{ kind: 'correction', ...(kind === 'add' ? { after: said } : { before: said }) }],
    };
  }
  // A row of asterisks between two parts.
  if (!/[\p{L}\p{N}]/u.test(text)) return { severity: 'cosmetic', rule: 'typography', facts: [] };
  if (isRepeated(text)) return { severity: 'minor', rule: 'repeated', facts: [] };
  return { severity: 'substantive', rule: kind === 'add' ? 'text added' : 'text removed', facts: [] };
}

function judgeEdit(block: Block, operation: Operation, before: string, after: string): Verdict {
  const findings = factsOf(operation, block.field);
  const { facts } = findings;
  const heavy = facts.find(({ kind }) => kind !== 'headline' && kind !== 'wording');
  if (heavy !== undefined) return { severity: 'substantive', rule: heavy.kind, facts };
  if (operation.coarse) return { severity: 'substantive', rule: 'not compared', facts };
  return { ...judgeWords(operation, before, after, findings), facts };
}

function judgeWords(operation: Operation, before: string, after: string, findings: Findings): Omit<Verdict, 'facts'> {
  if (saysTheSame(operation, findings)) return judgeSameWords(operation, before, after, findings.sameValues);
  const { removed, added } = differingWords(operation.parts);
  if ([...removed, ...added].every(isLittle)) return structural(operation) ?? { severity: 'minor', rule: 'function words' };
  const isSpelling = removed.length === added.length && removed.every((word, index) => isMisspelling(word, added[index] ?? ''));
  return isSpelling ? { severity: 'minor', rule: 'spelling' } : { severity: 'substantive', rule: 'wording' };
}

function saysTheSame({ parts }: Operation, { mentions }: Findings): boolean {
  // Where only spaces and marks changed, every word is as it was.
  if (parts.every(({ kind, text }) => kind === 'kept' || !/[\p{L}\p{N}]/u.test(text))) return true;
  const words = (side: 'before' | 'after'): string => canonicalWords(textOf(side, parts), mentions[side]).join(' ');
  return words('before') === words('after');
}

function judgeSameWords(operation: Operation, before: string, after: string, sameValues: boolean): Omit<Verdict, 'facts'> {
  const other = structural(operation);
  if (other !== undefined) return other;
  if (before.split('?').length !== after.split('?').length) return { severity: 'minor', rule: 'question mark' };
  if (sameValues) return { severity: 'cosmetic', rule: 'number format' };
  const plain = (text: string): string =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
      .trim();
  return { severity: 'cosmetic', rule: plain(before) === plain(after) ? 'typography' : 'orthography' };
}

function structural({ kind }: Operation): Omit<Verdict, 'facts'> | undefined {
  if (kind === 'split') return { severity: 'minor', rule: 'split' };
  if (kind === 'merge') return { severity: 'minor', rule: 'merged' };
  return kind === 'move+edit' ? { severity: 'minor', rule: 'moved' } : undefined;
}

function isNoise(text: string): boolean {
  return NOISE.some(({ begins, pattern }) => begins?.test(text) !== false && pattern.test(text));
}

/** A line of its own that names a writer or an agency: `(TTXVN/Vietnam+)`, `Thúy Hạnh`, `Theo VnExpress`. */
function isByline({ field }: Block, text: string): boolean {
  if (text === '') return true;
  // None ends with a full stop; asked before the pattern, whose classes of letters take 4 ms to compile.
  if (field !== 'paragraph' || text.length > 60 || text.endsWith('.')) return false;
  return (
    /^\([^()]+\)$/u.test(text) || /^(?:Theo\s)?[\p{Lu}][\p{L}\p{M}\d.+]*(?:(?:\s?[-–/,&]\s?|\s)[\p{Lu}][\p{L}\p{M}\d.+]*){0,5}$/u.test(text)
  );
}

function bylineFact(before: string, after: string): Fact {
  const said = (text: string) => (text === '' ? undefined : { text, from: 0, to: text.length });
  const [old, now] = [said(before), said(after)];
  return { kind: 'byline', ...(old === undefined ? {} : { before: old }), ...(now === undefined ? {} : { after: now }) };
}
