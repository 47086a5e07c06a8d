/** A redesign is noticed, and makes no snapshot; a sound page is not held back. */
import { load, type CheerioAPI } from 'cheerio';
import { describe, expect, test } from 'vitest';
import { siteOf } from '../../src/article/identity.ts';
import { FALLBACK_LAYOUT } from '../../src/article/health.ts';
import type { Site } from '../../src/article/site.ts';
import type { Reading } from '../../src/article/content.ts';
import { wordOverlap } from '../../src/crawl/agreement.ts';
import { judged, readWith, refOf } from '../../src/crawl/keep.ts';
import { Ledger } from '../../src/crawl/ledger.ts';
import { newArchive } from '../archive/support.ts';
import { savedPages, sites, type SavedPage } from '../extract/pages.ts';

const AT = '2026-10-05T05:00:00.000Z';
const articles = savedPages.filter((page) => page.content !== undefined && page.layout !== FALLBACK_LAYOUT);

/** What would be recorded of a page, if its site were described so. */
async function outcomeOf(html: string, url: string, site: Site): Promise<string> {
  const archive = await newArchive();
  const options = {
    sites: [site, ...sites.filter((other) => other.name !== site.name)],
    isPartialWelcome: false,
    ledger: new Ledger(archive, sites),
  };
  const read = readWith(html, new URL(url), site);
  const ref = await refOf(new URL(url), read.reading, options);
  const { capture } = await judged(read, ref, { at: AT, url, status: 200 }, options);
  return capture.outcome === 'read' && read.reading.reader.layout === FALLBACK_LAYOUT ? 'fallback' : capture.outcome;
}

/** What a page of a site looks like from one visit to the next. */
const SOUND: Readonly<Record<string, (html: string) => string>> = {
  'as it is': (html) => html,
  decomposed: (html) => html.normalize('NFD'),
  'with advertising': (html) =>
    html.replace(/<\/body>/u, '<div class="rennab"><a href="//ads.example/1">Mua ngay hôm nay</a></div></body>'),
  'with other links below': (html) =>
    html.replace(/<\/body>/u, `<ul>${'<li><a href="/x-1.html">Tin khác trong ngày</a></li>'.repeat(20)}</ul></body>`),
};

/** What a redesign does to a page under a layout that was made for the old one. */
const BROKEN: Readonly<Record<string, (page: SavedPage, site: Site) => string>> = {
  'the body has another class': (page, site) =>
    changed(
      { ...page, html: long(page, site) },
      site,
      (_, body) => void body.removeAttr('class').removeAttr('id').removeAttr('itemprop').removeAttr('style'),
    ),
  'all but the first paragraph has moved to another place': (page, site) =>
    changed({ ...page, html: long(page, site) }, site, ($, body) => {
      const moved = $('<section class="doc-text"></section>');
      moved.append(body.contents().slice(1));
      body.after(moved);
    }),
  'related articles stand where the body stood': (page, site) =>
    changed({ ...page, html: long(page, site) }, site, ($, body) => {
      const moved = $('<section class="doc-text"></section>').append(body.contents());
      body.after(moved).append('<p>Cùng chuyên mục: Giá gạo hôm nay, Lịch cúp điện, Thời tiết cuối tuần và nhiều tin khác trong ngày.</p>');
    }),
};

/** The page with a body as long as an article's is: our fixtures show each kind of markup once, and are short. */
function long({ html, layout }: SavedPage, site: Site): string {
  const paragraphs = Array.from(
    { length: 14 },
    (_, index) => `<p>Tổ công tác số ${index} cho biết đã kiểm tra ${index * 7 + 3} hộ ven sông, nơi nước rút chậm và đường còn ngập.</p>`,
  );
  return changed({ html, layout }, site, (_, body) => void body.prepend(paragraphs.join('')));
}

type Change = ($: CheerioAPI, body: ReturnType<CheerioAPI>) => void;

function changed({ html, layout }: Pick<SavedPage, 'html' | 'layout'>, site: Site, change: Change): string {
  const $ = load(html);
  const selectors = site.layouts.find(({ name }) => name === layout.split('+')[0])?.body ?? [];
  const bodies = selectors.map((selector) => $(selector).first()).filter((body) => body.length > 0);
  for (const body of bodies.slice(0, 1)) change($, body);
  return $.html();
}

describe('a hundred sound readings', () => {
  const cases = articles.flatMap((page) =>
    Object.entries(SOUND).map(([how, vary]) => ({
      name: `${page.name} ${how}`,
      page,
      html: vary(long(page, siteOf(new URL(page.url), sites))),
    })),
  );

  test('at most one in a hundred is held back', async () => {
    expect(cases.length).toBeGreaterThanOrEqual(100);
    const held: string[] = [];
    for (const { name, page, html } of cases)
      if ((await outcomeOf(html, page.url, siteOf(new URL(page.url), sites))) !== 'read') held.push(name);
    expect({ held, share: held.length / cases.length <= 0.01 }).toEqual({ held, share: true });
  });
});

describe('fifty broken readings', () => {
  const cases = articles.flatMap((page) => Object.entries(BROKEN).map(([how, spoil]) => ({ name: `${page.name}: ${how}`, page, spoil })));

  test('at least ninety-nine in a hundred make no snapshot by a layout', async () => {
    const passed: string[] = [];
    let broken = 0;
    for (const { name, page, spoil } of cases) {
      const site = siteOf(new URL(page.url), sites);
      const html = spoil(page, site);
      if (!isBroken(page, html, site)) continue; // Another selector of the layout has found the body all the same.
      broken += 1;
      if ((await outcomeOf(html, page.url, site)) === 'read') passed.push(name);
    }
    expect(broken).toBeGreaterThanOrEqual(50);
    expect({ passed, share: passed.length / broken <= 0.01 }).toEqual({ passed, share: true });
  });

  function isBroken(page: SavedPage, html: string, site: Site): boolean {
    const [sound, spoiled] = [long(page, site), html].map((each) => wordsOf(readWith(each, new URL(page.url), site).reading));
    return wordOverlap(sound ?? '', spoiled ?? '') < 0.9;
  }

  function wordsOf(reading: Reading): string {
    return ('content' in reading ? reading.content : reading.partial).body.join(' ');
  }
});
