#!/usr/bin/env node
/** The one file that knows the process: it hands the streams, the clock and the signals to `main`. */
import { text } from 'node:stream/consumers';
import { EXIT } from '../article/errors.ts';
import type { Output } from './io.ts';
import { main } from './main.ts';

function output(stream: NodeJS.WriteStream): Output {
  // A reader that has seen enough (`baoluu list | head`) is no failure of ours.
  stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.failed));
  return { write: (line) => void stream.write(line), isTTY: stream.isTTY, columns: stream.columns ?? 80 };
}

const stopping = new AbortController();

function stop(): void {
  if (stopping.signal.aborted) process.exit(EXIT.interrupted);
  process.stderr.write('baoluu: finishing what is in flight; once more stops at once.\n');
  stopping.abort();
}

process.on('SIGINT', stop);
process.on('SIGTERM', stop);

process.exitCode = await main(process.argv.slice(2), {
  out: output(process.stdout),
  err: output(process.stderr),
  readInput: () => text(process.stdin),
  env: process.env,
  cwd: process.cwd(),
  now: () => new Date(),
  signal: stopping.signal,
});

// Keep-alive sockets to a newsroom must not keep a finished program waiting.
process.stdout.write('', () => process.exit());
