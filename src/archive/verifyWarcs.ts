/** Whether the raw pages are what they were: every record by its own digests, every index by a rescan, every capture's page in its place. */
import { join } from 'node:path';
import type { ArticleRef } from '../article/identity.ts';
import { formatRef } from '../article/identity.ts';
import { rawRecordsOf, type RawRecord } from '../article/raw.ts';
import type { ArticleRecord } from '../article/record.ts';
import { cdxIndex, type CdxEntry } from '../warc/cdxj.ts';
import { DamageError, StorageError } from './errors.ts';
import { namesIn, readIfThere } from './files.ts';
import { warcFolder } from './folders.ts';
import { rawRecord } from './rawPages.ts';
import { scanWarc, type Scan } from './scanWarc.ts';
import type { Finding } from './verify.ts';
import { cdxjPath, OPEN_SUFFIX } from './warcFile.ts';

interface Claim {
  readonly raw: RawRecord;
  readonly article: string;
}

/** Where article.json says that pages are, file by file. */
export class RawClaims {
  readonly #files = new Map<string, Claim[]>();

  add(ref: ArticleRef, record: ArticleRecord): void {
    for (const raw of [...rawRecordsOf(record.captures), ...(record.pictures ?? [])])
      this.#of(raw.file).push({ raw, article: formatRef(ref) });
  }

  #of(file: string): Claim[] {
    const claims = this.#files.get(file) ?? [];
    this.#files.set(file, claims);
    return claims;
  }

  /** The claims on a file, which are then dealt with. */
  take(file: string): readonly Claim[] {
    const claims = this.#files.get(file) ?? [];
    this.#files.delete(file);
    return claims;
  }

  /** The files that nobody has asked about. */
  get rest(): string[] {
    return [...this.#files.keys()];
  }
}

export interface VerifiedWarcs {
  readonly files: number;
  readonly records: number;
}

/** Reads every WARC file of the archive from end to end. */
export async function verifyWarcs(
  storage: string,
  claims: RawClaims,
  tell: (finding: Finding) => void,
  signal?: AbortSignal,
): Promise<VerifiedWarcs> {
  let [files, records] = [0, 0];
  for (const site of await namesIn(warcFolder(storage)))
    for (const name of await namesIn(warcFolder(storage, site))) {
      if (signal?.aborted === true) return { files, records };
      if (!/\.warc\.gz(?:\.open)?$/u.test(name)) continue;
      files += 1;
      records += await verifyFile(storage, `warc/${site}/${name}`, claims, tell);
    }
  for (const file of claims.rest) await verifyElsewhere(storage, claims.take(file), tell);
  return { files, records };
}

/** Pages in files that are not the archive's own: only what captures refer to is looked at, and one trouble told once. */
async function verifyElsewhere(storage: string, claims: readonly Claim[], tell: (finding: Finding) => void): Promise<void> {
  const troubles = new Map<string, Claim[]>();
  for (const claim of claims) {
    const trouble = await troubleWith(storage, claim);
    if (trouble !== undefined) troubles.set(trouble, [...(troubles.get(trouble) ?? []), claim]);
  }
  for (const [trouble, [first, ...rest]] of troubles)
    if (first !== undefined) {
      const also = rest.length === 0 ? '' : ` (and ${rest.length} pages more)`;
      tell({
        severity: 'damage',
        article: first.article,
        file: first.raw.file,
        message: `of which ${first.article} has a page${also}: ${trouble}`,
      });
    }
}

async function troubleWith(storage: string, { raw }: Claim): Promise<string | undefined> {
  try {
    await rawRecord(storage, raw);
    return undefined;
  } catch (error) {
    if (error instanceof DamageError || error instanceof StorageError) return error.message;
    throw error;
  }
}

/** @returns how many records it holds */
async function verifyFile(storage: string, file: string, claims: RawClaims, tell: (finding: Finding) => void): Promise<number> {
  const path = join(storage, file);
  const closed = file.replace(OPEN_SUFFIX, '');
  const claimed = claims.take(closed);
  const say = (severity: Finding['severity'], message: string, article = file): void => tell({ severity, article, file: path, message });
  const scan = await scanned(path, say);
  if (scan === undefined) return 0;
  for (const { severity, offset, reason } of scan.faults) tellFault(file, severity, `at byte ${offset}: ${reason}`, say);
  for (const claim of claimed) checkClaim(claim, scan, say);
  // What is damaged is told; no index leads there.
  if (file === closed && !scan.faults.some(({ severity }) => severity === 'damage')) await verifyIndex(path, scan.entries, say);
  return scan.records.size;
}

async function scanned(path: string, say: Say): Promise<Scan | undefined> {
  try {
    return await scanWarc(path);
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    say('damage', `can't be read: ${error.message}`);
    return undefined;
  }
}

/** Whether the page is where article.json says that it is; where it is in the file after all, that is told. */
function checkClaim({ raw, article }: Claim, { records }: Scan, say: Say): void {
  if (records.get(raw.offset) === raw.record) return;
  const elsewhere = [...records].find(([, record]) => record === raw.record)?.[0];
  const message =
    elsewhere === undefined
      ? `does not hold the page at byte ${raw.offset} that article.json names. Restore it from a backup`
      : `holds a page at byte ${elsewhere} that article.json looks for at byte ${raw.offset}. The file is sound; restore article.json from a backup`;
  say('damage', message, article);
}

type Say = (severity: Finding['severity'], message: string, article?: string) => void;

// What a killed process was writing was never acknowledged; the next one that writes takes it off.
function tellFault(file: string, severity: Finding['severity'], message: string, say: Say): void {
  if (file.endsWith(OPEN_SUFFIX))
    say('notice', `${message}; it is being written, or was left open by a run that was interrupted, and is closed by the next one`);
  else say(severity, severity === 'damage' ? `${message}. Restore it from a backup` : message);
}

async function verifyIndex(path: string, entries: readonly CdxEntry[], say: Say): Promise<void> {
  const index = await readIfThere(cdxjPath(path));
  if (index === undefined) say('damage', 'has no index beside it; "baoluu reindex" makes it anew');
  else if (index.toString('utf8') !== cdxIndex(entries))
    say('damage', 'does not agree with the index beside it; "baoluu reindex" makes it anew');
}
