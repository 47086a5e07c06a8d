/** baoluu with a clock that is slow: `earlier.mjs MINUTES ARGV…`. So that what was archived is due again, without waiting for it. */
import { main } from '../../dist/cli/main.js';

const [minutes, ...argv] = process.argv.slice(2);

function output(stream) {
  return { write: (text) => void stream.write(text), isTTY: false, columns: 100 };
}

process.exitCode = await main(argv, {
  out: output(process.stdout),
  err: output(process.stderr),
  readInput: () => Promise.resolve(''),
  env: process.env,
  cwd: process.cwd(),
  now: () => new Date(Date.now() - Number(minutes) * 60_000),
  signal: new AbortController().signal,
  heedHangups: () => undefined,
  hasHangup: () => false,
  takeHangup: () => false,
});
process.stdout.write('', () => process.exit());
