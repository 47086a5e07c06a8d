/** An HTTP message as a block of a record keeps it: head and body as they came over the wire (RFC 9112). */
import { notice, type Finding } from './faults.ts';
import type { Fields } from './record.ts';

export interface HttpMessage {
  readonly startLine: string;
  /** Of a response. */
  readonly status?: number;
  /** The words behind the status, `''` where there are none. */
  readonly reason?: string;
  /** In the order and the case of the wire; every byte a letter (Latin-1). */
  readonly headers: Fields;
  /** As received: with its chunk framing and its content encoding. */
  readonly body: Uint8Array;
}

/** What came behind the head, without its chunk framing; the content encoding stays. */
export interface Unchunked {
  readonly body: Uint8Array;
  /** Whether there was a framing to undo. */
  readonly wasChunked: boolean;
  readonly findings: readonly Finding[];
}

const STATUS_LINE = /^HTTP\/\d(?:\.\d)? +(\d{3})(?: (.*))?$/u;
/** Browsers' own requests are written down without a version. */
const REQUEST_LINE = /^[A-Z]+ \S.*$/u;

/** Head and body of a block; undefined where it begins as no HTTP message does. A head without an empty line is all head. */
export function splitHttp(block: Uint8Array): HttpMessage | undefined {
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.length);
  const [headEnd, bodyStart] = emptyLine(bytes);
  const [startLine = '', ...lines] = bytes.toString('latin1', 0, headEnd).trimEnd().split(/\r*\n/u);
  const status = STATUS_LINE.exec(startLine);
  if (status === null && !REQUEST_LINE.test(startLine)) return undefined;
  const message = { startLine, headers: headersIn(lines), body: block.subarray(bodyStart) };
  return status === null ? message : { ...message, status: Number(status[1]), reason: status[2] ?? '' };
}

/** A head is small; what looks like one farther down is text. */
const LONGEST_HEAD = 65_536;

/** The head of a block as it stands, every byte a letter (Latin-1), without the empty line behind it. */
export function headText(block: Uint8Array): string {
  const start = Buffer.from(block.buffer, block.byteOffset, Math.min(block.length, LONGEST_HEAD));
  const end = start.indexOf('\r\n\r\n');
  return start.toString('latin1', 0, end < 0 ? start.length : end);
}

/**
 * Undoes `Transfer-Encoding: chunked`, as far as the chunks go (RFC 9112, 7.1).
 * A body that is not chunked although its header says so is taken as it is: some writers undo the framing and keep the header.
 */
export function unchunked(message: Pick<HttpMessage, 'headers' | 'body'>): Unchunked {
  const isChunked = message.headers.some(([name, value]) => name.toLowerCase() === 'transfer-encoding' && /\bchunked\b/iu.test(value));
  const asItIs = { body: message.body, wasChunked: false };
  if (!isChunked || message.body.length === 0) return { ...asItIs, findings: [] };
  const { parts, fault } = chunksOf(message.body);
  if (parts === undefined) return { ...asItIs, findings: [notice('the HTTP body is not chunked, although its header says so')] };
  return { body: Buffer.concat(parts), wasChunked: true, findings: fault === undefined ? [] : [notice(fault)] };
}

function chunksOf(body: Uint8Array): { readonly parts?: readonly Uint8Array[]; readonly fault?: string } {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.length);
  const parts: Uint8Array[] = [];
  for (let at = 0; ;) {
    const lineEnd = bytes.indexOf('\n', at);
    const size = sizeIn(bytes.toString('latin1', at, lineEnd < 0 ? Math.min(bytes.length, at + 100) : lineEnd));
    if (size === undefined || lineEnd < 0) {
      if (parts.length === 0) return {};
      return { parts, fault: `the HTTP body's chunks ${at >= bytes.length ? 'stop without a last one' : `are broken at byte ${at}`}` };
    }
    if (size === 0) return { parts };
    const [start, end] = [lineEnd + 1, lineEnd + 1 + size];
    parts.push(bytes.subarray(start, end));
    if (end > bytes.length) return { parts, fault: `an HTTP chunk of ${size} bytes has only ${bytes.length - start}` };
    at = end + (bytes[end] === 0x0d ? 2 : bytes[end] === 0x0a ? 1 : 0);
  }
}

function sizeIn(line: string): number | undefined {
  const [, hex] = /^\s*([0-9a-f]{1,12})\s*(?:;.*)?$/iu.exec(line.trimEnd()) ?? [];
  return hex === undefined ? undefined : parseInt(hex, 16);
}

function headersIn(lines: readonly string[]): Fields {
  const headers: [string, string][] = [];
  for (const line of lines) {
    const last = headers.at(-1);
    const colon = line.indexOf(':');
    if (/^[ \t]/u.test(line) && last !== undefined) last[1] = `${last[1]} ${line.trim()}`;
    else if (colon > 0) headers.push([line.slice(0, colon).trimEnd(), line.slice(colon + 1).trim()]);
  }
  return headers;
}

function emptyLine(bytes: Buffer): [headEnd: number, bodyStart: number] {
  const lineEnds = ['\n\r\n', '\n\n', '\n\r\r\n'].map((end) => ({ at: bytes.indexOf(end), end })).filter(({ at }) => at >= 0);
  const first = lineEnds.toSorted((one, other) => one.at - other.at)[0];
  if (first !== undefined) return [first.at, first.at + first.end.length];
  // A head alone, as wget keeps it of a revisit, may end in its last line.
  return [bytes.toString('latin1').trimEnd().length, bytes.length];
}
