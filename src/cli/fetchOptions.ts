/** The options of every command that fetches, and what they and the config come to. */
import type { Command } from 'commander';
import { UsageError } from '../article/errors.ts';
import type { FetchOptions } from '../crawl/fetch.ts';
import type { Context } from './context.ts';
import type { Io } from './io.ts';
import { VERSION } from './version.ts';

export interface FetchFlags {
  readonly resolve?: readonly string[];
  readonly allowPrivate?: boolean;
}

export function addFetchOptions(command: Command): Command {
  return command
    .option('--resolve <host:port:address>', 'connect to this address for that host and port, as curl has it (repeatable)', collect)
    .option('--allow-private', 'let pages of this machine and of private networks be fetched');
}

/** @throws UsageError for a --resolve that can't be read */
export async function fetchOptionsOf(flags: FetchFlags, { config }: Context, io: Io): Promise<FetchOptions> {
  const [{ parseResolve }, { userAgentOf }, { systemClock }] = await Promise.all([
    import('../crawl/resolve.ts'),
    import('../config/userAgent.ts'),
    import('../crawl/clock.ts'),
  ]);
  const { limits } = config;
  return {
    userAgent: userAgentOf(config, VERSION),
    maxWireBytes: limits.maxWireMegabytes * 1_000_000,
    maxBodyBytes: limits.maxBodyMegabytes * 1_000_000,
    connectTimeoutMs: limits.connectSeconds * 1000,
    responseTimeoutMs: limits.responseSeconds * 1000,
    bodyTimeoutMs: limits.bodySeconds * 1000,
    maxRedirects: limits.maxRedirects,
    concurrency: config.concurrency,
    allowPrivate: flags.allowPrivate ?? false,
    resolve: (flags.resolve ?? []).map(parseResolve),
    clock: systemClock(() => io.now()),
    log: (line) => io.err.write(`${line}\n`),
    signal: io.signal,
  };
}

/** Seconds as typed, in milliseconds. */
export function delayMsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = /^\d+(?:\.\d+)?$/u.test(text) ? Number(text) : Number.NaN;
  if (!(seconds <= 3600)) throw new UsageError(`--delay ${text}: expected seconds between 0 and 3600, such as 2.5.`);
  return seconds * 1000;
}

function collect(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, value];
}
