/** `related` as a person meets it: a story, its repost, and what only looks like one. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { precedenceOf } from '../../src/cli/precedence.ts';
import { newDesk, type Desk } from './support.ts';

const SAPO = 'Hàng nghìn người chờ xe về quê từ sáng sớm, nhiều người không mua được vé.';
const STORY = [
  'Sáng nay, hòa cùng dòng người về quê, ông Nguyễn Văn Khỏe chờ bốn tiếng ở Bến xe Miền Đông mà chưa có vé.',
  'Bến xe cho biết đã tăng cường 1,2 nghìn chuyến, song đường vào thành phố vẫn kẹt từ năm giờ sáng.',
  'Công an thành phố khuyên người dân đi sớm, không chen lấn, và giữ tư trang cẩn thận. Các chốt được lập ở bốn cửa ngõ.',
];
const OTHER = 'Giá vàng miếng chiều nay giảm hai trăm nghìn đồng mỗi lượng so với hôm qua, theo các tiệm vàng lớn ở thành phố.';

interface Text {
  readonly url: string;
  readonly title: string;
  readonly body: readonly string[];
  readonly date?: string;
  readonly seen?: string;
}

async function importText(desk: Desk, { url, title, body, date, seen = '2026-03-05T05:00:00Z' }: Text): Promise<void> {
  const [file, line] = [join(desk.cwd, 'text.txt'), '-'.repeat(17)];
  const tail = date === undefined ? '' : `date: ${date}\n`;
  await writeFile(file, `${url}\n${line}\n${title}\n${line}\n${body.join('\n\n')}\n${line}\n${tail}`);
  expect(await desk.run(['import', file, '--captured', seen])).toMatchObject({ status: 0 });
}

const ORIGINAL: Text = {
  url: 'https://vietnamnet.vn/cho-xe-ve-que-2495001.html',
  title: 'Chờ xe về quê',
  body: [SAPO, ...STORY],
  date: '2026-03-01T08:00:00+07:00',
};
const REPOST: Text = {
  url: 'https://www.vietnamplus.vn/bong-ben-xe/436001.vnp',
  title: 'Bến xe Miền Đông kẹt cứng',
  body: ['Bến xe Miền Đông đông nghịt.', STORY[0]!.replace('hòa', 'hoà').replace('Khỏe', 'Khoẻ'), STORY[2]!, 'Theo VietNamNet'],
  date: '2026-03-01T09:30:00+07:00',
};
const UNRELATED: Text = { url: 'https://vietnamnet.vn/gia-vang-2495002.html', title: 'Giá vàng', body: [OTHER] };

async function deskWithStory(): Promise<Desk> {
  const desk = await newDesk();
  for (const text of [ORIGINAL, REPOST, UNRELATED]) await importText(desk, text);
  return desk;
}

test('a repost leads to its original, and back, with the share in common and who was first', async () => {
  const desk = await deskWithStory();
  expect(await desk.run(['related', '436001'])).toEqual({
    status: 0,
    out: expect.stringMatching(
      /^vietnamnet\/2495001 {4}58 % alike {3}3 in common, of 5 there and 5 here {3}published earlier, 2026-03-01T08:00:00\+07:00 {3}Chờ xe về quê\n$/u,
    ),
    err: 'To see what differs: baoluu diff vietnamplus/436001 vietnamnet/2495001\n',
  });
  const { out } = await desk.run(['related', 'vietnamnet/2495001']);
  expect(out).toMatch(/^vietnamplus\/436001 .* published later, 2026-03-01T09:30:00\+07:00 {3}Bến xe Miền Đông kẹt cứng\n$/u);
});

test('as data, with the revision that is most alike', async () => {
  const desk = await deskWithStory();
  await importText(desk, { ...ORIGINAL, body: [OTHER, 'Bài đã được gỡ.'], seen: '2026-03-06T05:00:00Z' });
  const { status, out } = await desk.run(['related', '436001', '--json']);
  expect(status).toBe(0);
  expect(JSON.parse(out)).toEqual({
    schema: 'baoluu.related/1',
    article: 'vietnamplus/436001',
    revision: 1,
    related: {
      article: 'vietnamnet/2495001',
      revision: 1,
      snapshot: expect.stringMatching(/^000_/u),
      title: ORIGINAL.title,
      url: ORIGINAL.url,
    },
    alike: 0.588,
    contained: 0.754,
    sentences: { common: 3, here: 5, there: 5 },
    isSame: false,
    precedence: { order: 'earlier', by: 'published', at: '2026-03-01T08:00:00+07:00' },
  });
  expect((await desk.run(['related', '436001'])).out).toMatch(/^vietnamnet\/2495001@1 /u);
});

test('a page that differs in its numbers only is near, and not the same', async () => {
  const desk = await newDesk();
  const weather = (day: number): Text => ({
    url: `https://vietnamnet.vn/thoi-tiet-249510${day}.html`,
    title: `Thời tiết ngày ${day}/3`,
    body: [
      `Bắc Bộ có mây, đêm và sáng trời rét, trưa chiều giảm mây trời nắng, nhiệt độ thấp nhất ${10 + day} độ.`,
      `Nam Bộ ngày nắng, đêm không mưa, gió đông bắc nhẹ, nhiệt độ cao nhất từ ${30 + day} độ trở lên.`,
    ],
  });
  for (const day of [1, 2]) await importText(desk, weather(day));
  expect((await desk.run(['related', '2495101'])).out).toMatch(
    /^vietnamnet\/2495102 {4}[78]\d % alike {3}no sentence in common, of 2 there and 2 here {3}seen at the same time/u,
  );
  await importText(desk, { ...weather(1), url: 'https://www.vietnamplus.vn/thoi-tiet/436002.vnp' });
  expect((await desk.run(['related', '2495101'])).out.split('\n')[0]).toMatch(
    /^vietnamplus\/436002 {3}100 % alike {3}all 2 sentences in common/u,
  );
  expect((await desk.run(['related', '2495101', '--limit', '1'])).out.match(/\n/gu)).toHaveLength(1);
});

test('finds the same in a catalogue that was made anew', async () => {
  const desk = await deskWithStory();
  const before = await desk.run(['related', '436001']);
  expect((await desk.run(['reindex'])).status).toBe(0);
  expect(await desk.run(['related', '436001'])).toEqual(before);
  await rm(join(desk.cwd, 'storage', 'catalogue.sqlite'));
  expect((await desk.run(['related', '436001'])).out).toBe(before.out);
});

test('says that there is none, and ends with 1', async () => {
  const desk = await deskWithStory();
  expect(await desk.run(['related', '2495002'])).toEqual({ status: 1, out: '', err: 'No other article has nearly the same text.\n' });
  expect(await desk.run(['related', '2495002', '--json'])).toEqual({ status: 1, out: '', err: '' });
  expect(await desk.run(['related', '2495002', '--limit', '0'])).toMatchObject({ status: 2 });
  expect(await desk.run(['related', '2495002@9'])).toMatchObject({ status: 1, err: expect.stringContaining('no revision 9') });
});

const SEEN = '2026-03-05T05:00:00.000Z';

test.each([
  ['by what both pages say', '2026-03-01T08:00:00+07:00', '2026-03-01T01:30:00Z', 'published earlier'],
  ['by their days, where one tells no hour', '2026-03-02', '2026-03-01T23:00:00+07:00', 'published later'],
  ['not at all, where both are of one day', '2026-03-01', '2026-03-01T23:00:00+07:00', 'published same'],
  ['by when they were seen, where one tells no day', undefined, '2026-03-01', 'seen later'],
])('who was first is told %s', (_what, there, here, expected) => {
  const date = (text: string | undefined) => (text === undefined ? {} : { date: text });
  const { by, order } = precedenceOf({ ...date(there), first: SEEN }, { ...date(here), first: '2026-03-04T05:00:00.000Z' });
  expect(`${by} ${order}`).toBe(expected);
});
