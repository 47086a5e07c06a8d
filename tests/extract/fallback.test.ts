/** What the generic reader takes for an article on a page of an outlet that nobody has described. */
import { describe, expect, test } from 'vitest';
import type { Content } from '../../src/article/content.ts';
import { unknownSite } from '../../src/article/site.ts';
import { genericContent } from '../../src/extract/generic.ts';
import { sheetOf } from '../../src/extract/fields.ts';
import { explainPage, readPage } from '../../src/extract/read.ts';
import { savedPages } from './pages.ts';
import { siteOf } from '../../src/article/identity.ts';
import { sites } from './pages.ts';

const FIRST = 'Sáng nay, huyện Thí Dụ khánh thành cây cầu treo dài 120 mét bắc qua suối Mẫu, thay cho bè tre đã dùng suốt hai mươi năm.';
const SECOND = 'Cầu do bà con các bản góp công dựng trong tám tháng, chịu được xe máy và xe ba bánh chở nông sản.';
const THIRD = 'Từ tuần sau, học sinh hai bản bên kia suối không phải nghỉ học vào mùa lũ nữa.';
const TEXT = [FIRST, SECOND, THIRD];
const PROSE = TEXT.map((text) => `<p>${text}</p>`).join('\n');

const OTHER = 'Ở bản bên cạnh, bà con cũng vừa góp công sửa lại con đường ra chợ phiên, dài gần hai cây số.';
const ADVERTISEMENT = `<ins class="adsbygoogle"><p>${OTHER}</p></ins><div class="qc"><p>${OTHER}</p></div>`;

function page(body: string, head = ''): string {
  return `<html lang="vi"><head><title>Cầu treo mới qua suối Mẫu | Báo Thử</title><meta property="og:type" content="article">
    <meta property="article:published_time" content="2026-03-07T08:00:00+07:00">${head}</head><body>${body}</body></html>`;
}

function contentOf(html: string, url = 'https://bao.example.vn/cau-treo-moi'): Content {
  const reading = readPage(html, url, unknownSite(new URL(url).hostname));
  return 'content' in reading ? reading.content : reading.partial;
}

const HEADLINE = '<h1>Cầu treo mới qua suối Mẫu</h1>';

describe('the body', () => {
  test.each([
    {
      what: 'a notice on cookies above the headline',
      html: `<div class="bar"><p>${'Trang này dùng cookie để đo lượt xem. '.repeat(2)}</p></div>${HEADLINE}<div>${PROSE}</div>`,
    },
    {
      what: 'the next article, loaded under this one',
      html: `<h1 class="tit">Cầu treo mới qua suối Mẫu</h1>${PROSE}<h1 class="tit">Một bài khác hẳn</h1><p>${'Chuyện khác. '.repeat(20)}</p>`,
    },
    {
      what: 'somebody’s post on another network',
      html: `${HEADLINE}<div>${PROSE.replace('</p>', '</p><blockquote class="twitter-tweet"><p>Tuyệt vời quá, chúc mừng bà con!</p></blockquote>')}</div>`,
    },
    {
      what: 'a quotation set large in the margin',
      html: `${HEADLINE}<div>${PROSE}<div class="big">“học sinh hai bản bên kia suối không phải nghỉ học”</div></div>`,
    },
    {
      what: 'the writer’s portrait',
      html: `${HEADLINE}<div>${PROSE}<div class="author-bio"><p>${'Nhà báo Mẫu viết về miền núi từ năm 2001. '.repeat(2)}</p></div></div>`,
    },
    { what: 'a label between paragraphs', html: `${HEADLINE}<div>${PROSE.replace('</p>', '</p><p>Quảng cáo</p>')}</div>` },
    { what: 'an advertisement', html: `${HEADLINE}<div>${PROSE.replace('</p>', `</p>${ADVERTISEMENT}`)}</div>` },
    {
      what: 'related articles, in Vietnamese classes',
      html: `${HEADLINE}<div>${PROSE}<div class="tin-lien-quan"><p>${OTHER}</p></div></div>`,
    },
    {
      what: 'what readers write',
      html: `${HEADLINE}<div>${PROSE}<div id="boxBinhLuan"><p>${OTHER}</p><p>Bạn đọc A: Hay quá!</p></div></div>`,
    },
    { what: 'a counter of views', html: `${HEADLINE}<div><p>1.234 lượt xem</p>${PROSE}<p>Lượt xem: 1.234</p></div>` },
    { what: 'a line of copyright', html: `${HEADLINE}<div>${PROSE}<p>© 2026 Báo Thử. Ghi rõ nguồn khi phát hành lại.</p></div>` },
    { what: 'a prompt to follow the paper', html: `${HEADLINE}<div>${PROSE}<p>Theo dõi Báo Thử trên Facebook để đọc tin mới.</p></div>` },
    {
      what: 'a list of teasers under the text',
      html: `${HEADLINE}<div>${PROSE}${['Một', 'Hai', 'Ba'].map((number) => `<p><a href="/${number}">Bài số ${number}: chuyện ở bản khác</a></p>`).join('')}</div>`,
    },
    {
      what: 'another article’s headline between paragraphs',
      html: `${HEADLINE}<div>${PROSE.replace('</p>', '</p><p><a href="/x">Bản Thí có điện lưới từ tháng sau</a></p>')}</div>`,
    },
    {
      what: 'where else to read',
      html: `${HEADLINE}<div>${PROSE.replace('</p>', '</p><p>Xem thêm: <a href="/x">Bản Thí có điện lưới từ tháng sau.</a></p>')}</div>`,
    },
    {
      what: 'a hidden dialog',
      html: `${HEADLINE}<div>${PROSE}</div><div class="hidden"><p>${'Phiên của bạn đã hết, mời đăng nhập lại. '.repeat(3)}</p></div>`,
    },
  ])('leaves out $what', ({ html }) => expect(contentOf(page(html)).body).toEqual(TEXT));

  test.each([
    { what: 'a form goes around the whole page', html: `<form id="aspnetForm">${HEADLINE}<div>${PROSE}</div></form>` },
    { what: 'its class says that it is a sidebar', html: `${HEADLINE}<div class="page-with-sidebar-social">${PROSE}</div>` },
    {
      what: 'each paragraph has a box of its own, to share it',
      html: `${HEADLINE}${TEXT.map((text) => `<div class="share-box"><p>${text}</p></div>`).join('')}`,
    },
    {
      what: 'somebody forgot to close a link',
      html: `<a name="top" href="#">${HEADLINE}${[...TEXT, ...TEXT.map((text) => `${text} Đó là lần hai.`)].map((text) => `<p>${text}</p>`).join('')}`,
    },
    {
      what: 'a script writes tags, and ends one that it never began',
      html: `<div><script>document.write('<div class="x">' + '</div></div></div>');</script>${HEADLINE}<div>${PROSE}</div></div>`,
    },
    { what: 'the page has two bodies', html: `</body></html><html><body>${HEADLINE}<div>${PROSE}</div>` },
  ])('is read although $what', ({ html }) => expect(contentOf(page(html)).body.slice(0, 3)).toEqual(TEXT));

  test('is read from a page that has no body element', () => {
    const html = `<html><head><title>Cầu treo mới qua suối Mẫu</title><meta property="og:type" content="article"><script>document.write('<body>')</script>${HEADLINE}<div>${PROSE}</div></html>`;
    expect(contentOf(html).body).toEqual(TEXT);
  });

  test('keeps the first paragraphs where they are set apart from the others', () => {
    const others = Array.from({ length: 12 }, (_, index) => `<p>${index}. ${SECOND}</p>`).join('');
    const { body } = contentOf(page(`<main>${HEADLINE}<div class="first"><p>${FIRST}</p></div><div>${others}</div></main>`));
    expect(body[0]).toBe(FIRST);
    expect(body).toHaveLength(13);
  });

  test('keeps a paragraph that is one sentence in a link', () => {
    const linked = PROSE.replace(`<p>${SECOND}</p>`, `<p><a href="/cau">${SECOND}</a></p>`);
    expect(contentOf(page(`${HEADLINE}<div>${linked}</div>`)).body).toEqual(TEXT);
  });

  test('keeps the headings of a list that lead to what they name, but not a single linked heading', () => {
    const heading = (name: string): string => `<h3><a href="/${name}">Cầu ${name}</a></h3>`;
    const list = (names: readonly string[]): string => names.map((name) => `${heading(name)}<p>${name}: ${OTHER}</p>`).join('');
    const bodyOf = (names: readonly string[]): readonly string[] => contentOf(page(`${HEADLINE}<div>${PROSE}${list(names)}</div>`)).body;
    expect(bodyOf(['Mẫu', 'Thí'])).toEqual([...TEXT, 'Cầu Mẫu', `Mẫu: ${OTHER}`, 'Cầu Thí', `Thí: ${OTHER}`]);
    expect(bodyOf(['Mẫu'])).not.toContain('Cầu Mẫu');
  });

  test('is not mistaken for advertising by two letters among the classes that a program made up', () => {
    const html = TEXT.map((text) => `<div class="pk pl ad qc jd pm he"><p>${text}</p></div>`).join('');
    expect(contentOf(page(`${HEADLINE}${html}`)).body).toEqual(TEXT);
  });

  test('is what the page gives as articleBody, where a paywall hides most of it', () => {
    const long = Array.from({ length: 8 }, (_, index) => `Đoạn ${index}: ${SECOND}`);
    const claim = JSON.stringify({ '@type': 'NewsArticle', articleBody: [FIRST, ...long].join(' ') });
    const hidden = `<div class="subscription-only">${long.map((text) => `<p>${text}</p>`).join('')}</div>`;
    const visible = `${HEADLINE}<article><p>${FIRST}</p><p>${'Bạn đọc góp ý cho bài viết xin gửi về toà soạn nhé. '.repeat(12)}</p></article>`;
    const { body } = contentOf(page(`${visible}${hidden}`, `<script type="application/ld+json">${claim}</script>`));
    expect(body).toEqual(expect.arrayContaining(long));
  });
});

describe('a page that looks like no article', () => {
  const links = Array.from({ length: 12 }, (_, index) => `<li><a href="/${index}">Bài số ${index} của chuyên mục khác</a></li>`).join('');

  function plain(body: string, head = ''): string {
    return `<html lang="vi"><head><title>Thông báo nghỉ lễ của toà soạn</title>${head}</head><body>${body}</body></html>`;
  }

  test.each([
    {
      what: 'a notice of one sentence between many links',
      html: plain(`<h1>Thông báo nghỉ lễ của toà soạn</h1><p>Toà soạn nghỉ từ ngày mai.</p><ul>${links}</ul>`),
      body: ['Toà soạn nghỉ từ ngày mai.'],
    },
    {
      what: 'a film, and what is said of it for machines',
      html: plain('<h1>Thông báo nghỉ lễ của toà soạn</h1><div>0:04</div>', '<meta name="description" content="Phim về ngày nghỉ lễ">'),
      body: ['Phim về ngày nghỉ lễ'],
    },
    { what: 'a few words', html: plain('<div>Đang bảo trì</div>'), body: ['Đang bảo trì'] },
    { what: 'nothing but links', html: plain('<ul><li><a href="/1">Một</a></li><li><a href="/2">Hai</a></li></ul>'), body: ['Một', 'Hai'] },
  ])('has a body for who looks at it, and none to keep: $what', ({ html, body }) => {
    const reading = readPage(html, 'https://bao.example.vn/thong-bao', unknownSite('bao.example.vn'));
    expect('missing' in reading && reading.missing).toContain('body');
    expect('partial' in reading && reading.partial.body).toEqual(body);
  });

  test.each([
    { what: 'a section’s list', url: 'https://bao.example.vn/xa-hoi', html: plain(`<ul>${links}</ul><p>${FIRST}</p>`) },
    { what: 'the site’s front page', url: 'https://bao.example.vn/', html: plain(`<h1>Thông báo nghỉ lễ của toà soạn</h1>${PROSE}`) },
    { what: 'a page without text', url: 'https://bao.example.vn/xa-hoi', html: plain('<img src="a.jpg">') },
  ])('has no body where it is $what', ({ url, html }) => expect(contentOf(html, url).body).toEqual([]));
});

describe('the title', () => {
  test.each([
    { what: 'the site’s name in an h1 of its own', body: `<h1>Báo Thử</h1>${HEADLINE}` },
    {
      what: 'a section’s name in the headline',
      body: '<h1><span>Xã hội</span> Cầu treo mới qua suối Mẫu</h1>',
      claim: 'Cầu treo mới qua suối Mẫu',
    },
  ])('is the headline without $what', ({ body, claim }) => {
    const head = claim === undefined ? '' : `<meta property="og:title" content="${claim}">`;
    expect(contentOf(page(`${body}${PROSE}`, head)).title).toBe('Cầu treo mới qua suối Mẫu');
  });

  test('is the title element without the site’s name where no h1 is', () => {
    const html = page(PROSE).replace('| Báo Thử', '- Thử Nghiệm');
    expect(contentOf(html, 'https://www.thunghiem.example/cau').title).toBe('Cầu treo mới qua suối Mẫu');
  });
});

test('captions are taken from figures and from boxes around pictures, and are no paragraphs', () => {
  const pictures =
    '<figure><img src="a.jpg"><figcaption>Cầu treo nhìn từ bản Mẫu. Ảnh: An Thí</figcaption></figure>' +
    '<table><tr><td><img src="b.jpg"></td></tr><tr><td>Bà con góp công. (Ảnh: Thí/TTXVN)</td></tr></table>';
  const { body, captions } = contentOf(page(`${HEADLINE}<div>${PROSE.replace('</p>', `</p>${pictures}`)}</div>`));
  expect(captions).toEqual(['Cầu treo nhìn từ bản Mẫu. Ảnh: An Thí', 'Bà con góp công. (Ảnh: Thí/TTXVN)']);
  expect(body).toEqual(TEXT);
});

describe('the generic reading of our own pages', () => {
  const articles = savedPages.filter(({ content }) => content !== undefined);

  test.each(articles)('$name shares its words with the layout’s', ({ html, url, content }) => {
    const { body } = genericContent(sheetOf(html, url), '+07:00');
    expect(overlap(content?.body.join(' ') ?? '', body.join(' '))).toBeGreaterThan(0.5);
  });

  test('stands in the trace where a layout read the page, and only there', () => {
    for (const { html, url } of articles) {
      const { generic, reading } = explainPage(html, url, siteOf(new URL(url), sites));
      expect(generic === undefined).toBe(reading.reader.layout === 'fallback');
    }
  });

  function overlap(a: string, b: string): number {
    const [left, right] = [a, b].map((text) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu)));
    const common = [...(left ?? [])].filter((word) => right?.has(word)).length;
    return (2 * common) / ((left?.size ?? 0) + (right?.size ?? 0));
  }
});
