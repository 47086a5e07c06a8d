/** A record of another writer, as it goes into a file of ours: the same record, under its own name and date. */
import { inBrackets } from './values.ts';
import type { WarcRecord } from './record.ts';

const URIS = /^WARC-(?:Target-URI|Refers-To-Target-URI|Profile)$/iu;

/** Angle brackets around addresses are taken off (they are against the standard), and the file that it names is ours. */
export function copiedRecord({ version, fields, block }: WarcRecord, warcinfo: string): WarcRecord {
  const kept = fields.filter(([name]) => !/^WARC-Warcinfo-ID$/iu.test(name));
  const plain = kept.map(([name, value]) => [name, URIS.test(name) ? (inBrackets(value) ?? value) : value] as const);
  return { version, fields: [...plain, ['WARC-Warcinfo-ID', `<${warcinfo}>`]], block };
}
