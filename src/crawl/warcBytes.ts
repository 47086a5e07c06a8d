/** The bytes of a page that another archive kept: a record's own, or those of the record that a revisit repeats. */
import type { Archive } from '../archive/archive.ts';
import { rawRecord } from '../archive/rawPages.ts';
import type { Exchange } from '../article/page.ts';
import { rawRecordsOf, type RawRecord } from '../article/raw.ts';
import { exchangeOf, repeatedExchange } from '../warc/exchangeOf.ts';
import { readRecordNamed } from '../warc/locate.ts';
import type { WarcRecord } from '../warc/record.ts';
import type { Ledger } from './ledger.ts';
import { samePayload, type Originals } from './warcOriginals.ts';
import type { Listed, Unsound } from './warcSurvey.ts';

/** The exchange that a record tells of, and the record that holds its bytes. */
export interface Bytes {
  readonly exchange: Exchange;
  /** With a revisit: where the bytes are. */
  readonly original?: Pick<Listed, 'id'> & { readonly listed?: Listed };
}

/** Why there are no bytes, in a clause. */
export type Unreadable = Pick<Unsound, 'reason' | 'isUnresolved'>;

/** What the archive has already. */
interface Held {
  readonly archive: Archive;
  readonly ledger: Ledger;
}

/** @throws DamageError where the archive's own record of it is damaged */
export async function bytesOf(listed: Listed, originals: Originals, held: Held): Promise<Bytes | Unreadable> {
  const own = await recordOf(listed);
  if ('reason' in own || listed.type !== 'revisit') return 'reason' in own ? own : { exchange: exchangeOf(own) };
  const original = originals.of(listed);
  if (original === undefined) return await fromArchive(own, listed, held);
  const repeated = await recordOf(original);
  if ('reason' in repeated) return { reason: `the record that it refers to can't be read: ${repeated.reason}` };
  return { exchange: repeatedExchange(own, repeated), original: { id: original.id, listed: original } };
}

/** A revisit of a page that the archive has from elsewhere, perhaps from its own visit. */
async function fromArchive(own: WarcRecord, listed: Listed, { archive, ledger }: Held): Promise<Bytes | Unreadable> {
  const ref = await ledger.addresses.known(new URL(listed.url));
  const article = ref === undefined ? undefined : await archive.article(ref);
  const held = rawRecordsOf(article?.captures ?? []).find((raw) => raw.kind !== 'revisit' && isMeant(raw, listed));
  if (held === undefined) return { reason: UNRESOLVED, isUnresolved: true };
  return { exchange: repeatedExchange(own, await rawRecord(archive.storage, held)), original: { id: held.record } };
}

const UNRESOLVED = 'it says that a page was the same as one which is in none of these files, nor in the archive; import them together';

function isMeant(raw: RawRecord, { refersTo = {}, url, payload }: Listed): boolean {
  if (raw.record === refersTo.id) return true;
  if (raw.url !== (refersTo.url ?? url)) return false;
  return raw.at.slice(0, 19) === refersTo.at?.slice(0, 19) || (payload !== undefined && samePayload(raw.payload, payload));
}

/** The record itself, read again from its place. */
export async function recordOf({ from, id, ...place }: Listed): Promise<WarcRecord | Unreadable> {
  const { record, faults } = await readRecordNamed(from.source, place, id);
  const fault = faults.find(({ severity }) => severity === 'damage');
  return record === undefined || fault !== undefined ? { reason: fault?.reason ?? 'there is no record' } : record;
}
