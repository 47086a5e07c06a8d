/** Dates of outlets that nobody has described, in their own languages. */
import { describe, expect, test } from 'vitest';
import { unknownSite } from '../../src/article/site.ts';
import { readPage } from '../../src/extract/read.ts';
import { parseWorldDate } from '../../src/extract/worldDate.ts';

describe('a date in another language', () => {
  test.each([
    ['Miércoles, 15 de Abril de 2020', '2020-04-15'],
    ['9 oktober 2020', '2020-10-09'],
    ['3. März 2021', '2021-03-03'],
    ['7 août 2019', '2019-08-07'],
    ['15 апреля 2020 г.', '2020-04-15'],
    ['8 września 2022', '2022-09-08'],
    ['الجمعة 24 أبريل 2020', '2020-04-24'],
    ['2020年7月3日', '2020-07-03'],
    ['2020년 7월 3일', '2020-07-03'],
    ['2020. 08. 18.', '2020-08-18'],
    ['09/25/2025', '2025-09-25'],
    ['21 tháng 3 năm 2017', '2017-03-21'],
  ])('%s is %s', (text, date) => expect(parseWorldDate(text)).toBe(date));

  test.each(['31/02/2024', '30 février 2021', '25/25/2025', 'ngày đẹp trời', ''])('"%s" is none', (text) =>
    expect(parseWorldDate(text)).toBeUndefined(),
  );

  test('that could be read either way has the day first', () => expect(parseWorldDate('04/12/2017')).toBe('2017-12-04'));

  test('is never turned round where the page is Vietnamese', () => expect(parseWorldDate('09/25/2025', '+07:00')).toBeUndefined());

  test('is the day of publishing, not of the update beside it', () => {
    expect(parseWorldDate('Posted: Dec 20, 2023 | Last Updated: December 21, 2023')).toBe('2023-12-20');
    expect(parseWorldDate('Updated on Mar 9, 2026 | Published on Oct 21, 2025')).toBe('2025-10-21');
  });
});

describe('the date of a page', () => {
  const paragraph = `<p>${'The bridge was opened in the morning by the mayor and the people of both banks. '.repeat(3)}</p>`;

  function dateOf(head: string, line: string, url = 'https://news.example.com/bridge'): string | undefined {
    const html = `<html lang="en"><head><meta property="og:type" content="article">${head}</head><body><h1>A new bridge over the river</h1>${line}<div>${paragraph.repeat(3)}</div></body></html>`;
    const reading = readPage(html, url, unknownSite('news.example.com'));
    return ('content' in reading ? reading.content : reading.partial).date;
  }

  test('is told at the newsroom’s own clock where the page shows it beside the universal one', () => {
    const meta = '<meta property="article:published_time" content="2023-12-22T18:30:00Z">';
    expect(dateOf(meta, '<time datetime="2023-12-23T05:30:00+11:00">December 23</time>')).toBe('2023-12-23T05:30:00+11:00');
  });

  test('is the day in its address where the page names none', () =>
    expect(dateOf('', '', 'https://news.example.com/2023/12/12/bridge/')).toBe('2023-12-12'));

  test('is the line under the headline, unless the address names another day', () => {
    expect(dateOf('', '<p>December 12, 2023</p>', 'https://news.example.com/2023/12/12/bridge/')).toBe('2023-12-12');
    expect(dateOf('', '<p>May 1, 2019</p>', 'https://news.example.com/2023/12/12/bridge/')).toBe('2023-12-12');
  });

  test.each([
    { where: 'in the site’s head', head: '<div class="header"><p>Chủ nhật, 22/11/2026</p></div>' },
    {
      where: 'in a header element, beside the menu',
      head: '<header><a href="/">Báo Thử</a><span class="date">Chủ nhật, 22/11/2026</span></header>',
    },
    { where: 'in a box called a clock', head: '<div><span id="clock" class="time">Chủ nhật, 22/11/2026</span></div>' },
    { where: 'as the only time element', head: '<div class="top"><time datetime="2026-11-22">Chủ nhật</time></div>' },
    {
      where: 'above the menu',
      head: '<div><p>Chủ nhật, 22/11/2026</p></div><div><a href="/a">Xã hội</a> <a href="/b">Kinh tế</a></div><div>Hôm nay có gì</div>',
    },
    {
      where: 'among many links',
      head: `<div><p>Chủ nhật, 22/11/2026</p>${Array.from({ length: 9 }, (_, index) => `<a href="/${index}">Mục</a>`).join(' ')}</div>`,
    },
  ])('is not the day that the site shows as a clock $where', ({ head }) => {
    expect(dateBelow(head, '')).toBeUndefined();
    expect(dateBelow(head, '<p>Thứ bảy, 7/3/2026</p>')).toBe('2026-03-07');
  });

  test.each([
    { where: 'in the article’s own header', top: '<article><header class="article-header"><p>7/3/2026</p></header>', end: '</article>' },
    {
      where: 'beside the section’s name above the headline',
      top: '<div><div class="kicker"><a href="/xa-hoi">Xã hội</a> 7/3/2026</div>',
      end: '</div>',
    },
    { where: 'in a box directly above the headline’s', top: '<dl><dt>2026.03.07</dt></dl>', end: '' },
  ])('is the line $where', ({ top, end }) => expect(dateBelow(top, '', end)).toBe('2026-03-07'));

  function dateBelow(above: string, below: string, end = ''): string | undefined {
    const html = `<html><head><meta property="og:type" content="article"></head><body>${above}<div><h1>A new bridge over the river</h1>${below}<div>${paragraph.repeat(3)}</div></div>${end}</body></html>`;
    const reading = readPage(html, 'https://news.example.com/bridge', unknownSite('news.example.com'));
    return ('content' in reading ? reading.content : reading.partial).date;
  }

  test('is no date that can’t be', () => expect(dateOf('', '<p>31/02/2024</p>')).toBeUndefined());
});
