import { describe, expect, test } from 'vitest';
import { changesOf } from '../../src/diff/change.ts';
import { diffContents } from '../../src/diff/compare.ts';
import { article, checkArticles } from './notation.ts';

const LEAD = 'Sáng 21/3, giá vàng trong nước tăng mạnh so với hôm qua.';
const MIDDLE = 'Các cửa hàng ở Hà Nội đông khách từ sớm, nhiều người phải xếp hàng.';
const END = 'Chuyên gia khuyên người dân không nên vội vàng mua vào lúc này.';

describe('headline and date', () => {
  test('a headline that changes by one mark is a change', () =>
    checkArticles({ title: 'Bệnh nhân ưng thư' }, { title: 'Bệnh nhân ung thư' }, 'title: Bệnh nhân [-ưng-]{+ung+} thư'));

  test('a headline written anew is still the headline', () =>
    checkArticles({ title: 'Vàng tăng' }, { title: 'Xăng giảm' }, 'title: [-Vàng tăng-]{+Xăng giảm+}'));

  test('a headline that was not read before is added', () => checkArticles({ title: '' }, { title: 'Vàng' }, 'title added: {+Vàng+}'));

  test('a date can be added', () => checkArticles({}, { date: '2017-03-21T18:45:00+07:00' }, 'date added: {+2017-03-21T18:45:00+07:00+}'));

  test('a date can be removed', () => checkArticles({ date: '2017-03-21' }, {}, 'date removed: [-2017-03-21-]'));

  test('a date is shown whole', () =>
    checkArticles(
      { date: '2017-03-21T18:45:00+07:00' },
      { date: '2017-03-21T18:50:00+07:00' },
      'date: [-2017-03-21T18:45:00+07:00-]{+2017-03-21T18:50:00+07:00+}',
    ));
});

describe('paragraphs', () => {
  test('an edited paragraph shows its changed words only', () =>
    checkArticles(
      { body: [LEAD, MIDDLE, END] },
      { body: [LEAD, MIDDLE.replace('Hà Nội', 'TP.HCM'), END] },
      '… 1 paragraph unchanged',
      'paragraph 2: Các cửa hàng ở [-Hà Nội-]{+TP.HCM+} đông khách từ sớm, nhiều người phải xếp hàng.',
      '… 1 paragraph unchanged',
    ));

  test('a paragraph can be added', () =>
    checkArticles(
      { body: [LEAD, END] },
      { body: [LEAD, MIDDLE, END] },
      '… 1 paragraph unchanged',
      `paragraph 2 added: {+${MIDDLE}+}`,
      '… 1 paragraph unchanged',
    ));

  test('a paragraph can be removed', () =>
    checkArticles({ body: [LEAD, MIDDLE, END] }, { body: [LEAD, MIDDLE] }, '… 2 paragraphs unchanged', `paragraph 3 removed: [-${END}-]`));

  test('a paragraph that was moved is neither removed nor added', () =>
    checkArticles(
      { body: [LEAD, MIDDLE, END] },
      { body: [MIDDLE, END, LEAD] },
      '… 2 paragraphs unchanged',
      'paragraph 3 moved from 1: Sáng 21/3, giá vàng trong nước tăng mạnh so với hôm qua.',
    ));

  test('another paragraph in the same place is no edit', () =>
    checkArticles(
      { body: [LEAD, MIDDLE] },
      { body: [LEAD, END] },
      '… 1 paragraph unchanged',
      `paragraph 2 removed: [-${MIDDLE}-]`,
      `paragraph 2 added: {+${END}+}`,
    ));

  test('an edited paragraph is found again behind new ones', () =>
    checkArticles(
      { body: [LEAD, END] },
      { body: ['Tin mới nhất: ngân hàng đóng cửa.', MIDDLE, LEAD.replace('21/3', '22/3'), `${END} Nhưng vẫn có người mua.`] },
      'paragraph 1 added: {+Tin mới nhất: ngân hàng đóng cửa.+}',
      `paragraph 2 added: {+${MIDDLE}+}`,
      'paragraph 3: Sáng [-21/3-]{+22/3+}, giá vàng trong nước tăng mạnh so với hôm qua.',
      `paragraph 4: ${END}{+ Nhưng vẫn có người mua.+}`,
    ));

  test('a paragraph that stands there twice can lose one', () =>
    checkArticles({ body: [LEAD, LEAD] }, { body: [LEAD] }, '… 1 paragraph unchanged', `paragraph 2 removed: [-${LEAD}-]`));
});

describe('captions', () => {
  const [gold, shop] = ['Một tiệm vàng. (Ảnh: Lê Na/TTXVN)', 'Khách xếp hàng. (Ảnh: Minh Quyết/TTXVN)'];

  test('a photographer who is corrected is a change of the caption', () =>
    checkArticles(
      { captions: [gold, shop] },
      { captions: [gold, shop.replace('Quyết', 'Quyền')] },
      '… 1 caption unchanged',
      'caption 2: Khách xếp hàng. (Ảnh: Minh [-Quyết-]{+Quyền+}/TTXVN)',
    ));

  test('captions come before paragraphs, and after headline and date', () => {
    const before = article({ title: 'A', body: ['x'] });
    const after = article({ title: 'B', date: '2017-03-21', captions: [gold], body: ['y'] });
    expect(changesOf(diffContents(before, after)).map(({ field }) => field)).toEqual([
      'title',
      'date',
      'caption',
      'paragraph',
      'paragraph',
    ]);
  });
});

describe('no change', () => {
  test('an article is the same as itself', () => checkArticles({ body: [LEAD] }, { body: [LEAD] }, 'no change'));

  test('an article in decomposed letters is the same article', () =>
    checkArticles(
      { title: 'Vẫn ở Đà Nẵng', body: [LEAD, MIDDLE], captions: [END] },
      { title: 'Vẫn ở Đà Nẵng'.normalize('NFD'), body: [LEAD.normalize('NFD'), MIDDLE.normalize('NFD')], captions: [END.normalize('NFD')] },
      'no change',
    ));

  test('an article without anything is the same as itself', () => checkArticles({ title: '' }, { title: '' }, 'no change'));
});

test('every paragraph tells where it stood and where it stands, counted from 0', () => {
  const blocks = diffContents(article({ body: [LEAD, MIDDLE] }), article({ body: [END, LEAD, MIDDLE.replace('Hà', 'hà')] }));
  const place = (index: number, text: string) => ({ field: 'paragraph', index, from: 0, to: text.length });
  expect(blocks.filter(({ field }) => field === 'paragraph').map(({ kind, operations }) => [kind, operations])).toMatchObject([
    ['add', [{ kind: 'add', before: [], after: [place(0, END)] }]],
    ['equal', [{ kind: 'equal', before: [place(0, LEAD)], after: [place(1, LEAD)] }]],
    ['edit', [{ kind: 'edit', before: [place(1, MIDDLE)], after: [place(2, MIDDLE)], coarse: false }]],
  ]);
});
