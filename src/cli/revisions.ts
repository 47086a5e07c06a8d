/** The revisions of one article as the commands show them: picked by number, read, and summed up in a few words. */
import type { Archive } from '../archive/archive.ts';
import { DamageError } from '../archive/errors.ts';
import { BaoluuError, UsageError } from '../article/errors.ts';
import type { Content, Reader } from '../article/content.ts';
import { flipFlopSince } from '../article/flipFlop.ts';
import { revisionsOf, type Revision } from '../article/history.ts';
import { formatRef, type ArticleRef } from '../article/identity.ts';
import type { ArticleRecord } from '../article/record.ts';
import type { Site } from '../article/site.ts';
import { changesOf } from '../diff/change.ts';
import { summarise } from '../diff/summary.ts';
import { formatPartial, formatTime, plural } from './format.ts';
import type { Comparison } from './revisionChange.ts';

/** An article that was found, with what is known of it. */
export interface Found {
  readonly ref: ArticleRef;
  readonly record: ArticleRecord;
  readonly revisions: readonly Revision[];
}

/** @throws NotFoundError, DamageError */
export async function findRecord(archive: Archive, sites: readonly Site[], text: string): Promise<Found> {
  const { findArticle, NotFoundError } = await import('../archive/find.ts');
  const ref = await findArticle(archive, sites, text);
  const record = await archive.article(ref);
  if (record === undefined) throw new NotFoundError(`Nothing is kept of ${formatRef(ref)}.`);
  return { ref, record, revisions: revisionsOf(record.captures) };
}

/** `ARTICLE@3` taken apart. */
export function splitRevision(text: string): { readonly article: string; readonly number?: number } {
  // A path may begin with @: https://vietnamnet.vn/@123 is an address.
  const [, article, number] = /^(.*[^/])@(\d{1,9})$/u.exec(text) ?? [];
  return article === undefined ? { article: text } : { article, number: Number(number) };
}

/**
 * A revision by its number.
 * @throws BaoluuError that says which there are
 */
export function revisionAt({ ref, revisions }: Found, number: number): Revision {
  const revision = revisions[number - 1];
  if (revision !== undefined) return revision;
  const there = revisions.length === 0 ? 'no page of it was ever read' : `it has ${plural(revisions.length, 'revision')}`;
  throw new BaoluuError(`${formatRef(ref)} has no revision ${number}; ${there}.`);
}

export function latestRevision(found: Found): Revision {
  return revisionAt(found, Math.max(found.revisions.length, 1));
}

/** A revision's number as it was typed. */
export function revisionNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/u.test(text))
    throw new UsageError(`"${text}" is no revision; revisions are counted 1, 2, 3, as "baoluu log" shows them.`);
  return Number(text);
}

/**
 * A revision in a few words: `new`, `back to revision 1`, or what changed: `title, 2 paragraphs`. A difference
 * between two readers says so, since it may be ours.
 */
export function summaryOf({ revisions }: Found, revision: Revision, change: Comparison | 'damaged' | undefined): string {
  const lacks = revision.missing === undefined ? '' : `   ${formatPartial(revision.missing)}`;
  const previous = revisions[revision.number - 2];
  if (previous === undefined || change === undefined) return `new${lacks}`;
  const what = change === 'damaged' ? UNTOLD : summarise(changesOf(change.blocks));
  return `${returnOf(revisions, revision)}${what}${lacks}${readerNote(previous, revision)}`;
}

const UNTOLD = 'what changed can’t be told: a snapshot is damaged (see "baoluu verify")';

function returnOf(revisions: readonly Revision[], { number, returnsTo }: Revision): string {
  if (returnsTo === undefined) return '';
  const since = flipFlopSince(revisions, number);
  return `back to revision ${returnsTo}${since === undefined ? '' : `, flip-flop since revision ${since}`}: `;
}

/** The title of a revision, for a line that must be printed whatever has happened to the text. */
export async function titleOf(archive: Archive, ref: ArticleRef, revision: Revision | undefined): Promise<string> {
  if (revision === undefined) return '(never read)';
  return (await contentOf(archive, ref, revision))?.title ?? '(damaged)';
}

async function contentOf(archive: Archive, ref: ArticleRef, { snapshot }: Revision): Promise<Content | undefined> {
  try {
    return (await archive.snapshot(ref, snapshot)).content;
  } catch (error) {
    if (error instanceof DamageError) return undefined;
    throw error;
  }
}

function readerNote(before: Revision, after: Revision): string {
  return after.readerChanged ? `   ${readingChange(before.reader, after.reader)}; the difference may be ours` : '';
}

/** Between two readings of a page: `reading changed (layout vietnamnet/2023 → 2026, extractor 4 → 5)`. */
export function readingChange(from: Reader | undefined, to: Reader | undefined): string {
  const steps = [
    ...(from?.layout === to?.layout ? [] : [`layout ${from?.layout ?? 'none'} → ${withoutSite(from?.layout, to?.layout ?? 'none')}`]),
    ...(from?.extractor === to?.extractor ? [] : [`extractor ${from?.extractor ?? 'none'} → ${to?.extractor ?? 'none'}`]),
  ];
  return `reading changed (${steps.join(', ') || `the rules of ${to?.layout ?? 'its layout'}`})`;
}

function withoutSite(from: string | undefined, to: string): string {
  const site = /^[^/]*\//u.exec(to)?.[0];
  return site !== undefined && from?.startsWith(site) === true ? to.slice(site.length) : to;
}

/** What a revision's pages were taken for before they were read again, a line each. */
export function formerLines({ former = [] }: Revision): string[] {
  return former.map(({ until, outcome, snapshot, reader, by }) => {
    const was = snapshot ?? outcome;
    return `${''.padEnd(11)} ${formatTime(until)}   ${readingChange(reader, by)}; before, it was ${was}`;
  });
}
