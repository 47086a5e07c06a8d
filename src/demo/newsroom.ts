/**
 * The newsroom: a web server on this machine's loopback address that plays a script under the outlets' own host
 * names. Whoever asks must be told to look for those hosts here; `resolveEntries` says how.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import { gzipSync } from 'node:zlib';
import { answerFrom, firstAddresses, OUTLET_HOSTS, type Answer } from './answer.ts';
import { threeDays, type Script } from './script.ts';

const LOOPBACK = '127.0.0.1';

export interface Newsroom {
  readonly port: number;
  /** Every request, in the order of arrival. */
  readonly requests: readonly LoggedRequest[];
  /** Turns to a day of the script, counted from 1. It begins with day 1. */
  setDay(day: number): void;
  /** The addresses at which the articles published so far were first to be found. */
  urls(): string[];
  resolveEntries(): ResolveEntry[];
  /** Answers a path of any host otherwise than the script does: a saved page, a sitemap, a trouble. */
  serve(host: string, path: string, answer: Answer | Handler): void;
  close(): Promise<void>;
}

/** A request as the origin saw it; `at` is milliseconds of the origin's own clock, which never goes back. */
interface LoggedRequest {
  readonly at: number;
  readonly method: string;
  readonly host: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** Where a host name is to be looked for. */
interface ResolveEntry {
  readonly host: string;
  readonly port: number;
  readonly address: string;
}

/** Takes a request into its own hands: to be slow, to break off, to drop the connection. */
type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** What the newsroom remembers while it is open. */
interface Desk {
  readonly script: Script;
  day: number;
  readonly requests: LoggedRequest[];
  /** By host and path. */
  readonly routes: Map<string, Answer | Handler>;
  readonly visits: Map<string, number>;
}

export async function openNewsroom(script: Script = threeDays): Promise<Newsroom> {
  const desk: Desk = { script, day: 1, requests: [], routes: new Map(), visits: new Map() };
  const server = createServer((request, response) => {
    respond(desk, request, response).catch((error: unknown) => fail(request, response, error));
  });
  server.listen(0, LOOPBACK);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // Not a string: that is for pipes.
  return {
    port,
    requests: desk.requests,
    setDay: (day) => turnTo(desk, day),
    urls: () => firstAddresses(script, desk.day).map(({ host, path }) => `http://${host}:${port}${path}`),
    resolveEntries: () => hostsOf(desk).map((host) => ({ host, port, address: LOOPBACK })),
    serve: (host, path, answer) => void desk.routes.set(addressOf(host, path), answer),
    close: () => close(server),
  };
}

async function respond(desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { host, path } = logged(desk, request);
  const plainPath = path.replace(/\?.*$/u, '');
  const route = desk.routes.get(addressOf(host, path)) ?? desk.routes.get(addressOf(host, plainPath));
  if (typeof route === 'function') return route(request, response);
  if (route !== undefined) return send(response, route);
  const visit = countVisit(desk, addressOf(host, plainPath));
  const answer = answerFrom(desk.script, { host, path: plainPath, day: desk.day, visit }) ?? strange(desk, host);
  return send(response, packed(request, tagged(request, answer)));
}

function logged(desk: Desk, request: IncomingMessage): LoggedRequest {
  const host = (request.headers.host ?? '').replace(/:\d+$/u, '').toLowerCase();
  const entry = { at: performance.now(), method: request.method ?? '', host, path: request.url ?? '', headers: request.headers };
  desk.requests.push(entry);
  return entry;
}

function countVisit(desk: Desk, address: string): number {
  const visit = (desk.visits.get(address) ?? 0) + 1;
  desk.visits.set(address, visit);
  return visit;
}

// What fails here is a handler or a script that a test brought along; the test should be able to read why.
function fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (response.headersSent) response.destroy();
  else send(response, plain(500, `The answer to ${request.url} failed: ${String(error)}`));
}

function strange(desk: Desk, host: string): Answer {
  if (hostsOf(desk).includes(host)) return plain(404, 'Nothing is served under this path.');
  return plain(421, `No outlet of this newsroom is called "${host}". It has: ${hostsOf(desk).join(', ')}.`);
}

function plain(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}

/** The answer with its ETag, or 304 where the asker has that page already. */
function tagged(request: IncomingMessage, answer: Answer): Answer {
  if (answer.status !== 200) return answer;
  const hex = createHash('sha256')
    .update(answer.body ?? '')
    .digest('hex');
  // Weak, because the same page goes out with gzip and without.
  const headers = { ...answer.headers, etag: `W/"${hex.slice(0, 16)}"` };
  return request.headers['if-none-match'] === headers.etag ? { status: 304, headers } : { ...answer, headers };
}

function packed(request: IncomingMessage, answer: Answer): Answer {
  const headers = { ...answer.headers, vary: 'Accept-Encoding' };
  if (answer.body === undefined || !acceptsGzip(request)) return { ...answer, headers };
  return { ...answer, headers: { ...headers, 'content-encoding': 'gzip' }, body: gzipSync(answer.body) };
}

function acceptsGzip(request: IncomingMessage): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/iu.test(String(request.headers['accept-encoding'] ?? ''));
}

function send(response: ServerResponse, { status = 200, headers = {}, body }: Answer): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.end(body);
}

function turnTo(desk: Desk, day: number): void {
  const { length } = desk.script.dates;
  if (!Number.isInteger(day) || day < 1 || day > length) throw new RangeError(`The script has days 1 to ${length}, and no day ${day}.`);
  desk.day = day;
}

function hostsOf(desk: Desk): string[] {
  const served = [...desk.routes.keys()].map((address) => address.slice(0, address.indexOf('/')));
  return [...new Set([...OUTLET_HOSTS, ...served])];
}

function addressOf(host: string, path: string): string {
  return `${host.toLowerCase()}${path}`;
}

// A crawler keeps its connections open; a server that waited for them would never close.
async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
