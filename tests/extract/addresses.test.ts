/** The addresses of the sites that baoluu comes with, old and new. */
import { expect, test } from 'vitest';
import { articleNumber, siteOf } from '../../src/article/identity.ts';
import { sites } from './pages.ts';

test.each([
  ['https://www.vietnamplus.vn/cau-hoa-lau-post1125344.vnp', '1125344'],
  ['https://www.vietnamplus.vn/cau-hoa-lau-post1125344.amp', '1125344'],
  ['http://www.vietnamplus.vn/viet-namhoa-ky/436993.vnp', '436993'],
  ['http://www.vietnamplus.vn/viet-namhoa-ky/436993.amp', '436993'],
  ['https://m.vietnamplus.vn/436993.vnp', '436993'],
  ['http://www.vietnamplus.vn/Home/Mot-Nguoi-Thu/20119/104340.vnplus', '104340'],
  ['https://www.vietnamplus.vn/print-1125344.html', '1125344'],
  ['http://www.vietnamplus.vn/Utilities/Print.aspx?contentid=104340', '104340'],
  ['http://www.vietnamplus.vn/Utilities/Print.aspx?lang=vi&contentid=104340', '104340'],
  ['https://www.vietnamplus.vn/xahoi/trang2.vnp', undefined],
  ['http://www.vietnamplus.vn/Home/chinhtri/Trang-4.vnplus', undefined],
  ['https://www.vietnamplus.vn/tag/cau-tag5687.vnp', undefined],
  ['https://www.vietnamplus.vn/chude/le-hoi/839.vnp', undefined],
  ['https://www.vietnamplus.vn/rss/kinhte-311.rss', undefined],
  ['https://www.vietnamplus.vn/kinh-te/', undefined],
  ['https://vietnamnet.vn/gia-dua-2495349.html', '2495349'],
  ['https://vietnamnet.vn/gia-dua-pre2495349.html', '2495349'],
  ['https://vietnamnet.vn/gia-dua-2495349-page0.html', '2495349'],
  ['https://vietnamnet.vn/gia-dua-2495349.html?vnn_source=trangchu&vnn_medium=moi', '2495349'],
  ['https://vietnamnet.vn/en/coconut-prices-2495349.html', '2495349'],
  ['http://vietnamnet.vn/vn/thoi-su/chinh-tri/tinh-gon-bo-may-361877.html', '361877'],
  ['http://vietnamnet.vn/vn/chinh-tri/1234/hop-quoc-hoi-2010.html', '1234'],
  ['http://vietnamnet.vn/vn/print/chinh-tri/doi-noi/1234/hop-quoc-hoi.html', '1234'],
  ['https://vietnamnet.vn/gia-%C2%A0dua-2495349.html', '2495349'],
  ['https://vietnamnet.vn/kinh-doanh-page1', undefined],
  ['https://vietnamnet.vn/kinh-doanh', undefined],
  ['http://vietnamnet.vn/vn/kinh-doanh/trang2/index.html', undefined],
  ['https://vietnamnet.vn/tac-gia/duy-thu-0008IL.html', undefined],
  ['https://vietnamnet.vn/tin-tuc-24h?bydate=07/03/2026-07/03/2026&cate=2', undefined],
  ['https://vietnamnet.vn/gia-dua-tag72908.html', undefined],
  ['https://alobacsi.com/doi-diet-muoi-n412734.html', '412734'],
  ['https://alobacsi.com/doi-diet-muoi.html', undefined],
  ['https://alobacsi.com/tin-tuc/p-2/', undefined],
])('%s has the number %s', (address, number) => {
  const url = new URL(address);
  expect(articleNumber(url, siteOf(url, sites))).toBe(number);
});
