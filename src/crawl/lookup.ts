/** Finding a host's address. The check stands here, in the connection's own look-up, so that no second answer of the name server can slip in between. */
import { lookup as systemLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress, literalAddress } from './addresses.ts';
import { RefusedAddressError } from './failure.ts';

/** What the operator allows for one request. */
export interface Permission {
  readonly allowPrivate: boolean;
  /** The address that the operator named for this host and port. */
  readonly pinned?: string | undefined;
}

/** An address that is written in the URL itself is never looked up, and is checked by this. */
export function refusedLiteral(url: URL, { allowPrivate, pinned }: Permission): RefusedAddressError | undefined {
  const address = literalAddress(url);
  if (address === undefined || allowPrivate || pinned === address || isPublicAddress(address)) return undefined;
  return new RefusedAddressError(address, [address]);
}

/** A look-up that knows only permitted addresses. */
export function permittedLookup({ allowPrivate, pinned }: Permission): LookupFunction {
  return (host, options, answer) => {
    if (pinned !== undefined) return give([{ address: pinned, family: isIP(pinned) }], options, answer);
    return systemLookup(host, { ...options, all: true }, (error, found) => {
      if (error !== null) return answer(error, []);
      const permitted = allowPrivate ? found : found.filter(({ address }) => isPublicAddress(address));
      if (permitted.length === 0)
        return answer(
          new RefusedAddressError(
            host,
            found.map(({ address }) => address),
          ),
          [],
        );
      return give(permitted, options, answer);
    });
  };
}

// Node asks for all addresses where it tries several at once, and for one where it does not.
function give(found: readonly LookupAddress[], options: LookupOptions, answer: Parameters<LookupFunction>[2]): void {
  const [first] = found;
  if (options.all === true || first === undefined) answer(null, [...found]);
  else answer(null, first.address, first.family);
}
