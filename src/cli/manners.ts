/** The politeness of a command that fetches: what it knows of hosts stands in the archive's catalogue. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Archive } from '../archive/archive.ts';
import type { Catalogue } from '../archive/catalogueContract.ts';
import { CatalogueError } from '../archive/errors.ts';
import type { FetchOptions } from '../crawl/fetch.ts';
import type { Context } from './context.ts';

export interface MannersOptions {
  readonly options: FetchOptions;
  readonly obeysRobots: boolean;
  /** The gap that was asked for, where one was. */
  readonly delayMs?: number | undefined;
  /** Told of hosts that are waited for, in a sentence. */
  readonly tellRest: (sentence: string) => void;
}

/** Does work with fetch options that ask politely. */
export async function withManners<T>(
  archive: Archive,
  { config }: Context,
  { options, obeysRobots, delayMs, tellRest }: MannersOptions,
  work: (options: FetchOptions) => Promise<T>,
): Promise<T> {
  const { Manners } = await import('../crawl/manners.ts');
  const { catalogue, end } = await someCatalogue(archive);
  const pace = { sites: config.sites, fetch: options, ...(delayMs === undefined ? {} : { delayMs }) };
  const means = { hosts: catalogue, pace, clock: options.clock, random: Math.random, obeysRobots, tellRest };
  try {
    return await work({ ...options, manners: new Manners(means) });
  } finally {
    await end();
  }
}

// What can't be catalogued is archived all the same, and politely: by a catalogue of this process alone.
async function someCatalogue(archive: Archive): Promise<{ readonly catalogue: Catalogue; readonly end: () => Promise<void> }> {
  try {
    return { catalogue: await archive.catalogue(), end: () => Promise.resolve() };
  } catch (error) {
    if (!(error instanceof CatalogueError)) throw error;
    return await ownCatalogue();
  }
}

/** Does work with a catalogue of this process alone, which is thrown away afterwards. */
export async function withOwnCatalogue<T>(work: (catalogue: Catalogue) => Promise<T>): Promise<T> {
  const { catalogue, end } = await ownCatalogue();
  return await work(catalogue).finally(end);
}

async function ownCatalogue(): Promise<{ readonly catalogue: Catalogue; readonly end: () => Promise<void> }> {
  const { openCatalogue } = await import('../archive/catalogue.ts');
  const folder = await mkdtemp(join(tmpdir(), 'baoluu-'));
  const { catalogue } = openCatalogue(join(folder, 'catalogue.sqlite'));
  const end = async (): Promise<void> => {
    catalogue.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { catalogue, end };
}
