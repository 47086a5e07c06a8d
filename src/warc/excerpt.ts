/** Some pages out of a WARC file, each with the records that belong to it: its request, its reading, the redirects that led to it. */
import { entryOf, type CdxEntry } from './cdxj.ts';
import { instantOf } from './exchangeOf.ts';
import { stretchesAround } from './neighbours.ts';
import { readWarc } from './readWarc.ts';
import { fieldOf, typeOf, type Place, type WarcRecord } from './record.ts';
import { stretchOf, type ByteSource } from './source.ts';
import { inBrackets } from './values.ts';

/** A page's record as an archive names it. */
export interface WantedRecord {
  /** `urn:uuid:…` */
  readonly record: string;
  readonly offset: number;
}

/** A record to be copied. */
export interface Piece {
  /** Its own name, `urn:uuid:…`. */
  readonly id: string;
  /** UTC with milliseconds. */
  readonly at: string;
  readonly place: Place;
  /** What an index says of it, where it holds a page. */
  readonly entry?: CdxEntry;
}

export interface Excerpt {
  /** In the order of the file. */
  readonly pieces: readonly Piece[];
  /** What was wanted and is not to be had, and why, in a clause. */
  readonly lost: readonly { readonly wanted: WantedRecord; readonly reason: string }[];
}

/** What is remembered of a record that was passed. */
interface Passed extends Piece {
  readonly type: string;
  readonly isRedirect: boolean;
  /** The records that it names as those that it belongs to. */
  readonly about: readonly string[];
  readonly warcinfo: string | undefined;
  readonly damage: string | undefined;
}

/**
 * Finds the wanted pages and their companions in a file.
 * @param filename as an index is to name it
 * @param index the file's CDXJ; without it, and where it doesn't lead to all of them, the file is read from end to end
 * @throws only what the source throws
 */
export async function excerptOf(source: ByteSource, filename: string, wanted: readonly WantedRecord[], index?: string): Promise<Excerpt> {
  const offsets = wanted.map(({ offset }) => offset);
  const stretches = index === undefined ? undefined : stretchesAround(index, offsets);
  const found = stretches === undefined ? undefined : await excerptIn(source, stretches, filename, wanted);
  const isAll = found !== undefined && found.lost.length === 0;
  return isAll ? found : await excerptIn(source, [{ offset: 0, length: source.size }], filename, wanted);
}

async function excerptIn(
  source: ByteSource,
  stretches: readonly Place[],
  filename: string,
  wanted: readonly WantedRecord[],
): Promise<Excerpt> {
  const passed: Passed[] = [];
  for (const { offset, length } of stretches)
    for await (const { record, place, faults } of readWarc(stretchOf(source, offset, length))) {
      const damage = faults.find(({ severity }) => severity === 'damage')?.reason;
      const there = { offset: offset + place.offset, length: place.length };
      if (record !== undefined) passed.push(passedOf(record, there, filename, damage));
    }
  const places = byOffset(passed);
  const lost = wanted.flatMap((each) => lossOf(each, places.get(each.offset) ?? []) ?? []);
  const names = new Set(wanted.map(({ record }) => record));
  return { pieces: chosenOf(passed, names).map(pieceOf), lost };
}

function passedOf(record: WarcRecord, place: Place, filename: string, damage: string | undefined): Passed {
  const entry = entryOf(record, place, filename);
  const type = typeOf(record);
  const about = [...namesIn(record, 'WARC-Concurrent-To'), ...(type === 'metadata' ? namesIn(record, 'WARC-Refers-To') : [])];
  return {
    id: namesIn(record, 'WARC-Record-ID')[0] ?? '',
    at: instantOf(fieldOf(record, 'WARC-Date') ?? ''),
    place,
    ...(entry === undefined ? {} : { entry }),
    type,
    isRedirect: type === 'response' && /^3\d\d$/u.test(entry?.status ?? ''),
    about,
    warcinfo: namesIn(record, 'WARC-Warcinfo-ID')[0],
    damage,
  };
}

/** The values of a field that names records. */
function namesIn({ fields }: WarcRecord, name: string): string[] {
  return fields.flatMap(([field, value]) => (field.toLowerCase() === name.toLowerCase() ? [inBrackets(value.trim()) ?? value.trim()] : []));
}

/** The records that begin at each place; more than one where they share a gzip member. */
function byOffset(passed: readonly Passed[]): Map<number, Passed[]> {
  const places = new Map<number, Passed[]>();
  for (const each of passed) {
    const there = places.get(each.place.offset);
    if (there === undefined) places.set(each.place.offset, [each]);
    else there.push(each);
  }
  return places;
}

/** @param there the records that begin where the wanted one should */
function lossOf(wanted: WantedRecord, there: readonly Passed[]): Excerpt['lost'][number] | undefined {
  const found = there.find(({ id }) => id === wanted.record);
  if (there.length > 1) return { wanted, reason: 'its gzip member holds several records, which can’t be copied one by one' };
  const reason = found === undefined ? 'the record that article.json names is not there' : found.damage;
  return reason === undefined ? undefined : { wanted, reason };
}

/** The wanted records and what belongs to them; a companion that is damaged stays behind. */
function chosenOf(passed: readonly Passed[], names: ReadonlySet<string>): Passed[] {
  const pages = passed.flatMap(({ id }, index) => (names.has(id) ? [id, ...redirectsBefore(passed, index)] : []));
  const pageNames = new Set(pages);
  const companions = passed.filter(({ id, about }) => pageNames.has(id) || about.some((name) => pageNames.has(name)));
  const infos = new Set(companions.map(({ warcinfo }) => warcinfo));
  const chosen = new Set([...companions, ...passed.filter(({ type, id }) => type === 'warcinfo' && infos.has(id))]);
  return passed.filter((each) => chosen.has(each) && each.damage === undefined);
}

/** The redirects that stand right before a page with their requests: one visit is written in one go. */
function redirectsBefore(passed: readonly Passed[], page: number): string[] {
  const found: string[] = [];
  for (let at = page - 1; at >= 0; at -= 1) {
    const { type, isRedirect, id } = passed[at] as Passed; // Within the array.
    if (isRedirect) found.push(id);
    else if (type !== 'request') break;
  }
  return found;
}

function pieceOf({ id, at, place, entry }: Passed): Piece {
  return { id, at, place, ...(entry === undefined ? {} : { entry }) };
}
