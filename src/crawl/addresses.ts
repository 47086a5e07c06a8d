/** Which addresses belong to the public internet: a page must not make this machine ask its own network. */
import { BlockList, isIP } from 'node:net';

// IANA's special-purpose registry for IPv4, and what was never given out.
const NOT_PUBLIC_4 = blockList('ipv4', [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // carrier-grade NAT
  ['127.0.0.0', 8], // loopback
  ['169.254.0.0', 16], // link-local; clouds keep their credentials there
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocol assignments
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // 6to4 relays
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, and broadcast
]);

// In IPv6 the public part is listed, not the rest: loopback, link-local, unique-local, multicast, NAT64
// (64:ff9b::/96, which would lead to any IPv4 address) and whatever comes next lie outside of it.
const GLOBAL_6 = blockList('ipv6', [['2000::', 3]]);
const NOT_PUBLIC_6 = blockList('ipv6', [
  ['2001::', 23], // protocol assignments, Teredo
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4: holds an IPv4 address
  ['3fff::', 20], // documentation
]);
const MAPPED_4 = blockList('ipv6', [['::ffff:0:0', 96]]);

/** Whether an IP address is one of the public internet; anything that is no IP address is not. */
export function isPublicAddress(address: string): boolean {
  const plain = address.replace(/%.*$/u, '');
  if (isIP(plain) === 4) return !NOT_PUBLIC_4.check(plain, 'ipv4');
  if (isIP(plain) !== 6) return false;
  // A block list of IPv4 networks answers for mapped addresses too.
  if (MAPPED_4.check(plain, 'ipv6')) return !NOT_PUBLIC_4.check(plain, 'ipv6');
  return GLOBAL_6.check(plain, 'ipv6') && !NOT_PUBLIC_6.check(plain, 'ipv6');
}

/** The IP address that a URL names itself, without brackets; undefined where it names a host. */
export function literalAddress(url: URL): string | undefined {
  const host = url.hostname.replace(/^\[|\]$/gu, '');
  return isIP(host) === 0 ? undefined : host;
}

function blockList(family: 'ipv4' | 'ipv6', networks: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of networks) list.addSubnet(network, prefix, family);
  return list;
}
