/** Pages in the manner of VietnamPlus since 2023: one `article__*` class a field, advertising inside the body. */
import { slugOf } from '../article/text.ts';
import type { Edition } from './edition.ts';
import { jsonMarkup, markup, type Markup } from './markup.ts';
import type { Noise, Teaser } from './noise.ts';
import { grouped, interleaved, publicUrl, visibleTime, type Outlet } from './outlet.ts';
import type { Photo } from './script.ts';

const HOST = 'www.vietnamplus.vn';
const BLANK = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';

export const vietnamplus: Outlet = {
  host: HOST,
  pathOf: (slug, number) => `/${slug}-post${number}.vnp`,
  articlePage: (edition, noise) => shell(head(edition), main(edition, noise), noise),
  notFoundPage: (noise) =>
    shell(
      markup`<title>Không tìm thấy nội dung | Vietnam+ (VietnamPlus)</title>`,
      markup`<div class="page-404"><h2>404</h2><p>Đường dẫn này không còn hoặc chưa từng có trên VietnamPlus.</p><a href="/">Về trang chủ</a></div>`,
      noise,
    ),
};

export function shell(headPart: Markup, mainPart: Markup, noise: Noise): Markup {
  return markup`<!DOCTYPE html>
<html lang="vi" class="vn">
<head>
<meta charset="utf-8">
${headPart}
<link rel="stylesheet" href="https://media.vietnamplus.vn/assets/web/styles/css/main.min.css?v=${noise.build}">
</head>
<body>
<div id="sdaWeb_SdaMasthead" class="rennab rennab-top" data-position="Web_SdaMasthead">${noise.advert}</div>
<header class="site-header"><a class="small-logo" href="/" title="Vietnam+ (VietnamPlus)">Vietnam+ (VietnamPlus)</a>
<ul class="menu"><li><a href="/chinhtri/">Chính trị</a></li><li><a href="/kinhte/">Kinh tế</a></li><li><a href="/xahoi/">Xã hội</a></li></ul></header>
<div class="site-body"><div class="container">
${mainPart}
</div></div>
<footer class="site-footer"><p>Đây là một trang thử của baoluu. Tin trên trang này đều do người viết phần mềm bịa ra.</p></footer>
<script>window.visit = ${jsonMarkup({ build: noise.build, token: noise.token })};</script>
</body>
</html>
`;
}

// The window's title and the description are written for search engines and differ from headline and sapo, as on the real site.
export function head(edition: Edition): Markup {
  const url = publicUrl(vietnamplus, edition);
  return markup`<title>${edition.section}: ${edition.title} | Vietnam+</title>
<meta name="description" content="Tin ${edition.section.toLowerCase()} mới nhất: ${edition.tags.join(', ')}.">
<meta name="keywords" content="${edition.tags.join(',')}">
<link rel="canonical" href="${url}">
<meta property="og:type" content="article">
<meta property="og:url" content="${url}">
<meta property="og:title" content="${edition.title}">
<meta property="og:description" content="${edition.sapo}">
<meta property="article:section" content="${edition.section}">
<meta property="article:tag" content="${edition.tags.join(',')}">
<meta property="article:published_time" content="${edition.published}">
<meta property="article:modified_time" content="${edition.modified}">
<script type="application/ld+json">${jsonMarkup(newsArticle(edition, url))}</script>
<script>var cmsConfig = ${jsonMarkup({ objectId: String(edition.number) })};</script>`;
}

function newsArticle({ title, sapo, published, modified, section }: Edition, url: string): object {
  return {
    '@context': 'http://schema.org',
    '@type': 'NewsArticle',
    mainEntityOfPage: { '@type': 'WebPage', '@id': url },
    headline: title,
    description: sapo,
    datePublished: published,
    dateModified: modified,
    articleSection: section,
    author: { '@type': 'Person', name: '' },
    publisher: { '@type': 'Organization', name: 'Vietnam+ (VietnamPlus)' },
  };
}

function main(edition: Edition, noise: Noise): Markup {
  const { date, time } = visibleTime(edition.published);
  return markup`<div class="breadcrumb"><div class="main"><a href="/${slugOf(edition.section)}/">${edition.section}</a></div></div>
<div class="col zone-4"><div class="main-col article">
<h1 class="article__title cms-title"> ${edition.title} </h1>
<div class="article__sapo cms-desc"><p>${edition.sapo}</p></div>
<div id="sdaWeb_SdaArticleAfterSapo" class="rennab">${noise.advert}</div>
<div class="article__meta">
<span class="author cms-author">${edition.author}</span>
<time class="time" datetime="${edition.published}" data-time="${Date.parse(edition.published) / 1000}">${date} ${time}</time>
<meta class="cms-date" itemprop="datePublished" content="${edition.published}">
<span class="article__views">${grouped(noise.views)} lượt xem</span>
</div>
<div class="wrap-social"><div class="social-pin article__social"><a class="print sendprint" data-href="/print-${edition.number}.html">Bản in</a></div></div>
<div class="article__body zce-content-body cms-body" itemprop="articleBody">
${body(edition, noise)}
</div>
<div class="article__tag">${edition.tags.map((tag) => markup`<a class="active" href="/tag/${slugOf(tag)}.vnp" title="${tag}">#${tag}</a>`)}</div>
<div class="wrap-comment" id="comment${edition.number}" data-id="${edition.number}"></div>
</div>
<div class="sub-col sidebar-right">${noise.related.map(story)}</div>
</div>`;
}

// The real site repeats the sapo as the first paragraph of the body.
function body({ sapo, paragraphs, photos }: Edition, noise: Noise): Markup {
  const [first, ...rest] = interleaved(
    paragraphs.map((paragraph) => markup`<p>${paragraph}</p>`),
    photos.map(figure),
  );
  return markup`<p>${sapo}</p>
${first ?? ''}
<div class="sda_middle"><div id="sdaWeb_SdaArticleMiddle" class="rennab fyi">${noise.advert}</div></div>
${rest}
<div class="article-relate">${noise.related.slice(0, 1).map(story)}</div>
<div class="article__source"><div class="source"><span class="name">(TTXVN/Vietnam+)</span></div></div>
<div id="sdaWeb_SdaArticleAfterBody" class="rennab">${noise.advert}</div>`;
}

function figure({ file, caption }: Photo): Markup {
  const src = `https://media.vietnamplus.vn/images/${file}.avif`;
  const words = caption === undefined ? '' : markup`<figcaption>${caption}</figcaption>`;
  return markup`<figure><img class="lazyload cms-photo" src="${BLANK}" data-src="${src}" alt="${file}">${words}</figure>`;
}

function story({ title, slug, number }: Teaser): Markup {
  return markup`<article class="story"><h2 class="story__heading" data-tracking="${number}"><a class="cms-link" href="${vietnamplus.pathOf(slug, number)}">${title}</a></h2></article>`;
}
