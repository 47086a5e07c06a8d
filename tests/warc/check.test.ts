/** The rules of the standard, broken one by one. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { base32, digestAgrees, sha1Of, sha256Of } from '../../src/warc/digest.ts';
import { readAll, recordBytes, responseBytes } from './files.ts';

type Changes = Readonly<Record<string, string | undefined>>;

async function faultsOf(bytes: Buffer): Promise<string[]> {
  const founds = await readAll(bytes);
  return founds.flatMap(({ faults }) => faults.map(({ severity, reason }) => `${severity}: ${reason}`));
}

const resource = (changes: Changes, version?: string): Buffer => recordBytes('một', changes, version);

describe('fields', () => {
  test.each<[Changes, string]>([
    [{ 'WARC-Record-ID': undefined }, 'damage: WARC-Record-ID is missing (WARC 1.1, 5.2)'],
    [{ 'WARC-Date': '' }, 'damage: WARC-Date is missing (WARC 1.1, 5.4)'],
    [{ 'WARC-Type': undefined }, 'damage: WARC-Type is missing (WARC 1.1, 5.5)'],
    [{ 'WARC-Target-URI': undefined }, 'damage: WARC-Target-URI is missing (WARC 1.1, 5.14)'],
    [{ 'WARC-Date': 'blue monday' }, 'damage: WARC-Date "blue monday" is no UTC time (WARC 1.1, 5.4)'],
    [{ 'WARC-Date': '2026-02-29T00:00:00Z' }, 'damage: WARC-Date "2026-02-29T00:00:00Z" is no UTC time (WARC 1.1, 5.4)'],
    [{ 'WARC-Record-ID': '<zaphod>' }, 'damage: WARC-Record-ID "<zaphod>" is no URI (WARC 1.1, 5.2)'],
    [{ 'WARC-Target-URI': 'bad_uri' }, 'damage: WARC-Target-URI "bad_uri" is no URI (WARC 1.1, 5.14)'],
    [{ 'WARC-Segment-Number': 'one' }, 'damage: WARC-Segment-Number "one" is no number from 1 on (WARC 1.1, 5.20)'],
    [{ 'warc-date': '2020-01-01T00:00:00Z' }, 'damage: WARC-Date stands 2 times, with different values (WARC 1.1, 5.1)'],
    [{ 'warc-date': '2026-03-04T09:15:02Z' }, 'notice: WARC-Date stands 2 times (WARC 1.1, 5.1)'],
    [{ 'Content-Type': undefined }, 'notice: Content-Type is missing (WARC 1.1, 5.6)'],
    [{ 'Content-Type': 'gif\\image' }, 'notice: Content-Type "gif\\\\image" is no media type (WARC 1.1, 5.6)'],
    [{ 'WARC-Type': 'ảnh' }, 'notice: WARC-Type "ảnh" is a type that the standard does not know (WARC 1.1, 5.5)'],
    [{ 'WARC-IP-Address': 'a.b.c.d' }, 'notice: WARC-IP-Address "a.b.c.d" is no address (WARC 1.1, 5.10)'],
    [{ 'WARC-Target-URI': '<http://a.vn/>' }, 'notice: WARC-Target-URI "<http://a.vn/>" stands in angle brackets (WARC 1.1, 4)'],
    [{ 'WARC-Target-URI': 'http://a.vn/b c' }, 'notice: WARC-Target-URI "http://a.vn/b c" has characters that no URI has (WARC 1.1, 4)'],
    [{ 'WARC-Refers-To': '<urn:x:y>' }, 'notice: a resource record has no WARC-Refers-To, and this one does (WARC 1.1, 5.11)'],
    [{ 'WARC-Truncated': 'tired' }, 'notice: WARC-Truncated "tired" is a reason that the standard does not know (WARC 1.1, 5.15)'],
  ])('%j', async (changes, fault) => expect(await faultsOf(resource(changes))).toEqual([fault]));

  test('a fraction of a second belongs to WARC 1.1', async () => {
    const changes = { 'WARC-Date': '2026-03-04T09:15:02.125Z' };
    expect(await faultsOf(resource(changes))).toEqual([]);
    expect(await faultsOf(resource(changes, '1.0'))).toEqual([
      'notice: WARC-Date "2026-03-04T09:15:02.125Z" is of a form that WARC 1.0 does not know (WARC 1.1, 5.4)',
    ]);
  });

  test('a Content-Length that is missing or no number is damage, and the next record is found', async () => {
    for (const value of [undefined, 'very lengthy']) {
      const founds = await readAll(Buffer.concat([resource({ 'Content-Length': value }), resource({})]));
      expect(founds.map(({ faults }) => faults.map(({ severity }) => severity))).toEqual([['damage'], []]);
    }
  });
});

describe('digests', () => {
  const bytes = Buffer.from('Giá vàng');
  const sha1 = createHash('sha1').update(bytes).digest();

  test.each([
    [sha1Of(bytes), 'right'],
    [sha1Of(bytes).toLowerCase(), 'right'],
    [`SHA1:${sha1.toString('hex')}`, 'right'],
    [`sha-1:${sha1.toString('hex').toUpperCase()}`, 'right'],
    [sha256Of(bytes), 'right'],
    [`sha256:${base32(createHash('sha256').update(bytes).digest())}====`, 'right'],
    [`md5:${createHash('md5').update(bytes).digest('hex')}`, 'right'],
    [sha1Of(Buffer.from('khác')), 'wrong'],
    ['sha1:1112H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ', 'malformed'],
    ['sharif-1; omar', 'unknown'],
    ['crc32:00000000', 'unknown'],
  ])('%s is %s', (digest, agreement) => expect(digestAgrees(digest, bytes)).toBe(agreement));

  const HEAD = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
  const CHUNKS = '4\r\nGiá\r\n6\r\n vàng\r\n0\r\n\r\n';
  const payload = (digest: string, http = HEAD + CHUNKS): Promise<string[]> =>
    faultsOf(responseBytes(http, { 'WARC-Payload-Digest': digest }));

  test('the payload of a response is its body without the chunk framing; with it is a notice; anything else is damage', async () => {
    expect(await payload(sha1Of(bytes))).toEqual([]);
    expect(await payload(sha1Of(Buffer.from(CHUNKS)))).toEqual([
      'notice: WARC-Payload-Digest is that of the body with its chunk framing (WARC 1.1, 5.9)',
    ]);
    const other = sha1Of(Buffer.from('khác'));
    expect(await payload(other)).toEqual([`damage: WARC-Payload-Digest ${other} is not that of the bytes (WARC 1.1, 5.9)`]);
  });

  test('a record that says it was cut may have the digest of the whole payload: a notice', async () => {
    const other = sha1Of(Buffer.from('khác'));
    const bytesCut = responseBytes(HEAD + CHUNKS, { 'WARC-Payload-Digest': other, 'WARC-Truncated': 'time' });
    expect(await faultsOf(bytesCut)).toEqual([`notice: WARC-Payload-Digest ${other} is not that of the bytes (WARC 1.1, 5.9)`]);
  });

  test('a body that was freed of its chunks and kept the header is taken as it is', async () => {
    expect(await payload(sha1Of(bytes), `${HEAD}Giá vàng`)).toEqual(['notice: the HTTP body is not chunked, although its header says so']);
  });
});

describe('revisits', () => {
  const identical = 'http://netpreserve.org/warc/1.1/revisit/identical-payload-digest';
  const revisit = (changes: Changes, version?: string): Promise<string[]> =>
    faultsOf(responseBytes('HTTP/1.1 200 OK\r\n\r\n', { 'WARC-Type': 'revisit', 'WARC-Profile': identical, ...changes }, version));
  const digest = { 'WARC-Payload-Digest': sha1Of(Buffer.from('xa')) };
  const reference = { 'WARC-Refers-To-Target-URI': 'https://vi.du.vn/1', 'WARC-Refers-To-Date': '2026-03-01T00:00:00Z' };

  test('a whole one', async () => expect(await revisit({ ...digest, ...reference, 'WARC-Truncated': 'length' })).toEqual([]));

  test.each<[Changes, string, string]>([
    [{ ...digest, ...reference }, '1.1', 'notice: WARC-Truncated: length is missing (WARC 1.1, 6.7.2)'],
    [digest, '1.0', 'notice: WARC-Refers-To, and the fields that may stand for it, are missing (WARC 1.1, 6.7)'],
    [reference, '1.0', 'notice: WARC-Payload-Digest is missing (WARC 1.1, 6.7.2)'],
    [{ ...digest, ...reference, 'WARC-Profile': undefined }, '1.0', 'damage: WARC-Profile is missing (WARC 1.1, 5.18)'],
    [
      { ...digest, ...reference, 'WARC-Profile': 'http://a.vn/x' },
      '1.0',
      'notice: WARC-Profile "http://a.vn/x" is a profile that the standard does not know (WARC 1.1, 6.7)',
    ],
  ])('%j in %s', async (changes, version, fault) => expect(await revisit(changes, version)).toEqual([fault]));

  test('one that tells nothing of what it repeats is damaged', async () => {
    expect((await revisit({}, '1.0'))[0]).toBe(
      'damage: nothing tells what this record repeats: WARC-Payload-Digest and WARC-Refers-To are missing (WARC 1.1, 6.7.2)',
    );
  });
});
