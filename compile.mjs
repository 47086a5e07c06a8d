/**
 * Keeps what V8 makes of the bundle's files (`dist/app/compiled.bin`), with the functions that commands use: the demo is
 * played here, which archives pages of its own newsroom on this machine, and what commands read is read from its archive.
 * Without it the program starts all the same, and takes longer.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { compile, compiledOf, requireIn } from './dist/cli/compiled.js';

const APP = resolve('dist/app');
const COMMANDS = [['demo'], ['--help'], ['show', 'vietnamplus/9900101'], ['search', 'giá'], ['changes'], ['status']];
/** What nothing requires: the process and the threads begin with these. */
const BEGINNINGS = ['program.js', 'readThread.js', 'rereadThread.js'];

/** @param main the file that holds `main` */
export async function keepCompiled(main) {
  const folder = mkdtempSync(join(tmpdir(), 'baoluu-build-'));
  try {
    const scripts = new Map();
    const program = requireIn(APP, { has: (name) => name.endsWith('.js'), codeFor: () => undefined }, scripts)(`./${main}`);
    for (const words of COMMANDS) await run(program, ['--storage', join(folder, 'storage'), ...words], folder);
    for (const name of BEGINNINGS) {
      const source = readFileSync(join(APP, name));
      scripts.set(name, { source, script: compile(join(APP, name), source) });
    }
    writeFileSync(join(APP, 'compiled.bin'), compiledOf(scripts));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run({ main }, argv, folder) {
  let said = '';
  const output = { write: (text) => void (said += text), isTTY: false, columns: 80 };
  const signal = new AbortController().signal;
  const hangups = { heedHangups: () => undefined, hasHangup: () => false, takeHangup: () => false };
  const env = { XDG_CACHE_HOME: join(folder, 'cache') };
  const io = {
    out: output,
    err: output,
    readInput: () => Promise.resolve(''),
    env,
    cwd: folder,
    now: () => new Date(),
    signal,
    ...hangups,
  };
  const status = await main(argv, io);
  if (status > 0) throw new Error(`baoluu ${argv.join(' ')} ended with ${status}: ${said}`);
}
