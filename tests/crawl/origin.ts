/** A newsroom's server on loopback, and the options to ask it with. */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Page, Visit } from '../../src/article/page.ts';
import { systemClock } from '../../src/crawl/clock.ts';
import { fetchPages, type Fetched, type FetchFailure, type FetchOptions } from '../../src/crawl/fetch.ts';

export interface Asked {
  readonly path: string;
  readonly host: string;
  /** The origin's own clock, in milliseconds. */
  readonly began: number;
  ended: number;
  /** As received: name, value, name, value. */
  readonly rawHeaders: readonly string[];
}

export interface Origin {
  readonly url: string;
  readonly port: number;
  readonly asked: Asked[];
  readonly sockets: Set<Socket>;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Starts a server that answers each path as the table says, and anything else with 404. */
export async function origin(answers: Readonly<Record<string, Answer>> | Answer): Promise<Origin> {
  const asked: Asked[] = [];
  const sockets = new Set<Socket>();
  const listener: RequestListener = (request, response) => {
    const { url: path = '', rawHeaders } = request;
    const entry: Asked = { path, host: request.headers.host ?? '', began: performance.now(), ended: 0, rawHeaders };
    asked.push(entry);
    response.on('finish', () => (entry.ended = performance.now()));
    const answer = typeof answers === 'function' ? answers : answers[path];
    if (answer === undefined) response.writeHead(404).end('no such page');
    else answer(request, response);
  };
  const server = createServer(listener);
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  // The type of `address()` covers pipes too; this is a port.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, asked, sockets };
}

export const html: Answer = (_request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end('<p>Giá vàng tăng.</p>');
};

export function redirect(location: string, status = 302): Answer {
  return (_request, response) => {
    response.writeHead(status, { Location: location }).end(`moved to ${location}`);
  };
}

export function visit(url: string, more: Partial<Visit> = {}): Visit {
  return { url: new URL(url), delayMs: 0, allowPrivate: true, ...more };
}

export const USER_AGENT = 'baoluu/0.1 (+https://example.org/baoluu)';

export function options(more: Partial<FetchOptions> = {}): FetchOptions {
  return {
    userAgent: USER_AGENT,
    maxWireBytes: 20_000_000,
    maxBodyBytes: 20_000_000,
    connectTimeoutMs: 10_000,
    responseTimeoutMs: 30_000,
    bodyTimeoutMs: 30_000,
    maxRedirects: 10,
    allowPrivate: false,
    resolve: [],
    concurrency: 4,
    clock: systemClock(() => new Date()),
    log: () => undefined,
    ...more,
  };
}

/** What came of each visit, in the order in which it came. */
export async function fetchAll(visits: readonly Visit[], more: Partial<FetchOptions> = {}): Promise<Fetched[]> {
  const all: Fetched[] = [];
  await fetchPages(visits, options(more), async (_visit, fetched) => {
    all.push(fetched);
  });
  return all;
}

export async function pageOf(url: string, more: Partial<FetchOptions> = {}): Promise<Page> {
  const [fetched] = await fetchAll([visit(url)], more);
  if (fetched === undefined || !('page' in fetched)) throw new Error(`no page came of ${url}: ${fetched?.failure.message}`);
  return fetched.page;
}

export async function failureOf(url: string, more: Partial<FetchOptions> = {}, asVisit: Partial<Visit> = {}): Promise<FetchFailure> {
  const [fetched] = await fetchAll([visit(url, asVisit)], more);
  if (fetched === undefined || !('failure' in fetched)) throw new Error(`a page came of ${url}`);
  return fetched.failure;
}

export function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}
