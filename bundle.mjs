/**
 * Puts the program and its libraries into few files (`dist/app`): hundreds of small ones take longer to load than most
 * commands take to run. Only libsql stays outside, for it has a binary beside it; and header-generator and
 * callsites, which nobody asks, are replaced by nothing.
 */
import { chmodSync, renameSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { build } from 'rolldown';

await build({
  input: ['dist/cli/bin.js', 'dist/crawl/rereadWorker.js', 'dist/crawl/readWorker.js'],
  platform: 'node',
  external: ['libsql'],
  resolve: { alias: { 'header-generator': resolve('dist/crawl/noHeaderGenerator.js'), callsites: resolve('dist/crawl/noCallSites.js') } },
  // Modules of Node's older kind, whose loader takes a third of the time.
  output: { dir: 'dist/app', format: 'cjs' },
  logLevel: 'warn',
});
writeFileSync('dist/app/package.json', '{ "type": "commonjs" }\n');

// Where an earlier version was linked from (npx keeps its links as long as the folder stays), the same program starts.
renameSync('dist/cli/bin.js', 'dist/cli/unbundled.js');
writeFileSync('dist/cli/bin.js', "#!/usr/bin/env node\nimport '../app/bin.js';\n");
for (const program of ['dist/app/bin.js', 'dist/cli/bin.js']) chmodSync(program, 0o755);
