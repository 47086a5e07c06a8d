/** From the bytes of a page to its text: which character set was meant. */
import { isUtf8, transcode } from 'node:buffer';

/** How much of a page is searched for the character set that it declares; browsers take 1024, and some pages put comments first. */
const DECLARATION_BYTES = 4096;

const BYTE_ORDER_MARKS: readonly (readonly [label: string, bytes: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/**
 * The page's text. A byte-order mark decides; then the HTTP header, the page's own declaration, UTF-8. A label that
 * nobody knows (`utf8mb4`) is passed over. Bytes that the character set hasn't become U+FFFD.
 */
export function decodeHtml(bytes: Uint8Array, contentType?: string): string {
  const decoder = decoderOf(bytes, contentType);
  return decoder.encoding === 'utf-8' && isUtf8(bytes) ? decodeUtf8(bytes) : decoder.decode(bytes);
}

// Through UTF-16, which takes a third of the decoder's time.
function decodeUtf8(bytes: Uint8Array): string {
  const text = transcode(bytes, 'utf8', 'utf16le').toString('utf16le');
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** The decoder for a text that begins with these bytes. */
export function decoderOf(bytes: Uint8Array, contentType?: string): InstanceType<typeof TextDecoder> {
  const candidates = [() => byteOrderMark(bytes), () => headerLabel(contentType), () => declaredLabel(bytes)];
  for (const labelOf of candidates) {
    const label = labelOf();
    const decoder = label === undefined ? undefined : decoderFor(label);
    if (decoder !== undefined) return decoder;
  }
  return new TextDecoder();
}

function byteOrderMark(bytes: Uint8Array): string | undefined {
  return BYTE_ORDER_MARKS.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte))?.[0];
}

function headerLabel(contentType: string | undefined): string | undefined {
  return /charset\s*=\s*["']?([^\s"';,]+)/iu.exec(contentType ?? '')?.[1];
}

function declaredLabel(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, DECLARATION_BYTES)).replace(/<!--[^>]*-->/gu, '');
  const label =
    /<meta\s[^<>]*charset\s*=\s*["']?([^\s"'/>;]+)/iu.exec(head)?.[1] ?? /<\?xml\s[^<>]*encoding\s*=\s*["']([^"']+)/iu.exec(head)?.[1];
  // What could be read as single bytes to find its declaration is not UTF-16, whatever it declares.
  return label !== undefined && /^utf-?16/iu.test(label) ? 'utf-8' : label;
}

function decoderFor(label: string): InstanceType<typeof TextDecoder> | undefined {
  try {
    return new TextDecoder(label);
  } catch {
    return undefined; // An unknown label, or a Node without that character set.
  }
}
