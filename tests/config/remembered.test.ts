/** What a config came to is remembered, and believed only while nothing of it has changed. */
import { appendFileSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { ConfigError } from '../../src/config/problem.ts';
import { folderWith, siteYaml } from './folders.ts';

const FILES = {
  'package/config/baoluu.yaml': '# defaults\n',
  'package/config/sites/tuoitre.yaml': siteYaml('tuoitre'),
  'here/baoluu.yaml': 'contact: a@example.org\n',
  'here/sites/own.yaml': siteYaml('own'),
};

/** A person's folder whose files are an hour old, and what is remembered of them. */
function machine() {
  const root = folderWith(FILES);
  for (const file of Object.keys(FILES)) age(join(root, file));
  const places = { cwd: join(root, 'here'), env: { HOME: join(root, 'home') }, packageFolder: join(root, 'package') };
  const memory = () => {
    const folder = join(root, 'home/.cache/baoluu');
    const [name, ...others] = readdirSync(folder);
    expect(others).toEqual([]);
    return join(folder, name ?? '');
  };
  return { root, places, memory, load: () => loadConfig(places) };
}

function age(file: string): void {
  const then = new Date(Date.now() - 3_600_000);
  utimesSync(file, then, then);
}

/** Makes the memory say something that no file says, so that who believes it can be told. */
function forge(file: string): void {
  writeFileSync(file, readFileSync(file, 'utf8').replace('a@example.org', 'forged@example.org'));
}

describe('what is remembered', () => {
  test('is what the files say', async () => {
    const { load, memory } = machine();
    const first = await load();
    expect(statSync(memory()).mode & 0o077).toBe(0);
    expect(await load()).toEqual(first);
  });

  test('takes the place of reading', async () => {
    const { load, memory } = machine();
    await load();
    forge(memory());
    expect((await load()).contact).toBe('forged@example.org');
  });

  test.each<[string, (root: string) => void]>([
    ['the main file says more', (root) => appendFileSync(join(root, 'here/baoluu.yaml'), 'concurrency: 3\n')],
    ['a site file says more', (root) => appendFileSync(join(root, 'here/sites/own.yaml'), '# more\n')],
    ['a site of the package says more', (root) => appendFileSync(join(root, 'package/config/sites/tuoitre.yaml'), '# more\n')],
    ['a site file came', (root) => writeFileSync(join(root, 'here/sites/new.yaml'), siteYaml('new'))],
    ['a site file went', (root) => rmSync(join(root, 'here/sites/own.yaml'))],
  ])('is not believed once %s', async (_name, change) => {
    const { root, load, memory } = machine();
    await load();
    forge(memory());
    change(root);
    expect((await load()).contact).toBe('a@example.org');
  });

  test.each(['', '{}', '[]', '{"evidence":"","settings":{}}', 'null'])('is not believed where it is %j', async (text) => {
    const { load, memory } = machine();
    const first = await load();
    writeFileSync(memory(), text);
    expect(await load()).toEqual(first);
  });

  test('does not hide a mistake', async () => {
    const { root, load } = machine();
    await load();
    appendFileSync(join(root, 'here/baoluu.yaml'), 'conact: me\n');
    await expect(load()).rejects.toBeInstanceOf(ConfigError);
  });
});

test('files that were written a moment ago are not remembered: they may be changed again within the same tick of the clock', async () => {
  const { root, load } = machine();
  writeFileSync(join(root, 'here/sites/own.yaml'), siteYaml('own'));
  await load();
  expect(readdirSync(join(root, 'home/.cache/baoluu'))).toEqual([]);
});

test('where nothing can be written, the files are read', async () => {
  const { root, load } = machine();
  writeFileSync(join(root, 'home'), 'no folder');
  expect((await load()).contact).toBe('a@example.org');
});
