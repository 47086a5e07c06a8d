/** `baoluu try`: what a layout reads from a page, field by field, and which rule gave it. Nothing is kept. */
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { EXIT, UsageError, type ExitStatus } from '../article/errors.ts';
import { formatRef, identify, parseUrl, siteOf } from '../article/identity.ts';
import { headerOf } from '../article/page.ts';
import { printable } from '../article/printable.ts';
import type { Trace } from '../extract/read.ts';
import { contextOf, writeJson, type Context } from './context.ts';
import { addFetchOptions, fetchOptionsOf, type FetchFlags } from './fetchOptions.ts';
import { plural, reasonOf } from './format.ts';
import type { Io } from './io.ts';
import type { Finish } from './main.ts';

interface TryFlags extends FetchFlags {
  readonly url?: string;
}

/** A page to try, from the network or from a file. */
interface Specimen {
  readonly html: string;
  readonly url: URL;
  /** Why the gate turns it away, where it does. */
  readonly stopped?: string;
}

const LONGEST_VALUE = 300;

export function defineTry(program: Command, io: Io, finish: Finish): void {
  const command = program
    .command('try')
    .description('show what is read from a page: each field, the rule that gave it, and what was dropped')
    .argument('<url|file>', 'a page’s address, or a saved HTML page')
    .option('--url <url>', 'where the saved page stood, if it has no canonical link');
  addFetchOptions(command)
    .addHelpText('after', '\nNothing is kept. The status is 0 where the page is a whole article, else 1.')
    .action(async (what: string, flags: TryFlags, self: Command) => {
      finish(await run(what, flags, await contextOf(self, io, { readsPages: true }), io));
    });
}

async function run(what: string, flags: TryFlags, context: Context, io: Io): Promise<ExitStatus> {
  const specimen = (await savedPage(what, flags, io)) ?? (await fetchedPage(what, flags, context, io));
  if (specimen === undefined) return EXIT.failed;
  const { explainPage } = await import('../extract/read.ts');
  const trace = explainPage(specimen.html, specimen.url.href, siteOf(specimen.url, context.config.sites));
  const article = formatRef(identify(specimen.url, context.config.sites));
  if (context.isJson)
    writeJson(io, 'baoluu.trace/1', { article, ...(specimen.stopped === undefined ? {} : { stopped: specimen.stopped }), ...trace });
  else io.out.write(textOf(article, specimen, trace));
  return 'content' in trace.reading && specimen.stopped === undefined ? EXIT.done : EXIT.failed;
}

async function savedPage(what: string, flags: TryFlags, io: Io): Promise<Specimen | undefined> {
  if (/^https?:/iu.test(what)) return undefined;
  const bytes = await readFile(resolve(io.cwd, what)).catch((error: unknown) => refuseUnlessUrl(what, error));
  if (bytes === undefined) return undefined;
  const { decodeHtml } = await import('../extract/decode.ts');
  const { addressIn } = await import('../crawl/importFile.ts');
  const html = decodeHtml(bytes);
  const address = flags.url ?? addressIn(html);
  if (address === undefined)
    throw new UsageError(`${basename(what)} does not say where it stood (it has no canonical link); name its address with --url URL.`);
  return { html, url: parseUrl(address) };
}

/** @throws UsageError where what was typed is no address either; of one with a scheme, the address is what is wrong with it */
function refuseUnlessUrl(what: string, error: unknown): undefined {
  if (/^[a-z][a-z\d+.-]*:/iu.test(what)) return undefined;
  try {
    parseUrl(what);
    return undefined;
  } catch (cause) {
    throw new UsageError(
      `Can't read "${what}": ${reasonOf(error)}, and it is not a URL. Check the name, or write the address in full, as https://www.vietnamplus.vn/….`,
      { cause },
    );
  }
}

async function fetchedPage(what: string, flags: TryFlags, context: Context, io: Io): Promise<Specimen | undefined> {
  const [{ fetchPages }, { gate }, { decodeHtml }] = await Promise.all([
    import('../crawl/fetch.ts'),
    import('../crawl/gate.ts'),
    import('../extract/decode.ts'),
  ]);
  const url = parseUrl(what);
  const { allowPrivate, delaySeconds } = siteOf(url, context.config.sites);
  let specimen: Specimen | undefined;
  await fetchPages(
    [{ url, allowPrivate, delayMs: delaySeconds * 1000 }],
    await fetchOptionsOf(flags, context, io),
    async (_visit, fetched) => {
      if ('failure' in fetched) return void io.err.write(`baoluu: ${printable(fetched.failure.message)}\n`);
      const html = decodeHtml(fetched.page.body, headerOf(fetched.page, 'content-type'));
      const stopped = gate(fetched.page, html);
      specimen = {
        html,
        url: new URL(fetched.page.url),
        ...(stopped === undefined ? {} : { stopped: `${stopped.outcome}: ${stopped.why}` }),
      };
    },
  );
  return specimen;
}

function textOf(article: string, { url, stopped }: Specimen, trace: Trace): string {
  const { reading } = trace;
  const lines = [
    `article   ${article}   ${printable(url.href)}`,
    ...(stopped === undefined ? [] : [`stopped   ${printable(stopped)}`]),
    `layout    ${reading.reader.layout}, extractor ${reading.reader.extractor}`,
    ...trace.mismatches.map(({ layout, selector }) => `          not ${layout}: nothing matches ${selector}`),
    ...trace.fields.flatMap(fieldLines),
    ...trace.dropped
      .filter(({ count }) => count > 0)
      .map(({ selector, count, text }) => `dropped   ${count} × ${selector}   ${printable(text)}`),
    ...(trace.fault === undefined ? [] : [`fault     ${printable(trace.fault)}`]),
    'content' in reading
      ? `whole     ${plural(reading.content.body.length, 'paragraph')}, ${plural(reading.content.captions.length, 'caption')}`
      : `missing   ${reading.missing.join(', ')}`,
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function fieldLines({ field, value, rule, triedBefore }: Trace['fields'][number]): string[] {
  const values =
    value === undefined
      ? ['-']
      : value.split('\n').map((line) => printable(line.length > LONGEST_VALUE ? `${line.slice(0, LONGEST_VALUE)}…` : line));
  const [first = '-', ...rest] = values;
  const tried = triedBefore.length === 0 ? '' : `   (nothing at ${triedBefore.join(', ')})`;
  const source = rule === undefined && tried === '' ? [] : [`          ← ${rule ?? 'nothing'}${tried}`];
  return [`${field.padEnd(9)} ${first}`, ...rest.map((line) => `          ${line}`), ...source];
}
