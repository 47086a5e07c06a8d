/** Site descriptions whose seeds lead to the newsroom on this machine instead of the outlets. */
import type { Site } from '../../article/site.ts';
import { HOSTS } from './sites.ts';

/** The sites that the newsroom plays, their seeds at `http://<host>:<port>`; of the others, no seed is left. */
export function sitesAt(port: number, sites: readonly Site[]): Site[] {
  return sites.map((site) => {
    const seeds = site.seeds.map((seed) => ({ ...seed, url: addressAt(seed.url, port) }));
    return { ...site, seeds: HOSTS.some((host) => site.hosts.includes(host)) ? seeds : [] };
  });
}

/** The same for the text of a site's config file. */
export function siteFileAt(port: number, yaml: string): string {
  return yaml.replace(/(?<=^\s*(?:- )?url: )\S+$/gmu, (url) => addressAt(url, port));
}

function addressAt(url: string, port: number): string {
  return url.replace(/^https?:\/\/([^/:]+)/u, (_, host: string) => `http://${host}:${port}`);
}
