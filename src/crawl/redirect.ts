/** Where an answer sends on to. Only the status and Location count: a `meta refresh` is part of a page, and is not followed. */
import { headerOf, type Exchange } from '../article/page.ts';
import type { Trouble } from './failure.ts';

const STATUSES = new Set([301, 302, 303, 307, 308]);

/** The next address; or why there is none to go to; undefined where the answer is no redirect. */
export function redirectTarget(exchange: Exchange): { readonly url: URL } | { readonly trouble: Trouble } | undefined {
  const location = headerOf(exchange, 'location');
  if (!STATUSES.has(exchange.status) || location === undefined || location.trim() === '') return undefined;
  const text = asUtf8(location);
  const url = URL.canParse(text, exchange.url) ? new URL(text, exchange.url) : undefined;
  if (url === undefined || url.hostname === '') return badRedirect(exchange, text, 'which is no address of the web');
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return badRedirect(exchange, text, 'and only http: and https: addresses are fetched');
  return { url };
}

/** Why a further redirect is not followed: it was there before, or there were too many; undefined where it may be. */
export function endlessRedirect(from: URL, next: URL, redirects: readonly Exchange[], maxRedirects: number): Trouble | undefined {
  const target = requestable(next).href;
  const goesInACircle = redirects.some(({ url }) => url === target);
  if (!goesInACircle && redirects.length <= maxRedirects) return undefined;
  const what = goesInACircle ? `redirects in a circle, back to ${target}` : `redirects more than ${maxRedirects} times`;
  const message = `${from.href} ${what}: try again later; the site may be at fault, or want a cookie, which we don't keep.`;
  return { kind: 'redirect-loop', message };
}

/** The address as it is asked for: without fragment, and without a name and password, which would be kept in the archive. */
export function requestable(url: URL): URL {
  const plain = new URL(url);
  plain.hash = '';
  plain.username = '';
  plain.password = '';
  return plain;
}

function badRedirect(exchange: Exchange, location: string, why: string): { readonly trouble: Trouble } {
  const message = `${exchange.url} redirects to "${shortened(location)}", ${why}. Archive the address where a browser ends instead.`;
  return { trouble: { kind: 'bad-redirect', message } };
}

// Node hands header bytes over as Latin-1; Vietnamese servers write `Location: /tin-tức` in plain UTF-8.
function asUtf8(value: string): string {
  const bytes = Buffer.from(value, 'latin1');
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? value : text;
}

function shortened(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 200)}…`;
}
