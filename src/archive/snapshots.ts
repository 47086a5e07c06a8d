/** The snapshots of an article: named by what they say, written once, checked when they are read. */
import type { Content } from '../article/content.ts';
import type { ArticleRef } from '../article/identity.ts';
import type { SnapshotEntry } from '../article/record.ts';
import { digestOfFile, parseSnapshotName, snapshotName, writeSnapshot, type SnapshotName } from '../article/snapshot.ts';
import { DamageError } from './errors.ts';
import { createFile, readIfThere } from './files.ts';
import { snapshotFile } from './folders.ts';

/** Whether a file's bytes are those that its name promises. */
export function matchesName(name: SnapshotName, bytes: Uint8Array): boolean {
  return snapshotName(parseSnapshotName(name)?.number ?? -1, digestOfFile(bytes)) === name;
}

export interface Named extends Pick<SnapshotEntry, 'digest'> {
  readonly name: SnapshotName;
  readonly isNew: boolean;
}

/** The name of a text's snapshot: the one that it has, or the next. */
export function namedFor(snapshots: readonly SnapshotEntry[], digest: SnapshotEntry['digest']): Named {
  const known = snapshots.find((entry) => entry.digest === digest);
  const number = known === undefined ? nextNumber(snapshots) : (parseSnapshotName(known.file)?.number ?? -1);
  return { name: snapshotName(number, digest), digest, isNew: known === undefined };
}

export interface Kept {
  readonly name: SnapshotName;
  readonly isNew: boolean;
  readonly snapshots: readonly SnapshotEntry[];
}

export async function keepSnapshot(
  storage: string,
  ref: ArticleRef,
  snapshots: readonly SnapshotEntry[],
  { name, digest, isNew }: Named,
  url: string,
  content: Content,
): Promise<Kept> {
  const path = snapshotFile(storage, ref, name);
  // A file that was lost comes back this way; one that is there is never touched, and most are there.
  const there = isNew ? undefined : await readIfThere(path);
  const isWritten = there === undefined && (await createFile(path, writeSnapshot(url, content)));
  if (!isWritten && !matchesName(name, there ?? (await readIfThere(path)) ?? new Uint8Array()))
    throw new DamageError(`${path} does not match its name; its content has changed since it was written. Restore it from a backup.`);
  return { name, isNew, snapshots: isNew ? [...snapshots, { file: name, digest }] : snapshots };
}

/**
 * The snapshots that a crash left behind, written whole but not yet named by article.json, and the addresses in their
 * first lines.
 * @param names what stands in the article's folder
 */
export async function orphans(
  storage: string,
  ref: ArticleRef,
  names: readonly string[],
  known: readonly SnapshotEntry[],
): Promise<{ entry: SnapshotEntry; url: string }[]> {
  const unknown = (names as readonly SnapshotName[]).filter(
    (name) => parseSnapshotName(name) !== undefined && !known.some((entry) => entry.file === name),
  );
  const found: { entry: SnapshotEntry; url: string }[] = [];
  for (const file of unknown.toSorted(byNumber)) {
    const bytes = await readIfThere(snapshotFile(storage, ref, file));
    if (bytes === undefined || !matchesName(file, bytes)) continue;
    found.push({ entry: { file, digest: digestOfFile(bytes) }, url: bytes.toString('utf8').split('\n', 1)[0] ?? '' });
  }
  return found;
}

export function byNumber(a: SnapshotName, b: SnapshotName): number {
  return (parseSnapshotName(a)?.number ?? -1) - (parseSnapshotName(b)?.number ?? -1);
}

function nextNumber(snapshots: readonly SnapshotEntry[]): number {
  return snapshots.reduce((most, entry) => Math.max(most, parseSnapshotName(entry.file)?.number ?? -1), -1) + 1;
}
