/** Noise: what a page shows beside its article, another on each day and at each visit, and never the news itself. */
import { createHash } from 'node:crypto';

export interface Noise {
  /** By the day: the folder of the scripts, as a site has after each release. */
  readonly build: string;
  readonly advert: string;
  readonly related: readonly Teaser[];
  /** By the visit: a number that only grows, and a signature that never comes twice. */
  readonly views: number;
  readonly token: string;
}

/** A link to another article. None of them exists: nobody should follow what stands beside an article. */
export interface Teaser {
  readonly title: string;
  readonly slug: string;
  readonly number: number;
}

const ADVERTS = [
  'Mua hai tặng một: trà sen Hồ Gươm Xanh',
  'Vay mua nhà lãi suất chỉ từ 0% tại Ngân hàng Hạt Gạo',
  'Khám mắt miễn phí trong tháng này ở Phòng khám Trăng Khuyết',
  'Đi biển Mũi Cát ba ngày, trả tiền hai ngày',
] as const;

const TEASERS: readonly Teaser[] = [
  { title: 'Lúa thu đông Hà Sơn được mùa, được giá', slug: 'lua-thu-dong-ha-son-duoc-mua-duoc-gia', number: 9900801 },
  { title: 'Cấm xe tải qua cầu Én trong giờ cao điểm', slug: 'cam-xe-tai-qua-cau-en-trong-gio-cao-diem', number: 9900802 },
  { title: 'Phát hiện giếng cổ dưới nền chợ Lộc Giang', slug: 'phat-hien-gieng-co-duoi-nen-cho-loc-giang', number: 9900803 },
  { title: 'Đội tuyển cờ vua nữ giành vé dự giải châu Á', slug: 'doi-tuyen-co-vua-nu-gianh-ve-du-giai-chau-a', number: 9900804 },
  { title: 'Không khí lạnh đầu mùa tràn về miền Bắc', slug: 'khong-khi-lanh-dau-mua-tran-ve-mien-bac', number: 9900805 },
];

/** The noise of one visit, the same on every machine. */
export function noiseOf(date: string, address: string, visit: number): Noise {
  // Counting on by the day, and not drawing anew, so that no two days in a row are alike.
  const turn = Number(date.slice(-2)) + digest(address).readUInt8(0);
  return {
    build: `${date.split('-').map(Number).join('/')}/${1000 + (digest(date).readUInt16BE(0) % 9000)}`,
    advert: rotated(ADVERTS, turn)[0] ?? '',
    related: rotated(TEASERS, turn).slice(0, 3),
    views: Number(date.slice(-5).replace('-', '')) * 100 + visit,
    token: digest(date, address, String(visit)).toString('base64url').slice(0, 22),
  };
}

function digest(...seed: readonly string[]): Buffer {
  return createHash('sha256').update(seed.join('\n')).digest();
}

function rotated<Item>(items: readonly Item[], by: number): Item[] {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
