/** What every command needs: the common options, the config, and the archive that they name. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Config } from '../config/load.ts';
import { UsageError } from '../article/errors.ts';
import { printableJson, printableLines } from '../article/printable.ts';
import type { Archive } from '../archive/archive.ts';
import type { Recovery } from '../archive/warcRecovery.ts';
import type { WarcWriter } from '../archive/warcStore.ts';
import { plural } from './format.ts';
import type { Io } from './io.ts';
import { wantsColour } from './io.ts';
import type { Fields } from '../warc/record.ts';
import { PACKAGE_FOLDER, SOFTWARE, VERSION } from './version.ts';

export interface Context {
  readonly config: Config;
  readonly storage: string;
  readonly isJson: boolean;
  readonly hasColour: boolean;
  readonly io: Io;
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
    storage: options.storage === undefined ? config.storage : resolve(io.cwd, folderNamed(options.storage)),
    isJson: options.json ?? false,
    hasColour: wantsColour(io, options.color),
    io,
  };
}

/** An empty name is a variable that nobody set, and not the folder of today. */
function folderNamed(storage: string): string {
  if (storage.trim() === '') throw new UsageError('--storage names no folder: its value is empty.');
  return storage;
}

export interface OpenOptions {
  /** Make an archive where there is none, and write to it. */
  readonly create: boolean;
  /** Write to the archive that is there. */
  readonly writes?: boolean;
}

/** Opens the archive, does the work, and closes it whatever came of that. */
export async function withArchive<T>(context: Context, options: OpenOptions, work: (archive: Archive) => Promise<T>): Promise<T> {
  const { Archive } = await import('../archive/archive.ts');
  const { create, writes = create } = options;
  const archive = await Archive.open(context.storage, { create, ...(writes ? { writer: await writerOf(context) } : {}) });
  for (const recovery of archive.recovered) context.io.err.write(`baoluu: ${recoveryLine(recovery)}\n`);
  tellNotices(archive, context);
  try {
    const result = await work(archive);
    tellNotices(archive, context);
    await archive.close();
    return result;
  } catch (error) {
    await archive.close().catch(() => undefined); // The first trouble is the one to tell.
    throw error;
  }
}

function tellNotices(archive: Archive, { io }: Context): void {
  for (const notice of archive.notices()) io.err.write(`baoluu: ${printableLines(notice)}\n`);
}

async function writerOf(context: Context): Promise<WarcWriter> {
  const { userAgentOf } = await import('../config/userAgent.ts');
  const about = [...aboutOf(context), ['http-header-user-agent', userAgentOf(context.config, VERSION)]] as const;
  return { now: () => context.io.now(), about };
}

/** The program and who runs it, as a WARC file says it. */
export function aboutOf({ config }: Context): Fields {
  const operator = config.contact === undefined ? [] : ([['operator', config.contact]] as const);
  return [['software', SOFTWARE], ...operator];
}

function recoveryLine({ file, records, cut, damagedAt }: Recovery): string {
  if (damagedAt !== undefined)
    return (
      `${file} was left open by a run that was interrupted, and is damaged at byte ${damagedAt}; articles name pages behind that, ` +
      `so it was closed as it is, with ${plural(records, 'whole record')}. "baoluu verify" says which pages are lost; restore the file from a backup.`
    );
  const what = cut === 0 ? 'whole' : `cut back to its last whole record (${plural(cut, 'byte')} of one that was being written taken off)`;
  return `${file} was left open by a run that was interrupted; it was ${what} and closed with ${plural(records, 'record')}.`;
}

export function writeJson(io: Io, schema: string, value: object): void {
  io.out.write(`${printableJson({ schema, ...value })}\n`);
}
