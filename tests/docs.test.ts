/** The documents say what the program does: every command, option and exit status stands in the README. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { EXIT } from '../src/article/errors.ts';
import { newDesk } from './cli/support.ts';

const PROJECT = join(dirname(fileURLToPath(import.meta.url)), '..');
const readme = readFileSync(join(PROJECT, 'README.md'), 'utf8');
const architecture = readFileSync(join(PROJECT, 'ARCHITECTURE.md'), 'utf8');
const manifest = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
  scripts: Record<string, string>;
};

describe('the README', () => {
  test('has every command and every option of each', async () => {
    const desk = await newDesk();
    const help = (await desk.run(['--help'])).out;
    const commands = [...help.matchAll(/^ {2}([a-z]+)(?: |$)/gmu)].map(([, name = '']) => name).filter((name) => name !== 'help');
    expect(commands).toEqual([
      'archive',
      'crawl',
      'watch',
      'log',
      'show',
      'diff',
      'changes',
      'blame',
      'list',
      'search',
      'related',
      'status',
      'try',
      'import',
      'backfill',
      'export',
      'reread',
      'verify',
      'reindex',
      'config',
      'doctor',
      'demo',
    ]);
    for (const command of commands) {
      expect(readme).toContain(`\`${command}`);
      const { status, out } = await desk.run([command, '--help']);
      expect(status).toBe(0);
      expect(out).toContain('130 interrupted');
      for (const [, option = ''] of out.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gmu))
        if (option !== '--version') expect(readme, `${command} ${option}`).toMatch(new RegExp(`${option}\\b|${short(option)}`, 'u'));
    }
  });

  test('has every exit status', () => {
    for (const status of Object.values(EXIT)) expect(readme).toMatch(new RegExp(`^\\| ${status} \\|`, 'mu'));
  });

  test('names only scripts that there are', () => {
    for (const [, script = ''] of readme.matchAll(/npm run ([a-z:]+)/gu)) expect(Object.keys(manifest.scripts)).toContain(script);
  });

  function short(option: string): string {
    return option === '--input' ? '`-i FILE`' : option;
  }
});

test('the architecture says why each dependency is there, in the version that is', () => {
  for (const [name, version] of Object.entries(manifest.dependencies)) expect(architecture).toContain(`| ${name} ${version} |`);
});
