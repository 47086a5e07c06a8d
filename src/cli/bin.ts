#!/usr/bin/env node
/** The one file that knows the process: it hands the streams, the clock and the signals to `main`. */
import { writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { EXIT, type ExitStatus } from '../article/errors.ts';
import { reasonOf } from './format.ts';
import type { Io, Output } from './io.ts';

const argv = process.argv.slice(2);

// Who closes the pipe on a command that only reads has what they wanted; one that keeps pages was cut short.
const isCutShort = argv.some((word) => ['archive', 'crawl', 'watch', 'import', 'export', 'reread', 'demo'].includes(word));

// A crawl gives the pages in flight five seconds, and then writes them down. Containers are killed after ten.
const STOP_MS = 8000;

const stopping = new AbortController();
let isReaderGone = false;
let isUnwritten = false;

function output(stream: NodeJS.WriteStream & { readonly fd: number }): Output {
  let isClosed = false;
  const fail = (error: NodeJS.ErrnoException): void => {
    if (isClosed) return;
    isClosed = true;
    if (error.code !== 'EPIPE') return tellUnwritten(stream, error);
    // A reader that has seen enough (`baoluu list | head`) ends the work; one of messages does not.
    isReaderGone ||= stream === process.stdout;
    if (isReaderGone) stopping.abort();
  };
  stream.on('error', fail);
  const isFile = !((stream as object) instanceof Socket); // Which the types say it always is.
  const write = isFile ? toFile(stream.fd, fail) : (line: string | Uint8Array) => void stream.write(line);
  return { write: (line) => void (isClosed || write(line)), isTTY: stream.isTTY, columns: stream.columns ?? 80 };
}

// Node's own stream takes for written what a disk took the first half of, and tells of a full one too late.
function toFile(file: number, fail: (error: Error) => void): (line: string | Uint8Array) => void {
  return (line) => {
    const bytes = typeof line === 'string' ? Buffer.from(line) : line;
    try {
      for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
    } catch (error) {
      fail(error as Error);
    }
  };
}

function tellUnwritten(stream: NodeJS.WriteStream, error: Error): void {
  isUnwritten = true;
  if (stream !== process.stdout) return; // There is nowhere left to tell it; the status does.
  stopping.abort();
  const kept = isCutShort ? ' What was kept in the archive until then is kept.' : '';
  io.err.write(
    `baoluu: Standard output can't be written: ${reasonOf(error)}. What was printed is not whole. ` +
      `Make room, or print to another place, and run the command again.${kept}\n`,
  );
}

function stop(): void {
  if (stopping.signal.aborted) return stopAtOnce();
  process.exitCode = EXIT.interrupted;
  io.err.write(`baoluu: finishing what is in flight, for ${STOP_MS / 1000} seconds at most; once more stops at once.\n`);
  setTimeout(endByForce, STOP_MS).unref();
  stopping.abort();
}

// process.exit() waits for Node's threads, one of which may be what hangs: then the next signal ends it.
function stopAtOnce(): void {
  for (const signal of ['SIGINT', 'SIGTERM']) process.removeAllListeners(signal);
  process.exit(EXIT.interrupted);
}

// A signal waits for nothing, and a shell calls it 130 too. The first process of a container is not ended by it.
function endByForce(): void {
  process.removeAllListeners('SIGINT');
  process.kill(process.pid, 'SIGINT');
  process.exit(EXIT.interrupted);
}

process.on('SIGINT', stop);
process.on('SIGTERM', stop);

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

async function run(): Promise<void> {
  const { main } = await import('./main.ts');
  const status = await main(argv, io);
  // Sockets to a newsroom must not keep a finished program waiting; what was printed has to be out first, and what
  // became of it is told a turn later.
  process.stdout.write('', () => setImmediate(() => process.exit(finalStatus(status))));
}

function finalStatus(status: ExitStatus): ExitStatus {
  if (isUnwritten && (status === EXIT.done || status === EXIT.interrupted)) return EXIT.failed;
  return isReaderGone && !isCutShort ? EXIT.done : status;
}

void run();
