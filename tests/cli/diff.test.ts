/** Differences as a person asks for them: through a history, since the last look, of two texts, in every format. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { archiveVersions, day } from './revised.ts';
import { newDesk, type Desk } from './support.ts';

const ARTICLE = 'vietnamnet/9900300';
const TOLLS = [7, 8, 9].map((dead) => ({ body: [`Lũ làm ${dead} người chết.`] }));

async function deskWithTolls(): Promise<Desk> {
  const desk = await newDesk();
  await archiveVersions(desk, TOLLS);
  return desk;
}

/** What is marked as changed, step by step. */
function changed(out: string): string[] {
  return [...out.matchAll(/\[-.*?-\]|\{\+.*?\+\}/gu)].map(([marked]) => marked);
}

describe('a history', () => {
  test('is shown step by step with --all, or between two revisions', async () => {
    const desk = await deskWithTolls();
    const all = (await desk.run(['diff', ARTICLE, '--all'])).out;
    expect(changed(all)).toEqual(['[-7-]', '{+8+}', '[-8-]', '{+9+}']);
    expect(all.match(/^(?:---|\+\+\+) vietnamnet\/9900300@\d/gmu)).toEqual(
      ['--- 1', '+++ 2', '--- 2', '+++ 3'].map((side) => side.replace(' ', ` ${ARTICLE}@`)),
    );
    expect(changed((await desk.run(['diff', ARTICLE, '2', '3', '--all'])).out)).toEqual(['[-8-]', '{+9+}']);
    expect(changed((await desk.run(['diff', ARTICLE, '1', '3'])).out)).toEqual(['[-7-]', '{+9+}']);
    expect(changed((await desk.run(['diff', `${ARTICLE}@1`, '2'])).out)).toEqual(['[-7-]', '{+8+}']);
    expect(changed((await desk.run(['diff', `${ARTICLE}@2`])).out)).toEqual(['[-8-]', '{+9+}']);
    expect((await desk.run(['diff', ARTICLE, '--all', '--json'])).out.match(/"schema":"baoluu.diff\/2"/gu)).toHaveLength(2);
  });

  test('between two revisions is the same, however they are named', async () => {
    const desk = await deskWithTolls();
    const { out } = await desk.run(['diff', ARTICLE, '1', '3']);
    const named = [
      [`${ARTICLE}@1`, '3'],
      [`${ARTICLE}@1`, `${ARTICLE}@3`],
    ];
    for (const words of named) expect((await desk.run(['diff', ...words])).out).toBe(out);
  });

  test('since the last look holds what is new, and then nothing', async () => {
    const desk = await newDesk();
    const [first = {}, ...later] = TOLLS;
    await archiveVersions(desk, [first]);
    expect((await desk.run(['show', ARTICLE])).out).toContain('7 người chết');
    await archiveVersions(desk, [first, ...later]);
    expect((await desk.run(['show', ARTICLE, '--json'])).status).toBe(0); // A program's look is nobody's.
    expect(changed((await desk.run(['diff', ARTICLE, '--since-seen'])).out)).toEqual(['[-7-]', '{+9+}']);
    expect((await desk.run(['show', `${ARTICLE}@1`])).status).toBe(0);
    expect(await desk.run(['diff', ARTICLE, '--since-seen', '--exit-code'])).toEqual({
      status: 0,
      out: `${ARTICLE} has not changed since revision 3, which you looked at last.\n`,
      err: '',
    });
    await desk.run(['reindex']);
    expect((await desk.run(['diff', ARTICLE, '--since-seen'])).out).toContain('has not changed since revision 3');
  });

  test('that nobody has looked at begins with its first revision', async () => {
    const desk = await deskWithTolls();
    const { out, err } = await desk.run(['diff', ARTICLE, '--since-seen', '--all']);
    expect(err).toMatch(/^You have not looked at vietnamnet\/9900300 yet/u);
    expect(changed(out)).toHaveLength(4);
  });

  test('of one revision has nothing to compare', async () => {
    const desk = await newDesk();
    await archiveVersions(desk, TOLLS.slice(0, 1));
    for (const flag of [[], ['--all'], ['--since-seen']])
      expect(await desk.run(['diff', ARTICLE, ...flag])).toMatchObject({
        status: 0,
        out: `${ARTICLE} has one revision only; there is nothing to compare.\n`,
      });
  });
});

test.each([
  ['three revisions', [`${ARTICLE}@1`, '2', '3'], /@1 names a revision, and 2 and 3 name two others/u],
  ['a word for a revision', [ARTICLE, 'dang-lai'], /"dang-lai" is no revision, and no article or file: .* is site\/number/u],
  ['a revision beside --since-seen', [`${ARTICLE}@1`, '--since-seen'], /--since-seen says itself where to begin/u],
])('%s are refused in a sentence', async (_what, argv, sentence) => {
  const desk = await deskWithTolls();
  expect(await desk.run(['diff', ...argv])).toMatchObject({ status: 2, out: '', err: expect.stringMatching(sentence) });
});

describe('two texts', () => {
  const GOLD = 'Giá vàng trong nước sáng nay tăng 1,2 triệu đồng một lượng so với chiều qua, theo các cửa hàng ở Hà Nội và Huế.';
  const SNAPSHOT = `https://a.vn/bai-1.html
-----------------
Giá vàng tăng
-----------------
${GOLD}
-----------------
`;

  test('of two articles are compared, and no history is made of them', async () => {
    const desk = await deskWithTolls();
    await archiveVersions(desk, [{ title: 'Nước rút ở Phú Hòa' }], '/theo-bao-khac-9900301.html');
    const { out } = await desk.run(['diff', `${ARTICLE}@2`, 'vietnamnet/9900301']);
    expect(out).toMatch(/^--- vietnamnet\/9900300@2 .*\n\+\+\+ vietnamnet\/9900301@1 /u);
    expect(out).toContain('[-Lũ làm 8 người chết.-]');
    expect(out).not.toMatch(/stealth|stale/u);
    const json = JSON.parse((await desk.run(['diff', ARTICLE, 'vietnamnet/9900301', '--json'])).out) as object;
    expect(json).toMatchObject({ before: { article: ARTICLE, revision: 3 }, after: { article: 'vietnamnet/9900301', revision: 1 } });
  });

  test('in files need no archive: snapshots, saved pages, any text', async () => {
    const desk = await newDesk();
    const page = `<html lang="vi"><head><title>Giá vàng tăng</title></head><body><article><h1>Giá vàng tăng</h1>
      <p>${GOLD.replace('1,2', '1,5')}</p><p>${'Người mua xếp hàng từ sớm ở các cửa hàng. '.repeat(4)}</p></article></body></html>`;
    await writeFile(join(desk.cwd, 'a.txt'), SNAPSHOT);
    await writeFile(join(desk.cwd, 'b.html'), page);
    await writeFile(join(desk.cwd, 'c.txt'), `\uFEFF${GOLD}\r\n\r\nNgười mua xếp hàng.\r\n`.normalize('NFD'));
    const { status, out } = await desk.run(['diff', 'a.txt', 'b.html', '--exit-code']);
    expect([status, changed(out).slice(0, 2)]).toEqual([1, ['[-1,2-]', '{+1,5+}']]);
    expect(out).toContain('--- a.txt   https://a.vn/bai-1.html\n+++ b.html\n');
    const plain = (await desk.run(['diff', 'a.txt', 'c.txt'])).out;
    expect(changed(plain)).toEqual(['[-Giá vàng tăng-]', '{+Người mua xếp hàng.+}']);
    expect((await desk.run(['diff', 'a.txt', 'a.txt', '--exit-code'])).status).toBe(0);
  });

  test('of a file and an article are compared', async () => {
    const desk = await deskWithTolls();
    await writeFile(join(desk.cwd, 'a.txt'), 'Lũ làm 9 người chết.');
    expect((await desk.run(['diff', 'a.txt', '9900300'])).out).toContain(`+++ ${ARTICLE}@3`);
    expect((await desk.run(['diff', ARTICLE, 'a.txt'])).out).toContain('+++ a.txt\n');
  });

  const JUNK: readonly (readonly [string, readonly string[], number, RegExp])[] = [
    ['an empty file', ['diff', 'empty.txt', 'a.txt'], 1, /empty.txt is empty; there is nothing to compare/u],
    ['a file of white space', ['diff', 'a.txt', 'blank.txt'], 1, /blank.txt holds nothing but white space/u],
    ['bytes that are no text', ['diff', 'a.txt', 'bytes.bin'], 1, /bytes.bin is neither UTF-8 text nor a page/u],
    ['a page without an article', ['diff', 'a.txt', 'bare.html'], 1, /No article can be read in bare.html/u],
    ['a torn snapshot', ['diff', 'a.txt', 'torn.txt'], 1, /torn.txt: This text is not a snapshot/u],
    ['a file that is not there', ['diff', 'a.txt', 'không-có.txt'], 1, /^baoluu: There is no file "không-có.txt"\. (?!.*archive)/u],
    ['a page that is not there', ['diff', 'khong-co.html', 'a.txt'], 1, /^baoluu: There is no file "khong-co.html"\. (?!.*archive)/u],
    ['a file that is not there, with --exit-code', ['diff', 'a.txt', 'khong-co.txt', '--exit-code'], 2, /There is no file "khong-co.txt"/u],
    ['a folder, with no archive', ['diff', 'storage', 'a.txt'], 10, /There is no file "storage". There is no archive/u],
    ['two files that are not there', ['diff', 'mot.txt', 'hai.txt'], 1, /There is no file "mot.txt", and no file "hai.txt"\./u],
    ['one of the texts to write over', ['diff', 'a.txt', 'a.txt', '-o', './a.txt'], 2, /a.txt is one of the texts that are compared/u],
    ['one file alone', ['diff', 'a.txt'], 2, /a.txt is a file; name another/u],
    ['three texts', ['diff', 'a.txt', 'blank.txt', '3'], 2, /leave out the third word/u],
    ['two texts and --all', ['diff', 'a.txt', 'blank.txt', '--all'], 2, /leave out the third word, --all/u],
    ['a format that is none', ['diff', 'a.txt', 'a.txt', '--format', 'pdf'], 2, /Allowed choices are text, inline/u],
    ['two formats', ['diff', 'a.txt', 'a.txt', '--format', 'html', '--json'], 2, /contradict each other/u],
    ['a folder to write to', ['diff', 'a.txt', 'a.txt', '-o', '.'], 2, /Can't write .*it is a folder/u],
    ['an empty file with --exit-code', ['diff', 'empty.txt', 'a.txt', '--exit-code'], 2, /empty.txt is empty/u],
  ];

  test.each(JUNK)('%s is answered in a sentence', async (_what, argv, status, sentence) => {
    const desk = await newDesk();
    const files = {
      'a.txt': SNAPSHOT,
      'empty.txt': '',
      'blank.txt': ' \n\u00a0\n',
      'bare.html': '<html></html>',
      'torn.txt': SNAPSHOT.slice(0, 60),
    };
    for (const [name, text] of Object.entries(files)) await writeFile(join(desk.cwd, name), text);
    await writeFile(join(desk.cwd, 'bytes.bin'), new Uint8Array([0xff, 0xfe, 0, 1]));
    const ran = await desk.run(argv);
    expect(ran).toMatchObject({ status, out: '', err: expect.stringMatching(sentence) });
    expect(ran.err.split('\n').length).toBeLessThanOrEqual(3);
  });
});

test('a page that is no article of the archive either is told as both', async () => {
  const desk = await deskWithTolls();
  await writeFile(join(desk.cwd, 'a.txt'), 'Lũ làm 9 người chết.');
  expect(await desk.run(['diff', 'a.txt', 'b.html'])).toMatchObject({
    status: 1,
    out: '',
    err: expect.stringMatching(/^baoluu: There is no file "b.html". No article in /u),
  });
  expect((await desk.run(['diff', 'a.txt', 'b.txt'])).err).toMatch(/^baoluu: There is no file "b.txt"\. (?!.*article)/u);
  expect(await desk.run(['diff', ARTICLE, 'vietnamnet/1'])).toMatchObject({
    status: 1,
    err: expect.stringMatching(/^baoluu: No article in /u),
  });
});

test('JSON steers no terminal, and holds what the texts hold', async () => {
  const desk = await newDesk();
  await writeFile(join(desk.cwd, 'a.txt'), 'Tin lũ.');
  await writeFile(join(desk.cwd, 'b.txt'), 'Tin \u202elũ\u202c.');
  const { out } = await desk.run(['diff', 'a.txt', 'b.txt', '--json']);
  expect(out).toContain(String.raw`"text":"\u202e"`);
  expect(out).not.toMatch(/[\u202a-\u202e]/u);
  expect(JSON.stringify(JSON.parse(out))).toContain('"\u202e"');
});

test('a rule is called as it is typed after --kind', async () => {
  const desk = await newDesk();
  await writeFile(join(desk.cwd, 'a.txt'), 'Công an gọi anh là nghi can của vụ án.');
  await writeFile(join(desk.cwd, 'b.txt'), 'Công an gọi anh là bị can của vụ án.');
  expect((await desk.run(['diff', 'a.txt', 'b.txt'])).out).toContain('\nsubstantive: legal-status\n');
  expect((await desk.run(['diff', 'a.txt', 'b.txt', '--format', 'markdown'])).out).toContain('(substantive: legal-status)');
});

describe('the formats', () => {
  test('tell the same of the same difference', async () => {
    const desk = await deskWithTolls();
    const told = async (...flags: readonly string[]): Promise<string> => (await desk.run(['diff', ARTICLE, ...flags])).out;
    expect(await told('--format', 'unified')).toContain('@@ paragraph 7 @@\n-Lũ làm 8 người chết.\n+Lũ làm 9 người chết.\n');
    expect(await told('--format', 'markdown')).toContain('> Lũ làm ~~8~~**9** người chết');
    expect(await told('--format', 'html')).toMatch(/^<!doctype html>[^]*stealth: [^]*>8<[^]*<\/html>\n$/u);
    expect(await told('--format', 'json')).toBe(await told('--json'));
    expect(await told('--format', 'inline')).toBe(await told());
  });

  test('stand side by side on a wide terminal, inline on a narrow one and where they are asked to', async () => {
    const desk = await deskWithTolls();
    const on = async (terminal: number, ...flags: readonly string[]): Promise<string> =>
      (await desk.run(['diff', ARTICLE, '--no-color', ...flags], { terminal })).out;
    expect(await on(140)).toMatch(/^Lũ làm \[-8-\] người chết\. +│ Lũ làm \{\+9\+\} người chết\.$/mu);
    expect(await on(80)).toContain('paragraph 7: Lũ làm [-8-]{+9+} người chết.');
    expect(await on(140, '--format', 'inline')).toBe(await on(80));
    expect((await desk.run(['diff', ARTICLE], { terminal: 80 })).out).toContain('\u001b[32m9');
  });

  test('are written into a file, without colours, but never among the archive’s own', async () => {
    const desk = await deskWithTolls();
    const ran = await desk.run(['diff', ARTICLE, '--all', '--format', 'html', '-o', 'h.html'], { terminal: 140, now: day(4) });
    expect(ran).toEqual({ status: 0, out: '', err: 'Written to h.html.\n' });
    expect((await readFile(join(desk.cwd, 'h.html'), 'utf8')).match(/Trước: vietnamnet/gu)).toHaveLength(4);
    await desk.run(['diff', ARTICLE, '-o', 'd.txt'], { terminal: 140 });
    expect(await readFile(join(desk.cwd, 'd.txt'), 'utf8')).toBe((await desk.run(['diff', ARTICLE])).out);
    expect(await desk.run(['diff', ARTICLE, '-o', 'storage/articles/d.txt'])).toMatchObject({
      status: 2,
      err: expect.stringContaining('lies in the archive'),
    });
  });
});
