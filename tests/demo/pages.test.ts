import assert from 'node:assert/strict';
import { load } from 'cheerio';
import { test } from 'vitest';
import { normaliseContent, type Content } from '../../src/article/content.ts';
import { contentOf, standingOn, type Edition } from '../../src/demo/edition.ts';
import { threeDays, type OutletName, type Script } from '../../src/demo/script.ts';
import { ask, newsroomForTest } from './ask.ts';

/** Where a person would look for each field, having read the outlet's pages; the extractor's layouts are not asked. */
const PLACES: Record<OutletName, { title: string; date: string; body: string; captions: string }> = {
  vietnamplus: {
    title: 'h1.article__title',
    date: 'meta.cms-date',
    // The first paragraph repeats the sapo.
    body: '.article__body > p',
    captions: '.article__body figcaption',
  },
  vietnamnet: {
    title: 'h1.content-detail-title',
    date: 'no such place',
    body: 'div.content-detail-sapo > p, #maincontent > p',
    captions: '#maincontent figure.vnn-content-image figcaption',
  },
  baosong: { title: 'main > h1', date: 'no such place', body: 'main > p', captions: 'main figcaption' },
};

for (const day of [1, 2, 3]) {
  test(`on day ${day} every page says what the script says, and nothing in it is garbled by escaping`, async () => {
    for (const { edition, html } of await pagesOn(day)) assert.deepEqual(readByPlace(html, edition), contentOf(edition), edition.title);
  });

  test(`on day ${day} the JSON-LD of every page can be parsed and names the headline and the date`, async () => {
    for (const { edition, html } of await pagesOn(day)) {
      const article = newsArticle(html);
      assert.equal(read(article['headline']), contentOf(edition).title);
      assert.equal(String(article['datePublished']).replace('.000', ''), edition.published);
    }
  });
}

test('the sapo stands apart from the body as well', async () => {
  for (const { edition, html } of await pagesOn(1)) {
    if (edition.outlet === 'vietnamplus') assert.equal(load(html)('.article__sapo.cms-desc').text(), edition.sapo);
  }
});

test('a headline that looks like markup stays a headline', async () => {
  const title = `</h1><script>alert("1 & 2")</script> & 'đủ' </script>`;
  const script = { ...threeDays, articles: threeDays.articles.map((article) => ({ ...article, title })) };
  for (const { edition, html } of await pagesOn(2, script)) {
    const $ = load(html);
    assert.equal(read($('h1').text()), title, edition.slug);
    assert.equal($('script:not([type])').filter((_, element) => $(element).text().includes('alert')).length, 0, edition.slug);
    assert.equal(read(newsArticle(html)['headline']), title, edition.slug);
    if (edition.outlet !== 'baosong') assert.equal(read($('meta[property="og:title"]').attr('content')), title, edition.slug);
  }
});

test('the page of the article that never changes is another on each day and at each visit', async () => {
  const newsroom = await newsroomForTest();
  const url = newsroom.urls().find((address) => address.includes('9900104')) ?? '';
  const pages: string[] = [];
  for (const day of [1, 1, 2, 3]) {
    newsroom.setDay(day);
    pages.push((await ask(url)).text);
  }
  assert.equal(new Set(pages).size, 4);
  assert.equal(new Set(pages.map((page) => load(page)('#sdaWeb_SdaMasthead').text().normalize())).size, 3, 'advertising by the day');
  assert.equal(new Set(pages.map((page) => load(page)('.sidebar-right').text().normalize())).size, 3, 'related links by the day');
  assert.equal(new Set(pages.map((page) => load(page)('.article__views').text().normalize())).size, 4, 'views by the visit');
  assert.deepEqual(
    pages.map((page) => page === page.normalize('NFC')),
    [true, true, false, true],
    'Unicode form',
  );
  assert.deepEqual(
    pages.map((page) => page.includes('&nbsp;')),
    [false, false, false, true],
    'white space',
  );
});

test('the small paper without advertising gives the same bytes twice on one day', async () => {
  const newsroom = await newsroomForTest();
  newsroom.setDay(2);
  const url = newsroom.urls().find((address) => address.includes('baosong')) ?? '';
  assert.deepEqual((await ask(url)).bytes, (await ask(url)).bytes);
});

/** The articles that stand on a day, each with the page that came. */
async function pagesOn(day: number, script: Script = threeDays): Promise<{ edition: Edition; html: string }[]> {
  const newsroom = await newsroomForTest(script);
  newsroom.setDay(day);
  const pages: { edition: Edition; html: string }[] = [];
  for (const article of script.articles) {
    const standing = standingOn(script, article, day);
    if (standing === undefined || 'deleted' in standing) continue;
    const url = newsroom.urls().find((address) => address.includes(article.slug)) ?? '';
    pages.push({ edition: standing.edition, html: await followed(url) });
  }
  return pages;
}

async function followed(url: string): Promise<string> {
  const { headers, text } = await ask(url);
  return headers.location === undefined ? text : followed(new URL(headers.location, url).href);
}

function readByPlace(html: string, edition: Edition): Content {
  const $ = load(html);
  const places = PLACES[edition.outlet];
  const texts = (selector: string) =>
    $(selector)
      .map((_, element) => $(element).text())
      .get();
  const title = $(places.title).text();
  const date = $(places.date).attr('content') ?? String(newsArticle(html)['datePublished']).replace('.000', '');
  return normaliseContent({ title, date, body: texts(places.body), captions: texts(places.captions) });
}

function newsArticle(html: string): Record<string, unknown> {
  const $ = load(html);
  const scripts = $('script[type="application/ld+json"]')
    .map((_, script) => $(script).text())
    .get();
  const found = scripts.map((json) => JSON.parse(json) as Record<string, unknown>).find((item) => item['@type'] === 'NewsArticle');
  assert.ok(found, 'no NewsArticle');
  return found;
}

function read(text: unknown): string {
  return normaliseContent({ title: String(text), body: [], captions: [] }).title;
}
