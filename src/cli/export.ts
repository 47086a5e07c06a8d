/** `baoluu export`: the texts of the archive, or the pages that they were read from, for other programs. */
import { Option, type Command } from 'commander';
import type { Archive } from '../archive/archive.ts';
import { DamageError } from '../archive/errors.ts';
import { UsageError } from '../article/errors.ts';
import type { ArticleRef } from '../article/identity.ts';
import type { ArticleRecord } from '../article/record.ts';
import { contextOf, withArchive, type Context } from './context.ts';
import { spanOf } from './days.ts';
import { exportPages, isPageFormat, type PageFormat } from './exportPages.ts';
import { exportTexts, type TextFormat } from './exportTexts.ts';
import type { Io } from './io.ts';
import type { Finish } from './main.ts';
import { findRecord } from './revisions.ts';
import { withKeptSite } from './siteOption.ts';

const HELP = `
Formats of texts, written into a folder that must be new or empty:
  seeds   every snapshot as a text file in one flat folder, counted through: 000_<16 hex>.txt, 001_<16 hex>.txt, …
  jsonl   one file, revisions.jsonl: a JSON object for each revision, with its text, times and facts
Formats of the pages as they were received, written into a new file:
  wacz    NAME.wacz: pages, index and list of pages; ReplayWeb.page (https://replayweb.page) opens it
  warc    NAME.warc.gz: the pages with their requests and redirects, WARC 1.1
  cdxj    NAME.cdxj: where those pages are in the archive’s own WARC files; - for standard output
Without articles, the whole archive is exported. Days are Vietnam’s, and both are included. Of an article that was quiet
then, the page that showed what stood there is exported, even where it was received before.
Examples:
  baoluu export story.wacz vietnamnet/2495349 --format wacz
  baoluu export october.warc.gz --format warc --site vietnamplus --since 2026-10-01 --until 2026-10-31`;

interface ExportFlags {
  readonly format: TextFormat | PageFormat;
  readonly site?: string;
  readonly since?: string;
  readonly until?: string;
}

export function defineExport(program: Command, io: Io, finish: Finish): void {
  program
    .command('export')
    .description('write the texts or the pages of the archive for other programs')
    .addOption(new Option('--format <format>', 'what to write').choices(['seeds', 'jsonl', 'wacz', 'warc', 'cdxj']).default('seeds'))
    .option('--site <site>', 'only the articles of one site')
    .option('--since <day>', 'only what was seen on that day or later, such as 2026-03-01')
    .option('--until <day>', 'only what was seen on that day or earlier')
    .argument('<target>', 'the folder or the file to write')
    .argument('[article...]', 'only these articles: a URL, site/number, or a part of either')
    .addHelpText('after', HELP)
    .action(async (target: string, articles: string[], flags: ExportFlags, self: Command) => {
      const context = await contextOf(self, io);
      if (articles.length > 0 && flags.site !== undefined) throw new UsageError('Name articles or a site, not both.');
      const { site } = await withKeptSite(context, flags);
      const span = spanOf(flags);
      await withArchive(context, { create: false }, async (archive) => {
        const damage: string[] = [];
        const records = await chosen(archive, context, articles, site, damage); // Before the target: a name that is none leaves nothing behind.
        const order = { archive, records, damage, target, span, isNamed: articles.length > 0, context };
        finish(isPageFormat(flags.format) ? await exportPages(order, flags.format) : await exportTexts(order, flags.format));
      });
    });
}

async function chosen(
  archive: Archive,
  { config }: Context,
  articles: readonly string[],
  site: string | undefined,
  damage: string[],
): Promise<AsyncIterable<ArticleRecord> | ArticleRecord[]> {
  if (articles.length === 0) return everything(archive, site, damage);
  const records: ArticleRecord[] = [];
  for (const article of articles) records.push((await findRecord(archive, config.sites, article)).record);
  return records;
}

/** One torn article is its own trouble: it is left out and told of. */
async function* everything(archive: Archive, site: string | undefined, damage: string[]): AsyncGenerator<ArticleRecord> {
  for await (const ref of archive.refs(site)) {
    try {
      const record = await archive.article(ref satisfies ArticleRef);
      if (record !== undefined) yield record;
    } catch (error) {
      if (!(error instanceof DamageError)) throw error;
      damage.push(error.message);
    }
  }
}
