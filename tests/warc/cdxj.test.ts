import { getSurt } from 'warcio';
import { describe, expect, test } from 'vitest';
import { cdxIndex, cdxLine, timestampOf, type CdxEntry } from '../../src/warc/cdxj.ts';
import { surtOf } from '../../src/warc/surt.ts';

describe('the key of an address', () => {
  test.each([
    ['https://www.vietnamnet.vn/A?b=2&a=1', 'vn,vietnamnet)/a?a=1&b=2'],
    ['http://127.0.0.1:8099/bai-viết-1.html', '1,0,0,127:8099)/bai-vi%e1%ba%bft-1.html'],
    ['https://vietnamnet.vn:443/', 'vn,vietnamnet)/'],
    ['https://www2.vietnamplus.vn/x.vnp?q=Đ#phần', 'vn,vietnamplus)/x.vnp?q=%c4%91'],
    ['urn:pageinfo:https://vietnamnet.vn/', 'urn:pageinfo:https://vietnamnet.vn/'],
  ])('%s', (url, surt) => expect(surtOf(url).toLowerCase()).toBe(surt));

  test.each([
    'https://www.vietnamnet.vn/A?b=2&a=1&a=0',
    'http://127.0.0.1:8099/bai-viết-1.html?x=Đ',
    'https://vietnamnet.vn:8443/%E1%BA%AB?%E1%BA%AB=1',
    'ftp://vietnamnet.vn/',
    'https://',
  ])('is that of ReplayWeb.page: %s', (url) => expect(surtOf(url)).toBe(getSurt(url)));
});

describe('an index', () => {
  const entry = (url: string, at: string): CdxEntry => ({
    url,
    at,
    mime: 'text/html',
    status: '200',
    digest: 'sha1:A',
    filename: 'a.warc.gz',
    offset: 7,
    length: 9,
  });

  test('has a line for each page: key, instant, and what is known of it', () => {
    expect(cdxLine(entry('https://vietnamnet.vn/a', '2026-03-07T01:52:11.123Z'))).toBe(
      'vn,vietnamnet)/a 20260307015211 {"url":"https://vietnamnet.vn/a","mime":"text/html","status":"200","digest":"sha1:A","length":"9","offset":"7","filename":"a.warc.gz"}',
    );
  });

  test('is sorted by bytes, not by letters', () => {
    const urls = ['https://a.vn/b', 'https://a.vn/B/c', 'https://a.vn/a-b', 'https://a.vn/a_b', 'https://a.vn/a'];
    const keys = cdxIndex(urls.map((url) => entry(url, '2026-03-07T01:52:11Z')))
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ')[0]);
    expect(keys).toEqual(['vn,a)/a', 'vn,a)/a-b', 'vn,a)/a_b', 'vn,a)/b', 'vn,a)/b/c']);
  });

  test.each([
    ['2026-03-07T01:52:11.123456789Z', '20260307015211'],
    ['2026-03-07', '20260307000000'],
    ['2026', '20260000000000'],
  ])('writes %s as %s', (at, digits) => expect(timestampOf(at)).toBe(digits));
});
