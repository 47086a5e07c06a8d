/** What a crawler of somebody else's is told to read of a page: the same as our layout, with cheerio. */
export function extractWith($) {
  const data = $('script[type="application/ld+json"]')
    .toArray()
    .map((script) => JSON.parse($(script).text()))
    .find((each) => each['@type'] === 'NewsArticle');
  const texts = (selector) =>
    $(selector)
      .toArray()
      .map((element) => $(element).text());
  return {
    title: $('h1.content-detail-title').text(),
    date: data.datePublished,
    paragraphs: [...texts('.content-detail-sapo'), ...texts('#maincontent > p')],
    captions: texts('#maincontent figcaption'),
  };
}
