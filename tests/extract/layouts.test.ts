/** What holds for layouts whatever the site: each has a page, none reaches into another's, and a body knows its place. */
import { describe, expect, test } from 'vitest';
import { siteOf } from '../../src/article/identity.ts';
import type { Layout, Site } from '../../src/article/site.ts';
import { readPage } from '../../src/extract/read.ts';
import { EXTRACTOR_VERSION } from '../../src/extract/version.ts';
import { pageNamed, read, savedPages, sites } from './pages.ts';

const siteFor = (url: string): Site => siteOf(new URL(url), sites);

describe('every layout of a site that baoluu comes with is shown by a page', () => {
  const shown = new Set(savedPages.flatMap(({ layout }) => [layout, layout.replace(/\+.*$/u, ''), layout.replace(/[^/]*\+/u, '')]));
  test.each(sites.flatMap(({ layouts, bodyLayouts }) => [...layouts, ...bodyLayouts]).map(({ name }) => name))('%s', (name) =>
    expect(shown).toContain(name),
  );
});

describe('a layout reads its pages alike, whatever other layouts the site has', () => {
  const pages = savedPages.filter(({ layout }) => layout !== 'fallback');
  test.each(pages)('$name', ({ html, url, layout }) => {
    const site = siteFor(url);
    const own = layout.split('+')[0];
    const alone = { ...site, layouts: site.layouts.filter(({ name }) => name === own) };
    expect(readPage(html, url, alone)).toEqual(read(html, url));
    // A redesign of tomorrow: it stands first, and fits nothing of yesterday.
    const [first] = site.layouts;
    const next: Layout[] = first === undefined ? [] : [{ ...first, name: `${site.name}/2099`, match: ['.design-of-2099'] }];
    expect(readPage(html, url, { ...site, layouts: [...next, ...site.layouts] })).toEqual(read(html, url));
  });
});

describe('a body of another era', () => {
  const old = pageNamed('vietnamnet/old-article-2022');

  test('has a say inside the body only', () => {
    const sidebar = '<aside><p class="image_desc">Chú thích của bài bên cạnh</p><div class="inner-article">Bên cạnh</div></aside></body>';
    const reading = read(old.html.replace('</body>', sidebar), old.url);
    expect('content' in reading && reading.content).toEqual(old.content);
  });

  test('is looked for only in layouts that name it', () => {
    const site = siteFor(old.url);
    const layouts = site.layouts.map((layout) => ({ ...layout, bodyLayouts: [] }));
    expect(readPage(old.html, old.url, { ...site, layouts }).reader.layout).toBe('vietnamnet/2022-04');
  });

  test('is not taken for the article where a whole page stands around it that no layout knows', () => {
    const { html, url } = pageNamed('vietnamnet/body-2018');
    const redesigned = `<html><head><title>Hồ Mẫu</title></head><body><nav>Trang chủ</nav><main>${html}</main></body></html>`;
    expect(read(redesigned, url).reader).toEqual({ layout: 'fallback', extractor: EXTRACTOR_VERSION });
  });
});

describe('a heading over related articles', () => {
  const { html, url, content } = pageNamed('vietnamnet/article-2012');
  const bodyWith = (paragraphs: string): readonly string[] => {
    const reading = read(html.replace('<p>Khoảng 70 người', `${paragraphs}<p>Khoảng 70 người`), url);
    return 'content' in reading ? reading.content.body : [];
  };

  test.each([
    '<p>TIN LIÊN QUAN:</p><ul><li><a href="/a-1.html">Một bài</a></li><li><a href="/b-2.html">Bài nữa</a></li></ul>',
    '<p>Tin bài liên quan: <a href="/a-1.html">Một bài</a></p>',
    '<p>TIN BÀI LIÊN QUAN:</p>',
  ])('goes with its links: %s', (related) => expect(bodyWith(related)).toEqual(content?.body));

  test('takes no prose with it', () => {
    const prose = 'Tin liên quan đến bến xe được dán ở cổng chính.';
    expect(bodyWith(`<p>${prose}</p>`)).toContain(prose);
    expect(bodyWith('<p>TIN BÀI LIÊN QUAN:</p><p><a href="/a-1.html">Một bài</a></p><p>Câu sau danh sách.</p>')).toContain(
      'Câu sau danh sách.',
    );
  });
});

test('a line in the cell of a picture, in a table for pictures, is its caption', () => {
  const { html, url, content } = pageNamed('vietnamnet/article-2012');
  const bare = html.replace('<p class="image_desc">', '<br>').replace('</p></td>', '</td>');
  const reading = read(bare, url);
  expect('content' in reading && reading.content).toEqual(content);
});

describe('a line under a picture in a table of two rows', () => {
  const table = (rows: string): string => `<table><tbody><tr><td><img src="a.jpg"></td></tr>${rows}</tbody></table>`;
  const pages = ['vietnamnet/article-2019', 'vietnamnet/article-2024', 'vietnamplus/text-article', 'alobacsi/article-2021'];
  const readWith = (name: string, rows: string) => {
    const { html, url, content } = pageNamed(name);
    const last = content?.body.findLast((text) => html.includes(`${text}</p>`)) ?? '';
    const reading = read(html.replace(`${last}</p>`, `$&${table(rows)}`), url);
    return { content, found: 'content' in reading ? reading.content : undefined };
  };

  test.each(pages)('is its caption: %s', (name) => {
    const { content, found } = readWith(name, '<tr><td><em>Bến Mẫu. Ảnh: Tá Thử</em></td></tr>');
    expect(found).toEqual({ ...content, captions: [...(content?.captions ?? []), 'Bến Mẫu. Ảnh: Tá Thử'] });
  });

  test.each(pages)('is none where rows of figures follow: %s', (name) => {
    const { content, found } = readWith(
      name,
      '<tr><td>Năm 1996</td><td>2,31m</td></tr><tr><td><p>Năm 2024</p></td><td><p>2,28m</p></td></tr>',
    );
    expect(found?.captions).toEqual(content?.captions);
    expect(found?.body).toEqual(expect.arrayContaining(['Năm 1996 | 2,31m', 'Năm 2024 | 2,28m']));
  });
});

describe('a signature', () => {
  const { html, url, content } = pageNamed('vietnamnet/article-2012');
  const signedWith = (signature: string) => {
    const reading = read(html.replace(/<p style="text-align: right;">.*?<\/p>/su, signature), url);
    return { body: 'content' in reading ? reading.content.body : [], author: reading.facts.author, source: reading.facts.source };
  };

  test.each([
    ['<p>(TTXVN/Vietnam+)</p>', undefined, 'TTXVN/Vietnam+'],
    ['<p>MINH MẪU (TTXVN/VIETNAM+)</p>', 'MINH MẪU', 'TTXVN/VIETNAM+'],
    ['<p>(Theo Vietnam+)</p>', undefined, 'Vietnam+'],
    ['<p>Theo Thái Mẫu - VietNamNet</p>', undefined, 'Thái Mẫu - VietNamNet'],
    ['<p>Theo VGP</p>', undefined, 'VGP'],
    ['<p><strong>Hà Mẫu</strong> <em>(tổng hợp)</em></p>', 'Hà Mẫu (tổng hợp)', undefined],
    ['<p><span class="bold">Hà Mẫu</span></p><p>Theo VGP</p>', 'Hà Mẫu', 'VGP'],
    ['<p><span class="bold">T. Mẫu - Ảnh: P. Thử</span></p>', 'T. Mẫu - Ảnh: P. Thử', undefined],
    ['<p align="right">PV</p>', 'PV', undefined],
    ['<p align="right">HÀ MẪU</p>', 'HÀ MẪU', undefined],
    ['<p><strong>Hà Mẫu - </strong><em>Ảnh:</em><strong> TTXVN</strong></p>', 'Hà Mẫu - Ảnh: TTXVN', undefined],
    ['<p><strong>H.Mẫu</strong></p><p>(Clip Tá Thử)</p>', 'H.Mẫu, (Clip Tá Thử)', undefined],
    ['<p><strong>Hà Mẫu</strong></p><p><em>Ảnh, video: Tá Thử</em></p><p>(Theo AFP)</p>', 'Hà Mẫu, Ảnh, video: Tá Thử', 'AFP'],
    ['<p>VNA</p>', undefined, 'VNA'],
    ['<p>Theo Công an Nhân dân</p>', undefined, 'Công an Nhân dân'],
    ['<p align="right">Theo Bộ Y tế</p>', undefined, 'Bộ Y tế'],
  ])('%s', (signature, author, source) => expect(signedWith(signature)).toEqual({ body: content?.body, author, source }));

  test.each(['Theo VGP, mưa sẽ còn kéo dài.', 'Giải nhất: Trần Mẫu (TTXVN), 95 điểm', 'Ông Mẫu nói "tôi chưa từng thấy" (cười).'])(
    'is none: %s',
    (text) => expect(signedWith(`<p>${text}</p>`).body).toContain(text),
  );

  const photo = '<figure><img src="a.jpg"></figure>';
  test.each([
    { is: 'a heading', text: 'Kết luận' },
    { is: 'a heading in capitals', text: 'KẾT LUẬN' },
    { is: 'a heading over a picture', text: 'Hà Mẫu', behind: photo },
    { is: 'whom an article quotes', text: 'Theo Bộ Y tế' },
    { is: 'the beginning of a sentence', text: 'Theo Bến Mẫu đã có 300 khách' },
    { is: 'a line-up', text: 'Văn Mẫu, Ngọc Thử, Tiến Giả, Duy Định' },
    { is: 'a line-up with a heading', text: 'Đội hình: Văn Mẫu, Ngọc Thử' },
    { is: 'a credit without a writer, which may be a caption', text: 'Ảnh: Hà Mẫu', plain: true },
  ])('may be $is: "$text" is text', ({ text, behind = '', plain = false }) =>
    expect(signedWith(`<p>${plain ? text : `<strong>${text}</strong>`}</p>${behind}`)).toEqual({
      body: [...(content?.body ?? []), text],
      author: undefined,
      source: undefined,
    }),
  );

  test('is no list of names', () => {
    const names = ['Nguyễn Mẫu', 'Trần Thử'];
    const items = names.map((name) => `<strong>${name}</strong>`);
    expect(signedWith(`<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`).body.slice(-2)).toEqual(names);
    expect(signedWith(items.map((item) => `<p>${item}</p>`).join('')).body.slice(-2)).toEqual(names);
  });

  test('adds to what the page says of its writer elsewhere', () => {
    const page = pageNamed('vietnamnet/article-2024');
    const signed = page.html.replace('giá còn lên.</p>', '$&<p><strong>Hà Mẫu</strong></p>');
    expect(read(signed, page.url).facts.author).toBe('Minh Châu Thử, Hà Mẫu');
  });
});
