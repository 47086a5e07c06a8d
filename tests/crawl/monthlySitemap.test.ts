import { expect, test } from 'vitest';
import { hasParts, monthlyAddress, monthOf, monthsBack } from '../../src/crawl/monthlySitemap.ts';

const VIETNAMPLUS = 'https://www.vietnamplus.vn/sitemaps/news-{year}-{m}.xml';
const VIETNAMNET = 'https://vietnamnet.vn/sitemap-article-{month}-{year}-{part}.xml';

test('VietnamPlus does not pad its months, VietNamNet puts them first and numbers its files', () => {
  expect(monthlyAddress(VIETNAMPLUS, { year: 2017, month: 3 })).toBe('https://www.vietnamplus.vn/sitemaps/news-2017-3.xml');
  expect(monthlyAddress(VIETNAMNET, { year: 2017, month: 3 }, 2)).toBe('https://vietnamnet.vn/sitemap-article-03-2017-02.xml');
  expect([hasParts(VIETNAMPLUS), hasParts(VIETNAMNET)]).toEqual([false, true]);
});

test('the month of an address that an index names is known', () => {
  expect(monthOf(VIETNAMNET, 'https://vietnamnet.vn/sitemap-article-03-2017-2.xml')).toEqual({ year: 2017, month: 3 });
  expect(monthOf(VIETNAMPLUS, 'https://www.vietnamplus.vn/sitemaps/news-2017-12.xml')).toEqual({ year: 2017, month: 12 });
  for (const url of [
    'https://vietnamnet.vn/sitemap-news.xml',
    'https://vietnamnet.vn/sitemap-article-13-2017-1.xml',
    'https://vietnamnet.vn/sitemap-article-03-2017-1.xml.gz',
  ])
    expect(monthOf(VIETNAMNET, url)).toBeUndefined();
});

test('months are counted back over the turn of a year', () => {
  expect(monthsBack({ year: 2017, month: 2 }, { year: 2016, month: 11 })).toEqual([
    { year: 2017, month: 2 },
    { year: 2017, month: 1 },
    { year: 2016, month: 12 },
    { year: 2016, month: 11 },
  ]);
  expect(monthsBack({ year: 2016, month: 1 }, { year: 2017, month: 1 })).toEqual([]);
});
