/**
 * The network: visits in, pages out. Crawlee decides when a visit begins, got-scraping sends the request, and
 * nothing of either is seen outside of this file.
 *
 * Both are told to be plain. Crawlee keeps no storage, retries nothing and answers no signal; got-scraping poses
 * as no browser, verifies certificates, follows and unpacks nothing; each would otherwise do the opposite.
 */
import { Agent as HttpAgent, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { BasicCrawler, Configuration, EventManager, Log, Logger, LogLevel } from '@crawlee/basic';
import type { ConfigurationOptions } from '@crawlee/basic';
import { gotScraping } from 'got-scraping';
import type { Exchange, Page, Visit } from '../article/page.ts';
import { Alarm } from './alarm.ts';
import type { Clock } from './clock.ts';
import { codingsOf, undoContentEncoding } from './unpack.ts';
import { troubleOf, type FetchFailure, type Trouble } from './failure.ts';
import { Halt } from './halt.ts';
import { Line, type Numbered } from './line.ts';
import { permittedLookup, refusedLiteral } from './lookup.ts';
import type { Ask, Manners } from './manners.ts';
import { Pacing } from './pacing.ts';
import { receive, type Answer, type Received } from './receive.ts';
import { endlessRedirect, redirectTarget, requestable } from './redirect.ts';
import { pinnedAddress, type Pin } from './resolve.ts';

export type { FetchFailure } from './failure.ts';

export interface FetchOptions {
  /** Who asks, honestly, and where to complain. */
  readonly userAgent: string;
  /** The most bytes of one body that are taken from the network. */
  readonly maxWireBytes: number;
  /** The most bytes that one body may have when it is unpacked. */
  readonly maxBodyBytes: number;
  /** Each for itself: the look-up, the connection, the TLS handshake. */
  readonly connectTimeoutMs: number;
  /** From the request to the answer's head. */
  readonly responseTimeoutMs: number;
  /** From the answer's head to the end of its body. */
  readonly bodyTimeoutMs: number;
  /** The most redirects of one visit. */
  readonly maxRedirects: number;
  /** Whether private addresses may be asked for any visit. */
  readonly allowPrivate: boolean;
  readonly resolve: readonly Pin[];
  /** The most visits under way at a time; each is to another host. */
  readonly concurrency: number;
  /** The clock that stamps exchanges and keeps the gaps. */
  readonly clock: Clock;
  /** What to ask before each request; without them, hosts are only kept apart by their gaps in this crawl. */
  readonly manners?: Manners;
  readonly log: (line: string) => void;
  /** Aborting it ends the crawl gently; see `fetchPages`. */
  readonly signal?: AbortSignal;
}

/** What came of a visit: a page, whatever its status, or why there is none. */
export type Fetched = { readonly page: Page } | { readonly failure: FetchFailure };

type OnFetched = (visit: Visit, fetched: Fetched, index: number) => Promise<void>;

/**
 * Fetches every visit, and hands over what came of each. `index` is the visit's place in the list.
 *
 * - A host's visits keep their order. One is handed over, and `onFetched` has ended, before the next request to
 *   that host begins: what was fetched is on disk before more is asked for. The gap runs from the end of the
 *   request, so recording costs no time unless it takes longer than the gap.
 * - Where `onFetched` throws, nothing more is requested, requests under way are cut off, and the promise rejects
 *   with that error once every `onFetched` has ended.
 * - Where the signal is aborted, nothing more is requested, no redirect's next hop either. A request under way
 *   has five seconds to end and be handed over, and is cut off then. The promise resolves; visits that did not
 *   come to their end are never handed over.
 */
export async function fetchPages(visits: readonly Visit[], options: FetchOptions, onFetched: OnFetched): Promise<void> {
  const pacing = new Pacing(visits, options.clock);
  const line = new Line(visits, pacing);
  const halt = new Halt(options.signal);
  const means: Means = { options, pacing, halt, asker: askerOf(options) };
  await schedule(line, means, async ({ visit, index }) => {
    try {
      const fetched = await fetchVisit(visit, means);
      if (fetched !== undefined) await onFetched(visit, fetched, index);
    } catch (error) {
      halt.because(error);
    }
  }).finally(() => halt.over());
  halt.throwFault();
}

interface Means {
  readonly options: FetchOptions;
  readonly pacing: Pacing;
  readonly halt: Halt;
  readonly asker: typeof gotScraping;
}

/** One visit with its redirects; undefined where the crawl was stopped on the way. */
async function fetchVisit(visit: Visit, means: Means): Promise<Fetched | undefined> {
  const { options, pacing, halt } = means;
  const redirects: Exchange[] = [];
  const fail = (trouble: Trouble, url: URL, at: string): Fetched => ({
    failure: { ...trouble, url: url.href, at: redirects[0]?.at ?? at, redirects },
  });
  const first = requestable(visit.url);
  let url = first;
  const askFor: Ask = (target) => ask(target, target.href === first.href ? visit : { ...visit, have: {} }, means);
  for (;;) {
    const target = url;
    const answer = await pacing.inTurn(url.hostname, visit.delayMs, halt.stop, () =>
      options.manners === undefined ? askFor(target) : options.manners.ask(target, visit, halt.stop, askFor),
    );
    if (answer === undefined) return undefined;
    if ('trouble' in answer) return fail(answer.trouble, url, answer.at);
    const next = redirectTarget(answer.exchange);
    if (next === undefined) return { page: await pageOf(visit, redirects, answer, options.maxBodyBytes) };
    redirects.push(answer.exchange);
    if ('trouble' in next) return fail(next.trouble, url, answer.exchange.at);
    const endless = endlessRedirect(visit.url, next.url, redirects, options.maxRedirects);
    if (endless !== undefined) return fail(endless, url, answer.exchange.at);
    url = requestable(next.url);
  }
}

async function pageOf(visit: Visit, redirects: readonly Exchange[], { exchange, truncated }: Received, maxBytes: number): Promise<Page> {
  const decoded = await undoContentEncoding(exchange.bytes, codingsOf(exchange), maxBytes);
  // What the network did is the cause, what unpacking finds its consequence.
  const why = truncated ?? decoded.truncated;
  return { ...exchange, requested: visit.url.href, redirects, body: decoded.body, ...(why === undefined ? {} : { truncated: why }) };
}

/** One request. Never rejects: whatever happens is an answer, or undefined where it was cut off by us. */
function ask(url: URL, visit: Visit, { options, asker, halt }: Means): Promise<Answer | undefined> {
  const at = options.clock.now().toISOString();
  // What the site's config allows holds for the site alone, wherever it redirects to.
  const isAllowed = visit.allowPrivate && url.hostname === visit.url.hostname;
  const permission = { allowPrivate: isAllowed || options.allowPrivate, pinned: pinnedAddress(options.resolve, url) };
  const refused = refusedLiteral(url, permission);
  if (refused !== undefined) return Promise.resolve({ trouble: troubleOf(url, refused), at });
  const stream = asker.stream(url, requestOptions(permittedLookup(permission), visit.have));
  const asked = new Promise<Answer>((resolve) => {
    let request: ClientRequest | undefined;
    stream.once('request', (sent: ClientRequest) => {
      request = sent;
      // An answer that leaves HTTP ("101 Switching Protocols") is none of ours, and got would wait for ever.
      sent.once('upgrade', (_response, socket) => {
        socket.destroy();
        resolve({ trouble: troubleOf(url, new Error('the server switched to another protocol, which was not asked for')), at });
      });
    });
    // After the head has come an error only breaks off the body, which `receive` sees for itself.
    stream.on('error', (error: unknown) => resolve({ trouble: troubleOf(url, error), at }));
    stream.once('response', (response: IncomingMessage) => resolve(receive({ url, at, request }, response, stream, options)));
  });
  return untilCut(asked, halt.cut, () => stream.destroy());
}

async function untilCut<T>(asked: Promise<T>, cut: AbortSignal, breakOff: () => void): Promise<T | undefined> {
  let stopWaiting = (): void => undefined;
  const isCut = new Promise<undefined>((resolve) => {
    const onCut = (): void => {
      breakOff();
      resolve(undefined);
    };
    cut.addEventListener('abort', onCut);
    stopWaiting = () => cut.removeEventListener('abort', onCut);
  });
  return Promise.race([asked, isCut]).finally(stopWaiting);
}

type GotOptions = NonNullable<Parameters<typeof gotScraping.stream>[0]> & object;

/** got-scraping told once what holds for every request, since it checks and copies what it is told each time. */
function askerOf({ userAgent, connectTimeoutMs, responseTimeoutMs }: FetchOptions): typeof gotScraping {
  return gotScraping.extend({
    headers: {
      'user-agent': userAgent,
      accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
      'accept-language': 'vi',
      'accept-encoding': 'gzip, deflate, br',
    },
    useHeaderGenerator: false,
    // Agents of our own, because got-scraping's add `Content-Length: 0`, which firewalls refuse. They keep no
    // connection: at our pace servers have closed it by then, and a request into a closing one is a false failure.
    agent: { http: new HttpAgent(), https: new HttpsAgent({ maxCachedSessions: 0 }) },
    https: { rejectUnauthorized: true },
    timeout: { lookup: connectTimeoutMs, connect: connectTimeoutMs, secureConnect: connectTimeoutMs, response: responseTimeoutMs },
    http2: false,
    insecureHTTPParser: false,
    decompress: false,
    followRedirect: false,
    throwHttpErrors: false,
    retry: { limit: 0 },
  });
}

function requestOptions(lookup: unknown, have: Visit['have']): GotOptions {
  const { etag, lastModified } = have ?? {};
  return {
    headers: {
      ...(etag === undefined ? {} : { 'if-none-match': etag }),
      ...(lastModified === undefined ? {} : { 'if-modified-since': lastModified }),
    },
    // got has a type of its own for Node's look-up function.
    dnsLookup: lookup as NonNullable<GotOptions['dnsLookup']>,
  };
}

/** Runs the line through Crawlee. A visit takes a place only when it may begin, so hosts that wait stop no other. */
async function schedule(line: Line, { options, halt }: Means, run: (turn: Numbered) => Promise<void>): Promise<void> {
  const wake = new Alarm(options.clock, () => void crawler.autoscaledPool?.notify());
  const next = async (): Promise<void> => {
    const turn = halt.stop.aborted ? undefined : line.take();
    if (turn !== undefined) await run(turn).finally(() => line.over(turn.visit));
  };
  const isOver = (): boolean => halt.stop.aborted || line.isEmpty;
  const isReady = (): boolean => {
    const waitMs = halt.stop.aborted ? undefined : line.waitMs();
    wake.in(waitMs);
    return waitMs === 0;
  };
  const crawler = new PlainCrawler({ next, isReady, isOver }, options);
  await crawler.run().finally(() => wake.in(undefined));
}

// Crawlee lets the environment and a file `crawlee.json` in the present folder overrule the program. Either could
// make it write to `./storage`, and empty what it believes its own there; that folder is the archive.
class PlainConfiguration extends Configuration {
  protected override buildOptions(options: ConfigurationOptions): void {
    this.options = new Map(Object.entries(options) as [keyof ConfigurationOptions, ConfigurationOptions[keyof ConfigurationOptions]][]);
  }

  override get<T extends keyof ConfigurationOptions, U extends ConfigurationOptions[T]>(key: T, fallback?: U): U {
    // The map's own type can't say that a key's value is of that key's type.
    return this.options.has(key) ? (this.options.get(key) as U) : super.get(key, fallback);
  }
}

/** What Crawlee schedules. */
interface Work {
  /** The next visit, from its beginning to its end; it never throws. */
  readonly next: () => Promise<void>;
  /** Whether a visit may begin now. */
  readonly isReady: () => boolean;
  readonly isOver: () => boolean;
}

/** Crawlee's scheduling without what it does around each request: queues, retries, statistics, and what it tells of itself. */
class PlainCrawler extends BasicCrawler {
  readonly #work: Work;

  constructor(work: Work, { concurrency, log }: FetchOptions) {
    super(
      {
        requestHandler: refuse,
        useSessionPool: false,
        // Fixed, so that a busy machine is no reason to start fewer, or to look at the machine at all.
        minConcurrency: concurrency,
        maxConcurrency: concurrency,
        statisticsOptions: { persistenceOptions: { enable: false } },
        log: new Log({ level: LogLevel.ERROR, logger: new LineLogger(log) }),
      },
      // The memory is named because Crawlee would otherwise ask `ps` for it, and die where there is none.
      new PlainConfiguration({ persistStorage: false, purgeOnStart: false, memoryMbytes: 1024, eventManager: new NoEvents() }),
    );
    this.#work = work;
  }

  // Crawlee's own follows each request through all of its awaits, to cut it off after a time. Once it has begun to, Node
  // takes note of every promise in the process; and our own timeouts end every request.
  protected override _runTaskFunction(): Promise<void> {
    return this.#work.next();
  }

  protected override async _isTaskReadyFunction(): Promise<boolean> {
    return this.#work.isReady();
  }

  protected override async _defaultIsFinishedFunction(): Promise<boolean> {
    return this.#work.isOver();
  }

  // It has the same costly way of being cut off.
  override async setStatusMessage(): Promise<void> {}

  // Crawlee answers Ctrl-C itself: it ends the crawl, and abandons what takes longer than twenty seconds. What a
  // signal means is the command's business, which has our `signal` for it. Crawlee waits for this before it does
  // anything, so it waits for ever.
  protected override _pauseOnMigration(): Promise<void> {
    return new Promise(() => undefined);
  }
}

async function refuse(): Promise<never> {
  throw new Error('A crawl is a list that is known beforehand, and none of its visits is a request of Crawlee’s.');
}

/** Crawlee's own measures the machine every second. */
class NoEvents extends EventManager {}

class LineLogger extends Logger {
  readonly #log: (line: string) => void;

  constructor(log: (line: string) => void) {
    super({});
    this.#log = log;
  }

  override _log(_level: LogLevel, message: string): void {
    this.#log(`crawlee: ${message}`);
  }
}
