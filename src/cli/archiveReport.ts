/** Telling, address by address, what came of archiving it, and what the whole run came to. */
import type { Archive } from '../archive/archive.ts';
import { healthOf, type Health } from '../article/health.ts';
import { EXIT, type ExitStatus } from '../article/errors.ts';
import { formatRef } from '../article/identity.ts';
import type { Archived } from '../crawl/archiveUrls.ts';
import type { PictureKept } from '../crawl/pictures.ts';
import { printable, printableLines } from '../article/printable.ts';
import { archivedJson, archivedLine, isDone, type KeptVisit, type LineMeans } from './archivedLine.ts';
import { writeJson, type Context } from './context.ts';
import { plural } from './format.ts';
import type { Io } from './io.ts';

export class ArchiveReport {
  /** The addresses of which nothing new is known, as they were given. */
  readonly failed: string[] = [];
  /** Site → how well its pages were read in this run. */
  readonly health = new Map<string, Health>();
  /** Address → how often it is still to be visited. */
  readonly #waiting = new Map<string, number>();
  #told = 0;
  #hasDamage = false;
  #pictures = 0;
  readonly #means: LineMeans;
  readonly #context: Context;
  readonly #io: Io;

  constructor(archive: Archive, context: Context, io: Io) {
    this.#means = { archive, context };
    this.#context = context;
    this.#io = io;
  }

  async add(archived: Archived): Promise<void> {
    this.#told += 1;
    this.#count(archived.url, -1);
    // A sum and not a list: of ten thousand pages nothing else is to be remembered.
    if ('recorded' in archived) this.health.set(archived.ref.site, healthOf([archived.capture], this.health.get(archived.ref.site)));
    if (!isDone(archived)) this.failed.push(archived.url.href);
    if ('damage' in archived) this.#hasDamage = true;
    if (this.#context.isJson) writeJson(this.#io, 'baoluu.archived/1', await archivedJson(archived, this.#means));
    else if ('recorded' in archived) this.#io.out.write(`${await archivedLine(archived, this.#means)}\n`);
    if ('failure' in archived) this.#io.err.write(`baoluu: ${printable(`${archived.failure.message}${adviceFor(archived.failure)}`)}\n`);
    if ('damage' in archived) this.#io.err.write(`baoluu: ${printableLines(archived.damage.message)}\n`);
    if ('recorded' in archived && !isDone(archived)) this.#io.err.write(`baoluu: ${notKept(archived)}\n`);
  }

  /** What came of a picture of an article; one that can't be had is told, and is no failure of its page. */
  addPicture(picture: PictureKept): void {
    const [article, url] = [formatRef(picture.ref), picture.url.href];
    if ('raw' in picture) this.#pictures += 1;
    else this.#io.err.write(`baoluu: ${article}: the picture ${printable(url)} is not kept: ${printable(picture.why)}\n`);
    const what = 'raw' in picture ? { record: picture.raw.record } : { why: picture.why };
    if (this.#context.isJson) writeJson(this.#io, 'baoluu.picture/1', { article, url, ...what });
  }

  /** A line of the input that is no address. */
  addProblem(text: string, problem: string): void {
    this.#told += 1;
    this.failed.push(text);
    if (this.#context.isJson) writeJson(this.#io, 'baoluu.archived/1', { url: text, failure: { kind: 'usage', why: problem } });
    this.#io.err.write(`baoluu: ${printable(problem)}\n`);
  }

  /** Notes an address before it is visited, so that what was never reached is known. */
  expect(url: URL): void {
    this.#count(url, 1);
  }

  #count({ href }: URL, more: 1 | -1): void {
    const times = (this.#waiting.get(href) ?? 0) + more;
    if (times > 0) this.#waiting.set(href, times);
    else this.#waiting.delete(href);
  }

  /** The addresses to try again: those that failed, and those that were never reached. */
  get again(): string[] {
    return [...this.failed, ...[...this.#waiting].flatMap(([href, times]) => Array.from({ length: times }, () => href))];
  }

  /** The last line, where there was more than one address, and the status of it all. */
  finish(asked: number): ExitStatus {
    const done = this.#told - this.failed.length;
    const unvisited = asked - this.#told;
    if (asked > 1)
      this.#io.err.write(`${done} of ${asked} kept, ${this.failed.length} failed${unvisited === 0 ? '' : `, ${unvisited} not visited`}\n`);
    if (this.#pictures > 0) this.#io.err.write(`${plural(this.#pictures, 'picture')} kept\n`);
    if (this.#hasDamage) return EXIT.damaged;
    if (done === asked) return EXIT.done;
    return done === 0 ? EXIT.failed : EXIT.someFailed;
  }
}

function adviceFor({ kind }: { readonly kind: string }): string {
  if (kind === 'robots') return ' Keep it as a person who has seen it with --force, or leave it.';
  return kind === 'later' ? ' Run the command again then.' : '';
}

const ADVICE: Readonly<Record<string, string>> = {
  suspect: 'The visit is recorded, but no snapshot was made. "baoluu try URL" shows what was read; --partial keeps it all the same.',
  unread: 'The visit is recorded, but no snapshot was made. "baoluu try URL" shows what was looked for; --partial keeps what there is.',
  absent: 'The visit is recorded. Check the address, or look for the article under another one.',
  redirected: 'The visit is recorded. Archive the other address if that is the page that you want.',
  blocked: 'The visit is recorded, but no snapshot was made. Open the page in a browser, save it, and use "baoluu import FILE --url URL".',
  refused: 'The visit is recorded, but no snapshot was made. Try again later.',
  failed: 'The visit is recorded, but no snapshot was made. Try again later.',
  truncated: 'The visit is recorded, but no snapshot was made. Try again later.',
};

const NOT_TEXT = 'The visit is recorded, but there is no text to keep. Name the article’s page.';

function notKept({ url, capture }: KeptVisit): string {
  // A 200 that is no page of text will be none tomorrow either.
  const advice = capture.outcome === 'failed' && capture.status === 200 ? NOT_TEXT : ADVICE[capture.outcome];
  return printable(`${url.href}: ${capture.outcome}, ${capture.why ?? 'without a reason'}. ${advice ?? ''}`.trim());
}
