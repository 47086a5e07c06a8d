/** The frame of a gzip member (RFC 1952): what stands before and behind its data. */

/** The bytes behind a member's data: its CRC-32 and its length modulo 2^32. */
export const TRAILER_BYTES = 8;

/** Where a member's data begins; undefined where the bytes end before it does. */
export function afterGzipHeader(bytes: Uint8Array, from: number): number | 'garbage' | undefined {
  if (!isPrefix(bytes, from, [0x1f, 0x8b, 8])) return 'garbage';
  const flags = bytes[from + 3] ?? 0;
  let at = from + 10;
  if ((flags & 4) !== 0) at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
  if ((flags & 8) !== 0) at = afterZero(bytes, at);
  if ((flags & 16) !== 0) at = afterZero(bytes, at);
  if ((flags & 2) !== 0) at += 2;
  return at > bytes.length ? undefined : at;
}

/** Whether a member's eight last bytes agree with what was inflated. */
export function trailerAgrees(trailer: Uint8Array, crc: number, length: number): boolean {
  const view = new DataView(trailer.buffer, trailer.byteOffset, trailer.byteLength);
  return view.getUint32(0, true) === crc && view.getUint32(4, true) === length % 2 ** 32;
}

function isPrefix(bytes: Uint8Array, from: number, magic: readonly number[]): boolean {
  return magic.every((byte, index) => from + index >= bytes.length || bytes[from + index] === byte);
}

function afterZero(bytes: Uint8Array, from: number): number {
  const zero = bytes.indexOf(0, from);
  return zero < 0 ? bytes.length + 1 : zero + 1;
}
