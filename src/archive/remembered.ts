/**
 * Articles' documents as they were read or written last, believed only while their files are the same: a visit looks at its article
 * up to four times, and each time takes a tenth of the visit.
 */
import type { ArticleRecord } from '../article/record.ts';
import type { FileState } from './files.ts';

/** More than are under way at a time; some are a megabyte long. */
const MOST = 128;

interface Remembered {
  readonly state: FileState;
  readonly record: ArticleRecord;
}

export class RememberedRecords {
  /** By their path, the one that was kept last at the end. */
  readonly #records = new Map<string, Remembered>();

  /** The record of a file that is in this state; nothing in it can be changed. */
  at(path: string, state: FileState): ArticleRecord | undefined {
    const remembered = this.#records.get(path);
    return remembered?.state === state ? remembered.record : undefined;
  }

  keep(path: string, state: FileState, record: ArticleRecord): void {
    this.#records.delete(path);
    this.#records.set(path, { state, record: frozen(record) });
    const [oldest] = this.#records.keys();
    if (this.#records.size > MOST && oldest !== undefined) this.#records.delete(oldest);
  }
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}
