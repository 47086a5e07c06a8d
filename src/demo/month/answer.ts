/** What the outlets answer to a path at a minute, as long as nothing troubles them. */
import { createHash } from 'node:crypto';
import type { Answer } from '../answer.ts';
import { inForm, spaced } from '../dress.ts';
import { noiseOf, type Noise } from '../noise.ts';
import type { Dress } from '../script.ts';
import { instantOf, localIso } from './calendar.ts';
import { listPage } from './lists.ts';
import type { MonthArticle, MonthOutlet, MonthScript } from './script.ts';
import { seedFile } from './seeds.ts';
import { OUTLETS, pageAt, pathOf } from './sites.ts';
import { PLAIN, standingAt, type Listed } from './standing.ts';

/** One request, as far as the script is concerned. */
export interface Asked {
  readonly outlet: MonthOutlet;
  /** The host as it was asked for, with its port: addresses in seeds begin with it. */
  readonly origin: string;
  readonly path: string;
  readonly minute: number;
  /** How many times the address has been asked for, this time included. */
  readonly visit: number;
}

/** What a path leads to. */
export type Kind = 'article' | 'seed' | 'robots' | 'nothing';

const HTML = { 'content-type': 'text/html; charset=utf-8' };

export function answerAt(script: MonthScript, asked: Asked): Answer & { readonly kind: Kind } {
  const article = articleAt(script, asked.outlet, asked.path);
  if (article !== undefined) return { kind: 'article', ...articleAnswer(script, article, asked) };
  const seed = seedFile(script, asked) ?? listPage(script, asked);
  if (seed !== undefined) return { kind: 'seed', ...seed };
  return { kind: 'nothing', ...notFound(asked, 404) };
}

/** The article whose number an address ends in; whatever words stand before it, as on the real sites. */
function articleAt({ articles }: MonthScript, outlet: MonthOutlet, path: string): MonthArticle | undefined {
  const number = Number(/-(?:post)?(\d{7})\.(?:vnp|html)$/u.exec(path)?.[1]);
  return articles.find((article) => article.number === number && article.outlet === outlet);
}

function articleAnswer(script: MonthScript, article: MonthArticle, asked: Asked): Answer {
  const standing = standingAt(article, asked.minute);
  if (standing === undefined) return notFound(asked, 404);
  if ('deleted' in standing)
    return standing.deleted === 'front' ? { status: 302, headers: { location: '/' } } : notFound(asked, standing.deleted);
  const listed = { article, edition: standing.edition };
  const path = pathOf(listed);
  if (path !== asked.path) return { status: 301, headers: { location: path } };
  const page = articlePage(script, listed, asked);
  return { status: 200, headers: { ...HTML, ...validators(script, article, standing.since, page, asked.minute) }, body: page };
}

function articlePage(script: MonthScript, { article, edition }: Listed, asked: Asked): string {
  const dress = article.validator === 'none' ? dressOf(asked.visit) : PLAIN;
  const dressed = { article, edition: spaced({ ...edition, dress }) };
  return inForm(pageAt(script, dressed, articleNoise(article, asked), asked.minute).source, dress);
}

/** Every fifth visit meets decomposed letters, and every fifth loose spaces: two machines behind one name are set up otherwise. */
function dressOf(visit: number): Dress {
  if (visit % 5 === 2) return { unicode: 'NFD', spacing: 'tight' };
  return visit % 5 === 4 ? { unicode: 'NFC', spacing: 'loose' } : PLAIN;
}

// A page with a validator comes out of a cache: the same bytes as long as nothing happens to it.
function articleNoise({ validator, published, number }: MonthArticle, asked: Asked): Noise {
  return validator === 'none' ? noise(asked) : noiseOf(published.slice(0, 10), String(number), 1);
}

function validators(
  { redesign }: MonthScript,
  { validator, outlet }: MonthArticle,
  since: number,
  page: string,
  minute: number,
): Record<string, string> {
  if (validator === 'none') return {};
  if (validator === 'etag') return { etag: etagOf(page) };
  const isRedesigned = outlet === redesign.outlet && minute >= redesign.minute;
  const changed = isRedesigned ? Math.max(since, redesign.minute) : since;
  return { 'last-modified': new Date(instantOf(changed)).toUTCString() };
}

export function etagOf(body: string | Uint8Array): string {
  return `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`;
}

function notFound(asked: Asked, status: 404 | 410): Answer {
  return { status, headers: HTML, body: OUTLETS[asked.outlet].notFoundPage(noise(asked)).source };
}

function noise({ outlet, path, minute, visit }: Asked): Noise {
  return noiseOf(localIso(Math.floor(minute)).slice(0, 10), `${OUTLETS[outlet].host}${path}`, visit);
}
