/** Bytes to records: header, block by its Content-Length, two line ends; and on to the next record where that fails. */
import { digestAgrees } from './digest.ts';
import { damage, notice, type Finding } from './faults.ts';
import type { Flow } from './flow.ts';
import { peekHead, type Head } from './head.ts';
import { fieldOf, type WarcRecord } from './record.ts';
import { beginsRecord, recordBehind, recordWithin } from './search.ts';

const WINDOW_BYTES = 1 << 16;
const OVERLAP_BYTES = 16;

/** In bytes. */
export interface Limits {
  /** The largest block that is held in memory. */
  readonly block: number;
  /** How far the next record is looked for before the flow is given up. */
  readonly search: number;
}

/** A stretch of the flow: a record, or bytes that are none. Offsets are those of the flow. */
export interface Parsed {
  readonly start: number;
  readonly end: number;
  readonly record?: WarcRecord;
  /** Whether the block is all there, so that its digests mean something. */
  readonly isWhole: boolean;
  readonly findings: readonly Finding[];
}

/** All records of a flow, and what stands between them. Ends with the flow, or where the search limit is reached. */
export async function* parseRecords(flow: Flow, limits: Limits): AsyncGenerator<Parsed, void> {
  while (!(await flow.isAtEnd())) {
    const isRecord = beginsRecord(await flow.peek(OVERLAP_BYTES));
    const { isGivenUp, ...parsed } = isRecord ? await parseRecord(flow, limits) : await passOver(flow, limits);
    yield parsed;
    if (isGivenUp) return;
  }
}

type Step = Parsed & { readonly isGivenUp: boolean };

async function passOver(flow: Flow, limits: Limits): Promise<Step> {
  const start = flow.position;
  const { isBlank, isGivenUp } = await toNextRecord(flow, limits.search, recordBehind);
  const count = flow.position - start;
  const finding = isBlank
    ? notice(`${count} bytes of zeros or empty lines stand where a record should (WARC 1.1, 4)`)
    : damage(`${count} bytes are no record (WARC 1.1, 4)`);
  return { start, end: flow.position, isWhole: false, findings: [finding, ...givenUp(isGivenUp, limits)], isGivenUp };
}

async function parseRecord(flow: Flow, limits: Limits): Promise<Step> {
  const start = flow.position;
  const head = await peekHead(flow);
  flow.drop(head.length);
  if ('broken' in head) return without(flow, start, [damage(head.broken)], limits);
  const length = blockLength(head);
  if (length === undefined) return without(flow, start, head.findings, limits, head);
  if (length <= limits.block) return { ...(await withBlock(flow, start, head, length)), isGivenUp: false };
  const tooLarge = damage(`the block has ${length} bytes, more than the ${limits.block} that are read; it was passed over`);
  return without(flow, start, [...head.findings, tooLarge], limits);
}

/** A record whose block can't be told from what follows: without it, up to the next record. */
async function without(flow: Flow, start: number, findings: readonly Finding[], limits: Limits, head?: Head): Promise<Step> {
  const { isGivenUp } = await toNextRecord(flow, limits.search, recordWithin);
  const parsed = { start, end: flow.position, isWhole: false, isGivenUp, findings: [...findings, ...givenUp(isGivenUp, limits)] };
  return head === undefined ? parsed : { ...parsed, record: { version: head.version, fields: head.fields, block: new Uint8Array() } };
}

async function withBlock(flow: Flow, start: number, head: Head, length: number): Promise<Parsed> {
  const bytes = await flow.peek(length);
  const ending = bytes.length < length ? undefined : await endingBehind(flow, length);
  const isWhole = ending !== undefined && (ending.isSound || hasRightDigest(head, bytes));
  const within = isWhole ? -1 : recordWithin(bytes);
  const block = new Uint8Array(within < 0 ? bytes : bytes.subarray(0, within)); // A copy: a view would hold its whole piece in memory.
  flow.drop(block.length + (isWhole ? ending.length : 0));
  const findings = [...head.findings, ...(isWhole ? ending.findings : [badEnd(length, bytes, within)])];
  return { start, end: flow.position, record: { version: head.version, fields: head.fields, block }, isWhole, findings };
}

function badEnd(length: number, bytes: Buffer, within: number): Finding {
  if (within >= 0) return damage(`the next record begins ${within} bytes into a block that should have ${length} (WARC 1.1, 5.3)`);
  if (bytes.length < length) return damage(`the record breaks off after ${bytes.length} of ${length} bytes of its block (WARC 1.1, 5.3)`);
  return damage('no record and no end follows the block: its Content-Length is wrong, or it was changed (WARC 1.1, 5.3)');
}

interface Ending {
  readonly length: number;
  /** Whether the end of the flow or another record follows, so that the length of the block is believable. */
  readonly isSound: boolean;
  readonly findings: readonly Finding[];
}

async function endingBehind(flow: Flow, length: number): Promise<Ending> {
  const behind = (await flow.peek(length + 1024)).subarray(length);
  const lineEnds = /^[\r\n]*/u.exec(behind.toString('latin1'))?.[0] ?? '';
  const rest = behind.subarray(lineEnds.length);
  const isRight = lineEnds === '\r\n\r\n';
  const isSound = isRight || rest.length === 0 || beginsRecord(rest);
  const wrong = notice('the record does not end in two line ends, CR LF CR LF (WARC 1.1, 4)');
  return { length: lineEnds.length, isSound, findings: isRight ? [] : [wrong] };
}

type Search = (bytes: Buffer) => number;

async function toNextRecord(flow: Flow, most: number, search: Search): Promise<{ readonly isBlank: boolean; readonly isGivenUp: boolean }> {
  let isBlank = true;
  for (const start = flow.position; flow.position - start <= most;) {
    const window = await flow.peek(WINDOW_BYTES);
    const found = search(window);
    const isLast = window.length < WINDOW_BYTES;
    const passed = found >= 0 ? found : isLast ? window.length : window.length - OVERLAP_BYTES;
    isBlank &&= /^[\0\s]*$/u.test(window.toString('latin1', 0, passed));
    flow.drop(passed);
    if (found >= 0 || isLast) return { isBlank, isGivenUp: false };
  }
  return { isBlank, isGivenUp: true };
}

function givenUp(isGivenUp: boolean, limits: Limits): Finding[] {
  return isGivenUp ? [damage(`no record follows within ${limits.search} bytes; the rest of the gzip member was not read`)] : [];
}

function blockLength(head: Head): number | undefined {
  const value = fieldOf(head, 'Content-Length') ?? '';
  return /^\d{1,15}$/u.test(value) ? Number(value) : undefined;
}

function hasRightDigest(head: Head, block: Uint8Array): boolean {
  const digest = fieldOf(head, 'WARC-Block-Digest');
  return digest !== undefined && digestAgrees(digest, block) === 'right';
}
