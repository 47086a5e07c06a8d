/** The config's files as they stand: YAML, held against the schema. What they come to is remembered by `load.ts`. */
import { dirname, join, resolve } from 'node:path';
import type { Site } from '../article/site.ts';
import { discover, type Found, type Places } from './discover.ts';
import { checkSource, type Checked } from './explain.ts';
import { ConfigError, type Problem } from './problem.ts';
import { mainSchema, type MainSettings } from './schema.ts';
import { readSites, siteFilesIn, siteNameOf } from './sites.ts';
import { readSource, type Source } from './source.ts';
import type { CheckSelector } from './values.ts';

/** What the files say, and which they are. All of it is data. */
export interface Settings {
  readonly main: MainSettings;
  /** The keys that the main file has. */
  readonly said: readonly string[];
  readonly sites: readonly { readonly file: string; readonly site: Site }[];
  /** The folders of site files: a file that comes or goes in them is a change. */
  readonly folders: readonly string[];
}

/**
 * Reads the main file and all sites. The sites that baoluu comes with are always there; a file of the same name
 * in the main file's own folder of sites takes the place of one.
 * @throws ConfigError with every problem of the main file, or else of the site files
 */
export async function readSettings(found: Found, places: Places & { readonly checkSelector?: CheckSelector }): Promise<Settings> {
  const source = await readSource(found.file, namedBy(found));
  const main = checkMain(source);
  if ('problems' in main) throw new ConfigError(main.problems, places.cwd);
  const said = keysOf(source);
  const own = sitesFolder(main, said);
  const files = await allSiteFiles(places, own);
  const sites = await readSites(files, places.cwd, places.checkSelector);
  return {
    main: main.value,
    said,
    sites: sites.map(({ file, value }) => ({ file, site: value })),
    folders: [shippedFolder(places), own.folder],
  };
}

/**
 * The files that `loadConfig` would read, the main file first. What is wrong in them is `validateFiles`' to say.
 * @throws ConfigError where the folder of site files that the main file names is not there
 */
export async function configFiles(places: Places): Promise<string[]> {
  const found = discover(places);
  const source = await readSource(found.file);
  const main = checkMain(source);
  const own = 'value' in main ? sitesFolder(main, keysOf(source)) : { folder: join(dirname(found.file), 'sites') };
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

function sitesFolder(main: Extract<Checked<MainSettings>, { readonly value: unknown }>, said: readonly string[]): SitesFolder {
  const folder = resolve(dirname(main.file), main.value.sites);
  return !said.includes('sites') ? { folder } : { folder, missing: { file: main.file, line: main.lineOf(['sites']), key: 'sites' } };
}

// A file is known by its name before it is read: one that takes another's place does so even where that other is broken.
async function allSiteFiles({ packageFolder, cwd }: Places, own: SitesFolder): Promise<string[]> {
  const shipped = shippedFolder({ packageFolder });
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

function keysOf({ content }: Source): string[] {
  return Object.keys(content?.data ?? {});
}

function shippedFolder({ packageFolder }: Pick<Places, 'packageFolder'>): string {
  return join(packageFolder, 'config', 'sites');
}
