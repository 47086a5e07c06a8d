/** Configuration as the program uses it: the main file's settings and all sites. */
import { dirname, join, resolve } from 'node:path';
import type { Site } from '../article/site.ts';
import { discover, type Found, type Places } from './discover.ts';
import { checkSource, type Checked } from './explain.ts';
import { ConfigError, type Problem } from './problem.ts';
import { mainSchema, type MainSettings } from './schema.ts';
import { readSites, siteFilesIn, siteNameOf } from './sites.ts';
import { readSource, type Source } from './source.ts';
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
 * Finds and reads everything. The sites that baoluu comes with are always there; a file of the same name
 * in the main file's own folder of sites takes the place of one.
 * @throws ConfigError with every problem of the main file, or else of the site files
 */
export async function loadConfig(places: Places & { readonly checkSelector?: CheckSelector }): Promise<Config> {
  const found = await discover(places);
  const source = await readSource(found.file, namedBy(found));
  const main = checkMain(source);
  if ('problems' in main) throw new ConfigError(main.problems, places.cwd);
  const origins = originsOf(found, source);
  const files = await allSiteFiles(places, sitesFolder(main, origins));
  const sites = await readSites(files, places.cwd, places.checkSelector);
  const { contact, userAgent, limits, concurrency, storage } = main.value;
  return {
    file: found.file,
    // Without a word in the file the archive lies where the person stands, not where baoluu is installed.
    storage: resolve(origins.storage === 'default' ? places.cwd : dirname(found.file), storage),
    ...(contact === undefined ? {} : { contact }),
    ...(userAgent === undefined ? {} : { userAgent }),
    limits,
    concurrency,
    sites: sites.map(({ value }) => value),
    siteFiles: Object.fromEntries(sites.map(({ file, value }) => [value.name, file])),
    origins,
  };
}

/**
 * The files that `loadConfig` would read, the main file first. What is wrong in them is `validateFiles`' to say.
 * @throws ConfigError where the folder of site files that the main file names is not there
 */
export async function configFiles(places: Places): Promise<string[]> {
  const found = await discover(places);
  const source = await readSource(found.file);
  const main = checkMain(source);
  const own = 'value' in main ? sitesFolder(main, originsOf(found, source)) : { folder: join(dirname(found.file), 'sites') };
  return [found.file, ...(await allSiteFiles(places, own))];
}

/** Holds a file against the schema of `baoluu.yaml`; one in which nothing is said leaves all as it is. */
export function checkMain(source: Source): Checked<MainSettings> {
  const { content } = source;
  return checkSource(content?.data === null ? { ...source, content: { ...content, data: {} } } : source, mainSchema());
}

/** A folder of site files, and what to complain of where it isn't there; undefined where it need not be. */
interface SitesFolder {
  readonly folder: string;
  readonly missing?: Omit<Problem, 'text'>;
}

function sitesFolder(main: Extract<Checked<MainSettings>, { readonly value: unknown }>, origins: Origins): SitesFolder {
  const folder = resolve(dirname(main.file), main.value.sites);
  return origins.sites === 'default' ? { folder } : { folder, missing: { file: main.file, line: main.lineOf(['sites']), key: 'sites' } };
}

// A file is known by its name before it is read: one that takes another's place does so even where that other is broken.
async function allSiteFiles({ packageFolder, cwd }: Places, own: SitesFolder): Promise<string[]> {
  const shipped = join(packageFolder, 'config', 'sites');
  const files = [...(await filesOf({ folder: shipped, missing: { file: shipped } }, cwd)), ...(await filesOf(own, cwd))];
  const byName = new Map(files.map((file) => [siteNameOf(file), file]));
  return [...byName].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, file]) => file);
}

async function filesOf({ folder, missing }: SitesFolder, cwd: string): Promise<string[]> {
  try {
    return await siteFilesIn(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (missing === undefined && code === 'ENOENT') return [];
    const text = `expected a folder of site files, but ${folder} can't be read (${code})`;
    throw new ConfigError([{ ...(missing ?? { file: folder }), text }], cwd);
  }
}

function namedBy({ foundBy }: Found): string | undefined {
  return foundBy === '--config' || foundBy === 'BAOLUU_CONFIG' ? foundBy : undefined;
}

function originsOf({ file, foundBy }: Found, { content }: Source): Origins {
  const said = new Set(Object.keys(content?.data ?? {}));
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
