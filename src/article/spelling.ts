/** Words in one spelling, where Vietnamese has several for the same word. */

const TONE = /[\u0300\u0301\u0303\u0309\u0323]/u;

/** `hoà` and `hòa`, `khoẻ` and `khỏe` are one word: its letters, then its tone. So are `kỹ` and `kĩ`, but not `tay` and `tai`. */
export function oneSpelling(word: string): string {
  const letters = word.normalize('NFD');
  const tone = TONE.exec(letters)?.[0] ?? '';
  const plain = letters.replace(TONE, '').normalize('NFC');
  return (/^[hklmst]y$/u.test(plain) ? `${plain.slice(0, -1)}i` : plain) + tone;
}
