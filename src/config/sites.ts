/** The site files of a folder: `<site>.yaml` each, one site a file. */
import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Site } from '../article/site.ts';
import { checkSource, type Checked } from './explain.ts';
import { ConfigError, shortPath, type Problem } from './problem.ts';
import { SITE_NAME, siteSchema } from './schema.ts';
import { readSource, type Source } from './source.ts';
import type { CheckSelector } from './values.ts';

/** A site, the file that describes it, and where its hosts stand in it. */
export type SiteFile = Extract<Checked<Site>, { readonly value: Site }>;

/** All sites of a folder, by name. @throws ConfigError with all that is wrong in all of its files */
export async function loadSites(folder: string, cwd = folder): Promise<Site[]> {
  const read = await readSites(await siteFilesIn(resolve(cwd, folder)), cwd);
  return read.map(({ value }) => value);
}

/** Reads the files, and makes sure that no host belongs to two of them. @throws ConfigError with all that is wrong */
export async function readSites(files: readonly string[], cwd: string, checkSelector?: CheckSelector): Promise<SiteFile[]> {
  const schema = siteSchema(checkSelector);
  const sources = await Promise.all(files.map((file) => readSource(file)));
  const checked = sources.map((source) => checkSite(source, schema));
  const problems = [...checked.flatMap((each) => ('problems' in each ? each.problems : [])), ...claimedTwice(sources, cwd)];
  if (problems.length > 0) throw new ConfigError(problems, cwd);
  return checked.filter((each) => 'value' in each);
}

/** Holds a file against the schema of a site, and its name against the name in it. */
export function checkSite(source: Source, schema: ReturnType<typeof siteSchema>): Checked<Site> {
  const { file } = source;
  if (file.endsWith('.yml')) return { file, problems: [{ file, text: 'a site file is called <site>.yaml; rename this one' }] };
  return checkSource({ ...source, problems: [...source.problems, ...misnamed(source)] }, schema);
}

/** The site files in a folder, sorted; `.yml` among them, so that it is complained about and not passed over. */
export async function siteFilesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => /\.ya?ml$/u.test(name) && !name.startsWith('.'))
    .toSorted()
    .map((name) => join(folder, name));
}

/** The name that a file gives to its site. */
export function siteNameOf(file: string): string {
  return basename(file, '.yaml');
}

/** A problem for each host that an earlier file has claimed already, whatever else is wrong with either. */
export function claimedTwice(sources: readonly Source[], cwd: string): Problem[] {
  const claims = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { file, content } of sources) {
    for (const [index, host] of hostsIn(content?.data).entries()) {
      const line = content?.lineOf(['hosts', index]) ?? 1;
      const claim = claims.get(host);
      if (claim === undefined) claims.set(host, `${shortPath(file, cwd)}:${line}`);
      else problems.push({ file, line, key: `hosts[${index}]`, text: `"${host}" belongs already to ${claim}; a host can have one site` });
    }
  }
  return problems;
}

// What is no text is the schema's to complain about; it keeps its place in the list, for the lines.
function hostsIn(data: unknown): string[] {
  const { hosts } = (data ?? {}) as { readonly hosts?: unknown };
  return Array.isArray(hosts) ? hosts.map((host: unknown, index) => (typeof host === 'string' ? host : `number ${index} of the list`)) : [];
}

// A name that is none is the schema's to complain about.
function misnamed({ file, content }: Source): Problem[] {
  const { name } = (content?.data ?? {}) as { readonly name?: unknown };
  const demanded = siteNameOf(file);
  if (content === undefined || typeof name !== 'string' || !SITE_NAME.test(name) || name === demanded) return [];
  return [{ file, line: content.lineOf(['name']), key: 'name', text: `expected "${demanded}", as the file is called, found "${name}"` }];
}
