/**
 * A client as a process of its own, and what it took: wall time from its start, CPU seconds of all its threads and children, and its
 * peak memory, as GNU `time` tells them.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const TIME = '/usr/bin/time';

/** @throws where it doesn't end with one of `statuses` */
export async function measured([program, ...args], { cwd, env = {}, statuses = [0] } = {}) {
  if (!existsSync(TIME)) throw new Error('CPU seconds and memory are taken with GNU time; install it (Debian: the package "time").');
  const folder = mkdtempSync(join(tmpdir(), 'baoluu-bench-time-'));
  const file = join(folder, 'time.txt');
  try {
    const begun = Date.now();
    const { status, out, err } = await ran([TIME, '-q', '-o', file, '-f', '%U %S %M', program, ...args], { cwd, env });
    const ended = Date.now();
    if (!statuses.includes(status))
      throw new Error(`${program} ${args.slice(0, 3).join(' ')} ended with ${status}: ${err.slice(-2000)}${out.slice(-500)}`);
    const [user, system, kilobytes] = readFileSync(file, 'utf8').trim().split(' ').map(Number);
    return { begun, ended, cpuSeconds: user + system, peakMegabytes: kilobytes / 1024, out, err };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs to its end, and gives back what was printed. */
export function ran([program, ...args], { cwd, env = {} } = {}) {
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err] = [[], []];
  child.stdout.on('data', (chunk) => out.push(chunk));
  child.stderr.on('data', (chunk) => err.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) =>
      resolve({ status: status ?? -1, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }),
    );
  });
}
