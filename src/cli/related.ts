/**
 * `baoluu related`: other articles with nearly the same text.
 *
 * The catalogue gives those that may be (it compares signatures), and their texts say how alike they are. With --json each is an
 * object (`baoluu.related/1`): `article` and `revision` are what was asked for, `related` is the other one with the `revision`
 * that is most alike, its `snapshot`, `title` and `url`. `alike` is the share of six-word runs that the two have in common (Dice's
 * coefficient), `contained` that of the shorter text alone; `sentences` counts those in `common`, `here` and `there`, `isSame`
 * says that all of both are. `precedence` says whether the other one was `earlier` or `later`, by what, and when that was.
 */
import type { Command } from 'commander';
import type { Archive } from '../archive/archive.ts';
import type { SearchHit } from '../archive/catalogueContract.ts';
import { DamageError } from '../archive/errors.ts';
import type { Content } from '../article/content.ts';
import { EXIT, type ExitStatus } from '../article/errors.ts';
import { revisionsOf, type Revision } from '../article/history.ts';
import { formatRef } from '../article/identity.ts';
import { likenessOf, shinglesOf, signatureOf, type Likeness, type Shingles } from '../article/likeness.ts';
import { printable, printableLines } from '../article/printable.ts';
import type { CommonSentences } from '../diff/common.ts';
import { withCatalogue } from './catalogue.ts';
import { contextOf, withArchive, writeJson, type Context } from './context.ts';
import { damagedIn, tellDamaged } from './damaged.ts';
import { formatTime, countFor } from './format.ts';
import type { Io } from './io.ts';
import type { Finish } from './main.ts';
import { precedenceOf, type Precedence } from './precedence.ts';
import { findRecord, latestRevision, revisionAt, revisionNumber, splitRevision, type Found } from './revisions.ts';

const MOST_RELATED = 10;

const HELP = `
A repost has most of its original's text, under whatever headline. Each article that does is told with how alike the texts are
(the share of their six-word runs), how many sentences they have in common, and which of them was first. Pages that differ in
their numbers only (the weather, exchange rates) are alike too, and have few sentences in common. Headlines and captions are
not compared, and of every article all its texts are. Where nothing is found, the status is 1. Example:
  baoluu related vietnamnet/2495349`;

interface RelatedFlags {
  readonly limit?: number;
}

export function defineRelated(program: Command, io: Io, finish: Finish): void {
  program
    .command('related')
    .description('show other articles with nearly the same text: originals and reposts')
    .argument('<article[@N]>', 'a URL in any of its forms, site/number, or a part of either; @N names a revision')
    .option('--limit <number>', `at most so many articles (default: ${MOST_RELATED})`, countFor('--limit'))
    .addHelpText('after', HELP)
    .action(async (named: string, { limit = MOST_RELATED }: RelatedFlags, self: Command) => {
      const context = await contextOf(self, io);
      const status = await withArchive(context, { create: false }, async (archive) => {
        const { article, number } = splitRevision(named);
        const found = await findRecord(archive, context.config.sites, article);
        const revision = number === undefined ? latestRevision(found) : revisionAt(found, revisionNumber(String(number)));
        return await tellRelated(archive, found, revision, limit, context);
      });
      finish(status);
    });
}

/** The text that others are compared with. */
interface Subject {
  readonly found: Found;
  readonly revision: Revision;
  readonly content: Content;
  readonly shingles: Shingles;
}

/** Signatures are an estimate, so that more are compared than are told. */
const LOOKS = { more: 20, times: 3 };

async function tellRelated(archive: Archive, found: Found, revision: Revision, limit: number, context: Context): Promise<ExitStatus> {
  const { content } = await archive.snapshot(found.ref, revision.snapshot);
  const query = { signature: signatureOf(content), except: found.ref, limit: limit * LOOKS.times + LOOKS.more };
  const { hits, known } = await withCatalogue(archive, context, async (catalogue) => ({
    hits: await catalogue.related(query),
    known: await damagedIn(catalogue, undefined),
  }));
  const subject = { found, revision, content, shingles: shinglesOf(content) };
  const { near, damaged } = await compared(archive, subject, hits, context);
  const told = near.toSorted((one, other) => other.alike - one.alike || other.contained - one.contained).slice(0, limit);
  const names: string[] = [];
  for (const each of told) names.push(await writeRelated(archive, subject, each, context));
  if (!context.isJson) context.io.err.write(hintFor(subject, names[0]));
  return tellDamaged(known, context.io) || damaged > 0 ? EXIT.damaged : told.length === 0 ? EXIT.failed : EXIT.done;
}

interface Near extends Likeness {
  readonly hit: SearchHit;
  readonly content: Content;
  readonly url: string;
}

/** Below this share of the shorter text, what two articles have in common is a quotation or a paragraph of background. */
const NEAR = 0.3;

async function compared(archive: Archive, { shingles }: Subject, hits: readonly SearchHit[], { io }: Context) {
  const near: Near[] = [];
  let damaged = 0;
  for (const hit of hits)
    try {
      const { content, url } = await archive.snapshot(hit, hit.file);
      const likeness = likenessOf(shingles, shinglesOf(content));
      if (likeness.contained >= NEAR) near.push({ ...likeness, hit, content, url });
    } catch (error) {
      if (!(error instanceof DamageError)) throw error;
      io.err.write(`baoluu: ${printableLines(error.message)}\n`);
      damaged += 1;
    }
  return { near, damaged };
}

/** @returns the text that was told of, as a command takes it */
async function writeRelated(archive: Archive, subject: Subject, near: Near, { io, isJson }: Context): Promise<string> {
  const { commonSentences } = await import('../diff/common.ts');
  const revisions = revisionsOf((await archive.article(near.hit))?.captures ?? []);
  const sentences = commonSentences(subject.content, near.content);
  const there = { ...near.content, first: revisions[0]?.first ?? near.hit.first };
  const precedence = precedenceOf(there, { ...subject.content, first: subject.found.revisions[0]?.first ?? subject.revision.first });
  const revision = revisions.findLast(({ snapshot }) => snapshot === near.hit.file)?.number ?? 0;
  const name = revision === revisions.length ? formatRef(near.hit) : `${formatRef(near.hit)}@${revision}`;
  if (isJson) writeAsJson(subject, near, { revision, sentences, precedence }, io);
  if (isJson) return name;
  const facts = [name, `${percent(near.alike)} alike`, inCommon(sentences), wordsFor(precedence), printable(near.content.title)];
  io.out.write(`${facts.join('   ')}\n`);
  return name;
}

interface Facts {
  readonly revision: number;
  readonly sentences: CommonSentences;
  readonly precedence: Precedence;
}

function writeAsJson({ found, revision }: Subject, near: Near, facts: Facts, io: Io): void {
  const { hit, content, url, alike, contained } = near;
  const { sentences, precedence } = facts;
  writeJson(io, 'baoluu.related/1', {
    article: formatRef(found.ref),
    revision: revision.number,
    related: { article: formatRef(hit), revision: facts.revision, snapshot: hit.file, title: content.title, url },
    alike: rounded(alike),
    contained: rounded(contained),
    sentences,
    isSame: isSame(sentences),
    precedence,
  });
}

/** Never rounded up: only what is wholly alike is 1. */
function rounded(share: number): number {
  return Math.floor(share * 1000) / 1000;
}

function percent(share: number): string {
  return `${Math.floor(share * 100)} %`.padStart(5);
}

function isSame({ common, here, there }: CommonSentences): boolean {
  return common === here && common === there;
}

function inCommon(sentences: CommonSentences): string {
  const { common, here, there } = sentences;
  if (isSame(sentences)) return `all ${there} sentences in common`;
  return `${common === 0 ? 'no sentence' : common} in common, of ${there} there and ${here} here`;
}

function wordsFor({ order, by, at }: Precedence): string {
  const time = at.includes('T') ? formatTime(at) : at;
  return `${by} ${order === 'same' ? 'at the same time' : order}, ${time}`;
}

function hintFor({ found, revision }: Subject, first: string | undefined): string {
  if (first === undefined) return 'No other article has nearly the same text.\n';
  const own = revision === found.revisions.at(-1) ? '' : `@${revision.number}`;
  return `To see what differs: baoluu diff ${formatRef(found.ref)}${own} ${first}\n`;
}
