/** `--site SITE`, as every command takes it. */
import { keptSites } from '../archive/folders.ts';
import { UsageError } from '../article/errors.ts';
import { siteOf } from '../article/identity.ts';
import type { Site } from '../article/site.ts';
import type { Config } from '../config/load.ts';
import { nearest } from '../config/nearest.ts';
import type { Context } from './context.ts';

/**
 * Of an archive's articles: a site that the config no longer knows is one as long as there are articles of it.
 * @throws UsageError where no site has that name, neither in the config nor in the archive, and it can't be a host's
 */
export async function checkKeptSite({ config, storage }: Pick<Context, 'config' | 'storage'>, site: string | undefined): Promise<void> {
  if (site !== undefined) checkSite(config, site, await keptSites(storage));
}

/** @throws UsageError where no site has that name, neither in the config nor among those that are kept, and it can't be a host's */
export function checkSite({ sites }: Pick<Config, 'sites'>, site: string | undefined, kept: readonly string[] = []): void {
  const names = [...new Set([...sites.map(({ name }) => name), ...kept])];
  if (site === undefined || site === 'unfiled' || names.includes(site)) return;
  const owner = siteOfHost(site, sites);
  if (owner === site) return;
  const there = `there are ${names.filter((name) => !name.includes('.')).join(', ')}, and every host's name.`;
  const likely = owner ?? nearest(site, names);
  throw new UsageError(`--site ${site}: no such site; ${there}${likely === undefined ? '' : ` Did you mean "${likely}"?`}`);
}

/** The site that a host's pages are filed under; a host that no file describes is its own. Undefined for what is no host. */
function siteOfHost(host: string, sites: readonly Site[]): string | undefined {
  if (!host.includes('.')) return undefined;
  const owner = URL.canParse(`https://${host}/`) ? siteOf(new URL(`https://${host}/`), sites) : undefined;
  return owner !== undefined && sites.includes(owner) ? owner.name : host;
}
