/**
 * The score of a crawl through a month: what the archive holds, against what the script says stood there, and what it
 * cost the newsrooms, by the origin's own log.
 */
import { DEFAULT_SCHEDULE } from '../../src/article/seed.ts';
import { endOf } from '../../src/demo/month/calendar.ts';
import type { MonthRequest } from '../../src/demo/month/newsroom.ts';
import type { MonthArticle, MonthScript } from '../../src/demo/month/script.ts';
import { absencesOf, statesOf, type Absence, type ContentState } from '../../src/demo/month/truth.ts';
import { closedMs } from './closed.ts';
import { costOf, type Cost } from './cost.ts';
import type { Records } from './records.ts';
import { Seen } from './seen.ts';
import { spreadOf, type Spread } from './spread.ts';

/** What a crawl has to show. */
export interface Performance {
  readonly script: MonthScript;
  readonly records: Records;
  readonly requests: readonly MonthRequest[];
  /** The time between two runs of the crawl. */
  readonly runEveryMinutes: number;
  /** The least time between two requests to a host that was configured. */
  readonly delaySeconds: number;
  /** Where the crawl stopped, where that is before the end of the script: milliseconds since 1970. */
  readonly until?: number;
}

export interface Score {
  readonly seed: number;
  readonly articles: number;
  readonly days: number;
  readonly states: Found;
  readonly deletions: Found;
  readonly returns: Found;
  /** What the archive holds and the newsroom never showed. */
  readonly falseRevisions: readonly string[];
  /** Minutes from a state's begin to the first capture that shows it. */
  readonly delays: { readonly all: Spread; readonly published: Spread; readonly edited: Spread };
  readonly cost: Cost;
}

/** How much of something was found. What lasted longer than the schedule's gap is due; of that, nothing should be missed. */
export interface Found {
  readonly all: number;
  readonly found: number;
  readonly due: number;
  readonly dueFound: number;
  /** What was due and not found, a line each. */
  readonly missed: readonly string[];
}

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

/** An article nobody knows is found when a seed is asked; a new seed's first interval is 15 minutes, and it may double. */
const DISCOVERY_MS = 30 * MINUTE_MS;

export function scoreOf(performance: Performance): Score {
  const { script } = performance;
  const until = performance.until ?? endOf(script);
  const cases = script.articles.flatMap((article) => casesOf(performance, article, until));
  const states = cases.filter((each) => each.what === 'state');
  const numbers = new Set(script.articles.map((article) => refOf(article)));
  const strangers = [...performance.records.keys()].filter((ref) => !numbers.has(ref));
  return {
    seed: script.seed,
    articles: script.articles.length,
    days: script.days,
    states: foundOf(states),
    deletions: foundOf(cases.filter((each) => each.what === 'deletion')),
    returns: foundOf(states.filter(({ begins }) => begins === 'returned')),
    falseRevisions: [
      ...strangers.map((ref) => `${ref} is no article of the script`),
      ...script.articles.flatMap((article) => seenOf(performance, article).falseRevisions(statesOf(script, article))),
    ],
    delays: {
      all: delaysOf(states),
      published: delaysOf(states.filter(({ begins }) => begins === 'published')),
      edited: delaysOf(states.filter(({ begins }) => begins === 'edited')),
    },
    cost: costOf(performance, until),
  };
}

/** One thing that an archive should show. */
interface Case {
  readonly what: 'state' | 'deletion';
  readonly told: string;
  readonly begins?: ContentState['begins'];
  readonly isDue: boolean;
  readonly isFound: boolean;
  readonly delayMinutes?: number;
}

function casesOf(performance: Performance, article: MonthArticle, end: number): Case[] {
  const { script } = performance;
  const seen = seenOf(performance, article);
  const stretches = [...statesOf(script, article), ...absencesOf(script, article)].toSorted((a, b) => a.from - b.from);
  return stretches
    .filter(({ from }) => from < end)
    .map((stretch, index) => {
      const before = stretches[index - 1];
      const cut = { ...stretch, until: Math.min(stretch.until, end) };
      const gap = gapMs(cut, before) + performance.runEveryMinutes * MINUTE_MS;
      const isDue = cut.until - cut.from - closedMs(script, article, cut) > gap;
      const told = `${refOf(article)} ${stamp(cut.from)} to ${stamp(cut.until)}, ${'digest' in cut ? cut.begins : `deleted (${cut.answer})`}`;
      // Who has never had an article can't miss it.
      return 'digest' in cut ? stateCase(seen, cut, isDue, told) : deletionCase(seen, cut, isDue && seen.hasRead(cut.from), told);
    });
}

function stateCase(seen: Seen, state: ContentState, isDue: boolean, told: string): Case {
  const first = seen.firstSight(state);
  const delay = first === undefined ? {} : { delayMinutes: Math.max(0, first - state.from) / MINUTE_MS };
  return { what: 'state', told, begins: state.begins, isDue, isFound: seen.shows(state), ...delay };
}

function deletionCase(seen: Seen, absence: Absence, isDue: boolean, told: string): Case {
  return { what: 'deletion', told, isDue, isFound: seen.misses(absence) };
}

/** The longest time that the schedule leaves an article alone when a stretch begins. */
function gapMs({ from, ...stretch }: ContentState | Absence, before: ContentState | Absence | undefined): number {
  if (before === undefined) return DISCOVERY_MS;
  // What is gone is looked at ever more rarely.
  if ('begins' in stretch && stretch.begins === 'returned') return Math.max(DAY_MS, from - before.from);
  const { factor, minMinutes, maxMinutes } = DEFAULT_SCHEDULE;
  return Math.min(Math.max(factor * (from - before.from), minMinutes * MINUTE_MS), maxMinutes * MINUTE_MS);
}

function foundOf(cases: readonly Case[]): Found {
  const due = cases.filter(({ isDue }) => isDue);
  const missed = due.filter(({ isFound }) => !isFound).map(({ told }) => told);
  const found = cases.filter(({ isFound }) => isFound).length;
  return { all: cases.length, found, due: due.length, dueFound: due.length - missed.length, missed };
}

function delaysOf(cases: readonly Case[]): Spread {
  return spreadOf(cases.flatMap(({ delayMinutes }) => delayMinutes ?? []));
}

function seenOf({ records }: Performance, article: MonthArticle): Seen {
  return new Seen(refOf(article), records.get(refOf(article)) ?? { snapshots: [], captures: [] });
}

function refOf({ outlet, number }: MonthArticle): string {
  return `${outlet}/${number}`;
}

function stamp(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 16)}Z`;
}
