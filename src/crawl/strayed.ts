/**
 * What a redesign does to a layout that still finds something: its selectors hit the comments, the whole page, the
 * section's name, the page's clock.
 *
 * The article as it was last read tells it: where the generic reader still reads what was there and the layout reads
 * something else, the layout has strayed. An edit changes what both read.
 */
import type { Content } from '../article/content.ts';
import { bodyOverlap, wordOverlap, type GenericReading } from './agreement.ts';

/** Why a layout's reading is no longer the article, or undefined where nothing says so. */
export function strayed(now: Content, generic: GenericReading, last: Content | undefined, at: string): string | undefined {
  if (isLabel(now.title, generic.title))
    return `the title "${now.title}" is a label; the page calls itself "${generic.title.slice(0, 100)}"`;
  const field = last === undefined ? undefined : FIELDS.find(({ has }) => has({ now, generic, last, at }))?.field;
  return field === undefined ? undefined : `the layout reads another ${field} than before, and the generic reader still reads the old`;
}

interface Readings {
  readonly now: Content;
  readonly generic: GenericReading;
  readonly last: Content;
  readonly at: string;
}

// Not the title: a newsroom writes another headline and leaves the one that it gives to machines.
const FIELDS: readonly { readonly field: string; readonly has: (readings: Readings) => boolean }[] = [
  { field: 'body', has: hasOtherBody },
  { field: 'date', has: hasClock },
  { field: 'set of captions', has: hasLostCaptions },
];

/** The name of a section has so few words, a headline has more. */
const MOST_LABEL_WORDS = 3;

function isLabel(title: string, claimed: string): boolean {
  const isShort = title.split(' ').length <= MOST_LABEL_WORDS && claimed.split(' ').length > MOST_LABEL_WORDS;
  return isShort && wordOverlap(title, claimed) === 0;
}

/** A body that has this much in common with the one before is the same one, edited. */
const SAME_BODY = 0.85;
/** How much nearer to the old body the generic reading must be: it takes and leaves a paragraph where the layout doesn't. */
const NEARER = 0.15;

function hasOtherBody({ now, generic, last }: Readings): boolean {
  const overlap = bodyOverlap(now.body, last.body);
  return overlap < SAME_BODY && bodyOverlap(generic.body, last.body) - overlap >= NEARER;
}

// Only the day of the visit: a newsroom that dates its article anew may forget what it says for machines.
function hasClock({ now, generic, last, at }: Readings): boolean {
  return isDatedToday(now, last, at) && generic.date?.slice(0, 10) === last.date?.slice(0, 10);
}

/** Whether an article of another day bears the day of the visit now, as it does where the page's clock is read for its date. */
export function isDatedToday(now: Content, last: Content, at: string): boolean {
  return now.date?.slice(0, 10) !== last.date?.slice(0, 10) && isVisitDay(now.date, at);
}

function isVisitDay(date: string | undefined, at: string): boolean {
  return date !== undefined && Math.abs(Date.parse(date) - Date.parse(at)) < 36 * 3_600_000;
}

// A picture that was taken off the page has taken its caption with it: then it stands nowhere else.
function hasLostCaptions({ now, generic, last }: Readings): boolean {
  const stands = (caption: string): boolean => [...generic.captions, ...now.body].some((text) => text.includes(caption));
  return now.captions.length === 0 && last.captions.some(stands);
}
