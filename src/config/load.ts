/** Configuration as the program uses it: the main file's settings and all sites. */
import { dirname, resolve } from 'node:path';
import type { Site } from '../article/site.ts';
import { discover, type Found, type Places } from './discover.ts';
import type { Settings } from './readSettings.ts';
import { recall, remember } from './remembered.ts';
import type { MainSettings } from './schema.ts';
import type { CheckSelector } from './values.ts';

type Limits = MainSettings['limits'];

export interface Config {
  /** The main file. */
  readonly file: string;
  /** The archive's folder, absolute. */
  readonly storage: string;
  readonly contact?: string;
  readonly userAgent?: string;
  readonly limits: Limits;
  readonly concurrency: number;
  /** By name. */
  readonly sites: readonly Site[];
  /** Site name → the file that describes it. */
  readonly siteFiles: Readonly<Record<string, string>>;
  /** Key of the main file → the file that says it, or `default`; and for `file`, how it was found. */
  readonly origins: Origins;
}

type Origins = Readonly<Record<keyof MainSettings, string> & { file: Found['foundBy'] }>;

/**
 * Finds and reads everything. What the same files came to the last time is remembered: reading YAML and holding it
 * against the schema takes longer than most commands do.
 * @throws ConfigError with every problem of the main file, or else of the site files
 */
export async function loadConfig(places: Places & { readonly checkSelector?: CheckSelector }): Promise<Config> {
  const found = discover(places);
  return assembled(found, places, recall(found.file, places) ?? (await readAndRemember(found, places)));
}

async function readAndRemember(found: Found, places: Places & { readonly checkSelector?: CheckSelector }): Promise<Settings> {
  const { readSettings } = await import('./readSettings.ts');
  return await remember(found.file, places, async () => await readSettings(found, places));
}

function assembled(found: Found, { cwd }: Places, { main, said, sites }: Settings): Config {
  const origins = originsOf(found, said);
  const { contact, userAgent, limits, concurrency, storage } = main;
  return {
    file: found.file,
    // Without a word in the file the archive lies where the person stands, not where baoluu is installed.
    storage: resolve(origins.storage === 'default' ? cwd : dirname(found.file), storage),
    ...(contact === undefined ? {} : { contact }),
    ...(userAgent === undefined ? {} : { userAgent }),
    limits,
    concurrency,
    sites: sites.map(({ site }) => site),
    siteFiles: Object.fromEntries(sites.map(({ file, site }) => [site.name, file])),
    origins,
  };
}

function originsOf({ file, foundBy }: Found, keys: readonly string[]): Origins {
  const said = new Set(keys);
  const origin = (key: keyof MainSettings) => (said.has(key) ? file : 'default');
  return {
    file: foundBy,
    storage: origin('storage'),
    contact: origin('contact'),
    userAgent: origin('userAgent'),
    limits: origin('limits'),
    concurrency: origin('concurrency'),
    sites: origin('sites'),
  };
}
