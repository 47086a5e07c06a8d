/** Pages in the manner of VietnamPlus from 2018 to 2023: what its articles look like before the redesign of the month. */
import { slugOf } from '../../article/text.ts';
import type { Edition } from '../edition.ts';
import { markup, type Markup } from '../markup.ts';
import type { Noise } from '../noise.ts';
import { interleaved, visibleTime } from '../outlet.ts';
import type { Photo } from '../script.ts';
import { head, shell, vietnamplus } from '../vietnamplus.ts';

/** The same article in the markup of before. */
export function earlierPage(edition: Edition, noise: Noise): Markup {
  return shell(head(edition), main(edition, noise), noise);
}

function main(edition: Edition, noise: Noise): Markup {
  const { date, time } = visibleTime(edition.published);
  return markup`<div class="breadcrumbs"><a href="/${slugOf(edition.section)}/">${edition.section}</a></div>
<div class="details"><div class="details__content">
<h1 class="details__headline cms-title">${edition.title}</h1>
<div class="details__meta"><div class="source">
<time datetime="${edition.published}">${date} ${time} GMT+7</time><meta itemprop="datePublished" content="${edition.published}">
</div></div>
<div class="details__summary cms-desc">${edition.sapo}</div>
<div class="content article-body cms-body AdAsia" itemprop="articleBody">
${body(edition, noise)}
</div>
<div class="tags">${edition.tags.map((tag) => markup`<a href="/tag/${slugOf(tag)}.vnp">${tag}</a>`)}</div>
</div></div>`;
}

function body({ paragraphs, photos, author }: Edition, noise: Noise): Markup {
  const text = interleaved(
    paragraphs.map((paragraph) => markup`<p>${paragraph}</p>`),
    photos.map(figure),
  );
  return markup`${text}
<div id="sas_intextContainer_${noise.token}"><p>${noise.advert}</p></div>
<section class="timeline">${noise.related.slice(0, 2).map(({ title, slug, number }) => markup`<a href="${vietnamplus.pathOf(slug, number)}">${title}</a>`)}</section>
<div class="cms-author">${author} (TTXVN/Vietnam+)</div>`;
}

function figure({ file, caption }: Photo): Markup {
  const words = caption === undefined ? '' : markup`<span>${caption}</span>`;
  return markup`<div class="article-photo"><a data-index="0"><img src="https://cdnimg.vietnamplus.vn/t620/${file}" alt=""></a>${words}</div>`;
}
