/**
 * A difference as a page of its own: no script, nothing fetched. It shows the changes inline or side by side (a switch
 * that CSS alone turns), in the reader's dark or light, and prints what it shows.
 *
 * `<ins>` and `<del>` say aloud what they are, for those who hear the page.
 */
import { printable } from '../article/printable.ts';
import { partsOn, type Block, type Part } from './change.ts';
import { isOnlyMoved, numbers } from './labels.ts';
import { inRuns, type Run } from './renderText.ts';
import type { Judged, Review } from './review.ts';
import { sentencesFor } from './sentencesFor.ts';
import { STYLE } from './htmlStyle.ts';

/** Two sides compared, and what the page says of them: which article, which revision, when; and what else is to be known. */
export interface Step {
  readonly before: string;
  readonly after: string;
  readonly notes: readonly string[];
  readonly blocks: readonly Block[];
  readonly review: Review;
}

/** The page of one difference, or of several that follow each other. */
export function renderHtml(named: string, steps: readonly Step[]): string {
  const title = named === '' ? sidesOf(steps) : named;
  const body = (view: View): string => steps.map((step, index) => stepOf(step, view, { index, count: steps.length })).join('\n');
  return `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${escaped(title)}</h1>
${steps.length === 1 ? steps.map(headOf).join('') : ''}
</header>
<input type="radio" name="view" id="inline" checked><label for="inline">Trong dòng</label>
<input type="radio" name="view" id="beside"><label for="beside">Hai cột</label>
<main class="inline">
${body('inline')}
</main>
<main class="beside">
${body('beside')}
</main>
</body>
</html>
`;
}

/** A text without a title is called by its sides. */
function sidesOf(steps: readonly Step[]): string {
  return steps.map(({ before, after }) => `${before} → ${after}`).join('; ');
}

/** The notes are in English, and are to be read aloud as such. */
function headOf({ before, after, notes, review: { changes } }: Step): string {
  const lines = [`Trước: ${escaped(before)}`, `Sau: ${escaped(after)}`, ...notes.map((note) => `<span lang="en">${escaped(note)}</span>`)];
  return `<p>${lines.join('<br>')}</p>\n${listOf(changes)}`;
}

/** A step's changes; where it is one of several, under a head of its own. */
function stepOf(step: Step, view: View, { index, count }: { readonly index: number; readonly count: number }): string {
  const judged = new Map(step.review.changes.map((change) => [change.block, change]));
  const level = count > 1 ? 'h3' : 'h2';
  const sections = inRuns(step.blocks).map((run) => sectionOf(run, judged, view, level));
  const head = count > 1 ? [`<header>\n<h2>Lần sửa ${index + 1}/${count}</h2>\n${headOf(step)}</header>`] : [];
  const columns = view === 'beside' ? ['<div class="pair heads"><div>Trước</div><div>Sau</div></div>'] : [];
  return `<article>\n${[...head, ...columns, ...sections].filter((part) => part !== '').join('\n')}\n</article>`;
}

type View = 'inline' | 'beside';

function listOf(changes: readonly Judged[]): string {
  if (changes.length === 0) return '<p>Không có gì thay đổi.</p>';
  const items = changes.flatMap((change) =>
    sentencesFor(change).map((sentence) => `<li class="${change.verdict.severity}">${escaped(sentence)}</li>`),
  );
  return `<ul>\n${items.join('\n')}\n</ul>`;
}

/** A run of equal blocks is folded; a change stands by itself under its name. */
function sectionOf(run: Run, judged: ReadonlyMap<Block, Judged>, view: View, level: 'h2' | 'h3'): string {
  const [block] = run;
  const change = judged.get(block);
  if (change !== undefined)
    return `<section class="${change.verdict.severity}"><${level}>${nameOf(block)}${weightOf(change)}</${level}>\n${contentOf(block, view)}</section>`;
  if (block.field === 'title' || block.field === 'date') return '';
  const texts = run.map((each) => contentOf(each, view)).join('\n');
  return `<details><summary>${run.length} ${block.field === 'caption' ? 'chú thích' : 'đoạn'} giữ nguyên</summary>\n${texts}</details>`;
}

/** How much it matters, in a word as well as in the colour at its side. */
function weightOf({ verdict: { severity } }: Judged): string {
  const words = { none: 'không đáng kể', cosmetic: 'cách trình bày', minor: 'nhỏ', substantive: 'đáng kể' } as const;
  return ` <small>· ${words[severity]}</small>`;
}

const FIELDS = { title: 'Tiêu đề', date: 'Ngày đăng', caption: 'Chú thích ảnh', paragraph: 'Đoạn' } as const;

function nameOf(block: Block): string {
  const { field, kind, before, after } = block;
  const name = field === 'title' || field === 'date' ? FIELDS[field] : `${FIELDS[field]} ${numbers(kind === 'delete' ? before : after)}`;
  const from = ` (trước: ${numbers(before)})`;
  const fates = {
    add: isOnlyMoved(block) ? ' – câu chuyển đến' : ' – thêm',
    delete: isOnlyMoved(block) ? ' – câu chuyển đi' : ' – bỏ',
    edit: '',
    equal: '',
    move: ` – chuyển chỗ${from}`,
    'move+edit': ` – chuyển chỗ và sửa${from}`,
    split: ` – tách${from}`,
    merge: ` – gộp${from}`,
  };
  return name + fates[kind];
}

function contentOf(block: Block, view: View): string {
  if (view === 'inline') return paragraphs(block.parts);
  const column = (side: 'before' | 'after'): string =>
    `<div>${block[side].length === 0 ? '' : paragraphs(partsOn(side, block.parts))}</div>`;
  return `<div class="pair">${column('before')}${column('after')}</div>`;
}

/** Between two blocks that are one text stands an empty line: there a paragraph ends. */
function paragraphs(parts: readonly Part[]): string {
  return `<p dir="auto">${parts.map(marked).join('')}</p>`;
}

const TAGS = {
  removed: ['<del><span class="aloud">bỏ: </span>', '<span class="aloud"> hết bỏ</span></del>'],
  added: ['<ins><span class="aloud">thêm: </span>', '<span class="aloud"> hết thêm</span></ins>'],
  movedAway: ['<span class="moved away"><span class="aloud">chuyển đi: </span>', '</span>'],
  movedHere: ['<span class="moved"><span class="aloud">chuyển đến: </span>', '</span>'],
} as const;

function marked({ kind, text }: Part): string {
  const shown = text.split('\n\n').map(escaped).join('<span class="break">¶</span><br>');
  return kind === 'kept' ? shown : `${TAGS[kind][0]}${shown}${TAGS[kind][1]}`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Controls, of the direction of writing too, are written out: a page must not show other words than it holds. */
function escaped(text: string): string {
  return printable(text).replaceAll(/[&<>"']/gu, (sign) => ENTITIES[sign] ?? sign);
}
