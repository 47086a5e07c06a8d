/** Stories: what happens to an article after it is published, in the proportions that studies of news have found. */
import { slugOf } from '../../article/text.ts';
import type { Wording } from '../script.ts';
import { DAY_MINUTES as DAY, localIso } from './calendar.ts';
import type { Chance } from './chance.ts';
import { miscounted, SECTIONS, sentence, slipped, update } from './prose.ts';
import type { Changes, EditKind, MonthArticle, MonthEvent } from './script.ts';

/** An article with a story: its first wording may hold the slip that is mended later. */
type Told = Pick<MonthArticle, 'events'> & Changes;

interface Stage {
  readonly article: MonthArticle;
  readonly chance: Chance;
  /** The last minute at which anything may happen. */
  readonly end: number;
}

interface Plot {
  /** In thousandths of all articles; each plot has one article at least. */
  readonly share: number;
  readonly play: (stage: Stage) => Told;
}

/**
 * 27 % of articles change (Tsoukaladelis et al.: 27.39 % of 608,723), 8 % in the headline (Guo et al.: 7.5 %); the rest of
 * the table is what moves an article without changing its text.
 */
const PLOTS: readonly Plot[] = [
  { share: 3, play: liveReport },
  { share: 30, play: headlineMark },
  { share: 30, play: headlineNumber },
  { share: 150, play: corrected },
  { share: 20, play: extendedOften },
  { share: 15, play: passingHeadline },
  { share: 15, play: takenBack },
  { share: 4, play: (stage) => deleted(stage, 404) },
  { share: 4, play: (stage) => deleted(stage, 410) },
  { share: 3, play: (stage) => deleted(stage, 'front') },
  { share: 6, play: deletedForAWhile },
  { share: 12, play: renamed },
  { share: 8, play: movedOn },
];

/** An article that comes out after this share of the script has nothing happen to it: there would be no time. */
const LATEST_SHARE = 0.85;

const HOUR = 60;

/** The articles with their stories: so many of each plot, drawn from all. */
export function castStories(articles: readonly MonthArticle[], chance: Chance, end: number): MonthArticle[] {
  const early = articles.filter(({ publishedMinute }) => publishedMinute <= end * LATEST_SHARE);
  const waiting = chance.shuffled(early);
  const stories = new Map<number, Told>();
  for (const { share, play } of PLOTS)
    for (const article of waiting.splice(0, Math.max(1, Math.round((share * articles.length) / 1000))))
      stories.set(article.number, play({ article, chance, end: end - 1 }));
  return articles.map((article) => ({ ...article, ...stories.get(article.number) }));
}

/** 80 % within 5 hours, 90 % within 10 (Guo et al.), the rest over a month: the delay of an edit in minutes. */
function delay({ article, chance, end }: Stage): number {
  const [from, to] = SPANS[chance.weighed([80, 10, 6, 4])] ?? [5, 5 * HOUR];
  const minutes = chance.whole(from, to);
  const room = end - article.publishedMinute;
  return minutes < room ? minutes : chance.whole(Math.min(5, room), Math.min(room, 5 * HOUR));
}

const SPANS = [
  [5, 5 * HOUR],
  [5 * HOUR, 10 * HOUR],
  [10 * HOUR, 48 * HOUR],
  [2 * DAY, 30 * DAY],
] as const;

function edited(minute: number, kind: EditKind, changes: Changes): MonthEvent {
  return { minute, what: 'edited', kind, changes };
}

// The end cuts a story short; what would come after it never happens.
function inTime({ end }: Stage, events: readonly MonthEvent[]): MonthEvent[] {
  return events.filter(({ minute }) => minute <= end);
}

function headlineMark(stage: Stage): Told {
  const { title, publishedMinute } = stage.article;
  return { title: slipped(title), events: [edited(publishedMinute + delay(stage), 'mark', { title })] };
}

function headlineNumber(stage: Stage): Told {
  const { title, publishedMinute } = stage.article;
  return { title: miscounted(title), events: [edited(publishedMinute + delay(stage), 'number', { title })] };
}

function corrected(stage: Stage): Told {
  const { article, chance } = stage;
  const minute = article.publishedMinute + delay(stage);
  return { events: [edited(minute, ...correction(article, chance))] };
}

/** A figure put right, a slip mended, a sentence written anew, a paragraph added. */
function correction({ paragraphs }: Wording, chance: Chance): [EditKind, Changes] {
  const at = chance.whole(0, paragraphs.length - 1);
  const change = (to: (text: string) => string): Changes => ({
    paragraphs: paragraphs.map((text, index) => (index === at ? to(text) : text)),
  });
  const what = chance.weighed([4, 2, 2, 3]);
  if (what === 0) return ['correction', change(miscounted)];
  if (what === 1) return ['correction', change(slipped)];
  if (what === 2) return ['correction', change(() => `${sentence(chance)} Bài đã được sửa lại sau khi đăng.`)];
  return ['addition', { paragraphs: [...paragraphs, `Cập nhật: ${sentence(chance)}`] }];
}

function extendedOften(stage: Stage): Told {
  const { article, chance } = stage;
  const minutes = Array.from({ length: chance.whole(2, 4) }, () => article.publishedMinute + delay(stage)).toSorted((a, b) => a - b);
  const added = minutes.map((minute) => `Cập nhật ${clockAt(minute)}: ${sentence(chance)}`);
  const events = minutes.map((minute, index) =>
    edited(minute, 'addition', { paragraphs: [...article.paragraphs, ...added.slice(0, index + 1)] }),
  );
  return { events };
}

// Headline tests last about half an hour; then the old one comes back, or a third.
function passingHeadline(stage: Stage): Told {
  const { article, chance } = stage;
  const minute = article.publishedMinute + delay(stage);
  const back = { title: chance.next() < 0.5 ? article.title : `${article.title} như kế hoạch` };
  const events = [
    edited(minute, 'passing', { title: `Điều ít ai biết: ${article.title}` }),
    edited(minute + chance.whole(20, 40), 'back', back),
  ];
  return { events: inTime(stage, events) };
}

function takenBack(stage: Stage): Told {
  const { article, chance } = stage;
  const minute = article.publishedMinute + delay(stage);
  const { title, paragraphs } = article;
  const events = [
    edited(minute, ...correction(article, chance)),
    edited(minute + chance.whole(HOUR, 20 * HOUR), 'back', { title, paragraphs }),
  ];
  return { events: inTime(stage, events) };
}

/** Entries every few minutes for hours, the newest on top, and the result in the headline at the end. */
function liveReport(stage: Stage): Told {
  const { article, chance } = stage;
  const minutes = Array.from({ length: chance.whole(12, 24) }, () => chance.whole(4, 25)).map(
    (_, index, gaps) => article.publishedMinute + gaps.slice(0, index + 1).reduce((sum, gap) => sum + gap, 0),
  );
  const entries = minutes.map((minute) => update(chance, clockAt(minute)));
  const events = minutes.map((minute, index) =>
    edited(minute, 'live', { paragraphs: [...entries.slice(0, index + 1).toReversed(), ...article.paragraphs] }),
  );
  const result = edited((minutes.at(-1) ?? 0) + chance.whole(10, HOUR), 'live', { title: `${article.title}: kết quả sau cùng` });
  return { title: `Trực tiếp: ${article.title}`, events: inTime(stage, [...events, result]) };
}

function deleted(stage: Stage, answer: 404 | 410 | 'front'): Told {
  return { events: [{ minute: stage.article.publishedMinute + later(stage), what: 'deleted', answer }] };
}

function deletedForAWhile(stage: Stage): Told {
  const { article, chance, end } = stage;
  const minute = article.publishedMinute + later(stage);
  const away = Math.min(chance.whole(6 * HOUR, 3 * DAY), Math.floor((end - minute) / 2));
  const answer = chance.next() < 0.7 ? 404 : 410;
  return {
    events: [
      { minute, what: 'deleted', answer },
      { minute: minute + away, what: 'returned' },
    ],
  };
}

// What is taken down has stood for a while, else nobody would have complained.
function later({ article, chance, end }: Stage): number {
  const room = end - article.publishedMinute;
  return Math.min(chance.whole(3 * HOUR, 6 * DAY), Math.floor(room / 2));
}

function renamed(stage: Stage): Told {
  const { slug, publishedMinute } = stage.article;
  const name = slugOf(`tin ${slug.split('-').toReversed().join(' ')}`);
  return { events: [{ minute: publishedMinute + delay(stage), what: 'renamed', slug: name }] };
}

function movedOn(stage: Stage): Told {
  const { outlet, section, publishedMinute } = stage.article;
  const other = SECTIONS[outlet].find((name) => name !== section) ?? section;
  return { events: [{ minute: publishedMinute + delay(stage), what: 'moved', section: other }] };
}

function clockAt(minute: number): string {
  return localIso(minute).slice(11, 16).replace(':', 'h');
}
