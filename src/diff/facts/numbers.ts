/** Numbers as Vietnamese newspapers write them: `1.500` is fifteen hundred, `1,500` one and a half, `1,2 tỷ` 1,200 million. */

/** What a number is multiplied by where such a word follows. */
export const SCALES: Readonly<Record<string, number>> = {
  chục: 10,
  trăm: 100,
  nghìn: 1e3,
  ngàn: 1e3,
  vạn: 1e4,
  triệu: 1e6,
  tỷ: 1e9,
  tỉ: 1e9,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
};

/** What is measured or paid. Words for one unit have one name. */
export const UNITS: Readonly<Record<string, string>> = Object.fromEntries(
  `%=% phần_trăm=% percent=% per_cent=% điểm_phần_trăm=điểm_% điểm_%=điểm_% đồng=đồng vnd=đồng vnđ=đồng đ=đồng usd=USD đô_la=USD đô=USD eur=euro euro=euro yên=yên won=won bảng=bảng nhân_dân_tệ=nhân_dân_tệ rúp=rúp baht=baht
  km=km km2=km2 km/h=km/h m=m mét=m m2=m2 m3=m3 cm=cm mm=mm ha=ha héc_ta=ha kg=kg gram=g tạ=tạ tấn=tấn lít=lít ml=ml kwh=kWh mw=MW gb=GB độ=độ °c=độ lượng=lượng chỉ=chỉ ounce=ounce thùng=thùng
  tuổi=tuổi giây=giây phút=phút giờ=giờ tiếng=giờ ngày=ngày tuần=tuần tháng=tháng năm=năm`
    .split(/\s+/u)
    .map((pair) => pair.replaceAll('_', ' ').split('=')),
);

const WORDS: Readonly<Record<string, number>> = {
  một: 1,
  hai: 2,
  ba: 3,
  bốn: 4,
  tư: 4,
  năm: 5,
  lăm: 5,
  sáu: 6,
  bảy: 7,
  bẩy: 7,
  tám: 8,
  chín: 9,
  mười: 10,
};

/** What is counted: before such a word, `năm` is five and no year. */
const COUNTED = new Set(
  `người con chiếc cái căn ngôi vụ ca lần em cháu học bệnh nạn trận bàn tỉnh thành xã huyện quận phường hộ gia doanh công quốc nước bộ cơ tàu xe máy ngày tuần tháng năm giờ phút tuổi km mét triệu tỷ tỉ nghìn ngàn trăm chục tấn điểm
  nhà trường bác chiến cán dự hợp bản tầng lớp món cuốn bức tấm viên quả phát đối tượng nghi bị du khách cầu`.split(/\s+/u),
);

/** The value of a number word before what it counts: `năm người`, `hai vụ`. */
export function wordValue(word: string, next: string): number | undefined {
  return isCounted(next.toLowerCase()) ? WORDS[word.toLowerCase()] : undefined;
}

/** Whether a word is a number before what it counts. */
export function isNumberWord(word: string): boolean {
  return WORDS[word] !== undefined;
}

export function isCounted(word: string): boolean {
  return COUNTED.has(word);
}

/** The value of `1.234.567,89`, `5.5`, `1,000,000`; undefined for what is no number, such as `18A` or `10-15`. */
export function valueOf(text: string): number | undefined {
  if (!/^\d[\d.,]*$/u.test(text)) return undefined;
  const plain = text.replace(/[.,]$/u, '');
  if (/^\d{1,3}(?:\.\d{3})+(?:,\d+)?$/u.test(plain)) return Number(plain.replaceAll('.', '').replace(',', '.'));
  if (/^\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?$/u.test(plain)) return Number(plain.replaceAll(',', ''));
  return /^\d+(?:[.,]\d+)?$/u.test(plain) ? Number(plain.replace(',', '.')) : undefined;
}

/** The values of `10-15`, `2-1`, `2017–2018`. */
export function valuesOf(text: string): number[] | undefined {
  const values = text.split(/[-–:/]/u).map(valueOf);
  return values.every((value) => value !== undefined) ? values : undefined;
}
