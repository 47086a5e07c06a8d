/** What a person types: the commands, their common options, and what becomes of an error. */
import { Command, CommanderError } from 'commander';
import { BaoluuError, EXIT, type ExitStatus } from '../article/errors.ts';
import { printableLines } from '../article/printable.ts';
import { defineArchive } from './archive.ts';
import { defineBackfill } from './backfill.ts';
import { defineChanges } from './changes.ts';
import { defineConfig } from './config.ts';
import { defineCrawl } from './crawl.ts';
import { defineDemo } from './demo.ts';
import { defineDiff } from './diff.ts';
import { defineDoctor } from './doctor.ts';
import { defineExport } from './export.ts';
import { defineImport } from './import.ts';
import type { Io } from './io.ts';
import { defineList } from './list.ts';
import { defineLog } from './log.ts';
import { defineReindex } from './reindex.ts';
import { defineReread } from './reread.ts';
import { defineSearch } from './search.ts';
import { defineShow } from './show.ts';
import { defineStatus } from './status.ts';
import { defineTry } from './try.ts';
import { defineVerify } from './verify.ts';
import { defineWatch } from './watch.ts';
import { VERSION } from './version.ts';

/** What a command's action gives back: nothing when all went well. */
export type Finish = (status: ExitStatus, more?: { readonly evenIfStopped: boolean }) => void;
export type Define = (program: Command, io: Io, finish: Finish) => void;

const COMMANDS: readonly Define[] = [
  defineArchive,
  defineCrawl,
  defineWatch,
  defineLog,
  defineShow,
  defineDiff,
  defineChanges,
  defineList,
  defineSearch,
  defineStatus,
  defineTry,
  defineImport,
  defineBackfill,
  defineExport,
  defineReread,
  defineVerify,
  defineReindex,
  defineConfig,
  defineDoctor,
  defineDemo,
];

const STATUSES = `
Exit status:
  0 done · 1 failed · 2 usage or config · 3 some URLs failed, the rest are kept ·
  10 no archive or unknown format · 11 locked · 12 damage found · 130 interrupted`;

/**
 * Runs one command line.
 * @returns the exit status; nothing is thrown
 */
export async function main(argv: readonly string[], io: Io): Promise<ExitStatus> {
  let status: ExitStatus = EXIT.done;
  let isFinal = false;
  const program = buildProgram(io, (finished, { evenIfStopped } = { evenIfStopped: false }) => {
    [status, isFinal] = [finished, evenIfStopped];
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return io.signal.aborted && !isFinal ? EXIT.interrupted : status;
  } catch (error) {
    return statusOf(error, io);
  }
}

function buildProgram(io: Io, finish: Finish): Command {
  const program = new Command('baoluu')
    .description('Archives Vietnamese news articles, keeps every version, and shows what changed.')
    .version(VERSION, '-V, --version', 'print the version')
    .option('--storage <folder>', 'the archive (default: the config’s, or ./storage)')
    .option('--config <file>', 'the config file (default: config/baoluu.yaml here, then your own, then the one that comes with baoluu)')
    .option('--json', 'print one JSON object a line, with a "schema" field')
    .option('--no-color', 'no colours, even on a terminal')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showHelpAfterError('(baoluu help shows the commands and options)')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('afterAll', STATUSES);
  for (const define of COMMANDS) define(program, io, finish);
  for (const command of [program, ...program.commands, ...program.commands.flatMap((inner) => inner.commands)]) asData(command, io);
  return program;
}

function asData(command: Command, io: Io): void {
  command.exitOverride();
  command.configureOutput({
    writeOut: (text) => io.out.write(text),
    writeErr: (text) => io.err.write(text),
    outputError: (text, write) => write(text.replace(/^error: /u, 'baoluu: ')),
    getOutHelpWidth: () => Math.min(io.out.columns, 120),
    getErrHelpWidth: () => Math.min(io.err.columns, 120),
  });
}

function statusOf(error: unknown, io: Io): ExitStatus {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof BaoluuError) {
    io.err.write(`baoluu: ${printableLines(error.message)}\n`);
    return error.exitStatus;
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.err.write(`baoluu: this is a fault in baoluu itself; please report it with what follows.\n${trace}\n`);
  return EXIT.failed;
}
