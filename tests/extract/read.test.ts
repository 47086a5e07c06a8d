import { describe, expect, test } from 'vitest';
import { siteOf } from '../../src/article/identity.ts';
import { unknownSite } from '../../src/article/site.ts';
import { explainPage, readPage } from '../../src/extract/read.ts';
import { EXTRACTOR_VERSION } from '../../src/extract/version.ts';
import { contentOf, pageNamed, read, savedPages, sites } from './pages.ts';

const articles = savedPages.filter((page) => page.content !== undefined);

describe.each(savedPages)('$name', ({ html, url, layout, content, missing, partial, facts }) => {
  test(content === undefined ? 'is no whole article' : 'is read as its reader reads it', () => {
    const reading = read(html, url);
    expect(reading.reader).toEqual({ layout, extractor: EXTRACTOR_VERSION });
    if ('content' in reading) expect(reading.content).toEqual(content);
    else expect(reading.missing).toEqual(expect.arrayContaining([...(missing ?? ['nothing: it is an article'])]));
    if (partial !== undefined) expect(reading).toMatchObject({ missing, partial });
    expect(reading.facts).toMatchObject(facts ?? {});
  });
});

describe.each(articles)('the content of $name stays the same', ({ html, url, content }) => {
  test.each([
    { change: 'accents are decomposed', changed: html.normalize('NFD') },
    { change: 'spaces and line breaks are more', changed: html.replaceAll(/>\s*\n/gu, '>\n\n \t\n') },
    {
      change: 'another advertisement stands on the page',
      changed: html.replace('</body>', '<div class="banner">Mua ngay hôm nay</div></body>'),
    },
    { change: 'there is a comment in the markup', changed: html.replaceAll('</p>', '<!-- 8f3a --></p>') },
    { change: 'line ends are those of Windows', changed: html.replaceAll('\n', '\r\n') },
  ])('when $change', ({ changed }) => expect(contentOf(changed, url)).toEqual(content));

  test('but not when one letter of a paragraph changes', () => {
    const text = content?.body.findLast((paragraph) => html.includes(paragraph)) ?? '';
    const wrong = text.replace(/[àáảãạâăấầôốơưừứựộồờởêếềểệíìịúùụủđ]|^\p{L}/u, 'ẫ');
    expect(wrong).not.toBe(text);
    expect(contentOf(html.replace(text, wrong), url)).not.toEqual(content);
  });
});

test('other related articles on a page are no change', () => {
  const { html, url, content } = pageNamed('vietnamnet/article-2024');
  const other = html.replace('Thẻ dẫn tới bài khác', 'Hôm nay một bài hoàn toàn khác').replace('Tin liên quan thứ nhất', 'Tin mới hơn');
  expect(contentOf(other, url)).toEqual(content);
});

describe('a page of a site without a file', () => {
  const page = pageNamed('unknown/plain');

  test('means Vietnamese time under .vn', () => {
    const timed = page.html.replace('Ngày 21 tháng 9 năm 2014', '21/09/2014 17:30');
    expect(contentOf(timed, page.url).date).toBe('2014-09-21T17:30:00+07:00');
  });

  test('keeps the bare day where nobody knows its zone', () => {
    const timed = page.html.replace('Ngày 21 tháng 9 năm 2014', '21/09/2014 17:30');
    expect(contentOf(timed, 'https://example.com/xuong').date).toBe('2014-09-21');
  });
});

test('a page without a date says so, and keeps the rest', () => {
  const { html, url, content } = pageNamed('unknown/plain');
  const reading = read(html.replace('Ngày 21 tháng 9 năm 2014', ''), url);
  expect('missing' in reading && reading.missing).toEqual(['date']);
  expect('missing' in reading && reading.partial.body).toEqual(content?.body);
});

test('the root of a host is a front page, whatever stands there', () => {
  const { html } = pageNamed('unknown/json-ld');
  const reading = read(html, 'https://baothunghiem.example/');
  expect('missing' in reading && reading.missing).toContain('body');
});

test('a known site whose page fits no layout is read by the fallback', () => {
  const { html, content } = pageNamed('unknown/json-ld');
  const reading = read(html, 'https://vietnamnet.vn/lang-gom-2300000.html');
  expect(reading.reader.layout).toBe('fallback');
  expect('content' in reading && reading.content.body).toEqual(content?.body);
});

test('a signature under the text is the author, or the source, and no paragraph', () => {
  const { html, url, content } = pageNamed('vietnamnet/old-article-2026');
  const reprint = html.replace('<p><strong>Bác sĩ Hoàng Giả Định</strong></p>', '<p>Theo Sức khỏe Giả Định</p>');
  const reading = read(reprint, url);
  expect('content' in reading && reading.content).toEqual(content);
  expect(reading.facts.source).toBe('Sức khỏe Giả Định');
});

describe('hostile pages are read without an exception, and in time', () => {
  const page = pageNamed('vietnamplus/text-article');
  const site = siteOf(new URL(page.url), sites);
  const offsets = Array.from({ length: 40 }, (_, index) => Math.floor((page.html.length / 40) * index));
  test.each(offsets)('a page that breaks off after %i characters', (length) => {
    expect(() => readPage(page.html.slice(0, length), page.url, site)).not.toThrow();
  });

  const hostile = {
    '100,000 nested elements': '<div>'.repeat(100_000) + page.html,
    '100,000 nested elements of two kinds': '<b><p>'.repeat(50_000),
    '100,000 ends of nothing': `${'<div>'.repeat(1000)}${'</span>'.repeat(100_000)}`,
    'a million characters of one word': `<h1>${'a'.repeat(1_000_000)}</h1>`,
    '100,000 brackets': '<'.repeat(100_000),
    'JSON-LD as deep as it is long': `<script type="application/ld+json">${'['.repeat(100_000)}</script>`,
    'five megabytes of paragraphs': Array.from({ length: 50_000 }, (_, index) => `<p>${index} ${'một câu văn '.repeat(8)}</p>`).join(''),
    nothing: '',
  };
  test.each(Object.entries(hostile))('%s', (_, html) => {
    expect(() => readPage(html, page.url, site)).not.toThrow();
    expect(() => readPage(html, 'https://example.vn/a', unknownSite('example.vn'))).not.toThrow();
  });

  test('a selector that is none leaves a reading, and the fault in the trace', () => {
    const [layout] = site.layouts;
    const broken = { ...site, layouts: layout === undefined ? [] : [{ ...layout, match: ['p:nonsense('] }] };
    const trace = explainPage(page.html, page.url, broken);
    expect(trace.fault).toBeDefined();
    expect(trace.reading).toMatchObject({ missing: ['title', 'date', 'body'] });
  });
});

describe('a trace', () => {
  const { html, url } = pageNamed('vietnamnet/article-2024');
  const trace = explainPage(html, url, siteOf(new URL(url), sites));

  test('says why a layout was passed over', () =>
    expect(trace.mismatches).toEqual([
      { layout: 'vietnamnet/2026', selector: 'div.content-detail-sapo' },
      { layout: 'vietnamnet/2022-video', selector: '.video-detail__sabo' },
    ]));

  test('names the rule that gave each field, and those tried before', () => {
    expect(trace.fields.find(({ field }) => field === 'section')).toEqual({
      field: 'section',
      value: 'Kinh doanh',
      rule: '.bread-crumb-detail > ul > li:last-child > a',
      triedBefore: ['json-ld:articleSection'],
    });
  });

  test('shows what was left out', () =>
    expect(trace.dropped).toContainEqual({
      selector: 'article.ck-cms-wiki-news-full',
      count: 1,
      text: 'Thẻ dẫn tới bài khác Tóm tắt của bài khác.',
    }));

  test('comes to the same reading as reading alone', () => expect(trace.reading).toEqual(read(html, url)));
});
