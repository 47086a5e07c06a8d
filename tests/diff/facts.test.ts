/** Facts and severity, as a careful reader would tell them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffContents } from '../../src/diff/compare.ts';
import { NOISE, WORD_RULES } from '../../src/diff/facts/lexicon.ts';
import { mentionsOf } from '../../src/diff/facts/mentions.ts';
import { valueOf } from '../../src/diff/facts/numbers.ts';
import { review } from '../../src/diff/review.ts';
import { sentencesFor } from '../../src/diff/sentencesFor.ts';
import { article } from './notation.ts';

function reviewed(before: string, after: string) {
  return review(diffContents(article({ body: before === '' ? [] : [before] }), article({ body: after === '' ? [] : [after] })));
}

function toldFacts(before: string, after: string): string[] {
  const facts = reviewed(before, after).changes.flatMap(({ verdict }) => verdict.facts);
  return facts.map(
    (fact) => `${fact.kind}: ${fact.before?.text ?? '–'} → ${fact.after?.text ?? '–'}${fact.delta === undefined ? '' : ` (${fact.delta})`}`,
  );
}

describe('an edit of', () => {
  test.each([
    ['a toll', 'Lũ làm 3 người chết.', 'Lũ làm 4 người chết.', 'number: 3 → 4 (1)'],
    ['a toll in words', 'Lũ làm ba người chết.', 'Lũ làm bốn người chết.', 'number: ba → bốn (1)'],
    ['a lost comma', 'Giá tăng 4,5% trong tuần.', 'Giá tăng 45% trong tuần.', 'number: 4,5% → 45% (40.5)'],
    ['a scale', 'Dự án tốn 200 triệu đồng.', 'Dự án tốn 200 tỷ đồng.', 'number: 200 triệu đồng → 200 tỷ đồng (199800000000)'],
    ['the sign of the thousands', 'Đường dài 2.500 km.', 'Đường dài 2,500 km.', 'number: 2.500 km → 2,500 km (-2497.5)'],
    ['a unit in the same word', 'Khu đất rộng 300m2.', 'Khu đất rộng 300ha.', 'number: 300m2 → 300ha'],
    ['a score', 'Đội nhà thắng 2-1 ở phút cuối.', 'Đội nhà thắng 3-1 ở phút cuối.', 'number: 2-1 → 3-1 (1)'],
    ['a day', 'Vụ việc xảy ra ngày 3/4 ở Huế.', 'Vụ việc xảy ra ngày 4/4 ở Huế.', 'date: ngày 3/4 → ngày 4/4'],
    ['a part of the day', 'Sáng 3/4, tàu rời ga.', 'Chiều 3/4, tàu rời ga.', 'date: Sáng 3/4 → Chiều 3/4'],
    ['a time', 'Cháy lúc 15h30 ở kho.', 'Cháy lúc 16h30 ở kho.', 'date: 15h30 → 16h30'],
    ['a year', 'Nhà máy mở từ 2017 ở đây.', 'Nhà máy mở từ 2018 ở đây.', 'date: 2017 → 2018'],
    ['a name by its tone', 'Anh Lê Văn Tuấn đến muộn.', 'Anh Lê Văn Tuân đến muộn.', 'name: Lê Văn Tuấn → Lê Văn Tuân'],
    ['an office', 'Bà Hà, Phó Giám đốc Sở, có mặt.', 'Bà Hà, Giám đốc Sở, có mặt.', 'personTitle: Phó Giám đốc → Giám đốc'],
    ['a negation', 'Ông thừa nhận đã biết trước.', 'Ông không thừa nhận đã biết trước.', 'negation: – → không'],
    ['a hedge', 'Kẻ trộm được cho là người quen.', 'Kẻ trộm là người quen.', 'hedge: được cho là → là'],
    ['a legal status', 'Công an gọi anh là nghi can của vụ án.', 'Công an gọi anh là bị can của vụ án.', 'legalStatus: nghi can → bị can'],
    ['a source', 'Theo công an, xe đi quá tốc độ.', 'Xe đi quá tốc độ.', 'speaker: Theo công an → –'],
  ])('%s is told with both values', (_name, before, after, expected) => {
    expect(toldFacts(before, after)).toContain(expected);
    expect(reviewed(before, after).severity).toBe('substantive');
  });

  test('a quotation is told whole', () =>
    expect(toldFacts('“Chúng tôi bảo vệ người dân”, ông nói.', '“Chúng tôi bảo vệ tài sản”, ông nói.')).toContain(
      'quote: “Chúng tôi bảo vệ người dân” → “Chúng tôi bảo vệ tài sản”',
    ));

  test('what another fact tells did not give its place to a word that came beside it', () =>
    expect(toldFacts('Có 3 người chết.', 'Có ít nhất 5 người chết.')).toEqual(['number: 3 → 5 (2)', 'hedge: – → ít nhất']));
});

describe('severity and its rule:', () => {
  test.each([
    ['none', 'noise', '', 'Trình duyệt của bạn không hỗ trợ video.'],
    ['none', 'noise', 'Cập nhật lúc 8:30, 3/4/2025', 'Cập nhật lúc 9:30, 3/4/2025'],
    ['cosmetic', 'typography', '"Tôi không biết gì", ông nói.', '“Tôi không biết gì”, ông nói.'],
    ['cosmetic', 'typography', 'Chiều nay mưa đã tạnh.', 'Chiều nay, mưa đã tạnh.'],
    ['cosmetic', 'orthography', 'Giữ hòa bình và sức khỏe.', 'Giữ hoà bình và sức khoẻ.'],
    ['cosmetic', 'orthography', 'Hoà Bình có thuỷ điện.', 'Hòa Bình có thủy điện.'],
    ['cosmetic', 'orthography', 'Theo Uỷ ban huyện, nước rút.', 'Theo Ủy ban huyện, nước rút.'],
    ['cosmetic', 'orthography', 'Ông nói: “Chúng tôi giữ hoà khí.”', 'Ông nói: “Chúng tôi giữ hòa khí.”'],
    ['cosmetic', 'typography', 'Dân TP.HCM đi chợ.', 'Dân TP HCM đi chợ.'],
    ['cosmetic', 'orthography', 'Có kỹ thuật và lý lẽ.', 'Có kĩ thuật và lí lẽ.'],
    ['cosmetic', 'number format', 'Có 3 người đến muộn.', 'Có ba người đến muộn.'],
    ['cosmetic', 'number format', 'Vốn 1,5 tỷ đồng.', 'Vốn 1.500 triệu đồng.'],
    ['cosmetic', 'number format', 'Ngày 3/4/2025, tàu đến.', 'Ngày 3-4-2025, tàu đến.'],
    ['minor', 'spelling', 'Bệnh nhân bị ưng thư máu.', 'Bệnh nhân bị ung thư máu.'],
    ['minor', 'function words', 'Mưa rồi sẽ tạnh vào chiều nay.', 'Mưa sẽ tạnh vào chiều nay.'],
    ['minor', 'byline', '(Vietnam+)', '(TTXVN/Vietnam+)'],
    ['substantive', 'wording', 'Bà là nhà thơ lâu năm.', 'Bà là nhà văn lâu năm.'],
    ['substantive', 'text added', '', 'Mưa làm ngập nhiều tuyến phố trong chiều nay.'],
    ['substantive', 'correction', '', 'Đính chính: số người đúng là 12.'],
  ])('%s by %s', (severity, rule, before, after) => {
    const { changes, ...result } = reviewed(before, after);
    expect([result.severity, changes.map(({ verdict }) => verdict.rule)]).toEqual([severity, [rule]]);
  });
});

describe('an address and a stamp', () => {
  const [before, after] = [
    article({ title: 'Giá vàng hôm nay tăng mạnh', body: ['Vàng tăng 3 triệu.'] }),
    article({ title: 'Giá dầu giảm sâu', body: ['Vàng tăng 4 triệu.'] }),
  ];
  const blocks = diffContents(before, after);

  test('an address that has the words of the old title is stale', () => {
    expect(review(blocks, { url: 'https://bao.vn/gia-vang-hom-nay-tang-manh-123456.html' }).isSlugStale).toBe(true);
    expect(review(blocks, { url: 'https://bao.vn/gia-dau-giam-sau-123456.html' }).isSlugStale).toBe(false);
  });

  test('an edit that no stamp and no notice tells of is stealthy', () => {
    expect(review(blocks).isStealth).toBeUndefined();
    expect(review(blocks, { stamps: { before: '2025-04-03' } }).isStealth).toBe(true);
    expect(review(blocks, { stamps: { before: '2025-04-03', after: '2025-04-04' } }).isStealth).toBe(false);
  });
});

describe('the lists of words', () => {
  test.each(WORD_RULES.flatMap(({ kind, examples }) => examples.map(([text, found]) => [kind, text, found] as const)))(
    '%s in %j',
    (kind, text, found) => expect(mentionsOf(text).flatMap((mention) => (mention.kind === kind ? [mention.text] : []))).toEqual(found),
  );

  test.each(
    NOISE.flatMap(({ pattern, examples, not }) => [
      ...examples.map((text) => [text, true, pattern] as const),
      ...not.map((text) => [text, false, pattern] as const),
    ]),
  )('noise: %j, %s', (text, isNoise, pattern) => expect(pattern.test(text)).toBe(isNoise));

  test('noise begins as it is said to begin, so that nothing is passed over', () => {
    const piece = fc.constantFrom(
      'Cập nhật',
      'updated',
      'Last ',
      'lúc',
      'lần',
      ' cuối',
      'ngày',
      'thứ',
      ' hai',
      'GMT',
      '+',
      'phút',
      'giờ',
      'h',
      '15',
      ':',
      ',',
      ' ',
      '\t',
      '.',
      '–',
    );
    const line = fc.tuple(fc.constantFrom('Cập nhật', 'UPDATED', 'last updated'), fc.array(piece, { maxLength: 6 }));
    for (const { begins, pattern } of NOISE)
      fc.assert(
        fc.property(
          line,
          ([head, rest]) => begins === undefined || !pattern.test(head + rest.join('')) || begins.test(head + rest.join('')),
        ),
        { numRuns: 20_000 },
      );
  });
});

test.each([
  ['1.500', 1500],
  ['1,500', 1.5],
  ['1.234.567,89', 1_234_567.89],
  ['1,000,000', 1_000_000],
  ['5.5', 5.5],
  ['18A', undefined],
])('%s is %s', (text, value) => expect(valueOf(text)).toBe(value));

test('a change is told in sentences that hold nothing but what changed', () => {
  const before = article({
    title: 'Dự án 800 tỷ chậm tiến độ',
    body: ['Một đoạn dài không đổi gì cả.', 'Dân chưa đồng ý với giá đền bù.'],
  });
  const after = article({ title: 'Dự án 800.000 tỷ chậm tiến độ', body: ['Một đoạn dài không đổi gì cả.', 'Dân đồng ý với giá đền bù.'] });
  expect(review(diffContents(before, after)).changes.flatMap((change) => sentencesFor(change))).toEqual([
    'Tiêu đề: ‘Dự án 800 tỷ chậm tiến độ’ → ‘Dự án 800.000 tỷ chậm tiến độ’',
    'Số liệu: 800 tỷ → 800.000 tỷ (+799.200.000.000.000)',
    'Phủ định: bỏ ‘chưa’',
  ]);
});
