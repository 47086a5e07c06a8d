/** The import rules: who may know whom, and which file alone knows a library. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const SOURCE = join(dirname(fileURLToPath(import.meta.url)), '..', 'src');

/** Folder → the folders of ours that it may import. `cli` may import everything, and nobody imports `cli`. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  article: [],
  config: ['article'],
  extract: ['article'],
  diff: ['article'],
  warc: ['article'],
  archive: ['article', 'warc'],
  demo: ['article'],
  crawl: ['article', 'extract', 'archive', 'config', 'warc'],
  view: ['article', 'archive', 'diff', 'warc'],
  cli: ['article', 'config', 'extract', 'diff', 'archive', 'demo', 'crawl', 'view', 'warc'],
};

/** Library → the places that may import it. */
const KNOWN_BY: Readonly<Record<string, readonly string[]>> = {
  '@crawlee/basic': ['crawl/fetch.ts'],
  'got-scraping': ['crawl/fetch.ts'],
  cheerio: ['extract/', 'crawl/discover.ts'],
  domhandler: ['extract/tree.ts'],
  htmlparser2: ['extract/entities.ts'],
  lowdb: ['archive/'],
  libsql: ['archive/lock.ts', 'archive/catalogue.ts'],
  commander: ['cli/'],
  yaml: ['config/', 'cli/config.ts'],
  zod: ['config/', 'archive/articleDocument.ts'],
  yauzl: ['warc/'],
  yazl: ['warc/'],
  picocolors: ['diff/renderText.ts', 'cli/'],
};

interface Import {
  readonly file: string;
  readonly imported: string;
}

const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const imports = files.flatMap((file) => importsOf(file));

function importsOf(file: string): Import[] {
  const text = readFileSync(join(SOURCE, file), 'utf8');
  const found = text.matchAll(/(?:^import\s(?:[^'"]*?\sfrom\s)?|^export\s[^'"]*?\sfrom\s|\bimport\()\s*['"]([^'"]+)['"]/gmu);
  return [...found].map(([, imported = '']) => ({ file: file.replaceAll('\\', '/'), imported }));
}

function folderOf(path: string): string {
  return path.split('/')[0] ?? '';
}

describe('the import rules', () => {
  test('are read from real import lines', () => expect(imports.length).toBeGreaterThan(files.length));

  test('every folder imports only what it may', () => {
    const broken = imports
      .filter(({ imported }) => imported.startsWith('.'))
      .map(({ file, imported }) => ({ file, to: relative('.', normalize(join(dirname(file), imported))).replaceAll('\\', '/') }))
      .filter(({ file, to }) => folderOf(file) !== folderOf(to) && !(MAY_IMPORT[folderOf(file)] ?? []).includes(folderOf(to)));
    expect(broken).toEqual([]);
  });

  test.each(Object.entries(KNOWN_BY))('%s is known only where it belongs', (library, places) => {
    const strangers = imports.filter(
      ({ file, imported }) =>
        (imported === library || imported.startsWith(`${library}/`)) && !places.some((place) => file.startsWith(place)),
    );
    expect(strangers).toEqual([]);
  });

  test('every library of ours has a place', () => {
    const manifest = JSON.parse(readFileSync(join(SOURCE, '..', 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
    expect(Object.keys(KNOWN_BY).toSorted()).toEqual(Object.keys(manifest.dependencies).toSorted());
  });
});

describe('the edge', () => {
  const texts = files.map((file) => ({ file: file.replaceAll('\\', '/'), text: readFileSync(join(SOURCE, file), 'utf8') }));

  test('the process, its environment and the current time are known to cli/ alone', () => {
    // `process.platform` is a fact of the machine, the same in every run.
    const outside = texts.filter(
      ({ file, text }) => !file.startsWith('cli/') && /\bprocess\.(?!platform)|\bDate\.now\(|new Date\(\)/u.test(code(text)),
    );
    expect(outside.map(({ file }) => file)).toEqual([]);
  });

  test('a date is never left to the guesses of new Date in extract/', () => {
    const guesses = texts.filter(
      ({ file, text }) => file.startsWith('extract/') && /new Date\((?!Date\.UTC\()|Date\.parse/u.test(code(text)),
    );
    expect(guesses.map(({ file }) => file)).toEqual([]);
  });

  function code(text: string): string {
    return text.replace(/\/\*[\s\S]*?\*\//gu, '').replace(/\/\/.*$/gmu, '');
  }
});
