import assert from 'node:assert/strict';
import { test } from 'vitest';
import { instantOf } from '../../src/demo/month/calendar.ts';
import { slipped } from '../../src/demo/month/prose.ts';
import { monthScript, type MonthScript } from '../../src/demo/month/script.ts';
import { absencesOf, statesOf } from '../../src/demo/month/truth.ts';
import { SMALL } from './monthSupport.ts';

const WHOLE = monthScript({ seed: 1 });

const KINDS = [
  'deleted 404',
  'deleted 410',
  'deleted front',
  'edited addition',
  'edited back',
  'edited correction',
  'edited live',
  'edited mark',
  'edited number',
  'edited passing',
  'moved',
  'renamed',
  'returned',
];

test('the same seed writes the same script, and another seed another', () => {
  assert.deepEqual(monthScript({ seed: 1 }), WHOLE);
  const other = monthScript({ seed: 2 });
  assert.notDeepEqual(
    other.articles.map(({ title }) => title),
    WHOLE.articles.map(({ title }) => title),
  );
});

test('everything that can happen to an article happens in a month, and in two days', () => {
  assert.deepEqual(kindsIn(WHOLE), KINDS);
  assert.deepEqual(kindsIn(SMALL), KINDS);
  for (const seed of [1, 2, 3, 4, 5]) assert.deepEqual(kindsIn(monthScript({ seed, articles: 60, days: 2 })), KINDS);
});

test('2,000 articles of two outlets, numbered apart, come out in order within thirty days', () => {
  assert.equal(WHOLE.articles.length, 2000);
  assert.equal(new Set(WHOLE.articles.map(({ number }) => number)).size, 2000);
  assert.equal(WHOLE.articles.filter(({ outlet }) => outlet === 'vietnamnet').length, 1000);
  const minutes = WHOLE.articles.map(({ publishedMinute }) => publishedMinute);
  assert.deepEqual(
    minutes.toSorted((a, b) => a - b),
    minutes,
  );
  assert.ok((minutes.at(-1) ?? 0) < 30 * 1440);
});

test('a quarter of the articles change, most of them soon', () => {
  const changed = WHOLE.articles.filter((article) => statesOf(WHOLE, article).some(({ begins }) => begins === 'edited'));
  const share = changed.length / WHOLE.articles.length;
  assert.ok(share > 0.22 && share < 0.32, `share ${share}`);
  const delays = changed.map((article) => ((statesOf(WHOLE, article)[1]?.from ?? 0) - instantOf(article.publishedMinute)) / 3_600_000);
  const within = (hours: number) => delays.filter((delay) => delay <= hours).length / delays.length;
  assert.ok(within(5) > 0.75 && within(5) < 0.9, `5 h ${within(5)}`);
  assert.ok(within(10) > 0.86 && within(10) < 0.97, `10 h ${within(10)}`);
});

test('the states of an article follow each other without a hole but for the times when it is away', () => {
  for (const article of WHOLE.articles) {
    const stretches = [...statesOf(WHOLE, article), ...absencesOf(WHOLE, article)].toSorted((a, b) => a.from - b.from);
    assert.equal(stretches[0]?.from, instantOf(article.publishedMinute));
    assert.equal(stretches.at(-1)?.until, instantOf(30 * 1440));
    for (const [index, { from, until }] of stretches.entries()) {
      assert.ok(from < until, article.title);
      if (index > 0) assert.equal(from, stretches[index - 1]?.until);
    }
  }
});

test('an edit that is taken back is three states of two texts', () => {
  const three = WHOLE.articles.map((article) => statesOf(WHOLE, article)).filter((states) => states.length === 3);
  const back = three.filter(([first, , third]) => first?.digest === third?.digest);
  assert.ok(back.length >= 20, String(back.length));
});

test('another address or section is no new state; a return is one, with the old text', () => {
  for (const article of WHOLE.articles) {
    const states = statesOf(WHOLE, article);
    const whats = article.events.map(({ what }) => what);
    if (whats.every((what) => what === 'renamed' || what === 'moved')) assert.equal(states.length, 1);
    if (whats.includes('returned')) {
      assert.deepEqual(
        states.map(({ begins }) => begins),
        ['published', 'returned'],
      );
      assert.equal(states[0]?.digest, states[1]?.digest);
    }
  }
});

test('a slip puts another tone on the last word that has one', () => {
  assert.equal(slipped('Cầu vượt lũ'), 'Cầu vượt lú');
  assert.equal(slipped('Mở cửa ở Suối Mây'), 'Mở cửa ở Suỗi Mây');
  assert.equal(slipped('Chợ nổi Đồng Sậy'), 'Chợ nổi Đồng Sấy');
});

test('a quiet month has no troubles, and the same articles', () => {
  const quiet = monthScript({ seed: 1, isQuiet: true });
  assert.deepEqual(quiet.troubles, []);
  assert.deepEqual(quiet.articles, WHOLE.articles);
});

function kindsIn({ articles }: MonthScript): string[] {
  const kinds = articles.flatMap(({ events }) =>
    events.map((event) => {
      if (event.what === 'edited') return `edited ${event.kind}`;
      return event.what === 'deleted' ? `deleted ${event.answer}` : event.what;
    }),
  );
  return [...new Set(kinds)].toSorted();
}
