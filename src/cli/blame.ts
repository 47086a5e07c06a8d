/**
 * `baoluu blame`: which revision brought each sentence.
 *
 * With --json each sentence is an object (`baoluu.blame/1`): `article` and `revision` say which text it stands in, `field`, `index`,
 * `from` and `to` where (from 0, in UTF-16 units), `text` what it says. `by` is the revision that brought its last word, and `began`
 * the one in which it first stood; `absence` names the revisions that lacked it first and had it again, `returnsTo` an earlier one
 * that had it in the same words. A revision is told with its number, its snapshot, and when it was first seen.
 */
import type { Command } from 'commander';
import type { Archive } from '../archive/archive.ts';
import type { Content } from '../article/content.ts';
import { UsageError } from '../article/errors.ts';
import type { Revision } from '../article/history.ts';
import { formatRef } from '../article/identity.ts';
import { printable } from '../article/printable.ts';
import type { SnapshotName } from '../article/snapshot.ts';
import type { BlamedSentence } from '../diff/blame.ts';
import { contextOf, withArchive, writeJson } from './context.ts';
import { formatTime } from './format.ts';
import type { Io } from './io.ts';
import { findRecord, latestRevision, readingChange, revisionAt, revisionNumber, splitRevision, type Found } from './revisions.ts';

const HELP = `
Each sentence is told with the revision that brought it, when that was first seen, and where it stands. One that was moved,
split or merged keeps its revision; one that was edited has that of its last edit, and it is told where it began; one that was
taken out and came back has its first one, and says so. Examples:
  baoluu blame vietnamnet/2495349
  baoluu blame vietnamnet/2495349 --revision 3 --json`;

interface BlameFlags {
  readonly revision?: number;
}

export function defineBlame(program: Command, io: Io): void {
  program
    .command('blame')
    .description('show which revision brought each sentence of an article')
    .argument('<article[@N]>', 'a URL in any of its forms, site/number, or a part of either; @N names a revision')
    .option('--revision <n>', 'the text as it stood in that revision (default: the latest)', revisionNumber)
    .addHelpText('after', HELP)
    .action(async (named: string, flags: BlameFlags, self: Command) => {
      const context = await contextOf(self, io);
      await withArchive(context, { create: false }, async (archive) => {
        const { article, number } = splitRevision(named);
        const found = await findRecord(archive, context.config.sites, article);
        if (flags.revision !== undefined && number !== undefined && flags.revision !== number)
          throw new UsageError(`${named} names another revision than --revision ${flags.revision}; leave out one.`);
        const wanted = flags.revision ?? number;
        const revision = wanted === undefined ? latestRevision(found) : revisionAt(found, revisionNumber(String(wanted)));
        const { blame } = await import('../diff/blame.ts');
        const sentences = blame(await contentsUntil(archive, found, revision));
        if (context.isJson) for (const sentence of sentences) writeSentence(found, revision, sentence, io);
        else writeText(found, revision, sentences, io);
      });
    });
}

/** The texts up to a revision, each file read once. */
async function contentsUntil(archive: Archive, { ref, revisions }: Found, { number }: Revision): Promise<Content[]> {
  const known = new Map<SnapshotName, Content>();
  const contents: Content[] = [];
  for (const { snapshot } of revisions.slice(0, number)) {
    const content = known.get(snapshot) ?? (await archive.snapshot(ref, snapshot)).content;
    known.set(snapshot, content);
    contents.push(content);
  }
  return contents;
}

function writeText({ ref, revisions }: Found, { number }: Revision, sentences: readonly BlamedSentence[], io: Io): void {
  io.out.write(`${formatRef(ref)}@${number}\n`);
  for (const sentence of sentences) {
    const by = revisionOf(revisions, sentence.edited);
    const notes = notesOf(sentence).map((note) => `   (${note})`);
    io.out.write(
      `${`revision ${by.number}`.padEnd(11)} ${formatTime(by.first)}   ${placeOf(sentence)}   ${printable(sentence.text)}${notes.join('')}\n`,
    );
  }
  for (const revision of revisions.filter((each) => sentences.some(({ edited }) => edited === each.number - 1)))
    if (revision.readerChanged) io.out.write(`${readerNote(revisions, revision)}\n`);
}

function readerNote(revisions: readonly Revision[], { number, reader }: Revision): string {
  const change = readingChange(revisions[number - 2]?.reader, reader);
  return `${`revision ${number}`.padEnd(11)} ${change}; what it brought may be ours`;
}

function placeOf({ field, index }: BlamedSentence): string {
  return (field === 'title' || field === 'date' ? field : `${field} ${index + 1}`).padEnd(12);
}

function notesOf({ began, edited, returnsTo, absence }: BlamedSentence): string[] {
  return [
    ...(began === edited ? [] : [`edited, began in revision ${began + 1}`]),
    ...(returnsTo === undefined ? [] : [`back to its words of revision ${returnsTo + 1}`]),
    ...(absence === undefined ? [] : [`out in revision ${absence.from + 1}, back in revision ${absence.until + 1}`]),
  ];
}

function writeSentence({ ref, revisions }: Found, { number }: Revision, sentence: BlamedSentence, io: Io): void {
  const { field, index, from, to, text, began, edited, returnsTo, absence } = sentence;
  const told = (at: number): object => {
    const { number: revision, snapshot, first } = revisionOf(revisions, at);
    return { revision, snapshot, first };
  };
  writeJson(io, 'baoluu.blame/1', {
    article: formatRef(ref),
    revision: number,
    field,
    index,
    from,
    to,
    text,
    by: told(edited),
    began: told(began),
    ...(returnsTo === undefined ? {} : { returnsTo: told(returnsTo) }),
    ...(absence === undefined ? {} : { absence: { from: told(absence.from), until: told(absence.until) } }),
  });
}

/** Contents are counted from 0, revisions from 1. */
function revisionOf(revisions: readonly Revision[], at: number): Revision {
  const revision = revisions[at];
  if (revision === undefined) throw new RangeError(`no revision ${at + 1} among ${revisions.length}`);
  return revision;
}
