/**
 * Invented pages in the manner of VietNamNet since autumn 2026, the same on every machine: about 130 kB, a thousand elements, and a
 * text of about 1,500 words. A real one had 133 kB and 1,016 elements, two thirds of it scripts.
 *
 * A page is five pieces. Head and article are its own and never change; what stands around them (scripts, menus, teasers, counters,
 * advertising) comes in `DRESSES` many dresses, and a visit that shows another one has other bytes around the same article.
 */
import { createHash } from 'node:crypto';

export const DRESSES = 64;

/** Articles from this number on are short: four paragraphs. */
export const SHORT = 9_000_000;

/** What a reader of the page should find. @param edition how often the newsroom has corrected the first paragraph */
export function contentOf(number, edition = 0) {
  const chance = new Chance(`article ${number}`);
  const title = `${sentence(chance, 9)} ${number}`;
  const paragraphs = Array.from({ length: number >= SHORT ? 4 : 24 }, () =>
    Array.from({ length: 3 }, () => `${sentence(chance, 20)}.`).join(' '),
  );
  if (edition > 0) paragraphs[0] += ` Cập nhật lần ${edition}: có thêm ${edition * 12} trường hợp.`;
  const captions = Array.from({ length: 3 }, () => `${sentence(chance, 11)}. Ảnh: ${pick(chance, WRITERS)}`);
  const at = new Date(Date.UTC(2026, 8, 1, 0, number % 40_000));
  return { title, date: `${at.toISOString().slice(0, 16)}:11+07:00`, sapo: `${sentence(chance, 34)}.`, paragraphs, captions };
}

export function pathOf(number) {
  return `/bai-viet-thu-cua-phep-do-${number}.html`;
}

/** The pieces of a page in its order, as bytes; join them with those of a dress. */
export class Pages {
  #dresses = Array.from({ length: DRESSES }, (_, dress) => furniture(dress));
  #own = new Map();

  /** @param visit how often the page was shown before, where its surroundings change */
  page(number, visit = 0, edition = 0) {
    const key = `${number} ${edition}`;
    const own = this.#own.get(key) ?? ownPieces(number, edition);
    this.#own.set(key, own);
    const around = this.#dresses[(number + visit * 7) % DRESSES];
    const counter = Buffer.from(`<div class="page-views" data-visit="${token(`visit ${number} ${visit}`)}">${number * 31 + visit}</div>`);
    return Buffer.concat([own.head, around.top, own.article, counter, around.bottom]);
  }
}

function ownPieces(number, edition) {
  const content = contentOf(number, edition);
  return { head: Buffer.from(head(number, content)), article: Buffer.from(article(number, content)) };
}

function head(number, { title, date, sapo }) {
  const url = `https://vietnamnet.vn${pathOf(number)}`;
  const data = {
    '@context': 'http://schema.org',
    '@type': 'NewsArticle',
    headline: title,
    description: sapo,
    datePublished: date,
    dateModified: date,
    author: [{ '@type': 'Person', name: 'Hoài Thử' }],
    articleSection: 'Thời sự',
  };
  return `<!DOCTYPE html>
<html lang="vi" translate="no"><head><meta charset="UTF-8"><title>${title}</title>
<meta name="description" content="${sapo}"><link rel="canonical" href="${url}">
<meta property="og:type" content="article"><meta property="og:url" content="${url}"><meta property="og:title" content="${title}">
<script type="application/ld+json">${JSON.stringify(data)}</script>
`;
}

function article(number, { title, date, sapo, paragraphs, captions }) {
  const [day, time] = [date.slice(0, 10).split('-').toReversed().join('/'), date.slice(11, 16)];
  const pictures = captions.map((caption, index) => figure(`anh-${number}-${index}.jpg`, caption));
  const body = paragraphs.map((text, index) => `<p>${text}</p>\n${index % 8 === 2 ? `${pictures[(index - 2) / 8]}\n` : ''}`).join('');
  return `<div class="bread-crumb-detail sm-show-time"><ul><li><a href="/thoi-su" title="Thời sự">Thời sự</a></li></ul>
<div class="bread-crumb-detail__time">Thứ Hai, ${day} - ${time}</div></div>
<div class="content-detail content-detail-type-1"><h1 class="content-detail-title">${title}</h1>
<div class="article-detail-author-wrapper"><p class="article-detail-author__info"><span class="name"><a href="/tac-gia/hoai-thu.html">Hoài Thử</a></span></p></div>
<div class="vnn-share-social share-social"><div class="publish-date">${day}   ${time} (GMT+07:00)</div></div>
<div class="content-detail-sapo sm-sapo-mb-0"><p>${sapo}</p></div>
<div class="maincontent main-content" id="maincontent">
${body}<article class="ck-cms-wiki-news-full"><h3><a href="/bai-khac-9900801.html" title="Bài khác">Thẻ dẫn tới bài khác</a></h3></article>
</div></div>
`;
}

function figure(file, caption) {
  const src = `https://static-images.vnncdn.net/vps_images_publish/${file}?width=0&amp;s=${token(file)}`;
  return `<figure class="image vnn-content-image"><picture><source data-srcset="${src}"><img data-original="${src}" alt="${file}"></picture><figcaption>${caption}</figcaption></figure>`;
}

function furniture(dress) {
  const chance = new Chance(`dress ${dress}`);
  const scripts = (count) =>
    Array.from({ length: count }, () => `<script>${Array.from({ length: 20 }, () => statement(chance)).join('')}</script>`);
  const teaser = () => {
    const title = sentence(chance, 9);
    const number = 9_000_000 + chance.whole(900_000);
    return `<div class="horizontalPost"><div class="horizontalPost__avt"><a href="/tin-${number}.html" title="${title}"><picture><img class="lazy" data-src="https://static-images.vnncdn.net/${token(title)}.jpg" alt="${title}"></picture></a></div><h3 class="horizontalPost__main-title"><a href="/tin-${number}.html">${title}</a></h3></div>\n`;
  };
  const menu = Array.from(
    { length: 120 },
    (_, index) => `<li class="menu-item"><a href="/muc-${index}" title="Mục ${index}">Mục ${index}</a></li>`,
  );
  const advert = () =>
    `<div class="vmcadszone" id="adzone${chance.whole(999)}"><ins data-zone="${token(`${chance.next()}`)}"></ins></div>\n`;
  const list = (count) => Array.from({ length: count }, teaser).join('');
  const top = `${scripts(10).join('\n')}</head>
<body><header class="header"><a class="logo" href="/">VietNamNet</a><nav><ul>${menu.join('')}</ul></nav></header>
${advert()}${scripts(5).join('\n')}`;
  const bottom = `${advert()}<div class="related-news">${list(24)}</div>
<div class="tag-cotnent"><ul><li><p>Chủ đề:</p></li><li><h3><a href="/thu-tag.html">phép đo</a></h3></li></ul></div>
<div class="commentComponent" data-visit="${token(`comments ${dress}`)}"></div>${advert()}
<aside class="sidebar"><div class="most-read">${list(34)}</div></aside>
<footer class="footer"><ul>${menu.join('')}</ul><p>Trang thử của một phép đo; không có tin nào ở đây là thật.</p></footer>
${scripts(15).join('\n')}</body></html>
`;
  return { top: Buffer.from(top), bottom: Buffer.from(bottom) };
}

function statement(chance) {
  const name = token(`${chance.next()}`).replaceAll(/[-_]/gu, '');
  return `window.__vnn=window.__vnn||{};window.__vnn["${name.slice(0, 8)}"]=function(e){return e.push({zone:${chance.whole(9999)},key:"${name}"})};\n`;
}

/** Words in the proportions of a language: few are frequent, many are rare, and no two runs of six are the same. */
function sentence(chance, length) {
  const words = Array.from({ length }, () => SYLLABLES[Math.floor(SYLLABLES.length * chance.next() ** 2)]);
  const text = words.join(' ');
  return text[0].toUpperCase() + text.slice(1);
}

const WRITERS = ['Hoài Nam', 'Minh Châu', 'Gia Huy', 'Vũ Sinh'];
const ONSETS = ['', 'b', 'c', 'ch', 'đ', 'gi', 'h', 'kh', 'l', 'm', 'ng', 'nh', 'ph', 's', 't', 'th', 'tr', 'v'];
const RIMES = [
  'à',
  'ác',
  'an',
  'ạn',
  'ằng',
  'ập',
  'ây',
  'ến',
  'iệt',
  'inh',
  'ọc',
  'ới',
  'ông',
  'ủa',
  'uận',
  'ưng',
  'ước',
  'ường',
  'uyên',
  'ý',
];
const SYLLABLES = RIMES.flatMap((rime) => ONSETS.map((onset) => `${onset}${rime}`)).toSorted((a, b) => (token(a) < token(b) ? -1 : 1));

function pick(chance, list) {
  return list[chance.whole(list.length)];
}

function token(seed) {
  return createHash('sha256').update(seed).digest('base64url').slice(0, 22);
}

/** Chance that is the same for the same seed (mulberry32). */
class Chance {
  #state;

  constructor(seed) {
    this.#state = createHash('sha256').update(seed).digest().readUInt32LE(0);
  }

  next() {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  whole(below) {
    return Math.floor(this.next() * below);
  }
}
