/** Twins of the outlets' seeds for machines: news sitemaps, feeds, sitemaps of a month. */
import { gzipSync } from 'node:zlib';
import type { Answer } from '../answer.ts';
import { markup, type Markup } from '../markup.ts';
import type { Asked } from './answer.ts';
import { DAY_MINUTES, instantOf, localIso } from './calendar.ts';
import type { MonthOutlet, MonthScript } from './script.ts';
import { pathOf } from './sites.ts';
import { listedAt, type Listed } from './standing.ts';
import { troublesAt } from './troubles.ts';

/** News sitemaps hold two days, by Google's rule. */
const NEWS_MINUTES = 2 * DAY_MINUTES;

const FEED_LENGTH = 50;
/** No feed reaches further back; what is older needs not be worked out. */
const FEED_MINUTES = 10 * DAY_MINUTES;

/** VietNamNet divides a month; every second file is gzip itself. */
const PART_LENGTH = 400;

/** The file at a seed's path; undefined where there is none. */
export function seedFile(script: MonthScript, asked: Asked): Answer | undefined {
  const { outlet, path, minute } = asked;
  const troubles = troublesAt(script.troubles, outlet, minute);
  if (troubles.some((trouble) => trouble.what === 'feedIsPage' && trouble.path === path)) return READERS_PAGE;
  const isStrange = troubles.some((trouble) => trouble.what === 'strangeSitemap' && trouble.path === path);
  if (path === NEWS_SITEMAPS[outlet]) return xml(newsSitemap(script, asked, isStrange));
  return feed(script, asked) ?? monthFile(script, asked) ?? (path === '/sitemap.xml' ? xml(sitemapIndex(script, asked)) : undefined);
}

const NEWS_SITEMAPS: Readonly<Record<MonthOutlet, string>> = {
  vietnamplus: '/sitemaps/google-news.xml',
  vietnamnet: '/sitemap-news.xml',
};

const READERS_PAGE: Answer = {
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<!DOCTYPE html><html lang="vi"><head><title>RSS</title></head><body><h1>Kênh RSS</h1><p>Trang này đang được nâng cấp.</p></body></html>',
};

function newsSitemap(script: MonthScript, asked: Asked, isStrange: boolean): Markup {
  const { outlet, minute } = asked;
  const urls = listedAt(script, outlet, minute, minute - NEWS_MINUTES).map((listed) => newsUrl(listed, asked, isStrange));
  return markup`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
${[...(isStrange ? STRANGERS : []), ...urls]}
</urlset>`;
}

const STRANGERS = ['2026-13-45', '2099-01-01T00:00:00Z', 'hôm qua'].map(
  (date, index) => markup`<url><loc>https://tinngoai.example/tin-la-${index}-990090${index}.html</loc><lastmod>${date}</lastmod></url>`,
);

function newsUrl(listed: Listed, asked: Asked, isStrange: boolean): Markup {
  const { title, published, modified } = listed.edition;
  // VietnamPlus escapes the marks of CDATA, so that they are part of the text.
  const written = asked.outlet === 'vietnamplus' ? `<![CDATA[${title}]]>` : title;
  const lastmod = isStrange && listed.article.number % 2 === 0 ? '0000-00-00T00:00:00' : modified;
  return markup`<url><loc>${addressOf(listed, asked)}</loc><lastmod>${lastmod}</lastmod><news:news><news:publication><news:name>${asked.outlet}</news:name><news:language>vi</news:language></news:publication><news:publication_date>${published}</news:publication_date><news:title>${written}</news:title></news:news></url>`;
}

function feed(script: MonthScript, asked: Asked): Answer | undefined {
  const { outlet, path, minute } = asked;
  const section = FEEDS[outlet][path];
  if (section === undefined) return undefined;
  const list = listedAt(script, outlet, minute, minute - FEED_MINUTES).filter(
    ({ edition }) => section === '' || edition.section === section,
  );
  const items = list.slice(0, FEED_LENGTH);
  const newest = Math.max(0, ...items.map(({ article }) => article.publishedMinute));
  return xml(
    markup`<rss version="2.0"><channel><title>${section}</title><link>http://${asked.origin}/</link>
${items.map((listed) => feedItem(listed, asked))}
</channel></rss>`,
    { 'last-modified': new Date(instantOf(newest)).toUTCString() },
  );
}

/** Path → section; the empty one is all. */
const FEEDS: Readonly<Record<MonthOutlet, Readonly<Record<string, string>>>> = {
  vietnamplus: {
    '/rss/home.rss': '',
    '/rss/thegioi.rss': 'Thế giới',
    '/rss/kinhte-311.rss': 'Kinh tế',
    '/rss/moitruong.rss': 'Môi trường',
  },
  vietnamnet: { '/thoi-su.rss': 'Thời sự' },
};

function feedItem(listed: Listed, asked: Asked): Markup {
  const { title, sapo } = listed.edition;
  const { publishedMinute } = listed.article;
  const link = addressOf(listed, asked);
  const date = new Date(instantOf(publishedMinute + 7 * 60)).toUTCString().replace('GMT', '+0700');
  return markup`<item><title>${title}</title><link>${link}</link><guid>${link}</guid><pubDate>${date}</pubDate><description>${sapo}</description></item>`;
}

/** A month's file by its path: `news-2026-9.xml`, `sitemap-article-09-2026-01.xml`. */
function monthFile(script: MonthScript, asked: Asked): Answer | undefined {
  const { year, month, part } = MONTHS[asked.outlet].exec(asked.path)?.groups ?? {};
  if (year === undefined || month === undefined) return undefined;
  const list = listedIn(script, asked, `${year}-${month.padStart(2, '0')}`);
  if (part === undefined) return list.length === 0 ? undefined : xml(urlset(list, asked));
  const piece = list.slice((Number(part) - 1) * PART_LENGTH, Number(part) * PART_LENGTH);
  if (piece.length === 0) return undefined;
  const answer = xml(urlset(piece, asked));
  return Number(part) % 2 === 0
    ? { ...answer, headers: { 'content-type': 'application/gzip' }, body: gzipSync(answer.body ?? '') }
    : answer;
}

const MONTHS: Readonly<Record<MonthOutlet, RegExp>> = {
  vietnamplus: /^\/sitemaps\/news-(?<year>\d{4})-(?<month>[1-9]|1[0-2])\.xml$/u,
  vietnamnet: /^\/sitemap-article-(?<month>\d\d)-(?<year>\d{4})-(?<part>\d\d)\.xml$/u,
};

// The oldest first, so that a part that is full stays what it is.
function listedIn(script: MonthScript, { outlet, minute }: Asked, month: string): Listed[] {
  return listedAt(script, outlet, minute)
    .filter(({ article }) => article.published.startsWith(month))
    .toReversed();
}

function urlset(list: readonly Listed[], asked: Asked): Markup {
  const urls = list.map((listed) => markup`<url><loc>${addressOf(listed, asked)}</loc><lastmod>${listed.edition.modified}</lastmod></url>`);
  return markup`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${urls}
</urlset>`;
}

function sitemapIndex(script: MonthScript, asked: Asked): Markup {
  const months = [...new Set([localIso(Math.floor(asked.minute)), script.start].map((date) => date.slice(0, 7)))];
  const paths = months.flatMap((month) => monthPaths(script, asked, month));
  const maps = [NEWS_SITEMAPS[asked.outlet], ...paths].map((path) => markup`<sitemap><loc>http://${asked.origin}${path}</loc></sitemap>`);
  return markup`<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${maps}
</sitemapindex>`;
}

function monthPaths(script: MonthScript, asked: Asked, date: string): string[] {
  const [year = '', month = ''] = date.split('-');
  const { length } = listedIn(script, asked, date);
  if (asked.outlet === 'vietnamplus') return length === 0 ? [] : [`/sitemaps/news-${year}-${Number(month)}.xml`];
  const parts = Array.from({ length: Math.ceil(length / PART_LENGTH) }, (_, index) => String(index + 1).padStart(2, '0'));
  return parts.map((part) => `/sitemap-article-${month}-${year}-${part}.xml`);
}

function addressOf(listed: Listed, { origin }: Asked): string {
  return `http://${origin}${pathOf(listed)}`;
}

function xml({ source }: Markup, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/xml; charset=utf-8', ...headers },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${source}\n`,
  };
}
