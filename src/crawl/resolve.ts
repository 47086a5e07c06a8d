/** Pins: the operator's word that a host is to be found at an address, as curl's `--resolve`. */
import { isIP } from 'node:net';
import { UsageError } from '../article/errors.ts';

/** Connections to this host and port go to this address; the Host header and TLS keep the name. */
export interface Pin {
  /** In lower case; `*` is any host that is named, not any address. */
  readonly host: string;
  readonly port: number;
  readonly address: string;
}

/**
 * Reads `HOST:PORT:ADDRESS`. An IPv6 address may stand in brackets; of several addresses the first is taken.
 * @throws UsageError where it is none
 */
export function parseResolve(text: string): Pin {
  const parts = /^(?<host>\[[^\]]*\]|[^:]*):(?<port>[^:]*):(?<address>.*)$/u.exec(text.trim())?.groups ?? {};
  const { host = '', port = '', address = '' } = parts;
  const first = (address.split(',')[0] ?? '').trim().replace(/^\[(.*)\]$/u, '$1');
  if (host === '') throw unusable(text, 'it names no host');
  if (!/^\d{1,5}$/u.test(port) || Number(port) < 1 || Number(port) > 65_535) throw unusable(text, `"${port}" is no port from 1 to 65535`);
  if (isIP(first) === 0) throw unusable(text, `"${first}" is no IP address`);
  const name = host.toLowerCase().replace(/^\[(.*)\]$/u, '$1');
  if (isIP(name) !== 0 && name !== first) throw unusable(text, `${name} is an address itself, and can't be found at another`);
  return { host: name, port: Number(port), address: first };
}

/** The address that a URL's host and port are pinned to, or undefined. */
export function pinnedAddress(pins: readonly Pin[], url: URL): string | undefined {
  const host = url.hostname.toLowerCase().replace(/^\[(.*)\]$/u, '$1');
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  return pins.find((pin) => pin.port === port && (pin.host === host || (pin.host === '*' && isIP(host) === 0)))?.address;
}

function unusable(text: string, why: string): UsageError {
  return new UsageError(
    `--resolve "${text}" can't be used: ${why}. Write HOST:PORT:ADDRESS, as vietnamnet.vn:443:203.0.113.7 or vietnamnet.vn:443:[2001:db8::7].`,
  );
}
