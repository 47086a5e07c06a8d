/** What is kept of a difference. An answer that changes here asks for another GIST_VERSION: what archives have kept is then made anew. */
import { expect, test } from 'vitest';
import type { Content } from '../../src/article/content.ts';
import { diffContents } from '../../src/diff/compare.ts';
import { GIST_VERSION, gistOf } from '../../src/diff/gist.ts';
import { swappedPictures } from '../../src/diff/pictures.ts';
import { review } from '../../src/diff/review.ts';
import { article } from './notation.ts';

const LINE = 'Mưa lớn từ sáng sớm ở nhiều tỉnh miền Trung.';

const CASES: readonly (readonly [Partial<Content>, Partial<Content>, string, readonly string[], string])[] = [
  [{}, {}, 'none', [], 'Không có gì thay đổi'],
  [{ body: ['Lũ làm 7 người chết.'] }, { body: ['Lũ làm 8 người chết.'] }, 'substantive', ['number'], 'Số liệu: 7 → 8 (+1)'],
  [{ body: [LINE] }, { body: [LINE, 'Ông từ chối bình luận.'] }, 'substantive', ['text-added'], 'Đoạn 2: thêm ‘Ông từ chối bình luận.’'],
  [{ captions: ['Ảnh: TTXVN'] }, { captions: ['Ảnh: AFP'] }, 'substantive', ['name', 'caption'], 'Tên riêng: ‘TTXVN’ → ‘AFP’'],
  [
    { title: 'Lũ làm 7 người chết', body: [LINE] },
    { title: 'Lũ làm 8 người chết', body: [] },
    'substantive',
    ['headline', 'number', 'text-removed'],
    'Tiêu đề: ‘Lũ làm 7 người chết’ → ‘Lũ làm 8 người chết’; và 1 thay đổi khác',
  ],
  [
    { title: 'Cầu vượt lú ở Đầm Sen thông xe' },
    { title: 'Cầu vượt lũ ở Đầm Sen thông xe' },
    'minor',
    ['headline'],
    'Tiêu đề: ‘Cầu vượt lú ở Đầm Sen thông xe’ → ‘Cầu vượt lũ ở Đầm Sen thông xe’',
  ],
  [
    { title: 'Miễn phí đến hết tháng 10 ở Huế' },
    { title: 'Miễn phí đến hết tháng 12 ở Đà Nẵng' },
    'substantive',
    ['headline', 'date', 'name'],
    'Tiêu đề: ‘Miễn phí đến hết tháng 10 ở Huế’ → ‘Miễn phí đến hết tháng 12 ở Đà Nẵng’',
  ],
  [
    { body: ['Lũ làm 7 người chết ở Huế.'] },
    { body: ['Lũ làm 8 người chết ở Quế.'] },
    'substantive',
    ['number', 'name'],
    'Số liệu: 7 → 8 (+1); và 1 thay đổi khác',
  ],
  [{ body: [LINE, '* * *'] }, { body: ['* * *', '* * *', LINE] }, 'cosmetic', [], 'Đoạn 1: thêm ‘* * *’; và 2 thay đổi khác'],
];

test.each(CASES)('%j → %j', (before, after, severity, kinds, sentence) => {
  const gist = gistOf(review(diffContents(article(before), article(after))));
  expect({ version: GIST_VERSION, ...gist }).toEqual({ version: 5, severity, kinds, sentence });
});

test('the heaviest change is told, and a difference that may be ours says so', () => {
  const [before, after] = [
    article({ title: 'Mưa lớn', body: ['Lũ làm 7 người chết.'] }),
    article({ title: 'Mưa lớn.', body: ['Lũ làm 8 người chết.'] }),
  ];
  const gist = gistOf(review(diffContents(before, after)), true);
  expect(gist).toMatchObject({ kinds: ['headline', 'number', 'reading'], sentence: 'Số liệu: 7 → 8 (+1); và 1 thay đổi khác' });
});

test('a picture was replaced where another file stands under the same caption', () => {
  const [caption, url] = ['Lũ ở Huế', 'https://a.vn/w600/lu.jpg?s=1'];
  const swaps = (...after: readonly object[]) => swappedPictures([{ caption, url }], after as Parameters<typeof swappedPictures>[1]);
  expect(swaps({ caption, url: 'https://cdn.a.vn/w1200/lu.jpg' })).toEqual([]);
  expect(swaps({ caption, url: 'https://a.vn/cau.jpg' })).toEqual([{ caption, before: url, after: 'https://a.vn/cau.jpg' }]);
  expect(swaps({ url: 'https://a.vn/cau.jpg' }, { caption: 'Khác', url: 'https://a.vn/khac.jpg' })).toEqual([]);
  expect(swaps({ caption, url: 'https://a.vn/1.jpg' }, { caption, url: 'https://a.vn/2.jpg' })).toEqual([]);
});
