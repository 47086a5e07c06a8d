/** `baoluu search`: full text over every snapshot. */
import type { Command } from 'commander';
import type { Archive } from '../archive/archive.ts';
import type { TextHit } from '../archive/catalogueContract.ts';
import { DamageError } from '../archive/errors.ts';
import type { Content } from '../article/content.ts';
import { EXIT } from '../article/errors.ts';
import { formatRef } from '../article/identity.ts';
import { printable, printableLines } from '../article/printable.ts';
import { parseQuery, type Phrase } from '../article/query.ts';
import { withCatalogue } from './catalogue.ts';
import { contextOf, withArchive, writeJson, type Context } from './context.ts';
import { damagedIn, tellDamaged } from './damaged.ts';
import { spanOf } from './days.ts';
import { excerptOf, markedIn } from './excerpt.ts';
import { formatSpan, countFor } from './format.ts';
import type { Io } from './io.ts';
import type { Finish } from './main.ts';
import { withKeptSite } from './siteOption.ts';

interface SearchFlags {
  readonly site?: string;
  readonly since?: string;
  readonly limit?: number;
}

const MOST_HITS = 20;

const HELP = `
All words are to be found. One that is written with Vietnamese marks is found with these marks only; one without is found
with any: "duong" finds Đường and Dương, "Đường" finds Đường. Words in quotation marks are found next to each other:
  baoluu search '"giá vàng" SJC' --site vietnamnet --since 2026-03-01
Every text that an article ever had is looked through; of each article the newest one with the words is shown, in which revisions such
a text stands (with what is gone since), and when the one that is shown stood there.
Words in a title come first, and rare ones. A word that stands in more than 10,000 texts decides nothing of the order; where
all of them do, what was kept last comes first.
Where nothing is found, the status is 1.`;

export function defineSearch(program: Command, io: Io, finish: Finish): void {
  program
    .command('search')
    .description('look for words in every text that was kept')
    .argument('<query...>', 'words, and "phrases in quotation marks"')
    .option('--site <site>', 'only the articles of one site')
    .option('--since <day>', 'only texts that were seen on that day or later, such as 2026-03-01')
    .option('--limit <number>', `at most so many articles (default: ${MOST_HITS})`, countFor('--limit'))
    .addHelpText('after', HELP)
    .action(async (words: string[], flags: SearchFlags, self: Command) => {
      const phrases = parseQuery(words.join(' '));
      const context = await contextOf(self, io);
      const asked = await withKeptSite(context, flags);
      finish(await withArchive(context, { create: false }, (archive) => searchIn(archive, phrases, asked, context)));
    });
}

async function searchIn(archive: Archive, phrases: readonly Phrase[], flags: SearchFlags, context: Context) {
  const { site, limit = MOST_HITS } = flags;
  const { since } = spanOf(flags.since === undefined ? {} : { since: flags.since });
  const query = { phrases, limit, ...(site === undefined ? {} : { site }), ...(since === undefined ? {} : { since }) };
  const { hits, known } = await withCatalogue(archive, context, async (catalogue) => ({
    hits: await catalogue.search(query),
    known: await damagedIn(catalogue, site),
  }));
  let damaged = 0;
  for (const hit of hits) damaged += Number(!(await writeHit(archive, hit, phrases, context)));
  if (hits.length === 0 && !context.isJson) context.io.err.write('Nothing found.\n');
  return tellDamaged(known, context.io) || damaged > 0 ? EXIT.damaged : hits.length === 0 ? EXIT.failed : EXIT.done;
}

/** @returns whether the text could be read */
async function writeHit(archive: Archive, hit: TextHit, phrases: readonly Phrase[], context: Context): Promise<boolean> {
  try {
    const { content } = await archive.snapshot(hit, hit.file);
    if (context.isJson) writeAsJson(hit, content, phrases, context);
    else writeAsText(hit, content, phrases, context);
    return true;
  } catch (error) {
    if (!(error instanceof DamageError)) throw error;
    context.io.err.write(`baoluu: ${printableLines(error.message)}\n`);
    return false;
  }
}

function writeAsText(hit: TextHit, { title, body, captions }: Content, phrases: readonly Phrase[], { io, hasColour }: Context): void {
  const excerpt = excerptOf([...body, ...captions], phrases);
  const [before, after] = hasColour ? COLOUR : PLAIN;
  const show = (text: string): string => markedIn(printable(text), phrases, before, after);
  io.out.write(`${formatRef(hit)}   ${hit.file}${placeOf(hit)}   ${formatSpan(hit.first, hit.last)}   ${show(title)}\n`);
  if (excerpt !== '') io.out.write(`    ${show(excerpt)}\n`);
}

function told({ numbers, count }: NonNullable<TextHit['revisions']>): object {
  return { revisions: numbers, revisionCount: count };
}

/** `revision 3 of 3`, `only in revisions 1–2, 4 of 5, gone since`. */
function placeOf({ revisions }: TextHit): string {
  if (revisions === undefined) return '';
  const { numbers, count } = revisions;
  if (numbers.length === 0) return '   in no revision: its page is read otherwise since';
  const named = `revision${numbers.length === 1 ? '' : 's'} ${stretches(numbers)} of ${count}`;
  return numbers.at(-1) === count ? `   ${named}` : `   only in ${named}, gone since`;
}

/** `1–3, 5`. */
function stretches(numbers: readonly number[]): string {
  const begins = numbers.filter((number) => !numbers.includes(number - 1));
  const ends = numbers.filter((number) => !numbers.includes(number + 1));
  return begins.map((begin, index) => (begin === ends[index] ? String(begin) : `${begin}–${ends[index] ?? begin}`)).join(', ');
}

const PLAIN = ['[', ']'] as const;
const COLOUR = ['\u001b[1;33m', '\u001b[0m'] as const;

function writeAsJson(hit: TextHit, { title, body, captions }: Content, phrases: readonly Phrase[], { io }: Context): void {
  const { file: snapshot, first, last, revisions } = hit;
  const excerpt = excerptOf([...body, ...captions], phrases);
  const marked = { title: markedIn(title, phrases, ...PLAIN), excerpt: markedIn(excerpt, phrases, ...PLAIN) };
  writeJson(io, 'baoluu.hit/1', {
    article: formatRef(hit),
    snapshot,
    ...(revisions === undefined ? {} : told(revisions)),
    first,
    last,
    title,
    excerpt,
    marked,
  });
}
