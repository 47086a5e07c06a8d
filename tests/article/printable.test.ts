import { expect, test } from 'vitest';
import { printable, printableJson } from '../../src/article/printable.ts';

const HOSTILE = 'Tin \u202elũ\u202c \u009b31m \u{e0001} 👩‍🚒';

test('text shows what steers and does not print', () => {
  expect(printable(HOSTILE)).toBe(String.raw`Tin \u202elũ\u202c \u009b31m \u{e0001} 👩‍🚒`);
});

test('JSON has it escaped, and is the same value', () => {
  const json = printableJson({ title: HOSTILE });
  expect(json).toBe(String.raw`{"title":"Tin \u202elũ\u202c \u009b31m \udb40\udc01 👩‍🚒"}`);
  expect(JSON.parse(json)).toEqual({ title: HOSTILE });
});
