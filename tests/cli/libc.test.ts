/** libsql's binary is found by its name as libsql's own helpers would name it. */
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { currentTarget, familySync, GLIBC, MUSL } from '../../src/cli/libc.ts';

const libsqls = createRequire(createRequire(import.meta.url).resolve('libsql'));

test('the C library is the one that detect-libc sees', () => {
  const theirs = libsqls('detect-libc') as { familySync: () => string | null; GLIBC: string; MUSL: string };
  expect([familySync(), GLIBC, MUSL]).toEqual([theirs.familySync(), theirs.GLIBC, theirs.MUSL]);
});

test('the binary is the one that @neon-rs/load names', () =>
  expect(currentTarget()).toBe((libsqls('@neon-rs/load') as { currentTarget: () => string }).currentTarget()));
