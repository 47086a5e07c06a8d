/** The bytes behind a capture, and whether the archive has been shown them before. */
import type { CaptureRun } from '../article/capture.ts';
import type { Exchange, Page } from '../article/page.ts';
import type { RawPolicy, RawRecord } from '../article/raw.ts';
import type { WarcRecord } from '../warc/record.ts';

/**
 * A page that came (with `memento`, from a web archive: the page of that address as it was at that time), a page that
 * somebody saved, a record in a file that stays where it is, or records to be copied from one.
 */
export type Evidence =
  | { readonly page: Page; readonly policy: RawPolicy; readonly memento?: Pick<RawRecord, 'url' | 'at'> }
  | { readonly saved: Pick<Exchange, 'url' | 'at' | 'bytes'> & { readonly contentType: string }; readonly policy: RawPolicy }
  | FoundEvidence;

/** Records that are found in a file, and stay there or are copied. */
export type FoundEvidence = { readonly stored: RawRecord } | { readonly copies: readonly WarcRecord[]; readonly raw: RawRecord };

/** The run of captures that has a record of another archive already, referred to or copied. */
export function runWith(runs: readonly CaptureRun[], evidence: Evidence): CaptureRun | undefined {
  if ('stored' in evidence) return runs.find((run) => holds(run, evidence.stored));
  return 'copies' in evidence ? runs.find((run) => holds(run, evidence.raw)) : undefined;
}

/** By its name, and by its date and address, because one record may hold the bytes of several visits. */
function holds({ raw = [] }: CaptureRun, { record, at, url }: RawRecord): boolean {
  return raw.some((each) => each.record === record && each.at === at && each.url === url);
}
