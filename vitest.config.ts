import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: 'tests/globalSetup.ts',
    include: ['tests/**/*.test.ts'],
    // Real servers, folders and processes: generous, so that a slow machine is no failure.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // The second one is what `.ci/run` counts.
    reporters: ['default', ['json', { outputFile: 'node_modules/.cache/test-results.json' }]],
  },
});
