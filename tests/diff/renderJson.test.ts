import { expect, test } from 'vitest';
import { changesOf } from '../../src/diff/change.ts';
import { diffContents } from '../../src/diff/compare.ts';
import { renderJson } from '../../src/diff/renderJson.ts';
import { article } from './notation.ts';

test('a difference as JSON names its schema, what was compared, and each change', () => {
  const before = article({ title: 'Giá 1,2 triệu', body: ['Một.'] });
  const after = article({ title: 'Giá 1,5 triệu', body: ['Một.', 'Hai.'] });
  const document = renderJson({ article: 'vietnamplus/436993', before: 1, after: 2 }, changesOf(diffContents(before, after)));
  expect(JSON.parse(JSON.stringify(document))).toEqual({
    schema: 'baoluu.diff/1',
    article: 'vietnamplus/436993',
    before: 1,
    after: 2,
    summary: 'title, 1 paragraph',
    changes: [
      {
        field: 'title',
        kind: 'edited',
        before: 'Giá 1,2 triệu',
        after: 'Giá 1,5 triệu',
        parts: [
          { kind: 'kept', text: 'Giá ' },
          { kind: 'removed', text: '1,2' },
          { kind: 'added', text: '1,5' },
          { kind: 'kept', text: ' triệu' },
        ],
        coarse: false,
        beforeIndex: 0,
        afterIndex: 0,
      },
      { field: 'paragraph', kind: 'added', after: 'Hai.', afterIndex: 1 },
    ],
  });
});

test('no change is an empty list', () =>
  expect(renderJson({}, [])).toEqual({ schema: 'baoluu.diff/1', summary: 'no change', changes: [] }));
