/** Why a visit brought no page: one plain sentence for a person, and a kind for the program. */
import type { Exchange } from '../article/page.ts';

/** Of `robots` and `later` the address was not asked for: robots.txt forbids it, or its host is to be left alone for a while. */
export type FailureKind =
  | 'dns'
  | 'refused-address'
  | 'tls'
  | 'connect'
  | 'timeout'
  | 'redirect-loop'
  | 'bad-redirect'
  | 'protocol'
  | 'robots'
  | 'later';

/** A visit without a page. Nothing of it is an exception: the caller writes it down and goes on. */
export interface FetchFailure extends Trouble {
  /** The address at which it failed: the one asked for, or one that it redirected to. */
  readonly url: string;
  /** When the visit's first request began: UTC, ISO 8601 with milliseconds and `Z`. */
  readonly at: string;
  /** The answers that came before, in order: the way to the failure is evidence too. */
  readonly redirects: readonly Exchange[];
}

/** What is known at the place of the failure; the visit's own facts are added later. */
export interface Trouble {
  readonly kind: FailureKind;
  readonly message: string;
  /** With `later`, when to come again: milliseconds since 1970. */
  readonly notBefore?: number;
}

/** An address that may not be connected to; its message is the sentence. */
export class RefusedAddressError extends Error {
  readonly code = 'REFUSED_ADDRESS';

  constructor(host: string, addresses: readonly string[]) {
    const where = addresses.length === 1 && addresses[0] === host ? host : `${host} (${addresses.join(', ')})`;
    super(
      `${where} is an address of this machine or of a private network; it was not asked. ` +
        `If that is what you want, say --allow-private, or name the address with --resolve, or set allowPrivate in the site's config.`,
    );
  }
}

const DNS = /^(?:ENOTFOUND|ENODATA|ESERVFAIL|EAI_)/u;
const UNREACHABLE = /^(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EADDRNOTAVAIL|EACCES|EPERM)$/u;
const BROKEN_OFF = /^(?:ECONNRESET|EPIPE|ECONNABORTED)$/u;
const CERTIFICATE = /CERT|UNABLE_TO_|SELF_SIGNED|CRL|HOSTNAME_MISMATCH|INVALID_(?:CA|PURPOSE)|PATH_LENGTH/u;

/** The sentence for an error that came instead of an answer. */
export function troubleOf(url: URL, error: unknown): Trouble {
  const { code = '', message = String(error), event } = error as { code?: string; message?: string; event?: string };
  const detail = withoutEnd(message);
  if (code === 'REFUSED_ADDRESS') return { kind: 'refused-address', message };
  if (code === 'ETIMEDOUT' || event !== undefined) return { kind: 'timeout', message: timeoutSentence(url, event) };
  if (DNS.test(code))
    return { kind: 'dns', message: `${url.hostname} does not resolve: check the spelling of the address, or the network.` };
  if (CERTIFICATE.test(code)) return { kind: 'tls', message: certificateSentence(url, detail) };
  if (code === 'EPROTO' || /^ERR_(?:SSL|TLS|OSSL)/u.test(code))
    return {
      kind: 'tls',
      message: `${url.origin}: no secure connection could be made (${lastPart(detail)}); nothing was fetched. Try again later, or check whether the address should begin with http:.`,
    };
  if (UNREACHABLE.test(code))
    return { kind: 'connect', message: `${url.host} can't be reached (${code}): check the address and the network, or try again later.` };
  if (BROKEN_OFF.test(code))
    return { kind: 'connect', message: `${url.host} broke the connection off without an answer (${code}): try again later.` };
  return {
    kind: 'protocol',
    message: `${url.href}: the answer can't be understood as HTTP (${detail}); nothing was fetched. Try again later.`,
  };
}

function timeoutSentence(url: URL, event: string | undefined): string {
  const what = event === 'response' ? 'sent no answer' : event === 'lookup' ? 'was not found' : "didn't take the connection";
  return `${url.host} ${what} in time: try again later, or allow more time.`;
}

function certificateSentence(url: URL, detail: string): string {
  return (
    `${url.origin}: its TLS certificate does not verify (${detail}); nothing was fetched. ` +
    `Check the address in a browser; if the authority is your own, name its certificate in NODE_EXTRA_CA_CERTS.`
  );
}

// OpenSSL's errors are lists of colons, of which the last part is written for people.
function lastPart(detail: string): string {
  return (
    detail
      .split(':')
      .map((part) => part.trim())
      .findLast((part) => /[a-z]{3}/u.test(part) && !part.includes('/')) ?? detail
  );
}

function withoutEnd(message: string): string {
  return message
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/[.:]+$/u, '')
    .slice(0, 300);
}
