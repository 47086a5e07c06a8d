/** What came of importing WARC files: a line for each new capture, one for each unsound record, and the sum. */
import { EXIT, type ExitStatus } from '../article/errors.ts';
import { printable, printableLines } from '../article/printable.ts';
import type { Passed, Taken } from '../crawl/importWarc.ts';
import type { Survey, Unsound } from '../crawl/warcSurvey.ts';
import { writeJson, type Context } from './context.ts';
import { plural, shortPath } from './format.ts';
import { takenFacts, takenLine } from './takenIn.ts';

type Kept = Extract<Taken, { readonly sighting: unknown }>;
type Silent = Extract<Taken, { readonly passed: unknown } | { readonly known: unknown }>;

export class WarcReport {
  readonly #isDry: boolean;
  readonly #context: Context;
  /** Places, because one record may have several faults. */
  readonly #unsound = new Set<string>();
  readonly #told = new Set<string>();
  readonly #passed = new Map<Passed, number>();
  readonly #counts = {
    records: 0,
    sound: 0,
    notices: 0,
    captures: 0,
    snapshots: 0,
    known: 0,
    moved: 0,
    unresolved: 0,
    unsound: 0,
    refused: 0,
    damagedArticles: 0,
  };

  constructor(isDry: boolean, context: Context) {
    this.#isDry = isDry;
    this.#context = context;
  }

  addSurvey({ records, sound, notices }: Survey): void {
    this.#counts.records += records;
    this.#counts.sound += sound;
    this.#counts.notices += notices;
  }

  addUnsound({ file, offset, reason, isUnresolved }: Unsound): void {
    // Two records of one gzip member have one place; what is said of it twice is told once.
    if (this.#told.has(`${file} ${offset} ${reason}`)) return;
    this.#told.add(`${file} ${offset} ${reason}`);
    if (isUnresolved === true) this.#counts.unresolved += 1;
    else this.#unsound.add(`${file} ${offset}`);
    this.#counts.unsound = this.#unsound.size;
    const { io, isJson } = this.#context;
    if (isJson) writeJson(io, 'baoluu.unsound/1', { file, offset, reason });
    io.err.write(`baoluu: ${printable(`${shortPath(file, io.cwd)} at byte ${offset}: ${reason}; it was not imported`)}\n`);
  }

  /** A file of which nothing is taken; without a reason, what is unsound in it has been told. */
  refuse(file: string, reason?: string): void {
    this.#counts.refused += 1;
    const { io, isJson } = this.#context;
    if (reason === undefined) return;
    if (isJson) writeJson(io, 'baoluu.imported/1', { file, failure: { why: reason } });
    io.err.write(`baoluu: ${printableLines(reason)}\n`);
  }

  /** What is nothing new is only counted. */
  count(taken: Silent): void {
    if ('known' in taken) {
      this.#counts.known += 1;
      if (taken.isMoved === true) this.#counts.moved += 1;
    } else this.#passed.set(taken.passed, (this.#passed.get(taken.passed) ?? 0) + 1);
  }

  add(taken: Exclude<Taken, Silent>): void {
    if ('unsound' in taken) return this.addUnsound(taken.unsound);
    if ('sighting' in taken) return this.#addKept(taken);
    this.#counts.damagedArticles += 1;
    this.#context.io.err.write(`baoluu: ${printableLines(taken.damage.message)}\n`);
  }

  /** The last line, and the status of it all. */
  finish(files: number): ExitStatus {
    const { io, isJson } = this.#context;
    if (isJson)
      writeJson(io, 'baoluu.importedFiles/1', {
        files,
        isWritten: !this.#isDry,
        ...this.#counts,
        passed: Object.fromEntries(this.#passed),
      });
    io.err.write(`${this.#sum(files)}\n`);
    return this.#status();
  }

  #status(): ExitStatus {
    const { unsound, unresolved, refused, sound, damagedArticles } = this.#counts;
    if (damagedArticles > 0) return EXIT.damaged;
    if (unsound === 0 && unresolved === 0 && refused === 0) return EXIT.done;
    if (sound > 0) return EXIT.someFailed;
    // Files that are no WARC files are a slip; a WARC file without one sound record is damaged.
    return unsound > refused || refused === 0 ? EXIT.damaged : EXIT.failed;
  }

  #sum(files: number): string {
    const { records, captures, snapshots, known, moved, unresolved, unsound, refused } = this.#counts;
    const passed = [...this.#passed].map(([reason, count]) => `${count} ${reason}`);
    return [
      `${plural(records, 'record')} in ${plural(files, 'file')}: ${plural(captures, 'capture')} ${this.#isDry ? 'to be taken in' : 'new'}`,
      ...(this.#isDry ? [] : [`${plural(snapshots, 'snapshot')} new`]),
      `${known} imported before`,
      ...(moved === 0 ? [] : [`${plural(moved, 'page')} of them now taken from here`]),
      ...(passed.length === 0 ? [] : [`passed over: ${passed.join(', ')}`]),
      ...(unresolved === 0 ? [] : [`${unresolved} of pages that are not here`]),
      ...(unsound === 0 ? [] : [`${unsound} unsound`]),
      ...(refused === 0 ? [] : [`${plural(refused, 'file')} refused`]),
    ].join('; ');
  }

  #addKept({ listed, sighting, recorded }: Kept): void {
    const { io, isJson } = this.#context;
    const { id: record, url, offset, from } = listed;
    this.#counts.captures += 1;
    if (recorded?.isNewSnapshot === true) this.#counts.snapshots += 1;
    const facts = { file: from.file, offset, record, url, ...takenFacts(sighting, recorded, this.#context) };
    if (isJson) writeJson(io, 'baoluu.imported/1', facts);
    else io.out.write(takenLine(sighting, recorded, `${shortPath(from.file, io.cwd)} at byte ${offset}`, this.#context));
  }
}
