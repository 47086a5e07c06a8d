/** Whether an archive is what it says: every file against its name, every document against its files. Reads only. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { formatRef, type ArticleRef } from '../article/identity.ts';
import type { ArticleRecord } from '../article/record.ts';
import { digestOf, digestOfFile, looksLikeSnapshot, parseSnapshot, parseSnapshotName, type SnapshotName } from '../article/snapshot.ts';
import { matchesName, type Archive } from './archive.ts';
import { DamageError } from './errors.ts';
import { readIfThere, TEMPORARY } from './files.ts';
import { ARTICLE_FILE, articleFolder } from './folders.ts';

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
}

/** Goes through the whole archive, telling each finding as it is made. */
export async function verify(archive: Archive, tell: (finding: Finding) => void): Promise<Verified> {
  let [articles, snapshots, captures] = [0, 0, 0];
  for await (const ref of archive.refs()) {
    articles += 1;
    const { record, findings, snapshotFiles } = await verifyArticle(archive, ref);
    snapshots += snapshotFiles;
    captures += record?.captures.reduce((sum, run) => sum + run.visits, 0) ?? 0;
    for (const finding of findings) tell(finding);
  }
  return { articles, snapshots, captures };
}

interface ArticleCheck {
  readonly record: ArticleRecord | undefined;
  readonly findings: readonly Finding[];
  readonly snapshotFiles: number;
}

async function verifyArticle(archive: Archive, ref: ArticleRef): Promise<ArticleCheck> {
  const folder = articleFolder(archive.storage, ref);
  const finding = (severity: Finding['severity'], file: string, message: string): Finding => ({
    severity,
    article: formatRef(ref),
    file: join(folder, file),
    message,
  });
  const { record, damage } = await readRecord(archive, ref);
  const names = (await readdir(folder)).toSorted();
  const files = names.filter((name): name is SnapshotName => parseSnapshotName(name) !== undefined);
  const findings: Finding[] = damage === undefined ? [] : [finding('damage', ARTICLE_FILE, damage)];
  if (files.length > 0 && !names.includes(ARTICLE_FILE))
    findings.push(finding('damage', ARTICLE_FILE, 'is missing. Restore it from a backup'));
  for (const name of files) {
    const what = await snapshotDamage(join(folder, name), name, record);
    if (what !== undefined) findings.push(finding('damage', name, what));
    else if (damage === undefined && !names.includes(ARTICLE_FILE) && record === undefined)
      findings.push(finding('notice', name, LEFTOVER));
    else if (record !== undefined && !record.snapshots.some((entry) => entry.file === name))
      findings.push(finding('notice', name, LEFTOVER));
  }
  for (const what of record === undefined ? [] : recordDamage(record, files)) findings.push(finding('damage', ARTICLE_FILE, what));
  for (const name of names.filter((candidate) => candidate !== ARTICLE_FILE && parseSnapshotName(candidate) === undefined))
    findings.push(finding('notice', name, TEMPORARY.test(name) ? ASIDE : 'is no file of the archive'));
  return { record, findings, snapshotFiles: files.length };
}

const LEFTOVER = 'was written whole by a run that was interrupted; the next visit to the article takes it in';
const ASIDE =
  'was being written when a run was interrupted; it holds nothing that was acknowledged, and the next visit to the article takes it away';

async function readRecord(archive: Archive, ref: ArticleRef): Promise<{ record: ArticleRecord | undefined; damage?: string }> {
  try {
    return { record: await archive.article(ref) };
  } catch (error) {
    if (error instanceof DamageError) return { record: undefined, damage: error.message };
    throw error;
  }
}

async function snapshotDamage(path: string, name: SnapshotName, record: ArticleRecord | undefined): Promise<string | undefined> {
  const bytes = (await readIfThere(path)) ?? new Uint8Array();
  if (!matchesName(name, bytes)) return 'does not match its name: its content has changed since it was written. Restore it from a backup';
  const entry = record?.snapshots.find((candidate) => candidate.file === name);
  if (entry !== undefined && entry.digest !== digestOfFile(bytes)) return 'does not have the digest that article.json states';
  const text = Buffer.from(bytes).toString('utf8');
  return looksLikeSnapshot(text) && isWhole(text, digestOfFile(bytes)) ? undefined : 'is not laid out as a snapshot';
}

function isWhole(text: string, digest: string): boolean {
  try {
    return digestOf(parseSnapshot(text).content) === digest;
  } catch {
    return false;
  }
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
