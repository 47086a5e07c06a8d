/** Telling what a crawl does: a line for each finding, one for each run, and on a terminal how far it is. */
import type { Archive } from '../archive/archive.ts';
import { EXIT, type ExitStatus } from '../article/errors.ts';
import { printable, printableLines } from '../article/printable.ts';
import type { Site } from '../article/site.ts';
import type { Whys } from '../crawl/tally.ts';
import type { Crawled } from '../crawl/crawl.ts';
import type { CrawlEvent } from '../crawl/crawlMeans.ts';
import { ABSENCES_TO_BE_GONE } from '../crawl/rhythm.ts';
import { archivedJson, archivedLine, type LineMeans } from './archivedLine.ts';
import { writeJson, type Context } from './context.ts';
import { formatTime, plural } from './format.ts';
import { CrawlProgress } from './crawlProgress.ts';

type ArticleEvent = Extract<CrawlEvent, { readonly kind: 'article' }>;
type DamageEvent = Extract<CrawlEvent, { readonly kind: 'damage' }>;
type SeedEvent = Extract<CrawlEvent, { readonly kind: 'seed' }>;

export class CrawlReport {
  readonly #means: LineMeans;
  readonly #context: Context;
  /** Only one line a run. */
  readonly #isQuiet: boolean;
  readonly #progress: CrawlProgress;
  readonly #statuses = new Set<ExitStatus>();
  /** The sites of which another crawl was waited for. */
  readonly #waited = new Set<string>();
  readonly #said = new Set<string>();
  /** Site → how many addresses it has still to ask for. */
  readonly #left = new Map<string, number>();

  constructor(archive: Archive, context: Context, isQuiet: boolean) {
    this.#means = { archive, context };
    this.#context = context;
    this.#isQuiet = isQuiet;
    this.#progress = new CrawlProgress(context.io);
  }

  async add(site: Site, event: CrawlEvent): Promise<void> {
    this.#progress.clear();
    if (event.kind === 'article') await this.#addArticle(site, event);
    else if (event.kind === 'seed') this.#addSeed(site, event);
    else if (event.kind === 'damage') this.#addDamage(event);
    else if (event.kind === 'left') this.#expect(site, event.addresses);
    else if (!('raw' in event.picture)) this.#say(`${site.name}: the picture ${event.picture.url.href} is not kept: ${event.picture.why}`);
    this.#progress.show();
  }

  /** One line that says what a run came to. */
  end(site: Site, crawled: Crawled, begunAt: number): void {
    this.#progress.clear();
    const { counts, noted, whys } = crawled;
    this.#statuses.add(statusOf(crawled));
    const { io, isJson } = this.#context;
    const now = io.now();
    if (isJson)
      return writeJson(io, 'baoluu.crawled/1', { site: site.name, at: now.toISOString(), ...counts, noted, why: asObjects(whys) });
    const { found, fetched, unchanged, failed, refused, stillDue } = counts;
    const sum = `found ${found} = fetched ${fetched} + unchanged ${unchanged} + failed ${failed}${told(whys.failed)} + refused ${refused}${told(whys.refused)} + still due ${stillDue}`;
    const seconds = Math.round((now.getTime() - begunAt) / 1000);
    const news = `${newsIn(noted)}${io.signal.aborted ? ' so far (stopped)' : ''}`;
    io.out.write(`${formatTime(now.toISOString())} ${site.name} crawled   ${sum}   ${news}   ${plural(seconds, 'second')}\n`);
  }

  /** Another run of the site is alive, and was not waited for, or for long enough. */
  skipped(site: Site): void {
    this.#statuses.add(EXIT.locked);
    const waited = this.#waited.has(site.name);
    this.#sayOnce(
      `Another crawl of ${site.name} is ${waited ? 'running still' : 'running'}; this one leaves it alone.${waited ? '' : ' --wait waits for it.'}`,
    );
  }

  /** Another run of the site is alive, and waited for. */
  waits(site: Site): void {
    this.#waited.add(site.name);
    this.#sayOnce(`Another crawl of ${site.name} is running; this one waits for its end.`);
  }

  /** Watching meets the same crawl again and again. */
  #sayOnce(sentence: string): void {
    if (!this.#said.has(sentence)) this.#say(sentence);
    this.#said.add(sentence);
  }

  /** A host is waited for. */
  tellRest = (sentence: string): void => {
    this.#progress.clear();
    this.#say(sentence);
  };

  get status(): ExitStatus {
    return [EXIT.damaged, EXIT.locked, EXIT.failed, EXIT.someFailed].find((status) => this.#statuses.has(status)) ?? EXIT.done;
  }

  /** Takes the line of the progress away. */
  close(): void {
    this.#progress.clear();
  }

  #expect(site: Site, addresses: number): void {
    this.#left.set(site.name, addresses);
    this.#progress.expect([...this.#left.values()].reduce((sum, each) => sum + each, 0));
  }

  async #addArticle(site: Site, { archived, isUnchanged, absences }: ArticleEvent): Promise<void> {
    const { io, isJson } = this.#context;
    if ('damage' in archived) this.#statuses.add(EXIT.damaged);
    this.#left.set(site.name, Math.max(0, (this.#left.get(site.name) ?? 0) - 1));
    this.#progress.done(isUnchanged ? undefined : archived.url.href);
    if (isJson) return this.#isQuiet ? undefined : writeJson(io, 'baoluu.archived/1', await archivedJson(archived, this.#means));
    if ('failure' in archived) return this.#say(`${site.name}: ${printable(archived.failure.message)}`);
    if ('damage' in archived) return this.#say(printableLines(archived.damage.message), true);
    if (this.#isQuiet || isUnchanged) return;
    const line = await archivedLine(archived, this.#means);
    const isDoubted = absences > 0 && absences < ABSENCES_TO_BE_GONE;
    io.out.write(`${line}${isDoubted ? `   (${absences} of ${ABSENCES_TO_BE_GONE} visits that say so)` : ''}\n`);
  }

  #addDamage({ article, damage }: DamageEvent): void {
    const { io, isJson } = this.#context;
    this.#statuses.add(EXIT.damaged);
    if (!isJson) return this.#say(damage.message, true);
    if (!this.#isQuiet) writeJson(io, 'baoluu.archived/1', { article, failure: { kind: 'damage', why: damage.message } });
  }

  #addSeed(site: Site, { url, outcome, named, queued, trouble }: SeedEvent): void {
    const { io, isJson } = this.#context;
    if (isJson && !this.#isQuiet) writeJson(io, 'baoluu.seed/1', { site: site.name, url, outcome, named, queued, trouble });
    if (isJson || this.#isQuiet) return;
    for (const each of trouble) this.#say(`${site.name}: ${printable(url)}: ${printable(each)}`);
    if (queued > 0)
      io.out.write(
        `${formatTime(io.now().toISOString())} ${site.name} ${plural(queued, 'new address', 'new addresses')}   ${printable(url)}\n`,
      );
  }

  #say(line: string, isAlways = false): void {
    if (!this.#isQuiet || isAlways) this.#context.io.err.write(`baoluu: ${printableLines(line)}\n`);
  }
}

/** Nothing that was asked gave an answer: that is no run in which nothing happened. */
function statusOf({ counts, noted }: Crawled): ExitStatus {
  const [asked, unanswered] = [noted['seeds'] ?? 0, noted['seedsFailed'] ?? 0];
  const came = counts.fetched + counts.unchanged;
  if (came === 0 && asked - unanswered === 0 && counts.failed + unanswered > 0) return EXIT.failed;
  return counts.failed + unanswered === 0 ? EXIT.done : EXIT.someFailed;
}

/** ` (3 × the server answered 503)`, or nothing. */
function told(whys: Whys[keyof Whys]): string {
  const [shown, more] = [whys.slice(0, 3), whys.length - 3];
  const reasons = shown.map(([why, count]) => `${count} × ${printable(why)}`);
  return shown.length === 0 ? '' : ` (${[...reasons, ...(more > 0 ? [`${more} other reasons`] : [])].join(', ')})`;
}

function asObjects({ failed, refused }: Whys): object {
  return { failed: Object.fromEntries(failed), refused: Object.fromEntries(refused) };
}

const NEWS = [
  ['new', 'new'],
  ['revisions', 'revised'],
  ['gone', 'gone'],
  ['unread', 'unread'],
  ['suspect', 'suspect'],
] as const;

function newsIn(noted: Crawled['noted']): string {
  const news = NEWS.flatMap(([key, word]) => ((noted[key] ?? 0) === 0 ? [] : [`${noted[key]} ${word}`]));
  const [asked = 0, failed = 0] = [noted['seeds'], noted['seedsFailed']];
  const seeds = failed === 0 ? [] : [`${failed} of ${asked} seeds failed`];
  return news.length + seeds.length === 0 ? 'nothing new' : [...news, ...seeds].join(', ');
}
