/** Which configuration counts, and what comes of it. */
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { assert, describe, expect, test } from 'vitest';
import { EXIT } from '../../src/article/errors.ts';
import { loadConfig } from '../../src/config/load.ts';
import { ConfigError } from '../../src/config/problem.ts';
import { configFiles } from '../../src/config/readSettings.ts';
import { loadSites } from '../../src/config/sites.ts';
import { userAgentOf } from '../../src/config/userAgent.ts';
import { folderWith, siteYaml } from './folders.ts';

const PACKAGE = { 'package/config/baoluu.yaml': '# defaults\n', 'package/config/sites/tuoitre.yaml': siteYaml('tuoitre') };

/** A machine with baoluu in `package`, a person in `here`, and their home in `home`. */
function machineWith(files: Readonly<Record<string, string>>) {
  const root = folderWith({ ...PACKAGE, 'here/README': '', ...files });
  return { root, places: { cwd: join(root, 'here'), env: { HOME: join(root, 'home') }, packageFolder: join(root, 'package') } };
}

async function complaintOf(loading: Promise<unknown>): Promise<string> {
  const error: unknown = await loading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.instanceOf(error, ConfigError);
  assert.equal(error.exitStatus, EXIT.usage);
  return error.message;
}

describe('the main file that counts', () => {
  const EVERYWHERE = [
    'here/flag.yaml',
    'here/env.yaml',
    'here/config/baoluu.yaml',
    'here/baoluu.yaml',
    'xdg/baoluu/baoluu.yaml',
    'package/config/baoluu.yaml',
  ];

  test.each([
    { expected: 'here/flag.yaml', foundBy: '--config', flag: 'flag.yaml', named: 'env.yaml', there: EVERYWHERE },
    { expected: 'here/env.yaml', foundBy: 'BAOLUU_CONFIG', named: 'env.yaml', there: EVERYWHERE },
    { expected: 'here/config/baoluu.yaml', foundBy: 'the current folder', named: '', there: EVERYWHERE },
    { expected: 'here/baoluu.yaml', foundBy: 'the current folder', there: EVERYWHERE.slice(3) },
    { expected: 'xdg/baoluu/baoluu.yaml', foundBy: "the user's folder", there: EVERYWHERE.slice(4) },
    { expected: 'package/config/baoluu.yaml', foundBy: 'the package', there: EVERYWHERE.slice(5) },
  ])('$expected is found by $foundBy', async ({ expected, foundBy, flag, named, there }) => {
    const { root, places } = machineWith(Object.fromEntries(there.map((path) => [path, ''])));
    const env = { ...places.env, BAOLUU_CONFIG: named, XDG_CONFIG_HOME: join(root, 'xdg') };
    const config = await loadConfig({ ...places, env, ...(flag === undefined ? {} : { file: flag }) });
    assert.equal(config.file, join(root, expected));
    assert.equal(config.origins.file, foundBy);
  });

  test('without XDG_CONFIG_HOME, or where it is no full path, the folder .config at home is looked into', async () => {
    const { root, places } = machineWith({ 'home/.config/baoluu/baoluu.yaml': '' });
    const config = await loadConfig({ ...places, env: { ...places.env, XDG_CONFIG_HOME: 'xdg' } });
    assert.equal(config.file, join(root, 'home/.config/baoluu/baoluu.yaml'));
  });

  test('one that is named and not there is an error, even where another is', async () => {
    const { places } = machineWith({ 'here/baoluu.yaml': '' });
    assert.equal(await complaintOf(loadConfig({ ...places, file: 'other.yaml' })), 'other.yaml: there is no such file; --config names it');
    const env = { BAOLUU_CONFIG: 'x/other.yaml' };
    assert.equal(await complaintOf(loadConfig({ ...places, env })), 'x/other.yaml: there is no such file; BAOLUU_CONFIG names it');
  });

  test('a folder in its place is an error', async () => {
    const { places } = machineWith({ 'here/config/baoluu.yaml/x': '' });
    assert.equal(await complaintOf(loadConfig(places)), 'config/baoluu.yaml: this is a folder, not a file');
  });

  test.skipIf(process.getuid?.() === 0)('one that may not be read is an error, and no other is taken', async () => {
    const { root, places } = machineWith({ 'here/baoluu.yaml': '' });
    chmodSync(join(root, 'here/baoluu.yaml'), 0);
    assert.equal(await complaintOf(loadConfig(places)), 'baoluu.yaml: this file may not be read; give yourself the right to read it');
  });
});

describe('the settings', () => {
  test('what nobody has said has its default, and is said to', async () => {
    const { root, places } = machineWith({});
    const { sites, siteFiles, ...config } = await loadConfig(places);
    assert.deepEqual(config, {
      file: join(root, 'package/config/baoluu.yaml'),
      storage: join(root, 'here/storage'),
      limits: { maxWireMegabytes: 20, maxBodyMegabytes: 50, connectSeconds: 10, responseSeconds: 30, bodySeconds: 120, maxRedirects: 10 },
      concurrency: 4,
      origins: {
        file: 'the package',
        storage: 'default',
        contact: 'default',
        userAgent: 'default',
        limits: 'default',
        concurrency: 'default',
        sites: 'default',
      },
    });
    assert.deepEqual(
      [sites.map(({ name }) => name), siteFiles],
      [['tuoitre'], { tuoitre: join(root, 'package/config/sites/tuoitre.yaml') }],
    );
  });

  test('a path in a file is relative to that file', async () => {
    const { root, places } = machineWith({ 'here/config/baoluu.yaml': 'storage: ../archive\nlimits: {maxRedirects: 3}\n' });
    const config = await loadConfig(places);
    assert.equal(config.storage, join(root, 'here/archive'));
    assert.equal(config.origins.storage, join(root, 'here/config/baoluu.yaml'));
    assert.deepEqual([config.limits.maxRedirects, config.limits.bodySeconds], [3, 120]);
  });

  test.each([
    { said: {}, expected: 'baoluu/1.2.3 (news archive; its keeper has left no contact)' },
    { said: { contact: 'https://thuvien.example.vn' }, expected: 'baoluu/1.2.3 (+https://thuvien.example.vn)' },
    { said: { contact: 'a@b.vn', userAgent: 'Thu vien/1' }, expected: 'Thu vien/1' },
  ])('a newsroom sees $expected', ({ said, expected }) => assert.equal(userAgentOf(said, '1.2.3'), expected));
});

describe('the sites', () => {
  test('those in the own folder are added to those that baoluu comes with', async () => {
    const { places } = machineWith({ 'here/baoluu.yaml': '', 'here/sites/baosong.yaml': siteYaml('baosong') });
    assert.deepEqual(
      (await loadConfig(places)).sites.map(({ name }) => name),
      ['baosong', 'tuoitre'],
    );
  });

  test('one of the same name takes the place of the other, even of a broken one', async () => {
    const own = siteYaml('tuoitre', 'tuoitre.vn', 'Tuổi Trẻ của tôi');
    const { root, places } = machineWith({
      'package/config/sites/tuoitre.yaml': 'broken: [',
      'here/baoluu.yaml': 'sites: outlets\n',
      'here/outlets/tuoitre.yaml': own,
    });
    const { sites, siteFiles } = await loadConfig(places);
    assert.deepEqual(
      sites.map(({ title }) => title),
      ['Tuổi Trẻ của tôi'],
    );
    assert.deepEqual(siteFiles, { tuoitre: join(root, 'here/outlets/tuoitre.yaml') });
  });

  test('in a checkout, where both folders are one, each site is read once', async () => {
    const { root, places } = machineWith({});
    const { sites } = await loadConfig({ ...places, cwd: join(root, 'package') });
    assert.deepEqual(
      sites.map(({ name }) => name),
      ['tuoitre'],
    );
  });

  test('a host that two sites claim is an error that names both files', async () => {
    const { root, places } = machineWith({ 'here/baoluu.yaml': '', 'here/sites/vuive.yaml': siteYaml('vuive', 'tuoitre.vn') });
    assert.equal(
      await complaintOf(loadConfig(places)),
      `sites/vuive.yaml:4: hosts[0]: "tuoitre.vn" belongs already to ${root}/package/config/sites/tuoitre.yaml:4; a host can have one site`,
    );
  });

  test('a folder that is named must be there', async () => {
    const { root, places } = machineWith({ 'here/baoluu.yaml': 'concurrency: 1\nsites: outlets\n' });
    const complaint = `baoluu.yaml:2: sites: expected a folder of site files, but ${root}/here/outlets can't be read (ENOENT)`;
    assert.equal(await complaintOf(loadConfig(places)), complaint);
    assert.equal(await complaintOf(configFiles(places)), complaint);
  });

  test('the problems of all files come at once, and a file that would be passed over is one', async () => {
    const { places } = machineWith({
      'here/baoluu.yaml': '',
      'here/sites/a.yaml': siteYaml('b'),
      'here/sites/c.yml': siteYaml('c'),
      'here/sites/.d.yaml': 'an editor leaves such files',
      'here/sites/README.md': '',
    });
    assert.equal(
      await complaintOf(loadConfig(places)),
      'sites/a.yaml:1: name: expected "a", as the file is called, found "b"\n' +
        'sites/c.yml: a site file is called <site>.yaml; rename this one',
    );
  });

  test('a pattern that was typed with decomposed accents is compared as one with composed ones', async () => {
    const folder = folderWith({
      'baosong.yaml': `${siteYaml('baosong')}textLayouts:\n  - name: baosong/text\n    match: ['${'Báo'.normalize('NFD')}']\n`,
    });
    const [site] = await loadSites(folder);
    assert.deepEqual(site?.textLayouts[0]?.match, ['Báo'.normalize('NFC')]);
  });

  test('selectors are checked by whoever can', async () => {
    const layout = 'layouts: [{name: baosong/2023, match: [h1], title: [h1@id], body: [p]}]\n';
    const { places } = machineWith({ 'here/baoluu.yaml': '', 'here/sites/baosong.yaml': siteYaml('baosong') + layout });
    const asked = new Set<string>();
    await loadConfig({ ...places, checkSelector: (selector) => void asked.add(selector) });
    assert.deepEqual([...asked], ['h1', 'p']);
  });
});

test('the files to validate are those that would be read, even where one is broken', async () => {
  const { root, places } = machineWith({ 'here/baoluu.yaml': 'oops: 1\n', 'here/sites/tuoitre.yaml': 'broken: [' });
  assert.deepEqual(await configFiles(places), [join(root, 'here/baoluu.yaml'), join(root, 'here/sites/tuoitre.yaml')]);
});

test('an installation without its sites says so', async () => {
  const { root, places } = machineWith({});
  mkdirSync(join(root, 'empty'));
  const complaint = complaintOf(
    loadConfig({ ...places, file: join(root, 'package/config/baoluu.yaml'), packageFolder: join(root, 'empty') }),
  );
  expect(await complaint).toMatch(/^.*\/empty\/config\/sites: expected a folder of site files, but .* can't be read \(ENOENT\)$/u);
});
