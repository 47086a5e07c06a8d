/** An archive's records, for the score. */
import type { Archive } from '../../src/archive/archive.ts';
import { formatRef } from '../../src/article/identity.ts';
import type { ArticleRecord } from '../../src/article/record.ts';

/** What the score asks of an archive: by `site/number`. */
export type Records = ReadonlyMap<string, Pick<ArticleRecord, 'snapshots' | 'captures'>>;

export async function recordsOf(archive: Archive): Promise<Records> {
  const records = new Map<string, ArticleRecord>();
  for await (const ref of archive.refs()) {
    const record = await archive.article(ref);
    if (record !== undefined) records.set(formatRef(ref), record);
  }
  return records;
}
