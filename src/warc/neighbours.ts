/** Where in a WARC file some pages stand with what belongs to them, told by the file's index, so that the rest need not be read. */
import type { Place } from './record.ts';

interface Indexed extends Place {
  /** A redirect may have led to the page behind it. */
  readonly isRedirect: boolean;
}

/**
 * The stretches of a file that hold pages, their neighbours, and the record that the file begins with; in the order of the file.
 * @param index the file's CDXJ
 * @param pages where the pages begin
 * @returns undefined where the index can't be read or doesn't know a page
 */
export function stretchesAround(index: string, pages: readonly number[]): Place[] | undefined {
  const entries = entriesOf(index);
  const numbers = new Map(entries?.map(({ offset }, number) => [offset, number]));
  if (entries === undefined || pages.some((offset) => !numbers.has(offset))) return undefined;
  const beginning = { offset: 0, length: entries[0]?.offset ?? 0 };
  const around = pages.map((offset) => stretchAround(entries, numbers.get(offset) ?? 0));
  return joined([beginning, ...around].toSorted((a, b) => a.offset - b.offset));
}

/** In the order of the file. */
function entriesOf(index: string): Indexed[] | undefined {
  try {
    const lines = index.split('\n').filter((line) => line !== '');
    return lines.map(indexed).toSorted((a, b) => a.offset - b.offset);
  } catch {
    return undefined; // An index that can't be read leads nowhere; its file is read instead, and `verify` names it.
  }
}

function indexed(line: string): Indexed {
  const { offset, length, status, mime } = JSON.parse(line.replace(/^\S+ \S+ /u, '')) as Readonly<Record<string, unknown>>;
  const isRedirect = /^3\d\d$/u.test(String(status)) && mime !== 'warc/revisit';
  return { offset: Number(offset), length: Number(length), isRedirect };
}

/** From behind the page before, the redirects that lead here left aside, to the next one: requests and readings are not indexed. */
function stretchAround(entries: readonly Indexed[], number: number): Place {
  let at = number - 1;
  while (entries[at]?.isRedirect === true) at -= 1;
  const before = entries[at];
  const offset = before === undefined ? 0 : before.offset + before.length;
  return { offset, length: (entries[number + 1]?.offset ?? Infinity) - offset };
}

function joined(stretches: readonly Place[]): Place[] {
  const apart: Place[] = [];
  for (const { offset, length } of stretches) {
    const last = apart.at(-1);
    if (last === undefined || offset > last.offset + last.length) apart.push({ offset, length });
    else apart[apart.length - 1] = { offset: last.offset, length: Math.max(last.length, offset + length - last.offset) };
  }
  return apart;
}
