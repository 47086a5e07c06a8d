import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/article/errors.ts';
import { bucketOf, cleanUrl, formatRef, identify, parseUrl, siteOf } from '../../src/article/identity.ts';
import { unknownSite, type Site } from '../../src/article/site.ts';

const vietnamplus: Site = {
  ...unknownSite('www.vietnamplus.vn'),
  name: 'vietnamplus',
  hosts: ['www.vietnamplus.vn', 'vietnamplus.vn', 'm.vietnamplus.vn'],
  articleNumbers: ['-post(?<number>\\d+)\\.(?:vnp|amp)$', '/(?<number>\\d+)\\.(?:vnp|amp)$', '^/print-(?<number>\\d+)\\.html$'],
};
const sites = [vietnamplus];

function refOf(url: string): string {
  return formatRef(identify(parseUrl(url), sites));
}

describe('an article with a number', () => {
  test.each([
    'https://www.vietnamplus.vn/cau-moi-post436993.vnp',
    'http://vietnamplus.vn/cau-moi/436993.vnp',
    'https://m.vietnamplus.vn/mot-ten-khac-post436993.vnp?utm_source=zalo#binh-luan',
    'https://www.vietnamplus.vn/cau-moi-post436993.amp',
    'https://www.vietnamplus.vn/print-436993.html',
    'http://www.vietnamplus.vn:8080/c%E1%BA%A7u-post0436993.vnp',
    'www.vietnamplus.vn/cau-moi-post436993.vnp',
  ])('is one under %s', (url) => expect(refOf(url)).toBe('vietnamplus/436993'));
});

describe('an article without a number', () => {
  const plain = refOf('https://baosong.example/tin/do-ngang-song.html');

  test('is named by its slug and eight digits', () => expect(plain).toMatch(/^baosong\.example\/do-ngang-song-[0-9a-f]{8}$/u));

  test.each([
    'http://www.baosong.example/tin/do-ngang-song.html',
    'https://m.baosong.example/tin/do-ngang-song.html?fbclid=abc&utm_medium=x',
    'https://amp.baosong.example/tin/do-ngang-song.html#top',
    'https://baosong.example:8443/tin//do-ngang-song.html/',
  ])('is one under %s', (url) => expect(refOf(url)).toBe(plain));

  test.each(['https://baosong.example/tin/do-ngang-song-2.html', 'https://baosong.example/tin/do-ngang-song.html?trang=2'])(
    'is another under %s',
    (url) => expect(refOf(url)).not.toBe(plain),
  );
});

test('a folder never leaves the archive, whatever the host', () => {
  expect(siteOf(new URL('http://../x'), []).name).toBe('_');
  expect(siteOf(new URL('http://[::1]:80/x'), []).name).toMatch(/^[\w.-]+$/u);
});

test('buckets keep folders small', () =>
  expect(['436993', '2495349', '12', 'do-ngang-song-0a1b2c3d', '0a1b2c3d'].map(bucketOf)).toEqual(['436', '2495', '0', '0a', '0a']));

test('an address is written down as visited, without what only tells how a reader came', () =>
  expect(cleanUrl(new URL('http://u:p@www.vietnamplus.vn/a-post1.vnp?utm_source=x&trang=2#y'), vietnamplus)).toBe(
    'http://www.vietnamplus.vn/a-post1.vnp?trang=2',
  ));

test.each(['javascript:alert(1)', 'file:///etc/passwd', 'mailto:a@b.vn', 'không phải địa chỉ', '', 'http://'])(
  '"%s" is no address to archive',
  (text) => expect(() => parseUrl(text)).toThrow(UsageError),
);
