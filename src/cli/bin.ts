#!/usr/bin/env node
/** The one file that knows the process: it hands the streams, the clock and the signals to `main`. */
import { text } from 'node:stream/consumers';
import { EXIT } from '../article/errors.ts';
import type { Io, Output } from './io.ts';

const stopping = new AbortController();
let isReaderGone = false;

function output(stream: NodeJS.WriteStream): Output {
  let isClosed = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.exit(EXIT.failed);
    isClosed = true;
    // A reader that has seen enough (`baoluu list | head`) ends the work; one of messages does not.
    isReaderGone ||= stream === process.stdout;
    if (isReaderGone) stopping.abort();
  });
  return { write: (line) => void (isClosed || stream.write(line)), isTTY: stream.isTTY, columns: stream.columns ?? 80 };
}

function stop(): void {
  if (stopping.signal.aborted) process.exit(EXIT.interrupted);
  process.stderr.write('baoluu: finishing what is in flight, for five seconds at most; once more stops at once.\n');
  stopping.abort();
}

process.on('SIGINT', stop);
process.on('SIGTERM', stop);

const argv = process.argv.slice(2);

let isHungUp = false;

function takeHangup(): boolean {
  const was = isHungUp;
  isHungUp = false;
  return was;
}

const io: Io = {
  out: output(process.stdout),
  err: output(process.stderr),
  readInput: () => text(process.stdin),
  env: process.env,
  cwd: process.cwd(),
  now: () => new Date(),
  signal: stopping.signal,
  heedHangups: () => void process.on('SIGHUP', () => void (isHungUp = true)),
  hasHangup: () => isHungUp,
  takeHangup,
};

// Who closes the pipe on a command that only reads has what they wanted; one that keeps pages was cut short.
const isCutShort = argv.some((word) => ['archive', 'crawl', 'watch', 'import', 'export', 'reread', 'demo'].includes(word));

async function run(): Promise<void> {
  const { main } = await import('./main.ts');
  const status = await main(argv, io);
  process.exitCode = isReaderGone && !isCutShort ? EXIT.done : status;
  // Sockets to a newsroom must not keep a finished program waiting; what was printed has to be out first.
  process.stdout.write('', () => process.exit());
}

void run();
