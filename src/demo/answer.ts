/** What the newsroom answers to a path on a day: the page, the way to its new address, or that there is none. */
import { baosong } from './baosong.ts';
import { inForm, spaced } from './dress.ts';
import { slugsUntil, standingOn, type Edition } from './edition.ts';
import type { Markup } from './markup.ts';
import { noiseOf } from './noise.ts';
import type { Outlet } from './outlet.ts';
import type { OutletName, Script, ScriptedArticle } from './script.ts';
import { vietnamnet } from './vietnamnet.ts';
import { vietnamplus } from './vietnamplus.ts';

export interface Answer {
  /** 200 where none is given. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** One request, as far as the script is concerned. */
interface Asked {
  readonly host: string;
  readonly path: string;
  readonly day: number;
  /** How many times the address has been asked for, this time included. */
  readonly visit: number;
}

const OUTLETS: Readonly<Record<OutletName, Outlet>> = { vietnamplus, vietnamnet, baosong };

export const OUTLET_HOSTS: readonly string[] = Object.values(OUTLETS).map(({ host }) => host);

/** The outlet's answer, or undefined where the host is none of the newsroom's. */
export function answerFrom(script: Script, asked: Asked): Answer | undefined {
  const outlet = Object.values(OUTLETS).find(({ host }) => host === asked.host);
  if (outlet === undefined) return undefined;
  const article = script.articles.find(
    (candidate) => pathsUntil(candidate, asked.day).includes(asked.path) && outletOf(candidate) === outlet,
  );
  return article === undefined ? notFound(script, outlet, asked, 404) : articleAnswer(script, article, asked);
}

/**
 * Where each article published by that day was first to be found. A crawler that keeps to these addresses meets
 * what happens to them: new ones, redirects, deletions.
 */
export function firstAddresses(script: Script, day: number): { readonly host: string; readonly path: string }[] {
  return script.articles.flatMap((article) =>
    pathsUntil(article, day)
      .slice(0, 1)
      .map((path) => ({ host: outletOf(article).host, path })),
  );
}

function articleAnswer(script: Script, article: ScriptedArticle, asked: Asked): Answer {
  const outlet = outletOf(article);
  const standing = standingOn(script, article, asked.day);
  if (standing === undefined) return notFound(script, outlet, asked, 404);
  if ('deleted' in standing) return notFound(script, outlet, asked, standing.deleted);
  const path = outlet.pathOf(standing.edition.slug, article.number);
  if (path !== asked.path) return { status: 301, headers: { location: path } };
  return page(
    outlet.articlePage(spaced(standing.edition), noise(script, article.isCached === true ? { ...asked, day: 1, visit: 1 } : asked)),
    standing.edition,
  );
}

function notFound(script: Script, outlet: Outlet, asked: Asked, status: 404 | 410): Answer {
  const body = outlet.notFoundPage(noise(script, asked)).source;
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

function page({ source }: Markup, { dress, modified }: Edition): Answer {
  const headers = { 'content-type': 'text/html; charset=utf-8', 'last-modified': new Date(modified).toUTCString() };
  return { status: 200, headers, body: inForm(source, dress) };
}

function noise(script: Script, { host, path, day, visit }: Asked) {
  return noiseOf(script.dates[day - 1] ?? '', `${host}${path}`, visit);
}

function outletOf(article: ScriptedArticle): Outlet {
  return OUTLETS[article.outlet];
}

function pathsUntil(article: ScriptedArticle, day: number): string[] {
  return slugsUntil(article, day).map((slug) => outletOf(article).pathOf(slug, article.number));
}
