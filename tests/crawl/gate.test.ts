import { expect, test } from 'vitest';
import type { Page } from '../../src/article/page.ts';
import { gate } from '../../src/crawl/gate.ts';

interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly truncated?: string;
  readonly body?: Uint8Array;
}

function judged(
  html: string,
  { status = 200, type = 'text/html; charset=utf-8', truncated, body = Buffer.from(html) }: Answer = {},
): string {
  const page: Page = {
    url: 'https://vietnamnet.vn/a-1.html',
    requested: 'https://vietnamnet.vn/a-1.html',
    redirects: [],
    at: '2026-03-04T02:15:02.123Z',
    requestHead: '',
    httpVersion: '1.1',
    status,
    statusText: REASONS[status] ?? '',
    bytes: body,
    body,
    headers: type === '' ? [] : [['Content-Type', type]],
    ...(truncated === undefined ? {} : { truncated }),
  };
  const stopped = gate(page, html);
  return stopped === undefined ? 'may be read' : `${stopped.outcome}: ${stopped.why}`;
}

const REASONS: Readonly<Record<number, string>> = { 200: 'OK', 403: 'Forbidden', 404: 'Not Found', 503: 'Service Unavailable' };

const SENTENCE = 'Sáng nay, giá vàng miếng trong nước tăng thêm 1,2 triệu đồng mỗi lượng so với hôm qua, theo ghi nhận tại Hà Nội. ';
const PROSE = `<p>${SENTENCE}</p>`.repeat(6);
const MENU = '<ul>' + '<li><a href="/x">Thời sự</a></li><li><a href="/y">Kinh doanh</a></li>'.repeat(60) + '</ul>';
const ARTICLE = `<!doctype html><html><head><title>Giá vàng tăng</title></head><body>${MENU}<h1>Giá vàng tăng</h1>${PROSE}</body></html>`;

test('an article may be read', () => expect(judged(ARTICLE)).toBe('may be read'));

test.each([
  [404, 'absent: the server answered 404 Not Found'],
  [410, 'absent: the server answered 410'],
  [400, 'refused: the server refused with 400'],
  [401, 'refused: the server refused with 401'],
  [402, 'refused: the server refused with 402'],
  [403, 'refused: the server refused with 403 Forbidden'],
  [406, 'refused: the server refused with 406'],
  [407, 'refused: the server refused with 407'],
  [418, 'refused: the server refused with 418'],
  [429, 'refused: the server refused with 429'],
  [451, 'refused: the server refused with 451'],
  [500, 'failed: the server answered 500'],
  [503, 'failed: the server answered 503 Service Unavailable'],
  [302, 'failed: the server answered 302 without an address to go to'],
  [304, 'failed: the server answered 304 Not Modified, although it was not asked whether the page was'],
  [204, 'failed: the server answered 204, which has no page'],
  [205, 'failed: the server answered 205, which has no page'],
  [206, 'truncated: the server sent a part of the page, although the whole was asked for'],
  [199, 'failed: the server answered 199, which is no page'],
])('an answer of %i says what it means, whatever page is with it', (status, verdict) => expect(judged(ARTICLE, { status })).toBe(verdict));

test('an empty page is the server’s failure, and half a page is truncated', () => {
  expect(judged('')).toBe('failed: the server answered 200 OK with an empty page');
  expect(judged(ARTICLE, { truncated: 'the connection broke off after 4 of 100 bytes' })).toBe(
    'truncated: the connection broke off after 4 of 100 bytes',
  );
  expect(judged('', { truncated: 'the connection broke off after 0 of 100 bytes' })).toMatch(/^truncated/u);
  expect(judged(ARTICLE, { truncated: 'x', status: 404 })).toMatch(/^absent/u);
});

test.each([
  ['{"a":1}', 'application/json', 'failed: the address gives application/json, not a page'],
  ['%PDF-1.7', 'application/pdf', 'failed: the address gives a PDF file, not a page'],
  ['%PDF-1.7', 'text/html', 'failed: the address gives a PDF file, not a page'],
  ['GIF89a', 'image/gif', 'failed: the address gives a GIF picture, not a page'],
  ['<?xml version="1.0"?><rss></rss>', 'application/rss+xml', 'failed: the address gives application/rss+xml, not a page'],
  [ARTICLE, 'application/octet-stream', 'may be read'],
  [ARTICLE, 'text/plain', 'may be read'],
  [ARTICLE, 'application/xhtml+xml', 'may be read'],
  [ARTICLE, '', 'may be read'],
  [`<?xml version="1.0"?>\n<!DOCTYPE html>${ARTICLE}`, 'application/xml', 'may be read'],
  [PROSE, 'text/html', 'may be read'],
])('%s as "%s"', (html, type, verdict) => expect(judged(html, { type })).toBe(verdict));

const BLOCKED: readonly (readonly [string, string, string])[] = [
  [
    'Cloudflare',
    'a Cloudflare challenge',
    '<html><head><title>Just a moment...</title></head><body><h1>vietnamnet.vn</h1><p>Verifying you are human. This may take a few seconds.</p><script>window._cf_chl_opt={cType:"managed"}</script></body></html>',
  ],
  [
    'Cloudflare’s block page, which has a good many words',
    'a Cloudflare block page',
    `<title>Attention Required! | Cloudflare</title><div id="cf-error-details"><h1>Sorry, you have been blocked</h1><p>${'This website is using a security service to protect itself from online attacks. '.repeat(8)}</p></div>`,
  ],
  [
    'Imperva',
    'an Imperva block page',
    '<html><body><iframe src="/_Incapsula_Resource?x=1">Request unsuccessful. Incapsula incident ID: 123-456</iframe></body></html>',
  ],
  [
    'Akamai',
    'an Akamai block page',
    '<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY><H1>Access Denied</H1>You don\'t have permission to access "http&#58;&#47;&#47;vietnamnet&#46;vn" on this server.<P>Reference&#32;&#35;18&#46;2d</BODY></HTML>',
  ],
  [
    'DDoS-Guard',
    'a DDoS-Guard check',
    '<title>DDoS-Guard</title><h1>Checking your browser before accessing vietnamnet.vn</h1><script src="/.well-known/ddos-guard/check"></script>',
  ],
  [
    'AWS',
    'an AWS WAF challenge',
    '<html><script>window.gokuProps = {"key":"x"}</script><body><div id="challenge-container"></div></body></html>',
  ],
  [
    'a Vietnamese host’s cookie',
    'a cookie challenge',
    '<html><body><script type="text/javascript">document.cookie="D1N=8a7b"+"; expires=Fri, 31-Dec-37; path=/";window.location.reload(true);</script></body></html>',
  ],
  [
    'a captcha',
    'a captcha',
    '<html><h1>Xin chào</h1><form><div class="g-recaptcha" data-sitekey="x"></div><button>Tiếp tục</button></form></html>',
  ],
  [
    'a captcha that explains itself at length',
    'a captcha',
    `<html><body><h1>Xác thực</h1><p>${'Hệ thống phát hiện lưu lượng truy cập bất thường từ mạng của bạn và cần biết có phải chính bạn gửi yêu cầu hay không. '.repeat(4)}</p><div class="g-recaptcha"></div></body></html>`,
  ],
  [
    'a captcha in Vietnamese',
    'a captcha',
    `<html><body>${MENU}<h2>Xác minh bạn không phải là robot</h2><p>Vui lòng nhập mã.</p></body></html>`,
  ],
  ['a captcha in old letters', 'a captcha', '<body><h2>X&aacute;c minh b&#7841;n kh&ocirc;ng ph&#7843;i l&agrave; robot</h2></body>'],
  ['a captcha in taken-apart letters', 'a captcha', '<body><h2>Xác minh bạn không phải là robot</h2></body>'.normalize('NFD')],
];

test.each(BLOCKED)('the challenge of %s is no article, with any status', (_name, what, html) => {
  expect(judged(html)).toBe(`blocked: ${what} stands in place of the page`);
  expect(judged(html, { status: 403 })).toBe(`blocked: ${what} stands in place of the page (403 Forbidden)`);
  expect(judged(html, { status: 503 })).toBe(`blocked: ${what} stands in place of the page (503 Service Unavailable)`);
});

test.each([
  ['a form', '<h1>Đăng nhập</h1><form><input name="email"><input type="password" name="p"><button>Đăng nhập</button></form>'],
  ['words', `<body>${MENU}<div>Vui lòng đăng nhập để tiếp tục</div></body>`],
  ['English words', `<body>${MENU}<div>Please log in to continue.</div></body>`],
])('a login in place of an article, known by %s, is no article', (_by, html) => {
  expect(judged(html)).toBe('blocked: a login stands in place of the page');
  expect(judged(html, { status: 401 })).toBe('blocked: a login stands in place of the page (401)');
});

test.each([
  `<title>404 Not Found</title><h1>404 Not Found</h1>`,
  `<title>Trang chủ</title>${MENU}<h1>Không tìm thấy trang</h1><p>Mời bạn quay lại trang chủ.</p>`,
  `<title>Trang chủ</title><body><div>Trang bạn tìm kiếm không tồn tại hoặc đã bị xóa.</div></body>`,
  `${MENU}<h2>Bài viết không tồn tại</h2>`,
  `${MENU}<h1>Lỗi 404</h1>`,
  `<title>Không tìm thấy trang | VietNamNet</title>${MENU}<h2>Tin mới</h2>${PROSE}`,
  `<title>VietNamNet</title>${MENU}<h1>Trang bạn tìm kiếm không tồn tại.</h1>${PROSE}`,
  `<title>Page not found | Vietnam News</title>${MENU}<div class="g-recaptcha"></div>`,
])('a page that says that it is none is absent, although its status is 200: %s', (html) => {
  expect(judged(html)).toBe('absent: the page says that there is none, although the status says that all is well');
});

test.each([
  [
    'speaks of all of them',
    `<h1>404 Not Found, captcha, "Just a moment...": người đọc bị chặn</h1>${PROSE}<p>Trang bạn tìm kiếm không tồn tại. Vui lòng đăng nhập để tiếp tục. Xác minh bạn không phải là robot.</p>`,
  ],
  [
    'is short and quotes what the protection services say',
    `<h1>Nhiều báo bị nghẽn</h1>${PROSE}<p>Người đọc thấy "Attention Required! | Cloudflare", "Just a moment..." và "Incapsula incident ID: 123-456".</p>`,
  ],
  ['is short and has a script of Cloudflare', `<h1>Giá vàng tăng</h1>${PROSE}<script>var a="cf_chl_rc";</script>`],
  [
    'has a captcha at its comments',
    `${ARTICLE}<div class="g-recaptcha"></div><script src="https://www.google.com/recaptcha/api.js"></script>`,
  ],
  ['has a login in its header', `<div class="dialog"><input type="password">Vui lòng đăng nhập để tiếp tục</div>${ARTICLE}`],
  [
    'sets cookies and has a Cloudflare script',
    `<script>document.cookie="a=1";if(0)location.href="/"</script><script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>${ARTICLE}`,
  ],
  [
    'is a video with two lines of text',
    `<meta property="article:published_time" content="2026-03-04"><h1>Video: Lũ về</h1><p>${SENTENCE}</p><input type="password"><div class="g-recaptcha"></div><script>document.cookie="a";location.reload()</script>`,
  ],
  [
    'has a headline about a page that was not found',
    `<title>Không tìm thấy trang nào về vụ án trong sổ</title><h1>Lỗi 404 trên web trường</h1>${PROSE}`,
  ],
  ['is a headline list', `<title>Tin mới</title>${MENU}`],
  ['is short', `<h1>Tin ngắn</h1><p>${SENTENCE}</p>`],
  [
    'is written in Chinese, without spaces',
    `<title>新闻</title><p>${'越南通讯社河内消息今天黄金价格上涨'.repeat(20)}</p><div class="g-recaptcha"></div>`,
  ],
  ['has a sign for less than', `<p>Giá < 5 triệu đồng, và > 3 triệu đồng. ${SENTENCE}</p>${PROSE}<div class="g-recaptcha"></div>`],
])('an article that %s may be read', (_what, html) => expect(judged(html)).toBe('may be read'));

test.each([
  '<',
  '<a',
  '<!--',
  '<h1>',
  '<script></',
  '<script ',
  '<p>a ',
  '&#1',
  'type=',
  '<h1>x</h1>',
  'không phải xác minh ',
  'document.cookie',
  'trang bạn tìm ',
  '<title></h1><h1>',
  ' ',
  'Vui lòng ',
  'a\u0323',
])('a hostile page made of "%s" is judged in the time of one walk', (part) => {
  // Were anything here quadratic, this would not end within the test's minute.
  expect(judged(part.repeat(Math.floor(1_990_000 / part.length)))).toMatch(/^(?:may be read|failed|blocked)/u);
  expect(judged(part.repeat(Math.floor(20_000_000 / part.length)))).toMatch(/^(?:may be read|failed)/u);
});
