import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: 'tests/globalSetup.ts',
    // What the program remembers of its config belongs to a person's home, and not to a test's.
    env: { XDG_CACHE_HOME: join(tmpdir(), 'baoluu-test-cache') },
    include: ['tests/**/*.test.ts'],
    // Real servers, folders and processes: generous, so that a slow machine is no failure.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // The second one is what `.ci/run` counts.
    reporters: ['default', ['json', { outputFile: 'node_modules/.cache/test-results.json' }]],
  },
});
