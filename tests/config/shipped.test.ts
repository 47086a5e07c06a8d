/** The configuration that baoluu comes with, and what is written about it. */
import { readdirSync, readFileSync } from 'node:fs';
import { assert, expect, test } from 'vitest';
import { jsonSchemaText, mainJsonSchema, siteJsonSchema, type JsonSchema } from '../../src/config/jsonSchema.ts';
import { validateFiles } from '../../src/config/validate.ts';
import { folderWith } from './folders.ts';

const CONFIG = new URL('../../config/', import.meta.url).pathname;
const siteFiles = readdirSync(`${CONFIG}sites`).filter((name) => name.endsWith('.yaml'));

// `npx vitest run tests/config -u` writes them anew.
test.each([
  { file: 'site.schema.json', schema: siteJsonSchema() },
  { file: 'baoluu.schema.json', schema: mainJsonSchema() },
])('$file is what the program itself checks', async ({ file, schema }) => {
  await expect(jsonSchemaText(schema)).toMatchFileSnapshot(`${CONFIG}${file}`);
});

test('the files that baoluu comes with have no mistakes', async () => {
  const reports = await validateFiles(['baoluu.yaml', ...siteFiles.map((name) => `sites/${name}`)], { cwd: CONFIG });
  assert.deepEqual(
    reports.flatMap(({ problems }) => problems),
    [],
  );
});

test.each(['baoluu.yaml', ...siteFiles.map((name) => `sites/${name}`)])('%s tells editors its schema', (file) => {
  const schema = file === 'baoluu.yaml' ? './baoluu.schema.json' : '../site.schema.json';
  assert.equal(readFileSync(`${CONFIG}${file}`, 'utf8').split('\n', 1)[0], `# yaml-language-server: $schema=${schema}`);
});

test('the example in docs/new-site.md has no mistakes', async () => {
  const example = /```yaml\n(?<yaml>.*?)```/su.exec(readFileSync(`${CONFIG}../docs/new-site.md`, 'utf8'))?.groups?.['yaml'] ?? '';
  const [report] = await validateFiles(['sites/baosong.yaml'], { cwd: folderWith({ 'sites/baosong.yaml': example }) });
  assert.deepEqual(report?.problems, []);
});

test('every key has a sentence for editors and a line in config/README.md', () => {
  const readme = readFileSync(`${CONFIG}README.md`, 'utf8');
  for (const { path, description } of [...keysOf(mainJsonSchema()), ...keysOf(siteJsonSchema())]) {
    assert.match(description, /^[A-Z<].*\.$/u, path);
    assert.include(readme, `\n| \`${path}\` |`);
  }
});

/** Keys as the README names them: `limits.maxRedirects`, but those of the layouts by themselves. */
function keysOf(schema: JsonSchema, prefix = ''): { readonly path: string; readonly description: string }[] {
  const properties = (schema['properties'] ?? {}) as Record<string, JsonSchema>;
  return Object.entries(properties).flatMap(([key, property]) => {
    const items = (property['items'] ?? {}) as JsonSchema;
    const own = { path: `${prefix}${key}`, description: String(property['description'] ?? '') };
    return [[own], keysOf(property, `${prefix}${key}.`), keysOf(items)].flat();
  });
}
