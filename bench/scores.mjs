/** How near a reading comes to a gold reading: words, paragraphs, captions, title, day. */
import { normaliseText } from '../dist/article/text.js';

/** Undefined where the gold doesn't say; what it doesn't say is not counted. */
export function scoresOf(gold, found, milliseconds) {
  const text = [found.title, ...found.body, ...found.captions].join('\n');
  return {
    ...(gold.body === undefined ? {} : { words: wordF1(gold.body.join('\n'), found.body.join('\n')) }),
    ...(gold.body === undefined ? {} : { paragraphs: listScore(gold.body, found.body).f1 }),
    ...(gold.title === undefined ? {} : { title: Number(normaliseText(gold.title) === normaliseText(found.title)) }),
    ...(gold.date === undefined ? {} : { day: Number(gold.date.slice(0, 10) === found.date?.slice(0, 10)) }),
    ...(gold.date === undefined || gold.date.length < 16 ? {} : { instant: Number(isSameMinute(gold.date, found.date)) }),
    ...(gold.captions === undefined ? {} : { captions: captionCounts(gold.captions, found.captions) }),
    foreign: gold.mustNotContain.filter((each) => text.includes(each)),
    empty: Number(found.body.length === 0),
    milliseconds,
  };
}

/** Means over pages; captions are counted over all pages together, as most pages have one or two. */
export function totalsOf(scores) {
  const means = ['words', 'paragraphs', 'title', 'day', 'instant'].map((name) => [
    name,
    mean(scores.flatMap((score) => score[name] ?? [])),
  ]);
  const captions = scores.flatMap((score) => score.captions ?? []);
  const [right, found, gold] = ['right', 'found', 'gold'].map((name) => captions.reduce((sum, counts) => sum + counts[name], 0));
  const times = scores.map(({ milliseconds }) => milliseconds).toSorted((a, b) => a - b);
  return {
    pages: scores.length,
    ...Object.fromEntries(means.filter(([, value]) => value !== undefined)),
    ...(gold === 0 ? {} : { captionPrecision: found === 0 ? 0 : right / found, captionRecall: right / gold }),
    foreign: scores.reduce((sum, { foreign }) => sum + foreign.length, 0),
    empty: scores.reduce((sum, { empty }) => sum + empty, 0),
    p50: times[Math.floor(times.length / 2)] ?? 0,
    p95: times[Math.floor(times.length * 0.95)] ?? 0,
  };
}

/** Each word counts as often as it stands there. */
function wordF1(gold, found) {
  const [a, b] = [wordCounts(gold), wordCounts(found)];
  const common = [...a].reduce((sum, [word, count]) => sum + Math.min(count, b.get(word) ?? 0), 0);
  const total = [...a.values(), ...b.values()].reduce((sum, count) => sum + count, 0);
  return total === 0 ? 1 : (2 * common) / total;
}

function wordCounts(text) {
  const words =
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return counted(words);
}

function counted(things) {
  const counts = new Map();
  for (const thing of things) counts.set(thing, (counts.get(thing) ?? 0) + 1);
  return counts;
}

function listScore(gold, found) {
  const [a, b] = [counted(gold.map(normaliseText)), counted(found)];
  const right = [...a].reduce((sum, [text, count]) => sum + Math.min(count, b.get(text) ?? 0), 0);
  return { right, f1: gold.length + found.length === 0 ? 1 : (2 * right) / (gold.length + found.length) };
}

function captionCounts(gold, found) {
  return { right: listScore(gold, found).right, found: found.length, gold: gold.length };
}

function isSameMinute(gold, found) {
  return found !== undefined && found.length > 10 && Math.abs(Date.parse(gold) - Date.parse(found)) < 60_000;
}

function mean(values) {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}
