import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { atOffset, parseDate } from '../../src/extract/date.ts';

const VIETNAM = '+07:00';

test.each([
  // As outlets have written them, era by era.
  ['2026-03-07T08:52:11.000 +07:00', '2026-03-07T08:52:11+07:00'],
  ['2026-03-07T08:52:11.000+07:00', '2026-03-07T08:52:11+07:00'],
  ['2017-12-04T07:23:20+07:00', '2017-12-04T07:23:20+07:00'],
  ['2017-12-04T07:23:20+0700', '2017-12-04T07:23:20+07:00'],
  ['04/12/2017 07:23 GMT+7', '2017-12-04T07:23:00+07:00'],
  ['28/11/2017  14:25 GMT+7', '2017-11-28T14:25:00+07:00'],
  ['07/03/2026   08:52 (GMT+07:00)', '2026-03-07T08:52:00+07:00'],
  ['Thứ Bảy, 07/03/2026 - 08:52', '2026-03-07T08:52:00+07:00'],
  ['Chủ Nhật, 04/08/2024 - 07:54', '2024-08-04T07:54:00+07:00'],
  ['Thứ Ba, 21/3/2017 - 18:45', '2017-03-21T18:45:00+07:00'],
  ['Thứ bảy, 7/3/2026, 00:05 (GMT+7)', '2026-03-07T00:05:00+07:00'],
  ['Thứ hai, 6/8/2021, 01:08 (GMT+7)', '2021-08-06T01:08:00+07:00'],
  ['lúc : 11/07/14 11:35', '2014-07-11T11:35:00+07:00'],
  ['18:46, Wednesday, 08/09/2010 (GMT+7)', '2010-09-08T18:46:00+07:00'],
  ['Last update 18:46, Wednesday, 08/09/2010 (GMT+7)', '2010-09-08T18:46:00+07:00'],
  ['Thursday, 09 September, 2010, 13:44 (GMT +7)', '2010-09-09T13:44:00+07:00'],
  ['Theo Bongdaso 08:39, Thứ Năm, 28/10/2010 (GMT+7)', '2010-10-28T08:39:00+07:00'],
  ['Cập nhật 17:00 ngày 2/4/2014', '2014-04-02T17:00:00+07:00'],
  ['13:05, 04/05/2017', '2017-05-04T13:05:00+07:00'],
  ['15:18 19/07/2018', '2018-07-19T15:18:00+07:00'],
  ['2021-10-22 16:35', '2021-10-22T16:35:00+07:00'],
  ['2026-03-07T00:01:00', '2026-03-07T00:01:00+07:00'],
  ['07-03-2026 - 00:01 AM', '2026-03-07T00:01:00+07:00'],
  ['07-03-2026 - 15:20 PM', '2026-03-07T15:20:00+07:00'],
  ['Cập nhật lúc 05/11/2010 03:05:00 CH (GMT+7)', '2010-11-05T15:05:00+07:00'],
  ['Cập nhật lúc 05/11/2010 12:05:00 SA (GMT+7)', '2010-11-05T00:05:00+07:00'],
  ['Last update 05/11/2010 03:05:00 PM (GMT+7)', '2010-11-05T15:05:00+07:00'],
  ['05/11/2010 12:30:00 CH', '2010-11-05T12:30:00+07:00'],
  ['Ngày đăng: 08:15 12/03/2024 GMT+7', '2024-03-12T08:15:00+07:00'],
  ['07/03/2026 3:05 PM', '2026-03-07T15:05:00+07:00'],
  ['07/03/2026 12:05 AM', '2026-03-07T00:05:00+07:00'],
  [' - 07/03/2026 08:47', '2026-03-07T08:47:00+07:00'],
  ['8h05 ngày 7.3.2026', '2026-03-07T08:05:00+07:00'],
  ['8 giờ 05, ngày 7 tháng 3 năm 2026', '2026-03-07T08:05:00+07:00'],
  ['Ngày 21 tháng 3 năm 2017', '2017-03-21'],
  ['21 Tháng 3, 2017', '2017-03-21'],
  ['21/03/2017', '2017-03-21'],
  ['2017-03-21', '2017-03-21'],
  ['03/04/2017 18:45 GMT+7', '2017-04-03T18:45:00+07:00'],
  ['10/5/2026 3:42:00 PM', '2026-05-10T15:42:00+07:00'],
  // Other zones stay what they are.
  ['2026-03-07T01:52:11Z', '2026-03-07T01:52:11+00:00'],
  ['2026-03-07T01:52:11.123456Z', '2026-03-07T01:52:11+00:00'],
  ['2026-03-07T08:52:11+09:30', '2026-03-07T08:52:11+09:30'],
  ['Sun, 28 Jan 2024 09:30:00 +0700', '2024-01-28T09:30:00+07:00'],
  ['Sun, 28 Jan 2024 02:30:00 GMT', '2024-01-28T02:30:00+00:00'],
  ['28 Jan 2024 02:30 UTC', '2024-01-28T02:30:00+00:00'],
  ['March 7, 2026', '2026-03-07'],
  ['7th of March', undefined],
  // Impossible, several, or none.
  ['31/02/2026 08:00', undefined],
  ['29/02/2023', undefined],
  ['29/02/2024', '2024-02-29'],
  ['13/13/2026', undefined],
  ['07/03/2026 25:61', undefined],
  ['04/03/2026 và 05/03/2026', undefined],
  ['2026', undefined],
  ['hôm nay 17:00', undefined],
  ['', undefined],
  [`Ngày 7/3/2026, ${'một câu dài không phải là một dòng ngày tháng '.repeat(3)}`, undefined],
])('"%s" is %s', (text, date) => expect(parseDate(text, VIETNAM)).toBe(date));

test('decomposed accents and odd spaces are read alike', () =>
  expect(parseDate('Thứ Bảy,\u00a007/03/2026\u2009-\u200908:52'.normalize('NFD'), VIETNAM)).toBe('2026-03-07T08:52:00+07:00'));

test('a time without a zone is no time where the site names none: the day is kept, and nothing made up', () => {
  expect(parseDate('07/03/2026 08:52')).toBe('2026-03-07');
  expect(parseDate('07/03/2026 08:52 GMT+7')).toBe('2026-03-07T08:52:00+07:00');
});

test('one instant looks the same at the offset of the site', () => {
  expect(atOffset('2026-03-06T18:05:00+00:00', VIETNAM)).toBe('2026-03-07T01:05:00+07:00');
  expect(atOffset('2026-03-07T01:05:00+07:00', VIETNAM)).toBe('2026-03-07T01:05:00+07:00');
  expect(atOffset('2026-03-07', VIETNAM)).toBe('2026-03-07');
});

test('the machine that reads has no say: its zone and clock are never asked', () => {
  const before = process.env['TZ'];
  const read = ['UTC', 'Asia/Ho_Chi_Minh', 'America/New_York'].map((zone) => {
    process.env['TZ'] = zone;
    return parseDate('07/03/2026 00:05', VIETNAM);
  });
  if (before === undefined) delete process.env['TZ'];
  else process.env['TZ'] = before;
  expect(new Set(read)).toEqual(new Set(['2026-03-07T00:05:00+07:00']));
});

test('no date is read by the language itself in extract/', () => {
  const folder = new URL('../../src/extract/', import.meta.url);
  const code = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8').replaceAll(/^\s*(?:\*|\/\/).*$/gmu, ''));
  expect(code.join('\n')).not.toMatch(/Date\.parse|new Date\((?!Date\.UTC)|Date\.now/u);
});
