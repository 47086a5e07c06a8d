/** Invented news in the manner of the outlets: places, people and figures that do not exist. */
import { slugOf } from '../../article/text.ts';
import type { Wording } from '../script.ts';
import type { Chance } from './chance.ts';
import type { MonthOutlet } from './script.ts';

type Some = readonly [string, ...string[]];

/** The section of readers' letters; its headlines begin with its name. */
const READERS = 'Bạn đọc';

export const SECTIONS: Readonly<Record<MonthOutlet, readonly [string, ...string[]]>> = {
  vietnamplus: ['Thế giới', 'Kinh tế', 'Môi trường', 'Xã hội', 'Văn hóa'],
  vietnamnet: ['Thời sự', 'Kinh doanh', 'Giáo dục', 'Đời sống', 'Thể thao', 'Sức khỏe', 'Công nghệ', READERS],
};

const PLACES: Some = [
  'Lộc Giang',
  'Hà Sơn',
  'Vàm Nhỏ',
  'Mũi Cát',
  'Bình Lâm',
  'Trà Đước',
  'Phú Hòa Đông',
  'An Thạnh Tây',
  'Đồng Sậy',
  'Cù lao Én',
  'Suối Mây',
  'Thới Lai Hạ',
];
const PEOPLE: Some = ['Lê Thị Mười', 'Trần Quốc Bảo', 'Nguyễn Văn Sáu', 'Phạm Thu Hà', 'Đỗ Minh Khuê', 'Võ Tấn Phát', 'Hoàng Yến Nhi'];
const WRITERS: Some = ['Hoài Nam', 'Minh Châu', 'Gia Huy', 'Út Trầm', 'Vũ Sinh', 'Khánh Đoan'];
const OFFICES: Some = [
  'Sở Xây dựng',
  'Ủy ban Nhân dân huyện',
  'Ban Quản lý dự án',
  'Hội Nông dân',
  'Trung tâm Khuyến nông',
  'Cảng vụ đường thủy',
];

/** A headline holds one number, written `#`: figures are what newsrooms correct most. */
const HEADLINES: Some = [
  'Khởi công cầu dài #m nối hai bờ sông ở {place}',
  'Giá lúa ở {place} tăng # đồng mỗi kg sau một tuần',
  'Mưa lớn làm ngập # căn nhà ở {place}',
  '{place} đón # lượt khách trong ba ngày lễ hội',
  'Hơn # hộ dân {place} có nước sạch trước Tết',
  'Trường học mới ở {place} nhận # học sinh vùng sâu',
  '{place} trồng thêm # cây đước chắn sóng',
  'Tàu chở # tấn gạo rời cảng {place}',
  'Phát hiện # hiện vật gốm cổ khi đào giếng ở {place}',
  'Phiên chợ nổi {place} quy tụ # ghe hàng',
];

/** `#` is a figure, `{…}` a name; no two sentences of an article are the same. */
const SENTENCES: Some = [
  'Theo {office} {place}, đến chiều nay đã có # trường hợp được ghi nhận, tăng so với tuần trước và còn có thể thay đổi.',
  'Bà con {place} cho biết mùa này công việc bắt đầu sớm hơn mọi năm khoảng # ngày vì nước về nhanh và gió chướng đến muộn.',
  'Ông {person}, người đã gắn bó với nghề hơn # năm, nói rằng chưa bao giờ ông thấy nhiều người đến xem như lần này.',
  'Đại diện {office} {place} khẳng định kinh phí khoảng # triệu đồng được lấy từ nguồn đóng góp của người dân và các doanh nghiệp trong vùng.',
  'Trong sáng nay, # cán bộ đã có mặt tại hiện trường để hướng dẫn người dân, phân luồng xe cộ và chuẩn bị phương án cho buổi chiều.',
  'Theo kế hoạch, giai đoạn tiếp theo sẽ kéo dài # tháng, bắt đầu từ {place} rồi mở rộng sang các xã lân cận bên kia sông.',
  'Chị {person} kể lại: "Nhà tôi có # người, ai cũng mừng vì từ nay không còn phải đi đường vòng mỗi khi nước lên."',
  'Các chuyên gia nhận định con số # vẫn thấp hơn mức trung bình của nhiều năm, song xu hướng chung là tích cực và đáng được theo dõi.',
  'Hội đồng chuyên môn gồm # thành viên sẽ họp lại vào cuối tuần để đánh giá kết quả và công bố rộng rãi cho người dân {place}.',
  'Cũng theo {office}, có # đơn vị đã đăng ký tham gia, trong đó phần lớn là các tổ hợp tác nhỏ do phụ nữ địa phương làm chủ.',
];

const UPDATES: Some = [
  'Đội của {person} dẫn trước # điểm sau lượt thứ nhất, khán giả hai bên bờ reo hò không ngớt.',
  'Ban tổ chức thông báo thêm # ghe vào vòng trong, thứ tự xuất phát được bốc thăm lại.',
  'Gió nhẹ, nước ròng; còn # phút nữa lượt kế tiếp của đoàn {place} sẽ bắt đầu.',
  'Số người đến xem đã lên đến # theo ước tính của {office}, đường vào bến tạm cấm xe tải.',
];

const PHOTOS: Some = ['toan-canh', 'ben-song', 'cho-phien', 'ruong-lua', 'le-hoi'];

/** The wording of a new article. */
export function firstWording(chance: Chance, section: string): Wording {
  const [place, year] = [chance.pick(PLACES), chance.whole(12, 960)];
  const prefix = section === READERS ? `${READERS}: ` : '';
  const title = `${prefix}${filled(chance.pick(HEADLINES).replace('{place}', place), chance)}`;
  const [sapo = '', ...paragraphs] = chance
    .shuffled(SENTENCES)
    .slice(0, chance.whole(5, 8))
    .map((text) => filled(text, chance));
  const caption = `Một góc ${place} ngày cuối tuần. (Ảnh: ${chance.pick(WRITERS)})`;
  const photos = chance.next() < 0.6 ? [{ file: `${chance.pick(PHOTOS)}-${year}.jpg`, caption }] : [];
  return { slug: slugOf(title), title, sapo, paragraphs, photos };
}

export function writer(chance: Chance): string {
  return chance.pick(WRITERS);
}

export function tagsOf(chance: Chance): string[] {
  return chance.shuffled(PLACES).slice(0, 2);
}

/** One more sentence for an article. */
export function sentence(chance: Chance): string {
  return filled(chance.pick(SENTENCES), chance);
}

/** An entry of a live report, with the time that it bears. */
export function update(chance: Chance, clock: string): string {
  return `${clock}: ${filled(chance.pick(UPDATES), chance)}`;
}

/** The text with another tone mark on one of its words, as a slip of the finger leaves it. */
export function slipped(text: string): string {
  const apart = text.normalize('NFD');
  const other = LAST_TONE.exec(apart)?.[0].includes('\u0301') === true ? '\u0303' : '\u0301';
  return apart.replace(LAST_TONE, (letter) => `${letter.replace(TONE, '')}${other}`).normalize('NFC');
}

const TONE = /[\u0300\u0301\u0303\u0309\u0323]/u;

/** The last letter with a tone; its other marks may stand before the tone or after it. */
const LAST_TONE = new RegExp(`\\p{L}\\p{M}*${TONE.source}\\p{M}*(?!.*${TONE.source})`, 'u');

/** The text with another figure for its first one. */
export function miscounted(text: string): string {
  return text.replace(/\d+/u, (figure) => String(Number(figure) + 7));
}

function filled(template: string, chance: Chance): string {
  return template
    .replaceAll('{place}', () => chance.pick(PLACES))
    .replaceAll('{person}', () => chance.pick(PEOPLE))
    .replaceAll('{office}', () => chance.pick(OFFICES))
    .replaceAll('#', () => String(chance.whole(12, 960)));
}
