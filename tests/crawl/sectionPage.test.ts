/** Which articles the page of a section names, and where it goes on. */
import { expect, test } from 'vitest';
import { baosong, discovered, lines } from './discovering.ts';

const URL_OF = 'https://baosong.example/thoi-su';
const section = { kind: 'section', url: URL_OF } as const;

const PAGE = `<!doctype html><html><head><title>Thời sự</title></head><body>
<nav><a href="/">Trang chủ</a> <a href="/the-thao">Thể thao</a> <a href="https://bao-khac.example/x-post5.html">Bạn</a></nav>
<article><a href="/lu-ve-post2.html"><img src="a.jpg"></a><h3><a href="/lu-ve-post2.html#vnn_source=thoisu"> Lũ   về </a></h3></article>
<article><a href="nuoc-rut-post1.html" title="Nước rút"><img src="b.jpg"></a></article>
<a href="javascript:void(0)">Xem</a><a href="http://[">Hỏng</a><a href="#top">Lên</a></body></html>`;

test('its articles are the links that the site’s numbers know, each once', async () => {
  expect(await discovered(PAGE, section)).toMatchObject({
    found: [
      { url: 'https://baosong.example/lu-ve-post2.html', article: { site: 'baosong', id: '2' }, title: 'Lũ về' },
      { url: 'https://baosong.example/nuoc-rut-post1.html', article: { site: 'baosong', id: '1' }, title: 'Nước rút' },
    ],
    more: [],
    trouble: ['1 address of other sites left out, such as https://bao-khac.example/x-post5.html'],
  });
});

test('a base address counts, and so does a seed’s own pattern for articles without a number', async () => {
  const page =
    '<html><head><base href="https://baosong.example/tin/"></head><body><a href="bai-moi.html">Bài mới</a><a href="b/">B</a></body></html>';
  expect(await lines(page, { ...section, articles: '^/tin/[a-z-]+\\.html$' })).toEqual([
    expect.stringMatching(/^bai-moi-[\da-f]{8} Bài mới$/u),
  ]);
});

test('the next page is the one that the page names', async () => {
  const next = '<link rel="next" href="/thoi-su-page7"><a href="/a-post1.html">A</a>';
  expect((await discovered(next, { ...section, site: { ...baosong, pagePattern: '{section}/trang{page}.vnp' } })).more).toEqual([
    { url: 'https://baosong.example/thoi-su-page7' },
  ]);
});

test.each([
  { pattern: '{section}/trang{page}.vnp', second: 2, at: URL_OF, next: `${URL_OF}/trang2.vnp` },
  { pattern: '{section}/trang{page}.vnp', second: 2, at: `${URL_OF}/trang9.vnp`, next: `${URL_OF}/trang10.vnp` },
  { pattern: '{section}-page{page}', second: 1, at: URL_OF, next: `${URL_OF}-page1` },
  { pattern: '{section}-page{page}', second: 1, at: `${URL_OF}-page1`, next: `${URL_OF}-page2` },
  { pattern: '{section}/p-{page}/', second: 2, at: `${URL_OF}/`, next: `${URL_OF}/p-2/` },
  { pattern: '{section}/p-{page}/', second: 2, at: 'https://baosong.example/the-thao', next: undefined },
])('after $at comes $next by $pattern', async ({ pattern, second, at, next }) => {
  const site = { ...baosong, pagePattern: pattern, secondPage: second };
  const { more } = await discovered('<a href="/a-post1.html">A</a>', { ...section, at, site });
  expect(more).toEqual(next === undefined ? [] : [{ url: next }]);
});

test('a page without an article is the last one, and a front page has no second', async () => {
  const site = { ...baosong, pagePattern: '{section}-page{page}' };
  expect((await discovered('<p>Không có tin</p>', { ...section, site })).more).toEqual([]);
  expect((await discovered('<a href="/a-post1.html">A</a>', { ...section, url: 'https://baosong.example/', site })).more).toEqual([]);
});
