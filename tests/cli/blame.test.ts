/** `blame` as a person meets it. */
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newDesk, type Desk } from './support.ts';

const [RAIN, ROAD] = ['Sáng nay, mưa lớn làm nước sông lên nhanh ở nhiều nơi.', 'Quốc lộ qua huyện bị ngập sâu gần nửa mét.'];

/** Takes in the texts of one article, a day each. */
async function importTexts(desk: Desk, bodies: readonly string[]): Promise<void> {
  for (const [index, body] of bodies.entries()) {
    const file = join(desk.cwd, `${index}.txt`);
    const line = '-'.repeat(17);
    await writeFile(file, `https://vietnamnet.vn/bao-so-3-2495349.html\n${line}\nBão số 3\n${line}\n${body}\n${line}\n`);
    const day = `2026-03-0${index + 1}T05:00:00Z`;
    expect(await desk.run(['import', file, '--captured', day])).toMatchObject({ status: 0 });
  }
}

test('shows the revision, the time, the place and the words', async () => {
  const desk = await newDesk();
  await importTexts(desk, [`${RAIN} ${ROAD}`, RAIN, `${RAIN.replace('nhanh', 'chậm')} ${ROAD}`]);
  expect(await desk.run(['blame', '2495349'])).toEqual({
    status: 0,
    out: [
      'vietnamnet/2495349@3',
      'revision 1  2026-03-01T12:00:00+07:00   title          Bão số 3',
      `revision 3  2026-03-03T12:00:00+07:00   paragraph 1    ${RAIN.replace('nhanh', 'chậm')}   (edited, began in revision 1)`,
      `revision 1  2026-03-01T12:00:00+07:00   paragraph 1    ${ROAD}   (out in revision 2, back in revision 3)`,
      '',
    ].join('\n'),
    err: '',
  });
});

test('can be asked of an earlier revision, and as data', async () => {
  const desk = await newDesk();
  await importTexts(desk, [RAIN, `${RAIN} ${ROAD}`, ROAD]);
  const texts = [await desk.run(['blame', '2495349@2']), await desk.run(['blame', '2495349', '--revision', '2'])];
  expect(texts[0]).toEqual(texts[1]);
  const lines = (await desk.run(['blame', '2495349', '--revision', '2', '--json'])).out.trim().split('\n');
  expect(JSON.parse(lines[2] ?? '')).toEqual({
    schema: 'baoluu.blame/1',
    article: 'vietnamnet/2495349',
    revision: 2,
    field: 'paragraph',
    index: 0,
    from: RAIN.length + 1,
    to: RAIN.length + 1 + ROAD.length,
    text: ROAD,
    by: { revision: 2, snapshot: expect.stringMatching(/^001_/u), first: '2026-03-02T05:00:00.000Z' },
    began: { revision: 2, snapshot: expect.stringMatching(/^001_/u), first: '2026-03-02T05:00:00.000Z' },
  });
});

test('answers what it can’t tell with one sentence', async () => {
  const desk = await newDesk();
  expect(await desk.run(['blame', '2495349'])).toMatchObject({ status: 10 });
  await importTexts(desk, [RAIN, ROAD]);
  expect(await desk.run(['blame', '2495349', '--revision', '3'])).toMatchObject({
    status: 1,
    err: expect.stringContaining('it has 2 revisions'),
  });
  expect(await desk.run(['blame', '2495349', '--revision', '0'])).toMatchObject({
    status: 2,
    err: expect.stringContaining('is no revision'),
  });
  expect(await desk.run(['blame', '2495349@1', '--revision', '2'])).toMatchObject({
    status: 2,
    out: '',
    err: expect.stringContaining('names another revision than --revision 2'),
  });
  expect(await desk.run(['blame', '7'])).toMatchObject({ status: 1 });
  const folder = join(desk.cwd, 'storage', 'articles', 'vietnamnet', '2495', '2495349');
  const first = (await readdir(folder)).find((name) => name.endsWith('.txt')) ?? '';
  await writeFile(join(folder, first), 'hỏng');
  expect(await desk.run(['blame', '2495349'])).toMatchObject({ status: 12, out: '' });
});
