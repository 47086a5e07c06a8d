import { expect, test } from 'vitest';
import { normaliseText } from '../../src/article/text.ts';
import { decodeHtml } from '../../src/extract/decode.ts';

const TEXT = 'Tiếng Việt được giữ nguyên: Đắk Lắk, ẫ';

function page(head: string): Uint8Array {
  return new TextEncoder().encode(`<html><head>${head}</head><body>${TEXT}</body></html>`);
}

function utf16(text: string): Uint8Array {
  return Uint8Array.from(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]));
}

test.each([
  { what: 'that says nothing', bytes: page(''), header: undefined },
  {
    what: 'with a byte-order mark, against its header',
    bytes: Uint8Array.of(0xef, 0xbb, 0xbf, ...page('')),
    header: 'text/html; charset=windows-1252',
  },
  { what: 'in UTF-16 with its mark', bytes: utf16(TEXT), header: undefined },
  { what: 'whose header says UTF-8, against its meta', bytes: page('<meta charset="windows-1252">'), header: 'text/html; charset="UTF-8"' },
  { what: 'with meta charset', bytes: page('<meta charset=utf-8>'), header: 'text/html' },
  { what: 'with http-equiv', bytes: page('<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />'), header: undefined },
  { what: 'whose header names utf8mb4', bytes: page('<meta charset="utf8mb4">'), header: 'text/html; charset=utf8mb4' },
  { what: 'whose header is nonsense', bytes: page('<meta charset="utf-8">'), header: 'text/html; charset=,;"' },
  { what: 'that calls itself UTF-16 and is not', bytes: page('<meta charset="utf-16">'), header: undefined },
])('the text of a page $what is read', ({ bytes, header }) => expect(decodeHtml(bytes, header)).toContain(TEXT));

test.each(['header', 'meta'])('windows-1258 is read when the %s says so', (where) => {
  // "Việt" with the combining dot below that this character set writes after its letter.
  const bytes = Uint8Array.of(...new TextEncoder().encode('<meta charset="windows-1258">'), 0x56, 0x69, 0xea, 0xf2, 0x74);
  const text = where === 'header' ? decodeHtml(bytes.subarray(29), 'text/html; charset=windows-1258') : decodeHtml(bytes);
  expect(normaliseText(text.replace(/<[^>]*>/u, ''))).toBe('Việt');
});

test('bytes that are no text become marks, never an exception', () =>
  expect(decodeHtml(Uint8Array.of(0x61, 0xff, 0xfe, 0xc3), 'text/html; charset=utf-8')).toBe('a\ufffd\ufffd\ufffd'));
