/** What a difference means: each change with its facts and its severity, and what they come to. */
import type { Picture } from '../article/content.ts';
import { foldText } from '../article/text.ts';
import { textOf, type Block, type Operation } from './change.ts';
import { swappedPictures, type Swap } from './pictures.ts';
import { heaviest, judge, type Severity, type Verdict } from './severity.ts';

/** A block that changed, with the verdicts on its operations, in their order. */
export interface Judged {
  readonly block: Block;
  readonly verdict: Verdict;
  readonly operations: readonly (Verdict & { readonly operation: Operation })[];
}

export interface Review {
  readonly changes: readonly Judged[];
  readonly severity: Severity;
  /** What was said changed, and neither a notice nor a new stamp of change says so. Undefined where no stamps are known. */
  readonly isStealth?: boolean;
  /** The title changed, and the address still has the words of the old one. */
  readonly isSlugStale: boolean;
  /** Pictures that others took the place of, as far as the pictures of both sides are known. */
  readonly swaps: readonly Swap[];
}

/** What is known besides the contents. */
export interface Circumstances {
  /** The article's address on the later side. */
  readonly url?: string;
  /** When the page said that it was last changed, on each side. */
  readonly stamps?: { readonly before?: string; readonly after?: string };
  readonly pictures?: { readonly before: readonly Picture[]; readonly after: readonly Picture[] };
}

export function review(blocks: readonly Block[], known: Circumstances = {}): Review {
  const isRepeated = repetitions(blocks);
  const changes = blocks.filter(({ kind }) => kind !== 'equal').map((block) => judged(block, isRepeated));
  const { severity } = heaviest(changes.map(({ verdict }) => verdict));
  const hasNotice = changes.some(({ verdict }) => verdict.facts.some((fact) => fact.kind === 'correction' && fact.after !== undefined));
  const stealth = known.stamps === undefined ? {} : { isStealth: severity === 'substantive' && !hasNotice && !isStamped(known.stamps) };
  return {
    changes,
    severity,
    ...stealth,
    isSlugStale: isSlugStale(blocks, known.url),
    swaps: swappedPictures(known.pictures?.before, known.pictures?.after),
  };
}

function isStamped({ before, after }: NonNullable<Circumstances['stamps']>): boolean {
  return after !== undefined && after !== before;
}

function judged(block: Block, isRepeated: (text: string) => boolean): Judged {
  const operations = block.operations
    .filter(({ kind }) => kind !== 'equal')
    .map((operation) => ({ operation, ...judge(block, operation, isRepeated) }));
  const verdicts: Verdict[] = block.kind === 'move+edit' ? [{ severity: 'minor', rule: 'moved', facts: [] }, ...operations] : operations;
  // Where nothing is left to judge, all that the paragraph held is told where it went.
  const { severity, rule } = operations.length === 0 ? { severity: 'minor' as const, rule: 'moved' as const } : heaviest(verdicts);
  return { block, verdict: { severity, rule, facts: operations.flatMap(({ facts }) => facts) }, operations };
}

/** Whether a text that came or went stands in the article besides, word by word. Made at the first question. */
function repetitions(blocks: readonly Block[]): (text: string) => boolean {
  let texts: Set<string> | undefined;
  return (text) => {
    texts ??= new Set(
      blocks.filter(({ before, after }) => before.length > 0 && after.length > 0).map(({ parts }) => textOf('after', parts)),
    );
    return texts.has(text);
  };
}

/** Of the words of an address, this share must be in the title for it to be made from it. */
const FITTING = 0.6;

function isSlugStale(blocks: readonly Block[], url: string | undefined): boolean {
  const title = blocks.find(({ field, kind }) => field === 'title' && kind === 'edit');
  const slug = /([^/]+?)(?:-\d{5,})?(?:\.\w+)?$/u.exec(url?.replace(/[?#].*$/u, '') ?? '')?.[1];
  if (title === undefined || slug === undefined) return false;
  const words = slug.split('-').filter((word) => /[a-z]/u.test(word));
  const fit = (text: string): number => words.filter((word) => wordsOf(text).has(word)).length / Math.max(1, words.length);
  const [old, now] = [fit(textOf('before', title.parts)), fit(textOf('after', title.parts))];
  return words.length > 2 && old >= FITTING && now < old;
}

function wordsOf(text: string): Set<string> {
  return new Set(foldText(text).match(/[a-z0-9]+/gu));
}
