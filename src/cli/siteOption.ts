/** `--site SITE`, as every command takes it: a site's short name, or the name of a host. */
import { keptSites } from '../archive/folders.ts';
import { UsageError } from '../article/errors.ts';
import { siteOf } from '../article/identity.ts';
import type { Site } from '../article/site.ts';
import type { Config } from '../config/load.ts';
import { nearest } from '../config/nearest.ts';
import type { Context } from './context.ts';

interface SiteFlag {
  readonly site?: string;
}

/**
 * The flags with the short name of the site, whose articles the archive has or could have: a host is taken for the site that
 * its pages are filed under, and a site that the config no longer knows is one as long as there are articles of it.
 * @throws UsageError where neither the config nor the archive knows it
 */
export async function withKeptSite<Flags extends SiteFlag>(context: Pick<Context, 'config' | 'storage'>, flags: Flags): Promise<Flags> {
  return flags.site === undefined ? flags : { ...flags, site: siteIn(context.config, flags.site, await keptSites(context.storage)) };
}

/**
 * The same of pages that are yet to come in: of a host that nobody describes there may be some.
 * @throws UsageError for what is neither a site nor a host
 */
export function withAnySite<Flags extends SiteFlag>(config: Pick<Config, 'sites'>, flags: Flags): Flags {
  if (flags.site === undefined) return flags;
  const host = flags.site.includes('.') ? filedUnder(flags.site, config.sites) : undefined;
  return { ...flags, site: siteIn(config, flags.site, host === undefined ? [] : [host], 'every host that has a dot in its name') };
}

function siteIn(
  { sites }: Pick<Config, 'sites'>,
  site: string,
  kept: readonly string[],
  hosts = 'each host of which something is kept',
): string {
  const names = [...new Set([...sites.map(({ name }) => name), ...kept])];
  if (site === 'unfiled' || names.includes(site)) return site;
  const name = filedUnder(site, sites);
  if (name !== undefined && names.includes(name)) return name;
  const likely = nearest(site, names);
  throw new UsageError(
    `--site ${site}: no such site; there are ${names.filter((each) => !each.includes('.')).join(', ')}, and ${hosts}.` +
      (likely === undefined ? '' : ` Did you mean "${likely}"?`),
  );
}

/** The site that a host's pages are filed under; a host that no file describes is its own. Undefined for what is no host. */
function filedUnder(host: string, sites: readonly Site[]): string | undefined {
  const url = URL.canParse(`https://${host}/`) ? new URL(`https://${host}/`) : undefined;
  return url?.href === `https://${url?.hostname}/` ? siteOf(url, sites).name : undefined;
}
