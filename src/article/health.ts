/** How well a site's pages are being read, and whether that has moved: computed from captures, never stored. */
import type { CaptureFacts, CaptureRun } from './capture.ts';

/** The layout's name in a reading of the generic reader. */
export const FALLBACK_LAYOUT = 'fallback';

/** Pages of one site that were read or should have been, in one stretch of time. */
export interface Health {
  readonly pages: number;
  /** Layout → pages that it read. */
  readonly layouts: Readonly<Record<string, number>>;
  /** Pages that were read, though no layout of the site fitted. */
  readonly fallback: number;
  readonly unread: number;
  readonly suspect: number;
  readonly withoutCaptions: number;
  /** Pages whose title, or day, the generic reader saw otherwise. */
  readonly otherTitle: number;
  readonly otherDay: number;
}

const NONE: Health = { pages: 0, layouts: {}, fallback: 0, unread: 0, suspect: 0, withoutCaptions: 0, otherTitle: 0, otherDay: 0 };

/** Fewer pages than this say nothing. */
const FEWEST_PAGES = 5;
/** A share that has grown by more than this has moved. */
const LARGEST_MOVE = 0.3;

/** Only pages that came and were meant to be articles count: what is gone or blocked says nothing of a layout. */
export function healthOf(captures: Iterable<CaptureFacts>, sofar: Health = NONE): Health {
  let health = sofar;
  for (const capture of captures) if (['read', 'unread', 'suspect'].includes(capture.outcome)) health = withPage(health, capture);
  return health;
}

/** What to tell about a site, a sentence each; empty where all is as it was. `since` says what `now` is: "since yesterday". */
export function movesOf(site: string, before: Health, now: Health, since: string): string[] {
  // Something must have been readable once, or nothing has moved; and what pages without captions mean, only the past can tell.
  const isKnown = before.pages >= FEWEST_PAGES;
  const wasRead = [before, now].some(({ layouts }) => Object.keys(layouts).some((layout) => layout !== FALLBACK_LAYOUT));
  if (now.pages < FEWEST_PAGES || !wasRead) return [];
  const moved = (count: (health: Health) => number): boolean =>
    share(count(now), now.pages) - share(count(before), before.pages) > LARGEST_MOVE;
  const tell = (count: number, what: string): string =>
    `${site}: ${count} of ${now.pages} pages ${since} ${what}: has the site been redesigned?`;
  return [
    ...(moved((health) => health.fallback) ? [tell(now.fallback, 'fell back to the generic reader')] : []),
    ...(moved((health) => health.unread) ? [tell(now.unread, 'could not be read')] : []),
    ...(moved((health) => health.suspect) ? [tell(now.suspect, 'were read doubtfully')] : []),
    ...(isKnown && moved((health) => health.withoutCaptions) ? [tell(now.withoutCaptions, 'had no captions')] : []),
    ...(isKnown && moved((health) => health.otherTitle) ? [tell(now.otherTitle, 'had another title for the generic reader')] : []),
    ...(isKnown && moved((health) => health.otherDay) ? [tell(now.otherDay, 'had another date for the generic reader')] : []),
  ];
}

/** The captures before and since an instant; a run that reaches over it belongs to both. */
export function dividedAt(
  captures: readonly CaptureRun[],
  instant: string,
): { readonly before: CaptureRun[]; readonly since: CaptureRun[] } {
  return { before: captures.filter((run) => run.first < instant), since: captures.filter((run) => run.last >= instant) };
}

function withPage(health: Health, capture: CaptureFacts): Health {
  const { outcome, reader, agreement } = capture;
  const layout = reader?.layout ?? 'text';
  return {
    pages: health.pages + 1,
    layouts: { ...health.layouts, [layout]: (health.layouts[layout] ?? 0) + 1 },
    fallback: health.fallback + Number(layout === FALLBACK_LAYOUT && outcome === 'read'),
    unread: health.unread + Number(outcome === 'unread'),
    suspect: health.suspect + Number(outcome === 'suspect'),
    withoutCaptions: health.withoutCaptions + Number(agreement !== undefined && agreement.captions === 0),
    otherTitle: health.otherTitle + Number(agreement !== undefined && agreement.title < 0.5),
    otherDay: health.otherDay + Number(agreement !== undefined && !agreement.sameDay),
  };
}

function share(count: number, pages: number): number {
  return pages === 0 ? 0 : count / pages;
}
