import assert from 'node:assert/strict';
import { test } from 'vitest';
import type { Content } from '../../src/article/content.ts';
import { digestOf } from '../../src/article/snapshot.ts';
import { slugOf } from '../../src/article/text.ts';
import { contentOf, standingOn, type Standing } from '../../src/demo/edition.ts';
import { threeDays, type ScriptedArticle } from '../../src/demo/script.ts';

const DAYS = threeDays.dates.map((_, index) => index + 1);

// One letter for each text, in the order of its first appearance; `-`: not yet published; `x`: deleted.
const STORIES = [
  { number: 9900101, texts: 'A B B', tells: 'a headline changed by one mark' },
  { number: 9900102, texts: 'A B A', tells: 'an edit taken back' },
  { number: 9900103, texts: 'A A A', tells: 'a new address' },
  { number: 9900104, texts: 'A A A', tells: 'nothing but other noise' },
  { number: 9900201, texts: 'A B B', tells: 'a corrected figure' },
  { number: 9900202, texts: 'A B C', tells: 'a paragraph more, then a corrected credit' },
  { number: 9900203, texts: 'A A x', tells: 'a deletion' },
  { number: 9900301, texts: '- A B', tells: 'an article of the second day, then a paragraph more' },
];

for (const { number, texts, tells } of STORIES) {
  test(`${number} tells of ${tells}: ${texts}`, () => assert.equal(storyOf(articleOf(number)), texts));
}

test('every article of the script is told of above', () => {
  assert.deepEqual(threeDays.articles.map(({ number }) => number).toSorted(), STORIES.map(({ number }) => number).toSorted());
});

test('every event changes what stands there', () => {
  for (const article of threeDays.articles)
    for (const { day, what } of article.events)
      assert.notDeepEqual(standingOn(threeDays, article, day), standingOn(threeDays, article, day - 1), `${article.number}: ${what}`);
});

test('no two events of an article fall on one day, and none on a day that the script does not have', () => {
  for (const { number, events } of threeDays.articles) {
    const days = events.map(({ day }) => day);
    assert.deepEqual(days, [...new Set(days)].toSorted(), String(number));
    assert.ok(
      days.every((day) => DAYS.includes(day)),
      String(number),
    );
  }
});

test('an article is dated on the day on which it is published', () => {
  for (const { number, published, events } of threeDays.articles)
    assert.equal(published.slice(0, 10), threeDays.dates[(events[0]?.day ?? 0) - 1], String(number));
});

test('numbers and addresses are used once, and the addresses are plain', () => {
  const { articles } = threeDays;
  const slugs = articles.flatMap(({ slug, events }) => [
    slug,
    ...events.flatMap((event) => (event.what === 'renamed' ? [event.slug] : [])),
  ]);
  assert.equal(new Set(articles.map(({ number }) => number)).size, articles.length);
  assert.equal(new Set(slugs).size, slugs.length);
  assert.deepEqual(
    slugs,
    slugs.map((slug) => slugOf(slug, 100)),
  );
});

test('the headline changes by one mark and nothing else does', () => {
  const [before, after] = [contentOn(9900101, 1), contentOn(9900101, 2)];
  assert.equal(after.title, before.title.replace('ú', 'ũ'));
  assert.deepEqual({ ...after, title: '' }, { ...before, title: '' });
});

test('the figure is corrected in the headline and in the text', () => {
  const [before, after] = [contentOn(9900201, 1), contentOn(9900201, 2)];
  assert.match(before.title, /tăng 1,2 triệu/u);
  assert.match(after.title, /tăng 1,5 triệu/u);
  assert.deepEqual(
    after.body,
    before.body.map((paragraph) => paragraph.replace('1,2 triệu', '1,5 triệu')),
  );
  assert.notDeepEqual(after.body, before.body);
});

test('the added paragraph comes last, and the corrected credit is all that changes on the day after', () => {
  const [first, second, third] = [contentOn(9900202, 1), contentOn(9900202, 2), contentOn(9900202, 3)];
  assert.deepEqual(second.body.slice(0, -1), first.body);
  assert.deepEqual(second.captions, ['Giờ đọc sách của học sinh cù lao Én. Ảnh: Thu Hà']);
  assert.deepEqual(third, { ...second, captions: ['Giờ đọc sách của học sinh cù lao Én. Ảnh: Thu Hằng'] });
});

test('a script that edits what does not stand on the site is a mistake', () => {
  const article = { ...articleOf(9900203), events: [{ day: 1, what: 'extended', paragraph: 'Thêm.', told: '' }] } as const;
  assert.throws(() => standingOn(threeDays, article, 1), /9900203 extended on day 1, when it does not stand/u);
});

function articleOf(number: number): ScriptedArticle {
  const article = threeDays.articles.find((candidate) => candidate.number === number);
  assert.ok(article, `no article ${number}`);
  return article;
}

function contentOn(number: number, day: number): Content {
  const standing = standingOn(threeDays, articleOf(number), day);
  assert.ok(standing && 'edition' in standing, `${number} does not stand on day ${day}`);
  return contentOf(standing.edition);
}

function storyOf(article: ScriptedArticle): string {
  const seen: string[] = [];
  return DAYS.map((day) => letterOf(standingOn(threeDays, article, day), seen)).join(' ');
}

function letterOf(standing: Standing | undefined, seen: string[]): string {
  if (standing === undefined) return '-';
  if ('deleted' in standing) return 'x';
  const digest = digestOf(contentOf(standing.edition));
  if (!seen.includes(digest)) seen.push(digest);
  return 'ABC'[seen.indexOf(digest)] ?? '?';
}
