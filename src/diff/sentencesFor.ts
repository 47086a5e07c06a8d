/**
 * A change in one sentence, or one for each of its facts: `Tiêu đề: ‘…’ → ‘…’`, `Số liệu: 800 tỷ → 800.000 tỷ`.
 *
 * Made out of operations and facts alone, so that a sentence can't say what did not happen.
 */
import { textOf, type Block, type Field, type Kind, type Part } from './change.ts';
import type { Fact, FactKind } from './facts/facts.ts';
import { isOnlyMoved, numbers } from './labels.ts';
import type { Judged } from './review.ts';

/** How a kind of fact is called. */
const FACTS: Readonly<Record<FactKind, string>> = {
  number: 'Số liệu',
  date: 'Thời gian',
  name: 'Tên riêng',
  quote: 'Trích dẫn',
  negation: 'Phủ định',
  hedge: 'Mức độ chắc chắn',
  legalStatus: 'Tình trạng pháp lý',
  personTitle: 'Chức danh',
  speaker: 'Nguồn tin',
  correction: 'Đính chính',
  headline: 'Tiêu đề',
  byline: 'Ký tên',
  wording: 'Câu chữ',
};

const FIELDS: Readonly<Record<Field, string>> = { title: 'Tiêu đề', date: 'Ngày đăng', caption: 'Chú thích ảnh', paragraph: 'Đoạn' };

const FATES: Readonly<Record<Exclude<Kind, 'equal'>, string>> = {
  add: 'thêm',
  delete: 'bỏ',
  edit: 'sửa',
  move: 'chuyển chỗ',
  'move+edit': 'chuyển chỗ và sửa',
  split: 'tách',
  merge: 'gộp',
};

/** At most so much of a text is said. */
const LONGEST = 80;

export function sentencesFor({ block, verdict }: Judged): string[] {
  const facts = verdict.facts.map(
    (fact) => `${FACTS[fact.kind]}: ${arrow(said(fact.before?.text, fact), said(fact.after?.text, fact))}${deltaOf(fact)}`,
  );
  const isTold = facts.length > 0 && (block.kind === 'edit' || block.field === 'title');
  return isTold ? facts : [fateOf(block), ...facts];
}

function fateOf(block: Block): string {
  const { field, kind, before, after, parts } = block;
  const [old, now] = [textOf('before', parts), textOf('after', parts)];
  if (field === 'title' || field === 'date') return `${FIELDS[field]}: ${arrow(quoted(old), quoted(now))}`;
  const where = `${FIELDS[field]} ${numbers(kind === 'delete' ? before : after)}`;
  if (isOnlyMoved(block) && (kind === 'add' || kind === 'delete' || kind === 'edit')) return `${where}: ${movesOf(parts)}`;
  const from = kind === 'move' || kind === 'move+edit' || kind === 'split' || kind === 'merge' ? ` (trước: ${numbers(before)})` : '';
  return `${where}: ${kind === 'equal' ? 'giữ nguyên' : FATES[kind]}${from} ${quoted(now === '' ? old : now)}`;
}

/** Sentences that came to a text from another one, or went to another one. */
function movesOf(parts: readonly Part[]): string {
  const moved = [
    ['chuyển đi', 'movedAway'],
    ['chuyển đến', 'movedHere'],
  ] as const;
  return moved
    .map(([fate, kind]) => ({
      fate,
      text: parts
        .filter((part) => part.kind === kind)
        .map(({ text }) => text.trim())
        .join(' '),
    }))
    .filter(({ text }) => text !== '')
    .map(({ fate, text }) => `câu ${fate} ${quoted(text)}`)
    .join('; ');
}

function said(text: string | undefined, { kind }: Fact): string {
  if (text === undefined) return '';
  return kind === 'number' || kind === 'date' ? cut(text) : quoted(text);
}

function deltaOf({ delta }: Fact): string {
  if (delta === undefined) return '';
  return ` (${delta > 0 ? '+' : '−'}${inVietnamese(Math.abs(delta))})`;
}

/** `1234567.5` as `1.234.567,5`. Not left to the machine's own tables, which differ. */
function inVietnamese(amount: number): string {
  const [whole = '', rest] = String(amount).split('.');
  const grouped = whole.replaceAll(/(?<=\d)(?=(?:\d{3})+$)/gu, '.');
  return rest === undefined ? grouped : `${grouped},${rest}`;
}

/** What came or went alone has no arrow to nothing. */
function arrow(before: string, after: string): string {
  if (before === '') return `thêm ${after}`;
  return after === '' ? `bỏ ${before}` : `${before} → ${after}`;
}

function quoted(text: string): string {
  return text === '' ? '' : `‘${cut(text)}’`;
}

function cut(text: string): string {
  const letters = [...text.replaceAll(/\s+/gu, ' ')];
  return letters.length <= LONGEST
    ? letters.join('')
    : `${letters
        .slice(0, LONGEST - 1)
        .join('')
        .trimEnd()}…`;
}
