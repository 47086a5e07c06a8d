/** One visit in one line, and as JSON: when, which article, the status, what came of it, where it lies. */
import { join } from 'node:path';
import type { Archive } from '../archive/archive.ts';
import { articleFolder } from '../archive/folders.ts';
import { historyOf, revisionsOf, stateOf } from '../article/history.ts';
import { formatRef } from '../article/identity.ts';
import { printable } from '../article/printable.ts';
import type { Archived } from '../crawl/archiveUrls.ts';
import type { Context } from './context.ts';
import { formatTime, shortPath } from './format.ts';
import { changeIn, noteChange } from './revisionChange.ts';
import { summaryOf } from './revisions.ts';

/** A visit that was written down. */
export type KeptVisit = Extract<Archived, { readonly recorded: unknown }>;

export interface LineMeans {
  readonly archive: Archive;
  readonly context: Context;
}

/** `2026-03-04T09:15:02+07:00 vietnamnet/2478123 200 revision 3   title, 1 paragraph   storage/articles/…/002_….txt` */
export async function archivedLine(kept: KeptVisit, means: LineMeans): Promise<string> {
  const { ref, capture } = kept;
  const head = `${formatTime(capture.at)} ${formatRef(ref)} ${capture.status ?? '-'}`;
  const what = await whatCame(kept, means);
  return [`${head} ${what.word}`, what.detail, ...(what.file === undefined ? [] : [what.file])].join('   ');
}

interface What {
  readonly word: string;
  readonly detail: string;
  readonly file?: string;
}

async function whatCame({ ref, capture, recorded }: KeptVisit, { archive, context }: LineMeans): Promise<What> {
  const { revision, snapshot, record } = recorded;
  if (revision === undefined || snapshot === undefined)
    return { word: wordOf({ capture, recorded }), detail: printable(capture.why ?? '') };
  const file = shortPath(join(articleFolder(context.storage, ref), snapshot), context.io.cwd);
  const last = historyOf(record.captures).at(-1);
  const isBack = last !== undefined && 'resumption' in last && last.resumption.first === capture.at;
  if (!recorded.isNewRevision) return { word: isBack ? 'back' : 'unchanged', detail: `revision ${revision.number}`, file };
  const found = { ref, record, revisions: revisionsOf(record.captures) };
  const change = await changeIn(archive, found, revision);
  if (change !== undefined && change !== 'damaged') await noteChange(archive, found, revision, change);
  return { word: `revision ${revision.number}`, detail: summaryOf(found, revision, change), file };
}

/** The same for a program. */
export async function archivedJson(archived: Archived, means: LineMeans): Promise<object> {
  const url = archived.url.href;
  if ('failure' in archived) return { url, failure: { kind: archived.failure.kind, why: archived.failure.message } };
  if ('damage' in archived) return { url, failure: { kind: 'damage', why: archived.damage.message } };
  const { ref, capture, recorded } = archived;
  const { word, detail, file } = await whatCame(archived, means);
  return {
    url,
    article: formatRef(ref),
    capture,
    ...(recorded.snapshot === undefined ? {} : { snapshot: recorded.snapshot, revision: recorded.revision?.number }),
    isNewSnapshot: recorded.isNewSnapshot,
    isNewRevision: recorded.isNewRevision,
    ...(file === undefined ? {} : { file }),
    what: word,
    summary: detail,
  };
}

/** A page that was read is done, and so is the news that an article which was read before is gone. */
export function isDone(archived: Archived): boolean {
  if (!('recorded' in archived)) return false;
  return archived.capture.outcome === 'read' || isGone(archived);
}

function isGone({ capture, recorded }: Pick<KeptVisit, 'capture' | 'recorded'>): boolean {
  return capture.outcome === 'absent' && stateOf(historyOf(recorded.record.captures)) === 'gone';
}

function wordOf(kept: Pick<KeptVisit, 'capture' | 'recorded'>): string {
  return isGone(kept) ? 'gone' : kept.capture.outcome;
}
