/** What a person types: the commands, their common options, and what becomes of an error. */
import { Command, CommanderError } from 'commander';
import { BaoluuError, EXIT, type ExitStatus } from '../article/errors.ts';
import { printableLines } from '../article/printable.ts';
import type { Io } from './io.ts';
import { VERSION } from './version.ts';

/** What a command's action gives back: nothing when all went well. */
export type Finish = (status: ExitStatus, more?: { readonly evenIfStopped: boolean }) => void;
export type Define = (program: Command, io: Io, finish: Finish) => void;

/** In the order of the help. Each is loaded only where it is typed: a short command should not wait for what it doesn't use. */
const COMMANDS: Readonly<Record<string, () => Promise<Define>>> = {
  archive: async () => (await import('./archive.ts')).defineArchive,
  crawl: async () => (await import('./crawl.ts')).defineCrawl,
  watch: async () => (await import('./watch.ts')).defineWatch,
  log: async () => (await import('./log.ts')).defineLog,
  show: async () => (await import('./show.ts')).defineShow,
  diff: async () => (await import('./diff.ts')).defineDiff,
  changes: async () => (await import('./changes.ts')).defineChanges,
  blame: async () => (await import('./blame.ts')).defineBlame,
  list: async () => (await import('./list.ts')).defineList,
  search: async () => (await import('./search.ts')).defineSearch,
  related: async () => (await import('./related.ts')).defineRelated,
  status: async () => (await import('./status.ts')).defineStatus,
  try: async () => (await import('./try.ts')).defineTry,
  import: async () => (await import('./import.ts')).defineImport,
  backfill: async () => (await import('./backfill.ts')).defineBackfill,
  export: async () => (await import('./export.ts')).defineExport,
  reread: async () => (await import('./reread.ts')).defineReread,
  verify: async () => (await import('./verify.ts')).defineVerify,
  reindex: async () => (await import('./reindex.ts')).defineReindex,
  config: async () => (await import('./config.ts')).defineConfig,
  doctor: async () => (await import('./doctor.ts')).defineDoctor,
  demo: async () => (await import('./demo.ts')).defineDemo,
};

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
  const commands = await commandsFor(argv);
  const program = buildProgram(commands, io, (finished, { evenIfStopped } = { evenIfStopped: false }) => {
    [status, isFinal] = [finished, evenIfStopped];
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return io.signal.aborted && !isFinal ? EXIT.interrupted : status;
  } catch (error) {
    return statusOf(error, io);
  }
}

/** The command that is typed; all of them where none is, for the help and for "did you mean". */
async function commandsFor(argv: readonly string[]): Promise<Define[]> {
  const typed = COMMANDS[commandIn(argv) ?? ''];
  return await Promise.all((typed === undefined ? Object.values(COMMANDS) : [typed]).map((load) => load()));
}

/** The first word that is neither an option nor an option's value. */
function commandIn(argv: readonly string[]): string | undefined {
  return argv.find((word, index) => !word.startsWith('-') && !TAKES_VALUE.has(argv[index - 1] ?? ''));
}

const TAKES_VALUE: ReadonlySet<string> = new Set(['--storage', '--config']);

function buildProgram(commands: readonly Define[], io: Io, finish: Finish): Command {
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
  for (const define of commands) define(program, io, finish);
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
