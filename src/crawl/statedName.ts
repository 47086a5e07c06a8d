/** Whether a snapshot's file holds the text that its name states: a name ends in the first digits of its text's digest. */
import { formatRef, type ArticleRef } from '../article/identity.ts';
import type { Content } from '../article/content.ts';
import { digestOf, digestOfFile, parseSnapshotName } from '../article/snapshot.ts';
import { ImportError } from './importError.ts';
import type { Ledger } from './ledger.ts';

/** A name that states another text than the file holds, in the digits that names have. */
export interface Misnamed {
  readonly stated: string;
  readonly found: string;
}

/** Undefined where the name states the text, or states none. */
export function misnamed(name: string, text: string, content: Content): Misnamed | undefined {
  const stated = parseSnapshotName(name)?.hex;
  // What only another Unicode form or other white space sets apart is the same text, and will have this digest here.
  const digests = [digestOfFile(Buffer.from(text)), digestOf(content)].map((digest) => digest.replace(/^sha256:/u, ''));
  if (stated === undefined || digests.some((digest) => digest.startsWith(stated))) return undefined;
  return { stated, found: (digests[0] ?? '').slice(0, stated.length) };
}

/**
 * Refuses a copy of a snapshot that was changed. Only where the archive has the text of that name is this certain: the
 * documents that baoluu's format comes from are named by digits of another kind.
 * @throws ImportError
 */
export async function refuseChangedCopy(name: string, { stated, found }: Misnamed, ref: ArticleRef, ledger: Ledger): Promise<void> {
  const original = await ledger.snapshotNamed(ref, stated);
  if (original === undefined) return;
  throw new ImportError(
    `${name} is not the text that its name states: the name says ${stated}, and from the title on it has ${found}. ` +
      `The text of that name is here, as ${original} of ${formatRef(ref)}, so this copy was changed after it was written; it was not imported. ` +
      'Import an unchanged copy: "tail -n +3 FILE | sha256sum" of it begins as its name says.',
  );
}
