/** What is quick stays quick: commands that only read the archive load neither the crawler nor the parser. */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { newDesk, type Desk } from './support.ts';

const DIST = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'dist');
/** The program before it is put into few files, where each module still has its name. */
const UNBUNDLED = join(DIST, 'cli', 'unbundled.js');

const HOOKS = `import { appendFileSync } from 'node:fs';
export async function load(url, context, next) { appendFileSync(process.env.LOADED, url + '\\n'); return next(url, context); }`;
const REGISTER = `import { register } from 'node:module'; register('./hooks.mjs', import.meta.url);`;

/** The modules that a command line loads, as Node itself tells. */
async function loadedBy(desk: Desk, argv: readonly string[]): Promise<string> {
  await writeFile(join(desk.cwd, 'hooks.mjs'), HOOKS);
  await writeFile(join(desk.cwd, 'register.mjs'), REGISTER);
  const log = join(desk.cwd, 'loaded.txt');
  await writeFile(log, '');
  const register = pathToFileURL(join(desk.cwd, 'register.mjs')).href;
  const env = { ...process.env, LOADED: log };
  await promisify(execFile)(process.execPath, ['--import', register, UNBUNDLED, ...argv], { cwd: desk.cwd, env });
  return await readFile(log, 'utf8');
}

describe('the modules that are loaded', () => {
  test.each([['--help'], ['log', '9900101'], ['show', '9900101'], ['diff', '9900101'], ['list'], ['verify']])(
    'by %s %s are not Crawlee, got-scraping or cheerio',
    async (...argv) => {
      const desk = await newDesk();
      await desk.archive([desk.newsroom.urls()[0] ?? '']);
      const loaded = await loadedBy(
        desk,
        argv.filter((word) => word !== undefined),
      );
      expect(loaded).toContain('/dist/cli/main.js');
      expect(loaded.split('\n').filter((url) => /crawlee|got-scraping|cheerio/u.test(url))).toEqual([]);
    },
  );

  test('by archive are, which shows that the question is asked rightly', async () => {
    const desk = await newDesk();
    const loaded = await loadedBy(desk, ['archive', desk.newsroom.urls()[0] ?? '', ...desk.pins()]);
    expect(loaded).toMatch(/@crawlee\/basic[\s\S]*got-scraping|got-scraping[\s\S]*@crawlee\/basic/u);
    expect(loaded).toContain('cheerio');
  });
});

describe('the program', () => {
  test.each(['app/bin.js', 'cli/bin.js'])('starts by itself from %s, which links that npx keeps may name', async (file) => {
    const { stdout } = await promisify(execFile)(join(DIST, file), ['--version']);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/u);
  });
});
