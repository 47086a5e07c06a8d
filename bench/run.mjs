/**
 * Measures baoluu beside others on this machine.
 *
 *     npm run build && npm run bench [-- NAME...] [--rounds 5] [--pages N] [--hosts 32] [--only WORD,...] [--gzip] [--cases FOLDER] [--write]
 *
 * Without a NAME all benches of BENCHES run that are not marked `asked`: those take too long for each time. `--pages` is how many pages
 * a round has, `--only` takes the clients whose names hold one of these words, `--cases` names the folder of real pages (see `eval.mjs`),
 * `--write` writes the tables into bench/README.md. Of `flat` alone are `--million`, and `--real`: so many articles have files, and
 * `--kept FOLDER`: archives are made there once, and taken again.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { machine, writeInto } from './lib/table.mjs';

const BENCHES = {
  capture: { load: async () => (await import('./benches/capture.mjs')).capture },
  memory: { load: async () => (await import('./benches/capture.mjs')).memory, asked: true },
  unchanged: { load: async () => (await import('./benches/unchanged.mjs')).unchanged },
  start: { load: async () => (await import('./benches/start.mjs')).start },
  warc: { load: async () => (await import('./benches/warc.mjs')).warc },
  reread: { load: async () => (await import('./benches/reread.mjs')).reread },
  reading: { load: async () => (await import('./benches/reading.mjs')).reading },
  flat: { load: async () => (await import('./benches/flat.mjs')).flat, asked: true },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    pages: { type: 'string' },
    hosts: { type: 'string', default: '32' },
    only: { type: 'string' },
    cases: { type: 'string', default: fileURLToPath(new URL('../../shared/cases', import.meta.url)) },
    gzip: { type: 'boolean', default: false },
    million: { type: 'boolean', default: false },
    real: { type: 'string' },
    kept: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});

const unknown = positionals.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) throw new Error(`There is no bench "${unknown[0]}"; there are ${Object.keys(BENCHES).join(', ')}.`);
const names = positionals.length > 0 ? positionals : Object.keys(BENCHES).filter((name) => BENCHES[name].asked !== true);

const options = {
  rounds: Number(values.rounds),
  hosts: Number(values.hosts),
  gzip: values.gzip,
  cases: values.cases,
  million: values.million,
  tell: (line) => process.stderr.write(`${line}\n`),
  ...(values.pages === undefined ? {} : { pages: Number(values.pages) }),
  ...(values.kept === undefined ? {} : { kept: values.kept }),
  ...(values.real === undefined ? {} : { real: Number(values.real) }),
  ...(values.only === undefined ? {} : { only: values.only.split(',') }),
};

for (const name of names) {
  const bench = await BENCHES[name].load();
  const text = `${await bench(options)}\n\n${new Date().toISOString().slice(0, 10)}, ${machine()}.`;
  console.log(`## ${name}\n\n${text}\n`);
  if (values.write) writeInto(fileURLToPath(new URL('README.md', import.meta.url)), name, text);
}
