/** The visit to an address, at the pace of its host. */
import { siteOf } from '../article/identity.ts';
import type { Visit } from '../article/page.ts';
import type { Site } from '../article/site.ts';
import { isPublicAddress, literalAddress } from './addresses.ts';
import type { FetchOptions } from './fetch.ts';
import { pinnedAddress, type Pin } from './resolve.ts';

export interface Pace {
  readonly sites: readonly Site[];
  readonly fetch: Pick<FetchOptions, 'resolve'>;
  /** The shortest gap between two requests to a host; a site's own gap is never undercut on a public address. */
  readonly delayMs?: number;
}

export function visitOf(url: URL, { sites, delayMs, fetch }: Pace): Visit {
  const site = siteOf(url, sites);
  const own = site.delaySeconds * 1000;
  const asked = delayMs ?? own;
  return { url, delayMs: isOurOwn(url, fetch.resolve) ? asked : Math.max(asked, own), allowPrivate: site.allowPrivate };
}

/** Whether an address means this machine or a private network, where nobody but ourselves is kept waiting. */
function isOurOwn(url: URL, pins: readonly Pin[]): boolean {
  const address = pinnedAddress(pins, url) ?? literalAddress(url);
  return url.hostname === 'localhost' || (address !== undefined && !isPublicAddress(address));
}
