/** Dress: the same text in other spaces and another Unicode form, as it comes out of another editor's machine. */
import type { Edition } from './edition.ts';
import type { Dress } from './script.ts';

/** What stands for one plain space where the spacing is loose. */
const LOOSE_SPACES = ['\u00a0', '  ', '\n              ', ' \u200b', ' '] as const;

/** The edition with its text spaced as its dress says. */
export function spaced(edition: Edition): Edition {
  if (edition.dress.spacing === 'tight') return edition;
  const { title, sapo, paragraphs, photos } = edition;
  return {
    ...edition,
    title: loosened(title),
    sapo: loosened(sapo),
    paragraphs: paragraphs.map(loosened),
    photos: photos.map(({ file, caption }) => (caption === undefined ? { file } : { file, caption: loosened(caption) })),
  };
}

/** A whole page in the Unicode form of its dress: menus and captions come out of the same machine as the text. */
export function inForm(page: string, dress: Dress): string {
  return page.normalize(dress.unicode);
}

function loosened(text: string): string {
  let count = 0;
  const words = text.replace(/ /gu, () => LOOSE_SPACES[count++ % LOOSE_SPACES.length] ?? ' ');
  return `\n            ${words} `;
}
