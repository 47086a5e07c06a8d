/** Selectors that are answered from the index find what the library finds by a walk over the page. */
import { expect, test } from 'vitest';
import { elementsBy } from '../../src/extract/elements.ts';
import { isElement, parseHtml } from '../../src/extract/parse.ts';
import { queryOf } from '../../src/extract/query.ts';

const PAGE = `<!DOCTYPE html><html lang="vi"><head><title>Bài</title><link rel="CANONICAL" href="/a">
<meta property="og:title" content="Bài"><meta name="Date" content="2026-03-07"></head><body class="page  dark">
<div id="maincontent" class="main"><div class="a"><ul class="list"><li>một<li>hai <b class="x y">ba</b></ul></div>
<table class="image"><tr><td><img src="a.jpg"></td></tr><tr><td>Chú thích</td></tr></table><p class="x">Một</p><p>Hai</p></div>
<div class="a"><section><div class="b"><div class="a"><div class="b"><p class="x">Ba</p></div></div></div></section></div></body></html>`;

const PLAIN = [
  'p',
  '.x',
  'p.x',
  '#maincontent',
  '[class]',
  '.a .x',
  'div.a > ul.list > li',
  '.a .b > p',
  'b.y.x',
  'head > title',
  'p, .x, li',
];
const ATTRIBUTES = ['link[rel="canonical"]', 'meta[name="date" i]', '[property="og:title"]', 'a[href^="/"]', '[src$=".jpg"]', '[src*="."]'];
const OTHERS = ['.a > .b .x', 'li:last-child', ':is(#maincontent, .none) :is(p, td)', 'td:has(> img)', 'tr ~ tr > td', 'p:not(.x)', '*'];
const TABLES = [':is(.main) :is(table:not(:has(tr:nth-child(3))) tr:has(> td:only-child img) + tr:not(:has(img)) > td)', 'body:root'];
const NOTHING = ['.none', '.none p', 'p > .a', '#x', 'div[data-x="1"]', ':is(.none) :is(p)', 'html > p'];
const BY_PLACE = ['p:first', 'li:eq(1)', 'P', 'p:not(:first)', String.raw`.a\:b`];

test.each([...PLAIN, ...ATTRIBUTES, ...OTHERS, ...TABLES, ...NOTHING, ...BY_PLACE])('%s', (selector) => {
  const $ = parseHtml(PAGE);
  expect(elementsBy($, selector)).toEqual(
    $(selector)
      .toArray()
      .filter((node) => isElement(node)),
  );
});

test('what asks for a place among all that was found is left to the library', () => {
  expect(BY_PLACE.map((selector) => queryOf(selector))).toEqual(BY_PLACE.map(() => undefined));
});

test('a selector that must try more than one way is not walked', () => {
  const isPlain = (selector: string): boolean | undefined => queryOf(selector)?.[0]?.isPlain;
  expect(['.a .b > p', 'a > b > c', 'a b c', 'a > b c', 'a + b'].map(isPlain)).toEqual([true, true, true, false, false]);
});
