/**
 * One record of a WARC file, version 1.0 or 1.1 (ISO 28500:2017): named fields, and a block of bytes.
 *
 * https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/
 */

/** The record types of the standard. A reader meets others, too, and passes over them. */
export type RecordType = 'warcinfo' | 'request' | 'response' | 'revisit' | 'metadata' | 'resource' | 'conversion' | 'continuation';

/** Fields in the order of the file, names as written; a name may stand several times. */
export type Fields = readonly (readonly [name: string, value: string])[];

export interface WarcRecord {
  /** `1.0` or `1.1`. */
  readonly version: string;
  readonly fields: Fields;
  readonly block: Uint8Array;
}

/** Where a record stands in its file: for a gzip file, where its member does. In bytes. */
export interface Place {
  readonly offset: number;
  readonly length: number;
}

/** What a revisit says of itself by its `WARC-Profile`. */
export const PROFILE = {
  identical: 'http://netpreserve.org/warc/1.1/revisit/identical-payload-digest',
  notModified: 'http://netpreserve.org/warc/1.1/revisit/server-not-modified',
} as const;

/** The value of a named field, or undefined; the first where it is repeated. Names have no case. */
export function fieldOf({ fields }: Pick<WarcRecord, 'fields'>, name: string): string | undefined {
  return fields.find(([field]) => field.toLowerCase() === name.toLowerCase())?.[1];
}

/** A record's own name without the angle brackets around it: `urn:uuid:…`; `''` where it has none. */
export function idOf(record: Pick<WarcRecord, 'fields'>): string {
  return fieldOf(record, 'WARC-Record-ID')?.replace(/^<(.*)>$/u, '$1') ?? '';
}

export function typeOf(record: Pick<WarcRecord, 'fields'>): string {
  return fieldOf(record, 'WARC-Type')?.toLowerCase() ?? '';
}

/** The address that a record is about, without the `<…>` that GNU wget puts around it against the standard. */
export function targetOf(record: Pick<WarcRecord, 'fields'>): string | undefined {
  return fieldOf(record, 'WARC-Target-URI')?.replace(/^<(.*)>$/u, '$1');
}
