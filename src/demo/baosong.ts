/**
 * Báo Sông, a small paper that does not exist: plain pages without a class that any layout knows. Only their
 * JSON-LD says what is what. It has no advertising server either, so that a page asked for twice on one day is
 * the same to the byte.
 */
import type { Edition } from './edition.ts';
import { jsonMarkup, markup, type Markup } from './markup.ts';
import type { Noise, Teaser } from './noise.ts';
import { interleaved, publicUrl, type Outlet } from './outlet.ts';
import type { Photo } from './script.ts';

export const baosong: Outlet = {
  host: 'baosong.example',
  // The article's number stays in the paper's own books: an address without one is what this outlet is for.
  pathOf: (slug) => `/tin/${slug}.html`,
  articlePage: (edition, noise) => shell(edition.title, markup`${structured(edition)}${main(edition)}`, noise),
  notFoundPage: (noise) => shell('Không có trang này', markup`<p>Báo Sông không có trang này. Mời bạn xem các tin khác.</p>`, noise),
};

function shell(title: string, content: Markup, noise: Noise): Markup {
  return markup`<!doctype html>
<html lang="vi">
<head><meta charset="utf-8"><title>${title} - Báo Sông</title></head>
<body>
<nav><a href="/">Báo Sông</a> <a href="/tin/">Tin</a> <a href="/cho-phien/">Chợ phiên</a></nav>
${content}
<aside><h4>Tin khác</h4><ul>${noise.related.map(teaser)}</ul></aside>
<footer>Báo Sông là tờ báo bịa, chỉ có trong bản thử của baoluu.</footer>
</body>
</html>
`;
}

function structured(edition: Edition): Markup {
  const { title, sapo, paragraphs, published, modified, author, section, tags, photos } = edition;
  const newsArticle = {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    mainEntityOfPage: publicUrl(baosong, edition),
    headline: title,
    description: sapo,
    datePublished: published,
    dateModified: modified,
    author: { '@type': 'Person', name: author },
    articleSection: section,
    keywords: tags,
    inLanguage: 'vi',
    image: photos.map(({ file, caption }) => ({ '@type': 'ImageObject', url: imageUrl(file), caption })),
    articleBody: [sapo, ...paragraphs].join('\n'),
  };
  return markup`<script type="application/ld+json">${jsonMarkup(newsArticle)}</script>`;
}

function main({ title, sapo, paragraphs, photos }: Edition): Markup {
  const text = [sapo, ...paragraphs].map((paragraph) => markup`<p>${paragraph}</p>`);
  return markup`
<main>
<h1>${title}</h1>
${interleaved(text, photos.map(figure))}
</main>`;
}

function figure({ file, caption }: Photo): Markup {
  const words = caption === undefined ? '' : markup`<figcaption>${caption}</figcaption>`;
  return markup`<figure><img src="${imageUrl(file)}" alt="">${words}</figure>`;
}

function imageUrl(file: string): string {
  return `https://${baosong.host}/anh/${file}`;
}

function teaser({ title, slug, number }: Teaser): Markup {
  return markup`<li><a href="${baosong.pathOf(slug, number)}">${title}</a></li>`;
}
