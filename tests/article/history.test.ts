import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addCapture, type Capture, type CaptureRun } from '../../src/article/capture.ts';
import { historyOf, revisionsOf, stateOf } from '../../src/article/history.ts';
import type { SnapshotName } from '../../src/article/snapshot.ts';

/** Captures at noon of day 1, 2, 3, …: a letter for a text, `-` for a page that is absent, `?` for one that can't be read. */
function captured(...story: string[]): CaptureRun[] {
  return story.reduce<CaptureRun[]>((runs, sign, index) => addCapture(runs, capture(sign, index + 1)), []);
}

function capture(sign: string, day: number): Capture {
  const at = `2026-03-${String(day).padStart(2, '0')}T05:00:00.000Z`;
  const url = 'https://vietnamnet.vn/a-1.html';
  if (sign === '-') return { at, url, status: 404, outcome: 'absent', why: 'answered 404' };
  if (sign === '?') return { at, url, status: 200, outcome: 'unread', why: 'missing: body', missing: ['body'] };
  return { at, url, status: 200, outcome: 'read', snapshot: `00${sign.charCodeAt(0) - 65}_0123456789abcdef.txt` as SnapshotName };
}

function letters(runs: readonly CaptureRun[]): string {
  const words = historyOf(runs).map((event) => {
    if ('revision' in event) return String.fromCharCode(65 + Number(event.revision.snapshot.slice(0, 3)));
    return 'resumption' in event ? 'back' : event.interruption.outcome;
  });
  return words.join(' ');
}

describe('a history', () => {
  test('of an article that returns to its first wording has three revisions and two snapshots', () => {
    const revisions = revisionsOf(captured('A', 'A', 'B', 'A'));
    expect(revisions.map((revision) => revision.number)).toEqual([1, 2, 3]);
    expect(new Set(revisions.map((revision) => revision.snapshot)).size).toBe(2);
    expect(revisions.map((revision) => revision.returnsTo)).toEqual([undefined, undefined, 1]);
  });

  test('tells a page that is gone from one that was never there', () => {
    expect(letters(captured('-', 'A', '-'))).toBe('absent A gone');
    expect(stateOf(historyOf(captured('A', '-')))).toBe('gone');
    expect(stateOf(historyOf(captured('-')))).toBe('absent');
  });

  test('tells that a page which was gone is back', () => {
    expect(letters(captured('A', '-', 'A'))).toBe('A gone back');
    expect(letters(captured('A', '-', 'A', 'A', '-', 'A'))).toBe('A gone back gone back');
    expect(stateOf(historyOf(captured('A', '-', 'A')))).toBe('read');
  });

  test('takes no article for gone because an address that was never its own is absent', () => {
    const elsewhere = { ...capture('-', 2), url: 'https://vietnamnet.vn/ten-bia-dat-1.html' };
    const runs = addCapture(captured('A'), elsewhere);
    expect(letters(runs)).toBe('A absent');
    expect(stateOf(historyOf(runs))).toBe('read');
  });

  test('tells what speaks against a text, until a visit finds the same one and nothing against it', () => {
    const doubted = { ...capture('A', 1), why: 'its name says another' };
    const [first] = revisionsOf(addCapture([], doubted));
    expect(first?.doubt).toBe('its name says another');
    const again = addCapture(addCapture([], doubted), { ...capture('A', 2), why: 'its name says another' });
    expect(revisionsOf(again)[0]).toMatchObject({ visits: 2, doubt: 'its name says another' });
    const [confirmed] = revisionsOf(addCapture(again, capture('A', 3)));
    expect([confirmed?.visits, confirmed?.doubt]).toEqual([3, undefined]);
  });

  test('makes no revision of a page that could not be read', () => {
    expect(letters(captured('A', '?', 'A'))).toBe('A unread back');
    expect(revisionsOf(captured('A', '?', 'A'))[0]).toMatchObject({ visits: 2, last: '2026-03-03T05:00:00.000Z' });
  });

  test('says when another layout read the page than the visit before did', () => {
    const read = (sign: string, day: number, extractor: number): Capture => ({
      ...capture(sign, day),
      reader: { layout: 'vietnamnet/2026', extractor },
    });
    const changed = (...captures: Capture[]): boolean[] =>
      revisionsOf(captures.reduce<CaptureRun[]>(addCapture, [])).map((revision) => revision.readerChanged);
    expect(changed(read('A', 1, 1), read('B', 2, 2))).toEqual([false, true]);
    expect(changed(read('A', 1, 1), read('A', 2, 2), read('B', 3, 2))).toEqual([false, false]);
    expect(changed(read('A', 1, 1), read('A', 2, 2), read('B', 3, 1))).toEqual([false, true]);
  });

  test('of six thousand revisions is told at once', () => {
    const runs = Array.from({ length: 6000 }, (_, index): CaptureRun => {
      const { at, raw: _none, ...facts } = capture('A', 1);
      return {
        ...facts,
        first: at,
        last: at,
        visits: 1,
        snapshot: `${String(index % 3000).padStart(3, '0')}_0123456789abcdef.txt` as SnapshotName,
      };
    });
    expect(revisionsOf(runs)).toHaveLength(6000);
  });
});

describe('captures', () => {
  test('that tell the same are one run', () =>
    expect(captured('A', 'A', 'A')).toMatchObject([{ first: '2026-03-01T05:00:00.000Z', last: '2026-03-03T05:00:00.000Z', visits: 3 }]));

  test('that come later from an earlier time divide the run in which they fall', () => {
    const runs = addCapture(captured('A', 'A', 'A'), { ...capture('B', 2), at: '2026-03-02T12:00:00.000Z' });
    expect(letters(runs)).toBe('A B A');
    expect(runs.map((run) => [run.visits, run.undated ?? 0])).toEqual([
      [1, 0],
      [1, 0],
      [1, 1],
    ]);
  });

  test('in whatever order they are added stand in time order, and none is lost', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('A', 'B', '-'), fc.integer({ min: 1, max: 28 })), { maxLength: 12 }), (story) => {
        const runs = story.reduce<CaptureRun[]>((sofar, [sign, day]) => addCapture(sofar, capture(sign, day)), []);
        expect(runs.reduce((sum, run) => sum + run.visits + (run.undated ?? 0), 0)).toBe(story.length);
        expect(runs.every((run, index) => run.first <= run.last && (runs[index - 1]?.last ?? '') <= run.first)).toBe(true);
      }),
    ));

  test('with the same tags in another order tell the same', () => {
    const tagged = (day: number, tags: string[]): Capture => ({ ...capture('A', day), facts: { tags } });
    expect(addCapture(addCapture([], tagged(1, ['vàng', 'giá'])), tagged(2, ['giá', 'vàng']))).toHaveLength(1);
  });
});
