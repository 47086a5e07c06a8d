/** One record of a file, by its place, as an index tells it. */
import { damage, type Found } from './faults.ts';
import { idOf } from './record.ts';
import { readWarc, type ReadOptions } from './readWarc.ts';
import { beginsRecord, isMember } from './search.ts';
import { inPieces, stretchOf, type ByteSource } from './source.ts';

/** Where a record begins, and how many bytes it has; CDX files of nine columns don't tell the length. */
export interface Locus {
  readonly offset: number;
  readonly length?: number;
}

/**
 * Reads the record at a place, and nothing of the file behind it. Where none begins there, a fault says so: a neighbour is never given instead.
 * @throws only what the source throws
 */
export async function readRecordAt(
  source: ByteSource,
  { offset, length = source.size - offset }: Locus,
  options: ReadOptions = {},
): Promise<Found> {
  const stretch = inPieces(stretchOf(source, offset, length));
  const isStart = (await isMember(stretch, 0)) || beginsRecord(Buffer.from(await stretch.read(0, 16)));
  if (isStart) for await (const found of readWarc(stretch, options)) return shifted(found, offset);
  return { place: { offset, length }, faults: [{ ...damage('no record begins here'), offset }] };
}

/**
 * The record of that name at a place. A gzip member that holds several records, against the standard, is read up to it.
 * @throws only what the source throws
 */
export async function readRecordNamed(source: ByteSource, locus: Locus, id: string, options: ReadOptions = {}): Promise<Found> {
  const first = await readRecordAt(source, locus, options);
  if (first.record === undefined || idOf(first.record) === id || !(await isMember(source, locus.offset))) return first;
  const stretch = stretchOf(source, locus.offset, locus.length ?? source.size - locus.offset);
  for await (const found of readWarc(stretch, options))
    if (found.record !== undefined && idOf(found.record) === id) return shifted(found, locus.offset);
  return first;
}

function shifted({ place, faults, ...rest }: Found, by: number): Found {
  return {
    ...rest,
    place: { ...place, offset: place.offset + by },
    faults: faults.map((fault) => ({ ...fault, offset: fault.offset + by })),
  };
}
