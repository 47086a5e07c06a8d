/** The header of a record: its version line and its named fields (WARC 1.1, section 4). */
import { damage, notice, type Finding } from './faults.ts';
import type { Flow } from './flow.ts';
import type { Fields } from './record.ts';
import { recordWithin } from './search.ts';

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The longest header that is read: real ones have one or two KiB, cookies and all. */
const MOST_BYTES = 1 << 20;

export interface Head {
  readonly version: string;
  readonly fields: Fields;
  readonly findings: readonly Finding[];
  /** Bytes, its empty line included. */
  readonly length: number;
}

/** A header that doesn't come to its end: why, and how many bytes it has until then. */
export interface BrokenHead {
  readonly broken: string;
  readonly length: number;
}

/** Looks at the header that begins here; nothing is taken. */
export async function peekHead(flow: Flow): Promise<Head | BrokenHead> {
  for (let wanted = 1 << 12; ; wanted *= 4) {
    const bytes = await flow.peek(wanted);
    const end = endOfHead(bytes);
    const within = recordWithin(bytes.subarray(0, end ?? bytes.length));
    if (within >= 0) return { broken: 'the header of a record breaks off where the next record begins', length: within };
    if (end !== undefined) return parseHead(bytes.subarray(0, end));
    if (bytes.length < wanted) return { broken: 'the header of a record breaks off', length: bytes.length };
    if (wanted > MOST_BYTES) return { broken: `the header of a record has more than ${MOST_BYTES} bytes`, length: 1 };
  }
}

function endOfHead(bytes: Buffer): number | undefined {
  const empty = /\n\r*\n/u.exec(bytes.toString('latin1'));
  return empty === null ? undefined : empty.index + empty[0].length;
}

function parseHead(bytes: Buffer): Head {
  const [text, isUtf8] = decoded(bytes);
  const [first = '', ...lines] = text.replace(/\r*\n\r*\n$/u, '').split(/\r*\n/u);
  const fields: [string, string][] = [];
  const findings: Finding[] = [];
  if (!isUtf8) findings.push(notice('the header is not UTF-8 and was read as Latin-1 (WARC 1.1, 4)'));
  if (/(?<!\r)\n|\r\r\n/u.test(text)) findings.push(notice('lines of the header do not end in CR LF (WARC 1.1, 4)'));
  for (const line of lines) findings.push(...readLine(line, fields));
  return { version: first.slice('WARC/'.length), fields, findings, length: bytes.length };
}

// Encoded words (RFC 2047) are left as they stand: no writer known to us uses them, and undoing them would change what is kept.
function readLine(line: string, fields: [string, string][]): Finding[] {
  const last = fields.at(-1);
  if (/^[ \t]/u.test(line) && last !== undefined) {
    last[1] = `${last[1]} ${line.trim()}`.trim();
    return [];
  }
  const colon = line.indexOf(':');
  if (colon < 1) return [damage(`the header has a line that is no field: ${JSON.stringify(line.slice(0, 60))} (WARC 1.1, 4)`)];
  const name = line.slice(0, colon);
  fields.push([name.trim(), line.slice(colon + 1).trim()]);
  return /^[!#$%&'*+.^_`|~\w-]+$/u.test(name) ? [] : [notice(`${JSON.stringify(name.slice(0, 60))} is no name of a field (WARC 1.1, 4)`)];
}

function decoded(bytes: Buffer): [text: string, isUtf8: boolean] {
  try {
    return [UTF8.decode(bytes), true];
  } catch {
    return [bytes.toString('latin1'), false]; // Every byte is a letter there, so nothing is lost.
  }
}
