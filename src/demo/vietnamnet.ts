/** Pages in the manner of VietNamNet since autumn 2026: the sapo is a `div` and stands outside the body. */
import { slugOf } from '../article/text.ts';
import type { Edition } from './edition.ts';
import { jsonMarkup, markup, type Markup } from './markup.ts';
import type { Noise, Teaser } from './noise.ts';
import { grouped, interleaved, publicUrl, visibleTime, type Outlet } from './outlet.ts';
import type { Photo } from './script.ts';

const HOST = 'vietnamnet.vn';
const WEEKDAYS = ['Chủ Nhật', 'Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy'] as const;

export const vietnamnet: Outlet = {
  host: HOST,
  pathOf: (slug, number) => `/${slug}-${number}.html`,
  articlePage: (edition, noise) => shell(head(edition), main(edition, noise), noise),
  notFoundPage: (noise) =>
    shell(
      markup`<title>Trang không tồn tại - VietNamNet</title>`,
      markup`<div class="page-error"><h2>Rất tiếc, trang bạn tìm không tồn tại</h2><a href="/">Quay lại trang chủ</a></div>`,
      noise,
    ),
};

function shell(headPart: Markup, mainPart: Markup, noise: Noise): Markup {
  return markup`<!DOCTYPE html>
<html lang="vi" translate="no">
<head>
<meta charset="UTF-8">
<meta name="robots" content="noarchive, max-snippet:-1, max-image-preview:large">
<meta property="og:site_name" content="VietNamNet News">
<meta name="author" content="VietNamNet News">
${headPart}
<link rel="stylesheet" href="https://res-files.vnncdn.net/vps_jscss/${noise.build}/detail-normal.css">
</head>
<body>
<header class="header"><a class="logo" href="/">VietNamNet</a><ul class="hashtag">${noise.related.map(({ title }) => markup`<li>#${title.split(' ').slice(0, 3).join('')}</li>`)}</ul></header>
<div class="vmcadszone desktop" id="adzone2">${noise.advert}</div>
${mainPart}
<footer class="footer"><p>Đây là một trang thử của baoluu. Tin trên trang này đều do người viết phần mềm bịa ra.</p></footer>
<script src="https://res-files.vnncdn.net/vps_jscss/${noise.build}/detail.js" data-visit="${noise.token}"></script>
</body>
</html>
`;
}

function head(edition: Edition): Markup {
  const url = publicUrl(vietnamnet, edition);
  return markup`<title>${edition.title}</title>
<meta name="description" content="${edition.tags.join(', ')}: ${edition.sapo}">
<meta name="keywords" content="${edition.tags.join(', ')}">
<link id="canonical" rel="canonical" href="${url}">
<meta property="og:type" content="article">
<meta property="og:url" content="${url}">
<meta property="og:title" content="${edition.title}" itemprop="name">
<meta property="og:description" content="${edition.sapo}" itemprop="description">
<script type="application/ld+json">${jsonMarkup(breadcrumbs(edition.section))}</script>
<script type="application/ld+json">${jsonMarkup(newsArticle(edition, url))}</script>`;
}

function breadcrumbs(section: string): object {
  const home = { '@type': 'ListItem', position: 1, item: `https://${HOST}`, name: 'Trang chủ' };
  const here = { '@type': 'ListItem', position: 2, item: `https://${HOST}/${slugOf(section)}`, name: section };
  return { '@context': 'http://schema.org', '@type': 'BreadcrumbList', itemListElement: [home, here] };
}

function newsArticle({ title, sapo, published, modified, author, section, tags }: Edition, url: string): object {
  return {
    '@context': 'http://schema.org',
    '@type': 'NewsArticle',
    '@id': `${url}#article`,
    headline: title,
    description: `${tags.join(', ')}: ${sapo}`,
    datePublished: withMilliseconds(published),
    dateModified: withMilliseconds(modified),
    author: [{ '@type': 'Person', name: author }],
    publisher: { '@type': 'Organization', name: 'Báo VietNamNet' },
    articleSection: section,
    keywords: tags.join(', '),
    inLanguage: 'vi-VN',
  };
}

function main(edition: Edition, noise: Noise): Markup {
  const { date, time } = visibleTime(edition.published);
  return markup`<div class="bread-crumb-detail sm-show-time">
<ul><li><a href="/${slugOf(edition.section)}" title="${edition.section}">${edition.section}</a></li></ul>
<div class="bread-crumb-detail__time">${weekday(edition.published)}, ${date} - ${time}</div>
</div>
<div class="content-detail content-detail-type-1">
<h1 class="content-detail-title">${edition.title}</h1>
${byline(edition.author)}
<div class="vnn-share-social share-social"><span class="tooltiptext">Sao chép liên kết</span>
<div class="publish-date">${date}   ${time} (GMT+07:00)</div>
<a class="gg_news btn-preferred-source" data-article-id="${edition.number}" href="https://news.google.com/">Thêm VietNamNet trên Google</a>
</div>
<div class="content-detail-sapo sm-sapo-mb-0"><p>${edition.sapo}</p></div>
<div id="adzone91" class="banner-advertisement vmcadszone mb mobile">${noise.advert}</div>
<div class="maincontent main-content" id="maincontent">
${body(edition, noise)}
</div>
</div>
<div id="vnnid-box-vote" idType="${edition.number}" class="vote-news-detail">${grouped(noise.views)} lượt đọc</div>
<div class="related-news"><ul>${noise.related.map((teaser) => markup`<li>${related(teaser)}</li>`)}</ul></div>
<div class="tag-cotnent"><ul><li><p>Xem thêm về:</p></li>${edition.tags.map(tag)}</ul></div>
<div class="commentComponent" data-visit="${noise.token}"></div>`;
}

function byline(author: string): Markup {
  return markup`<div class="article-detail-author-wrapper"><p class="article-detail-author__info">
<span class="name"><a href="/tac-gia/${slugOf(author)}.html" title="${author}"> ${author} </a></span><span class="position"></span>
</p></div>`;
}

function body({ paragraphs, photos }: Edition, noise: Noise): Markup {
  const text = interleaved(
    paragraphs.map((paragraph) => markup`<p>${paragraph}</p>`),
    photos.map((photo) => figure(photo, noise)),
  );
  return markup`${text}
<article class="ck-cms-wiki-news-full">${noise.related.slice(1, 2).map(related)}</article>`;
}

function figure({ file, caption }: Photo, noise: Noise): Markup {
  const src = `https://static-images.vnncdn.net/vps_images_publish/${file}?width=0&s=${noise.token}`;
  const words = caption === undefined ? '' : markup`<figcaption>${caption}</figcaption>`;
  return markup`<figure class="image vnn-content-image"><picture><source data-srcset="${src}"><img data-original="${src}" alt="${file}"></picture>${words}</figure>`;
}

function related({ title, slug, number }: Teaser): Markup {
  return markup`<h3><a href="${vietnamnet.pathOf(slug, number)}#vnn_source=chitiet" title="${title}">${title}</a></h3>`;
}

function tag(name: string): Markup {
  return markup`<li><h3 title="${name}"><a href="/${slugOf(name)}-tag.html">${name}</a></h3></li>`;
}

function weekday(iso: string): string {
  return WEEKDAYS[new Date(`${iso.slice(0, 10)}T00:00:00Z`).getUTCDay()] ?? '';
}

function withMilliseconds(iso: string): string {
  return iso.replace(/(?=[+-]\d\d:\d\d$)/u, '.000');
}
