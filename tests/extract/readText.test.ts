import { describe, expect, test } from 'vitest';
import { matchesText, readText } from '../../src/extract/readText.ts';
import { EXTRACTOR_VERSION } from '../../src/extract/version.ts';
import { sites } from './pages.ts';

const alobacsi = sites.find(({ name }) => name === 'alobacsi');
if (alobacsi === undefined) throw new Error('config/sites/alobacsi.yaml is not there');

const KEYWORDS = 'Trạm y tế, Sốt xuất huyết, Giả Định, Phun thuốc, Muỗi vằn';
const TEXT = `Hotline 24/7
09999-09999

Xã Giả Định lập đội diệt muỗi lưu động

Đội gồm 12 người, đi từng nhà vào sáng thứ bảy.

${KEYWORDS}
Đội diệt muỗi phun thuốc ở ấp 3. Ảnh: Hồ Thử

Trưởng trạm cho biết số ca bệnh giảm một nửa.

Vì sao vẫn còn ổ bọ gậy?

${KEYWORDS}

Một lu nước được đậy kín. Ảnh: Hồ Thử

Người dân được phát 300 tờ hướng dẫn.

Theo Hồ Thử - Báo Thử Nghiệm

Đối tác AloBacsi

Đăng ký nhận bản tin sức khoẻ

hoàn toàn MIỄN PHÍ

Khám bệnh online

X`;

describe('the text of a whole page', () => {
  const reading = readText(TEXT, alobacsi);

  test('is known by lines that its site always has', () => {
    expect(matchesText(TEXT, alobacsi)).toBe(true);
    expect(matchesText('Một bài viết khác\n\nkhông có gì đặc biệt', alobacsi)).toBe(false);
  });

  test('gives title, paragraphs and captions, and none of what stands around them', () =>
    expect(reading).toEqual({
      content: {
        title: 'Xã Giả Định lập đội diệt muỗi lưu động',
        body: [
          'Đội gồm 12 người, đi từng nhà vào sáng thứ bảy.',
          'Trưởng trạm cho biết số ca bệnh giảm một nửa.',
          'Vì sao vẫn còn ổ bọ gậy?',
          'Người dân được phát 300 tờ hướng dẫn.',
        ],
        captions: ['Đội diệt muỗi phun thuốc ở ấp 3. Ảnh: Hồ Thử', 'Một lu nước được đậy kín. Ảnh: Hồ Thử'],
      },
      facts: { language: 'vi', source: 'Hồ Thử - Báo Thử Nghiệm' },
      reader: { layout: 'alobacsi/text', extractor: EXTRACTOR_VERSION },
    }));

  test('is the same with Windows line ends and decomposed accents', () =>
    expect(readText(TEXT.replaceAll('\n', '\r\n').normalize('NFD'), alobacsi)).toEqual(reading));

  test('of another site is no reading', () =>
    expect(readText('Một dòng\n\nHai dòng', alobacsi)).toMatchObject({ missing: ['title', 'body'] }));
});
