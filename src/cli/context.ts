/** What every command needs: the common options, the config, and the archive that they name. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Config } from '../config/load.ts';
import type { Archive } from '../archive/archive.ts';
import type { Io } from './io.ts';
import { wantsColour } from './io.ts';
import { PACKAGE_FOLDER } from './version.ts';

export interface Context {
  readonly config: Config;
  readonly storage: string;
  readonly isJson: boolean;
  readonly hasColour: boolean;
}

interface CommonOptions {
  readonly storage?: string;
  readonly config?: string;
  readonly json?: boolean;
  readonly color: boolean;
}

/**
 * The options that every command takes, read with the config. A command that reads pages says so: its layouts'
 * selectors are then checked too, which takes the parser that the other commands do without.
 */
export async function contextOf(command: Command, io: Io, { readsPages = false } = {}): Promise<Context> {
  const options = command.optsWithGlobals<CommonOptions>();
  const { loadConfig } = await import('../config/load.ts');
  const named = options.config === undefined ? {} : { file: options.config };
  const rules = readsPages ? { checkSelector: (await import('../extract/selector.ts')).selectorProblem } : {};
  const config = await loadConfig({ ...named, ...rules, cwd: io.cwd, env: io.env, packageFolder: PACKAGE_FOLDER });
  return {
    config,
    storage: options.storage === undefined ? config.storage : resolve(io.cwd, options.storage),
    isJson: options.json ?? false,
    hasColour: wantsColour(io, options.color),
  };
}

/** Opens the archive, does the work, and gives back the lock whatever came of it. */
export async function withArchive<T>(
  context: Context,
  options: { readonly create: boolean },
  work: (archive: Archive) => Promise<T>,
): Promise<T> {
  const { Archive } = await import('../archive/archive.ts');
  const archive = await Archive.open(context.storage, options);
  try {
    return await work(archive);
  } finally {
    archive.close();
  }
}

export function writeJson(io: Io, schema: string, value: object): void {
  io.out.write(`${JSON.stringify({ schema, ...value })}\n`);
}
