/** The signature under an article: last paragraphs that name who wrote it, or whom it was taken from. */
import { elementsIn, isUnread, lineOf, type Block } from './blocks.ts';
import { creditIn, signatureIn } from './facts.ts';
import { isElement, parentOf, type Element } from './parse.ts';

/** A signature is short, even that of two writers and their agency; a sentence of twelve words rarely lacks its full stop. */
const MOST_WORDS = 12;
const LONGEST = 80;

/** Writer, photographer, agency and the paper it was in. */
const MOST_LINES = 4;

/** The body without its signature, and what that says. */
export interface Signed {
  readonly body: readonly Block[];
  readonly author?: string;
  readonly source?: string;
}

/**
 * Takes off last paragraphs that are set apart and are names (`<p><strong>Hà Thu</strong> (tổng hợp)</p>`), that credit
 * pictures under such a name (`Ảnh: Lê Mẫu`), that name an agency (`(TTXVN/Vietnam+)`) or another outlet (`Theo VGP`); and
 * what stands behind the end mark `./.`. What might be text stays text: an edit there must be seen as one.
 */
export function unsigned(blocks: readonly Block[], mostLines = MOST_LINES): Signed {
  const last = blocks.at(-1);
  if (last === undefined || blocks.length < 2 || mostLines === 0) return { body: blocks };
  const rest = blocks.slice(0, -1);
  const { text = '', tail = '' } = GLUED.exec(last.text)?.groups ?? {};
  if (signatureIn(tail).agency !== undefined) return { body: [...rest, { ...last, text }], ...signed(tail) };
  if (isSource(last)) return under(unsigned(rest, mostLines - 1), sourced(last.text));
  if (isAgency(last)) return under(unsigned(rest, mostLines - 1), signed(last.text));
  if (isCredit(last, rest)) return under(unsigned(rest, mostLines - 1), { author: last.text });
  return isName(last) && !isName(rest.at(-1)) ? { body: rest, author: last.text } : { body: blocks };
}

/** TTXVN ends its texts with `./.`; what follows in the same paragraph is no sentence of it. */
const GLUED = /^(?<text>.*\.\/\.)\s*(?<tail>\([^()]{2,60}\))$/u;

type Names = Pick<Signed, 'author' | 'source'>;

// The line above names the writer, the one below the agency or the photographer; of two of a kind neither is lost.
function under(above: Signed, below: Names): Signed {
  const author = joined(above.author, below.author);
  const source = joined(above.source, below.source);
  return { body: above.body, ...(author === undefined ? {} : { author }), ...(source === undefined ? {} : { source }) };
}

/** Two statements of one fact as one: `Hà Thu, Ảnh: Lê Mẫu`; said twice it is said once. */
export function joined(first: string | undefined, second: string | undefined): string | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  const [a, b] = [first.toLocaleLowerCase('vi'), second.toLocaleLowerCase('vi')];
  if (a.includes(b)) return first;
  return b.includes(a) ? second : `${first}, ${second}`;
}

function signed(line: string): Names {
  if (AGENCIES.test(line)) return { source: line };
  const { author, agency } = signatureIn(line);
  return { ...(author === undefined ? {} : { author }), ...(agency === undefined ? {} : { source: agency }) };
}

function sourced(line: string): Names {
  const source = creditIn(line);
  return source === undefined ? {} : { source };
}

/** Agencies that stand alone in a last paragraph, with nothing to set them apart. */
const AGENCIES = /^(?:TTXVN|VNA|VNS|VNP|VietnamPlus|Vietnam\+)(?:\s?[/-]\s?(?:TTXVN|VNA|VNS|VNP|VietnamPlus|Vietnam\+))?$/u;

function isAgency(block: Block): boolean {
  if (!isShort(block) || isListed(block.element)) return false;
  if (AGENCIES.test(block.text)) return true;
  const { author, agency } = signatureIn(block.text);
  return agency !== undefined && (author === undefined || areNames(author));
}

function isShort({ text }: Block): boolean {
  return text.length <= LONGEST && text.split(' ').length <= MOST_WORDS;
}

const SOURCE = /^\(?(?:[Tt]heo|THEO|Nguồn:)\s+(?<outlet>[\p{Lu}\p{N}"“].*[^.!?…:;,])$/u;

/** Whom articles quote, and what: "Theo Bộ Y tế" begins a sentence or stands over a list. Papers are called otherwise, but for one. */
const QUOTED =
  /^(?!Công an nhân dân)(?:Bộ|Sở|Cục|Tổng cục|Vụ|Ban|[ỦU][ỷy] ban|UBND|HĐND|Chính phủ|Thủ tướng|Quốc hội|Công an|Viện|Bệnh viện|Đại học|Trường|Trung tâm|Hội|Hiệp hội|Liên đoàn|Liên Hợp|Ngân hàng|Tổ chức|Công ty|Tập đoàn|WHO|Luật|Nghị định|Nghị quyết|Thông tư|Quyết định|Quy định|Điều|Khoản|Hiến pháp|Kế hoạch)(?![\p{L}\p{M}])/iu;

/** Words that make a sentence. */
const SAYING =
  /(?:^|\s)(?:là|đã|sẽ|đang|có|được|bị|cho|của|từ|này|trên|tại|trong|vào|các|một|không|thì|để|với|khi|đó|ra|cùng|nói)(?=\s|$)|,\s\p{Ll}/u;

function isSource(block: Block): boolean {
  const outlet = SOURCE.exec(block.text)?.groups?.['outlet'];
  if (outlet === undefined || !isShort(block) || SAYING.test(outlet)) return false;
  return !QUOTED.test(outlet) || isAtTheRight(block.element) || block.text.startsWith('(');
}

// "Ảnh: Lê Mẫu" alone might be a caption; under a writer's name it is none.
function isCredit(block: Block, above: readonly Block[]): boolean {
  const names = CREDIT.exec(block.text)?.groups?.['names'];
  if (names === undefined || !isShort(block) || !areNames(names.replace(/\)$/u, ''))) return false;
  return isSetApart(block) || isName(above.at(-1));
}

const WORK =
  '(?:Ảnh|Video|Clip|Bài|Tin|Đồ h[oọ]a|Thiết kế|Nội dung|Thực hiện|Trình bày|Kỹ thuật|Dựng(?: phim)?|Quay(?: phim)?|Biên tập|Tổng hợp|Photos?)';
const WORKS = `${WORK}(?:\\s?(?:[,&/-]|và)\\s?${WORK})*`;
const CREDIT = new RegExp(`^(?:${WORKS}\\s?:\\s?|\\(${WORKS}\\s?:?\\s?)(?<names>.+)$`, 'iu');

function isName(block: Block | undefined): boolean {
  if (block === undefined || !isShort(block) || isListed(block.element) || isHeading(block.element)) return false;
  const isRight = isAtTheRight(block.element);
  if (!isRight && (!isSetApart(block) || isOverPicture(block))) return false;
  // A heading may be all in capitals or of one word; a name is so where it stands at the right.
  return areNames(block.text) && (isRight || (!isShouted(block.text) && !/^[\p{L}\p{M}]*\p{Ll}[\p{L}\p{M}]*$/u.test(block.text)));
}

function isShouted(text: string): boolean {
  return /^HẾT$|\s/u.test(text) && text === text.toLocaleUpperCase('vi');
}

/** No paper's article is signed by more; a list of more is a line-up, or who won. */
const MOST_NAMES = 3;

/** Titles before a name, and what a writer did, behind it. Of all other words of a name each has a capital. */
const TITLE =
  '(?:(?:Phó |Cựu )?(?:Bác|Tiến|Thạc|Nghệ|Nhạc|Ca|Họa|Dược|Luật|Kỹ|Võ|Thi) s[ĩỹiưyý]|Giáo sư|Kiến trúc sư|Nhà (?:báo|văn|thơ|giáo)|Hoa hậu|Đạo diễn|Diễn viên|Phóng viên|Nhóm phóng viên|Cộng tác viên|Bạn đọc|Độc giả|Chuyên gia|Giảng viên|Thầy|Cô)';
const DEED = '(?:tổng hợp|thực hiện|ghi|lược ghi|ghi chép|dịch|lược dịch|biên dịch|biên soạn)';
const WORD = "\\p{Lu}[\\p{L}\\p{M}.'’+]*";
const NAME = new RegExp(`^(?:${TITLE}(?:\\s(?=\\p{Lu})|$))*(?:${WORD}(?:\\s${WORD}){0,4})?(?:\\s${DEED})?$`, 'u');

function areNames(text: string): boolean {
  const plain = text.replace(/\s*\([^()\d]{2,40}\)$/u, '').replaceAll(new RegExp(`(?<=^|[\\s-])${WORKS}\\s?:\\s?`, 'giu'), '');
  const names = plain.split(/\s+[-–—]\s+|\s*[,/&–]\s*|\s+và\s+|-(?=\p{Lu})/u).filter((name) => name !== '');
  const isSentence = /[?!…:;]$|\p{Ll}\.$/u.test(text);
  return names.length > 0 && names.length <= MOST_NAMES && !isSentence && names.every((name) => NAME.test(name));
}

function isSetApart({ text, stressed, element }: Block): boolean {
  // "(tổng hợp)" behind a name often isn't bold with it.
  const least = text.replace(/\([^()]*\)$/u, '').replace(/\s/gu, '').length * 0.9;
  return (least > 0 && stressed >= least) || isAtTheRight(element);
}

function isAtTheRight(element: Element | undefined): boolean {
  for (let each = element, steps = 0; each !== undefined && steps < 3; each = parentOf(each), steps += 1) {
    const { style = '', align = '', class: classes = '' } = each.attribs;
    if (/text-align:\s*right/iu.test(style) || align === 'right' || /(?:^|[\s_-])(?:right|author|t-r)(?:$|[\s_-])/iu.test(classes))
      return true;
  }
  return false;
}

function isHeading(element: Element | undefined): boolean {
  return element !== undefined && /^h\d$/u.test(element.name);
}

/** One of several items: a list of names is text. Papers of 2010 set a signature as a list of one. */
function isListed(element: Element | undefined): boolean {
  for (let each = element, steps = 0; each !== undefined && steps < 3; each = parentOf(each), steps += 1)
    if (each.name === 'li') return (parentOf(each)?.children ?? []).filter((child) => isElement(child)).length > 1;
  return false;
}

/** A heading whose text is a picture: nothing is signed before its picture. */
function isOverPicture({ element, isAll }: Block): boolean {
  // What stands beside the whole text is no part of it.
  let next = isAll === true ? null : (element?.next ?? null);
  while (next !== null && !(isElement(next) && (isFrame(next) || (!isUnread(next) && lineOf(next) !== '')))) next = next.next;
  return next !== null && isElement(next) && isFrame(next);
}

function isFrame(element: Element): boolean {
  return (element.name === 'figure' || element.name === 'table') && [...elementsIn(element)].some(({ name }) => name === 'img');
}
