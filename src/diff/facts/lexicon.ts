/**
 * The words by which facts are known, as data. Beside each list stand its examples: a text, and what of it the list finds
 * (nothing, where it must not). `tests/diff/lexicon.test.ts` runs them all.
 *
 * Words are written in lower case; a phrase is its syllables. Of two phrases that begin alike the longer one counts.
 */

/** What a list of words tells of a text. */
export type WordKind = 'negation' | 'hedge' | 'legalStatus' | 'personTitle' | 'speaker' | 'correction';

export interface WordRule {
  readonly kind: WordKind;
  readonly phrases: readonly string[];
  readonly examples: readonly (readonly [text: string, found: readonly string[]])[];
}

export const WORD_RULES: readonly WordRule[] = [
  {
    kind: 'negation',
    phrases: ['không', 'chưa', 'chẳng', 'chả', 'đừng', 'chớ', 'phi', 'vô tội', 'bác bỏ', 'phủ nhận'],
    examples: [
      ['Ông không nhận tội.', ['không']],
      ['Chưa ghi nhận thiệt hại về người.', ['Chưa']],
      ['Hàng không Việt Nam có máy bay mới.', []],
    ],
  },
  {
    kind: 'hedge',
    phrases:
      `nghi|nghi ngờ|nghi vấn|nghi là|được cho là|bị cho là|có thể|có lẽ|dường như|hình như|khoảng|ước tính|ước khoảng|dự kiến|có khả năng|nhiều khả năng
      |không loại trừ|ít nhất|tối thiểu|tối đa|hơn|gần|trên dưới|xấp xỉ|chừng|được biết|tin đồn|nghe nói|theo tin đồn|cáo buộc|bị tố`
        .split('|')
        .map((phrase) => phrase.trim()),
    examples: [
      ['Ông được cho là đã bỏ trốn.', ['được cho là']],
      ['Thiệt hại khoảng 3 tỷ đồng.', ['khoảng']],
      ['Dự kiến khởi công tháng 5.', ['Dự kiến']],
      ['Ông đã bỏ trốn.', []],
    ],
  },
  {
    kind: 'legalStatus',
    phrases:
      `nghi phạm|nghi can|bị can|bị cáo|thủ phạm|hung thủ|phạm nhân|đối tượng|tội phạm|bị hại|nạn nhân|nhân chứng|người bị tố giác|khởi tố|truy tố|đề nghị truy tố|truy nã
      |bắt giữ|bị bắt|bắt khẩn cấp|bắt tạm giam|tạm giam|tạm giữ|tạm giữ hình sự|xét xử|kết án|tuyên án|án treo|tù giam|chung thân|tử hình|trắng án|vô tội|có tội|phạm tội|đình chỉ|đình chỉ điều tra|điều tra|khám xét
      |xử phạt|cảnh cáo|khiển trách|khai trừ|cách chức`
        .split('|')
        .map((phrase) => phrase.trim()),
    examples: [
      ['Công an xác định nghi phạm là tài xế.', ['nghi phạm']],
      ['Bị cáo kháng cáo.', ['Bị cáo']],
      ['Bắt tạm giam giám đốc.', ['Bắt tạm giam']],
      ['Ông bị ốm.', []],
    ],
  },
  {
    kind: 'personTitle',
    phrases:
      `ông|bà|anh|chị|cô|chú|bác sĩ|tổng bí thư|chủ tịch nước|phó chủ tịch nước|thủ tướng|phó thủ tướng|bộ trưởng|thứ trưởng|chủ tịch|phó chủ tịch|chủ tịch quốc hội|phó chủ tịch quốc hội
      |bí thư|phó bí thư|giám đốc|phó giám đốc|tổng giám đốc|phó tổng giám đốc|cục trưởng|phó cục trưởng|vụ trưởng|phó vụ trưởng|trưởng phòng|phó trưởng phòng|trưởng ban|phó trưởng ban|chánh án|phó chánh án|viện trưởng|phó viện trưởng
      |hiệu trưởng|phó hiệu trưởng|chánh văn phòng|phó chánh văn phòng|trưởng công an|phó trưởng công an|đại tướng|thượng tướng|trung tướng|thiếu tướng|đại tá|thượng tá|trung tá|thiếu tá|đại úy|thượng úy|trung úy|thiếu úy
      |giáo sư|phó giáo sư|tiến sĩ|thạc sĩ|luật sư|nhà báo|nhà giáo|ca sĩ|nghệ sĩ|diễn viên|huấn luyện viên|tổng thống|phó tổng thống|thống đốc|phó thống đốc|đại sứ|nguyên|cựu|quyền|phó`
        .split('|')
        .map((phrase) => phrase.trim()),
    examples: [
      ['Ông Thuận, Phó Chủ tịch quận.', ['Ông', 'Phó Chủ tịch']],
      ['Cựu Bộ trưởng bị bắt.', ['Cựu', 'Bộ trưởng']],
    ],
  },
  {
    kind: 'speaker',
    phrases:
      `cho biết|cho hay|khẳng định|tuyên bố|nói|chia sẻ|thông tin|thừa nhận|khai|khai nhận|tố cáo|phát biểu|nhấn mạnh|giải thích|lý giải|xác nhận|cảnh báo|dẫn lời|trích lời|trao đổi với`
        .split('|')
        .map((phrase) => phrase.trim()),
    examples: [
      ['Ông Nam cho biết nước đã rút.', ['cho biết']],
      ['Đại diện công ty xác nhận vụ việc.', ['xác nhận']],
    ],
  },
  {
    kind: 'correction',
    phrases:
      `đính chính|cải chính|xin lỗi độc giả|xin lỗi bạn đọc|cáo lỗi|thông tin lại cho chính xác|bản tin trước|ghi nhầm|đăng nhầm|in nhầm`
        .split('|')
        .map((phrase) => phrase.trim()),
    examples: [
      ['Đính chính: con số đúng là 1.500.', ['Đính chính']],
      ['Tòa soạn xin lỗi bạn đọc.', ['xin lỗi bạn đọc']],
    ],
  },
];

/** Words that contain a word of a list and say something else. */
export const NOT_MEANT: Readonly<Record<string, readonly string[]>> = {
  negation: [
    'hàng không',
    'trên không',
    'phòng không',
    'có không',
    'hay không',
    'không gian',
    'không khí',
    'không quân',
    'không phận',
    'phi công',
    'phi trường',
    'phi cơ',
    'cà phi',
  ],
  personTitle: [
    'ông trời',
    'nguyên nhân',
    'nguyên tắc',
    'nguyên liệu',
    'nguyên vẹn',
    'quyền lợi',
    'quyền lực',
    'chủ quyền',
    'chính quyền',
    'bản quyền',
    'bà con',
    'anh em',
    'tây nguyên',
    'cao nguyên',
    'tài nguyên',
  ],
  hedge: ['hơn nữa', 'gần như', 'gần đây', 'hơn hết'],
  speaker: ['nói chung', 'thông tin và', 'công nghệ thông tin', 'cổng thông tin', 'bộ thông tin', 'nói riêng'],
  legalStatus: [],
  correction: [],
};

/** Words that carry no content of their own: what changes in them alone is a matter of style. */
export const FUNCTION_WORDS = new Set(
  `và với của thì là mà cũng đã đang sẽ rồi nên vì do bởi tại ở trong ngoài trên dưới vào ra lên xuống đến tới từ để cho về như này kia đó ấy đây các những mọi mỗi
  một cái chiếc việc sự điều khi lúc nếu tuy nhưng song còn lại hay hoặc bị được thêm nữa vẫn cứ đều rất quá lắm hết ngay chỉ có theo qua sau trước tiếp vậy thế nào gì
  the a an of to in on at for and or but is are was were be been has have had that this these those with by from as it its`.split(/\s+/u),
);

interface Noise {
  /** Where it is said, what each that matches begins with: the pattern itself takes 7 ms to compile, for its letters in either case. */
  readonly begins?: RegExp;
  readonly pattern: RegExp;
  readonly examples: readonly string[];
  readonly not: readonly string[];
}

/** Lines that a page adds and no newsroom writes: fallback texts, counters, clocks. Patterns for a whole sentence or paragraph. */
export const NOISE: readonly Noise[] = [
  {
    pattern:
      /^(?:your )?browser (?:does )?not support (?:the )?(?:iframes?|video|audio|html5)[^.]{0,20}\.?$|^trình duyệt (?:của bạn )?không hỗ trợ .{0,30}$/iu,
    examples: ['browser not support iframe.', 'Your browser does not support the video tag.', 'Trình duyệt của bạn không hỗ trợ video.'],
    not: ['Ông nói trình duyệt ấy đã cũ.'],
  },
  {
    pattern: /^(?:mời (?:quý vị |bạn đọc |độc giả )?)?xem (?:thêm )?video(?: clip)?\s*:?$/iu,
    examples: ['Xem video:', 'Xem thêm video'],
    not: ['Xem video, nhiều người bật khóc.'],
  },
  {
    pattern: /^[\d.,]+k?\s*(?:lượt xem|lượt đọc|lượt nghe|lượt thích|bình luận|chia sẻ|views?|likes?|comments?)$/iu,
    examples: ['1.234 lượt xem', '12 bình luận'],
    not: ['1.234 lượt xem trong ngày đầu.'],
  },
  {
    begins: /^(?:cập nhật|(?:last )?updated)\s*(?:$|[\d:/,.\-–hg+]|lần cuối|ngày|lúc|thứ|phút|giờ)/iu,
    pattern:
      /^(?:cập nhật|cập nhật lúc|cập nhật lần cuối|cập nhật ngày|last updated|updated)\s*:?\s*(?:lúc\s*)?(?:[\d:/,.\-–hg\s]|ngày|lúc|thứ \p{L}+|gmt|\+|phút|giờ)+$/iu,
    examples: ['Cập nhật lúc 15:30, 12/5/2025', 'Cập nhật: 12/05/2025 16:05'],
    not: ['Cập nhật lúc 15h: 3 người chết.'],
  },
  {
    pattern: /^\d{1,3} (?:giây|phút|giờ|ngày|tuần|tháng) trước$/iu,
    examples: ['3 giờ trước', '15 phút trước'],
    not: ['3 giờ trước trận đấu, trời mưa.'],
  },
];
