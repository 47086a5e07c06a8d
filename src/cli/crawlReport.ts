/** Telling what a crawl does: a line for each finding, one for each run, and on a terminal how far it is. */
import type { Archive } from '../archive/archive.ts';
import { EXIT, type ExitStatus } from '../article/errors.ts';
import { printable, printableLines } from '../article/printable.ts';
import type { Site } from '../article/site.ts';
import type { Crawled } from '../crawl/crawl.ts';
import type { CrawlEvent } from '../crawl/crawlMeans.ts';
import { ABSENCES_TO_BE_GONE } from '../crawl/rhythm.ts';
import { archivedJson, archivedLine, type LineMeans } from './archivedLine.ts';
import { writeJson, type Context } from './context.ts';
import { formatTime, plural } from './format.ts';
import { CrawlProgress } from './crawlProgress.ts';

type ArticleEvent = Extract<CrawlEvent, { readonly kind: 'article' }>;
type SeedEvent = Extract<CrawlEvent, { readonly kind: 'seed' }>;

export class CrawlReport {
  readonly #means: LineMeans;
  readonly #context: Context;
  /** Only one line a run. */
  readonly #isQuiet: boolean;
  readonly #progress: CrawlProgress;
  #statuses: ExitStatus[] = [];

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
    else if (!('raw' in event.picture)) this.#say(`${site.name}: the picture ${event.picture.url.href} is not kept: ${event.picture.why}`);
    this.#progress.show();
  }

  /** How many addresses are still to be asked for, as far as is known. */
  expect(addresses: number): void {
    this.#progress.expect(addresses);
  }

  /** One line that says what a run came to. */
  end(site: Site, crawled: Crawled, begunAt: number): void {
    this.#progress.clear();
    const { counts, noted, whys } = crawled;
    this.#statuses.push(counts.failed === 0 ? EXIT.done : EXIT.someFailed);
    const { io, isJson } = this.#context;
    const now = io.now();
    if (isJson)
      return writeJson(io, 'baoluu.crawled/1', { site: site.name, at: now.toISOString(), ...counts, noted, why: Object.fromEntries(whys) });
    const sum = `found ${counts.found} = fetched ${counts.fetched} + unchanged ${counts.unchanged} + failed ${counts.failed} + refused ${counts.refused} + still due ${counts.stillDue}`;
    const seconds = Math.round((now.getTime() - begunAt) / 1000);
    io.out.write(`${formatTime(now.toISOString())} ${site.name} crawled   ${sum}   ${newsIn(noted)}   ${plural(seconds, 'second')}\n`);
    if (this.#isQuiet) return;
    for (const [why, count] of whys.slice(0, MOST_WHYS)) this.#say(`${site.name}: ${count} × ${why}`);
  }

  /** Another run of the site is alive. */
  skipped(site: Site): void {
    this.#statuses.push(EXIT.locked);
    this.#say(`Another crawl of ${site.name} is running; this one leaves it alone. --wait waits for it.`);
  }

  get status(): ExitStatus {
    return [EXIT.damaged, EXIT.locked, EXIT.someFailed].find((status) => this.#statuses.includes(status)) ?? EXIT.done;
  }

  close(): void {
    this.#progress.clear();
  }

  async #addArticle(site: Site, { archived, isUnchanged, absences }: ArticleEvent): Promise<void> {
    const { io, isJson } = this.#context;
    if ('damage' in archived) this.#statuses.push(EXIT.damaged);
    this.#progress.done(isUnchanged ? undefined : archived.url.href);
    if (isJson) return this.#isQuiet ? undefined : writeJson(io, 'baoluu.archived/1', await archivedJson(archived, this.#means));
    if ('failure' in archived) return this.#say(`${site.name}: ${printable(archived.failure.message)}`);
    if ('damage' in archived) return this.#say(printableLines(archived.damage.message), true);
    if (this.#isQuiet || isUnchanged) return;
    const line = await archivedLine(archived, this.#means);
    const isDoubted = absences > 0 && absences < ABSENCES_TO_BE_GONE;
    io.out.write(`${line}${isDoubted ? `   (${absences} of ${ABSENCES_TO_BE_GONE} visits that say so)` : ''}\n`);
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
    if (!this.#isQuiet || isAlways) this.#context.io.err.write(`baoluu: ${line}\n`);
  }
}

const MOST_WHYS = 5;

const NEWS = [
  ['new', 'new'],
  ['revisions', 'revised'],
  ['gone', 'gone'],
  ['unread', 'unread'],
  ['suspect', 'suspect'],
] as const;

function newsIn(noted: Crawled['noted']): string {
  const told = NEWS.flatMap(([key, word]) => ((noted[key] ?? 0) === 0 ? [] : [`${noted[key]} ${word}`]));
  return told.length === 0 ? 'nothing new' : told.join(', ');
}
