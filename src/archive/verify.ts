/** Whether an archive is what it says: every file against its name, every document against its files. Reads only. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { formatRef, type ArticleRef } from '../article/identity.ts';
import type { ArticleRecord } from '../article/record.ts';
import { digestOfFile, layOut, looksLikeSnapshot, parseSnapshot, parseSnapshotName, type SnapshotName } from '../article/snapshot.ts';
import type { Archive } from './archive.ts';
import { matchesName } from './snapshots.ts';
import { DamageError, StorageError, storageError } from './errors.ts';
import { readIfThere, TEMPORARY } from './files.ts';
import { ARTICLE_FILE, articleFolder } from './folders.ts';
import { RawClaims, verifyWarcs } from './verifyWarcs.ts';

/**
 * Something that verifying found. `damage`: a file is not what it was, or is missing. `notice`: a leftover of an
 * interrupted run, which the next visit completes or which means nothing; no evidence is concerned.
 */
export interface Finding {
  readonly severity: 'damage' | 'notice';
  readonly article: string;
  readonly file: string;
  readonly message: string;
}

export interface Verified {
  readonly articles: number;
  readonly snapshots: number;
  readonly captures: number;
  /** WARC files of the archive, and the records in them. */
  readonly warcs: number;
  readonly records: number;
}

/** Goes through the whole archive, telling each finding as it is made. */
export async function verify(archive: Archive, tell: (finding: Finding) => void, signal?: AbortSignal): Promise<Verified> {
  let [articles, snapshots, captures] = [0, 0, 0];
  const claims = new RawClaims();
  for await (const path of archive.strays())
    tell({
      severity: 'damage',
      article: path,
      file: join(archive.storage, path),
      message: 'does not stand where an article belongs. Move it back, or away',
    });
  for await (const ref of archive.refs()) {
    if (signal?.aborted === true) break;
    const { record, findings, snapshotFiles } = await checked(archive, ref);
    if (record !== undefined || snapshotFiles > 0) articles += 1;
    snapshots += snapshotFiles;
    captures += record?.captures.reduce((sum, run) => sum + run.visits + (run.undated ?? 0), 0) ?? 0;
    for (const finding of findings) tell(finding);
    if (record !== undefined) claims.add(ref, record);
  }
  const { files: warcs, records } = await verifyWarcs(archive.storage, claims, tell, signal);
  return { articles, snapshots, captures, warcs, records };
}

interface ArticleCheck {
  readonly record: ArticleRecord | undefined;
  readonly findings: readonly Finding[];
  readonly snapshotFiles: number;
}

/** What can't be read at all, a folder in a file's place or a forbidden one, is damage too, and no reason to stop. */
async function checked(archive: Archive, ref: ArticleRef): Promise<ArticleCheck> {
  try {
    return await verifyArticle(archive, ref);
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    const file = articleFolder(archive.storage, ref);
    return {
      record: undefined,
      findings: [{ severity: 'damage', article: formatRef(ref), file, message: `can't be read whole: ${error.message}` }],
      snapshotFiles: 1,
    };
  }
}

/** What is wrong with one file of an article's folder. */
type Trouble = Pick<Finding, 'severity' | 'message'> & { readonly name: string };

async function verifyArticle(archive: Archive, ref: ArticleRef): Promise<ArticleCheck> {
  const folder = articleFolder(archive.storage, ref);
  const names = (await listed(folder)).toSorted();
  const files = names.filter((name): name is SnapshotName => parseSnapshotName(name) !== undefined);
  const { record, damage } = await readRecord(archive, ref, files.length > 0 && !names.includes(ARTICLE_FILE));
  const troubles = [
    ...damage.map((message): Trouble => ({ severity: 'damage', name: ARTICLE_FILE, message })),
    ...(await Promise.all(files.map((name) => snapshotTroubles(folder, name, record)))).flat(),
    ...(record === undefined ? [] : recordDamage(record, files)).map((message): Trouble => ({
      severity: 'damage',
      name: ARTICLE_FILE,
      message,
    })),
    ...names.filter((name) => name !== ARTICLE_FILE && parseSnapshotName(name) === undefined).map(stranger),
  ];
  const findings = troubles.map(({ severity, name, message }) => ({
    severity,
    article: formatRef(ref),
    file: join(folder, name),
    message,
  }));
  return { record, findings, snapshotFiles: files.length };
}

async function listed(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    throw storageError('read the folder', folder, error);
  }
}

async function readRecord(
  archive: Archive,
  ref: ArticleRef,
  isLost: boolean,
): Promise<{ record: ArticleRecord | undefined; damage: string[] }> {
  if (isLost) return { record: undefined, damage: ['is missing, though there are snapshots. Restore it from a backup'] };
  try {
    return { record: await archive.article(ref), damage: [] };
  } catch (error) {
    if (!(error instanceof DamageError)) throw error;
    return { record: undefined, damage: [error.message.replace(/^\S.*?article\.json /u, '')] };
  }
}

async function snapshotTroubles(folder: string, name: SnapshotName, record: ArticleRecord | undefined): Promise<Trouble[]> {
  const bytes = (await readIfThere(join(folder, name))) ?? new Uint8Array();
  const what = snapshotDamage(bytes, name, record);
  if (what !== undefined) return [{ severity: 'damage', name, message: what }];
  const isLeftover = record !== undefined && !record.snapshots.some((entry) => entry.file === name);
  const message = 'was written whole by a run that was interrupted; the next visit to the article takes it in';
  return isLeftover ? [{ severity: 'notice', name, message }] : [];
}

function snapshotDamage(bytes: Uint8Array, name: SnapshotName, record: ArticleRecord | undefined): string | undefined {
  if (!matchesName(name, bytes)) return 'does not match its name: its content has changed since it was written. Restore it from a backup';
  const entry = record?.snapshots.find((candidate) => candidate.file === name);
  if (entry !== undefined && entry.digest !== digestOfFile(bytes)) return 'does not have the digest that article.json states';
  const url = urlOf(Buffer.from(bytes).toString('utf8'));
  if (url === undefined) return 'is not laid out as a snapshot';
  // The digest does not cover the first line; the captures do.
  const isForeign = entry !== undefined && record !== undefined && !addressesIn(record).has(url);
  return isForeign ? 'names an address in its first line at which the article was never read. Restore it from a backup' : undefined;
}

/** The address in a snapshot's first line, where writing what it says gives the same text again. */
function urlOf(text: string): string | undefined {
  try {
    const { url, content } = parseSnapshot(text);
    return looksLikeSnapshot(text) && layOut(url, content) === text ? url : undefined;
  } catch {
    return undefined;
  }
}

function addressesIn({ urls, captures }: ArticleRecord): Set<string> {
  return new Set([...urls, ...captures].map(({ url }) => url));
}

function stranger(name: string): Trouble {
  const message = TEMPORARY.test(name)
    ? 'was being written when a run was interrupted; it holds nothing that was acknowledged, and the next visit takes it away'
    : 'is no file of the archive';
  return { severity: 'notice', name, message };
}

function recordDamage(record: ArticleRecord, files: readonly SnapshotName[]): string[] {
  const missing = record.snapshots.filter((entry) => !files.includes(entry.file));
  const known = new Set<string>(record.snapshots.map((entry) => entry.file));
  const dangling = record.captures.filter((run) => run.snapshot !== undefined && !known.has(run.snapshot));
  const unordered = record.captures.some((run, index) => run.last < run.first || (record.captures[index - 1]?.last ?? '') > run.first);
  const misnamed = record.snapshots.filter((entry) => !entry.digest.includes(parseSnapshotName(entry.file)?.hex ?? '?'));
  return [
    ...missing.map((entry) => `names ${entry.file}, which is missing. Restore it from a backup`),
    ...dangling.map((run) => `has a capture of ${run.first} whose snapshot ${run.snapshot} it does not list`),
    ...misnamed.map((entry) => `lists ${entry.file} with another digest`),
    ...(unordered ? ['its captures are not in time order'] : []),
  ];
}
