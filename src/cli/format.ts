/** How times, outcomes and counts are written for a person. */
import { relative } from 'node:path';
import type { HistoryEvent, Interruption } from '../article/history.ts';
import { visible } from '../diff/visible.ts';

const VIETNAM_MINUTES = 7 * 60;

/**
 * An instant as the newsrooms' clocks showed it: `2026-03-04T09:15:02+07:00`. Vietnam's offset has been the same
 * since 1975, so that the same archive prints the same history on every machine.
 */
export function formatTime(instant: string): string {
  const local = new Date(Date.parse(instant) + VIETNAM_MINUTES * 60_000);
  return `${local.toISOString().slice(0, 19)}+07:00`;
}

export function formatSpan(first: string, last: string): string {
  return first === last ? formatTime(first) : `${formatTime(first)} – ${formatTime(last)}`;
}

/** A path as a person would type it from where they stand; in full where it lies elsewhere. */
export function shortPath(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short === '' || short.startsWith('..') ? path : short;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

export function formatInterruption({ outcome, status, why, visits, first, last }: Interruption): string {
  const reason = why === undefined ? '' : `   ${visible(why)}`;
  return `${outcome.padEnd(11)} ${formatSpan(first, last)}   ${status ?? '-'}   ${plural(visits, 'visit')}${reason}`;
}

/** The latest thing that is known of an article, in a word or two. */
export function stateOf(events: readonly HistoryEvent[]): string {
  const last = events.at(-1);
  if (last === undefined) return 'never seen';
  return 'revision' in last ? 'read' : last.interruption.outcome;
}
