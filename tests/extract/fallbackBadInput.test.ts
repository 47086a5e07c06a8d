/** What bad input gets: a reading or the fields that are missing, and never a fault of ours. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { siteOf } from '../../src/article/identity.ts';
import { unknownSite } from '../../src/article/site.ts';
import { decodeHtml } from '../../src/extract/decode.ts';
import { explainPage, type Trace } from '../../src/extract/read.ts';
import { pageNamed, savedPages, sites } from './pages.ts';

const PARAGRAPHS = Array.from(
  { length: 4 },
  (_, index) => `<p>${index}. ${'Một câu văn bình thường của một bài báo bình thường. '.repeat(3)}</p>`,
).join('');
const ARTICLE = `<html lang="vi"><head><meta property="og:type" content="article"><meta property="article:published_time" content="2026-03-07T08:00:00+07:00"></head><body><h1>Một bài báo bình thường</h1>${PARAGRAPHS}</body></html>`;

/** Reads a page as one of a site without a file, and a page that isn't huge as a known site's, too; neither may end in a fault. */
function read(html: string): Trace {
  const unknown = explainPage(html, 'https://example.vn/bai', unknownSite('example.vn'));
  const known = explainPage(
    html.slice(0, 1_000_000),
    'https://vietnamnet.vn/bai-2300000.html',
    siteOf(new URL('https://vietnamnet.vn/'), sites),
  );
  for (const trace of [known, unknown]) {
    expect(trace.fault).toBeUndefined();
    if ('missing' in trace.reading) expect(trace.reading.missing.length).toBeGreaterThan(0);
  }
  return unknown;
}

function bodyOf({ reading }: Trace): readonly string[] {
  return ('content' in reading ? reading.content : reading.partial).body;
}

function missingIn({ reading }: Trace): readonly string[] {
  return 'missing' in reading ? reading.missing : [];
}

test('bytes that are no UTF-8 are shown as such, and the rest is read', () => {
  const bytes = Buffer.from(ARTICLE.replace('bình thường. ', 'b\u00ecnh. '), 'latin1');
  expect(bodyOf(read(decodeHtml(bytes)))).toHaveLength(4);
});

test('NUL bytes are no part of the text', () => {
  const body = bodyOf(read(ARTICLE.replaceAll('câu', 'c\u0000âu')));
  expect(body.join('')).not.toContain('\u0000');
  expect(body).toHaveLength(4);
});

test.each([
  '<div>',
  '<b>',
  '<table><tr><td>',
  '<ul><li>',
  '<a href="x">',
  '<figure>',
  '<span class="caption">',
  '<!--><div>',
  '<script></script><div>',
])('the text under 100,000 nested %s is read or said to be missing', (tag) => {
  const nested = tag.repeat(100_000 / (tag.match(/</gu)?.length ?? 1));
  read(ARTICLE.replace('<h1>', `${nested}<h1>`));
  read(ARTICLE.replace('<h1>', '<h1>').replace('</body>', `${nested}</body>`));
});

test('a page that breaks off at any kilobyte is read as far as it goes', () => {
  for (const { html } of savedPages) for (let length = 0; length < html.length; length += 1024) read(html.slice(0, length));
});

test('a page of 20 megabytes is read', () => {
  const line = `<p>${'Một câu văn dài vừa phải trong một trang rất dài. '.repeat(20)}</p>\n`;
  expect(bodyOf(read(ARTICLE.replace('</h1>', `</h1>${line.repeat(20_000)}`))).length).toBeGreaterThan(20_000);
});

test('a page with ten thousand pictures is read, and so are its captions', () => {
  const picture = '<figure><img src="/a.jpg"><figcaption>Một tấm ảnh. Ảnh: Mẫu</figcaption></figure>';
  const { reading } = read(ARTICLE.replace('</h1>', `</h1>${picture.repeat(10_000)}`));
  expect('content' in reading && reading.content.captions).toHaveLength(10_000);
});

test('a day that never was is no date', () => {
  const trace = read(ARTICLE.replace(/<meta property="article:pub[^>]*>/u, '').replace('</h1>', '</h1><p>31/02/2024 08:00</p>'));
  expect(missingIn(trace)).toEqual(['date']);
});

test('a title of nothing but spaces is missing', () => {
  expect(missingIn(read(ARTICLE.replace('Một bài báo bình thường</h1>', ' &nbsp;\u200b\t</h1>')))).toEqual(['title']);
});

test.each([
  '{',
  '{"@type":"NewsArticle","datePublished":',
  'không phải JSON',
  '[[[[[',
  '{"@type":"NewsArticle","headline":{"a":[1]}}',
  'null',
  '\u0000',
])('JSON-LD that is %j is passed over', (json) => {
  const trace = read(ARTICLE.replace('</head>', `<script type="application/ld+json">${json}</script></head>`));
  expect(bodyOf(trace)).toHaveLength(4);
  expect(missingIn(trace)).toEqual([]);
});

const entities = {
  'an ampersand alone': '&',
  'an unfinished number': '&#',
  'an unfinished hexadecimal number': '&#x',
  'a name without its semicolon': '&amp',
  'a name that runs into the word': '&aacutec',
  'a number that is no character': '&#99999999999;',
  'half a character': '&#xD800;',
  'ten thousand ampersands': '&'.repeat(10_000),
  'ten thousand escaped ampersands': '&amp;'.repeat(10_000),
};

test.each(Object.entries(entities))('%s is text', (_, entity) =>
  expect(bodyOf(read(ARTICLE.replace('1. ', `1. ${entity} `)))).toHaveLength(4),
);

test.each(['noscript', 'template'])('a body inside <%s> is not shown to a reader, and missing', (tag) => {
  expect(missingIn(read(ARTICLE.replace('<p>', `<${tag}><p>`).replace('</body>', `</${tag}></body>`)))).toContain('body');
});

describe('mutated pages', () => {
  const pages = [
    ARTICLE,
    ...['vietnamnet/article-2024', 'vietnamplus/text-article', 'unknown/json-ld'].map((name) => pageNamed(name).html),
  ];
  const scraps = [
    '<',
    '>',
    '"',
    '&',
    '</div>',
    '</body>',
    '<table>',
    '<p>',
    '<a>',
    '<!--',
    '-->',
    '<script>',
    '<style>',
    '<title>',
    '<svg>',
    '<h1>',
    '\u0000',
    '\ud800',
    '<figure>',
    '<body>',
  ];
  const mutation = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.nat({ max: 400 }),
    put: fc.constantFrom(...scraps, ''),
  });

  test('are read or said to be unreadable, the same each time', () => {
    fc.assert(
      fc.property(fc.constantFrom(...pages), fc.array(mutation, { minLength: 1, maxLength: 12 }), (html, mutations) => {
        const mutated = mutations.reduce((text, { at, cut, put }) => {
          const from = Math.floor(at * text.length);
          return text.slice(0, from) + put + text.slice(from + cut);
        }, html);
        expect(read(mutated)).toEqual(read(mutated));
      }),
      { numRuns: 150 },
    );
  });
});
