/** Which articles a feed names. */
import { expect, test } from 'vitest';
import { discovered, lines } from './discovering.ts';

const feed = { kind: 'feed' } as const;

test('an RSS 2.0 feed as VietNamNet writes it', async () => {
  const rss = `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Thời sự</title>
<link>https://baosong.example/thoi-su</link><atom:link href="https://baosong.example/thoi-su.rss" rel="self"/>
<item><title><![CDATA[Bão số 9 vào biển Đông]]></title><link>https://baosong.example/bao-so-9-post12.html?utm_source=rss</link>
<description><![CDATA[<a href="https://baosong.example/x-post99.html"><img src="a.jpg"></a></br>Bão mạnh.]]></description>
<media:title>Ảnh vệ tinh</media:title><pubDate>Sat, 21 Nov 2026 08:30:00 +0700</pubDate><guid>https://baosong.example/bao-so-9-post12.html</guid></item>
<item><title>Tin cũ</title><link>https://baosong.example/tin-cu-post11.html</link><pubDate>Fri, 20 Nov 2026 22:00:00 GMT</pubDate></item>
</channel></rss>`;
  expect(await discovered(rss, feed)).toMatchObject({
    found: [
      {
        url: 'https://baosong.example/bao-so-9-post12.html',
        article: { site: 'baosong', id: '12' },
        publishedAt: '2026-11-21T01:30:00Z',
        title: 'Bão số 9 vào biển Đông',
      },
      {
        url: 'https://baosong.example/tin-cu-post11.html',
        article: { site: 'baosong', id: '11' },
        publishedAt: '2026-11-20T22:00:00Z',
        title: 'Tin cũ',
      },
    ],
    more: [],
    trouble: [],
  });
});

test('RSS 0.91, without a date and with a guid in the place of a link', async () => {
  const rss = `<rss version="0.91"><channel>
    <item><title>Một</title><guid>https://baosong.example/mot-post1.html</guid></item>
    <item><title>Hai</title><guid isPermaLink="false">https://baosong.example/hai-post2.html</guid></item></channel></rss>`;
  const { found, trouble } = await discovered(rss, feed);
  expect([found.map(({ article }) => article.id), trouble]).toEqual([['1'], ['1 entry without an address of the web left out']]);
});

test('RSS 1.0: items stand outside of the channel', async () => {
  const rdf = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
    <channel rdf:about="https://baosong.example/"><title>Báo Sông</title></channel>
    <item rdf:about="https://baosong.example/mot-post1.html"><title>Một</title><dc:date>2026-11-21T08:30+07:00</dc:date></item></rdf:RDF>`;
  expect(await lines(rdf, feed)).toEqual(['1 2026-11-21T01:30:00Z Một']);
});

test('an Atom feed: the link for readers counts, and the next page is followed', async () => {
  const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Báo Sông</title><link rel="next" href="/atom?page=2"/>
    <entry><title type="html">Một &amp;amp; hai</title><link rel="enclosure" href="https://baosong.example/a-post7.html"/>
    <link href="/mot-post1.html"/><id>tag:baosong.example,2026:1</id><published>2026-11-20T08:30:00.123+07:00</published><updated>2026-11-21T08:30:00Z</updated></entry></feed>`;
  const { found, more } = await discovered(atom, feed);
  expect(found.map(({ url, lastModified, publishedAt }) => [url, lastModified, publishedAt])).toEqual([
    ['https://baosong.example/mot-post1.html', '2026-11-21T08:30:00Z', '2026-11-20T01:30:00Z'],
  ]);
  expect(more).toEqual([{ url: 'https://baosong.example/atom?page=2' }]);
});

test('a JSON Feed', async () => {
  const json = JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    next_url: 'https://baosong.example/feed.json?page=2',
    items: [
      { id: '1', url: 'https://baosong.example/mot-post1.html', title: 'Một', date_published: '2026-11-21T08:30:00+07:00' },
      5,
      { url: 7 },
    ],
  });
  const { found, more, trouble } = await discovered(json, feed);
  expect([found.length, found[0]?.publishedAt, more.length, trouble]).toEqual([
    1,
    '2026-11-21T01:30:00Z',
    1,
    ['2 entries without an address of the web left out'],
  ]);
});

test('a feed that stops half way gives what it has, and says so', async () => {
  const { found, trouble } = await discovered(
    '<rss><channel><item><link>https://baosong.example/a-post1.html</link></item><item><link>https',
    feed,
  );
  expect([found.length, trouble]).toEqual([1, ['it stops before its end; what came until there was read']]);
});

test('a feed that is HTML is told so', async () => {
  const { trouble } = await discovered('<!doctype html><html><head><title>404</title></head></html>', feed);
  expect(trouble).toEqual(['it is a page for readers (HTML), not a sitemap or feed; nothing was read']);
});

test('of a site that says nothing of its addresses, whatever a feed names is an article, but for the front', async () => {
  const { articleNumbers: _, ...rest } = (await import('./discovering.ts')).baosong;
  const rss =
    '<rss><channel><item><link>https://baosong.example/</link></item><item><link>https://baosong.example/tin/a.html</link></item></channel></rss>';
  expect(await lines(rss, { ...feed, site: { ...rest, articleNumbers: [] } })).toEqual([expect.stringMatching(/^a-[\da-f]{8}$/u)]);
});
