/**
 * Puts the program and its libraries into few files (`dist/app`): hundreds of small ones take longer to load than most
 * commands take to run. Only what must stay beside its own files is left out: libsql's binary, got-scraping's data.
 */
import { chmodSync } from 'node:fs';
import { build } from 'rolldown';

await build({
  input: ['dist/cli/bin.js', 'dist/crawl/rereadWorker.js', 'dist/crawl/readWorker.js'],
  platform: 'node',
  external: ['libsql', 'got-scraping'],
  output: { dir: 'dist/app', format: 'esm' },
  logLevel: 'warn',
});
chmodSync('dist/app/bin.js', 0o755);
