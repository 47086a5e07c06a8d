/**
 * Puts the program and its libraries into few files (`dist/app`): hundreds of small ones take longer to load than most
 * commands take to run. Only libsql's binary stays outside; header-generator and callsites, which
 * nobody asks, are replaced by nothing.
 */
import { chmodSync, renameSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { build } from 'rolldown';
import { keepCompiled } from './compile.mjs';

// libsql's binary is a package of libsql's, which some package managers let nobody else see. commander could start other
// programs as its commands, which ours are not: what it would take for that is loaded once it is asked for.
const EDITS = [
  [
    /node_modules[\\/]libsql[\\/]index\.js$/u,
    'return require(`@libsql/${target}`);',
    `try {
      return require(\`@libsql/\${target}\`);
    } catch (error) {
      if (error.code !== 'MODULE_NOT_FOUND') throw error;
      return require(require.resolve(\`@libsql/\${target}\`, { paths: [require.resolve('libsql')] }));
    }`,
  ],
  [
    /node_modules[\\/]commander[\\/]lib[\\/]command\.js$/u,
    "const childProcess = require('node:child_process');",
    "const childProcess = { spawn: (...words) => require('node:child_process').spawn(...words) };",
  ],
];

const edits = {
  name: 'edits',
  transform(code, id) {
    const edit = EDITS.find(([file]) => file.test(id));
    if (edit === undefined) return undefined;
    const [, was, is] = edit;
    if (code.split(was).length !== 2) throw new Error(`${id} no longer says "${was}".`);
    return code.replace(was, () => is);
  },
};

// Modules of Node's older kind, whose loader takes a third of the time.
const settings = { platform: 'node', logLevel: 'warn', output: { dir: 'dist/app', format: 'cjs' } };

// What starts the program, and the threads by the names that they are asked for: each is one file, since Node's own way to a second one
// takes as long as ten of those that are kept compiled.
const STARTS = { bin: 'start', readWorker: 'startReadWorker', rereadWorker: 'startRereadWorker' };
for (const [name, file] of Object.entries(STARTS)) await build({ ...settings, input: { [name]: `dist/cli/${file}.js` } });

const { output } = await build({
  ...settings,
  input: {
    program: 'dist/cli/bin.js',
    rereadThread: 'dist/crawl/rereadWorker.js',
    readThread: 'dist/crawl/readWorker.js',
  },
  // What so many commands share is one file; what fewer share stays apart, since it is not wanted by the rest.
  output: { ...settings.output, codeSplitting: { groups: [{ name: 'common', minShareCount: 14 }] } },
  plugins: [edits],
  resolve: {
    alias: {
      callsites: resolve('dist/crawl/noCallSites.js'),
      'header-generator': resolve('dist/crawl/noHeaderGenerator.js'),
      'detect-libc': resolve('dist/cli/libc.js'),
      '@neon-rs/load': resolve('dist/cli/libc.js'),
    },
  },
});
writeFileSync('dist/app/package.json', '{ "type": "commonjs" }\n');

// Where an earlier version was linked from (npx keeps its links as long as the folder stays), the same program starts.
renameSync('dist/cli/bin.js', 'dist/cli/unbundled.js');
writeFileSync('dist/cli/bin.js', "#!/usr/bin/env node\nimport '../app/bin.js';\n");
for (const program of ['dist/app/bin.js', 'dist/cli/bin.js']) chmodSync(program, 0o755);

const main = output.find(({ facadeModuleId }) => facadeModuleId === resolve('dist/cli/main.js'));
await keepCompiled(main.fileName).catch((error) =>
  console.warn(`Without compiled code the program will start more slowly: ${error.stack}`),
);
