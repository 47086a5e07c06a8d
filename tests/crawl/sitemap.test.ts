/** Which articles a sitemap names. */
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { discovered, lines, url, urlset } from './discovering.ts';

test('a news sitemap tells when an article was published, and its title', async () => {
  const news = (title: string) => `<news:news><news:publication><news:name>Báo Sông</news:name></news:publication>
    <news:publication_date>2026-11-21T08:15:00+07:00</news:publication_date><news:title>${title}</news:title></news:news>`;
  expect(
    await lines(urlset(url(1, news('Giá vàng &amp; giá bạc')), url(2, news('<![CDATA[Nước lên < 3 m]]>'))), { kind: 'newsSitemap' }),
  ).toEqual(['1 2026-11-21T01:15:00Z Giá vàng & giá bạc', '2 2026-11-21T01:15:00Z Nước lên < 3 m']);
});

test('a title that was escaped with its CDATA around it, as VietnamPlus does, is the title', async () => {
  const image =
    '<image:image><image:loc>https://baosong.example/a.jpg</image:loc><image:title>&lt;![CDATA[Lũ về]]&gt;</image:title></image:image>';
  expect(await lines(urlset(url(1, image)))).toEqual(['1 Lũ về']);
});

test('the newest come first; what has no date keeps its order behind them', async () => {
  const dated = (day: string) => `<lastmod>${day}</lastmod>`;
  const map = urlset(url(1), url(2, dated('2026-11-01')), url(3, dated('2026-11-20T23:00:00Z')), url(4));
  expect(await lines(map)).toEqual(['3 2026-11-20T23:00:00Z', '2 2026-10-31T17:00:00Z', '1', '4']);
});

test('an article under several addresses is found once, with its latest date', async () => {
  const map = urlset(
    url(7, '<lastmod>2026-11-01T00:00:00Z</lastmod>'),
    '<url><loc>https://www.baosong.example/ten-khac-post7.html?utm_source=zalo</loc><lastmod>2026-11-02T00:00:00Z</lastmod></url>',
    '<url><loc>http://m.baosong.example/tin-post7.html#binh-luan</loc></url>',
  );
  const { found } = await discovered(map);
  expect(found).toEqual([
    {
      url: 'https://baosong.example/tin-post7.html',
      article: { site: 'baosong', id: '7' },
      lastModified: '2026-11-02T00:00:00Z',
    },
  ]);
});

test('what is another site’s, no article, or no address is left out and counted', async () => {
  const { found, trouble } = await discovered(
    urlset(
      url(1),
      '<url><loc>https://bao-khac.example/tin-post9.html</loc></url>',
      '<url><loc>https://baosong.example.ke-gian.example/tin-post9.html</loc></url>',
      '<url><loc>https://baosong.example/the-thao</loc></url>',
      '<url><loc></loc></url>',
      '<url><loc>javascript:alert(1)</loc></url>',
    ),
  );
  expect(found.map(({ article }) => article.id)).toEqual(['1']);
  expect(trouble).toEqual([
    '2 addresses of other sites left out, such as https://bao-khac.example/tin-post9.html',
    '1 address left out that is no article of baosong, such as https://baosong.example/the-thao',
    '2 entries without an address of the web left out',
  ]);
});

test('a wrong date is dropped, and its article kept', async () => {
  const map = urlset(
    ...['2026-02-30', 'hôm qua', '2099-01-01', '0000-00-00T00:00:00Z'].map((date, index) => url(index + 1, `<lastmod>${date}</lastmod>`)),
  );
  const { found, trouble } = await discovered(map);
  expect(found.map(({ article, lastModified }) => [article.id, lastModified])).toEqual(['1', '2', '3', '4'].map((id) => [id, undefined]));
  expect(trouble).toEqual(['4 wrong dates dropped, such as "2026-02-30"']);
});

test('an index leads to further sitemaps, the newest first, and to none of another site', async () => {
  const { found, more, trouble } = await discovered(
    `<sitemapindex><sitemap><loc>https://baosong.example/news-2026-9.xml</loc><lastmod>2026-09-30</lastmod></sitemap>
     <sitemap><loc>/news-2026-10.xml.gz</loc><lastmod>2026-10-31T10:00:00+07:00</lastmod></sitemap>
     <sitemap><loc>https://bao-khac.example/sitemap.xml</loc></sitemap></sitemapindex>`,
  );
  expect(found).toEqual([]);
  expect(more).toEqual([
    { url: 'https://baosong.example/news-2026-10.xml.gz', lastModified: '2026-10-31T03:00:00Z' },
    { url: 'https://baosong.example/news-2026-9.xml', lastModified: '2026-09-29T17:00:00Z' },
  ]);
  expect(trouble).toEqual(['1 address of other sites left out, such as https://bao-khac.example/sitemap.xml']);
});

test('prefixes, comments, processing instructions and a document type change nothing', async () => {
  const map = `\ufeff<?xml version="1.0"?><?xml-stylesheet href="a.xsl"?><!-- <url> --><!DOCTYPE urlset [<!ENTITY a "<url>"> <!ELEMENT b (c)>]>
    <sm:urlset xmlns:sm="http://www.sitemaps.org/schemas/sitemap/0.9"><sm:url>
    <sm:loc>\n https://baosong.example/tin-post1.html \n</sm:loc><!-- <sm:loc>x</sm:loc> --></sm:url></sm:urlset>`;
  expect(await lines(map)).toEqual(['1']);
});

test('a sitemap of plain text has an address a line', async () => {
  const text =
    '\ufeffhttps://baosong.example/a-post1.html\r\nhttps://baosong.example/b-post2.html\n\n  https://baosong.example/c-post3.html';
  expect(await lines(text)).toEqual(['1', '2', '3']);
});

test('a file that is gzip itself is unpacked, and one that is cut off says so', async () => {
  const packed = gzipSync(urlset(...Array.from({ length: 2000 }, (_, index) => url(index + 1))));
  expect(await lines(packed)).toHaveLength(2000);
  const { found, trouble } = await discovered(packed.subarray(0, packed.length / 2));
  expect(found.length).toBeGreaterThan(100);
  expect(trouble).toEqual(['the gzip body stops before its end', 'it stops before its end; what came until there was read']);
});

test('a gzip bomb ends at fifty megabytes', async () => {
  const bomb = gzipSync(`<urlset>${url(1)}${' '.repeat(200_000_000)}`);
  const { found, trouble } = await discovered(bomb);
  expect(found).toHaveLength(1);
  expect(trouble[0]).toBe('the body is longer than 52428800 bytes when unpacked, and was cut there');
});

test('a sitemap that declares another character set is read by it', async () => {
  const title = '<news:news><news:title>Caf\u00e9</news:title></news:news>';
  const latin = Buffer.from(`<?xml version="1.0" encoding="iso-8859-1"?><urlset>${url(1, title)}</urlset>`, 'latin1');
  expect(await lines(latin)).toEqual(['1 Café']);
});

test.each([
  ['an empty answer', '  \n', 'it is empty'],
  [
    'a page',
    '<!DOCTYPE html>\n<html><body>Đăng nhập</body></html>',
    'it is a page for readers (HTML), not a sitemap or feed; nothing was read',
  ],
  ['other XML', '<Error><Code>AccessDenied</Code></Error>', 'its XML begins with <Error>: no sitemap and no feed; nothing was read'],
  ['prose', 'Not found', 'it is no sitemap and no feed; nothing was read'],
  ['a mark that is none', '< 3', 'it is no XML; nothing was read'],
  ['JSON that is cut', '{"items": [', 'it begins like JSON and is none; nothing was read'],
  ['JSON of another kind', '{"error": 403}', 'it is JSON, but no JSON Feed: it has no items; nothing was read'],
])('%s in the place of a sitemap is told in a sentence', async (_, content, sentence) => {
  expect(await discovered(content)).toEqual({ found: [], more: [], trouble: [sentence], isWhole: false });
});
