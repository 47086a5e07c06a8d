/** A saved page is not filed under an address that the page itself says is not its own. */
import { describe, expect, test } from 'vitest';
import { Ledger } from '../../src/crawl/ledger.ts';
import { otherPageNamed } from '../../src/crawl/otherPage.ts';
import { newArchive } from '../archive/support.ts';
import { savedPages, sites } from '../extract/pages.ts';

const GIVEN = 'https://baosong.example/nuoc-len-nhanh.html';
const OTHER = 'https://baosong.example/gia-ca-phe-tang.html';

function canonical(address: string): string {
  return `<link rel="canonical" href="${address}">`;
}

function ogUrl(address: string): string {
  return `<meta property="og:url" content="${address}">`;
}

function jsonLd(facts: object): string {
  return `<script type="application/ld+json">${JSON.stringify({ '@type': 'NewsArticle', headline: 'Đường về Ẫn Giang', ...facts })}</script>`;
}

async function named(head: string, given: string): Promise<string | undefined> {
  const ledger = new Ledger(await newArchive(), sites);
  const html = `<!doctype html><html lang="vi"><head>${head}</head><body><h1>Đường về Ẫn Giang</h1></body></html>`;
  return (await otherPageNamed(html, new URL(given), { ledger, sites }))?.href;
}

describe('a page is another one than the address says', () => {
  test.each([
    ['by its canonical link', canonical(OTHER), GIVEN, OTHER],
    ['by a canonical link that begins at the root', canonical('/gia-ca-phe-tang.html'), GIVEN, OTHER],
    ['by what it tells social networks', ogUrl(OTHER), GIVEN, OTHER],
    ['by what it tells search engines, as a text', jsonLd({ mainEntityOfPage: OTHER }), GIVEN, OTHER],
    ['by what it tells search engines, as an object', jsonLd({ mainEntityOfPage: { '@type': 'WebPage', '@id': OTHER } }), GIVEN, OTHER],
    ['by what it tells search engines of the article', jsonLd({ url: OTHER }), GIVEN, OTHER],
    ['though its canonical link is the front page', canonical('https://baosong.example/') + ogUrl(OTHER), GIVEN, OTHER],
    [
      'as an article, where a section was given',
      canonical(`https://baosong.example/thoi-su/nuoc-len.html`),
      'https://baosong.example/thoi-su',
      'https://baosong.example/thoi-su/nuoc-len.html',
    ],
    [
      'of another outlet with the same words',
      canonical('https://baobien.example/nuoc-len-nhanh.html'),
      GIVEN,
      'https://baobien.example/nuoc-len-nhanh.html',
    ],
    [
      'with another number',
      canonical('https://vietnamnet.vn/nuoc-len-9900778.html'),
      'https://vietnamnet.vn/nuoc-len-9900777.html',
      'https://vietnamnet.vn/nuoc-len-9900778.html',
    ],
    [
      'with a number of another site',
      canonical('https://vietnamnet.vn/nuoc-len-9900778.html'),
      GIVEN,
      'https://vietnamnet.vn/nuoc-len-9900778.html',
    ],
    [
      'with another number in the query',
      canonical('https://baosong.example/bai.php?id=5'),
      'https://baosong.example/bai.php?id=7',
      'https://baosong.example/bai.php?id=5',
    ],
    [
      'in a web archive, of another page',
      canonical('https://web.archive.org/web/20170321000000/https://baosong.example/gia-ca-phe-tang.html'),
      GIVEN,
      OTHER,
    ],
  ])('%s', async (_how, head, given, other) => expect(await named(head, given)).toBe(other));
});

describe('a page is the one that the address says', () => {
  test.each([
    ['without any address of its own', '', GIVEN],
    ['with its own', canonical(GIVEN), GIVEN],
    [
      'with http, www and a trailing slash',
      canonical('http://www.baosong.example/nuoc-len-nhanh/'),
      'https://baosong.example/nuoc-len-nhanh',
    ],
    ['with tracking parameters', canonical(GIVEN), `${GIVEN}?utm_source=zalo&fbclid=1`],
    ['with a query that its own address lacks', canonical(GIVEN), `${GIVEN}?gidzl=x`],
    ['on the mobile host', canonical(GIVEN), 'https://m.baosong.example/nuoc-len-nhanh.html'],
    ['on a host of its section', canonical(GIVEN), 'https://kinhte.baosong.example/nuoc-len-nhanh.html'],
    ['on the AMP host', canonical(GIVEN), 'https://amp.baosong.example/nuoc-len-nhanh.html'],
    ['as AMP behind a folder', canonical('https://baosong.example/nuoc-len-nhanh'), 'https://baosong.example/nuoc-len-nhanh/amp/'],
    ['for printing', canonical(GIVEN), 'https://baosong.example/print/nuoc-len-nhanh.html'],
    ['as the second page', canonical('https://baosong.example/nuoc-len-nhanh'), 'https://baosong.example/nuoc-len-nhanh/trang-2'],
    ['in another folder', canonical('https://baosong.example/thoi-su/nuoc-len-nhanh.html'), GIVEN],
    [
      'with accents, composed or not',
      canonical('https://baosong.example/đường-về-Ẫn-Giang.html'.normalize('NFD')),
      'https://baosong.example/đường-về-Ẫn-Giang.html',
    ],
    ['with the front page for every page’s canonical link', canonical('https://baosong.example/'), GIVEN],
    ['with the front page of a language', canonical('https://baosong.example/vi/index.html'), GIVEN],
    ['with a canonical link that is none', canonical('#') + canonical('') + canonical('javascript:void(0)'), GIVEN],
    [
      'with a name where search engines expect an address',
      jsonLd({ mainEntityOfPage: { name: 'Đường về Ẫn Giang', '@id': '#bai' } }),
      GIVEN,
    ],
    ['with one address of several', canonical('https://baosong.example/tin-tuc') + ogUrl(GIVEN), GIVEN],
    ['as a section', canonical('https://baosong.example/thoi-su/'), 'https://baosong.example/thoi-su?page=2'],
    ['as the second page of a section', canonical('https://vietnamnet.vn/thoi-su'), 'https://vietnamnet.vn/thoi-su-page2'],
    ['as the front page', canonical('https://baosong.example/'), 'https://baosong.example/'],
    [
      'by its number, with the words of another headline',
      canonical('https://vietnamnet.vn/nuoc-rut-9900777.html'),
      'https://vietnamnet.vn/nuoc-len-9900777.html',
    ],
    [
      'by its number, as it was written before',
      canonical('https://www.vietnamplus.vn/nuoc-len-post436993.vnp'),
      'http://www.vietnamplus.vn/nuoc-len/436993.vnp',
    ],
    ['in a web archive', canonical(`https://web.archive.org/web/20170321000000/${GIVEN}`), GIVEN],
  ])('%s', async (_how, head, given) => expect(await named(head, given)).toBeUndefined());
});

test('two addresses at which the archive has one article are one page', async () => {
  const archive = await newArchive();
  const ledger = new Ledger(archive, sites);
  const ref = await ledger.addresses.articleOf(new URL(GIVEN));
  const content = { title: 'Nước lên', body: ['Nước lên nhanh.'], captions: [] };
  for (const [at, url] of [
    ['2026-10-05T05:00:00.000Z', GIVEN],
    ['2026-10-06T05:00:00.000Z', OTHER],
  ] as const)
    await archive.record({ ref, capture: { at, url, outcome: 'read' }, content });
  expect(await otherPageNamed(canonical(OTHER), new URL(GIVEN), { ledger: new Ledger(archive, sites), sites })).toBeUndefined();
});

test('every page of the collection is the one at its address', async () => {
  const ledger = new Ledger(await newArchive(), sites);
  const others = [];
  for (const { html, url } of savedPages) {
    const other = await otherPageNamed(html, new URL(url), { ledger, sites });
    if (other !== undefined) others.push(`${url} is ${other.href}`);
  }
  expect(others).toEqual([]);
});
