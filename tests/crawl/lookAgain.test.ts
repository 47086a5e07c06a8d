/** A page that comes again with other things around the same article is known without being read; one that says something else is read. */
import { describe, expect, test } from 'vitest';
import type { Page } from '../../src/article/page.ts';
import { loadSites } from '../../src/config/sites.ts';
import { lookAgainAt } from '../../src/crawl/keep.ts';
import { knownRegion } from '../../src/crawl/notModified.ts';

const sites = await loadSites(new URL('../../config/sites', import.meta.url).pathname);

interface Shown {
  readonly title?: string;
  readonly paragraph?: string;
  readonly modified?: string;
  readonly caption?: string;
  readonly around?: string;
}

const TITLE = 'Giá điện tăng từ 1/12';

function page({ title = TITLE, paragraph, modified = '2026-11-02T08:05:00+07:00', caption, around = '' }: Shown = {}): Page {
  const url = 'https://vietnamnet.vn/gia-dien-tang-tu-1-12-2990001.html';
  const text = [
    paragraph ?? 'Giá điện bán lẻ tăng 5,5 % từ đầu tháng 12, theo quyết định mới.',
    'Hộ dùng dưới 100 kWh trả thêm 8.000 đồng.',
  ];
  const html = `<!DOCTYPE html><html lang="vi"><head><title>${title}</title><meta property="og:type" content="article">
<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2026-11-02T08:05:00+07:00","dateModified":"${modified}"}</script>
</head><body><div class="vmcadszone">${around}</div><div class="main"><h1 class="content-detail-title">${title}</h1>
<div class="content-detail-sapo">Người dùng nhiều trả nhiều hơn.</div>
<div class="maincontent" id="maincontent">${text.map((each) => `<p>${each}</p>`).join('\n')}
<figure><img src="/a.jpg"><figcaption>${caption ?? 'Ảnh: Lê Mẫu'}</figcaption></figure></div></div>
<ul class="teasers">${around}</ul><script>var views = '${around}';</script></body></html>`;
  const answer = { requestHead: '', httpVersion: '1.1', status: 200, statusText: 'OK', headers: [['content-type', 'text/html']] as const };
  const body = Buffer.from(html);
  return { url, requested: url, redirects: [], at: '2026-11-02T05:00:00.000Z', ...answer, bytes: body, body };
}

function regionOf(shown: Page) {
  const look = lookAgainAt(shown, sites, undefined);
  if ('isSame' in look || look.region === undefined) throw new Error('the page has no region');
  return look.region;
}

const KNOWN = regionOf(page());
const AROUND = ['<a href="/x">Tin khác</a>', '<li>1.234 lượt xem</li>', '<div class="ad"><p>Mua ngay<p>hôm nay</div>', '<!-- 12:03 -->'];

describe('a page that is looked at again', () => {
  test.each(AROUND)('is the same with %s around it', (around) => {
    expect(lookAgainAt(page({ around }), sites, KNOWN)).toEqual({ isSame: true });
  });

  test.each<[string, Shown]>([
    ['a headline with another mark', { title: 'Giá điện tăng từ 1/12!' }],
    ['a headline in decomposed letters', { title: TITLE.normalize('NFD') }],
    ['another number', { paragraph: 'Giá điện bán lẻ tăng 55 % từ đầu tháng 12, theo quyết định mới.' }],
    ['another caption', { caption: 'Ảnh: Hà Thu' }],
    ['another time of its last edit', { modified: '2026-11-03T10:00:00+07:00' }],
  ])('is read with %s', (_what, shown) => {
    const look = lookAgainAt(page(shown), sites, KNOWN);
    expect(look).toHaveProperty('read.reading.content');
    expect(look).not.toHaveProperty('region.digest', KNOWN.digest);
  });

  test('is read where another layout read it before', () => {
    expect(lookAgainAt(page(), sites, { ...KNOWN, layout: 'vietnamnet/2022' })).toHaveProperty('read.reading.content');
  });

  describe('is not asked for its region', () => {
    const { url, at } = page();
    const region = { ...KNOWN, readAt: at };

    test('where the server answered otherwise', () => {
      expect(knownRegion(page(), { url, at, region })).toEqual(region);
      expect(knownRegion({ ...page(), status: 203 }, { url, at, region })).toBeUndefined();
    });

    test('where it was not read for a week: what stands around may speak against the reading', () => {
      expect(knownRegion({ ...page(), at: '2026-11-09T04:00:00.000Z' }, { url, at, region })).toEqual(region);
      expect(knownRegion({ ...page(), at: '2026-11-09T05:00:00.000Z' }, { url, at, region })).toBeUndefined();
      expect(knownRegion(page(), { url, at, region: KNOWN })).toBeUndefined();
    });
  });

  test('is no article where a challenge stands in its place', () => {
    const blocked: Page = { ...page(), status: 403 };
    expect(lookAgainAt(blocked, sites, KNOWN)).toHaveProperty('stopped');
  });
});
