/**
 * A month in the newsroom: a web server on this machine's loopback address that plays a month's script under the
 * outlets' own host names, by a clock that is handed in.
 */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { Answer } from '../answer.ts';
import { answerAt, etagOf, type Kind } from './answer.ts';
import { minuteOf } from './calendar.ts';
import { robotsFile, rulesAt, standingOf, type RobotsStanding, type Told } from './robots.ts';
import type { MonthOutlet, MonthScript } from './script.ts';
import { HOSTS, outletAt } from './sites.ts';
import { troublesAt, type Trouble } from './troubles.ts';

const LOOPBACK = '127.0.0.1';

/** The time that the newsroom goes by; it never goes back. */
export interface Clock {
  now(): Date;
}

export interface Month {
  readonly port: number;
  /** Every request, in the order of arrival. */
  readonly requests: readonly MonthRequest[];
  /** Where each host is to be looked for: what `--resolve` and the crawl's pins take. */
  resolveEntries(): { readonly host: string; readonly port: number; readonly address: string }[];
  close(): Promise<void>;
}

/** A request as the origin saw it. */
export interface MonthRequest {
  /** The script's time, in milliseconds since 1970. */
  readonly at: number;
  /** Milliseconds of this machine's clock that never goes back. */
  readonly realMs: number;
  readonly host: string;
  /** With the query. */
  readonly path: string;
  readonly kind: Kind;
  /** Nought where the connection was closed without an answer. */
  readonly status: number;
  readonly robots: RobotsStanding;
  /** The least seconds between two requests that the last robots.txt asked for. */
  readonly crawlDelaySeconds?: number;
  /** It came before the time that an earlier `Retry-After` had named. */
  readonly isTooSoon: boolean;
}

/** What the newsroom remembers of a host while it is open. */
interface Desk {
  told?: Told;
  /** Until when whoever was answered 429 was asked to wait: milliseconds since 1970. */
  retryAt: number;
  readonly visits: Map<string, number>;
}

interface Play {
  readonly script: MonthScript;
  readonly clock: Clock;
  readonly requests: MonthRequest[];
  readonly desks: Readonly<Record<MonthOutlet, Desk>>;
}

/** A request that came in for one of the outlets. */
interface Incoming {
  readonly outlet: MonthOutlet;
  /** The host with its port, as it was asked for. */
  readonly origin: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly at: number;
  readonly minute: number;
}

/** An answer, or none: the connection is closed. */
type Outcome = { readonly kind: Kind; readonly answer?: Answer };

export async function openMonth({ script, clock }: { readonly script: MonthScript; readonly clock: Clock }): Promise<Month> {
  const desk = (): Desk => ({ retryAt: 0, visits: new Map() });
  const play: Play = { script, clock, requests: [], desks: { vietnamplus: desk(), vietnamnet: desk() } };
  const server = createServer((request, response) => respond(play, request, response));
  server.listen(0, LOOPBACK);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // Not a string: that is for pipes.
  return {
    port,
    requests: play.requests,
    resolveEntries: () => HOSTS.map((host) => ({ host, port, address: LOOPBACK })),
    close: () => close(server),
  };
}

function respond(play: Play, request: IncomingMessage, response: ServerResponse): void {
  const incoming = incomingOf(play, request);
  if (incoming === undefined) return send(response, { status: 421, body: 'No outlet of this newsroom has that name.' });
  const outcome = outcomeOf(play, incoming);
  log(play, incoming, outcome);
  remember(play, incoming, outcome);
  if (outcome.answer === undefined) return void request.socket.destroy();
  return send(response, outcome.answer);
}

function incomingOf({ clock }: Play, request: IncomingMessage): Incoming | undefined {
  const origin = (request.headers.host ?? '').toLowerCase();
  const outlet = outletAt(origin.replace(/:\d+$/u, ''));
  const at = clock.now().getTime();
  return outlet && { outlet, origin, path: request.url ?? '/', headers: request.headers, at, minute: minuteOf(at) };
}

function outcomeOf(play: Play, incoming: Incoming): Outcome {
  const { script } = play;
  const { outlet, minute, origin } = incoming;
  const path = incoming.path.replace(/\?.*$/u, '');
  const troubles = troublesAt(script.troubles, outlet, minute);
  const visit = countVisit(play.desks[outlet], path);
  const usual = path === '/robots.txt' ? robots(play, incoming, troubles) : answerAt(script, { outlet, origin, path, minute, visit });
  const { kind, ...answer } = usual;
  if (troubles.some(({ what }) => what === 'dropped')) return { kind };
  return { kind, answer: troubled(troubles, kind, incoming) ?? conditional(incoming.headers, tagged(answer)) };
}

function robots({ script }: Play, { outlet, minute, origin }: Incoming, troubles: readonly Trouble[]): Answer & { readonly kind: Kind } {
  const isDown = troubles.some(({ what }) => what === 'robotsDown');
  return { kind: 'robots', ...(isDown ? UNAVAILABLE : robotsFile(rulesAt(script.troubles, outlet, minute), origin)) };
}

const UNAVAILABLE: Answer = { status: 503, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'Service Unavailable' };

const STORM_RETRY_SECONDS = 300;

function troubled(troubles: readonly Trouble[], kind: Kind, { at, minute }: Incoming): Answer | undefined {
  if (troubles.some(({ what }) => what === 'outage')) return UNAVAILABLE;
  const storm = troubles.find((trouble) => trouble.what === 'storm');
  if (storm === undefined || kind === 'robots') return undefined;
  const seconds = Math.min(STORM_RETRY_SECONDS, Math.ceil((storm.until - minute) * 60));
  const retryAfter = storm.retryAfter === 'seconds' ? String(seconds) : new Date(at + seconds * 1000).toUTCString();
  return { status: 429, headers: { 'retry-after': retryAfter }, body: 'Too Many Requests' };
}

// Sitemaps have an ETag as well as what they bring along; a page only what its script gives it.
function tagged(answer: Answer): Answer {
  const isXml = String(answer.headers?.['content-type'] ?? '').startsWith('application/');
  return isXml ? { ...answer, headers: { ...answer.headers, etag: etagOf(answer.body ?? '') } } : answer;
}

/** The answer, or 304 where the asker has that page already (RFC 9110: If-None-Match goes before If-Modified-Since). */
function conditional(asked: IncomingHttpHeaders, answer: Answer): Answer {
  const { etag, 'last-modified': modified } = answer.headers ?? {};
  if (answer.status !== 200) return answer;
  const none = asked['if-none-match'];
  const isKnown =
    none !== undefined && etag !== undefined ? none === etag : modified !== undefined && asked['if-modified-since'] === modified;
  return isKnown ? { status: 304, headers: answer.headers ?? {} } : answer;
}

function log(play: Play, { outlet, origin, path, at, minute }: Incoming, { kind, answer }: Outcome): void {
  const desk = play.desks[outlet];
  const delay = desk.told?.rules?.crawlDelaySeconds;
  play.requests.push({
    at,
    realMs: performance.now(),
    host: origin.replace(/:\d+$/u, ''),
    path,
    kind,
    status: answer?.status ?? (answer === undefined ? 0 : 200),
    robots: standingOf(path, minute, rulesAt(play.script.troubles, outlet, minute), desk.told),
    ...(delay === undefined ? {} : { crawlDelaySeconds: delay }),
    isTooSoon: at < desk.retryAt && path !== '/robots.txt',
  });
}

function remember(play: Play, { outlet, at, minute }: Incoming, { kind, answer }: Outcome): void {
  const desk = play.desks[outlet];
  const isGiven = answer?.status === 200;
  if (kind === 'robots') desk.told = isGiven ? { minute, rules: rulesAt(play.script.troubles, outlet, minute) } : { minute };
  const retryAfter = answer?.headers?.['retry-after'];
  if (retryAfter === undefined) return;
  desk.retryAt = /^\d+$/u.test(retryAfter) ? at + Number(retryAfter) * 1000 : Date.parse(retryAfter);
}

function countVisit({ visits }: Desk, path: string): number {
  const visit = (visits.get(path) ?? 0) + 1;
  visits.set(path, visit);
  return visit;
}

function send(response: ServerResponse, { status = 200, headers = {}, body }: Answer): void {
  response.writeHead(status, headers);
  response.end(body);
}

// A crawler keeps its connections open; a server that waited for them would never close.
async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
