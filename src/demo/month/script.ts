/** The script of a month: what two newsrooms publish in thirty days, what they change, and what troubles their sites have. */
import type { OutletName, Wording } from '../script.ts';
import { DAY_MINUTES, localIso, START } from './calendar.ts';
import { Chance } from './chance.ts';
import { publishingMinutes } from './hours.ts';
import { firstWording, SECTIONS, tagsOf, writer } from './prose.ts';
import { castStories } from './stories.ts';
import { troublesOf, type Trouble } from './troubles.ts';

/** The outlets that play for a month; the small paper of the three days does not. */
export type MonthOutlet = Exclude<OutletName, 'baosong'>;

export interface MonthScript {
  readonly seed: number;
  /** Midnight of the first day by the outlets' clock; all minutes are counted from here. ISO 8601 with offset. */
  readonly start: string;
  readonly days: number;
  /** In the order of publishing. */
  readonly articles: readonly MonthArticle[];
  readonly redesign: { readonly outlet: MonthOutlet; readonly minute: number };
  readonly troubles: readonly Trouble[];
}

/** An article as it is first published, and everything that happens to it, in order. */
export interface MonthArticle extends Wording {
  readonly outlet: MonthOutlet;
  readonly number: number;
  /** ISO 8601 with offset. */
  readonly published: string;
  readonly publishedMinute: number;
  readonly author: string;
  readonly section: string;
  readonly tags: readonly string[];
  /** By what its page can be asked for conditionally; one with `none` is another page at each visit. */
  readonly validator: 'none' | 'etag' | 'lastModified';
  readonly events: readonly MonthEvent[];
}

/** Why a text is changed. `passing`: a headline that is tried for half an hour. `back`: an edit is taken back. */
export type EditKind = 'mark' | 'number' | 'correction' | 'addition' | 'live' | 'passing' | 'back';

/** What an edit can change. */
export type Changes = Partial<Omit<Wording, 'slug'>>;

/** One thing that happens to an article. */
export type MonthEvent = { readonly minute: number } & (
  | { readonly what: 'edited'; readonly kind: EditKind; readonly changes: Changes }
  | { readonly what: 'renamed'; readonly slug: string }
  | { readonly what: 'moved'; readonly section: string }
  /** `front`: the address redirects to the front page. */
  | { readonly what: 'deleted'; readonly answer: 404 | 410 | 'front' }
  | { readonly what: 'returned' }
);

export interface MonthWanted {
  readonly seed: number;
  readonly articles?: number;
  readonly days?: number;
  /** A month without any trouble of the sites, where only the text is of interest. */
  readonly isQuiet?: boolean;
}

/** Far above the numbers in use, so that no invented news can be taken for an article that exists. */
const FIRST_NUMBER: Readonly<Record<MonthOutlet, number>> = { vietnamplus: 9_910_001, vietnamnet: 9_950_001 };

export function monthScript({ seed, articles: count = 2000, days = 30, isQuiet = false }: MonthWanted): MonthScript {
  const minutes = publishingMinutes(new Chance(seed, 'hours'), count, days);
  const bare = minutes.map((minute, index) => article(seed, index, minute));
  const articles = castStories(bare, new Chance(seed, 'stories'), days * DAY_MINUTES);
  const redesign = { outlet: 'vietnamplus', minute: Math.round((days * DAY_MINUTES) / 2) } as const;
  return { seed, start: START, days, articles, redesign, troubles: isQuiet ? [] : troublesOf(days) };
}

function article(seed: number, index: number, publishedMinute: number): MonthArticle {
  const chance = new Chance(seed, 'article', index);
  const outlet = index % 2 === 0 ? 'vietnamplus' : 'vietnamnet';
  const section = chance.pick(SECTIONS[outlet]);
  return {
    outlet,
    number: FIRST_NUMBER[outlet] + index,
    published: localIso(publishedMinute),
    publishedMinute,
    author: writer(chance),
    section,
    tags: tagsOf(chance),
    validator: (['none', 'etag', 'lastModified'] as const)[chance.weighed([5, 3, 2])] ?? 'none',
    ...firstWording(chance, section),
    events: [],
  };
}
