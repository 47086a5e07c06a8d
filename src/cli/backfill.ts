/** `baoluu backfill`: what a web archive kept of an article becomes captures here, with their own times. */
import type { Command } from 'commander';
import type { Archive } from '../archive/archive.ts';
import { EXIT, UsageError, type ExitStatus } from '../article/errors.ts';
import { parseUrl } from '../article/identity.ts';
import type { Ledger } from '../crawl/ledger.ts';
import { BackfillReport } from './backfillReport.ts';
import { contextOf, withArchive, type Context } from './context.ts';
import { addFetchOptions, delayMsOf, fetchOptionsOf, type FetchFlags } from './fetchOptions.ts';
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
