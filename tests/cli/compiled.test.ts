/** Code that was kept when the program was built is run as if it had been compiled now; what is stale or damaged is not run. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { compile, compiledOf, readCompiled, requireIn } from '../../src/cli/compiled.ts';
import { folderWith } from '../config/folders.ts';

const FILES = {
  'main.js': `const { price } = require('./price.js');\nexports.sentence = () => 'Giá vàng tăng ' + price() + ' triệu';`,
  'price.js': `exports.price = () => (globalThis.told = 1.25, '1,2');\nexports.fail = () => { throw new Error('lỗi'); };`,
  'other.js': `exports.price = require('./price.js').price;`,
  'package.json': '{ "type": "commonjs" }',
};

interface Main {
  readonly sentence: () => string;
}

/** A folder of files, the first two of which were compiled after they had been used. */
function built() {
  const folder = folderWith(FILES);
  const scripts = new Map<string, { source: Buffer; script: ReturnType<typeof compile> }>();
  const all = { has: (name: string) => name.endsWith('.js'), codeFor: () => undefined };
  (requireIn(folder, all, scripts)('./main.js') as Main).sentence();
  const path = join(folder, 'compiled.bin');
  writeFileSync(path, compiledOf(scripts));
  forget(folder);
  return { folder, path, bytes: readFileSync(path) };
}

function forget(folder: string): void {
  const { cache } = module.createRequire(join(folder, 'main.js'));
  for (const file of Object.keys(cache)) if (file.startsWith(folder)) delete cache[file];
}

/** The sentence of a fresh start, as far as what is kept can be read. */
function started(folder: string): string | undefined {
  forget(folder);
  const compiled = readCompiled(join(folder, 'compiled.bin'));
  return compiled === undefined ? undefined : (requireIn(folder, compiled)('./main.js') as Main).sentence();
}

describe('code that was kept', () => {
  test('is taken by V8 and says what the files say', () => {
    const { folder, path } = built();
    const source = readFileSync(join(folder, 'price.js'));
    const code = readCompiled(path)?.codeFor('price.js', source);
    expect(code).toBeDefined();
    expect(compile(join(folder, 'price.js'), source, code).cachedDataRejected).toBe(false);
    expect(started(folder)).toBe('Giá vàng tăng 1,2 triệu');
  });

  test('is not run for a file that says something else now, though it be as long', () => {
    const { folder } = built();
    writeFileSync(join(folder, 'price.js'), FILES['price.js'].replace('1,2', '1,5'));
    expect(started(folder)).toBe('Giá vàng tăng 1,5 triệu');
  });

  test('is not run where a byte of it was damaged, wherever that is', () => {
    const { folder, path, bytes } = built();
    for (let at = 0; at < bytes.length; at += 7) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 0x55;
      writeFileSync(path, damaged);
      expect(started(folder) ?? 'Giá vàng tăng 1,2 triệu').toBe('Giá vàng tăng 1,2 triệu');
    }
  });

  test.each([0, 1, 100, 700, -1])('is not run where the file was cut off (%d)', (length) => {
    const { folder, path, bytes } = built();
    writeFileSync(path, bytes.subarray(0, length));
    expect(started(folder) ?? 'Giá vàng tăng 1,2 triệu').toBe('Giá vàng tăng 1,2 triệu');
  });

  test('is not believed by another Node', () => {
    const { folder, path } = built();
    const scripts = new Map([['price.js', { source: Buffer.from(''), script: compile(join(folder, 'price.js'), Buffer.from('')) }]]);
    vi.spyOn(process, 'arch', 'get').mockReturnValue('mips');
    onTestFinished(() => void vi.restoreAllMocks());
    writeFileSync(path, compiledOf(scripts));
    expect(readCompiled(path)).toBeDefined();
    vi.restoreAllMocks();
    expect(readCompiled(path)).toBeUndefined();
  });
});

test('a file that Node loads and one that was compiled share what they require', () => {
  const { folder, path } = built();
  const compiled = readCompiled(path);
  if (compiled === undefined) throw new Error('nothing was kept');
  expect(compiled.has('other.js')).toBe(false);
  const load = requireIn(folder, compiled);
  const { price } = load('./other.js') as { price: unknown };
  expect((load('./price.js') as { price: unknown }).price).toBe(price);
});

test('a trace names the file and the line', () => {
  const { folder, path } = built();
  const compiled = readCompiled(path);
  if (compiled === undefined) throw new Error('nothing was kept');
  const load = requireIn(folder, compiled);
  const { fail } = load('./price.js') as { fail: () => void };
  const failure = (): string => {
    try {
      fail();
    } catch (error) {
      return (error as Error).stack ?? '';
    }
    return '';
  };
  expect(failure()).toContain(`${join(folder, 'price.js')}:2:`);
});

test('the program that was built has code for this Node, where Node keeps none itself', () => {
  const app = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'dist', 'app');
  if ('enableCompileCache' in module) return;
  expect(existsSync(join(app, 'compiled.bin'))).toBe(true);
  const compiled = readCompiled(join(app, 'compiled.bin'));
  expect(compiled?.codeFor('program.js', readFileSync(join(app, 'program.js')))).toBeDefined();
});
