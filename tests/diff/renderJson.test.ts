import { expect, test } from 'vitest';
import { diffContents } from '../../src/diff/compare.ts';
import { renderJson } from '../../src/diff/renderJson.ts';
import { review } from '../../src/diff/review.ts';
import { article } from './notation.ts';

test('a difference as JSON names its schema, what was compared, and each change with its facts', () => {
  const before = article({ title: 'Giá 1,2 triệu', body: ['Một.'] });
  const after = article({ title: 'Giá 1,5 triệu', body: ['Một.', 'Hai.'] });
  const document = renderJson({ article: 'vietnamplus/436993', before: 1, after: 2 }, review(diffContents(before, after)));
  const place = (field: string, index: number, to: number) => ({ field, index, from: 0, to });
  expect(JSON.parse(JSON.stringify(document))).toEqual({
    schema: 'baoluu.diff/2',
    article: 'vietnamplus/436993',
    before: 1,
    after: 2,
    summary: 'title, 1 paragraph',
    severity: 'substantive',
    slugStale: false,
    changes: [
      {
        field: 'title',
        kind: 'edit',
        before: [0],
        after: [0],
        severity: 'substantive',
        rule: 'number',
        sentences: ['Tiêu đề: ‘Giá 1,2 triệu’ → ‘Giá 1,5 triệu’', 'Số liệu: 1,2 triệu → 1,5 triệu (+300.000)'],
        parts: [
          { kind: 'kept', text: 'Giá ' },
          { kind: 'removed', text: '1,2' },
          { kind: 'added', text: '1,5' },
          { kind: 'kept', text: ' triệu' },
        ],
        coarse: false,
        operations: [
          {
            kind: 'edit',
            before: [place('title', 0, 13)],
            after: [place('title', 0, 13)],
            severity: 'substantive',
            rule: 'number',
            facts: [
              { kind: 'headline', before: { text: 'Giá 1,2 triệu', from: 0, to: 13 }, after: { text: 'Giá 1,5 triệu', from: 0, to: 13 } },
              {
                kind: 'number',
                before: { text: '1,2 triệu', from: 4, to: 13 },
                after: { text: '1,5 triệu', from: 4, to: 13 },
                delta: 300_000,
              },
            ],
            coarse: false,
          },
        ],
      },
      {
        field: 'paragraph',
        kind: 'add',
        before: [],
        after: [1],
        severity: 'substantive',
        rule: 'text added',
        sentences: ['Đoạn 2: thêm ‘Hai.’'],
        parts: [{ kind: 'added', text: 'Hai.' }],
        coarse: false,
        operations: [
          {
            kind: 'add',
            before: [],
            after: [place('paragraph', 1, 4)],
            severity: 'substantive',
            rule: 'text added',
            facts: [],
            coarse: false,
          },
        ],
      },
    ],
  });
});

test('no change is an empty list', () => {
  const same = article({ body: ['Một.'] });
  expect(renderJson({}, review(diffContents(same, same)))).toEqual({
    schema: 'baoluu.diff/2',
    summary: 'no change',
    severity: 'none',
    slugStale: false,
    changes: [],
  });
});
