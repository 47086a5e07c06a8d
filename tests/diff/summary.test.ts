import { expect, test } from 'vitest';
import type { Content } from '../../src/article/content.ts';
import { changesOf } from '../../src/diff/change.ts';
import { diffContents } from '../../src/diff/compare.ts';
import { summarise } from '../../src/diff/summary.ts';
import { article } from './notation.ts';

test.each<[string, Partial<Content>, Partial<Content>]>([
  ['no change', { body: ['Một.'] }, { body: ['Một.'] }],
  ['title', { title: 'Vàng' }, { title: 'Bạc' }],
  ['date', {}, { date: '2017-03-21' }],
  ['1 paragraph', { body: ['Một.'] }, { body: ['Một.', 'Hai.'] }],
  [
    'title, date, 2 paragraphs, 1 caption',
    { title: 'Vàng', body: ['Một.', 'Hai.'], captions: ['Ảnh'] },
    { title: 'Bạc', date: '2017-03-21', body: [] },
  ],
])('%s', (expected, before, after) => expect(summarise(changesOf(diffContents(article(before), article(after))))).toBe(expected));
