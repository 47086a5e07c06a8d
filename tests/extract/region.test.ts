/** Of two pages with the same region the layout reads the same: then a visit need not read the second one. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { siteOf } from '../../src/article/identity.ts';
import { unknownSite, type Layout, type Site } from '../../src/article/site.ts';
import { readPage } from '../../src/extract/read.ts';
import { regionDigest, regionOf } from '../../src/extract/region.ts';
import { savedPages, sites } from './pages.ts';

/** More by hand: `BAOLUU_RUNS=100000 npx vitest run tests/extract/region.test.ts`. */
const RUNS = Number(process.env['BAOLUU_RUNS'] ?? 400);

const NOTHING = { titleTrim: [], sapo: [], captions: [], author: [], section: [], tags: [], modified: [], source: [], drop: [], keep: [] };
const NO_RELATED = { relatedHeads: [], relatedLinks: [], bodyLayouts: [] };

const OLD: Layout = {
  ...NOTHING,
  ...NO_RELATED,
  name: 'soup/2010',
  match: ['#old', '.head > h2'],
  title: ['h2'],
  date: ['.when'],
  body: ['#old'],
};
const NEW: Layout = {
  ...NOTHING,
  ...NO_RELATED,
  name: 'soup/2020',
  match: ['.page h1', '.body'],
  title: ['h1.title', 'meta[property="og:title"]@content'],
  titleTrim: [' - Báo$'],
  date: ['.meta time[datetime]@datetime', 'json-ld:datePublished', '.meta .when'],
  sapo: ['.sapo'],
  body: ['.body', 'article > div:nth-child(2)'],
  captions: ['figcaption.cap', '.body td:has(> img) + td', 'figure > .cap'],
  author: ['.who a', '.who'],
  section: ['ul.crumbs > li:last-child > a'],
  tags: ['.tag a', 'meta[name="keywords" i]@content'],
  source: ['.source'],
  drop: ['.ad', 'section.related', '[id^="zone_"]', '.body script'],
  keep: ['.ad.keep'],
};

const soup: Site = {
  ...unknownSite('soup.example'),
  name: 'soup',
  hosts: ['soup.example'],
  utcOffset: '+07:00',
  layouts: [OLD, NEW],
  bodyLayouts: [],
};
const URL_OF_SOUP = 'https://soup.example/bai-1.html';

/** What a page of the layout is made of, in order or out of it, with all that newsrooms leave open. */
const OF_THE_LAYOUT = [
  '<h1 class="title">Cháy chợ Lộc Giang - Báo</h1>',
  '<h1 class=title>Hai</h1>',
  '<div class="meta"><time datetime="2026-11-02T08:05">2/11</time><span class="when">02/11/2026 08:05</span></div>',
  '<div class="sapo">Sáng 2/11, chợ cháy.</div>',
  '<p class="sapo">Hai người bị thương.</p>',
  '<div class="body"><p>Lửa bùng lên lúc 3 giờ.</p><p>Đội chữa cháy đến sau 10 phút.</p></div>',
  '<div class="body">Chữ trần<br><b>Hà Thu</b></div>',
  '<div class="body main"><p>Một<p>Hai<ul><li>Ba<li>Bốn</ul><div class="ad">Quảng cáo</div><p><strong>Lê Mẫu</strong></p></div>',
  '<div class="body"><script>var a = "</div>";</script><p>Năm</p><section class="related"><a href="/x">Tin khác</a></section></div>',
  '<figure><img src="/a.jpg"><figcaption class="cap">Ảnh: Lê Mẫu</figcaption></figure>',
  '<figure class="side"><div><img src="/b.jpg"></div><p class="cap">Chú thích</p></figure>',
  '<table class="body"><tr><td><img src="/c.jpg"><td>Dưới ảnh</table>',
  '<div class="who"><a href="/ai">Hà Thu</a></div>',
  '<ul class="crumbs"><li><a href="/">Trang nhất</a></li><li><a href="/thoi-su">Thời sự</a></li></ul>',
  '<div class="tag"><a>cháy chợ</a> <a>Lộc Giang</a></div>',
  '<p class="source">Theo TTXVN</p>',
  '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2026-11-02T08:05:00+07:00","author":"Ai"}</script>',
  '<meta property="og:title" content="Cháy chợ"><meta name="Keywords" content="cháy, chợ">',
  '<link rel="canonical" href="/bai-1.html">',
  '<article><p>Trước</p><div><p>Trong bài viết.</p></div></article>',
];

/** And what stands around it, and is another thing at each visit. */
const AROUND = [
  '<div class="teaser"><a href="/khac">Tin khác</a> 12.345 lượt xem</div>',
  '<ul><li>Một<li>Hai</ul>',
  '<p>Mở<p>rồi mở',
  '</p>',
  '</div>',
  '</span></b>',
  '<section class="related"><h2>Đọc nhiều</h2></section>',
  '<div class="ad">Mua một tặng một</div>',
  '<div id="zone_7"><svg><path d="M0"/><title>x</title></svg></div>',
  '<svg/>',
  '<table><tr><td>1<td>2<tr><th>3</table>',
  '<script>if (a < b) document.write("<div class=body>" + x)</script>',
  '<!-- <div class="body"> -->',
  '<!-->',
  '<style>.body > p {}</style>',
  '<a href="x.html"title="không cách">a</a>',
  '<span class="a &amp; b">&lt;h1&gt;</span>',
  '<img src=a.jpg alt="1 > 0">',
  '<br/>',
  '<input value=">"><select><option>a<option>b</select>',
  '<textarea><div class="body"></textarea>',
  '<figure><img src="/quang-cao.jpg"></figure>',
  '<h2>Tiêu đề khác</h2>',
  '<dl><dt>a<dd>b</dl>',
  '2 < 3 & 4 > 1',
  '<DIV CLASS="Teaser">HOA</DIV>',
  '<ruby>漢<rt>kan</ruby>',
  '<button><div>x</div></button>',
];

const WRAPS: readonly (readonly [string, string])[] = [
  ['<div class="page">', '</div>'],
  ['<article>', '</article>'],
  ['<div class="wrap">', '</div>'],
  ['<div>', ''],
  ['<section><div>', '</section>'],
  ['<a href="/">', '</a>'],
  ['<p>', '</p>'],
  ['<figure>', '</figure>'],
  ['<table><tr><td>', '</table>'],
  ['<ul><li>', '</ul>'],
  ['<div class="meta">', '</div>'],
  ['<div class="head">', '</div>'],
  ['<div class="ad">', '</div>'],
];

const { soupOf } = fc.letrec<{ soupOf: string }>((tie) => ({
  soupOf: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.constantFrom(...OF_THE_LAYOUT, ...AROUND),
    fc
      .tuple(fc.constantFrom(...WRAPS), fc.array(tie('soupOf'), { maxLength: 5 }))
      .map(([[open, close], inner]) => open + inner.join('') + close),
  ),
}));

const pages = fc.array(soupOf, { minLength: 2, maxLength: 8 }).map(
  (parts) =>
    `<!DOCTYPE html><html lang="vi"><head><title>Báo</title></head><body><div class="page"><h1 class="title">Đầu đề</h1>${parts.join('\n')}
<div class="body"><p>Chữ cuối của bài viết.</p></div></div></body></html>`,
);

describe('the region of a page', () => {
  test('is read by its layout as the page is, whatever stands around', () => {
    let told = 0;
    fc.assert(
      fc.property(pages, (html) => {
        const whole = readPage(html, URL_OF_SOUP, soup);
        const region = regionOf(html, soup, whole.reader.layout);
        if (region === undefined) return;
        told += 1;
        expect(readPage(region, URL_OF_SOUP, soup)).toEqual(whole);
      }),
      { numRuns: RUNS },
    );
    expect(told).toBeGreaterThan(RUNS / 10);
  });

  test('and where two pages have the same, the readings are the same', () => {
    const different = fc.constantFrom(...AROUND, ...OF_THE_LAYOUT);
    fc.assert(
      fc.property(pages, different, fc.nat(), (html, piece, place) => {
        const gaps = [...html.matchAll(/>(?=\s*<)/gu)].map(({ index }) => index + 1);
        const at = gaps[place % gaps.length] ?? 0;
        const other = html.slice(0, at) + piece + html.slice(at);
        const [one, two] = [html, other].map((each) => readPage(each, URL_OF_SOUP, soup));
        const [a, b] = [html, other].map((each) => regionDigest(each, soup, one?.reader.layout ?? ''));
        if (a !== undefined && a === b) expect(two).toEqual(one);
      }),
      { numRuns: RUNS },
    );
  });

  test.each(savedPages.map((page) => [page.name, page] as const))('of %s, if it can be told', (_name, { html, url }) => {
    const site = siteOf(new URL(url), sites);
    const whole = readPage(html, url, site);
    const region = regionOf(html, site, whole.reader.layout);
    if (region !== undefined) expect(readPage(region, url, site)).toEqual(whole);
  });

  // Each once had one region with another reading.
  const AGREED: readonly (readonly [string, string, string, Partial<Layout>])[] = [
    ['an end tag in an attribute’s value', '<article class="body"><img alt="</article>"><p>A</p></article>', '<p>1</p>', {}],
    ['an old name of what has no end tag', '<keygen><article class="body"><p>A</p></keygen></article>', '<p>1</p>', {}],
    ['a tag in a declaration', '<!x <u> ><article class="body"><p>A</p></u></article>', '<p>1</p>', {}],
    [
      'a caption in the lead, and its picture in the figure around',
      '<figure><div class="sapo">S <i class="cap">Ảnh</i></div><div>',
      '<img src="/1.jpg"></div></figure><div class="body"><p>A</p></div>',
      { sapo: ['.sapo'], captions: ['.cap'] },
    ],
    [
      'a caption in the body, and a picture in the table around',
      '<table><tr><td><div class="body"><p>A</p><p class="cap">Ảnh</p></div><td>',
      '<img src="/1.jpg"></table>',
      { captions: ['.cap'] },
    ],
    [
      'a lead left out for what stands before it',
      '',
      '<i class="x1"></i><p class="sapo">S</p><div class="body">A</div>',
      { sapo: ['.sapo'], drop: ['.x1 + .sapo'] },
    ],
    [
      'a paragraph left out for what stands beside the body',
      '<div class="o">',
      '<i class="x1"></i><div class="body">A<p class="c">B</p></div></div>',
      { drop: ['.o:has(.x1) .c'] },
    ],
    [
      'a writer found by what stands before the body',
      '',
      '<i class="x1"></i><div class="body">A<p class="c">B</p></div>',
      { author: ['.x1 + .body > .c'] },
    ],
    [
      'a no-break space in an attribute',
      '<div class="body">A</div>',
      '<meta name=x\u00a0kw content=1>',
      { author: ['meta[name$="kw"]@content'] },
    ],
    ['a name that is taken for another', '<tmp>', '<!-- </xm1> --></tmp><div class="body">A</div>', {}],
  ];

  test.each(AGREED)('is another one, or can’t be told: %s', (_what, before, rest, change) => {
    const site = { ...soup, layouts: [{ ...OLD, match: ['h2', '.body'], body: ['.body'], ...change }] };
    const [one, two] = ['1', rest.includes('xm1') ? 'p' : '2'].map((mark) => {
      const page = `<body><h2>T</h2><p class="when">02/11/2026 08:05</p>${before}${rest.replace('1', mark)}</body>`;
      return { reading: readPage(page, URL_OF_SOUP, site), digest: regionDigest(page, site, 'soup/2010') };
    });
    expect(two?.reading).not.toEqual(one?.reading);
    if (one?.digest !== undefined) expect(two?.digest).not.toBe(one.digest);
  });

  test('does not take the id and the classes of one element for those of another', () => {
    const site = { ...soup, layouts: [{ ...OLD, source: ['#k'] }] };
    const regionWith = (attributes: string, text: string) => regionDigest(`<body><p ${attributes}>${text}</p></body>`, site, 'soup/2010');
    expect(regionWith('id="k.x" class="y"', '1')).toBe(regionWith('id="k.x" class="y"', '2'));
    expect(regionWith('id="k" class="x.y"', '1')).not.toBe(regionWith('id="k" class="x.y"', '2'));
  });

  test('is another one for another layout', () => {
    const html = `<body><div id="old" class="page"><div class="head"><h2>A</h2></div><h1 class="title">B</h1><div class="body"><p>C</p></div></div></body>`;
    expect(regionDigest(html, soup, 'soup/2010')).not.toBe(regionDigest(html, soup, 'soup/2020'));
    const changed = { ...soup, layouts: [OLD, { ...NEW, drop: ['.ad'] }] };
    expect(regionDigest(html, changed, 'soup/2020')).not.toBe(regionDigest(html, soup, 'soup/2020'));
  });

  test('can’t be told of what no layout read', () => {
    expect(regionOf('<body><h1>A</h1></body>', soup, 'fallback')).toBeUndefined();
  });
});
