/** Digests as web archives label them: the algorithm, a colon, and SHA-1 in base32 (RFC 4648) or another in hex. */
import { createHash } from 'node:crypto';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** `sha1:` and 32 letters, as Heritrix, wget, pywb and the Wayback Machine write it. */
export function sha1Of(bytes: Uint8Array): string {
  return `sha1:${base32(createHash('sha1').update(bytes).digest())}`;
}

export function sha256Of(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Base32 without padding; a digest of SHA-1 needs none. */
export function base32(bytes: Uint8Array): string {
  let [text, bits, value] = ['', 0, 0];
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += BASE32[(value >>> (bits - 5)) & 31];
  }
  return bits === 0 ? text : text + BASE32[(value << (5 - bits)) & 31];
}

/** What a labelled digest says of bytes. `malformed`: a label that is known, and a value that no digest of its kind has. */
export type Agreement = 'right' | 'wrong' | 'malformed' | 'unknown';

const BYTES: Readonly<Record<string, number>> = { md5: 16, sha1: 20, sha256: 32, sha384: 48, sha512: 64 };

/** Holds bytes against `algorithm:value`: the label in any case, with a hyphen or without; the value in base32 or hex. */
export function digestAgrees(labelled: string, bytes: Uint8Array): Agreement {
  const [, label = '', value = ''] = /^([\w-]+):(\S+)$/u.exec(labelled.trim()) ?? [];
  const algorithm = label.toLowerCase().replaceAll('-', '');
  const length = BYTES[algorithm];
  if (length === undefined) return 'unknown';
  const isHex = value.length === length * 2;
  if (!isHex && !isBase32(value, length)) return 'malformed';
  const digest = createHash(algorithm).update(bytes).digest();
  const right = isHex ? digest.toString('hex') : base32(digest);
  return (isHex ? value.toLowerCase() : value.toUpperCase().replace(/=+$/u, '')) === right ? 'right' : 'wrong';
}

function isBase32(value: string, length: number): boolean {
  return /^[A-Z2-7]+=*$/iu.test(value) && value.replace(/=+$/u, '').length === Math.ceil((length * 8) / 5);
}
