/**
 * Pages that stand in an article's place: a challenge, a captcha, a login, "not found" with status 200.
 *
 * All of them have in common that there is nothing to read. A page with prose is never one of them, whatever it
 * mentions and whatever its comment form or its header holds; only on a page without prose do these signs count.
 */
import type { Visible } from './glance.ts';

/** Fewer words of prose than this are no article. A photo story's lead has some forty, so a sign is needed too. */
const HARDLY_ANY_PROSE = 60;

/** A page with more words than this has menus, a footer and other news; a login or a notice alone has fewer. */
const FULL_PAGE_WORDS = 150;

interface Sign {
  readonly what: string;
  /** All strings of one of these groups must stand in the page, in lower case. */
  readonly parts: readonly (readonly string[])[];
  /** The most words that such a page has. */
  readonly words: number;
  /** It can't be part of any other page, so it counts whatever else stands there. */
  readonly isUnmistakable?: true;
}

// A protection service's page has a few sentences: no menu, no footer, no list of other news. A cookie challenge
// has none at all, while its parts stand in the scripts of any page.
const CHALLENGES: readonly Sign[] = [
  {
    what: 'a Cloudflare challenge',
    parts: [['_cf_chl_opt'], ['id="challenge-form"'], ['<title>just a moment...</title>']],
    words: 250,
    isUnmistakable: true,
  },
  {
    what: 'a Cloudflare block page',
    parts: [['cf-error-details'], ['<title>attention required! | cloudflare']],
    words: 250,
    isUnmistakable: true,
  },
  { what: 'an Imperva block page', parts: [['incapsula incident id']], words: 250 },
  {
    what: 'a captcha',
    parts: ['unusual traffic', 'lưu lượng truy cập bất thường'].flatMap((words) => [
      ['g-recaptcha', words],
      ['/recaptcha/', words],
    ]),
    words: 250,
    isUnmistakable: true,
  },
  { what: 'an Akamai block page', parts: [['access denied', 'reference #'], ['errors.edgesuite.net']], words: 150 },
  { what: 'an Imperva challenge', parts: [['_incapsula_resource']], words: 30 },
  { what: 'a DDoS-Guard check', parts: [['ddos-guard']], words: 150 },
  { what: 'an AWS WAF challenge', parts: [['gokuprops'], ['awswafintegration'], ['awswaf.com']], words: 150 },
  { what: 'a Sucuri block page', parts: [['sucuri website firewall'], ['sucuri_cloudproxy_js']], words: 150 },
  {
    what: 'a cookie challenge',
    parts: [['d1n='], ...['location.reload', 'location.href', 'location.replace', 'location ='].map((go) => ['document.cookie', go])],
    words: 30,
  },
  { what: 'a captcha', parts: [['h-captcha'], ['hcaptcha.com'], ['g-recaptcha'], ['/recaptcha/'], ['cf-turnstile']], words: 150 },
];

const CAPTCHA_WORDS = [
  /(?:xác minh|xác nhận|chứng minh)[^.]{0,30}không phải(?: là)? (?:robot|người máy|rô-?bốt)/iu,
  /(?:nhập|điền) (?:mã )?captcha/iu,
  /verify(?:ing)? (?:that )?you are (?:a )?human/iu,
  /checking your browser|checking if the site connection is secure/iu,
  /(?:đang )?kiểm tra trình duyệt/iu,
];

const LOGIN_WORDS = [
  /(?:vui lòng|hãy|bạn (?:cần|phải)|yêu cầu) đăng nhập (?:để|trước khi) (?:tiếp tục|xem|đọc)/iu,
  /(?:please )?(?:log|sign) ?in to (?:continue|read|view)/iu,
];

const NOT_FOUND = [
  /^(?:lỗi |error |http )?404\b/iu,
  /\b404 (?:not found|error)\b|\b(?:page|file) not found\b|^not found$/iu,
  /không tìm thấy (?:trang|đường dẫn|bài viết|nội dung|kết quả nào cho đường dẫn)/iu,
  /(?:trang|đường dẫn|bài viết|nội dung|liên kết)[^.]{0,60}(?:không tồn tại|không còn tồn tại|đã bị xóa|đã bị xoá|đã bị gỡ)/iu,
];

/** More wordings of it, each a heading of its own. */
const WHOLE_NOTICES = [
  /^(?:(?:rất tiếc|xin lỗi|oops|sorry|thông báo)[,!.:]? )?(?:bài viết|trang|nội dung|đường dẫn|liên kết)(?: (?:này|web|bạn (?:đang )?(?:tìm|theo dõi|yêu cầu|truy cập)(?: kiếm)?|trên))*(?: \S+){0,3} (?:không (?:còn )?(?:tồn tại|hợp lệ|tìm thấy)|(?:có thể )?đã bị (?:gỡ|x[oó][aá]|hỏng|ẩn)|không còn|đang bảo trì)(?: (?:bỏ|hoặc|theo|yêu cầu|đã|bị|x[oó][aá]|gỡ))*[.!…]*$/iu,
  /^(?:có lỗi xảy ra|đã (?:có lỗi|xảy ra lỗi)|404|not found|lỗi)[.!…]*$/iu,
  /^(?:oops[,!.]* )?(?:sorry[,!.]* )?(?:we )?(?:could(?: not|n['’]t)|can(?:not|['’]t)) find (?:that|this|the) page[.!…]*$/iu,
];

/** The notice as a whole, where no headline could be meant. */
const WHOLE_NOTICE =
  /^(?:(?:lỗi|error|http) 404|404 (?:not found|error)|(?:page|file) not found|không tìm thấy (?:trang|đường dẫn|bài viết|nội dung)(?: này| yêu cầu)?|(?:trang|đường dẫn|bài viết|nội dung)(?: này| bạn \p{L}{1,9}(?: \p{L}{1,9})?)? (?:không tồn tại|đã bị x[oó][aá]|đã bị gỡ))[.!]?$/iu;

/** Headings that are longer than this are headlines: "Lỗi 404 Not Found là gì và cách khắc phục nhanh nhất cho người dùng". */
const LONGEST_NOTICE = 12;

/** No page that stands in an article's place has so many words. */
export const MORE_WORDS = Math.max(...CHALLENGES.map(({ words }) => words));

/** What stands in a page beside what is seen. */
export interface Source {
  /** The page says that it is an article. */
  readonly isDeclared: boolean;
  /** Markup and text in lower case; of most pages nobody asks for it. */
  readonly lower: () => string;
}

/** What machine stands in the way, whatever the status. */
export function challengeIn(seen: Visible, source: Source): string | undefined {
  const mayBeArticle = seen.prose >= HARDLY_ANY_PROSE || source.isDeclared;
  const sign = CHALLENGES.find(
    ({ parts, words, isUnmistakable }) =>
      seen.words < words && (isUnmistakable ?? !mayBeArticle) && parts.some((all) => all.every((part) => source.lower().includes(part))),
  );
  if (sign !== undefined || mayBeArticle) return sign?.what;
  return CAPTCHA_WORDS.some((words) => words.test(seen.text)) ? 'a captcha' : undefined;
}

/** Whether a login stands where the article should. */
export function isLogin(seen: Visible, source: Source): boolean {
  if (seen.prose >= HARDLY_ANY_PROSE || source.isDeclared) return false;
  if (LOGIN_WORDS.some((words) => words.test(seen.text))) return true;
  return seen.words < FULL_PAGE_WORDS && /type\s*=\s*["']?password/u.test(source.lower());
}

/**
 * Whether the page says that it is none, although the server says that all is well. A title that says so and
 * nothing else is believed beside other news too: newspapers fill their "not found" page with the day's headlines.
 */
export function isSoftNotFound(seen: Visible, source: Source): boolean {
  if (source.isDeclared) return false;
  if (seen.headings.some(({ name, text }) => name !== 'h2' && text.split(/ [|–-] /u).some(isWholeNotice))) return true;
  if (seen.prose >= HARDLY_ANY_PROSE) return false;
  const notices = seen.headings.filter(({ text }) => text.split(' ').length <= LONGEST_NOTICE);
  return notices.some(({ text }) => saysNotFound(text)) || (seen.words < FULL_PAGE_WORDS && saysNotFound(seen.text));
}

function isWholeNotice(text: string): boolean {
  return WHOLE_NOTICE.test(text) || (text.split(' ').length <= LONGEST_NOTICE && WHOLE_NOTICES.some((notice) => notice.test(text)));
}

function saysNotFound(text: string): boolean {
  return NOT_FOUND.some((words) => words.test(text));
}

/** A page that names its own publishing time is an article, however little of it there is. */
export function isDeclaredArticle(html: string): boolean {
  return holdsAny(html, DECLARATIONS) || holdsAny(html.toLowerCase(), LOWER_DECLARATIONS);
}

/** As nearly all pages write them, so that few must be put in lower case. */
const DECLARATIONS = ['article:published_time', '"datePublished"', 'itemprop="datePublished"'];
const LOWER_DECLARATIONS = DECLARATIONS.map((sign) => sign.toLowerCase());

function holdsAny(html: string, signs: readonly string[]): boolean {
  return signs.some((sign) => html.includes(sign));
}
