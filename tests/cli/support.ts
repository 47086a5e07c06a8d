/** Runs a command line: in this process where words and statuses count, as a process of its own where it must be killed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { Output } from '../../src/cli/io.ts';
import { openNewsroom, type Newsroom } from '../../src/demo/newsroom.ts';

export const PROGRAM = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'dist', 'app', 'bin.js');

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

interface RunOptions {
  readonly now?: string;
  /** The clock goes on from `now`; without it stands still. */
  readonly isTicking?: boolean;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Printed on a terminal that is so wide. */
  readonly terminal?: number;
}

/** A folder to stand in, with a newsroom to ask: what a person has before the first command. */
export class Desk {
  readonly cwd: string;
  readonly newsroom: Newsroom;

  constructor(cwd: string, newsroom: Newsroom) {
    this.cwd = cwd;
    this.newsroom = newsroom;
  }

  async run(
    argv: readonly string[],
    { now = '2026-10-05T05:00:00.000Z', isTicking = false, input = '', env = {}, terminal }: RunOptions = {},
  ): Promise<Ran> {
    const [out, err] = [collector(terminal), collector()];
    const begun = performance.now();
    const status = await main(argv, {
      out,
      err,
      readInput: () => Promise.resolve(input),
      env,
      cwd: this.cwd,
      now: () => new Date(Date.parse(now) + (isTicking ? performance.now() - begun : 0)),
      signal: new AbortController().signal,
      heedHangups: () => undefined,
      hasHangup: () => false,
      takeHangup: () => false,
    });
    return { status, out: out.text(), err: err.text() };
  }

  /** `archive` on the newsroom's pages, or on those named. */
  async archive(
    urls: readonly string[] = this.newsroom.urls(),
    options: RunOptions & { readonly flags?: readonly string[] } = {},
  ): Promise<Ran> {
    return await this.run(['archive', ...urls, ...this.pins(), '--delay', '0', ...(options.flags ?? [])], options);
  }

  /** A page of our own under a host name of its own. */
  serve(host: string, path: string, answer: Parameters<Newsroom['serve']>[2]): string {
    this.newsroom.serve(host, path, answer);
    return `http://${host}:${this.newsroom.port}${path}`;
  }

  pins(): string[] {
    return this.newsroom.resolveEntries().flatMap(({ host, port, address }) => ['--resolve', `${host}:${port}:${address}`]);
  }

  start(argv: readonly string[]): ChildProcess {
    return spawn(process.execPath, [PROGRAM, ...argv], { cwd: this.cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  }
}

export async function newDesk(): Promise<Desk> {
  const cwd = await mkdtemp(join(tmpdir(), 'baoluu-test-'));
  const newsroom = await openNewsroom();
  onTestFinished(async () => {
    await newsroom.close();
    await rm(cwd, { recursive: true, force: true });
  });
  return new Desk(cwd, newsroom);
}

/** The exit status and what was printed, once a started program has ended. */
export async function ended(child: ChildProcess): Promise<Ran & { readonly signal: NodeJS.Signals | null }> {
  const [out, err] = [collector(), collector()];
  child.stdout?.on('data', (chunk: Buffer) => out.write(chunk.toString('utf8')));
  child.stderr?.on('data', (chunk: Buffer) => err.write(chunk.toString('utf8')));
  return await new Promise((resolve) => {
    child.once('close', (status, signal) => resolve({ status: status ?? -1, signal, out: out.text(), err: err.text() }));
  });
}

/** A digest of everything in a folder but the locks and the catalogue, which SQLite writes as it likes: the same as before means that nothing was changed. */
export async function fingerprint(folder: string): Promise<string> {
  const hash = createHash('sha256');
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of names
    .filter((name) => name.isFile() && !/\.sqlite(?:-wal|-shm)?$/u.test(name.name))
    .toSorted((a, b) => (path(a) < path(b) ? -1 : 1)))
    hash.update(path(entry)).update(await readFile(path(entry)));
  return hash.digest('hex');

  function path(entry: { readonly parentPath: string; readonly name: string }): string {
    return join(entry.parentPath, entry.name);
  }
}

function collector(terminal?: number): Output & { text(): string } {
  const parts: string[] = [];
  return {
    write: (text) => void parts.push(typeof text === 'string' ? text : Buffer.from(text).toString('latin1')),
    text: () => parts.join(''),
    isTTY: terminal !== undefined,
    columns: terminal ?? 100,
  };
}
