/** `baoluu export --format wacz|warc|cdxj`: the pages as they were received, in a file. */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { DamageError } from '../archive/errors.ts';
import { createFile, type FileContent } from '../archive/files.ts';
import { choosePages, choosePictures, gather, WarcSources, type ChosenPage, type Gathered } from '../archive/gather.ts';
import { BaoluuError, EXIT, UsageError, type ExitStatus } from '../article/errors.ts';
import { formatRef } from '../article/identity.ts';
import { printable, printableLines } from '../article/printable.ts';
import type { ArticleRecord } from '../article/record.ts';
import { overlaps } from '../article/span.ts';
import { cdxIndex } from '../warc/cdxj.ts';
import { copyOf } from '../warc/copy.ts';
import { FORMAT } from '../warc/exchange.ts';
import { waczStream } from '../warc/wacz.ts';
import { aboutOf, writeJson } from './context.ts';
import type { ExportOrder } from './exportTexts.ts';
import { plural, reasonOf } from './format.ts';
import type { Io } from './io.ts';
import { SOFTWARE } from './version.ts';

export type PageFormat = 'wacz' | 'warc' | 'cdxj';

const ENDINGS: Readonly<Record<PageFormat, string>> = { wacz: '.wacz', warc: '.warc.gz', cdxj: '.cdxj' };

const STANDARD_OUTPUT = '-';

/** A page with what a list says of it. */
interface TitledPage extends ChosenPage {
  readonly article: string;
  readonly title: string;
  readonly isPicture?: true;
}

/** What was found of the articles. */
interface Findings {
  readonly pages: TitledPage[];
  /** Articles of which no page was kept. */
  readonly without: string[];
  /** Sentences that tell what is damaged. */
  readonly damage: string[];
}

export function isPageFormat(format: string): format is PageFormat {
  return format in ENDINGS;
}

export async function exportPages(order: ExportOrder, format: PageFormat): Promise<ExitStatus> {
  const { archive, target, isNamed, context } = order;
  const path = await newFile(target, format, context.io);
  const warcs = new WarcSources(archive.storage);
  try {
    const findings = await find(order);
    const gathered = await gather(warcs, findings.pages);
    const damage = [...new Set([...order.damage, ...findings.damage, ...gathered.damage])];
    for (const sentence of damage) context.io.err.write(`baoluu: ${printableLines(sentence)}\n`);
    tellWithout(findings.without, context.io);
    if (context.io.signal.aborted) return EXIT.interrupted;
    if (gathered.pages.length === 0) throw nothing(damage.length > 0, order);
    await write(await contentOf(gathered, format, order), path, context.io, target);
    if (isCutOff(path, context.io)) return EXIT.interrupted;
    tellDone(gathered, { damaged: damage.length, without: findings.without.length }, order);
    if (damage.length > 0) return EXIT.damaged;
    return isNamed && findings.without.length > 0 ? EXIT.someFailed : EXIT.done;
  } finally {
    await warcs.close();
  }
}

/** Where to write; undefined for standard output. Looked at first: reading a large archive for nothing takes long. */
async function newFile(target: string, format: PageFormat, io: Io): Promise<string | undefined> {
  if (target === STANDARD_OUTPUT && format === 'cdxj') return undefined;
  const ending = ENDINGS[format];
  const path = resolve(io.cwd, target);
  if (!target.endsWith(ending) || basename(path) === ending)
    throw new UsageError(`"${target}" is no file for --format ${format}; name a new one that ends in ${ending}, such as pages${ending}.`);
  if (await isThere(path)) throw existing(target);
  try {
    await access(dirname(path), constants.W_OK);
  } catch (error) {
    throw new UsageError(`Can't write into ${dirname(path)}: ${reasonOf(error)}. Make the folder, or name another one.`, { cause: error });
  }
  return path;
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false; // What else may be wrong with the path is told when its folder is looked at.
  }
}

function existing(target: string): UsageError {
  return new UsageError(`${target} is there already; name a new file, so that nothing is written over.`);
}

async function find(order: ExportOrder): Promise<Findings> {
  const findings: Findings = { pages: [], without: [], damage: [] };
  for await (const record of order.records) {
    if (order.context.io.signal.aborted) break;
    await findIn(record, order, findings);
  }
  return findings;
}

async function findIn(record: ArticleRecord, { archive, span, isNamed, context }: ExportOrder, found: Findings): Promise<void> {
  const article = formatRef(record);
  const { pages, dangling } = choosePages(record, span);
  for (const { at } of dangling)
    context.io.err.write(`baoluu: ${article}: what came at ${at} is known by a reference to another page only, which was not kept.\n`);
  // An article that nobody saw in the span is none that lacks a page, unless it was asked for.
  if (pages.length === 0 && (isNamed || record.captures.some((run) => overlaps(run, span)))) found.without.push(article);
  for (const page of pages) {
    const title = await titleIn(archive, record, page, found.damage);
    found.pages.push({ ...page, article, title: title ?? page.raw.url });
  }
  // A picture is looked up by its address; it is no page of a list.
  if (pages.length > 0)
    found.pages.push(...choosePictures(record).map((page) => ({ ...page, article, title: '', isPicture: true as const })));
}

/** What the page was read as; a page without a text is named by its address. */
async function titleIn(
  archive: ExportOrder['archive'],
  record: ArticleRecord,
  { snapshot }: ChosenPage,
  damage: string[],
): Promise<string | undefined> {
  try {
    return snapshot === undefined ? undefined : (await archive.snapshot(record, snapshot)).content.title;
  } catch (error) {
    if (!(error instanceof DamageError)) throw error;
    if (!damage.includes(error.message)) damage.push(error.message); // The page itself is another file, and is exported.
    return undefined;
  }
}

async function contentOf(gathered: Gathered<TitledPage>, format: PageFormat, { target, context }: ExportOrder): Promise<FileContent> {
  const { pages, records } = gathered;
  if (format === 'cdxj') return cdxIndex(records.flatMap(({ entry }) => entry ?? []));
  const created = context.io.now().toISOString();
  const name = format === 'warc' ? basename(target) : 'data.warc.gz';
  const warc = await copyOf(name, created, [...aboutOf(context), ...FORMAT], records);
  if (format === 'warc') return warc.pieces();
  const listed = pages
    .filter(isPage)
    .map(({ raw, title }) => ({ id: raw.record.replace(/^urn:uuid:/u, ''), url: raw.url, at: raw.at, title }));
  const inTime = listed.toSorted((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
  return waczStream({ title: titleOf(pages), created, software: SOFTWARE, warc, pages: inTime });
}

function isPage({ isPicture }: TitledPage): boolean {
  return isPicture === undefined;
}

/** The one article's latest title, or how many articles there are. */
function titleOf(pages: readonly TitledPage[]): string {
  const articles = new Set(pages.map(({ article }) => article));
  return articles.size === 1 ? (pages.findLast(isPage)?.title ?? '') : plural(articles.size, 'article');
}

async function write(content: FileContent, path: string | undefined, io: Io, target: string): Promise<void> {
  if (path === undefined) return void io.out.write(content as string); // Only an index goes there, which is a text.
  const isWritten = await createFile(path, typeof content === 'string' ? content : untilAborted(content, io.signal));
  if (!isWritten) throw existing(target);
}

// Where standard output can't be written the work is stopped, and nothing may be said to have come out.
function isCutOff(path: string | undefined, { signal }: Io): boolean {
  return path === undefined && signal.aborted;
}

async function* untilAborted(pieces: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array, void> {
  for await (const piece of pieces) {
    if (signal.aborted) throw new BaoluuError('Interrupted; nothing was written.', { exitStatus: EXIT.interrupted });
    yield piece;
  }
}

function nothing(isDamaged: boolean, { archive, span }: ExportOrder): BaoluuError {
  if (isDamaged) return new DamageError(`None of the pages can be read, so nothing is exported. "baoluu verify" tells what is damaged.`);
  const when = span.since === undefined && span.until === undefined ? '' : ' in that time';
  return new BaoluuError(
    `No page was kept${when} of what was asked for in ${archive.storage}, so nothing is exported. "baoluu list" shows what is there.`,
  );
}

function tellWithout(without: readonly string[], io: Io): void {
  for (const article of without) io.err.write(`${article}: no page was kept\n`);
  if (without.length > 0) io.err.write(`${plural(without.length, 'article')} without a page left out.\n`);
}

function tellDone(
  { pages, records }: Gathered<TitledPage>,
  { damaged, without }: { damaged: number; without: number },
  order: ExportOrder,
): void {
  const { io, isJson } = order.context;
  const articles = new Set(pages.map(({ article }) => article)).size;
  const count = { articles, pages: pages.filter(isPage).length, records: records.length, without, damaged };
  const isData = order.target === STANDARD_OUTPUT;
  if (isJson && !isData) return writeJson(io, 'baoluu.exported/1', { file: resolve(io.cwd, order.target), ...count });
  const where = isData ? '' : ` to ${printable(order.target)}`;
  io.err.write(`${plural(pages.length, 'page')} of ${plural(articles, 'article')} written${where} (${plural(records.length, 'record')})\n`);
}
