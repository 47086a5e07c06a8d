/**
 * A WARC file, record by record, with all that is wrong in it: strict in what it tells, tolerant in what it takes.
 *
 * Nothing in a file makes it throw or stop: behind a fault it looks for the next record, and a file without any is told in one fault.
 */
import { checkRecord } from './check.ts';
import { damage, notice, type Finding, type Found } from './faults.ts';
import { Flow } from './flow.ts';
import { beginsAsWarc, isOtherArchive, whyNotWarc } from './kind.ts';
import { memberAt, type Member } from './members.ts';
import { parseRecords, type Limits, type Parsed } from './parse.ts';
import type { Place } from './record.ts';
import { beginsRecord, isMember, nextMember, nextRecord } from './search.ts';
import { inPieces, piecesFrom, stretchOf, type ByteSource } from './source.ts';

export interface ReadOptions {
  /** Bytes of the largest block that is held in memory, 256 MiB where not said; a larger record is told and passed over. */
  readonly maxBlockBytes?: number;
}

const MAX_BLOCK_BYTES = 256 << 20;

/** So many stretches without a record are kept back, at most, until it's known whether the file holds one. */
const MOST_KEPT_BACK = 1000;

/**
 * Reads a WARC file, compressed or not, in a bounded memory.
 * @throws only what the source throws
 */
export async function* readWarc(source: ByteSource, { maxBlockBytes = MAX_BLOCK_BYTES }: ReadOptions = {}): AsyncGenerator<Found, void> {
  const bytes = inPieces(source);
  let keptBack: Found[] | undefined = [];
  for await (const found of stretches(bytes, { block: maxBlockBytes, search: Infinity })) {
    keptBack?.push(found);
    if (keptBack !== undefined && found.record === undefined && keptBack.length < MOST_KEPT_BACK) continue;
    yield* keptBack ?? [found];
    keptBack = undefined;
  }
  if (keptBack === undefined) return;
  const isWarc = keptBack.length > 0 && (await beginsAsWarc(bytes));
  yield* isWarc ? keptBack : [foundAt({ offset: 0, length: source.size }, { findings: [damage(await whyNotWarc(bytes))] })];
}

async function* stretches(source: ByteSource, limits: Limits): AsyncGenerator<Found, void> {
  if (source.size === 0 || (await isOtherArchive(source))) return;
  const isSoundStart = (await isMember(source, 0)) || beginsRecord(Buffer.from(await source.read(0, 16)));
  const start = isSoundStart ? 0 : await nextRecord(source, 0);
  if (start > 0) yield await passedOver(source, 0, start);
  if (start === source.size) return;
  yield* (await isMember(source, start)) ? compressed(source, start, limits) : plain(source, start, limits);
}

async function* plain(source: ByteSource, start: number, limits: Limits): AsyncGenerator<Found, void> {
  for await (const parsed of parseRecords(new Flow(piecesFrom(source, start)), limits))
    yield foundAt({ offset: start + parsed.start, length: parsed.end - parsed.start }, parsed);
}

async function* compressed(source: ByteSource, start: number, { block }: Limits): AsyncGenerator<Found, void> {
  for (let at = start; at < source.size;) {
    if (await isMember(source, at)) at = yield* oneMember(source, at, { block, search: block * 4 });
    else {
      const next = await nextMember(source, at);
      yield await passedOver(source, at, next);
      at = next;
    }
  }
}

/** What a gzip member holds: one record by the standard (annex D). Returns where the next member begins, or should. */
async function* oneMember(source: ByteSource, offset: number, limits: Limits): AsyncGenerator<Found, number> {
  const member = memberAt(source, offset);
  let waiting: Parsed[] = [];
  let records = 0;
  try {
    for await (const parsed of parseRecords(new Flow(member.pieces), limits)) {
      if (parsed.record !== undefined) records += 1;
      // Of a member with one record the place is known at its end; one with many could be the whole file, and is not held.
      if (records > 1) yield* waiting.splice(0).map((each) => foundAt({ offset, length: member.consumed() }, each));
      waiting.push(records === 2 && parsed.record !== undefined ? withFinding(parsed, SHARED) : parsed);
    }
  } finally {
    await member.pieces.return();
  }
  const { next, finding } = await endOf(member, source, offset);
  if (waiting.length === 0)
    waiting = [{ start: 0, end: 0, isWhole: false, findings: finding === undefined ? [notice('the gzip member is empty')] : [] }];
  const bearer = Math.max(
    0,
    waiting.findLastIndex(({ record }) => record !== undefined),
  );
  const told = finding === undefined ? waiting : waiting.with(bearer, withFinding(waiting[bearer] as Parsed, finding));
  for (const each of told) yield foundAt({ offset, length: next - offset }, each);
  return next;
}

const SHARED = notice('this gzip member holds several records, which can only be read one after the other (WARC 1.1, annex D)');

async function endOf(member: Member, source: ByteSource, offset: number): Promise<{ next: number; finding?: Finding }> {
  const { length, fault } = member.end() ?? { length: 0 };
  const next = offset + length;
  if (member.end() !== undefined && fault === undefined) return { next };
  const finding = fault === undefined ? undefined : damage(fault);
  // Wrong bytes may have led beyond the member's end, or not to it: only another member right there makes it believable.
  const isBelievable = length > 0 && next < source.size && (await isMember(source, next));
  const resumed = isBelievable ? next : await nextMember(source, offset + 1);
  return finding === undefined ? { next: resumed } : { next: resumed, finding };
}

async function passedOver(source: ByteSource, from: number, to: number): Promise<Found> {
  const place = { offset: from, length: to - from };
  for await (const piece of piecesFrom(stretchOf(source, from, place.length), 0)) {
    const isBlank = /^[\0\s]*$/u.test(Buffer.from(piece).toString('latin1'));
    if (!isBlank) return foundAt(place, { findings: [damage(`${place.length} bytes are no record (WARC 1.1, 4)`)] });
  }
  return foundAt(place, { findings: [notice(`${place.length} bytes of zeros or empty lines stand where a record should (WARC 1.1, 4)`)] });
}

function foundAt(place: Place, { record, isWhole = false, findings }: Partial<Parsed> & Pick<Parsed, 'findings'>): Found {
  const all = record === undefined ? findings : [...findings, ...checkRecord(record, isWhole)];
  const faults = all.map((finding) => ({ ...finding, offset: place.offset }));
  return record === undefined ? { place, faults } : { place, record, faults };
}

function withFinding(parsed: Parsed, finding: Finding): Parsed {
  return { ...parsed, findings: [...parsed.findings, finding] };
}
