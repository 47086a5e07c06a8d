/** Taking in one answer: its head as it was sent, its body up to the cap, and whether it came to its end. */
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { Exchange } from '../article/page.ts';
import type { Trouble } from './failure.ts';

/** An answer, and in one sentence why its body did not come whole. */
export interface Received {
  readonly exchange: Exchange;
  readonly truncated?: string;
}

/** What came of one request: an answer, whatever its status, or why there is none. */
export type Answer = Received | { readonly trouble: Trouble; readonly at: string };

export interface Limits {
  readonly maxWireBytes: number;
  readonly bodyTimeoutMs: number;
}

/** The exchange, when the body is in, or has broken off, or has been broken off by us. */
export async function receive(
  begun: { url: URL; at: string; request: ClientRequest | undefined },
  answer: IncomingMessage,
  body: Readable,
  limits: Limits,
): Promise<Received> {
  const { url, at, request } = begun;
  const ip = answer.socket.remoteAddress;
  const { bytes, truncated, brokenOff } = await takeBody(body, answer, limits);
  const exchange: Exchange = {
    url: url.href,
    at,
    ...(ip === undefined ? {} : { ip }),
    requestHead: headOf(request),
    httpVersion: answer.httpVersion,
    status: answer.statusCode ?? 0,
    statusText: answer.statusMessage ?? '',
    headers: pairs(answer.rawHeaders),
    bytes,
    ...(brokenOff === undefined ? {} : { brokenOff }),
  };
  return { exchange, ...(truncated === undefined ? {} : { truncated }) };
}

type Taken = Pick<Exchange, 'bytes' | 'brokenOff'> & Pick<Received, 'truncated'>;
type BrokenOff = readonly [why: string, as: NonNullable<Exchange['brokenOff']>];

function takeBody(body: Readable, answer: IncomingMessage, { maxWireBytes, bodyTimeoutMs }: Limits): Promise<Taken> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const finish = (broken?: BrokenOff): void => {
      clearTimeout(timer);
      if (broken !== undefined) body.destroy();
      resolve({ bytes: Buffer.concat(chunks), ...(broken === undefined ? {} : { truncated: broken[0], brokenOff: broken[1] }) });
    };
    const timer = setTimeout(
      () => finish([`the body was still coming after ${bodyTimeoutMs / 1000} seconds, and was broken off at ${length} bytes`, 'time']),
      bodyTimeoutMs,
    );
    body.on('data', (chunk: Buffer) => {
      const taken = chunk.subarray(0, maxWireBytes - length);
      length += taken.length;
      chunks.push(taken);
      if (taken.length < chunk.length) finish([`the body is longer than ${maxWireBytes} bytes, and was broken off there`, 'length']);
    });
    body.once('end', () => (answer.complete ? finish() : finish(breakOf(length, answer))));
    // Destroyed by somebody else, for instance because the crawl was cut off, it is only closed.
    for (const event of ['error', 'close']) body.once(event, () => finish(breakOf(length, answer)));
  });
}

function breakOf(length: number, answer: IncomingMessage): BrokenOff {
  const promised = answer.headers['content-length'];
  return [`the connection broke off after ${length} of ${promised ?? 'an unknown number of'} bytes`, 'disconnect'];
}

// `_header` is Node's own record of what it wrote; it is private, so there is a second way to nearly the same.
function headOf(request: ClientRequest | undefined): string {
  const written: unknown = request === undefined ? undefined : Reflect.get(request, '_header');
  if (typeof written === 'string' || request === undefined) return String(written ?? '');
  const lines = request.getRawHeaderNames().map((name) => `${name}: ${String(request.getHeader(name))}`);
  return [`${request.method} ${request.path} HTTP/1.1`, ...lines, '', ''].join('\r\n');
}

function pairs(raw: readonly string[]): [string, string][] {
  return Array.from({ length: Math.floor(raw.length / 2) }, (_, index) => [raw[2 * index] ?? '', raw[2 * index + 1] ?? '']);
}
