/** A record as bytes, and as a gzip member of its own (WARC 1.1, section 4 and annex D). */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { WarcRecord } from './record.ts';

const compress = promisify(gzip);

/** A value on one line: what would end the line is no part of any field of ours. */
function line([name, value]: readonly [string, string]): string {
  return `${name}: ${value.replace(/[\r\n]+/gu, ' ')}\r\n`;
}

export function encodeRecord({ version, fields, block }: WarcRecord): Buffer {
  const head = `WARC/${version}\r\n${fields.map(line).join('')}\r\n`;
  return Buffer.concat([Buffer.from(head, 'utf8'), block, Buffer.from('\r\n\r\n')]);
}

/** One gzip member that holds one record, so that it can be read without what stands before it. */
export async function encodeMember(record: WarcRecord): Promise<Buffer> {
  return await compress(encodeRecord(record));
}
