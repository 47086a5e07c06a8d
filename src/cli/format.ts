/** How times, outcomes and counts are written for a person. */
import { relative } from 'node:path';
import type { FieldName } from '../article/content.ts';
import type { Interruption, Resumption } from '../article/history.ts';
import { UsageError } from '../article/errors.ts';
import { printable } from '../article/printable.ts';
import { formatTime } from '../article/vietnamTime.ts';

export { formatTime };

export function formatSpan(first: string, last: string): string {
  return first === last ? formatTime(first) : `${formatTime(first)} – ${formatTime(last)}`;
}

/** A path as a person would type it from where they stand; in full where it lies elsewhere. */
export function shortPath(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short === '' || short.startsWith('..') ? path : short;
}

/** Of a text that was kept although its page lacks something: `(partial: without title, date)`. */
export function formatPartial(missing: readonly FieldName[]): string {
  return `(partial: without ${missing.join(', ')})`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Reads a number of things as it is typed after an option. */
export function countFor(option: string): (text: string) => number {
  return (text) => {
    const count = Number(text);
    if (/^\d{1,9}$/u.test(text) && count > 0) return count;
    throw new UsageError(`${option} ${text}: expected a number of one or more, such as 50.`);
  };
}

const UNITS = ['byte', 'kB', 'MB', 'GB', 'TB'] as const;

/** A size on a disk, by thousands. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  return power === 0 ? plural(bytes, 'byte') : `${(bytes / 1000 ** power).toFixed(1)} ${UNITS[power] ?? ''}`;
}

export function formatInterruption({ outcome, status, why, visits, first, last }: Interruption): string {
  const reason = why === undefined ? '' : `   ${printable(why)}`;
  return `${outcome.padEnd(11)} ${formatSpan(first, last)}   ${status ?? '-'}   ${plural(visits, 'visit')}${reason}`;
}

export function formatResumption({ revision, first, last, visits }: Resumption): string {
  return `${'back'.padEnd(11)} ${formatSpan(first, last)}   revision ${revision} again   ${plural(visits, 'visit')}`;
}

/** What the operating system said, in words. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return REASONS[code] ?? (error instanceof Error ? error.message : String(error));
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a file stands where a folder should be',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
};
