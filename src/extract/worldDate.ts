/**
 * Dates as newspapers of other languages write them, brought into a shape that the strict parser knows.
 *
 * Only names and order are translated here; what is a possible day, and that no zone is made up, is decided in one
 * place, `date.ts`.
 */
import { foldText, normaliseText } from '../article/text.ts';
import { parseDate } from './date.ts';

// A month a line, without accents: Spanish, Portuguese, French, German, Italian, Dutch, Indonesian, Polish, Russian,
// Ukrainian, Czech, Turkish, Romanian, Hungarian, Greek, Arabic. No English: `date.ts` knows it.
const MONTHS: readonly string[] = [
  'enero janeiro janvier januar januari gennaio stycznia января січня ledna ocak ianuarie jaanuar ιανουαριου يناير',
  'febrero fevereiro fevrier februar februari febbraio lutego февраля лютого unora subat februarie φεβρουαριου فبراير',
  'marzo marco mars marz maerz maart maret marca марта березня brezna mart martie marcius μαρτιου مارس',
  'abril avril aprile kwietnia апреля квітня dubna nisan aprilie aprilis απριλιου ابريل',
  'mayo maio mai maggio mei maja maj мая травня kvetna mayis majus μαιου مايو',
  'junio junho juin juni giugno czerwca июня червня cervna haziran iunie junius ιουνιου يونيو',
  'julio julho juillet juli luglio lipca июля липня cervence temmuz iulie julius ιουλιου يوليو',
  'agosto aout augustus agustus sierpnia августа серпня srpna agustos augusti augusztus αυγουστου اغسطس',
  'septiembre setiembre setembro septembre settembre wrzesnia сентября вересня zari eylul septembrie szeptember σεπτεμβριου سبتمبر',
  'octubre outubro octobre oktober ottobre pazdziernika октября жовтня rijna ekim octombrie οκτωβριου اكتوبر',
  'noviembre novembro novembre listopada ноября листопада listopadu kasim noiembrie νοεμβριου نوفمبر',
  'diciembre dezembro decembre dezember dicembre desember grudnia декабря грудня prosince aralik decembrie δεκεμβριου ديسمبر',
];
const ENGLISH = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

const MONTH_OF = new Map(
  MONTHS.flatMap((names, index) => names.split(' ').map((name) => [foldText(normaliseText(name)), ENGLISH[index] ?? ''] as const)),
);

/** What stands between two dates or beside one: `Posted: Dec 20, 2023 | Last updated: December 21, 2023`. */
const PARTS =
  /\s[|•·⋅]\s|(?=\b(?:last\s)?(?:updated?|modified|aktualisiert|actualizado|atualizado|modificado|mis a jour|aggiornato|cap nhat)\b)/u;
const UPDATED = /^(?:last\s)?(?:updated?|modified|aktualisiert|actualizado|atualizado|modificado|mis a jour|aggiornato)\b/u;

/**
 * The date of a line in any of these languages. Of several, the one that isn't said to be that of an update.
 * `monthFirst` lets 09/25/2025 be a day: it can be no other.
 */
export function parseWorldDate(text: string, utcOffset?: string, monthFirst = utcOffset === undefined): string | undefined {
  const whole = parseDate(text, utcOffset);
  if (whole !== undefined || !/\d/u.test(text) || text.length > LONGEST) return whole;
  const parts = translated(text)
    .split(PARTS)
    .map((part) => part.trim());
  const dates = [...parts.filter((part) => !UPDATED.test(part)), ...parts].map((part) =>
    parseDate(monthFirst ? dayFirst(part) : part, utcOffset),
  );
  return dates.find((date) => date !== undefined);
}

const LONGEST = 160;

function translated(text: string): string {
  return foldText(numbered(normaliseText(text)))
    .replace(/(\d{4})\.\s(\d{1,2})\.\s(\d{1,2})\./gu, '$1-$2-$3 ')
    .replace(/(?<=\d)\.?\s+(?:de|del|di|d’|d')\s+(?=\p{L})|(?<=\p{L})\s+(?:de|del|di)\s+(?=\d)/gu, ' ')
    .replace(/(?<=\d)\.(?=\s\p{L})/gu, '')
    .replace(/\p{L}+/gu, (word) => MONTH_OF.get(word) ?? word)
    .replace(/(?<=\d)\.(?=\p{L})|(?<=\p{L})\.(?=\d)/gu, ' ');
}

// Before the accents are taken off: a Korean syllable would fall apart with them.
function numbered(text: string): string {
  return text.replace(/(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]/gu, '$1-$2-$3 ');
}

function dayFirst(text: string): string {
  return text.replace(/(?<!\d)(\d{1,2})\/(\d{1,2})\/(\d{4})(?!\d)/u, (all, month: string, day: string, year: string) =>
    Number(day) > 12 && Number(month) <= 12 ? `${day}/${month}/${year}` : all,
  );
}
