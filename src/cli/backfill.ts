/** `baoluu backfill`: what a web archive kept of an article becomes captures here, with their own times. */
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Archive } from '../archive/archive.ts';
import { articleFolder } from '../archive/folders.ts';
import { EXIT, UsageError, type ExitStatus } from '../article/errors.ts';
import { formatRef, parseUrl } from '../article/identity.ts';
import { printable, printableLines } from '../article/printable.ts';
import type { Backfilled, Skipped } from '../crawl/backfill.ts';
import type { Ledger } from '../crawl/ledger.ts';
import { contextOf, withArchive, writeJson, type Context } from './context.ts';
import { addFetchOptions, delayMsOf, fetchOptionsOf, type FetchFlags } from './fetchOptions.ts';
import { formatTime, plural, shortPath } from './format.ts';
import type { Io } from './io.ts';
import type { Finish } from './main.ts';

interface BackfillFlags extends FetchFlags {
  readonly from: string;
  readonly all?: boolean;
  readonly partial?: boolean;
  readonly delay?: string;
}

const HELP = `
--from names the web archive: its front page (https://web.archive.org), its CDX server, a collection of a pywb
(https://host/collection), or a TimeMap. Each capture is fetched as it came ("id_"), without the archive's toolbar, and at
the time that it was captured; what the archive holds already is not asked for again, so that a run that was broken off is
simply started again. "429 Too Many Requests" is waited for as long as the archive asks, up to five minutes.
Examples:
  baoluu backfill https://vietnamnet.vn/some-article-2495349.html --from https://web.archive.org
  baoluu backfill vietnamplus/436993 --from https://arquivo.pt/wayback/cdx --delay 5`;

export function defineBackfill(program: Command, io: Io, finish: Finish): void {
  const command = program
    .command('backfill')
    .description('take in what a web archive kept of these pages')
    .argument('<article...>', 'URLs, or articles of the archive: all their addresses are asked for')
    .requiredOption('--from <archive>', 'the web archive: its front page, CDX server, collection or TimeMap')
    .option('--all', 'also captures whose bytes are the same as those before them')
    .option('--partial', 'keep what there is of a page that lacks its title, date or body')
    .option('--delay <seconds>', 'the gap between two requests; on public addresses 2 seconds are the least');
  addFetchOptions(command)
    .addHelpText('after', HELP)
    .action(async (articles: string[], flags: BackfillFlags, self: Command) => {
      finish(await run(articles, flags, await contextOf(self, io, { readsPages: true }), io));
    });
}

async function run(articles: readonly string[], flags: BackfillFlags, context: Context, io: Io): Promise<ExitStatus> {
  const [{ backfill }, { webArchiveAt }] = await Promise.all([import('../crawl/backfill.ts'), import('../crawl/webArchive.ts')]);
  const from = webArchiveAt(flags.from);
  const fetch = await fetchOptionsOf(flags, context, io);
  const delayMs = delayMsOf(flags.delay);
  return await withArchive(context, { create: true }, async (archive) => {
    const addresses = await addressesFor(articles, archive, context);
    const means = {
      archive,
      sites: context.config.sites,
      fetch,
      from,
      isEvery: flags.all ?? false,
      isPartialWelcome: flags.partial ?? false,
    };
    const report = new BackfillReport(context);
    try {
      await backfill(addresses, { ...means, ...(delayMs === undefined ? {} : { delayMs }) }, (came) => report.add(came));
    } finally {
      report.sum();
    }
    return io.signal.aborted ? EXIT.interrupted : report.status;
  });
}

async function addressesFor(articles: readonly string[], archive: Archive, context: Context): Promise<URL[]> {
  const { Ledger } = await import('../crawl/ledger.ts');
  const ledger = new Ledger(archive, context.config.sites);
  const addresses: URL[] = [];
  for (const text of articles) addresses.push(...(await addressesOfOne(text, archive, ledger, context)));
  return [...new Map(addresses.map((url) => [url.href, url])).values()];
}

async function addressesOfOne(text: string, archive: Archive, ledger: Ledger, { config }: Context): Promise<URL[]> {
  const [{ addressesOf }, { findArticle, NotFoundError }] = await Promise.all([
    import('../crawl/backfill.ts'),
    import('../archive/find.ts'),
  ]);
  if (/^https?:/iu.test(text.trim())) return await addressesOf(parseUrl(text), archive, { ledger });
  try {
    return webAddresses((await archive.article(await findArticle(archive, config.sites, text)))?.urls ?? [], text);
  } catch (error) {
    // What is no article may be an address without its scheme: a page that is not known yet.
    if (!(error instanceof NotFoundError) || !/^[\w-]+(?:\.[\w-]+)+\/./u.test(text.trim())) throw error;
    return await addressesOf(parseUrl(text), archive, { ledger });
  }
}

function webAddresses(urls: readonly { readonly url: string }[], text: string): URL[] {
  const found = urls.filter(({ url }) => /^https?:/iu.test(url) && URL.canParse(url)).map(({ url }) => new URL(url));
  if (found.length === 0) throw new UsageError(`${text} was never seen at an address of the web; name its address.`);
  return found;
}

class BackfillReport {
  readonly #context: Context;
  readonly #skipped = new Map<Skipped, number>();
  readonly #counts = { addresses: 0, listed: 0, captures: 0, snapshots: 0, failed: 0, damaged: 0 };

  constructor(context: Context) {
    this.#context = context;
  }

  add(came: Backfilled): void {
    if ('listed' in came) {
      this.#counts.addresses += 1;
      this.#counts.listed += came.listed;
    } else if ('skipped' in came) this.#skipped.set(came.skipped, (this.#skipped.get(came.skipped) ?? 0) + 1);
    else if ('sighting' in came) this.#tellKept(came);
    else this.#tellTrouble(came);
  }

  /** The last line. */
  sum(): void {
    const { io, isJson } = this.#context;
    const { addresses, listed, captures, snapshots, failed } = this.#counts;
    if (isJson) writeJson(io, 'baoluu.backfill/1', { ...this.#counts, skipped: Object.fromEntries(this.#skipped) });
    const skipped = [...this.#skipped].map(([reason, count]) => `${count} ${reason}`);
    const parts = [
      `${plural(captures, 'capture')} new`,
      `${plural(snapshots, 'snapshot')} new`,
      ...skipped,
      ...(failed === 0 ? [] : [`${failed} failed`]),
    ];
    io.err.write(`${plural(listed, 'capture')} listed for ${plural(addresses, 'address', 'addresses')}: ${parts.join('; ')}\n`);
  }

  get status(): ExitStatus {
    const { captures, failed, damaged } = this.#counts;
    if (damaged > 0) return EXIT.damaged;
    if (failed === 0) return EXIT.done;
    return captures > 0 || (this.#skipped.get('known before') ?? 0) > 0 ? EXIT.someFailed : EXIT.failed;
  }

  #tellTrouble(
    came: Exclude<Backfilled, { readonly sighting: unknown } | { readonly skipped: unknown } | { readonly listed: unknown }>,
  ): void {
    const { io, isJson } = this.#context;
    const why = 'damage' in came ? came.damage.message : came.failure;
    this.#counts['damage' in came ? 'damaged' : 'failed'] += 1;
    const about = 'memento' in came ? { url: came.memento.url, at: came.memento.at, via: came.memento.raw } : { url: came.address };
    if (isJson) writeJson(io, 'baoluu.backfilled/1', { ...about, failure: { why } });
    io.err.write(`baoluu: ${printableLines(why)}\n`);
  }

  #tellKept({ memento, sighting, recorded }: Extract<Backfilled, { readonly sighting: unknown }>): void {
    const { io, isJson, storage } = this.#context;
    const { ref, capture, content } = sighting;
    this.#counts.captures += 1;
    if (recorded.isNewSnapshot) this.#counts.snapshots += 1;
    const { snapshot } = recorded;
    const path = snapshot === undefined ? {} : { snapshot, path: shortPath(join(articleFolder(storage, ref), snapshot), io.cwd) };
    const what = content === undefined ? capture.outcome : recorded.isNewSnapshot ? 'new snapshot' : 'known text';
    const why = capture.why === undefined ? {} : { why: capture.why };
    const about = { url: memento.url, at: capture.at, via: memento.raw, article: formatRef(ref), outcome: capture.outcome };
    if (isJson) writeJson(io, 'baoluu.backfilled/1', { ...about, isNewSnapshot: recorded.isNewSnapshot, ...path, ...why });
    else
      io.out.write(
        `${[`${formatTime(capture.at)} ${formatRef(ref)} ${capture.status ?? '-'} ${what}`, printable(memento.raw), ...Object.values(path).slice(1), ...Object.values(why).map(printable)].join('   ')}\n`,
      );
  }
}
