/** The script that the newsroom plays: invented news, and what happens to it on three days. */

export type OutletName = 'vietnamplus' | 'vietnamnet' | 'baosong';

export interface Script {
  /** The date of each day, as `YYYY-MM-DD`; the first is day 1. */
  readonly dates: readonly string[];
  readonly articles: readonly ScriptedArticle[];
}

/** An article as it is first published, and everything that happens to it, in order. */
export interface ScriptedArticle extends Wording {
  readonly outlet: OutletName;
  readonly number: number;
  /** ISO 8601 with offset. */
  readonly published: string;
  readonly author: string;
  readonly section: string;
  readonly tags: readonly string[];
  /** It comes out of a cache: byte for byte the same at each visit, as long as its text is. */
  readonly isCached?: true;
  readonly events: readonly ScriptEvent[];
}

/** What an event can change. */
export interface Wording {
  readonly slug: string;
  readonly title: string;
  readonly sapo: string;
  readonly paragraphs: readonly string[];
  readonly photos: readonly Photo[];
}

export interface Photo {
  readonly file: string;
  readonly caption?: string;
}

/** How the same text comes over the wire: nothing of it can be seen by a reader. */
export interface Dress {
  readonly unicode: 'NFC' | 'NFD';
  readonly spacing: 'tight' | 'loose';
}

/** One thing that happens on a day; `told` is the sentence that tells it to the person who watches. */
export type ScriptEvent = { readonly day: number; readonly told: string } & (
  | { readonly what: 'published' }
  | { readonly what: 'reworded'; readonly from: string; readonly to: string }
  | { readonly what: 'extended'; readonly paragraph: string }
  | { readonly what: 'renamed'; readonly slug: string }
  | { readonly what: 'redressed'; readonly dress: Dress }
  | { readonly what: 'deleted'; readonly status: 404 | 410 }
);

const bridge: ScriptedArticle = {
  outlet: 'vietnamplus',
  number: 9900101,
  slug: 'cau-vuot-lu-noi-hai-bo-song-vam-nho-thong-xe-som-mot-thang',
  title: 'Cầu vượt lú nối hai bờ sông Vàm Nhỏ thông xe sớm một tháng',
  sapo: 'Cây cầu dài 486m giúp hơn 2.300 hộ dân ở hai xã ven sông không còn bị chia cắt mỗi khi nước lên.',
  paragraphs: [
    'Sáng 5/10, Ủy ban Nhân dân thị xã Lộc Giang tổ chức lễ thông xe cầu Vàm Nhỏ, công trình được khởi công từ giữa năm ngoái.',
    'Mặt cầu cao hơn đỉnh lũ lịch sử 1,8m, đủ cho xe cứu thương và xe chở nông sản qua lại quanh năm.',
    'Bà Lê Thị Mười, chủ vườn bưởi ở bờ Nam, cho biết trước đây mỗi mùa nước nổi gia đình phải đi vòng 14km để đưa con tới trường./.',
  ],
  photos: [{ file: 'cau-vam-nho.jpg', caption: 'Cầu Vàm Nhỏ trong buổi sáng thông xe. (Ảnh: Hoài Nam/TTXVN)' }],
  published: '2026-10-05T07:12:30+07:00',
  author: 'Hoài Nam',
  section: 'Xã hội',
  tags: ['cầu Vàm Nhỏ', 'Lộc Giang'],
  events: [
    { day: 1, what: 'published', told: 'A bridge opens, with a slip in the headline.' },
    {
      day: 2,
      what: 'reworded',
      from: 'vượt lú',
      to: 'vượt lũ',
      told: 'The headline changes by one mark: "vượt lú" becomes "vượt lũ" (above the flood).',
    },
  ],
};

const museum: ScriptedArticle = {
  outlet: 'vietnamplus',
  number: 9900102,
  slug: 'bao-tang-loc-giang-mo-cua-mien-phi',
  title: 'Bảo tàng Lộc Giang mở cửa miễn phí đến hết tháng 10',
  sapo: 'Khách tham quan được xem miễn phí bộ sưu tập 120 chiếc ghe gỗ đến hết tháng 10.',
  paragraphs: [
    'Bảo tàng Lộc Giang vừa hoàn thành việc sửa chữa gian trưng bày chính sau tám tháng đóng cửa.',
    'Giám đốc bảo tàng Trần Quốc Bảo nói: "Chúng tôi muốn người dân địa phương là những vị khách đầu tiên."',
    'Mỗi ngày bảo tàng đón tối đa 600 lượt khách, chia làm ba khung giờ./.',
  ],
  photos: [{ file: 'ghe-go.jpg', caption: 'Một chiếc ghe gỗ trăm tuổi tại bảo tàng. (Ảnh: Vũ Sinh/TTXVN)' }],
  published: '2026-10-05T08:40:00+07:00',
  author: 'Minh Châu',
  section: 'Văn hóa',
  tags: ['bảo tàng', 'ghe gỗ'],
  events: [
    { day: 1, what: 'published', told: 'A museum opens its doors until the end of October.' },
    { day: 2, what: 'reworded', from: 'hết tháng 10', to: 'hết tháng 12', told: 'Until the end of December, it says now.' },
    { day: 3, what: 'reworded', from: 'hết tháng 12', to: 'hết tháng 10', told: 'The edit is taken back: the end of October again.' },
  ],
};

const boatRace: ScriptedArticle = {
  outlet: 'vietnamplus',
  number: 9900103,
  slug: 'le-hoi-dua-ghe-song-vam-nho-hut-40000-luot-khach',
  title: 'Lễ hội đua ghe sông Vàm Nhỏ hút 40.000 lượt khách',
  sapo: 'Đội ghe xã Phú Hòa Đông về nhất sau ba ngày tranh tài của 26 đội.',
  paragraphs: [
    'Chung kết cự ly 1.200m diễn ra chiều 4/10 dưới cơn mưa lớn, song hai bờ sông vẫn kín người cổ vũ.',
    'Theo Ban Tổ chức, lượng khách năm nay cao hơn năm trước khoảng 15%, phần lớn đến từ các tỉnh lân cận./.',
  ],
  photos: [{ file: 'dua-ghe.jpg', caption: 'Các đội ghe trước vạch xuất phát. (Ảnh: Hoài Nam/TTXVN)' }, { file: 'trao-cup.jpg' }],
  published: '2026-10-05T06:05:10+07:00',
  author: 'Hoài Nam',
  section: 'Văn hóa',
  tags: ['đua ghe', 'lễ hội'],
  events: [
    { day: 1, what: 'published', told: 'A boat race draws a crowd.' },
    {
      day: 2,
      what: 'renamed',
      slug: 'dua-ghe-song-vam-nho-doi-phu-hoa-dong-ve-nhat',
      told: 'The address gets other words and keeps its number; the old one redirects. Not a word of the text changes.',
    },
  ],
};

const teaGarden: ScriptedArticle = {
  outlet: 'vietnamplus',
  number: 9900104,
  slug: 'dam-suong-vuon-che-co-thu-suoi-ngan-vao-vu',
  title: 'Đẫm sương, vườn chè cổ thụ Suối Ngần vào vụ hái cuối năm',
  sapo: 'Những gốc chè hơn 200 tuổi ở độ cao 1.450m vẫn cho búp đều, dẫu mùa lạnh đến sớm.',
  paragraphs: [
    'Từ bốn giờ sáng, người Suối Ngần đã soi đèn lên nương để kịp hái những búp chè còn ngậm sương.',
    'Hợp tác xã "Chè & Mây" thu mua toàn bộ sản lượng với giá 85.000 đồng mỗi kg búp tươi.',
    'Ông Giàng A Chử, người giữ vườn, nói nhiệt độ đêm đã xuống dưới 9°C, sớm hơn mọi năm nửa tháng./.',
  ],
  photos: [{ file: 'che-co-thu.jpg', caption: 'Hái chè cổ thụ trong sương sớm. (Ảnh: Đỗ Quỳnh/TTXVN)' }],
  published: '2026-10-05T05:30:45+07:00',
  author: 'Đỗ Quỳnh',
  section: 'Kinh tế',
  tags: ['chè cổ thụ', 'Suối Ngần'],
  events: [
    { day: 1, what: 'published', told: 'The tea harvest begins.' },
    {
      day: 2,
      what: 'redressed',
      dress: { unicode: 'NFD', spacing: 'tight' },
      told: 'Nothing that a reader reads: the page comes with decomposed accents, and with other advertising and links.',
    },
    {
      day: 3,
      what: 'redressed',
      dress: { unicode: 'NFC', spacing: 'loose' },
      told: 'Nothing that a reader reads: the page comes with other white space, and with other advertising and links.',
    },
  ],
};

const coffee: ScriptedArticle = {
  outlet: 'vietnamnet',
  number: 9900201,
  slug: 'gia-ca-phe-ha-son-tang-manh-sau-mot-dem',
  title: 'Giá cà phê Hà Sơn tăng 1,2 triệu đồng/tấn sau một đêm',
  sapo: 'Nhà vườn găm hàng, thương lái phải nâng giá hai lần trong buổi sáng đầu tuần.',
  paragraphs: [
    'Khảo sát sáng 5/10 tại ba đại lý lớn cho thấy cà phê nhân xô tăng 1,2 triệu đồng/tấn so với cuối tuần trước.',
    'Công ty Nông sản Hạt & Lá cho biết lượng hàng về kho chỉ bằng 60% cùng kỳ năm ngoái.',
    'Giới phân tích dự báo giá < 98 triệu đồng/tấn khó lặp lại trước khi vào vụ thu hoạch chính.',
  ],
  photos: [{ file: 'ca-phe-ha-son.jpg', caption: 'Phơi cà phê tại Hà Sơn. Ảnh: Trọng Nghĩa' }],
  published: '2026-10-05T09:05:20+07:00',
  author: 'Trọng Nghĩa',
  section: 'Kinh doanh',
  tags: ['giá cà phê', 'nông sản'],
  events: [
    { day: 1, what: 'published', told: 'The price of coffee goes up by 1,2 triệu.' },
    { day: 2, what: 'reworded', from: '1,2 triệu', to: '1,5 triệu', told: 'A figure is corrected, in headline and text: 1,2 → 1,5 triệu.' },
  ],
};

const library: ScriptedArticle = {
  outlet: 'vietnamnet',
  number: 9900202,
  slug: 'truong-hoc-tren-cu-lao-en-co-thu-vien-dau-tien',
  title: 'Trường học trên cù lao Én có thư viện đầu tiên',
  sapo: 'Hơn 4.000 cuốn sách vượt sông bằng đò máy để đến với 215 học trò cù lao.',
  paragraphs: [
    'Căn phòng rộng 48m2 vốn là kho chứa bàn ghế cũ, được phụ huynh sơn sửa trong ba tuần hè.',
    'Cô Nguyễn Thị Ánh, phụ trách thư viện, kể rằng sách khoa học và truyện tranh lịch sử được mượn nhiều nhất.',
  ],
  photos: [{ file: 'thu-vien-cu-lao.jpg', caption: 'Giờ đọc sách của học sinh cù lao Én. Ảnh: Thu Hà' }],
  published: '2026-10-05T10:20:00+07:00',
  author: 'Thu Hằng',
  section: 'Giáo dục',
  tags: ['thư viện', 'cù lao Én'],
  events: [
    { day: 1, what: 'published', told: 'A school on an island gets a library.' },
    {
      day: 2,
      what: 'extended',
      paragraph: 'Chiều 5/10, một nhóm cựu học sinh ngỏ ý tặng thêm 20 máy tính bảng; nhà trường đang làm thủ tục tiếp nhận.',
      told: 'A paragraph is added.',
    },
    {
      day: 3,
      what: 'reworded',
      from: 'Ảnh: Thu Hà',
      to: 'Ảnh: Thu Hằng',
      told: 'The credit of the picture is corrected: Thu Hà → Thu Hằng.',
    },
  ],
};

const fishSauce: ScriptedArticle = {
  outlet: 'vietnamnet',
  number: 9900203,
  slug: 'lang-mui-cat-xon-xao-chuyen-nuoc-mam-u-3-ngay',
  title: 'Làng Mũi Cát xôn xao chuyện nước mắm "ủ 3 ngày"',
  sapo: 'Một cơ sở trong làng bị hàng xóm phản ánh rút ngắn thời gian ủ chượp; chủ cơ sở bác bỏ.',
  paragraphs: [
    'Theo đơn gửi Ủy ban Nhân dân xã, cơ sở này bán ra thị trường 9.000 lít mỗi tháng dù chỉ có sáu bể ủ.',
    'Chủ cơ sở nói con số trên "không có căn cứ" và mời đoàn kiểm tra lấy mẫu bất cứ lúc nào.',
  ],
  photos: [],
  published: '2026-10-05T11:45:05+07:00',
  author: 'Gia Huy',
  section: 'Thời sự',
  tags: ['nước mắm', 'làng nghề'],
  isCached: true,
  events: [
    { day: 1, what: 'published', told: 'A village quarrels over fish sauce.' },
    { day: 3, what: 'deleted', status: 410, told: 'The article is deleted: 410.' },
  ],
};

const ferry: ScriptedArticle = {
  outlet: 'baosong',
  number: 9900301,
  slug: 'pha-en-ngung-chay-vi-gio-lon',
  title: 'Phà Én ngừng chạy sau 18 giờ vì gió lớn',
  sapo: 'Bến phà duy nhất nối cù lao Én với bờ Bắc tạm ngừng chuyến tối trong hai ngày tới.',
  paragraphs: [
    'Gió trên sông chiều 5/10 đạt cấp 6, giật cấp 8, vượt ngưỡng an toàn của loại phà 30 tấn đang khai thác.',
    'Người có việc gấp gọi số trực của bến để được bố trí xuồng cứu hộ.',
  ],
  photos: [{ file: 'pha-en.jpg', caption: 'Bến phà Én lúc hoàng hôn. Ảnh: Báo Sông' }],
  published: '2026-10-06T06:50:00+07:00',
  author: 'Út Trầm',
  section: 'Giao thông',
  tags: ['phà Én', 'gió lớn'],
  events: [
    { day: 2, what: 'published', told: 'A small paper that no layout describes reports that the ferry stops.' },
    {
      day: 3,
      what: 'extended',
      paragraph: 'Cập nhật 7/10: gió đã giảm còn cấp 4, bến nối lại chuyến tối từ hôm nay.',
      told: 'A paragraph is added: the ferry runs again.',
    },
  ],
};

/** Numbers far above those in use, so that no invented news can be taken for an article that exists. */
export const threeDays: Script = {
  dates: ['2026-10-05', '2026-10-06', '2026-10-07'],
  articles: [bridge, museum, boatRace, teaGarden, coffee, library, fishSauce, ferry],
};
