import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addCapture, type Capture, type CaptureRun } from '../../src/article/capture.ts';
import { historyOf, isGone, revisionsOf } from '../../src/article/history.ts';
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
  return historyOf(runs)
    .map((event) =>
      'revision' in event ? String.fromCharCode(65 + Number(event.revision.snapshot.slice(0, 3))) : event.interruption.outcome,
    )
    .join(' ');
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
    expect(isGone(captured('A', '-'))).toBe(true);
    expect(isGone(captured('-'))).toBe(false);
  });

  test('makes no revision of a page that could not be read', () => {
    expect(letters(captured('A', '?', 'A'))).toBe('A unread');
    expect(revisionsOf(captured('A', '?', 'A'))[0]).toMatchObject({ visits: 2, last: '2026-03-03T05:00:00.000Z' });
  });

  test('says when another layout read the page', () => {
    const [first, second] = captured('A', 'B');
    const read = (run: CaptureRun | undefined, layout: string): CaptureRun[] =>
      run === undefined ? [] : [{ ...run, reader: { layout, extractor: 1 } }];
    const revisions = revisionsOf([...read(first, 'vietnamnet/2022'), ...read(second, 'vietnamnet/2026')]);
    expect(revisions.map((revision) => revision.readerChanged)).toEqual([false, true]);
  });
});

describe('captures', () => {
  test('that tell the same are one run', () =>
    expect(captured('A', 'A', 'A')).toMatchObject([{ first: '2026-03-01T05:00:00.000Z', last: '2026-03-03T05:00:00.000Z', visits: 3 }]));

  test('that come later from an earlier time divide the run in which they fall', () => {
    const runs = addCapture(captured('A', 'A', 'A'), { ...capture('B', 2), at: '2026-03-02T12:00:00.000Z' });
    expect(letters(runs)).toBe('A B A');
    expect(runs.map((run) => run.visits)).toEqual([1, 1, 2]);
  });

  test('in whatever order they are added stand in time order, and none is lost', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('A', 'B', '-'), fc.integer({ min: 1, max: 28 })), { maxLength: 12 }), (story) => {
        const runs = story.reduce<CaptureRun[]>((sofar, [sign, day]) => addCapture(sofar, capture(sign, day)), []);
        expect(runs.reduce((sum, run) => sum + run.visits, 0)).toBe(story.length);
        expect(runs.every((run, index) => run.first <= run.last && (runs[index - 1]?.last ?? '') <= run.first)).toBe(true);
      }),
    ));

  test('with the same tags in another order tell the same', () => {
    const tagged = (day: number, tags: string[]): Capture => ({ ...capture('A', day), facts: { tags } });
    expect(addCapture(addCapture([], tagged(1, ['vàng', 'giá'])), tagged(2, ['giá', 'vàng']))).toHaveLength(1);
  });
});
